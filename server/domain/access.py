"""Who may see a request, and in what capacity they act on it. Every query on requests starts here.

A resident sees their own and what their key opens; staff see what is about, or held by, a division in their
scope; a provider sees what it holds. Who has the number and its code may look, not act. A foreign id and none
are the same 404, because both are the same empty answer of the same query.
"""

import hmac
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from msgspec import Struct

from server.domain.keys import Keys
from server.domain.lifecycle import PRESSING, WITH_A_FIRM, Act, State, acts_open_to
from server.domain.numbers import digits_in, lookup_code
from server.domain.people import DESK, Actor, Role
from server.domain.places import ORGANIZATION
from server.domain.scope import parent_of, scope_of
from server.storage.database import Sql, raw

READERS: Final = DESK | {Role.AUDITOR}


class Seen(Struct, frozen=True):
    """A condition, mostly on `service_request r`, and what fills its blanks."""

    sql: str
    args: tuple[Any, ...] = ()

    def within(self, template: str, *before: Any, after: tuple[Any, ...] = ()) -> Sql:
        """The statement with this condition in place of SEEN; `before`, `after`: its other arguments."""
        return Sql(template.replace("SEEN", self.sql), *before, *self.args, *after)


class Ticket(Struct, frozen=True):
    """What a resident has on paper: the number of a request and its look-up code."""

    number: str = ""
    code: str = ""

    @property
    def digits(self) -> str:
        """The number, however it was copied."""
        return digits_in(self.number)

    def opens(self, id: UUID, keys: Keys) -> bool:
        """Does the code belong to this request? The number is asked of the database."""
        return bool(self.number) and hmac.compare_digest(digits_in(self.code), lookup_code(keys, id))


NO_TICKET: Final = Ticket()


class Reader(Struct, frozen=True):
    """Who reads, when (UTC), in which language, and what they hold in their hand."""

    actor: Actor
    now: datetime
    language: str = "zh-CN"
    ticket: Ticket = NO_TICKET


NOTHING: Final = Seen("1 = 0")  # false on both engines


def visible_to(actor: Actor, number: str = "") -> Seen:
    """What they may see; with `number`, also the request that bears it."""
    either = [*_own(actor), *_of_staff(actor)]
    if number:
        either.append(Seen("r.number = {}", (number,)))
    return any_of(either)


def queue_of(actor: Actor) -> Seen:
    """What lies with the offices and firms for which they act."""
    ranges = [in_scope("r.holder", code) for code in actor.divisions(READERS)]
    return any_of([*ranges, *_of_firms(actor)])


def _own(actor: Actor) -> list[Seen]:
    own = [Seen("r.key_hash = {}", (actor.key_hash,))] if actor.key_hash else []
    if actor.person and not actor.is_staff:
        own.append(Seen("r.resident = {}", (actor.person,)))
    return own


def _of_staff(actor: Actor) -> list[Seen]:
    codes = actor.divisions(READERS)
    return [in_scope(column, code) for code in codes for column in ("r.place", "r.holder")] + _of_firms(actor)


def _of_firms(actor: Actor) -> list[Seen]:
    return [
        Seen("r.holder = {}", (f"{ORGANIZATION}{right.organization}",))
        for right in actor.rights
        if right.role is Role.PROVIDER and right.organization
    ]


def in_scope(column: str, code: str) -> Seen:
    """What carries a code of this division's subtree in a column."""
    return Seen(f"{column} BETWEEN {{}} AND {{}}", scope_of(code))


def any_of(seen: list[Seen]) -> Seen:
    """One or the other; nothing of none."""
    if not seen:
        return NOTHING
    return Seen(f"({' OR '.join(one.sql for one in seen)})", tuple(arg for one in seen for arg in one.args))


def roles_in(actor: Actor, holder: str, key_hash: str | None, resident: UUID | None) -> frozenset[Role]:
    """In which capacities somebody acts on a request that lies with `holder`."""
    roles = {right.role for right in actor.rights if _covers(right.division, right.organization, holder)}
    if actor.key_hash and actor.key_hash == key_hash:
        roles.add(Role.RESIDENT)
    if actor.person and not actor.is_staff and actor.person == resident:
        roles.add(Role.RESIDENT)
    if any(right.role is Role.CLOCK for right in actor.rights):
        roles.add(Role.CLOCK)
    return frozenset(roles)


def _covers(division: str | None, organization: UUID | None, holder: str) -> bool:
    if holder.startswith(ORGANIZATION):
        return holder == f"{ORGANIZATION}{organization}"
    if division is None:
        return False
    low, high = scope_of(division)
    return low <= holder <= high


def above(holder: str, place: str) -> str:
    """Where a request goes that climbs: the division above, for a firm's the place; "" above the city."""
    return place if holder.startswith(ORGANIZATION) else parent_of(holder)


class Standing(Struct, frozen=True):
    """What decides about the acts that are open now, beside state and roles."""

    state: State
    reopened: int
    holder: str
    place: str
    photos_missing: bool
    undoable: bool = False  # the last step is this person's own, and a few seconds old


def may_speak(actor: Actor, place: str) -> bool:
    """Staff of the place may say something about it also while it lies with another office."""
    return not roles_in(actor, place, None, None).isdisjoint(DESK)


def acts_now(roles: frozenset[Role], standing: Standing) -> list[Act]:
    """The buttons for somebody: what the table opens, less what would be refused all the same."""
    # Whoever may press is not asked by role alone (`domain.pressing`), nor what firms are for (`dispatches`).
    pointless = set(PRESSING | WITH_A_FIRM)
    if not standing.undoable:
        pointless.add(Act.UNDO)
    if not standing.photos_missing:
        pointless.add(Act.PHOTO_GIVEN_UP)
    if not above(standing.holder, standing.place):
        pointless.add(Act.ESCALATE)
    return [act for act in acts_open_to(roles, standing.state, standing.reopened) if act not in pointless]


LOOK_UP: Final = "SELECT id FROM service_request WHERE number = {}"


async def look_up(ticket: Ticket, keys: Keys) -> UUID | None:
    """The request that a number and its code open; None for a wrong number as for a wrong code.

    One query and one HMAC in either case, so that the time it takes tells nothing.
    """
    rows = await raw(LOOK_UP, ticket.digits)
    id: UUID = rows[0]["id"] if rows else UUID(int=0)
    right = ticket.opens(id, keys)
    return id if rows and right else None
