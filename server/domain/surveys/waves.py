"""One year's survey and its life: draft, open, closed, published. Nobody but staff sees a draft."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import Struct

from server.domain.errors import NotFound, StepNotAllowed
from server.domain.surveys.questionnaire import Questionnaire, read_questionnaire
from server.domain.topics import bump
from server.models.surveys import Stratum, Wave
from server.storage.database import write

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


async def closed_wave(year: int) -> UUID:
    """The survey of a year whose answers are in. Raises NotFound, StepNotAllowed while it is open."""
    wave = await Wave.objects().where(Wave.year == year).order_by(Wave.opens_on, ascending=False).first()
    if wave is None:
        raise NotFound(year=year)
    if wave.state not in {WaveState.CLOSED, WaveState.PUBLISHED}:
        raise StepNotAllowed(state=wave.state)
    id: UUID = wave.id
    return id


async def open_due(now: datetime, zone: ZoneInfo) -> int:
    """Open the surveys that are drawn and whose first day has come. Gives how many."""
    today = now.astimezone(zone).date()
    drawn = Stratum.select(Stratum.wave).distinct()
    ready = await Wave.select(Wave.id).where(
        (Wave.state == WaveState.DRAFT)
        & (Wave.opens_on <= today)
        & (Wave.closes_on >= today)
        & Wave.id.is_in(drawn)
    )
    if ready:
        async with write():
            ids = [row["id"] for row in ready]
            await Wave.update({Wave.state: WaveState.OPEN}).where(
                Wave.id.is_in(ids) & (Wave.state == WaveState.DRAFT)
            )
            await bump(WAVES)
    return len(ready)


def takes_answers(wave: Wave, begun_at: datetime | None, now: datetime, zone: ZoneInfo) -> bool:
    """Until the end of its last day; after that, until `accepts_until`, what was begun before."""
    closes = datetime.combine(wave.closes_on + timedelta(days=1), time(), zone)
    in_time = now < closes or (begun_at is not None and begun_at < closes and now <= wave.accepts_until)
    return wave.state == WaveState.OPEN and in_time


def _facts(wave: Wave) -> dict[str, Any]:
    facts: dict[str, Any] = {name: getattr(wave, name) for name in WaveCard.__struct_fields__}
    return facts | {"state": WaveState(wave.state)}
