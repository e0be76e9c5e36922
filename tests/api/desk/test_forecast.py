"""Next year's demand on the desk: of one's own division, with its trial, and with released needs only."""

from datetime import UTC, datetime
from typing import Any

import pytest
from httpx import AsyncClient

from server.models.figures import FigureCell
from server.models.surveys import Estimate
from server.storage.database import write
from server.storage.rows import insert
from tests.builders import (
    CITY,
    COMMUNITY,
    DISTRICT,
    ELSEWHERE,
    NOON,
    OTHER_DISTRICT,
    OTHER_STREET,
    STREET,
    a_network,
    a_staff,
    stop_clock,
)
from tests.survey_builders import a_wave

FORECAST = "/api/desk/forecast"
ABOVE = {
    COMMUNITY: (COMMUNITY, STREET, DISTRICT, CITY),
    ELSEWHERE: (ELSEWHERE, OTHER_STREET, OTHER_DISTRICT, CITY),
}


@pytest.fixture(autouse=True)
async def network(api: AsyncClient) -> None:
    await a_network()
    stop_clock(NOON)


async def requests_came(months: int, lighting: int = 10) -> None:
    """Each month until October: of one kind in one community, twice as many of another elsewhere."""
    cells: dict[tuple[str, int, str], int] = {}
    for back in range(1, months + 1):
        ordinal = 2026 * 12 + 10 - back
        month = ordinal // 12 * 100 + ordinal % 12 + 1
        for place, category, count in ((COMMUNITY, "lighting", lighting), (ELSEWHERE, "water", 2 * lighting)):
            for division in ABOVE[place]:
                cells[division, month, category] = count
    async with write():
        await insert(
            [
                FigureCell(id=f"{d}-{m}-{c}", division=d, month=m, category=c, received=count)
                for (d, m, c), count in cells.items()
            ]
        )


async def foreseen(api: AsyncClient, division: str = COMMUNITY, role: str = "manager") -> dict[str, Any]:
    answer = await api.get(FORECAST, params={"division": division}, headers=await a_staff(role, CITY))
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_a_steady_demand_is_expected_to_stay(api: AsyncClient) -> None:
    await requests_came(24)
    found = await foreseen(api)
    (item,) = [item for item in found["items"] if item["category"] == "lighting"]
    assert (found["first"], found["last"], found["months"]) == ("2026-11", "2027-10", 24)
    assert item["before"] == 120
    assert item["expected"] == pytest.approx(120, rel=0.05)
    assert item["low"] < 120 < item["high"]
    assert found["total"]["expected"] == pytest.approx(120, rel=0.05)


async def test_the_method_is_tried_on_the_year_that_has_passed(api: AsyncClient) -> None:
    await requests_came(24)
    trial = (await foreseen(api, CITY))["back_test"]
    assert (trial["months"], trial["received"]) == (12, 360)
    assert trial["error"] < 0.2
    assert trial["error_of_same"] == 0
    assert trial["held"] == 1


async def test_two_months_are_too_few_to_foretell_anything(api: AsyncClient) -> None:
    await requests_came(2)
    found = await foreseen(api)
    assert found["items"][0] == {
        "category": "lighting",
        "before": 20,
        "expected": None,
        "low": None,
        "high": None,
    }
    assert found["back_test"] is None


async def test_this_month_is_not_over_and_does_not_count(api: AsyncClient) -> None:
    async with write():
        await insert(
            [FigureCell(id="now", division=COMMUNITY, month=202611, category="lighting", received=9)]
        )
    assert (await foreseen(api))["items"] == []


async def test_needs_are_the_released_ones_of_the_nearest_division_above(api: AsyncClient) -> None:
    wave = await a_wave(year=2025, state="published", published_at=datetime(2025, 6, 30, tzinfo=UTC))
    usual = {"wave": wave, "audience": "all", "answers": 400, "verdict": "withheld"}
    async with write():
        await insert(
            [
                Estimate(
                    **usual, division=CITY, statistic="need:i", point=0.3, low=0.25, high=0.35, released=True
                ),
                Estimate(
                    **usual, division=CITY, statistic="need:a", point=0.4, low=0.35, high=0.45, released=True
                ),
                Estimate(
                    **usual,
                    division=DISTRICT,
                    statistic="need:i",
                    point=0.2,
                    low=0.1,
                    high=0.3,
                    released=False,
                ),
            ]
        )
    found = await foreseen(api)
    assert (found["needs_of"], found["needs_year"]) == (CITY, 2025)
    assert [(need["statistic"], need["point"]) for need in found["needs"]] == [
        ("need:a", 0.4),
        ("need:i", 0.3),
    ]
    assert found["needs"][1]["texts"]["zh"] == "托育"


@pytest.mark.parametrize(("role", "status"), [("clerk", 403), ("interviewer", 403), ("statistician", 200)])
async def test_it_is_for_managers_and_statisticians(api: AsyncClient, role: str, status: int) -> None:
    answer = await api.get(FORECAST, headers=await a_staff(role, STREET))
    assert answer.status_code == status


async def test_another_division_is_not_there(api: AsyncClient) -> None:
    headers = await a_staff("manager", COMMUNITY)
    assert (await api.get(FORECAST, params={"division": ELSEWHERE}, headers=headers)).status_code == 404
