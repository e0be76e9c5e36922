"""A wave while it is prepared: its year, title and dates; everything of it may change until it opens."""

from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import Meta, Struct

from server.domain.city import City
from server.domain.errors import ChangedMeanwhile, Invalid, NotFound, StepNotAllowed
from server.domain.surveys.composing import first_questions
from server.domain.surveys.waves import WaveState
from server.domain.texts import line
from server.models.surveys import Wave
from server.storage.database import raw, write

GRACE: Final = timedelta(hours=72)  # after the close, for sheets that were begun before


class WriteWave(Struct, frozen=True, forbid_unknown_fields=True):
    """A wave as somebody plans it; `version` is the one that this change began from, 0 of a new one."""

    version: Annotated[int, Meta(ge=0)]
    year: Annotated[int, Meta(ge=2000, le=2100)]
    opens_on: date
    closes_on: date  # the last day
    result_on: date  # when the number is promised
    title: Annotated[str, Meta(max_length=80)] = ""


def title_of(year: int) -> str:
    """What a year's survey is called when nobody says otherwise."""
    return f"{year} 年居民调查"


def accepts_until(closes_on: date, zone: ZoneInfo) -> datetime:
    """The end of the last day, and the grace for sheets that were begun by then."""
    return datetime.combine(closes_on + timedelta(days=1), time(), zone) + GRACE


async def save_wave(id: UUID, data: WriteWave, city: City) -> int:
    """A new draft, or a change of one; gives its version.

    Raises Invalid, ChangedMeanwhile, StepNotAllowed.
    """
    _check_dates(data)
    kept: dict[Any, Any] = {
        Wave.year: data.year,
        Wave.title: line(data.title) or title_of(data.year),
        Wave.opens_on: data.opens_on,
        Wave.closes_on: data.closes_on,
        Wave.result_on: data.result_on,
        Wave.accepts_until: accepts_until(data.closes_on, city.zone),
    }
    async with write():
        other = await raw(
            "SELECT id FROM wave WHERE year = {} AND id <> {} AND revises IS NULL", data.year, id
        )
        if other:
            raise Invalid({"year": "year-has-wave"})
        if data.version == 0 and not await Wave.exists().where(Wave.id == id):
            values = {column._meta.name: value for column, value in kept.items()}
            questions = await first_questions(data.year, city)
            await Wave.insert(
                Wave(id=id, state=WaveState.DRAFT, questionnaire=questions, version=1, **values)
            )
            return 1
        wave = await must_prepare(id)
        if wave.version != data.version:
            raise ChangedMeanwhile
        await Wave.update(kept).where(Wave.id == id)
        return await changed(wave)


async def find_draft(id: UUID) -> Wave:
    """A wave that has not been opened. Raises NotFound, StepNotAllowed."""
    wave = await Wave.objects().get(Wave.id == id)
    if wave is None:
        raise NotFound(wave=id)
    if wave.state != WaveState.DRAFT:
        raise StepNotAllowed({"state": f"wave-is-{wave.state}"}, state=wave.state)
    return wave


async def must_prepare(id: UUID) -> Wave:
    """A draft for which no code was made yet. Raises NotFound, StepNotAllowed."""
    wave = await find_draft(id)
    if await raw("SELECT 1 FROM survey.invitation WHERE wave = {} LIMIT 1", str(id)):
        raise StepNotAllowed({"state": "wave-has-codes"}, state=wave.state)
    return wave


async def changed(wave: Wave) -> int:
    """Counts a change. Within `write()`. Raises ChangedMeanwhile when somebody else was first."""
    moved = await raw(
        "UPDATE wave SET version = version + 1 WHERE id = {} AND version = {} AND state = {} "
        "RETURNING version",
        wave.id,
        wave.version,
        wave.state,
    )
    if not moved:
        raise ChangedMeanwhile
    version: int = moved[0]["version"]
    return version


def _check_dates(data: WriteWave) -> None:
    wrong = {}
    if data.closes_on < data.opens_on:
        wrong["closes_on"] = "closes-before-opening"
    if data.result_on <= data.closes_on:
        wrong["result_on"] = "result-before-close"
    if wrong:
        raise Invalid(wrong)
