"""A clerk sends a firm, by a link; the firm offers, the resident agrees or not; silence brings it back."""

import asyncio
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

import pytest
from httpx import AsyncClient, Response

from server.domain import sessions
from server.domain.categories import is_for_firms
from server.domain.dispatches import building_of
from server.domain.dispatching import take_back_silent
from server.jobs.clock import run_jobs
from server.storage.database import raw
from tests.asking import CONTACT, Asked, a_clerk, ask
from tests.builders import ELSEWHERE, Here, a_key, a_network, a_staff, later, person_of, signed_in, stop_clock
from tests.directory_builders import a_service, an_organization
from tests.jobs.test_clock import Heard, tools

HOME: Final = {
    "name": "顾奶奶",
    "phone": "138 0571 0001",
    "address": "翠苑一区 3 幢 2 单元 501",
    "wish": "message",
}
COMES: Final = later(hours=3)


class Sent:
    """A request that lies with a firm, and the firm's key."""

    def __init__(self, asked: Asked, clerk: dict[str, str], id: UUID, answer: dict[str, Any]) -> None:
        self.asked, self.clerk, self.id, self.answer = asked, clerk, id, answer
        self.headers = {"Linli-Key": answer["url"].partition("#")[2]}
        self.api = asked.api

    async def seen(self, headers: dict[str, str] | None = None) -> dict[str, Any]:
        response = await self.api.get("/api/dispatch", headers=headers or self.headers)
        assert response.status_code == 200, response.text
        read: dict[str, Any] = response.json()
        return read

    async def says(self, what: str, id: UUID | None = None, **body: Any) -> Response:
        return await self.api.put(f"/api/dispatch/{what}/{id or uuid4()}", json=body, headers=self.headers)

    async def offers(self, id: UUID | None = None, comes: datetime = COMES, **body: Any) -> Response:
        usual = {"fen": 8000, "comes_at": comes.isoformat()}
        usual["leaves_at"] = (comes + timedelta(hours=2)).isoformat()
        return await self.says("offers", id, **usual | body)

    async def case(self) -> dict[str, Any]:
        return await self.asked.case(self.clerk)


async def a_firm(name: str = "好帮手家政", phone: str = "96345") -> UUID:
    """One that repairs in the community."""
    firm = await an_organization(name=name, kind="firm", phone=phone)
    await a_service(organization=firm, category="repair", name="水电维修")
    return firm


async def sends(
    api: AsyncClient, asked: Asked, clerk: dict[str, str], firm: UUID, id: UUID | None = None
) -> Response:
    body = {"organization": str(firm), "version": (await asked.case(clerk))["version"], "note": "带梯子"}
    return await api.put(f"{asked.desk}/dispatches/{id or uuid4()}", json=body, headers=clerk)


@pytest.fixture
async def sent(api: AsyncClient) -> Sent:
    """At noon a clerk sends a firm to a tap that drips."""
    await a_network()
    stop_clock()
    clerk, firm, id = await a_clerk(name="周敏"), await a_firm(), uuid4()
    words = "水龙头滴水，电话 13805710001"
    window = {"part": "afternoon", "on": "2026-11-24"}
    asked = await ask(api, category="repair", description=words, contact=HOME, window=window)
    response = await sends(api, asked, clerk, firm, id)
    assert response.status_code == 201, response.text
    return Sent(asked, clerk, id, response.json())


async def steps_of(asked: Asked) -> list[tuple[str, str]]:
    return [(step["act"], step["by"]) for step in (await asked.seen())["steps"]]


async def test_the_firm_reads_words_building_and_wished_time_and_no_contact(sent: Sent) -> None:
    read = await sent.seen()

    assert read["description"] == "水龙头滴水，电话 138****0001"
    assert (read["place_name"], read["building"]) == ("翠苑一区", "翠苑一区 3 幢")
    assert (read["wish_on"], read["wish_part"], read["note"]) == ("2026-11-24", "afternoon", "带梯子")
    assert not [secret for secret in ("501", "顾奶奶", "13805710001") if secret in str(read)]
    assert read["state"] == "sent"
    assert datetime.fromisoformat(read["due_at"]) == later(hours=2)


