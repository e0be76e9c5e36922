"""Invitations: a code leaves once, a replaced one dies kindly, units are seen by those who hold them."""

import logging
import re
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from httpx import AsyncClient, Response

from server.domain.surveys.frames import seal
from server.storage.database import raw
from server.storage.rows import insert_values
from tests.builders import (
    CITY,
    COMMUNITY,
    DISTRICT,
    ELSEWHERE,
    STREET,
    Here,
    a_network,
    a_staff,
    person_of,
    stop_clock,
)
from tests.survey_builders import KEYS, a_sheet, a_stratum, a_wave, kept_sheets

CODE = re.compile(r'<p class="code">([0-9A-Z ]{19})')
SEED = "a seed for these tests"


@pytest.fixture(autouse=True)
async def noon(api: AsyncClient) -> None:
    """A day on which the wave is open."""
    await a_network()
    stop_clock()
    Here.app.handlers.state.parts.limits.on = False


async def a_drawn(units: int = 3, division: str = COMMUNITY, wave: UUID | None = None, **but: Any) -> UUID:
    """A wave with sampled units in a stratum of ten dwellings; their doors are 1-101, 1-102, 2-103 ..."""
    wave = wave or await a_wave(seed=SEED, **but)
    await a_stratum(wave, division, population=10, sampled=units, listed=True)
    rows = [
        (
            uuid4().hex,
            str(wave),
            division,
            "residents",
            number,
            seal(KEYS, f"翠苑路 {1 + number // 3} 幢 {100 + number} 室"),
            seal(KEYS, f"{1 + number // 3} 幢"),
            int(number <= units),
        )
        for number in range(1, 11)
    ]
    columns = ("id", "wave", "division", "audience", "number", "address", "building", "sampled")
    await insert_values("survey.unit", columns, rows)
    return wave


async def letters(api: AsyncClient, wave: UUID, who: dict[str, str], **ask: Any) -> Response:
    """The printing act."""
    body = {"division": COMMUNITY} | ask
    return await api.post(f"/api/desk/waves/{wave}/letters", json=body, headers=who)


async def units(api: AsyncClient, wave: UUID, who: dict[str, str], **wanted: str) -> list[dict[str, Any]]:
    """The list."""
    answer = await api.get(f"/api/desk/waves/{wave}/units", params=wanted, headers=who)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def rates(api: AsyncClient, wave: UUID, who: dict[str, str], division: str = "") -> dict[str, Any]:
    """The response rates."""
    asked = {"division": division}
    answer = await api.get(f"/api/desk/waves/{wave}/response-rates", params=asked, headers=who)
    assert answer.status_code == 200, answer.text
    shown: dict[str, Any] = answer.json()
    return shown


async def hand_in(api: AsyncClient, wave: UUID, code: str) -> Response:
    """A household's sheet."""
    sheet = a_sheet(code=code, division="")
    return await api.put(f"/api/waves/{wave}/responses/{uuid4()}", json=sheet)


async def tried(
    api: AsyncClient, wave: UUID, unit: str, who: dict[str, str], *, id: UUID | None = None, **said: str
) -> Response:
    """One try at a door."""
    usual = {"day": "2026-11-23", "daypart": "evening", "result": "not_home"}
    url = f"/api/desk/waves/{wave}/units/{unit}/tries/{id or uuid4()}"
    return await api.put(url, json=usual | said, headers=who)


