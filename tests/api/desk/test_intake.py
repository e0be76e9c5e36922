"""Calls and walk-ins: written down while somebody talks, then requests like all others."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from httpx import AsyncClient, Response

from server.domain.keys import Keys
from server.domain.news import news_for_caller
from server.domain.retention import make_anonymous
from server.models.intake import Intake
from server.models.people import AccessLog
from server.models.requests import ServiceRequest, Step
from server.storage.database import raw, write
from tests.asking import CONTACT, an_ask, ask
from tests.builders import (
    CITY,
    COMMUNITY,
    ELSEWHERE,
    NOON,
    STREET,
    Here,
    a_key,
    a_network,
    a_resident,
    a_staff,
    later,
    stop_clock,
)

MOBILE = "138 0571 0001"
LANDLINE = "0571-8765 4321"


def a_call(**but: Any) -> dict[str, Any]:
    """What a call taker sends."""
    return an_ask(contact={"name": "陈大爷", "phone": LANDLINE, "wish": "call"}) | but


async def take(api: AsyncClient, who: dict[str, str], id: UUID | None = None, **but: Any) -> Response:
    """A call is sent."""
    return await api.put(f"/api/desk/intake/{id or uuid4()}", json=a_call(**but), headers=who)


async def callers(api: AsyncClient, who: dict[str, str], phone: str) -> Response:
    """Who calls from this number?"""
    return await api.post("/api/desk/callers", json={"phone": phone}, headers=who)


async def jobs_of(id: str) -> list[str]:
    """What is queued about a request."""
    return sorted(
        row["ident"].split(":")[0] for row in await raw("SELECT ident FROM job") if id in row["ident"]
    )


async def test_a_call_is_a_request_in_the_same_queue_and_says_where_it_came_from(api: AsyncClient) -> None:
    await a_network()
    hotline = await a_staff("call_taker", CITY, name="李静")

    taken = await take(api, hotline)

    assert taken.status_code == 201, taken.text
    clerk = await a_staff("clerk", COMMUNITY)
    queue = (await api.get("/api/desk/requests", params={"view": "todo"}, headers=clerk)).json()["items"]
    assert [row["id"] for row in queue] == [taken.json()["id"]]
    case = (await api.get(f"/api/desk/requests/{taken.json()['id']}", headers=clerk)).json()
    assert case["source"] == "phone"
    assert [(step["by"], step["by_name"]) for step in case["steps"]] == [("staff", "李静")]


async def test_somebody_at_the_counter_is_a_walk_in(api: AsyncClient) -> None:
    await a_network()
    taken = await take(api, await a_staff(), source="counter", contact=None)
    (row,) = await ServiceRequest.select(ServiceRequest.source).where(
        ServiceRequest.id == UUID(taken.json()["id"])
    )
    assert row["source"] == "counter"


async def test_the_same_bytes_again_are_the_same_request_and_other_bytes_are_refused(
    api: AsyncClient,
) -> None:
    await a_network()
    hotline, id = await a_staff("call_taker", CITY), uuid4()

    first = await take(api, hotline, id, answered="十点半前可以订饭。")
    again = await take(api, hotline, id, answered="十点半前可以订饭。")
    other = await take(api, hotline, id, answered="别的话")

    assert (first.status_code, again.status_code, other.status_code) == (201, 200, 409)
    assert again.json() == first.json()
    assert await ServiceRequest.count() == 1
    assert await Step.count() == 2


async def test_number_and_code_open_it_and_nobody_holds_a_key(api: AsyncClient) -> None:
    await a_network()
    key = a_key()
    taken = (await take(api, {**await a_staff("call_taker", CITY), **key})).json()

    with_key = await api.get(f"/api/requests/{taken['id']}", headers=key)
    headers = {"Linli-Number": taken["number"], "Linli-Code": taken["lookup_code"]}
    with_code = await api.get(f"/api/requests/{taken['id']}", headers=headers)

    assert (with_key.status_code, with_code.status_code) == (404, 200)


async def test_what_was_answered_on_the_spot_is_closed_in_the_same_step(api: AsyncClient) -> None:
    await a_network()
    words = "助餐点十点半前订，电话 0571-88990000。"
    taken = (await take(api, await a_staff("call_taker", CITY), category="meals", answered=words)).json()

    assert taken["state"] == "resolved"
    steps = await Step.select(Step.act, Step.note).order_by(Step.version)
    assert steps == [{"act": "submit", "note": ""}, {"act": "resolve", "note": words}]
    (row,) = await ServiceRequest.select(ServiceRequest.outcome)
    assert row["outcome"] == "answered"


async def test_who_cannot_close_it_leaves_the_answer_as_the_first_word(api: AsyncClient) -> None:
    await a_network()
    clerk = await a_staff("clerk", COMMUNITY)  # relief is the street's

    taken = await take(api, clerk, source="counter", category="medical-relief", answered="材料清单给他了。")

    assert taken.status_code == 201, taken.text
    assert (taken.json()["state"], taken.json()["holder"]) == ("submitted", STREET)
    assert [step["act"] for step in await Step.select(Step.act).order_by(Step.version)] == [
        "submit",
        "message",
    ]


async def test_calls_are_for_the_desk_and_for_its_part_of_the_city(api: AsyncClient) -> None:
    await a_network()
    status = {
        "nobody": (await take(api, {})).status_code,
        "resident": (await take(api, await a_resident())).status_code,
        "auditor": (await take(api, await a_staff("auditor", CITY))).status_code,
        "provider": (await take(api, await a_staff("provider", CITY))).status_code,
        "clerk": (await take(api, await a_staff("clerk", COMMUNITY))).status_code,
        "manager": (await take(api, await a_staff("manager", STREET))).status_code,
    }
    foreign = await take(api, await a_staff("clerk", ELSEWHERE))

    assert status == {
        "nobody": 401,
        "resident": 403,
        "auditor": 403,
        "provider": 403,
        "clerk": 201,
        "manager": 201,
    }
    assert foreign.status_code == 422
    assert [error["field"] for error in foreign.json()["errors"]] == ["place"]


async def test_a_mobile_gets_number_and_code_by_text_and_a_landline_none(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    hotline = await a_staff("call_taker", CITY)
    mobile = (await take(api, hotline, contact=CONTACT)).json()
    written = (await take(api, hotline, contact=CONTACT | {"wish": "message"})).json()
    landline = (await take(api, hotline)).json()
    left_alone = (await take(api, hotline, contact=CONTACT | {"wish": "none"})).json()

    assert [one["texted"] for one in (mobile, written, landline, left_alone)] == [True, True, False, False]
    assert await jobs_of(mobile["id"]) == await jobs_of(written["id"]) == ["tell-caller"]
    assert await jobs_of(landline["id"]) == await jobs_of(left_alone["id"]) == []
    keys: Keys = Here.app.state.house.keys
    note = await news_for_caller(UUID(mobile["id"]), keys)
    assert note is not None
    assert note.to == "+8613805710001"
    number, code = mobile["number"], mobile["lookup_code"]
    assert f"{number[:4]}-{number[4:]}" in note.text
    assert f"{code[:4]} {code[4:]}" in note.text
    assert "灯" not in note.text
    assert "陈" not in note.text


async def test_what_was_kept_through_a_cut_evening_wakes_nobody(api: AsyncClient) -> None:
    await a_network()
    night = later(NOON, hours=11)  # eleven in the evening
    stop_clock(night)
    hotline = await a_staff("call_taker", CITY)
    written = (night - timedelta(hours=3)).isoformat()
    late = (await take(api, hotline, contact=CONTACT, written_at=written)).json()
    now = (await take(api, hotline, contact=CONTACT, written_at=night.isoformat())).json()

    due = {row["ident"].split(":")[1]: row["due"] for row in await raw("SELECT ident, due FROM job")}
    assert due[now["id"]] == night
    assert due[late["id"]] == later(NOON, hours=19)  # seven in the morning


async def test_somebody_in_need_is_noted_only_with_their_consent(api: AsyncClient) -> None:
    await a_network()
    hotline = await a_staff("call_taker", CITY)
    mother = {"name": "陈奶奶", "phone": "", "relation": "母亲"}

    without = await take(api, hotline, on_behalf=mother | {"consent": False})
    with_it = await take(api, hotline, on_behalf=mother | {"consent": True})

    assert [without.status_code, with_it.status_code] == [422, 201]
    assert without.json()["errors"][0]["field"] == "on_behalf.consent"


async def test_the_whole_number_brings_up_earlier_requests_and_the_home(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    old = await ask(api, contact=CONTACT, category="noise", description="楼上吵到半夜")
    stop_clock(later(days=3))
    hotline = await a_staff("call_taker", CITY)
    await take(api, hotline, contact=CONTACT | {"phone": "13805710009"}, place=ELSEWHERE)

    found = await callers(api, hotline, "１３８-0571-0001")

    assert found.status_code == 200, found.text
    caller = found.json()
    assert caller["texts"] is True
    assert caller["home"]["code"] == COMMUNITY
    (item,) = caller["items"]
    assert (item["id"], item["category"], item["state"]) == (str(old.id), "noise", "submitted")
    assert "楼上" not in found.text
    assert "张三" not in found.text


async def test_half_a_number_finds_nobody(api: AsyncClient) -> None:
    await a_network()
    await ask(api, contact=CONTACT)
    hotline = await a_staff("call_taker", CITY)
    assert [(await callers(api, hotline, part)).status_code for part in ("1380571", "", "87654321")] == [
        422
    ] * 3


async def test_the_home_is_where_they_asked_for_themselves(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    await ask(api, contact=CONTACT)
    stop_clock(later(hours=1))
    other = {"name": "妈妈", "phone": "0571-87654321", "relation": "母亲", "consent": True}
    await ask(api, contact=CONTACT, place=ELSEWHERE, on_behalf=other)
    hotline = await a_staff("call_taker", CITY)

    own = (await callers(api, hotline, MOBILE)).json()
    mother = (await callers(api, hotline, LANDLINE)).json()

    assert own["home"]["code"] == COMMUNITY
    assert len(own["items"]) == 2
    assert [item["whose"] for item in mother["items"]] == ["other"]
    assert mother["home"]["code"] == ELSEWHERE
    assert mother["texts"] is False


async def test_a_look_for_a_number_is_shown_to_whom_it_found_and_noted_if_it_found_nobody(
    api: AsyncClient,
) -> None:
    await a_network()
    asked = await ask(api, contact=CONTACT)
    hotline = await a_staff("call_taker", CITY, name="李静")
    await callers(api, hotline, MOBILE)
    await callers(api, hotline, "13999990000")

    assert [(read["name"], read["what"]) for read in (await asked.seen())["reads"]] == [("李静", "search")]
    logged = await AccessLog.select(AccessLog.request, AccessLog.what).order_by(AccessLog.at)
    assert [(row["request"], row["what"]) for row in logged] == [(asked.id, "search"), (None, "search")]


async def test_a_number_is_found_within_ones_own_part_of_the_city_only(api: AsyncClient) -> None:
    await a_network()
    await ask(api, contact=CONTACT)
    stranger = await a_staff("clerk", ELSEWHERE)

    assert (await callers(api, stranger, MOBILE)).json()["items"] == []
    assert (await callers(api, await a_resident(), MOBILE)).status_code == 403
    assert (await callers(api, await a_staff("auditor", CITY), MOBILE)).status_code == 403


async def test_who_hung_up_early_waits_to_be_called_back_and_what_they_say_then_goes_on(
    api: AsyncClient,
) -> None:
    await a_network()
    hotline = await a_staff("call_taker", CITY, name="李静")
    cut = (
        await take(
            api,
            hotline,
            incomplete=True,
            place=CITY,
            category="other",
            description="话没说完 13805710001",
            speaks="local",
            contact={"phone": MOBILE},
        )
    ).json()

    assert (cut["state"], cut["holder"], cut["texted"]) == ("submitted", CITY, False)
    (waiting,) = (await api.get("/api/desk/intake", headers=hotline)).json()["items"]
    assert (waiting["id"], waiting["speaks"], waiting["taker_name"]) == (cut["id"], "local", "李静")
    assert waiting["phone_masked"] == "138****0001"
    assert "13805710001" not in waiting["words"]

    id = uuid4()
    whole = await take(api, hotline, id, completes=cut["id"])
    again = await take(api, hotline, id, completes=cut["id"])

    assert (whole.status_code, again.status_code) == (201, 200)
    assert (await api.get("/api/desk/intake", headers=hotline)).json()["items"] == []
    rows = await ServiceRequest.select(ServiceRequest.id, ServiceRequest.state)
    assert {str(row["id"]): row["state"] for row in rows} == {cut["id"]: "merged", str(id): "submitted"}


async def test_an_early_end_needs_a_number_and_a_whole_call_a_community(api: AsyncClient) -> None:
    await a_network()
    hotline = await a_staff("call_taker", CITY)
    no_number = await take(api, hotline, incomplete=True, contact=None)
    no_place = await take(api, hotline, place=CITY)

    assert [error["field"] for error in no_number.json()["errors"]] == ["contact.phone"]
    assert [error["field"] for error in no_place.json()["errors"]] == ["place"]


async def test_a_foreign_call_cannot_be_completed(api: AsyncClient) -> None:
    await a_network()
    cut = (await take(api, await a_staff("call_taker", CITY), incomplete=True)).json()
    stranger = await a_staff("clerk", ELSEWHERE)
    assert (await api.get("/api/desk/intake", headers=stranger)).json()["items"] == []

    refused = await take(api, stranger, place=ELSEWHERE, completes=cut["id"])

    assert [error["field"] for error in refused.json()["errors"]] == ["completes"]
    assert await ServiceRequest.count() == 1


async def test_the_clerk_who_calls_back_reads_what_the_caller_speaks(api: AsyncClient) -> None:
    await a_network()
    taken = (await take(api, await a_staff("call_taker", CITY), speaks="local")).json()
    clerk = await a_staff("clerk", COMMUNITY)

    case = (await api.get(f"/api/desk/requests/{taken['id']}", headers=clerk)).json()

    assert case["call"] == {"speaks": "local", "incomplete": False}
    app = await ask(api)
    assert (await app.case(clerk))["call"] is None


async def test_what_a_caller_speaks_is_forgotten_with_the_rest(api: AsyncClient) -> None:
    await a_network()
    taken = (await take(api, await a_staff("call_taker", CITY), speaks="local")).json()
    async with write():
        await make_anonymous([UUID(taken["id"])], NOON)
    assert await Intake.count() == 0
