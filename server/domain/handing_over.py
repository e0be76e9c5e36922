"""The requests of somebody who leaves, or moves to another desk: to a colleague, or back to everybody's.

Each gets a step that says so, in the transaction in which the person leaves, so that none is ever lost with
its clerk. A request stays where it is; only whose it is changes.
"""

from datetime import datetime
from typing import Final
from uuid import UUID, uuid5

from msgspec import Struct
from msgspec.structs import replace

from server.domain.access import Seen
from server.domain.errors import Invalid
from server.domain.lifecycle import Act, state_after
from server.domain.managing import GRANTS, GrantKept, grant_of
from server.domain.moves import Matter, Move, TakeStep
from server.domain.once import Stamp
from server.domain.people import DESK, Role
from server.domain.places import Places
from server.domain.scope import contains
from server.domain.steps import REQUEST, matter_of
from server.domain.timeline import Facts
from server.domain.trace import Named, write_down
from server.storage.database import Sql, raw, together

BY_ITSELF: Final = frozenset({Role.CLOCK})  # nobody presses a button for it: it comes with the leaving
EVERYWHERE: Final = Seen("1 = 1")


class Handed(Struct, frozen=True):
    """How many requests a colleague has now, and how many nobody has."""

    given: int
    unassigned: int


class Colleague(Struct, frozen=True):
    """Who takes over, and for which desks they may."""

    id: UUID
    name: str
    grants: list[GrantKept]

    def may_have(self, holder: str) -> bool:
        """Whether they work at this desk."""
        return covers(self.grants, holder)


def covers(grants: list[GrantKept], holder: str) -> bool:
    """Whether one of the grants is for the desk of this holder."""
    return any(grant.role in DESK and contains(grant.division, holder) for grant in grants)


THEIRS: Final = "SELECT id, holder FROM service_request WHERE clerk = {} AND closed_at IS NULL ORDER BY id"
WORKING: Final = "SELECT name FROM person WHERE id = {} AND disabled_at IS NULL"


async def colleague(id: UUID | None, leaving: UUID, now: datetime) -> Colleague | None:
    """Who is named to take over. Raises Invalid for whoever leaves, and for who does not work."""
    if id is None:
        return None
    people, rows = await together(Sql(WORKING, id), Sql(GRANTS, id))
    grants = [grant for row in rows if (grant := grant_of(row)).is_in_force(now) and grant.role in DESK]
    if not people or not grants or id == leaving:
        raise Invalid({"to": "no-such-clerk"})
    return Colleague(id, people[0]["name"], grants)


async def hand_over(
    person: UUID, keeps: list[GrantKept], to: UUID | None, stamp: Stamp, places: Places
) -> Handed:
    """To be called within `write()`: the open requests of a desk for which they act no more.

    `keeps`: the grants they still have. What the colleague may not have goes back to everybody. Raises
    Invalid, and ChangedMeanwhile if a request moved on just now.
    """
    heir = await colleague(to, person, stamp.at)
    given = unassigned = 0
    for row in await raw(THEIRS, person):
        if covers(keeps, row["holder"]):
            continue
        (found,) = await together(EVERYWHERE.within(REQUEST, row["id"]))
        matter = matter_of(found[0])
        taker = heir if heir and heir.may_have(matter.position.holder) else None
        await _hand(matter, taker, person, stamp, places)
        given, unassigned = given + bool(taker), unassigned + (not taker)
    return Handed(given, unassigned)


async def _hand(matter: Matter, to: Colleague | None, leaving: UUID, stamp: Stamp, places: Places) -> None:
    state = state_after(matter.position.state, Act.HAND_OVER, BY_ITSELF)
    position = replace(matter.position, state=state, clerk=to.id if to else None)
    facts = Facts(to=str(to.id), name=to.name) if to else Facts()
    step = TakeStep(Act.HAND_OVER)
    named = Named(uuid5(leaving, f"{matter.id} {matter.version}"), matter.id, stamp, "desk")
    move = Move(position, facts, matter.photos_expected, matter.category)
    await write_down(named, step, matter, move, await places.at(stamp.at, matter.place))
