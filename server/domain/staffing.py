"""Staff are moved and ended by their managers: roles begin and end, and nothing stays with who left.

A role ends, and another begins, in one step. Whoever leaves is signed out at once, and their open requests
are a colleague's, or everybody's, in the same transaction. The city always keeps a manager.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated, Final
from uuid import UUID

from msgspec import Meta, Struct

from server.domain.errors import (
    ChangedMeanwhile,
    Invalid,
    LastManager,
    LastRole,
    NotFound,
    SentOtherwise,
    WorksElsewhere,
)
from server.domain.factors import forget_factor
from server.domain.handing_over import Handed, hand_over
from server.domain.managing import (
    CITY,
    GRANTS,
    Change,
    GrantKept,
    Member,
    grant_of,
    may_give,
    member,
    member_to_change,
    note_change,
    one_at_a_time,
)
from server.domain.once import Stamp
from server.domain.people import Actor, Role
from server.domain.places import Places
from server.domain.scope import level_of
from server.domain.staff_invitations import ENDED, NEW_GRANT, Given
from server.storage.database import Sql, raw, together, write
from server.storage.errors import Duplicate

TRIES: Final = 4  # of what does not mind that one of the requests moved on meanwhile


class GiveRole(Struct, frozen=True, forbid_unknown_fields=True):
    """A role over a division; `instead`: the grant that ends with it; `to`: who takes what lies there."""

    role: Given
    division: Annotated[str, Meta(pattern=r"^[0-9]{12}$")]
    instead: UUID | None = None
    to: UUID | None = None


class HandTo(Struct, frozen=True, forbid_unknown_fields=True):
    """Who gets the open requests; nobody: they are everybody's again."""

    to: UUID | None = None


GIVEN: Final = "SELECT person, role, division FROM role_grant WHERE id = {}"
END_ROLE: Final = (
    "UPDATE role_grant SET valid_to = {} WHERE id = {} AND (valid_to IS NULL OR valid_to > {}) RETURNING id"
)


async def give_role(person: UUID, grant: UUID, wish: GiveRole, stamp: Stamp, places: Places) -> Handed:
    """Another role under the sender's id; with `instead`, a move. A second time is no second time.

    Raises as `member_to_change`, Invalid, SentOtherwise, LastManager, ChangedMeanwhile.
    """
    role, now = Role(wish.role), stamp.at
    known = await places.at(now, wish.division)

    async def doing() -> Handed:
        somebody = await member_to_change(person, stamp.by, now)
        if wish.division not in known.divisions or not may_give(stamp.by, Role.CLERK, wish.division):
            raise NotFound(division=wish.division)
        if not may_give(stamp.by, role, wish.division):
            raise Invalid({"role": "role-above-yours"})
        firsts = await raw(GIVEN, grant)
        if firsts:
            if (*firsts[0].values(),) != (person, role.value, wish.division):
                raise SentOtherwise
            return Handed(0, 0)
        old = _theirs(somebody, wish.instead, stamp.by) if wish.instead else None
        rest = [each for each in somebody.grants if each is not old]
        if any((each.role, each.division) == (role, wish.division) for each in rest):
            raise Invalid({"role": "role-held"})
        await raw(NEW_GRANT, grant, person, role.value, wish.division, now)
        await note_change(person, Change("role_given", role.value, wish.division), stamp)
        keeps = [*rest, GrantKept(grant, role, wish.division, now, None)]
        return await _end_role(person, old, keeps, wish.to, stamp, places=places) if old else Handed(0, 0)

    try:
        return await _changing(doing)
    except Duplicate:
        raise SentOtherwise from None


async def end_role(person: UUID, grant: UUID, wish: HandTo, stamp: Stamp, places: Places) -> Handed:
    """One of several roles is over. Raises as `give_role`, LastRole for the only one."""

    async def doing() -> Handed:
        somebody = await member_to_change(person, stamp.by, stamp.at)
        if await _is_over(person, grant, stamp.by):
            return Handed(0, 0)
        old = _theirs(somebody, grant, stamp.by)
        keeps = [each for each in somebody.grants if each is not old]
        if not keeps:
            raise LastRole
        return await _end_role(person, old, keeps, wish.to, stamp, places=places)

    return await _changing(doing)


LEFT: Final = "SELECT given, unassigned FROM staff_change WHERE person = {} AND what = 'ended'"


