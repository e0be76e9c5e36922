"""The duty roster of a centre: who is there at which hours, week by week, kept by its managers.

Shifts come back on weekdays, or stand on one day and then replace that day's weekly ones. What counts at a
moment says `presence`; here it is read as a week, and changed.
"""

from datetime import date, datetime, timedelta
from typing import Annotated, Any, Final
from uuid import UUID

from msgspec import Meta, Struct

from server.domain.access import READERS, Seen, any_of, in_scope
from server.domain.calendar import day_number
from server.domain.errors import ChangedMeanwhile, Invalid, NotAllowed, NotFound, NotSignedIn
from server.domain.people import DESK, Actor, Role
from server.domain.places import STAFF, Map, all_above
from server.domain.presence import SHIFTS, Shift, on_duty_at, shift_of, shifts_on
from server.domain.rules import MANAGER
from server.domain.scope import contains
from server.domain.topics import bump
from server.storage.database import Sql, together, write
from server.storage.errors import Duplicate

DAYS: Final = 7
MIDNIGHT: Final = 1440
MOST_VACANT: Final = 200  # that are named at once

Minute = Annotated[int, Meta(ge=0, le=2880)]


class WriteShift(Struct, frozen=True, forbid_unknown_fields=True):
    """A shift as a manager writes it: weekdays (0 Monday), or one day; minutes after midnight, to past 1440.

    Without a person, on one day: nobody is on duty that day.
    """

    version: Annotated[int, Meta(ge=0)]
    division: Annotated[str, Meta(pattern=r"^[0-9]{12}$")]
    starts: Minute
    ends: Minute
    person: UUID | None = None
    weekdays: Annotated[list[Annotated[int, Meta(ge=0, le=6)]], Meta(max_length=7)] = []
    on_date: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None


class ShiftShown(Struct, frozen=True):
    """A shift on a day of the week that is shown."""

    id: UUID
    person: UUID | None
    name: str
    starts: int
    ends: int
    weekdays: list[int]
    on_date: date | None
    valid_from: date | None
    valid_to: date | None
    version: int


class OpenWindow(Struct, frozen=True):
    """Somebody is at the centre: minutes after midnight."""

    opens: int
    closes: int


class DayShown(Struct, frozen=True):
    """One day: its shifts, when the centre is open (minutes), and what the calendar says."""

    date: date
    shifts: list[ShiftShown]
    open: list[OpenWindow]
    is_off: bool
    holiday: str
    is_sure: bool  # the calendar of its year is announced


class Worker(Struct, frozen=True):
    """Somebody who can be on duty there."""

    id: UUID
    name: str
    role: str


class Roster(Struct, frozen=True):
    """A week of one centre."""

    division: str
    division_name: str
    is_vacant: bool  # nobody works there: what comes climbs at once
    now: list[str]  # the names of those on duty at this moment
    days: list[DayShown]
    people: list[Worker]
    may_edit: bool


class VacantCentre(Struct, frozen=True):
    """A division in which nobody works."""

    code: str
    name: str
    waiting: int  # requests that lie there unanswered


class VacantList(Struct, frozen=True):
    """By code; `more`: there are others."""

    items: list[VacantCentre]
    more: bool


class ShiftSaved(Struct, frozen=True):
    """The version that stands now."""

    id: UUID
    version: int


PEOPLE: Final = (
    "SELECT DISTINCT p.id, p.name, g.role, g.division FROM role_grant g JOIN person p ON p.id = g.person "
    "WHERE p.disabled_at IS NULL AND g.valid_from <= {} AND (g.valid_to IS NULL OR g.valid_to > {}) "
    "AND g.role IN ('clerk', 'manager', 'call_taker') AND g.division IN (KEYS) ORDER BY p.name, p.id"
)


def must_read_roster(actor: Actor, division: str, known: Map) -> None:
    """Staff at or above the division. Raises NotSignedIn, NotAllowed or NotFound."""
    if actor.person is None:
        raise NotSignedIn
    if not actor.divisions(READERS):
        raise NotAllowed
    mine = any(contains(code, division) for code in actor.divisions(READERS))
    if not mine or division not in known.divisions:
        raise NotFound


