"""The questionnaire on the desk: statisticians write it while it is a draft, and nobody after."""

from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest
from httpx import AsyncClient, Response

from server.domain.surveys.composing import opening_faults
from server.models.surveys import Wave
from tests.builders import CITY, DISTRICT, a_network, a_staff, stop_clock
from tests.survey_builders import FROZEN, a_wave

YES_NO = [{"code": "1", "text": {"zh": "是", "en": "Yes"}}, {"code": "2", "text": {"zh": "否", "en": "No"}}]
LIFT: dict[str, Any] = {
    "id": "X1",
    "type": "single",
    "text": {"zh": "有电梯吗？", "en": "Is there a lift?"},
    "options": YES_NO,
}


@pytest.fixture(autouse=True)
async def noon(api: AsyncClient) -> None:
    """A day of the year of the wave."""
    stop_clock()
    await a_network()


@pytest.fixture
async def he(api: AsyncClient) -> dict[str, str]:
    """A statistician of the city."""
    return await a_staff("statistician", CITY, name="何老师")


def core(**but: Any) -> dict[str, Any]:
    """What every wave begins with, and more at the end of a form: `residents=[...]`."""
    written: dict[str, Any] = msgspec.json.decode(FROZEN)
    for group, more in but.items():
        written[group] = written[group] + more
    return written


async def read(api: AsyncClient, wave: UUID, who: dict[str, str]) -> Response:
    return await api.get(f"/api/desk/waves/{wave}/questionnaire", headers=who)


async def save(
    api: AsyncClient, wave: UUID, who: dict[str, str], written: dict[str, Any], version: int = 1
) -> Response:
    headers = {**who, "If-Match": f'"{version}"'}
    return await api.put(f"/api/desk/waves/{wave}/questionnaire", json=written, headers=headers)


async def test_a_statistician_adds_a_question_and_reads_it_back(api: AsyncClient, he: dict[str, str]) -> None:
    wave = await a_wave(state="draft")
    written = core(residents=[LIFT | {"shown_if": [{"question": "R1", "op": "any", "codes": ["3"]}]}])

    saved = await save(api, wave, he, written)

    assert (saved.status_code, saved.json()) == (200, {"version": 2, "remarks": []})
    there = (await read(api, wave, he)).json()
    assert there["questionnaire"] == written | {"version": 2}
    assert (there["state"], there["may_edit"], there["before"]) == ("draft", True, None)


async def test_an_open_survey_goes_on_asking_what_it_asked(api: AsyncClient, he: dict[str, str]) -> None:
    for state in ("open", "closed", "published"):
        wave = await a_wave(state=state)
        refused = await save(api, wave, he, core(residents=[LIFT]))
        assert (refused.status_code, refused.json()["type"]) == (409, "/problems/questionnaire-frozen")
        there = (await read(api, wave, he)).json()
        assert (there["questionnaire"], there["may_edit"]) == (core(), False)


async def test_what_a_colleague_saved_is_not_overwritten(api: AsyncClient, he: dict[str, str]) -> None:
    wave = await a_wave(state="draft")
    await save(api, wave, he, core(residents=[LIFT]))

    late = await save(api, wave, he, core())

    assert (late.status_code, late.json()["version"]) == (412, 2)
    assert (
        len((await read(api, wave, he)).json()["questionnaire"]["residents"]) == len(core()["residents"]) + 1
    )
    unsaid = await api.put(f"/api/desk/waves/{wave}/questionnaire", json=core(), headers=he)
    assert unsaid.status_code == 428


async def test_only_the_citys_statistician_writes_managers_and_auditors_look_on(api: AsyncClient) -> None:
    wave = await a_wave(state="draft")
    url = f"/api/desk/waves/{wave}/questionnaire"
    assert (await api.get(url)).status_code == 401
    for role, place, may_read in (
        ("statistician", DISTRICT, 200),
        ("auditor", CITY, 200),
        ("manager", CITY, 200),
        ("clerk", CITY, 403),
        ("interviewer", CITY, 403),
    ):
        who = await a_staff(role, place)
        assert (await read(api, wave, who)).status_code == may_read, role
        assert (await save(api, wave, who, core())).status_code == 403, role
        assert (await api.post(f"{url}/check", json=core(), headers=who)).status_code == 403, role


async def test_a_draft_keeps_its_faults_and_is_not_opened_with_them(
    api: AsyncClient, he: dict[str, str]
) -> None:
    wave = await a_wave(state="draft")

    saved = await save(api, wave, he, core(residents=[LIFT | {"text": {"zh": "有电梯吗？"}}]))

    (remark,) = saved.json()["remarks"]
    assert (remark["level"], remark["field"]) == ("error", "residents.15.text.en")
    assert remark["message"] == "还没有英文。"
    kept = await Wave.objects().get(Wave.id == wave)
    assert kept is not None
    assert [fault.key for fault in await opening_faults(kept)] == ["no-translation"]


