"""A wave's life: draft, open, closed, published; then it never changes, and what was wrong is a new revision.

Opened by the statistician of the city, or by the clock on its first day; closed by either. An act that cannot
be undone, or that somebody might not expect, needs a yes.
"""

from datetime import datetime
from typing import Annotated, Any, Final, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import Meta, Struct

from server.domain.city import City
from server.domain.errors import (
    ChangedMeanwhile,
    ConfirmNeeded,
    Invalid,
    NotFound,
    SentOtherwise,
    StepNotAllowed,
)
from server.domain.surveys.composing import opening_faults
from server.domain.surveys.results import close_wave, publish_wave
from server.domain.surveys.waves import WAVES, WaveState
from server.domain.texts import clean
from server.domain.topics import bump
from server.models.surveys import Stratum, Wave
from server.storage.database import engine_type, raw, write

POSSIBLE: Final = {
    WaveState.DRAFT: (WaveState.OPEN,),
    WaveState.OPEN: (WaveState.CLOSED,),
    WaveState.CLOSED: (WaveState.CLOSED, WaveState.PUBLISHED),  # closed again: computed anew
    WaveState.PUBLISHED: (),
}
COPIED: Final = "wave, division, audience, class, mode, kind, answers"
NEW_KEY: Final = {
    "sqlite": "lower(hex(randomblob(16)))",
    "postgres": "replace(gen_random_uuid()::text, '-', '')",
}


class MoveWave(Struct, frozen=True, forbid_unknown_fields=True):
    """Where a wave is to stand, and a yes to what was told about it."""

    state: Literal["open", "closed", "published"]
    confirm: bool = False


class ReviseWave(Struct, frozen=True, forbid_unknown_fields=True):
    """A correction of a published wave, under an id that the sender makes, and why."""

    id: UUID
    note: Annotated[str, Meta(min_length=1, max_length=2000)]


async def move_wave(id: UUID, move: MoveWave, city: City, now: datetime) -> None:
    """One step of its life; the same step twice is no second one, but computes a closed wave anew.

    Raises NotFound, StepNotAllowed with what is possible, ConfirmNeeded, ChangedMeanwhile, Invalid.
    """
    wave = await Wave.objects().get(Wave.id == id)
    if wave is None:
        raise NotFound(wave=id)
    wish = WaveState(move.state)
    if wish not in POSSIBLE[WaveState(wave.state)]:
        possible = [state.value for state in POSSIBLE[WaveState(wave.state)]]
        raise StepNotAllowed({"state": f"wave-is-{wave.state}"}, state=wave.state, possible=possible)
    if wish is WaveState.OPEN:
        await _open(wave, now.astimezone(city.zone), confirmed=move.confirm)
    elif wish is WaveState.CLOSED:
        if wave.state == WaveState.OPEN and now <= wave.accepts_until and not move.confirm:
            raise ConfirmNeeded({"early": "wave-closes-early"})
        await close_wave(id, city.goal)
    else:
        await publish_wave(id, now)


async def open_due(now: datetime, zone: ZoneInfo) -> int:
    """Open the surveys that are drawn and whose first day has come. Gives how many.

    Where PostgreSQL keeps its log for good nobody but a person opens one: it needs a yes.
    """
    today = now.astimezone(zone).date()
    drawn = Stratum.select(Stratum.wave).where(Stratum.sampled > 0).distinct()
    ready = await Wave.objects().where(
        (Wave.state == WaveState.DRAFT)
        & (Wave.opens_on <= today)
        & (Wave.closes_on >= today)
        & Wave.id.is_in(drawn)
    )
    if not ready or await is_log_kept():
        return 0
    due = [wave for wave in ready if not await opening_faults(wave)]
    return sum([await _to_open(wave) for wave in due])


async def is_log_kept() -> bool:
    """Whether PostgreSQL archives its write-ahead log: what pairs a code with its answer is kept with it."""
    if engine_type() == "sqlite":
        return False
    (row,) = await raw("SHOW archive_mode")
    return bool(row["archive_mode"] != "off")


