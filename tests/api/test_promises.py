"""When somebody will answer, said before it is sent; and what makes a request urgent."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from httpx import AsyncClient

from server.domain.news import NEEDS_THEM, TOLD, news_for_office, news_for_resident, note_told, worth_telling
from server.storage.database import raw
from tests.asking import CONTACT, a_clerk, an_ask, ask
from tests.builders import CITY, COMMUNITY, a_key, a_network, a_resident, a_staff, stop_clock

NIGHT = datetime(2026, 11, 24, 15, 40, tzinfo=UTC)  # 23:40 in Hangzhou
SATURDAY = datetime(2026, 11, 27, 16, 10, tzinfo=UTC)  # ten past midnight


async def promise(api: AsyncClient, **but: Any) -> dict[str, Any]:
    """What the screen says before it is sent."""
    said = {"place": COMMUNITY, "category": "home-care"} | but
    response = await api.post("/api/responsible", json=said)
    assert response.status_code == 200, response.text
    read: dict[str, Any] = response.json()
    return read


@pytest.mark.parametrize("now", [NIGHT, SATURDAY])
@pytest.mark.parametrize("urgent", [False, True])
async def test_the_promised_time_is_the_due_time_to_the_minute(
    api: AsyncClient, now: datetime, urgent: bool
) -> None:
    await a_network()
    stop_clock(now)

    said = await promise(api, urgent=urgent)
    asked = await ask(api, category="home-care", urgent=urgent)

    assert said["due_at"] == asked.answer["due_at"]
    assert said["holder_name"] == asked.answer["holder_name"] == "翠苑一区"


async def test_at_night_it_is_the_next_working_morning_by_the_clock(api: AsyncClient) -> None:
    await a_network()
    stop_clock(NIGHT)

    assert (await promise(api))["due_at"] == "2026-11-25T02:30:00Z"  # two hours after half past eight


@pytest.mark.parametrize("but", [{"place": CITY}, {"place": "330199999999"}, {"category": "library"}])
async def test_nothing_is_promised_for_what_cannot_be_asked(api: AsyncClient, but: dict[str, str]) -> None:
    await a_network()
    said = {"place": COMMUNITY, "category": "home-care"} | but
    assert (await api.post("/api/responsible", json=said)).status_code == 422


async def test_words_of_danger_are_read_by_the_server_too(api: AsyncClient) -> None:
    await a_network()
    stop_clock(NIGHT)

    danger = await ask(api, description="厨房有煤气味，头晕", category="noise")
    calm = await ask(api, description="厨房有煤气味，头晕", calm=True)
    plain = await ask(api, description="煤气灶用了两年，想换")

    assert [(await each.seen())["urgent"] for each in (danger, calm, plain)] == [True, False, False]
    assert danger.answer["due_at"] == "2026-11-24T16:40:00Z"  # around the clock


async def test_who_was_told_of_an_urgent_one_stands_in_the_request(api: AsyncClient) -> None:
    await a_network()
    stop_clock(NIGHT)
    await a_staff("clerk", COMMUNITY, name="陈立", phone="+8613800000001")
    asked = await ask(api, description="厨房有煤气味")

    alarms = await news_for_office(asked.id, NIGHT)
    for alarm in (*alarms, *alarms):
        await note_told(alarm, str(asked.id), NIGHT)

    assert [(told["name"], told["division_name"]) for told in (await asked.seen())["told"]] == [
        ("陈立", "翠苑一区")
    ]
    assert "煤气" not in alarms[0].note.text


async def test_danger_named_in_a_later_word_makes_it_urgent_and_is_told(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    asked = await ask(api)
    assert (await asked.says("message", note="现在冒烟了")).status_code == 201

    jobs = await raw("SELECT facts FROM job WHERE what = 'tell-desk'")

    assert (await asked.seen())["urgent"] is True
    assert [str(asked.id) in job["facts"] for job in jobs] == [True]


async def test_nobody_gets_a_text_at_night_that_theirs_was_received(api: AsyncClient) -> None:
    await a_network()
    stop_clock(NIGHT)
    contact = CONTACT | {"wish": "message"}
    lamp, gas = await ask(api, contact=contact), await ask(api, contact=contact, description="煤气味很重")

    due = {
        row["ident"].removeprefix("tell-resident:"): row["due"]
        for row in await raw("SELECT ident, due FROM job WHERE what = 'tell-resident'")
    }

    assert str(due[str(lamp.id)])[:16].replace("T", " ") == "2026-11-24 23:00"  # seven in the morning
    assert str(due[str(gas.id)])[:16].replace("T", " ") == "2026-11-24 15:40"


def steps_like(*acts: str) -> list[dict[str, Any]]:
    """A course of a request, all by staff."""
    return [{"id": uuid4(), "act": act, "by": "x", "internal": False, "facts": "{}"} for act in acts]


def test_four_texts_at_most_and_half_of_them_for_what_needs_an_answer() -> None:
    steps = steps_like("submit", "accept", "message", "message", "ask", "message", "resolve", "resolve")

    told = worth_telling(steps, TOLD)

    assert [step["act"] for step in steps if step["id"] in told] == ["submit", "accept", "ask", "resolve"]


def test_who_is_called_still_hears_of_the_result_after_many_steps() -> None:
    steps = steps_like("submit", "accept", "message", "message", "message", "message", "resolve")

    assert worth_telling(steps, NEEDS_THEM) == [steps[-1]["id"]]


async def test_the_text_never_holds_the_matter(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    asked, clerk = await ask(api, contact=CONTACT | {"wish": "message"}), await a_clerk()
    answer = await asked.does(clerk, "resolve", note="灯泡换好了", outcome="solved")

    note = await news_for_resident(UUID(answer.json()["id"]))

    assert note is not None
    assert not [word for word in ("灯", "张三", "翠苑") if word in note.text]


async def test_a_request_by_key_is_exported_whole_and_deleted(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    asked, clerk = (
        await ask(api, contact=CONTACT, on_behalf={"name": "老李", "phone": "057188880000", "consent": True}),
        await a_clerk(),
    )
    await api.post(f"{asked.desk}/contact", json={}, headers=clerk)

    export = (await api.get(f"{asked.url}/export", headers=asked.headers)).json()
    foreign = await api.get(f"{asked.url}/export", headers=a_key())
    by_staff = await api.delete(asked.url, headers=clerk)
    gone = await api.delete(asked.url, headers=asked.headers)

    assert [export["contacts"][0][name] for name in ("name", "other_name")] == ["张三", "老李"]
    assert [read["person_name"] for read in export["read_by"]] == ["王芳"]
    assert (foreign.status_code, by_staff.status_code, gone.status_code) == (404, 404, 204)
    assert (await api.get(asked.url, headers=asked.headers)).status_code == 404
    case = await asked.case(clerk)
    assert (case["state"], case["description"], case["contact"]) == ("withdrawn", "", None)


async def test_both_persons_data_are_in_the_export_of_an_account(api: AsyncClient) -> None:
    await a_network()
    me = await a_resident()
    other = {"name": "老李", "phone": "057188880000", "consent": True}
    await api.put(f"/api/requests/{uuid4()}", json=an_ask(contact=CONTACT, on_behalf=other), headers=me)

    text = (await api.get("/api/me/export", headers=me)).text

    assert "张三" in text
    assert "老李" in text


async def test_who_wishes_no_firm_to_know_them_is_shown_so_to_the_desk_and_to_themselves(
    api: AsyncClient,
) -> None:
    await a_network()
    asked, clerk = await ask(api, category="repair", contact=CONTACT | {"anonymous": True}), await a_clerk()

    assert (await asked.seen())["contact"]["anonymous"] is True
    assert (await asked.case(clerk))["contact"]["anonymous"] is True
