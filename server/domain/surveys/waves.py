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
    """The survey of a year whose answers are in, its last correction if there is one.

    Raises NotFound, StepNotAllowed while it is open.
    """
    waves = await Wave.objects().where(Wave.year == year).order_by(Wave.opens_on, ascending=False)
    corrected = {wave.revises for wave in waves}
    wave = next((wave for wave in waves if wave.id not in corrected), None)
    if wave is None:
        raise NotFound(year=year)
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
