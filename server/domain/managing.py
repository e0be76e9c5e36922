"""Which staff a manager may see and change: those of their own part of the network, and nobody above them.

A role is given, and taken, by a manager at or above its division. Who counts the survey is no manager's
subordinate, but the city's. Nobody changes themselves.
"""

from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from msgspec import Struct

from server.domain.errors import NotAllowed, NotFound, NotOneself, NotSignedIn, PersonEnded
from server.domain.once import Stamp
from server.domain.people import Actor, Role
from server.domain.places import STAFF
from server.domain.scope import contains, level_of
from server.domain.topics import bump
from server.storage.database import Sql, engine_type, raw, together

MANAGERS: Final = frozenset({Role.MANAGER})
OF_THE_CITY: Final = frozenset({Role.STATISTICIAN})  # roles that only the city's managers give
CITY: Final = 1  # its level


class GrantKept(Struct, frozen=True):
    """A role of somebody, over a division; from when, until when."""

    id: UUID
    role: Role
    division: str
    valid_from: datetime
    valid_to: datetime | None

    def is_in_force(self, now: datetime) -> bool:
        """At this moment."""
        return self.valid_from <= now and (self.valid_to is None or self.valid_to > now)


class Member(Struct, frozen=True):
    """One of the staff, with what they may do now."""

    id: UUID
    name: str
    username: str
    disabled_at: datetime | None
    grants: list[GrantKept]  # in force


def must_manage(actor: Actor) -> list[str]:
    """The divisions that they manage. Raises NotSignedIn or NotAllowed."""
    if actor.person is None:
        raise NotSignedIn
    managed = actor.divisions(MANAGERS)
    if not managed:
        raise NotAllowed
    return managed


def may_give(actor: Actor, role: Role, division: str) -> bool:
    """May they give this role over this division, and take it?"""
    over = [code for code in actor.divisions(MANAGERS) if contains(code, division)]
    return bool(over) and (role not in OF_THE_CITY or any(level_of(code) == CITY for code in over))


PERSON: Final = "SELECT id, name, username, disabled_at FROM person WHERE id = {} AND username IS NOT NULL"
GRANTS: Final = (
    "SELECT id, role, division, valid_from, valid_to FROM role_grant WHERE person = {} "
    "AND division IS NOT NULL ORDER BY valid_from, id"
)


async def member(id: UUID, actor: Actor, now: datetime) -> Member:
    """Somebody who works, or worked, in their part of the network.

    Raises NotSignedIn, NotAllowed; NotFound for another's and for nobody.
    """
    managed = must_manage(actor)
    people, rows = await together(Sql(PERSON, id), Sql(GRANTS, id))
    grants = [grant_of(row) for row in rows]
    if not people or not any(contains(code, grant.division) for code in managed for grant in grants):
        raise NotFound
    in_force = [grant for grant in grants if grant.is_in_force(now)]
    return Member(grants=in_force, **people[0])


async def member_to_change(id: UUID, actor: Actor, now: datetime) -> Member:
    """The same, for a change. Raises NotOneself and PersonEnded too."""
    somebody = await member(id, actor, now)
    if id == actor.person:
        raise NotOneself
    if somebody.disabled_at is not None:
        raise PersonEnded
    return somebody


def grant_of(row: dict[str, Any]) -> GrantKept:
    """The grant of a row."""
    return GrantKept(row["id"], Role(row["role"]), row["division"], row["valid_from"], row["valid_to"])


CHANGED: Final = (
    "INSERT INTO staff_change (id, person, what, role, division, given, unassigned, by, by_name, at) "
    "VALUES ({}, {}, {}, {}, {}, {}, {}, {}, {}, {})"
)


class Change(Struct, frozen=True):
    """What was done about somebody."""

    what: str
    role: str = ""
    division: str = ""
    given: int = 0
    unassigned: int = 0


async def note_change(person: UUID, change: Change, stamp: Stamp) -> None:
    """A row that stays; in the transaction of the change itself."""
    by = stamp.by
    done = (change.what, change.role, change.division, change.given, change.unassigned)
    await raw(CHANGED, uuid4(), person, *done, by.person or person, by.name, stamp.at)
    await bump(STAFF)


async def one_at_a_time() -> None:
    """Changes of the staff wait for each other: two who end each other at once would leave nobody."""
    if engine_type() == "postgres":  # SQLite writes one by one
        await raw("SELECT pg_advisory_xact_lock(hashtext('staff'))")