async def let_go(person: UUID, wish: HandTo, stamp: Stamp, places: Places) -> tuple[Handed, list[UUID]]:
    """Somebody works here no more, from now on; also the sessions that ended. Repeated: the first answer.

    Raises NotSignedIn, NotAllowed, NotFound, NotOneself, WorksElsewhere, LastManager, Invalid.
    """
    now = stamp.at
    ended: list[UUID] = []

    async def doing() -> Handed:
        somebody = await member(person, stamp.by, now)
        if somebody.disabled_at is not None:
            rows = await raw(LEFT, person)
            return Handed(**rows[-1]) if rows else Handed(0, 0)
        await member_to_change(person, stamp.by, now)
        if not all(may_give(stamp.by, grant.role, grant.division) for grant in somebody.grants):
            raise WorksElsewhere
        handed, ended[:] = await _leave(person, somebody.grants, wish.to, stamp, places)
        return handed

    return await _changing(doing), ended


DISABLED: Final = "UPDATE person SET disabled_at = {} WHERE id = {} AND disabled_at IS NULL RETURNING id"
ROLES_OVER: Final = (
    "UPDATE role_grant SET valid_to = {} WHERE person = {} AND (valid_to IS NULL OR valid_to > {})"
)
SIGNED_OUT: Final = (
    "UPDATE session SET ended_at = {}, end_reason = 'left' WHERE person = {} AND ended_at IS NULL "
    "RETURNING id"
)


async def reset_factor(person: UUID, stamp: Stamp) -> list[UUID]:
    """Somebody's second factor is forgotten and their sessions end: which. Raises as `member_to_change`."""
    somebody = await member_to_change(person, stamp.by, stamp.at)
    if not all(may_give(stamp.by, grant.role, grant.division) for grant in somebody.grants):
        raise WorksElsewhere
    async with write():
        await forget_factor(person)
        (sessions,) = await together(Sql(SIGNED_OUT, stamp.at, person))
        await note_change(person, Change("factor_reset"), stamp)
    return [session["id"] for session in sessions]


async def _leave(
    person: UUID, grants: list[GrantKept], to: UUID | None, stamp: Stamp, places: Places
) -> tuple[Handed, list[UUID]]:
    """The leaving itself, within `write()`. Raises LastManager, Invalid, ChangedMeanwhile."""
    now = stamp.at
    _, _, sessions, _ = await together(
        Sql(DISABLED, now, person),
        Sql(ROLES_OVER, now, person, now),
        Sql(SIGNED_OUT, now, person),
        Sql(ENDED, now, person),
    )
    await _must_keep_a_manager(grants, now)
    handed = await hand_over(person, [], to, stamp, places)
    await note_change(person, Change("ended", given=handed.given, unassigned=handed.unassigned), stamp)
    return handed, [session["id"] for session in sessions]


async def _end_role(
    person: UUID, old: GrantKept, keeps: list[GrantKept], to: UUID | None, stamp: Stamp, *, places: Places
) -> Handed:
    await raw(END_ROLE, stamp.at, old.id, stamp.at)
    await _must_keep_a_manager([old], stamp.at)
    handed = await hand_over(person, keeps, to, stamp, places)
    change = Change("role_ended", old.role.value, old.division, handed.given, handed.unassigned)
    await note_change(person, change, stamp)
    return handed


MANAGERS: Final = (
    "SELECT g.division FROM role_grant g JOIN person p ON p.id = g.person WHERE g.role = 'manager' "
    "AND g.valid_from <= {} AND (g.valid_to IS NULL OR g.valid_to > {}) AND p.disabled_at IS NULL "
    "AND p.password_hash IS NOT NULL"
)


async def _must_keep_a_manager(ending: list[GrantKept], now: datetime) -> None:
    """Somebody who has a password, or nobody could let anybody in again. Raises LastManager."""
    if not any(each.role is Role.MANAGER and level_of(each.division) == CITY for each in ending):
        return
    rows = await raw(MANAGERS, now, now)
    if not any(level_of(row["division"]) == CITY for row in rows if row["division"]):
        raise LastManager


async def _changing(doing: Callable[[], Awaitable[Handed]]) -> Handed:
    for again in reversed(range(TRIES)):
        try:
            async with write():
                await one_at_a_time()
                return await doing()
        except ChangedMeanwhile:
            if not again:
                raise
    raise ChangedMeanwhile


async def _is_over(person: UUID, grant: UUID, actor: Actor) -> bool:
    """Whether it ended before, and was the manager's to end."""
    grants = [grant_of(row) for row in await raw(GRANTS, person) if row["id"] == grant]
    return any(each.valid_to and may_give(actor, each.role, each.division) for each in grants)


def _theirs(somebody: Member, grant: UUID, actor: Actor) -> GrantKept:
    """A grant of theirs that the manager may end. Raises NotFound."""
    for each in somebody.grants:
        if each.id == grant and may_give(actor, each.role, each.division):
            return each
    raise NotFound
