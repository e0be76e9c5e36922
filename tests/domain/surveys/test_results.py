"""From answers to a released number, on the real database."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from server.domain.errors import StepNotAllowed
from server.domain.surveys.questionnaire import core_questionnaire
from server.domain.surveys.results import Closed, close_wave, publish_wave
from server.domain.surveys.satisfaction import read_satisfaction
from server.domain.surveys.tallies import tally
from server.models.surveys import Estimate, Wave
from server.storage.database import raw
from tests.builders import (
    CITY,
    COMMUNITY,
    DISTRICT,
    ELSEWHERE,
    OTHER_DISTRICT,
    OTHER_STREET,
    STREET,
    a_network,
)
from tests.survey_builders import HANGZHOU, a_stratum, a_wave, answered

NOW = datetime(2026, 12, 20, 3, tzinfo=UTC)
GOOD = ["5"] * 60 + ["4"] * 48 + ["3"] * 8 + ["1"] * 4 + ["9"] * 5 + [""] * 2  # 108 of 120
SOSO = ["4"] * 60 + ["2"] * 40


@pytest.fixture
async def wave(db: None) -> UUID:
    """Two communities, both groups in each."""
    await a_network()
    wave = await a_wave()
    for division, said in ((COMMUNITY, GOOD), (ELSEWHERE, SOSO)):
        for audience in ("residents", "migrants"):
            await a_stratum(wave, division, audience, sampled=150)
            await answered(wave, division, said, audience)
    return wave


async def estimate(division: str, audience: str = "all") -> dict[str, Any]:
    row = (
        await Estimate.select()
        .where((Estimate.division == division) & (Estimate.audience == audience))
        .first()
    )
    assert row
    return row


async def test_satisfied_are_the_upper_two_of_those_with_an_opinion(wave: UUID) -> None:
    first = (await tally(wave, core_questionnaire(HANGZHOU)))[0]
    assert (first.division, first.audience) == (ELSEWHERE, "migrants")
    mine = next(t for t in await tally(wave, core_questionnaire(HANGZHOU)) if t.division == COMMUNITY)
    assert (mine.heard, mine.opinions, mine.satisfied, mine.cannot_say) == (127, 120, 108, 5)


async def test_open_answers_and_other_waves_are_not_counted(wave: UUID) -> None:
    await answered(wave, COMMUNITY, ["1"] * 50, kind="open")
    await answered(await a_wave(year=2025), COMMUNITY, ["1"] * 50)
    mine = next(t for t in await tally(wave, core_questionnaire(HANGZHOU)) if t.division == COMMUNITY)
    assert mine.heard == 127


async def test_closing_computes_every_level_once(wave: UUID) -> None:
    done = await close_wave(wave, 0.85)

    assert done == Closed(answers=454, shown=13, withheld=0, room=1.0)
    mine = await estimate(COMMUNITY)
    assert (mine["point"], mine["answers"], mine["verdict"]) == (0.9, 240, "met")
    assert mine["low"] < 0.9 < mine["high"]
    assert mine["cannot_say"] == pytest.approx(10 / 254)
    assert mine["response_rate"] == pytest.approx(254 / 300)
    assert (await estimate(CITY))["point"] == 0.746  # 945 in a thousand have an opinion here, all do there
    assert {(await estimate(code))["verdict"] for code in (ELSEWHERE, OTHER_STREET, OTHER_DISTRICT)} == {
        "not_met"
    }


async def test_closing_forgets_the_receipts_and_gives_answers_new_keys(wave: UUID) -> None:
    await raw("INSERT INTO survey.receipt (id, wave) VALUES ({}, {})", "a" * 32, str(wave))
    before = {row["id"] for row in await raw("SELECT id FROM survey.response")}

    await close_wave(wave, 0.85)

    after = {row["id"] for row in await raw("SELECT id FROM survey.response")}
    assert await raw("SELECT id FROM survey.receipt") == []
    assert len(after) == len(before)
    assert not after & before


async def test_closing_twice_is_as_closing_once_until_it_is_published(wave: UUID) -> None:
    first = await close_wave(wave, 0.85)
    assert await close_wave(wave, 0.85) == first
    assert await Estimate.count() == first.shown + first.withheld

    await publish_wave(wave, NOW)

    with pytest.raises(StepNotAllowed):
        await close_wave(wave, 0.85)
    with pytest.raises(StepNotAllowed):
        await publish_wave(wave, NOW)


async def test_an_open_wave_cannot_be_published(wave: UUID) -> None:
    with pytest.raises(StepNotAllowed):
        await publish_wave(wave, NOW)
    assert await Wave.exists().where(Wave.state == "open")


async def test_the_number_is_read_from_the_community_up_to_the_city(wave: UUID) -> None:
    await close_wave(wave, 0.85)
    await publish_wave(wave, NOW)

    found = await read_satisfaction(COMMUNITY, None, HANGZHOU)

    assert [item.division for item in found.items] == [COMMUNITY, STREET, DISTRICT, CITY]
    assert [item.level for item in found.items] == ["community", "street", "district", "city"]
    assert (found.year, found.goal, str(found.published_on)) == (2026, 0.85, "2026-12-20")


async def test_a_wave_with_an_unsampled_community_has_no_number_for_the_city(db: None) -> None:
    await a_network()
    wave = await a_wave()
    await a_stratum(wave, COMMUNITY, sampled=150)
    await a_stratum(wave, ELSEWHERE, sampled=0)
    await answered(wave, COMMUNITY, SOSO)

    await close_wave(wave, 0.85)

    assert (await estimate(CITY))["reason"] == "strata_missing"
    assert (await estimate(ELSEWHERE))["reason"] == "not_sampled"
    assert (await estimate(STREET))["verdict"] == "not_met"
    assert (await estimate(CITY))["point"] is None