async def read_roster(
    division: str, monday: date, actor: Actor, known: Map, now: datetime, *, language: str = "zh-CN"
) -> Roster:
    """The seven days from `monday` on. Raises as `must_read_roster`."""
    must_read_roster(actor, division, known)
    offices = [division, *all_above(division)]
    rows, people = await together(
        Sql(SHIFTS.replace("KEYS", "{}"), division),
        Sql(PEOPLE.replace("KEYS", ", ".join(["{}"] * len(offices))), now, now, *offices),
    )
    able = {row["id"] for row in people}
    shifts = [shift for shift in map(shift_of, rows) if shift.person is None or shift.person in able]
    return Roster(
        division=division,
        division_name=known.name(division, language),
        is_vacant=not any(row["division"] == division and row["role"] != Role.CALL_TAKER for row in people),
        now=[shift.name for shift in on_duty_at(shifts, now, known.zone)],
        days=[_day(shifts, monday + timedelta(n), division, known) for n in range(DAYS)],
        people=[Worker(row["id"], row["name"], row["role"]) for row in _nearest(people)],
        may_edit=_may_edit(actor, division),
    )


def _nearest(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each person once, those of the centre itself first."""
    by_person: dict[UUID, dict[str, Any]] = {}
    for row in sorted(rows, key=lambda row: row["division"], reverse=True):
        by_person.setdefault(row["id"], row)
    return list(by_person.values())


def _day(shifts: list[Shift], day: date, division: str, known: Map) -> DayShown:
    working, calendar, number = known.working(division), known.calendar, day_number(day)
    return DayShown(
        date=day,
        shifts=[_shown(shift) for shift in shifts_on(shifts, day)],
        open=[OpenWindow(*window) for window in sorted(working.windows(day))],
        is_off=not calendar.is_workday(day),
        holiday=calendar.off.get(number) or calendar.likely.get(number) or calendar.worked.get(number, ""),
        is_sure=calendar.knows(number),
    )


def _shown(shift: Shift) -> ShiftShown:
    return ShiftShown(
        id=shift.id,
        person=shift.person,
        name=shift.name,
        starts=shift.starts,
        ends=shift.ends,
        weekdays=[day for day in range(DAYS) if shift.weekdays >> day & 1],
        on_date=shift.on_date,
        valid_from=shift.valid_from,
        valid_to=shift.valid_to,
        version=shift.version,
    )


VACANT: Final = (
    "SELECT d.code, (SELECT count(*) FROM service_request r WHERE r.holder = d.code AND r.closed_at IS NULL "
    "AND r.state = 'submitted') AS waiting FROM division d WHERE d.valid_to IS NULL AND SEEN AND NOT EXISTS ("
    "SELECT 1 FROM role_grant g JOIN person p ON p.id = g.person WHERE g.division = d.code "
    "AND g.role IN ('clerk', 'manager') AND p.disabled_at IS NULL AND g.valid_from <= {} "
    "AND (g.valid_to IS NULL OR g.valid_to > {})) ORDER BY waiting DESC, d.code LIMIT {}"
)


async def list_vacant(actor: Actor, known: Map, now: datetime, language: str = "zh-CN") -> VacantList:
    """The divisions of somebody's part of the network in which nobody works. Raises NotSignedIn, "
    "NotAllowed."""
    if actor.person is None:
        raise NotSignedIn
    if not actor.divisions(READERS):
        raise NotAllowed
    seen: Seen = any_of([in_scope("d.code", code) for code in actor.divisions(READERS)])
    (rows,) = await together(seen.within(VACANT, after=(now, now, MOST_VACANT + 1)))
    items = [
        VacantCentre(row["code"], known.name(row["code"], language), int(row["waiting"]))
        for row in rows[:MOST_VACANT]
    ]
    return VacantList(items, len(rows) > MOST_VACANT)


KEPT: Final = "SELECT division, version FROM duty WHERE id = {}"
PUT: Final = (
    "INSERT INTO duty (id, division, person, weekdays, on_date, starts, ends, valid_from, valid_to, version, "
    "changed_by, changed_at) VALUES ({}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}) "
    "ON CONFLICT (id) DO UPDATE SET division = excluded.division, person = excluded.person, "
    "weekdays = excluded.weekdays, on_date = excluded.on_date, starts = excluded.starts, ends = "
    "excluded.ends, "
    "valid_from = excluded.valid_from, valid_to = excluded.valid_to, version = excluded.version, "
    "changed_by = excluded.changed_by, changed_at = excluded.changed_at "
    "WHERE duty.version = excluded.version - 1 RETURNING id"
)


async def save_shift(id: UUID, wish: WriteShift, actor: Actor, known: Map, now: datetime) -> ShiftSaved:
    """Add it, or change it. Raises NotSignedIn, NotAllowed, NotFound, Invalid, ChangedMeanwhile."""
    must_edit_roster(actor, wish.division, known)
    _check(wish)
    if wish.person:
        await _must_work_there(wish.person, wish.division, now)
    days = sum(1 << day for day in set(wish.weekdays))
    row = (
        *(id, wish.division, wish.person, days, wish.on_date, wish.starts, wish.ends),
        *(wish.valid_from, wish.valid_to, wish.version + 1, actor.name, now),
    )
    try:
        async with write():
            (kept,) = await together(Sql(KEPT, id))
            if kept and not _may_edit(actor, kept[0]["division"]):
                raise NotFound
            (put,) = await together(Sql(PUT, *row))
            if not put:
                raise ChangedMeanwhile
            await bump(STAFF)
    except Duplicate:
        raise ChangedMeanwhile from None
    return ShiftSaved(id, wish.version + 1)


async def delete_shift(id: UUID, version: int, actor: Actor, known: Map) -> None:
    """Nobody has it any more; a second time is no second time. Raises as `save_shift`."""
    async with write():
        (kept,) = await together(Sql(KEPT, id))
        if not kept:
            must_edit_roster(actor, next(iter(actor.divisions(MANAGER)), ""), known)
            return
        must_edit_roster(actor, kept[0]["division"], known)
        (gone,) = await together(
            Sql("DELETE FROM duty WHERE id = {} AND version = {} RETURNING id", id, version)
        )
        if not gone:
            raise ChangedMeanwhile
        await bump(STAFF)


def must_edit_roster(actor: Actor, division: str, known: Map) -> None:
    """Managers at or above the division. Raises NotSignedIn, NotAllowed or NotFound."""
    if actor.person is None:
        raise NotSignedIn
    if not actor.divisions(MANAGER):
        raise NotAllowed
    must_read_roster(actor, division, known)
    if not _may_edit(actor, division):
        raise NotFound


def _may_edit(actor: Actor, division: str) -> bool:
    return any(contains(code, division) for code in actor.divisions(MANAGER))


def _check(wish: WriteShift) -> None:
    faults = {}
    if bool(wish.weekdays) == bool(wish.on_date):
        faults["weekdays"] = "shift-days"
    if not wish.starts < wish.ends <= wish.starts + MIDNIGHT or wish.starts >= MIDNIGHT:
        faults["ends"] = "hours-ends-early"
    if wish.person is None and wish.on_date is None:
        faults["person"] = "required"
    if wish.valid_from and wish.valid_to and wish.valid_to < wish.valid_from:
        faults["valid_to"] = "hours-ends-early"
    if faults:
        raise Invalid(faults)


WORKS: Final = (
    "SELECT g.role, g.division FROM role_grant g JOIN person p ON p.id = g.person WHERE p.id = {} "
    "AND p.disabled_at IS NULL AND g.valid_from <= {} AND (g.valid_to IS NULL OR g.valid_to > {}) "
    "AND g.division IS NOT NULL"
)


async def _must_work_there(person: UUID, division: str, now: datetime) -> None:
    (grants,) = await together(Sql(WORKS, person, now, now))
    if not any(Role(each["role"]) in DESK and contains(each["division"], division) for each in grants):
        raise Invalid({"person": "no-such-person"})
