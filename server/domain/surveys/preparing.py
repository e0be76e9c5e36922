"""The surveys as the desk sees them: where each stands, what its frame holds, and what is to be done next.

The statistician of the city leads a wave; statisticians further down bring the frame of their part; managers
and auditors look on. Of frame and sample everybody sees their own part of the network.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from msgspec import Struct

from server.domain.access import Seen, any_of, in_scope
from server.domain.city import City
from server.domain.errors import NotAllowed, NotFound, NotSignedIn
from server.domain.people import Actor, Role
from server.domain.scope import contains
from server.domain.surveys.drawing import PlanKept, read_plan
from server.domain.surveys.frames import KEPT
from server.domain.surveys.life import is_log_kept
from server.domain.surveys.waves import WaveState
from server.models.surveys import Wave
from server.storage.database import Sql, raw, together

LEADS: Final = frozenset({Role.STATISTICIAN})
READS: Final = LEADS | {Role.MANAGER, Role.AUDITOR}
PAGE: Final = 100
SAME: Final = (
    *("id", "version", "year", "title", "opens_on", "closes_on", "accepts_until", "result_on"),
    *("published_at", "revises", "note", "seed", "forgotten_at"),
)


class Next(StrEnum):
    """What a wave waits for."""

    FRAME = "frame"
    DRAW = "draw"
    OPEN = "open"
    CLOSE = "close"
    PUBLISH = "publish"
    NOTHING = "nothing"


class WaveRow(Struct, frozen=True):
    """A wave in the list."""

    id: UUID
    year: int
    title: str
    state: WaveState
    opens_on: date
    closes_on: date
    result_on: date | None
    revises: UUID | None
    sampled: int  # in one's part of the network


class WaveRows(Struct, frozen=True):
    """All of them, the newest first."""

    items: list[WaveRow]
    may_lead: bool
    next_cursor: None = None


class FrameOf(Struct, frozen=True):
    """One group's frame in one's part of the network."""

    audience: str
    strata: int
    population: int
    sampled: int
    listed: int  # strata with addresses


class WaveForDesk(Struct, frozen=True):
    """A wave with all that is prepared of it."""

    id: UUID
    version: int
    year: int
    title: str
    state: WaveState
    opens_on: date
    closes_on: date
    accepts_until: datetime
    result_on: date | None
    published_at: datetime | None
    revises: UUID | None
    note: str
    corrected_by: UUID | None
    seed: str
    plan: PlanKept | None
    frame: list[FrameOf]
    letters: int  # units with a code, in one's part of the network
    addresses: bool  # are kept
    forgotten_at: datetime | None
    forgotten_on: date | None  # the day on which they will be deleted
    may_lead: bool
    may_bring: bool  # a frame, of one's part
    next: Next
    log_kept: bool  # by PostgreSQL: opening needs a yes


class FrameRow(Struct, frozen=True):
    """One stratum."""

    division: str
    name: str
    name_en: str
    audience: str
    population: int
    sampled: int
    listed: bool


class FramePage(Struct, frozen=True):
    """By code."""

    items: list[FrameRow]
    next_cursor: str | None


def may_lead(actor: Actor, city: City) -> bool:
    """Whether they decide about the city's surveys."""
    return any(contains(code, city.code) for code in actor.divisions(LEADS))


def must_lead(actor: Actor, city: City) -> None:
    """Raises NotSignedIn or NotAllowed."""
    _must(actor, LEADS)
    if not may_lead(actor, city):
        raise NotAllowed


def must_look_on(actor: Actor) -> None:
    """Raises NotSignedIn or NotAllowed."""
    _must(actor, READS)


def must_bring(actor: Actor) -> list[str]:
    """The divisions whose frame they may bring. Raises NotSignedIn or NotAllowed."""
    return _must(actor, LEADS)


async def list_for_desk(actor: Actor, city: City) -> WaveRows:
    """The surveys, drafts too. Raises NotSignedIn, NotAllowed."""
    seen = _part(actor)
    waves, counts = await together(
        Wave.select(
            *(getattr(Wave, name) for name in WaveRow.__struct_fields__ if name != "sampled")
        ).order_by(Wave.year, Wave.opens_on, ascending=False),
        Sql(f"SELECT wave, SUM(sampled) AS n FROM stratum WHERE {seen.sql} GROUP BY wave", *seen.args),  # noqa: S608
    )
    sampled = {row["wave"]: int(row["n"] or 0) for row in counts}
    items = [
        WaveRow(**row | {"state": WaveState(row["state"]), "sampled": sampled.get(row["id"], 0)})
        for row in waves
    ]
    items.sort(key=lambda row: (row.year, row.revises is not None), reverse=True)
    return WaveRows(items, may_lead(actor, city))