async def test_an_offer_is_agreed_to_and_the_address_shown_with_a_trace_and_done_is_asked_of_the_resident(
    sent: Sent,
) -> None:
    offer = uuid4()
    assert (await sent.says("results", note="修好了")).status_code == 409  # nobody agreed yet
    assert (await sent.api.post("/api/dispatch/address", headers=sent.headers)).status_code == 409
    assert (await sent.offers(offer, note="换阀芯")).status_code == 201
    assert (await sent.offers(offer, note="换阀芯")).status_code == 200  # sent again: the same offer

    mine = await sent.asked.seen()
    assert mine["state"] == "waiting"
    assert {"agree", "disagree"} <= set(mine["acts"])
    assert (mine["offer"]["fen"], mine["offer"]["firm"], mine["offer"]["note"]) == (
        8000,
        "好帮手家政",
        "换阀芯",
    )
    assert mine["window"] == {"on": "2026-11-24", "part": "afternoon"}
    assert "带梯子" not in str(mine)

    assert (await sent.asked.says("agree", offer=str(offer))).status_code == 201
    address = (await sent.api.post("/api/dispatch/address", headers=sent.headers)).json()
    assert address == {"name": "顾奶奶", "address": HOME["address"]}
    looks = (await sent.asked.seen())["reads"]
    assert [(look["name"], look["what"]) for look in looks] == [("好帮手家政", "address")]

    assert (await sent.says("results", note="换了阀芯，不滴了")).status_code == 201
    mine, case = await sent.asked.seen(), await sent.case()
    assert (mine["state"], mine["outcome"]) == ("resolved", "solved")
    assert (case["dispatch"]["state"], (await sent.seen())["state"]) == ("done", "done")
    assert await steps_of(sent.asked) == [
        ("submit", "resident"),
        ("dispatch", "staff"),
        ("offer", "firm"),
        ("agree", "resident"),
        ("resolve", "firm"),
    ]


async def test_a_second_offer_takes_the_place_of_the_first_and_only_it_can_be_agreed_to(sent: Sent) -> None:
    first, second = uuid4(), uuid4()
    await sent.offers(first)
    await sent.offers(second, fen=6000)

    assert (await sent.asked.says("agree", offer=str(first))).status_code == 409
    assert (await sent.offers(first)).status_code == 200  # a late retry of the first changes nothing
    assert (await sent.asked.seen())["offer"]["fen"] == 6000
    assert (await sent.asked.says("agree", offer=str(second))).status_code == 201
    assert (await sent.offers(fen=1)).status_code == 409  # a bargain is a bargain


async def test_agreed_twice_at_once_is_one_agreement(sent: Sent) -> None:
    offer, step = uuid4(), uuid4()
    await sent.offers(offer)
    same = [sent.asked.says("agree", step, offer=str(offer)) for _ in range(2)]
    answers = await asyncio.gather(*same, *(sent.asked.says("agree", offer=str(offer)) for _ in range(2)))

    taken = [answer.status_code for answer in answers]
    assert [act for act, _ in await steps_of(sent.asked)].count("agree") == 1
    assert taken.count(201) == 1
    assert set(taken) <= {200, 201, 409}


async def test_declined_goes_back_to_the_desk_which_may_send_another(sent: Sent) -> None:
    offer = uuid4()
    await sent.offers(offer)
    assert (await sent.asked.says("disagree", note="太贵了", offer=str(offer))).status_code == 201

    case, read = await sent.case(), await sent.seen()
    assert (case["state"], case["dispatch"]["state"], case["dispatch"]["why"]) == (
        "accepted",
        "over",
        "declined",
    )
    assert (read["state"], read["why"], read["description"], read["photos"]) == ("over", "declined", "", [])
    assert (await sends(sent.api, sent.asked, sent.clerk, await a_firm("巧手维修"))).status_code == 201


async def test_a_refusal_needs_words_which_the_desk_reads_and_the_resident_does_not(sent: Sent) -> None:
    assert (await sent.says("refusals", note=" ")).json()["errors"][0]["field"] == "note"
    assert (await sent.says("refusals", note="没有这种阀芯")).status_code == 201
    assert (await sent.says("refusals", note="没有")).status_code == 409

    case, mine = await sent.case(), await sent.asked.seen()
    assert (case["steps"][-1]["act"], case["steps"][-1]["note"]) == ("hand_back", "没有这种阀芯")
    assert (case["steps"][-1]["by"], case["steps"][-1]["by_name"]) == ("firm", "好帮手家政")
    assert (mine["steps"][-1]["act"], mine["steps"][-1]["note"]) == ("hand_back", "")
    assert case["state"] == "accepted"
    assert case["clerk_name"] == "周敏"