async def revise_wave(id: UUID, wish: ReviseWave, goal: float) -> bool:
    """A closed wave with the same frame and answers, linked to the published one that it corrects.

    Gives whether it is new. Raises NotFound, StepNotAllowed, SentOtherwise.
    """
    wave = await Wave.objects().get(Wave.id == id)
    if wave is None:
        raise NotFound(wave=id)
    if wave.state != WaveState.PUBLISHED:
        raise StepNotAllowed({"state": f"wave-is-{wave.state}"}, state=wave.state)
    there = await Wave.objects().where((Wave.revises == id) | (Wave.id == wish.id)).first()
    if there is not None:
        if there.id != wish.id or there.revises != id:
            raise SentOtherwise
        return False
    async with write():
        await _copy(wave, wish)
        await bump(WAVES)
    await close_wave(wish.id, goal)
    return True


async def _open(wave: Wave, here: datetime, *, confirmed: bool) -> None:
    today = here.date()
    if today > wave.closes_on:
        raise Invalid({"closes_on": "wave-days-over"})
    if not await Stratum.exists().where((Stratum.wave == wave.id) & (Stratum.sampled > 0)):
        raise StepNotAllowed({"state": "wave-not-drawn"}, state=wave.state)
    if faults := await opening_faults(wave):
        raise Invalid({"questionnaire": "questions-have-faults"}, count=len(faults))
    doubts = {}
    if await is_log_kept():
        doubts["archived"] = "wave-log-archived"
    if await _has_no_letters(wave.id):
        doubts["letters"] = "wave-no-letters"
    if today < wave.opens_on:
        doubts["early"] = "wave-opens-early"
    if doubts and not confirmed:
        raise ConfirmNeeded(doubts)
    values: dict[Any, Any] = {Wave.opens_on: min(today, wave.opens_on)}
    if not await _to_open(wave, values):
        raise ChangedMeanwhile


async def _to_open(wave: Wave, values: dict[Any, Any] | None = None) -> bool:
    """Open it as it was looked at: with other questions, frame or dates it waits to be looked at again."""
    async with write():
        opened = (
            await Wave.update((values or {}) | {Wave.state: WaveState.OPEN})
            .where(
                (Wave.id == wave.id)
                & (Wave.state == WaveState.DRAFT)
                & (Wave.version == wave.version)
                & (Wave.questionnaire == wave.questionnaire)
            )
            .returning(Wave.id)
        )
        if opened:
            await bump(WAVES)
    return bool(opened)


async def _has_no_letters(wave: UUID) -> bool:
    return not await raw("SELECT 1 FROM survey.invitation WHERE wave = {} LIMIT 1", str(wave))


async def _copy(wave: Wave, wish: ReviseWave) -> None:
    kept = {
        column: getattr(wave, column._meta.name)
        for column in (
            Wave.year,
            Wave.title,
            Wave.opens_on,
            Wave.closes_on,
            Wave.accepts_until,
            Wave.result_on,
            Wave.questionnaire,
            Wave.seed,
            Wave.plan,
        )
    }
    about: dict[Any, Any] = {
        Wave.id: wish.id,
        Wave.state: WaveState.CLOSED,
        Wave.revises: wave.id,
        Wave.note: clean(wish.note),
    }
    await Wave.insert(Wave(kept | about))
    await raw(
        "INSERT INTO stratum (wave, division, audience, population, sampled, listed) "
        "SELECT {}, division, audience, population, sampled, listed FROM stratum WHERE wave = {}",
        wish.id,
        wave.id,
    )
    await raw(
        f"INSERT INTO survey.response (id, {COPIED}) "  # noqa: S608 - our own names
        f"SELECT {NEW_KEY[engine_type()]}, {{}}, division, audience, class, mode, kind, answers "
        "FROM survey.response WHERE wave = {} ORDER BY 1",
        str(wish.id),
        str(wave.id),
    )