async def show_for_desk(id: UUID, actor: Actor, city: City) -> WaveForDesk:
    """One survey. Raises NotSignedIn, NotAllowed, NotFound."""
    seen = _part(actor)
    wave = await Wave.objects().get(Wave.id == id)
    if wave is None:
        raise NotFound(wave=id)
    part = f"wave = {{}} AND {seen.sql}"
    groups, codes, lists, later = await together(
        Sql(
            "SELECT audience, COUNT(*) AS strata, SUM(population) AS population, SUM(sampled) AS sampled, "  # noqa: S608
            f"SUM(CASE WHEN listed THEN 1 ELSE 0 END) AS listed FROM stratum WHERE {part} GROUP BY audience",
            id,
            *seen.args,
        ),
        Sql(
            f"SELECT COUNT(*) AS n FROM survey.unit WHERE {part} AND code_mac IS NOT NULL",  # noqa: S608
            str(id),
            *seen.args,
        ),
        Sql("SELECT 1 AS there FROM survey.unit WHERE wave = {} AND address <> '' LIMIT 1", str(id)),
        Sql("SELECT id FROM wave WHERE revises = {}", id),
    )
    order = ["residents", "migrants", "units"]
    frame = [FrameOf(row["audience"], *_whole(row)) for row in groups]
    frame.sort(key=lambda each: order.index(each.audience))
    goes = wave.published_at.astimezone(city.zone).date() + KEPT if wave.published_at and lists else None
    same = {name: getattr(wave, name) for name in SAME}
    return WaveForDesk(
        **same,
        state=WaveState(wave.state),
        corrected_by=later[0]["id"] if later else None,
        plan=read_plan(wave.plan),
        frame=frame,
        letters=codes[0]["n"],
        addresses=bool(lists),
        forgotten_on=goes,
        may_lead=may_lead(actor, city),
        may_bring=bool(actor.divisions(LEADS)),
        next=_next(wave, frame),
        log_kept=await is_log_kept(),
    )


async def list_frame(id: UUID, actor: Actor, cursor: str) -> FramePage:
    """The strata of one's part of the network. Raises NotSignedIn, NotAllowed, NotFound."""
    seen = _part(actor, "s.division")
    if not await Wave.exists().where(Wave.id == id):
        raise NotFound(wave=id)
    code, _, audience = cursor.partition(".")
    rows = await raw(
        "SELECT s.division, d.short_name AS name, d.name_en, s.audience, s.population, s.sampled, s.listed "  # noqa: S608
        f"FROM stratum s JOIN division d ON d.code = s.division WHERE s.wave = {{}} AND {seen.sql} "
        "AND (s.division > {} OR (s.division = {} AND s.audience > {})) "
        f"ORDER BY s.division, s.audience LIMIT {PAGE + 1}",
        id,
        *seen.args,
        code,
        code,
        audience,
    )
    items = [FrameRow(**row | {"listed": bool(row["listed"])}) for row in rows[:PAGE]]
    last = items[-1] if len(rows) > PAGE else None
    return FramePage(items, f"{last.division}.{last.audience}" if last else None)


def _must(actor: Actor, roles: frozenset[Role]) -> list[str]:
    if actor.person is None:
        raise NotSignedIn
    divisions = actor.divisions(roles)
    if not divisions:
        raise NotAllowed
    return divisions


def _part(actor: Actor, column: str = "division") -> Seen:
    """A condition on a column of codes."""
    return any_of([in_scope(column, code) for code in _must(actor, READS)])


def _whole(row: dict[str, Any]) -> list[int]:
    return [int(row[name] or 0) for name in ("strata", "population", "sampled", "listed")]


def _next(wave: Wave, frame: list[FrameOf]) -> Next:
    if wave.state == WaveState.DRAFT:
        if not frame:
            return Next.FRAME
        return Next.OPEN if any(each.sampled for each in frame) else Next.DRAW
    done = {WaveState.OPEN: Next.CLOSE, WaveState.CLOSED: Next.PUBLISH, WaveState.PUBLISHED: Next.NOTHING}
    return done[WaveState(wave.state)]
