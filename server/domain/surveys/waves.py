"""One year's survey and its life: draft, open, closed, published. Nobody but staff sees a draft."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import Struct

from server.domain.errors import NotFound
from server.domain.surveys.questionnaire import Questionnaire, read_questionnaire
from server.models.surveys import Wave


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


class WaveDetail(WaveCard):
    """And what it asks."""

    questionnaire: Questionnaire


async def list_waves() -> list[WaveCard]:
    """The newest first."""
    waves = await Wave.objects().where(Wave.state != WaveState.DRAFT).order_by(Wave.year, ascending=False)
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


def takes_answers(wave: Wave, begun_at: datetime | None, now: datetime, zone: ZoneInfo) -> bool:
    """Until the end of its last day; after that, until `accepts_until`, what was begun before."""
    closes = datetime.combine(wave.closes_on + timedelta(days=1), time(), zone)
    in_time = now < closes or (begun_at is not None and begun_at < closes and now <= wave.accepts_until)
    return wave.state == WaveState.OPEN and in_time


def _facts(wave: Wave) -> dict[str, Any]:
    facts: dict[str, Any] = {name: getattr(wave, name) for name in WaveCard.__struct_fields__}
    return facts | {"state": WaveState(wave.state)}
