"""The survey's clock: nobody forgets to close a wave or to lay its answers anew."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from msgspec import json as msgspec_json

from server.jobs import surveys
from server.models.jobs import Job
from server.models.surveys import Estimate, Wave
from server.storage.database import raw
from tests.builders import COMMUNITY, NOON, a_network
from tests.survey_builders import HANGZHOU, a_stratum, a_wave, answered

run = surveys.sweep(HANGZHOU)
TONIGHT = datetime(2026, 11, 24, 19, 10, tzinfo=UTC)  # ten past three in Hangzhou
AFTER_THE_GRACE = datetime(2026, 12, 18, 16, 0, 1, tzinfo=UTC)


@pytest.fixture
async def wave(db: None) -> UUID:
    await a_network()
    return await a_wave()


async def state(wave: UUID) -> str:
    row = await Wave.select(Wave.state).where(Wave.id == wave).first()
    assert row
    return str(row["state"])


async def keys() -> set[str]:
    return {row["id"] for row in await raw("SELECT id FROM survey.response")}


async def test_a_night_has_one_rewrite_however_often_it_is_asked_for(wave: UUID) -> None:
    await run(NOON)
    await run(NOON)
    (job,) = await Job.objects()
    assert (job.what, job.due) == ("lay-answers-anew", TONIGHT)


async def test_the_rewrite_gives_answers_new_keys(wave: UUID) -> None:
    await answered(wave, COMMUNITY, ["5", "4"])
    before = await keys()
    (job,) = await _queued()

    await surveys.lay_anew(msgspec_json.decode(job.facts), TONIGHT)

    assert len(await keys()) == 2
    assert not before & await keys()


async def _queued() -> list[Job]:
    await run(NOON)
    return list(await Job.objects())


async def test_without_an_open_wave_the_night_is_quiet(db: None) -> None:
    wave = await a_wave(state="published")
    await answered(wave, COMMUNITY, ["5"])
    before = await keys()

    assert await run(NOON) == 0
    await surveys.lay_anew({}, TONIGHT)

    assert await Job.count() == 0
    assert await keys() == before


async def test_a_wave_stays_open_until_its_grace_is_over_and_then_closes_with_its_numbers(wave: UUID) -> None:
    await a_stratum(wave)
    await answered(wave, COMMUNITY, ["5"] * 40 + ["2"] * 10)

    assert await run(datetime(2026, 12, 18, 15, 59, tzinfo=UTC)) == 0
    assert await state(wave) == "open"
    assert await run(AFTER_THE_GRACE) == 1
    assert await run(AFTER_THE_GRACE) == 0

    assert await state(wave) == "closed"
    assert await Estimate.exists().where((Estimate.division == COMMUNITY) & (Estimate.point == 0.8))
