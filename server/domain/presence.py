"""Is anybody there: whether an office has staff at all, and who is on duty there at an hour.

A shift on one day replaces the weekly ones of that day; one without a person says that nobody is on duty. On
duty is only who may work there: whoever was moved or has left is on no roster any more.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import Struct

from server.domain.memo import Memo
from server.domain.people import DESK, Role
from server.domain.places import ORGANIZATION, STAFF, Map, all_above
from server.domain.routing import Route
from server.storage.database import Sql, together

WORKING: Final = frozenset({Role.CLERK, Role.MANAGER})  # who makes an office one that is staffed
DAY: Final = 1440  # minutes


class Shift(Struct, frozen=True):
    """A row of the roster."""

    id: UUID
    division: str
    person: UUID | None
    name: str
    weekdays: int  # bits, Monday is 1; 0: on one day
    on_date: date | None
    starts: int  # minutes after midnight
    ends: int  # past 1440: the next day
    valid_from: date | None = None
    valid_to: date | None = None
    version: int = 1

    def is_weekly_on(self, day: date) -> bool:
        """Does it come back on this day?"""
        begun = self.valid_from is None or self.valid_from <= day
        going = self.valid_to is None or self.valid_to >= day
        return self.on_date is None and bool(self.weekdays >> day.weekday() & 1) and begun and going


def shifts_on(shifts: Sequence[Shift], day: date) -> list[Shift]:
    """Those that begin on a day, at one centre, the earliest first."""
    special = [shift for shift in shifts if shift.on_date == day]
    chosen = special or [shift for shift in shifts if shift.is_weekly_on(day)]
    return sorted(chosen, key=lambda shift: (shift.starts, shift.ends, shift.name))


def on_duty_at(shifts: Sequence[Shift], at: datetime, zone: ZoneInfo) -> list[Shift]:
    """Whose shift it is at a moment, at one centre; a night's shift belongs to the day on which it began."""
    local = at.astimezone(zone)
    minute = local.hour * 60 + local.minute
    today, yesterday = local.date(), local.date() - timedelta(days=1)
    both = [(shift, minute) for shift in shifts_on(shifts, today)]
    both += [(shift, minute + DAY) for shift in shifts_on(shifts, yesterday)]
    return [shift for shift, then in both if shift.person and shift.starts <= then < shift.ends]


class Presence(Struct, frozen=True):
    """Of some offices and firms, at one moment."""

    staffed: frozenset[str]  # holders with somebody who may act
    duty: dict[str, list[Shift]]  # who is on duty, by office

    def is_vacant(self, holder: str) -> bool:
        """Nobody works there."""
        return holder not in self.staffed


GRANTS: Final = (
    "SELECT g.division, g.organization, g.role, g.valid_from, g.valid_to FROM role_grant g "
    "JOIN person p ON p.id = g.person "
    "WHERE p.disabled_at IS NULL AND (g.valid_to IS NULL OR g.valid_to > {}) AND "
)
SHIFTS: Final = (
    "SELECT d.id, d.division, d.person, p.name, d.weekdays, d.on_date, d.starts, d.ends, d.valid_from, "
    "d.valid_to, d.version FROM duty d LEFT JOIN person p ON p.id = d.person WHERE d.division IN (KEYS)"
)
ON_DUTY: Final = (
    "SELECT g.person, g.division, g.role, g.valid_from, g.valid_to FROM role_grant g "
    "JOIN person p ON p.id = g.person "
    "WHERE p.disabled_at IS NULL AND (g.valid_to IS NULL OR g.valid_to > {}) AND g.division IS NOT NULL "
    "AND g.person IN (SELECT d.person FROM duty d WHERE d.division IN (KEYS))"
)


class Staff(Struct, frozen=True):
    """Who may work at some offices and firms and when their shifts are, as the database has it."""

    grants: list[dict[str, Any]]
    able: list[dict[str, Any]]  # the grants of whoever has a shift
    shifts: dict[str, list[Shift]]  # by office

    def at(self, now: datetime, zone: ZoneInfo) -> Presence:
        """Who is there at a moment."""
        able = [grant for grant in self.able if _is_valid(grant, now)]
        there = {
            office: [shift for shift in shifts if shift.person is None or _may_work(shift, able)]
            for office, shifts in self.shifts.items()
        }
        duty = {office: on_duty_at(shifts, now, zone) for office, shifts in there.items()}
        grants = (grant for grant in self.grants if _is_valid(grant, now))
        return Presence(frozenset(_staffed(grants)), {office: on for office, on in duty.items() if on})


async def presence_of(holders: Iterable[str], zone: ZoneInfo, now: datetime) -> Presence:
    """Who is there, as it is now."""
    return (await read_staff(holders, now)).at(now, zone)