async def test_two_hours_of_silence_bring_it_back_once_and_only_in_working_time(sent: Sent) -> None:
    places = Here.app.state.house.places
    assert await take_back_silent(places, later(hours=1.9)) == 0
    both = await asyncio.gather(*(take_back_silent(places, later(hours=2.1)) for _ in range(2)))

    assert sum(both) == 1
    case = await sent.case()
    assert (case["steps"][-1]["act"], case["steps"][-1]["by"]) == ("hand_back", "clock")
    assert (case["dispatch"]["why"], case["state"]) == ("silent", "accepted")
    assert (await sent.offers()).status_code == 409

    stop_clock(later(hours=5))  # 17:00; the office shuts at 17:30
    late = (await sends(sent.api, sent.asked, await a_clerk(), await a_firm("巧手维修"))).json()
    assert datetime.fromisoformat(late["due_at"]) == later(hours=22)  # 10:00 of the next day


async def test_an_offer_that_nobody_answered_ends_when_its_time_comes(sent: Sent) -> None:
    await sent.offers()

    assert await take_back_silent(Here.app.state.house.places, COMES) == 1
    assert (await sent.case())["dispatch"]["why"] == "unanswered"
    assert (await sent.asked.seen())["offer"] is None


async def test_one_firm_at_a_time_and_taken_back_twice_is_once(sent: Sent) -> None:
    other = await a_firm("巧手维修")
    refused = await sends(sent.api, sent.asked, sent.clerk, other)
    assert (refused.status_code, refused.json()["type"].rpartition("/")[2]) == (409, "firm-has-it")

    body = {"version": (await sent.case())["version"], "note": "自己能修"}
    url = f"{sent.asked.desk}/dispatches/{sent.id}/ended"
    answers = [await sent.api.put(url, json=body, headers=sent.clerk) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    assert (await sent.seen())["why"] == "recalled"


async def test_the_link_is_shown_again_for_an_hour_to_who_made_it_and_sent_twice_is_once(sent: Sent) -> None:
    firm = (await raw("SELECT organization FROM dispatch WHERE id = {}", sent.id))[0]["organization"]
    body = {"organization": str(firm), "version": 1, "note": "带梯子"}
    url = f"{sent.asked.desk}/dispatches/{sent.id}"
    again = await sent.api.put(url, json=body, headers=sent.clerk)
    assert (again.status_code, again.json()["url"]) == (200, sent.answer["url"])

    person = person_of(sent.clerk)
    stop_clock(later(hours=1.5))
    clerk = await signed_in(person, sessions.STAFF)
    assert (await sent.api.put(url, json=body, headers=clerk)).status_code == 409


async def test_a_firm_with_a_mobile_is_texted_its_link_once_unless_it_was_taken_back(sent: Sent) -> None:
    assert sent.answer["texted_at"] is None  # 96345 takes no messages
    api, clerk, heard = sent.api, sent.clerk, Heard()
    firm = await a_firm("巧手维修", "138 0571 0777")
    asked, recalled = [await ask(api, category="repair", contact=HOME) for _ in range(2)]
    id, other = uuid4(), uuid4()
    answer = (await sends(api, asked, clerk, firm, id)).json()
    await sends(api, recalled, clerk, firm, other)
    back = {"version": (await recalled.case(clerk))["version"]}
    await api.put(f"{recalled.desk}/dispatches/{other}/ended", json=back, headers=clerk)
    assert datetime.fromisoformat(answer["texted_at"]) == later(seconds=10)

    for seconds in (5, 11, 20):
        await run_jobs(tools(heard), later(seconds=seconds))
    body = {"organization": str(firm), "version": 1, "note": "带梯子"}
    again = await api.put(f"{asked.desk}/dispatches/{id}", json=body, headers=clerk)
    await run_jobs(tools(heard), later(minutes=1))

    assert (again.status_code, again.json()["texted_at"]) == (200, answer["texted_at"])
    (message,) = [message for message in heard.messages if message.to == "+8613805710777"]
    assert f"{answer['url']} " in message.text
    assert not [secret for secret in ("顾奶奶", "翠苑", "0001") if secret in message.text]


@pytest.mark.parametrize(
    ("urgent", "texted"), [(False, later(hours=19)), (True, later(hours=12, seconds=10))]
)
async def test_a_firm_is_not_texted_by_night_unless_it_is_urgent(
    api: AsyncClient, urgent: bool, texted: datetime
) -> None:
    await a_network()
    clerk, firm = await a_clerk(), await a_firm(phone="13805710777")
    stop_clock(later(hours=12))  # midnight
    clerk = await signed_in(person_of(clerk), sessions.STAFF)
    asked = await ask(api, category="repair", contact=HOME, urgent=urgent)

    answer = (await sends(api, asked, clerk, firm)).json()

    assert datetime.fromisoformat(answer["texted_at"]) == texted  # seven in the morning, or at once


async def test_a_foreign_or_old_key_and_a_foreign_desk_find_nothing(sent: Sent) -> None:
    stranger, elsewhere = a_key(), await a_clerk(ELSEWHERE)
    for headers in (stranger, {}, sent.asked.headers):
        assert (await sent.api.get("/api/dispatch", headers=headers)).status_code == 404
        for what in ("offers", "refusals", "results"):
            body = (
                {"note": "x"}
                if what != "offers"
                else {"fen": 1, "comes_at": COMES.isoformat(), "leaves_at": COMES.isoformat()}
            )
            url = f"/api/dispatch/{what}/{uuid4()}"
            assert (await sent.api.put(url, json=body, headers=headers)).status_code == 404
    (row,) = await raw("SELECT organization FROM dispatch WHERE id = {}", sent.id)
    for headers, status in (({}, 401), (stranger, 401), (elsewhere, 404), (await a_staff("auditor"), 409)):
        firm = {"organization": str(row["organization"]), "version": 2}
        url = f"{sent.asked.desk}/dispatches/{uuid4()}"
        assert (await sent.api.put(url, json=firm, headers=headers)).status_code == status
    body = {"version": 1}
    url = f"{sent.asked.desk}/dispatches/{sent.id}/ended"
    assert (await sent.api.put(url, json=body, headers=elsewhere)).status_code == 404
    offer = uuid4()
    await sent.offers(offer)
    taken = await sent.api.put(
        f"{sent.asked.url}/steps/{uuid4()}", json={"act": "agree", "offer": str(offer)}, headers=stranger
    )
    assert taken.status_code == 404
    stop_clock(later(days=91))
    assert (await sent.api.get("/api/dispatch", headers=sent.headers)).status_code == 404


async def test_what_is_not_for_the_home_gets_no_firm_and_the_desk_no_button(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    clerk, lamp = await a_clerk(), await ask(api, contact=CONTACT)

    assert "dispatch" not in (await lamp.case(clerk))["acts"]
    assert (await sends(api, lamp, clerk, await a_firm())).status_code == 409
    assert (await lamp.case(clerk))["version"] == 1


async def test_an_offer_lies_ahead_and_ends_after_it_begins(sent: Sent) -> None:
    early = await sent.offers(comes=later(hours=-1))
    long = await sent.offers(leaves_at=(COMES + timedelta(hours=13)).isoformat())
    assert [answer.json()["errors"][0]["field"] for answer in (early, long)] == ["comes_at", "leaves_at"]


async def test_the_desk_lists_what_firms_have_and_how_they_answered(sent: Sent) -> None:
    manager = await a_staff("manager")
    listed = (await sent.api.get("/api/desk/dispatches", headers=manager)).json()["items"]
    assert [(one["name"], one["state"], one["number"]) for one in listed] == [
        ("好帮手家政", "sent", sent.asked.answer["number"])
    ]
    await sent.says("refusals", note="没空")
    quiet = await a_firm("巧手维修")
    await sends(sent.api, sent.asked, sent.clerk, quiet)
    await take_back_silent(Here.app.state.house.places, later(hours=3))

    firms = (await sent.api.get("/api/desk/firms", headers=manager)).json()["items"]
    record = {one["name"]: (one["sent"], one["in_time"], one["silent"], one["refused"]) for one in firms}
    assert record == {"好帮手家政": (1, 1, 0, 1), "巧手维修": (1, 0, 1, 0)}
    which = {"category": "repair", "place": sent.asked.answer["place"]}
    able = (await sent.api.get("/api/desk/firms", params=which, headers=manager)).json()["items"]
    assert [one["name"] for one in able] == ["好帮手家政", "巧手维修"]  # who kept silent comes last
    assert (await sent.api.get("/api/desk/dispatches", headers=manager)).json()["items"] == []
    nowhere = await sent.api.get("/api/desk/firms", params={**which, "place": "1" * 13}, headers=manager)
    assert nowhere.status_code == 422


@pytest.mark.parametrize(
    ("address", "building"),
    [
        ("翠苑一区 3 幢 2 单元 501", "翠苑一区 3 幢"),
        ("东坡路12号402室", "东坡路12号"),
        ("清波小区7号楼1203", "清波小区7号楼"),
        ("401", ""),
        ("", ""),
    ],
)
def test_an_address_is_shown_as_far_as_the_building(address: str, building: str) -> None:
    assert building_of(address) == building


@pytest.mark.parametrize(("category", "may"), [("repair", True), ("home-care", True), ("lifts", False)])
def test_firms_are_for_homes_and_care_and_not_for_what_an_estate_owes(category: str, may: bool) -> None:
    assert is_for_firms(category) is may
