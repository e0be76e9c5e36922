"""The number, as anybody reads it: with its interval and verdict, or not at all."""

import json
from datetime import UTC, datetime
from uuid import UUID

import pytest
from httpx import AsyncClient

from server.domain.surveys.results import close_wave, publish_wave
from server.models.network import Division
from server.models.surveys import Wave
from tests.builders import (
    CITY,
    COMMUNITY,
    DISTRICT,
    ELSEWHERE,
    OTHER_DISTRICT,
    STREET,
    a_division,
    a_network,
    stop_clock,
)
from tests.survey_builders import a_stratum, a_wave, answered

FEW = ["5"] * 10 + ["2"] * 2
MANY = ["5"] * 90 + ["2"] * 10
SOSO = ["4"] * 60 + ["2"] * 40
NEXT_DOOR = [f"330106005{number:03d}" for number in (56, 57, 58)]
NO_NUMBER = {
    "answers": None,
    "point": None,
    "low": None,
    "high": None,
    "verdict": "withheld",
    "still_needed": None,
}


@pytest.fixture(autouse=True)
async def network(api: AsyncClient) -> None:
    """Four communities in our street, one elsewhere."""
    stop_clock()
    await a_network()
    for place, code in enumerate(NEXT_DOOR, start=2):
        await Division.insert(a_division(code, 4, f"翠苑{place}区社区居委会", f"翠苑{place}区"))


async def a_published_wave(said: dict[str, list[str]] | None = None, year: int = 2025) -> UUID:
    """Last year's survey; every community was asked."""
    usual = dict.fromkeys((COMMUNITY, *NEXT_DOOR), MANY) | {ELSEWHERE: SOSO}
    wave = await a_wave(year=year)
    for code, answers in (usual | (said or {})).items():
        await a_stratum(wave, code, sampled=150)
        await answered(wave, code, answers)
    await close_wave(wave, 0.85)
    await publish_wave(wave, datetime(year + 1, 6, 29, 17, tzinfo=UTC))
    return wave


async def read(api: AsyncClient, division: str = COMMUNITY, **query: int) -> dict[str, object]:
    answer = await api.get("/api/satisfaction", params={"division": division, **query})
    assert answer.status_code == 200, answer.text
    found: dict[str, object] = answer.json()
    return found


async def test_the_number_stands_from_my_community_up_to_the_city(api: AsyncClient) -> None:
    await a_published_wave()

    found = await read(api)

    usual = {"division", "year", "goal", "published_on", "next", "items", "past", "earlier"}
    assert found.keys() == usual
    assert (found["division"], found["year"], found["goal"]) == (COMMUNITY, 2025, 0.85)
    assert found["published_on"] == "2026-06-30"  # in Hangzhou it was the next day
    items = found["items"]
    assert isinstance(items, list)
    assert [item["division"] for item in items] == [COMMUNITY, STREET, DISTRICT, CITY]
    assert items[0] == {
        "division": COMMUNITY,
        "level": "community",
        "name": "翠苑一区",
        "name_en": "Cuiyuanyiqu",
        "group": "all",
        "answers": 100,
        "point": 0.9,
        "low": 0.828,  # Clopper-Pearson at 110 answers: 99 / (1 - f), a tenth of the dwellings being asked
        "high": 0.95,
        "verdict": "undecided",
        "reason": None,
        "still_needed": 220,  # answers more tell 0.90 from 0.85 four times in five
    }
    assert (items[3]["point"], items[3]["answers"]) == (0.84, 500)


async def test_a_community_with_few_answers_has_no_number_and_no_count(api: AsyncClient) -> None:
    await a_published_wave({COMMUNITY: FEW})

    mine = (await read(api))["items"][0]  # type: ignore[index]

    assert mine == {
        "division": COMMUNITY,
        "level": "community",
        "name": "翠苑一区",
        "name_en": "Cuiyuanyiqu",
        "group": "all",
        **NO_NUMBER,
        "reason": "too_few",
    }


async def test_a_withheld_neighbour_cannot_be_worked_out_from_the_others(api: AsyncClient) -> None:
    await a_published_wave({COMMUNITY: FEW})

    found = await read(api, STREET, children=1)

    rows = found["rows"]
    assert isinstance(rows, list)
    withheld = [row for row in rows if row["verdict"] == "withheld"]
    assert {row["reason"] for row in withheld} == {"too_few", "protects_another"}
    assert all(row.items() >= NO_NUMBER.items() for row in withheld)


