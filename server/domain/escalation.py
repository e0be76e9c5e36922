"""What time does to a request that nobody touches: late it climbs, answered by silence it is closed.

A request that nobody takes on in time goes one level up (community, street, district, city; from a firm back
to the place), and its next holder has a time of its own. Where an office has nobody who could take it on, it
climbs at once, if there is anybody above. What somebody took on stays theirs when it is late, but is watched
from above: by the next level when it is due, by one more each time as long again has passed; at three times
the promise the city watches. The people of each level are told, and the step says whom.

A resolved request whose resident says nothing for seven days is closed: never "confirmed". Each of these is a
step by the clock, under an id made of request and version, so that two clocks take the same step once.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid5

from msgspec import Struct

from server.domain.access import above
from server.domain.errors import ChangedMeanwhile, NotFound, SentOtherwise, StepNotAllowed
from server.domain.jobs import queueing
from server.domain.lifecycle import Act, State
from server.domain.moves import TakeStep
from server.domain.news import by_day
from server.domain.once import Stamp
from server.domain.people import CLOCK, Role
from server.domain.places import Map, Places
from server.domain.presence import WORKING, Presence, blanks, chain_of, presence_of
from server.domain.steps import take_step
from server.domain.terms import terms_of
from server.storage.database import Sql, raw, together, write

BATCH: Final = 200
TELL: Final = "tell-level"  # the job
OVERDUE: Final = (
    "SELECT id, version, place, holder, urgent FROM service_request WHERE closed_at IS NULL AND due_at <= {} "
    "AND state = {} AND holder NOT LIKE '____00000000' ORDER BY due_at LIMIT {}"  # not above the city
)
UNANSWERED: Final = (
    "SELECT DISTINCT holder, place FROM service_request WHERE closed_at IS NULL AND state = 'submitted'"
)
LEFT_ALONE: Final = (
    "SELECT id, version, place, holder, urgent FROM service_request WHERE closed_at IS NULL "
    "AND state = 'submitted' AND holder = {} AND place = {} ORDER BY due_at LIMIT {}"
)
LATE: Final = (
    "SELECT r.id, r.version, r.place, r.holder, r.category, r.urgent, r.due_at, w.division FROM "
    "service_request r "
    "LEFT JOIN supervision w ON w.request = r.id AND w.due_at = r.due_at WHERE r.closed_at IS NULL "
    "AND r.due_at <= {} AND r.state IN ('accepted', 'assigned', 'in_progress') "
    "AND r.holder NOT LIKE '____00000000' AND (w.request IS NULL OR w.next_at <= {}) "
    "ORDER BY r.due_at LIMIT {}"
)
WATCH: Final = (
    "INSERT INTO supervision (request, due_at, division, next_at) VALUES ({}, {}, {}, {}) "
    "ON CONFLICT (request) DO UPDATE SET due_at = excluded.due_at, division = excluded.division, "
    "next_at = excluded.next_at"
)
SILENT: Final = (
    "SELECT id, version FROM service_request WHERE closed_at IS NULL AND due_at <= {} AND state = {} "
    "ORDER BY due_at LIMIT {}"
)
STEPS: Final = UUID("5a9f3b0e-6a55-4d2c-9c35-0a3c1b2f7e11")  # the name space of the clock's steps


async def climb_overdue(places: Places, now: datetime) -> int:
    """Send what nobody answered in time one level up. Gives how many climbed."""
    rows = await raw(OVERDUE, now, State.SUBMITTED.value, BATCH)
    known = await places.at(now)
    told = await names_at({above(row["holder"], row["place"]) for row in rows}, now)
    return sum([await _climb(row, "overdue", told, places, known, now=now) for row in rows])


async def climb_vacant(places: Places, now: datetime) -> int:
    """Send what lies where nobody works one level up, if somebody is further up. Gives how many climbed."""
    known = await places.at(now)
    asked = await raw(UNANSWERED)
    chains = {(row["holder"], row["place"]): chain_of(row["holder"], row["place"]) for row in asked}
    presence = await presence_of({one for chain in chains.values() for one in chain}, known.zone, now)
    climbed = 0
    for (holder, place), chain in chains.items():
        if presence.is_vacant(holder) and any(not presence.is_vacant(one) for one in chain[1:]):
            told = await names_at([chain[1]], now)
            rows = await raw(LEFT_ALONE, holder, place, BATCH)
            climbed += sum([await _climb(row, "vacant", told, places, known, now=now) for row in rows])
    return climbed


async def _climb(
    row: dict[str, Any],
    why: str,
    told: dict[str, tuple[str, ...]],
    places: Places,
    known: Map,
    *,
    now: datetime,
) -> bool:
    office = above(row["holder"], row["place"])
    step = TakeStep(Act.ESCALATE, version=row["version"], why=why, told=told.get(office, ()))
    async with write():
        done = await by_clock(row, step, places, now)
        if done:
            await together(_telling(row, office, why, known, now))
    return done


def _telling(row: dict[str, Any], office: str, why: str, known: Map, now: datetime) -> Sql:
    due = now if row["urgent"] else by_day(now, known.zone)
    about = f"{row['id']}:{row['version']}"
    return queueing(TELL, about, due, request=str(row["id"]), office=office, why=why)


async def supervise_late(places: Places, now: datetime) -> int:
    """Put what is in hand and late under the eyes of the next level. Gives how many steps were taken."""
    rows = await raw(LATE, now, now, BATCH)
    known = await places.at(now)
    watchers = {row["id"]: watcher_of(row) for row in rows}
    told = await names_at(set(watchers.values()), now)
    return sum([await _supervise(row, watchers[row["id"]], told, places, known, now=now) for row in rows])


def watcher_of(row: dict[str, Any]) -> str:
    """The level that watches next: above the holder, or above who watches already."""
    return above(row["division"] or row["holder"], row["place"])


async def _supervise(
    row: dict[str, Any],
    office: str,
    told: dict[str, tuple[str, ...]],
    places: Places,
    known: Map,
    *,
    now: datetime,
) -> bool:
    step = TakeStep(
        Act.SUPERVISE, version=row["version"], to=office, why="overdue", told=told.get(office, ())
    )
    higher = above(office, row["place"])
    async with write():
        done = await by_clock(row, step, places, now)
        if done:
            next_at = again_at(row, office, known) if higher else None
            await together(
                Sql(WATCH, row["id"], row["due_at"], office, next_at),
                _telling(row, office, "supervise", known, now),
            )
    return done


def again_at(row: dict[str, Any], office: str, known: Map) -> datetime:
    """When the promised time has passed once more for each level that watches."""
    done, working = terms_of(row["category"], bool(row["urgent"])).done, known.working(row["holder"])
    at: datetime = row["due_at"]
    for _ in range(chain_of(row["holder"], row["place"]).index(office)):
        at = working.due(at, done).at
    return at


async def close_silent(places: Places, now: datetime) -> int:
    """End what was resolved and not taken up again. Gives how many were closed."""
    rows = await raw(SILENT, now, State.RESOLVED.value, BATCH)
    return sum(
        [await by_clock(row, TakeStep(Act.CLOSE, version=row["version"]), places, now) for row in rows]
    )


async def by_clock(row: dict[str, Any], step: TakeStep, places: Places, now: datetime) -> bool:
    """The step; False if a person, or another clock, was faster."""
    id: UUID = row["id"]
    step_id = uuid5(STEPS, f"{id} {row['version']} {step.act}")
    stamp = Stamp(by=CLOCK, at=now, body_hash="")
    try:
        return (await take_step(id, step_id, step, stamp, places=places, side="clock")).is_new
    except (ChangedMeanwhile, NotFound, SentOtherwise, StepNotAllowed):
        return False


class Colleague(Struct, frozen=True):
    """Somebody who works at an office."""

    person: UUID
    name: str
    phone: str
    division: str


AT_OFFICE: Final = (
    "SELECT DISTINCT p.id, p.name, p.phone, g.role, g.division FROM role_grant g JOIN person p ON "
    "p.id = g.person "
    "WHERE p.disabled_at IS NULL AND g.valid_from <= {} AND (g.valid_to IS NULL OR g.valid_to > {}) "
    "AND g.division IN (KEYS) ORDER BY p.name"
)


async def colleagues_at(offices: Iterable[str], now: datetime) -> list[Colleague]:
    """Clerks and managers of these offices."""
    codes = sorted(offices)
    rows = await raw(AT_OFFICE.replace("KEYS", blanks(codes)), now, now, *codes)
    found = {
        (row["division"], row["id"]): Colleague(row["id"], row["name"], row["phone"] or "", row["division"])
        for row in rows
        if Role(row["role"]) in WORKING
    }
    return list(found.values())


async def names_at(offices: Iterable[str], now: datetime) -> dict[str, tuple[str, ...]]:
    """Who is told at each of these offices, by name."""
    names: dict[str, tuple[str, ...]] = {}
    for one in await colleagues_at(offices, now):
        names[one.division] = (*names.get(one.division, ()), one.name)
    return names


def on_duty_first(colleagues: list[Colleague], presence: Presence, office: str) -> list[Colleague]:
    """Who is on duty there now, if anybody; else all of the office."""
    on_duty = {shift.person for shift in presence.duty.get(office, [])}
    return [one for one in colleagues if one.person in on_duty] or colleagues