async def test_letters_leave_once_with_a_code_each_and_only_its_mac_stays(
    api: AsyncClient, home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    wave, he = await a_drawn(), await a_staff("statistician", CITY)

    printed = await letters(api, wave, he)
    again = await letters(api, wave, he)

    assert printed.status_code == 200, printed.text
    assert printed.headers["cache-control"] == "no-store"
    shown = CODE.findall(printed.text)
    assert len(set(shown)) == 3
    assert printed.text.count("<svg") == 3
    assert [
        door in printed.text for door in ("1 幢 101 室", "1 幢 102 室", "2 幢 103 室", "2 幢 104 室")
    ] == [
        True,
        True,
        True,
        False,
    ]
    for words in ("下一个过生日", "96345", "不记名", "11 月 15 日到 12 月 15 日"):
        assert printed.text.count(words) >= 3, words
    assert again.status_code == 409
    assert "印过了" in again.json()["detail"]
    kept = str([await raw(f"SELECT * FROM survey.{table}") for table in ("unit", "invitation", "printing")])
    for code in shown:
        assert code not in kept + caplog.text
        assert code.replace(" ", "-") not in kept + caplog.text
        for file in home.rglob("*"):
            assert not file.is_file() or code.replace(" ", "-").encode() not in file.read_bytes()


async def test_the_code_of_a_letter_opens_the_form_and_the_unit_counts_as_answered(api: AsyncClient) -> None:
    wave, he = await a_drawn(), await a_staff("statistician", CITY)
    page = (await letters(api, wave, he)).text
    code = CODE.findall(page)[0]

    answer = await hand_in(api, wave, code)

    assert answer.status_code == 201, answer.text
    assert [unit["disposition"] for unit in await units(api, wave, he)] == ["answered", "unknown", "unknown"]
    (sheet,) = await kept_sheets()
    assert not {unit["id"] for unit in await units(api, wave, he)} & {str(value) for value in sheet.values()}
    (total,) = [line for line in (await rates(api, wave, he))["totals"] if line["audience"] == "residents"]
    assert (total["sampled"], total["letters"], total["answered"], total["rate"]) == (3, 3, 1, 1 / 3)


async def test_a_replaced_code_dies_kindly_and_who_answered_gets_no_other(api: AsyncClient) -> None:
    wave, he = await a_drawn(), await a_staff("statistician", CITY)
    first = CODE.findall((await letters(api, wave, he)).text)
    await hand_in(api, wave, first[0])

    page = (await letters(api, wave, he, replace=True)).text

    second = CODE.findall(page)
    assert len(second) == 2
    assert "之前信上的码已作废" in page
    old = await hand_in(api, wave, first[1])
    assert old.status_code == 422
    assert old.json()["errors"][0]["message"] == "这封信已经换成新的一封，请用新信上的码。"
    assert (await hand_in(api, wave, second[0])).status_code == 201
    assert len(await kept_sheets()) == 2
    printings = (await rates(api, wave, he))["printings"]
    assert sorted((act["kind"], act["letters"], act["replaced"]) for act in printings) == [
        ("letters", 3, 0),
        ("replaced", 2, 2),
    ]


async def test_a_reminder_lists_by_building_who_has_not_answered_and_bears_no_code(api: AsyncClient) -> None:
    wave, he = await a_drawn(), await a_staff("statistician", CITY)
    page = (await letters(api, wave, he)).text
    await hand_in(api, wave, CODE.findall(page)[0])

    answer = await api.post(f"/api/desk/waves/{wave}/reminders", json={"division": COMMUNITY}, headers=he)

    assert [door in answer.text for door in ("101 室", "102 室", "103 室")] == [False, True, True]
    assert not re.search(r"[0-9A-Z]{4}[- ][0-9A-Z]{4}[- ]", answer.text)


async def test_a_manager_sees_rates_of_the_own_part_and_prints_only_what_was_handed_out(
    api: AsyncClient,
) -> None:
    wave, he = await a_drawn(), await a_staff("statistician", CITY)
    await a_drawn(2, ELSEWHERE, wave)
    manager, stranger = await a_staff("manager", STREET), await a_staff("manager", ELSEWHERE)

    assert (await rates(api, wave, manager))["totals"][0]["sampled"] == 3
    assert (await rates(api, wave, he))["totals"][0]["sampled"] == 5
    assert (
        await api.get(
            f"/api/desk/waves/{wave}/response-rates", params={"division": COMMUNITY}, headers=stranger
        )
    ).status_code == 403
    assert (await letters(api, wave, manager)).status_code == 403
    assert await units(api, wave, manager) == []

    handed = {"division": DISTRICT, "to": "printing"}
    assert (
        await api.put(f"/api/desk/waves/{wave}/hand-outs", json=handed, headers=manager)
    ).status_code == 403
    await api.put(f"/api/desk/waves/{wave}/hand-outs", json=handed, headers=he)

    assert (await letters(api, wave, stranger, division=ELSEWHERE)).status_code == 403
    assert (await letters(api, wave, manager, division=ELSEWHERE)).status_code == 403
    assert (await letters(api, wave, manager)).status_code == 200
    assert len(await units(api, wave, manager)) == 3


async def test_an_interviewer_sees_and_tries_the_units_handed_to_her_and_no_others(api: AsyncClient) -> None:
    wave, he = await a_drawn(), await a_staff("statistician", CITY)
    hers, other = await a_staff("interviewer", COMMUNITY, "吴琪"), await a_staff("interviewer", COMMUNITY)
    mine, yours, _ = await units(api, wave, he)
    ask = {"division": COMMUNITY, "to": "interviewer", "interviewer": str(person_of(hers))}

    handed = await api.put(
        f"/api/desk/waves/{wave}/hand-outs", json=ask | {"units": [mine["id"]]}, headers=he
    )

    assert handed.json() == {"units": 1}
    (seen,) = await units(api, wave, hers)
    assert (seen["id"], seen["address"], seen["interviewer_name"]) == (
        mine["id"],
        "翠苑路 1 幢 101 室",
        "吴琪",
    )
    assert await units(api, wave, other) == []
    assert (await tried(api, wave, yours["id"], hers)).status_code == 404
    assert (await tried(api, wave, mine["id"], other)).status_code == 404
    id = uuid4()
    assert (await tried(api, wave, mine["id"], hers, id=id)).json()["disposition"] == "unknown"
    assert (await tried(api, wave, mine["id"], hers, id=id, result="refused")).json()[
        "disposition"
    ] == "refused"
    assert (await tried(api, wave, mine["id"], he, id=id)).status_code == 409
    assert (await tried(api, wave, mine["id"], hers, day="2026-11-25")).status_code == 422
    (seen,) = await units(api, wave, he, disposition="refused")
    assert [(each["result"], each["by_name"]) for each in seen["tries"]] == [("refused", "吴琪")]
    stranger = {**ask, "interviewer": str(person_of(await a_staff("interviewer", ELSEWHERE)))}
    assert (await api.put(f"/api/desk/waves/{wave}/hand-outs", json=stranger, headers=he)).status_code == 422


async def test_only_what_is_no_household_is_replaced_by_the_next_of_the_draw(api: AsyncClient) -> None:
    wave, he = await a_drawn(), await a_staff("statistician", CITY)
    refused, empty, _ = await units(api, wave, he)
    await tried(api, wave, refused["id"], he, result="refused")
    await tried(api, wave, empty["id"], he, result="vacant")

    url = f"/api/desk/waves/{wave}/units/{{}}/replacement"
    no = await api.put(url.format(refused["id"]), headers=he)
    yes = await api.put(url.format(empty["id"]), headers=he)
    again = await api.put(url.format(empty["id"]), headers=he)

    assert no.status_code == 409
    assert yes.status_code == 200, yes.text
    assert again.json() == yes.json()
    listed = {unit["id"]: unit for unit in await units(api, wave, he)}
    assert listed[yes.json()["unit"]]["is_replacement"]
    assert listed[yes.json()["unit"]]["number"] > 3
    assert listed[empty["id"]]["is_replaced"]
    assert listed[empty["id"]]["disposition"] == "not_eligible"
    assert (await tried(api, wave, empty["id"], he)).status_code == 409
    (total, *_) = (await rates(api, wave, he))["totals"]
    assert (total["sampled"], total["not_eligible"], total["refused"], total["unknown"]) == (4, 1, 1, 2)


async def test_rates_add_up_from_strata_to_the_city_and_say_e(api: AsyncClient) -> None:
    wave, he = await a_drawn(), await a_staff("statistician", CITY)
    await a_drawn(2, ELSEWHERE, wave)
    page = (await letters(api, wave, he)).text
    await hand_in(api, wave, CODE.findall(page)[0])
    *_, last = await units(api, wave, he)
    await tried(api, wave, last["id"], he, result="vacant")

    shown = await rates(api, wave, he)

    assert [
        (row["division"], row["sampled"], row["answered"])
        for row in shown["rows"]
        if row["audience"] == "all"
    ] == [
        ("330102000000", 2, 0),
        (DISTRICT, 3, 1),
    ]
    assert shown["eligible"] == [{"audience": "residents", "share": 0.5}]
    (everybody,) = [line for line in shown["totals"] if line["audience"] == "all"]
    assert everybody["rate"] == pytest.approx(1 / (1 + 0.5 * 3))


async def test_after_the_close_nothing_is_printed_and_before_the_draw_there_is_nothing(
    api: AsyncClient,
) -> None:
    he = await a_staff("statistician", CITY)
    closed, bare = await a_drawn(state="closed"), await a_wave(year=2027, state="draft")
    assert (await letters(api, closed, he)).status_code == 409
    assert (await letters(api, bare, he)).json()["detail"] == "这里还没有抽出要寄信的住户。"
    for role in ("clerk", "call_taker", "provider"):
        assert (await letters(api, closed, await a_staff(role, CITY))).status_code == 403
    assert (await letters(api, closed, {})).status_code == 401