async def test_parts_come_by_verdict_and_code_and_not_by_their_share(api: AsyncClient) -> None:
    all_but = ["5"] * 140 + ["2"] * 4
    await a_published_wave({NEXT_DOOR[0]: all_but, NEXT_DOOR[2]: all_but, NEXT_DOOR[1]: SOSO})

    rows = (await read(api, STREET, children=1))["rows"]

    assert isinstance(rows, list)
    assert [(row["verdict"], row["division"]) for row in rows] == [
        ("met", NEXT_DOOR[0]),
        ("met", NEXT_DOOR[2]),
        ("undecided", COMMUNITY),
        ("not_met", NEXT_DOOR[1]),
    ]


async def test_where_not_everybody_was_asked_there_is_no_number(api: AsyncClient) -> None:
    wave = await a_wave(year=2025)
    await a_stratum(wave, COMMUNITY, sampled=150)
    await answered(wave, COMMUNITY, MANY)
    await close_wave(wave, 0.85)
    await publish_wave(wave, datetime(2026, 6, 30, tzinfo=UTC))

    items = (await read(api))["items"]

    assert isinstance(items, list)
    assert [item["reason"] for item in items] == [None, *["strata_missing"] * 3]
    assert items[3].items() >= NO_NUMBER.items()


async def test_of_an_open_survey_only_the_date_of_its_result_is_told(api: AsyncClient) -> None:
    await a_published_wave()
    this = await a_wave(year=2026)
    await a_stratum(this)
    await answered(this, COMMUNITY, ["1"] * 100)

    last = await read(api)
    this_year = await read(api, year=2026)

    announced = {"year": 2026, "result_on": "2027-02-01", "state": "open"}
    assert (last["year"], last["next"]) == (2025, announced)
    assert this_year == {
        "division": COMMUNITY,
        "year": 2026,
        "goal": 0.85,
        "published_on": None,
        "next": announced,
        "items": [],
        "past": [],
        "earlier": [],
    }


async def test_a_closed_survey_is_not_readable_before_it_is_published(api: AsyncClient) -> None:
    wave = await a_wave(year=2026)
    for code in (COMMUNITY, *NEXT_DOOR, ELSEWHERE):
        await a_stratum(wave, code)
        await answered(wave, code, MANY)
    await close_wave(wave, 0.85)

    found = await read(api, year=2026)

    assert (found["items"], found["published_on"]) == ([], None)
    assert found["next"] == {"year": 2026, "result_on": "2027-02-01", "state": "closed"}


async def test_earlier_years_stay_readable(api: AsyncClient) -> None:
    await a_published_wave(year=2024)
    await a_published_wave({COMMUNITY: SOSO}, year=2025)

    assert (await read(api, year=2024))["items"][0]["point"] == 0.9  # type: ignore[index]
    assert (await read(api))["items"][0]["point"] == 0.6  # type: ignore[index]


async def test_before_the_first_survey_there_is_nothing_to_read(api: AsyncClient) -> None:
    found = await read(api)
    assert (found["year"], found["items"], found["next"]) == (None, [], None)


async def test_a_number_under_review_stays_unseen(api: AsyncClient) -> None:
    await a_published_wave(dict.fromkeys((COMMUNITY, *NEXT_DOOR, ELSEWHERE), ["5"] * 100))
    answer = await api.get("/api/satisfaction", params={"division": CITY, "children": 1})
    assert {item["reason"] for item in answer.json()["items"]} == {"review"}
    assert all(item.items() >= NO_NUMBER.items() for item in answer.json()["rows"])


@pytest.mark.parametrize("division", ["330199000000", "3301", "33010600505x", "999999999999"])
async def test_a_division_that_is_not_there_is_not_found(api: AsyncClient, division: str) -> None:
    answer = await api.get("/api/satisfaction", params={"division": division})
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("application/problem+json")


async def test_a_year_without_a_survey_is_not_found(api: AsyncClient) -> None:
    await a_published_wave()
    answer = await api.get("/api/satisfaction", params={"division": COMMUNITY, "year": 1999})
    assert answer.status_code == 404


async def test_publishing_is_seen_at_once_by_who_asked_before(api: AsyncClient) -> None:
    assert (await read(api))["items"] == []
    await a_published_wave()
    assert len((await read(api))["items"]) == 4  # type: ignore[arg-type]


async def test_no_withheld_number_hides_anywhere_in_the_answer(api: AsyncClient) -> None:
    await a_published_wave({COMMUNITY: ["5"] * 13 + ["2"] * 4})
    text = json.dumps([await read(api), await read(api, STREET, children=1)])
    assert "0.764" not in text  # 13 of 17
    assert "0.765" not in text
    assert await Wave.exists().where(Wave.state == "published")


async def test_the_other_district_reads_its_own(api: AsyncClient) -> None:
    await a_published_wave()
    found = await read(api, OTHER_DISTRICT)
    assert [item["verdict"] for item in found["items"]] == ["not_met", "undecided"]  # type: ignore[attr-defined]