async def read_staff(holders: Iterable[str], now: datetime) -> Staff:
    """Whoever works there now or later, in one hop."""
    firms = [UUID(one.removeprefix(ORGANIZATION)) for one in holders if one.startswith(ORGANIZATION)]
    codes = [one for one in holders if not one.startswith(ORGANIZATION)]
    where, args = _either(codes, firms)
    grants, shifts, able = await together(
        Sql(GRANTS + where, now, *args),
        Sql(SHIFTS.replace("KEYS", blanks(codes)), *codes),
        Sql(ON_DUTY.replace("KEYS", blanks(codes)), now, *codes),
    )
    by_office: dict[str, list[Shift]] = {}
    for shift in map(shift_of, shifts):
        by_office.setdefault(shift.division, []).append(shift)
    return Staff(grants, able, by_office)


def _is_valid(grant: dict[str, Any], now: datetime) -> bool:
    ends: datetime | None = grant["valid_to"]
    begins: datetime = grant["valid_from"]
    return begins <= now and (ends is None or ends > now)


def blanks(values: Sequence[object]) -> str:
    """Placeholders for a list; of none one that nothing equals."""
    return ", ".join(["{}"] * len(values)) or "NULL"


def _either(codes: Sequence[str], firms: Sequence[UUID]) -> tuple[str, list[object]]:
    return f"(g.division IN ({blanks(codes)}) OR g.organization IN ({blanks(firms)}))", [*codes, *firms]


def _staffed(grants: Iterable[dict[str, Any]]) -> Iterator[str]:
    for grant in grants:
        role = Role(grant["role"])
        if grant["organization"] and role is Role.PROVIDER:
            yield f"{ORGANIZATION}{grant['organization']}"
        elif grant["division"] and role in WORKING:
            yield grant["division"]


def _may_work(shift: Shift, able: Iterable[dict[str, Any]]) -> bool:
    offices = {shift.division, *all_above(shift.division)}
    return any(
        grant["person"] == shift.person and Role(grant["role"]) in DESK and grant["division"] in offices
        for grant in able
    )


def shift_of(row: dict[str, Any]) -> Shift:
    """A row of the roster."""
    return Shift(
        row["id"],
        row["division"],
        row["person"],
        row["name"] or "",
        row["weekdays"],
        row["on_date"],
        row["starts"],
        row["ends"],
        row["valid_from"],
        row["valid_to"],
        row["version"],
    )


KEPT: Final = Memo[Staff](5000)  # by the offices that are asked one after the other


class Settled(Struct, frozen=True):
    """Where a new request lies: with its first holder, or further up because nobody is there."""

    route: Route
    holder: str
    passed: tuple[str, ...] = ()  # who would have had it
    on_duty: tuple[str, ...] = ()  # the names of those who are on duty there outside its hours


async def settle(route: Route, place: str, urgent: bool, known: Map, now: datetime) -> Settled:
    """A vacant office is passed over; at night what is urgent goes up to where somebody is on duty.

    A firm whose people cannot see it never gets it. Where nobody is anywhere, it stays with the first office.
    A change of the staff is seen as a change of the map is.
    """
    chain = chain_of(route.holder, place)
    key, version = " ".join(chain), known.versions.get(STAFF, 0)
    staff = KEPT.recall(key, version) or KEPT.keep(key, version, await read_staff(chain, now))
    presence = staff.at(now, known.zone)
    return settled(route, chain, presence, urgent=urgent, known=known, now=now)


def chain_of(holder: str, place: str) -> list[str]:
    """The holder, and who is asked after it: from a firm the place, and each level above."""
    office = place if holder.startswith(ORGANIZATION) else holder
    offices = [office, *reversed(all_above(office))]
    return offices if office == holder else [holder, *offices]


def settled(
    route: Route, chain: Sequence[str], presence: Presence, *, urgent: bool, known: Map, now: datetime
) -> Settled:
    """The rule of `settle`, without looking anything up."""
    first = chain[1] if chain[0].startswith(ORGANIZATION) else chain[0]
    holder = next((one for one in chain if not presence.is_vacant(one)), first)
    at_night = not known.working(holder).is_open_at(now)
    if urgent and at_night:
        awake = (
            one
            for one in chain[chain.index(holder) :]
            if presence.duty.get(one) or (not presence.is_vacant(one) and known.working(one).is_open_at(now))
        )
        holder = next(awake, holder)
    on_duty = presence.duty.get(holder, []) if not known.working(holder).is_open_at(now) else []
    return Settled(
        route,
        holder,
        tuple(chain[: chain.index(holder)]),
        tuple(shift.name for shift in on_duty),
    )