async def test_the_core_is_compared_with_the_last_year(api: AsyncClient, he: dict[str, str]) -> None:
    await a_wave(year=2024, state="published", questionnaire=FROZEN.replace("一般", "还行"))
    await a_wave(year=2025, state="published")
    wave = await a_wave(state="draft")
    written = core()
    written["residents"][5]["text"]["zh"] = "您走到服务点要多久？"

    saved = await save(api, wave, he, written)

    assert [(one["field"], one["key"]) for one in saved.json()["remarks"]] == [
        ("residents.5.text", "core-changed")
    ]
    assert "不能比" in saved.json()["remarks"][0]["message"]
    there = (await read(api, wave, he)).json()
    assert there["before"]["year"] == 2025


async def test_a_file_is_looked_through_and_every_fault_told_by_its_place(
    api: AsyncClient, he: dict[str, str]
) -> None:
    wave = await a_wave(state="draft")
    odd = [
        LIFT | {"typ": "single"},
        LIFT | {"id": "X 2"},
        LIFT | {"options": [{"code": "1"}]},
        LIFT | {"max": "3"},
    ]
    written = core(residents=odd) | {"units": "none", "notes": ""}

    told = await api.post(f"/api/desk/waves/{wave}/questionnaire/check", json=written, headers=he)

    assert told.status_code == 200
    assert told.json()["questionnaire"] is None
    assert [error["field"] for error in told.json()["errors"]] == [
        "notes",
        "residents.15.typ",
        "residents.16.id",
        "residents.17.options.0.text",
        "residents.18.max",
        "units",
    ]
    assert all(error["message"] for error in told.json()["errors"])
    there = (await read(api, wave, he)).json()["questionnaire"]
    assert there == core()


async def test_an_export_is_taken_back_as_it_was(api: AsyncClient, he: dict[str, str]) -> None:
    wave = await a_wave(state="draft")
    await save(api, wave, he, core(migrants=[LIFT]))
    exported = (await read(api, wave, he)).json()["questionnaire"]

    looked = await api.post(f"/api/desk/waves/{wave}/questionnaire/check", json=exported, headers=he)

    assert (looked.json()["errors"], looked.json()["remarks"]) == ([], [])
    assert looked.json()["questionnaire"] | {"version": 2} == exported


async def test_a_wrong_body_names_its_field(api: AsyncClient, he: dict[str, str]) -> None:
    wave = await a_wave(state="draft")
    for question, field in (
        (LIFT | {"id": "x'; --"}, "residents.15.id"),
        (LIFT | {"id": "X1\n"}, "residents.15.id"),
        (LIFT | {"type": "slider"}, "residents.15.type"),
        (LIFT | {"text": {"中文": "？"}}, "residents.15.text"),
        (LIFT | {"shown_if": [{"question": "R1", "op": "never"}]}, "residents.15.shown_if.0.op"),
    ):
        refused = await save(api, wave, he, core(residents=[question]))
        assert refused.status_code == 422
        assert [error["field"].startswith(field) for error in refused.json()["errors"]] == [True]
    both = await save(api, wave, he, core(residents=[LIFT | {"id": "1"}, LIFT | {"max": "2"}]))
    assert [error["field"] for error in both.json()["errors"]] == ["residents.15.id", "residents.16.max"]


async def test_a_long_questionnaire_fits(api: AsyncClient, he: dict[str, str]) -> None:
    wave = await a_wave(state="draft")
    long = [LIFT | {"id": f"L{n}", "hint": {"zh": "长" * 400, "en": "long " * 80}} for n in range(40)]
    saved = await save(api, wave, he, core(residents=long, migrants=long))
    assert saved.status_code == 200


async def test_a_new_draft_asks_what_was_asked_the_last_time(api: AsyncClient, he: dict[str, str]) -> None:
    last = core(units=[LIFT])
    await a_wave(
        year=2026, state="published", questionnaire=msgspec.json.encode(last | {"version": 7}).decode()
    )
    wave = uuid4()
    dates = {"year": 2027, "title": "", "opens_on": "2027-11-15", "closes_on": "2027-12-15"}

    made = await api.put(
        f"/api/desk/waves/{wave}", json=dates | {"result_on": "2028-02-01", "version": 0}, headers=he
    )

    assert made.status_code in {200, 201}, made.text
    there = (await read(api, wave, he)).json()
    assert (there["questionnaire"], there["remarks"], there["before"]["year"]) == (last, [], 2026)
