"""Closing a wave computes its numbers once, from a single scan of the answers; publishing shows them.

Numbers are never looked at while answers arrive, and never change once they are published.
"""

import asyncio
from datetime import datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from msgspec import Struct

from server.domain import topics
from server.domain.errors import StepNotAllowed
from server.domain.surveys.questionnaire import read_questionnaire
from server.domain.surveys.tallies import Tally, tally
from server.domain.surveys.waves import WAVES, WaveState, find_wave
from server.models.network import Division
from server.models.surveys import Estimate, Wave
from server.storage.database import raw, write
from server.storage.survey import lay_for_good

if TYPE_CHECKING:
    from server.domain.surveys.releasing import Number, Release

ROWS: Final = 500  # of estimates in one statement
TOPIC: Final = "satisfaction"  # bumped by each publication


class Closed(Struct, frozen=True):
    """What closing a wave found, without a number of anybody."""

    answers: int
    shown: int
    withheld: int
    room: float  # least width of what a reader could work out about a withheld share; 0.2 or more


async def close_wave(id: UUID, goal: float) -> Closed:
    """Take no more answers, forget the receipts, lay the answers anew, and compute every number.

    Safe to repeat until it is published. Raises NotFound, StepNotAllowed.
    """
    wave = await find_wave(id)
    async with write():
        closed = (
            await Wave.update(state=WaveState.CLOSED)
            .where((Wave.id == id) & Wave.state.is_in([WaveState.OPEN, WaveState.CLOSED]))
            .returning(Wave.id)
        )
        if not closed:
            raise StepNotAllowed(state=wave.state)
        await topics.bump(WAVES)
    await raw("DELETE FROM survey.receipt WHERE wave = {}", str(id))
    await lay_for_good(id)
    strata = await tally(id, read_questionnaire(wave.questionnaire))
    codes = await Division.select(Division.code).where(Division.valid_to.is_null()).output(as_list=True)
    released = await asyncio.to_thread(_compute, codes, strata, goal)
    await _keep(id, released)
    shown = sum(number.reason is None for number in released.numbers)
    heard = sum(stratum.heard for stratum in strata)
    return Closed(heard, shown, len(released.numbers) - shown, released.room)


async def close_due(now: datetime, goal: float) -> int:
    """Close what is open although its grace is over. Gives how many."""
    due = (
        await Wave.select(Wave.id)
        .where((Wave.state == WaveState.OPEN) & (Wave.accepts_until < now))
        .output(as_list=True)
    )
    for id in due:
        await close_wave(id, goal)
    return len(due)


async def publish_wave(id: UUID, now: datetime) -> None:
    """Show the numbers of a closed wave. Once. Raises StepNotAllowed if it is not closed or not computed."""
    async with write():
        ready = await Estimate.exists().where(Estimate.wave == id)
        published = ready and await Wave.update(
            {Wave.state: WaveState.PUBLISHED, Wave.published_at: now}
        ).where((Wave.id == id) & (Wave.state == WaveState.CLOSED)).returning(Wave.id)
        if not published:
            raise StepNotAllowed(wave=id)
        await topics.bump(TOPIC)
        await topics.bump(WAVES)


def _compute(codes: list[str], strata: list[Tally], goal: float) -> "Release":
    # NumPy and SciPy take 0.3 s to load: whoever only serves never waits for them.
    from server.domain.surveys.releasing import release
    from server.domain.surveys.rollup import a_network

    return release(strata, a_network(codes), goal)


async def _keep(wave: UUID, released: "Release") -> None:
    rows = [_row(wave, number) for number in released.numbers]
    async with write():
        await Estimate.delete().where(Estimate.wave == wave)
        for start in range(0, len(rows), ROWS):
            await Estimate.insert(*rows[start : start + ROWS])


def _row(wave: UUID, number: "Number") -> Estimate:
    share = number.share
    return Estimate(
        wave=wave,
        division=number.division,
        audience=number.audience,
        answers=number.answers,
        effective=share.effective if share else None,
        point=share.point if share else None,
        low=share.low if share else None,
        high=share.high if share else None,
        cannot_say=number.cannot_say,
        response_rate=number.response_rate,
        verdict=number.verdict,
        reason=number.reason or "",
        released=number.reason is None,
    )
