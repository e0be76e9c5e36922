"""Closing a wave computes its numbers once, from a single scan of the answers; publishing shows them.

Numbers are never looked at while answers arrive, and never change once they are published.
"""

import asyncio
from datetime import datetime
from math import isnan
from typing import TYPE_CHECKING, Final
from uuid import UUID

from msgspec import Struct

from server.domain import topics
from server.domain.errors import StepNotAllowed
from server.domain.surveys.items import Item, count_items, count_open
from server.domain.surveys.questionnaire import read_questionnaire
from server.domain.surveys.tallies import Tally, tally
from server.domain.surveys.waves import WAVES, WaveState, find_wave
from server.models.network import Division
from server.models.surveys import Estimate, SurveyRelease, SurveyReview, Wave
from server.storage.database import raw, together, write
from server.storage.rows import insert
from server.storage.survey import lay_for_good

if TYPE_CHECKING:
    from server.domain.surveys.releasing import Key, Number, Release

TOPIC: Final = "satisfaction"  # bumped by each publication


class Closed(Struct, frozen=True):
    """What closing a wave found, without a number of anybody. Shown and withheld: of the number itself."""

    answers: int
    shown: int
    withheld: int
    room: float  # least width of what a reader could work out about a withheld share; 0.2 or more


class Published(Struct, frozen=True):
    """What everybody can read now."""

    shown: int
    withheld: int
    unreviewed: int  # of the withheld: a person should have looked at them and has not


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
    return await compute(id, goal)


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


async def compute(id: UUID, goal: float) -> Closed:
    """Every number of a closed wave from its answers, by what was reviewed until now.

    Raises NotFound, StepNotAllowed while answers arrive and once it is published.
    """
    wave = await find_wave(id)
    asked = read_questionnaire(wave.questionnaire)
    strata, items, opened = await tally(id, asked), await count_items(id, asked), await count_open(id, asked)
    codes = await Division.select(Division.code).where(Division.valid_to.is_null()).output(as_list=True)
    counted = _Counted(codes, strata, items, opened)
    ruled = await _rulings(wave)
    released = await asyncio.to_thread(_release, counted, goal, *ruled)
    heard = sum(stratum.heard for stratum in strata)
    await _keep(id, released, SurveyRelease(wave=id, goal=goal, heard=heard, room=released.room))
    own = [number for number in released.numbers if number.statistic == "satisfied"]
    shown = sum(number.reason is None for number in own)
    return Closed(heard, shown, len(own) - shown, released.room)


async def publish_wave(id: UUID, now: datetime) -> Published:
    """Show the numbers of a closed wave. Once. Raises StepNotAllowed if it is not closed or not computed."""
    async with write():
        ready = await Estimate.exists().where(Estimate.wave == id)
        published = ready and await Wave.update(
            {Wave.state: WaveState.PUBLISHED, Wave.published_at: now}
        ).where((Wave.id == id) & (Wave.state == WaveState.CLOSED)).returning(Wave.id)
        if not published:
            raise StepNotAllowed(wave=id)
        (counts,) = await raw(
            "SELECT COUNT(CASE WHEN released THEN 1 END) AS shown, COUNT(*) AS numbers, "
            "COUNT(CASE WHEN reason = 'review' THEN 1 END) AS unreviewed FROM estimate WHERE wave = {}",
            id,
        )
        await topics.bump(TOPIC)
        await topics.bump(WAVES)
    return Published(counts["shown"], counts["numbers"] - counts["shown"], counts["unreviewed"])


class _Counted(Struct, frozen=True):
    """All that a release is made of."""

    codes: list[str]
    strata: list[Tally]
    items: list[Item]
    opened: list[Tally]


async def _rulings(wave: Wave) -> "tuple[frozenset[Key], frozenset[Key]]":
    """What somebody released after a look, and what the release was silent about that this one corrects."""
    reviews, before = await together(
        SurveyReview.select().where(SurveyReview.wave == wave.id).order_by(SurveyReview.at),
        Estimate.select(Estimate.division, Estimate.audience, Estimate.statistic).where(
            (Estimate.wave == wave.revises) & (Estimate.released == False)  # noqa: E712 - SQL
        ),
    )
    last = {(row["division"], row["audience"], row["statistic"]): row["released"] for row in reviews}
    withheld = ((row["division"], row["audience"], row["statistic"]) for row in before)
    return frozenset(key for key, released in last.items() if released), frozenset(withheld)


def _release(
    counted: _Counted, goal: float, reviewed: "frozenset[Key]", before: "frozenset[Key]"
) -> "Release":
    # NumPy and SciPy take 0.3 s to load: whoever only serves never waits for them.
    from server.domain.surveys.releasing import Rulings, release
    from server.domain.surveys.rollup import a_network

    return release(
        counted.strata,
        a_network(counted.codes),
        goal,
        items=counted.items,
        opened=counted.opened,
        rulings=Rulings(reviewed, before),
    )


async def _keep(wave: UUID, released: "Release", about: SurveyRelease) -> None:
    rows = [_row(wave, number) for number in released.numbers]
    async with write():
        state = await Wave.select(Wave.state).where(Wave.id == wave).first()
        if not state or state["state"] != WaveState.CLOSED:  # published meanwhile: it never changes after
            raise StepNotAllowed(wave=wave)
        await Estimate.delete().where(Estimate.wave == wave)
        await SurveyRelease.delete().where(SurveyRelease.wave == wave)
        await insert(rows)
        await insert([about])


def _row(wave: UUID, number: "Number") -> Estimate:
    share = number.share
    low, high = number.derived or (None, None)
    return Estimate(
        wave=wave,
        division=number.division,
        audience=number.audience,
        statistic=number.statistic,
        answers=number.answers,
        effective=_known(share.effective) if share else None,
        point=share.point if share else None,
        low=_known(share.low) if share else None,
        high=_known(share.high) if share else None,
        cannot_say=number.cannot_say,
        response_rate=number.response_rate,
        verdict=number.verdict or "",
        reason=number.reason or "",
        released=number.reason is None,
        still_needed=number.still_needed,
        derived_low=low,
        derived_high=high,
    )


def _known(number: float) -> float | None:
    return None if isnan(number) else number
