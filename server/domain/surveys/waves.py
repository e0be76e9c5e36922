"""One year's survey and its life: draft, open, closed, published. Nobody but staff sees a draft."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import Struct

from server.domain.errors import NotFound, StepNotAllowed
from server.domain.surveys.questionnaire import Questionnaire, read_questionnaire
from server.models.surveys import Wave

WAVES: Final = "waves"  # the topic: one was opened, closed or published


class WaveState(StrEnum):
    """Where a wave stands. A published one never changes."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    PUBLISHED = "published"


class WaveCard(Struct):
    """A wave as everybody sees it."""

    id: UUID
    year: int
    title: str
    state: WaveState
    opens_on: date
    closes_on: date  # the last day
    accepts_until: datetime  # for sheets begun before the close
    result_on: date | None
    revises: UUID | None  # the published wave that it corrects


class WaveDetail(WaveCard):
    """And what it asks."""

    questionnaire: Questionnaire


async def list_waves() -> list[WaveCard]:
    """The newest first. A correction is nobody's business until it is published."""
    waves = (
        await Wave.objects()
        .where(
            (Wave.state == WaveState.PUBLISHED) | ((Wave.state != WaveState.DRAFT) & Wave.revises.is_null())
        )
        .order_by(Wave.year, Wave.published_at, ascending=False)
    )
    return [WaveCard(**_facts(wave)) for wave in waves]


async def read_wave(id: UUID) -> WaveDetail:
    """One wave with its questionnaire. Raises NotFound."""
    wave = await find_wave(id)
    return WaveDetail(**_facts(wave), questionnaire=read_questionnaire(wave.questionnaire))


async def find_wave(id: UUID) -> Wave:
    """A wave that is no draft. Raises NotFound."""
    wave = await Wave.objects().get((Wave.id == id) & (Wave.state != WaveState.DRAFT))
    if wave is None:
        raise NotFound(wave=id)
    return wave


async def closed_wave(year: int) -> UUID:
    """The survey of a year whose numbers hold, as they are read: its newest published revision.

    Of a year without one the survey that is closed. Raises NotFound, StepNotAllowed while it is open.
    """
    chain = await _revisions(year)
    known = [wave for wave in chain if wave.state == WaveState.PUBLISHED]
    return _with_answers(known[-1] if known else chain[-1])


async def wave_to_publish(year: int) -> UUID:
    """The survey of a year that is to be published next: the newest revision, which may be the only one.

    Raises NotFound, StepNotAllowed while it is open.
    """
    return _with_answers((await _revisions(year))[-1])


async def _revisions(year: int) -> list[Wave]:
    """A year's survey and its corrections, each correcting the one before it. Raises NotFound."""
    waves = await Wave.objects().where(Wave.year == year)
    by_corrected = {wave.revises: wave for wave in waves}
    chain = list[Wave]()
    while (wave := by_corrected.get(chain[-1].id if chain else None)) is not None:
        chain.append(wave)
    if not chain:
        raise NotFound(year=year)
    return chain


def _with_answers(wave: Wave) -> UUID:
    if wave.state not in {WaveState.CLOSED, WaveState.PUBLISHED}:
        raise StepNotAllowed(state=wave.state)
    id: UUID = wave.id
    return id


def takes_answers(wave: Wave, begun_at: datetime | None, now: datetime, zone: ZoneInfo) -> bool:
    """Until the end of its last day; after that, until `accepts_until`, what was begun before."""
    closes = datetime.combine(wave.closes_on + timedelta(days=1), time(), zone)
    in_time = now < closes or (begun_at is not None and begun_at < closes and now <= wave.accepts_until)
    return wave.state == WaveState.OPEN and in_time


def _facts(wave: Wave) -> dict[str, Any]:
    facts: dict[str, Any] = {name: getattr(wave, name) for name in WaveCard.__struct_fields__}
    return facts | {"state": WaveState(wave.state)}
