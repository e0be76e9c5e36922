"""Practising in the demonstration: each step of a guided case is ticked by what was really done."""

from typing import Any
from uuid import uuid4

from httpx import AsyncClient

from server.domain.practice_cases import CALLER
from tests.asking import Asked, a_clerk
from tests.builders import COMMUNITY, STREET, Here, a_network, a_resident, a_staff, later, stop_clock

URL = "/api/desk/practice"
Headers = dict[str, str]


async def a_demonstration() -> None:
    """An installation where practising is possible."""
    await a_network()
    stop_clock()
    Here.app.state.demo = True


async def go_on(api: AsyncClient, clerk: Headers, case: str) -> dict[str, Any]:
    """The made-up resident does the next thing."""
    answer = await api.post(f"{URL}/{case}", headers=clerk)
    assert answer.status_code == 200, answer.text
    read: dict[str, Any] = answer.json()
    return read


async def done(api: AsyncClient, clerk: Headers, case: str) -> str:
    """The steps that are ticked, by blanks."""
    cases = (await api.get(URL, headers=clerk)).json()["cases"]
    goals = next(each["goals"] for each in cases if each["code"] == case)
    return " ".join(goal["code"] for goal in goals if goal["at"])


def the_request(api: AsyncClient, case: dict[str, Any]) -> Asked:
    """What the clerk opens."""
    return Asked(api, case["request"], {}, {})


async def test_elsewhere_than_in_a_demonstration_nothing_is_made(api: AsyncClient) -> None:
    await a_network()
    clerk = await a_clerk()

    assert (await api.get(URL, headers=clerk)).json() == {"is_here": False, "url": "", "cases": []}
    assert (await api.post(f"{URL}/answer", headers=clerk)).status_code == 404
    assert (await api.get("/api/desk/requests", headers=clerk)).json()["items"] == []


async def test_a_case_is_ticked_to_its_last_step_and_can_be_begun_again(api: AsyncClient) -> None:
    await a_demonstration()
    clerk, colleague = await a_clerk(), await a_clerk()
    case = await go_on(api, clerk, "answer")
    request = the_request(api, case)
    assert (await request.case(clerk))["holder"] == COMMUNITY

    assert (await request.does(clerk, "accept")).status_code == 201
    assert await done(api, clerk, "answer") == "accept"
    await request.does(clerk, "start")
    await request.does(clerk, "resolve", note="换了灯泡", outcome="solved")
    assert await done(api, clerk, "answer") == "accept start resolve"
    assert await done(api, colleague, "answer") == ""

    stop_clock(later(minutes=1))
    again = await go_on(api, clerk, "answer")
    assert again["request"] != case["request"]
    assert await done(api, clerk, "answer") == ""


async def test_what_was_taken_back_is_not_done(api: AsyncClient) -> None:
    await a_demonstration()
    clerk = await a_clerk()
    request = the_request(api, await go_on(api, clerk, "answer"))
    await request.does(clerk, "accept")

    assert (await request.does(clerk, "undo")).status_code == 201
    assert await done(api, clerk, "answer") == ""


async def test_who_was_asked_back_answers_when_told_to(api: AsyncClient) -> None:
    await a_demonstration()
    clerk = await a_clerk()
    request = the_request(api, await go_on(api, clerk, "ask"))
    await request.does(clerk, "accept")
    await request.does(clerk, "ask", note="是哪一幢？")
    assert await done(api, clerk, "ask") == "accept ask"

    answered = await go_on(api, clerk, "ask")
    assert answered["request"] == request.id
    assert (await request.case(clerk))["state"] == "in_progress"
    await request.does(clerk, "resolve", note="已清运", outcome="solved")
    assert await done(api, clerk, "ask") == "accept ask wait resolve"


async def test_what_is_for_the_street_goes_there_with_words(api: AsyncClient) -> None:
    await a_demonstration()
    clerk = await a_clerk()
    request = the_request(api, await go_on(api, clerk, "forward"))

    await request.does(clerk, "message", note="去看过，是市政的管道", internal=True)
    assert await done(api, clerk, "forward") == "note"
    assert (await request.does(clerk, "transfer", note="请联系市政", to=STREET)).status_code == 201
    await request.does(clerk, "message", note="已转街道，他们会答复您")
    assert await done(api, clerk, "forward") == "note forward tell"


async def test_the_second_of_two_goes_into_the_first(api: AsyncClient) -> None:
    await a_demonstration()
    clerk = await a_clerk()
    second = the_request(api, await go_on(api, clerk, "merge"))
    similar = (await api.get(f"{second.desk}/related", headers=clerk)).json()["similar"]
    first = Asked(api, similar[0]["id"], {}, {})

    await first.does(clerk, "accept")
    assert (await second.does(clerk, "merge", to=str(first.id))).status_code == 201
    await first.does(clerk, "resolve", note="两盏都换了", outcome="solved")
    assert await done(api, clerk, "merge") == "accept merge resolve"


async def test_danger_is_marked_and_the_first_thing_is_the_number(api: AsyncClient) -> None:
    await a_demonstration()
    clerk = await a_clerk()
    request = the_request(api, await go_on(api, clerk, "danger"))
    assert (await request.case(clerk))["urgent"] is True

    await api.post(f"{request.desk}/contact", json={"reason": "打电话"}, headers=clerk)
    assert await done(api, clerk, "danger") == "call"
    await request.does(clerk, "accept")
    await request.does(clerk, "message", note="先开窗，不要开灯，已报燃气公司")
    await request.does(clerk, "resolve", note="阀门已关", outcome="solved")
    assert await done(api, clerk, "danger") == "call accept tell resolve"


async def test_a_call_is_found_by_its_number_and_written_down(api: AsyncClient) -> None:
    await a_demonstration()
    taker = await a_staff("call_taker", COMMUNITY)
    begun = await go_on(api, taker, "phone")
    assert begun["request"] is None
    found = (await api.post("/api/desk/callers", json={"phone": CALLER}, headers=taker)).json()
    assert len(found["items"]) == 1

    call = {"place": COMMUNITY, "category": "noise", "description": "还在装修"}
    contact = {"name": "周阿姨", "phone": CALLER}
    wrong = call | {"contact": contact | {"address": "3 幢 1 单元 205"}}
    await api.put(f"/api/desk/intake/{uuid4()}", json=wrong, headers=taker)
    assert await done(api, taker, "phone") == "find write"
    stop_clock(later(minutes=1))
    right = call | {"contact": contact | {"address": "3 幢 1 单元 502"}}
    assert (await api.put(f"/api/desk/intake/{uuid4()}", json=right, headers=taker)).status_code == 201
    assert await done(api, taker, "phone") == "find write read"


async def test_only_who_works_with_requests_practises(api: AsyncClient) -> None:
    await a_demonstration()
    for who, status in (
        ({}, 401),
        (await a_resident(), 403),
        (await a_staff("auditor"), 403),
        (await a_clerk(), 404),
    ):
        assert (await api.post(f"{URL}/no-such-case", headers=who)).status_code == status
