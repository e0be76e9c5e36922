"""Who works in a manager's part of the network, and what was done about them."""

from datetime import datetime
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from msgspec import Meta, Struct

from server.domain.access import Reader, Seen, any_of, in_scope
from server.domain.cursors import Last, cursor_of, last_of
from server.domain.errors import NotFound
from server.domain.managing import GrantKept, grant_of, may_give, member, must_manage
from server.domain.people import Role
from server.domain.places import Map, all_above
from server.domain.scope import contains
from server.domain.texts import line
from server.storage.database import Sql, together
from server.storage.rows import select_in

PAGE: Final = 50
CHANGES: Final = 50  # of one person that are shown, the last ones
Show = Literal["working", "ended"]


class RoleShown(Struct, frozen=True):
    """A role over a division of the manager's part; `may_end`: by this manager."""

    id: UUID
    role: str
    division: str
    division_name: str
    valid_from: datetime
    valid_to: datetime | None
    may_end: bool


class PersonShown(Struct, frozen=True):
    """One of the staff. Roles in other parts of the network are not shown, only that there are some."""

    id: UUID
    name: str
    username: str
    roles: list[RoleShown]
    elsewhere: bool
    open: int  # requests that are theirs and not over
    signed_in_at: datetime | None
    invited_until: datetime | None  # a link is out that was not used
    has_password: bool
    has_factor: bool  # an authenticator is in use
    ended_at: datetime | None
    may_change: bool


class StaffList(Struct, frozen=True):
    """Those who came last first."""

    items: list[PersonShown]
    next_cursor: str | None


class ChangeShown(Struct, frozen=True):
    """What was done about somebody, by whom, when."""

    what: str
    role: str
    division_name: str
    given: int
    unassigned: int
    by_name: str
    at: datetime


class Heir(Struct, frozen=True):
    """Somebody who could take over what is theirs; `open`: what they have in hand already."""

    id: UUID
    name: str
    open: int


class PersonWithChanges(Struct, frozen=True):
    """One of the staff, who could take over from them, and the last things done about them first."""

    person: PersonShown
    heirs: list[Heir]
    changes: list[ChangeShown]


class Asked(Struct, frozen=True):
    """Which of them; "" is all of one's part."""

    division: str = ""
    q: Annotated[str, Meta(max_length=80)] = ""
    show: Show = "working"
    cursor: str = ""


COLUMNS: Final = (
    "SELECT p.id, p.name, p.username, p.created_at, p.signed_in_at, p.disabled_at, "
    "p.password_hash IS NOT NULL AS has_password, "
    "EXISTS (SELECT 1 FROM second_factor f WHERE f.person = p.id AND f.confirmed_at IS NOT NULL) "
    "AS has_factor, "
    "(SELECT count(*) FROM service_request r WHERE r.clerk = p.id AND r.closed_at IS NULL) AS open, "
    "i.expires_at AS invited_until FROM person p LEFT JOIN staff_invitation i ON i.person = p.id "
    "AND i.used_at IS NULL AND i.ended_at IS NULL "
)
LIST: Final = (
    "PEOPLE WHERE p.username IS NOT NULL AND SEEN AND EXISTS (SELECT 1 FROM role_grant g "
    "WHERE g.person = p.id AND WITHIN) ORDER BY p.created_at DESC, p.id LIMIT {}"
).replace("PEOPLE ", COLUMNS)
ONE: Final = "PEOPLE WHERE p.id = {}".replace("PEOPLE ", COLUMNS)
ALL_GRANTS: Final = (
    "SELECT id, person, role, division, valid_from, valid_to FROM role_grant WHERE person IN (KEYS) "
    "AND division IS NOT NULL ORDER BY division, valid_from, id"
)
DONE: Final = (
    "SELECT what, role, division, given, unassigned, by_name, at FROM staff_change WHERE person = {} "
    "ORDER BY at DESC, id LIMIT {}"
)


async def find_people(asked: Asked, reader: Reader, known: Map) -> StaffList:
    """A page of the staff. Raises NotSignedIn, NotAllowed; NotFound for another's division; Invalid."""
    managed = must_manage(reader.actor)
    if asked.division:
        if (
            not any(contains(code, asked.division) for code in managed)
            or asked.division not in known.divisions
        ):
            raise NotFound(division=asked.division)
        managed = [asked.division]
    within = any_of([in_scope("g.division", code) for code in managed])
    seen = _conditions(asked)
    sql = LIST.replace("SEEN", seen.sql).replace("WITHIN", within.sql)
    (rows,) = await together(Sql(sql, *seen.args, *within.args, PAGE + 1))
    page = rows[:PAGE]
    shown = await _shown(page, reader, known)
    more = cursor_of(Last(page[-1]["created_at"], page[-1]["id"])) if len(rows) > PAGE else None
    return StaffList(shown, more)


def _conditions(asked: Asked) -> Seen:
    sql = ["p.disabled_at IS " + ("NULL" if asked.show == "working" else "NOT NULL")]
    args: list[Any] = []
    if q := line(asked.q).lower():
        like = "%" + q.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        sql.append("(lower(p.name) LIKE {} ESCAPE '\\' OR p.username LIKE {} ESCAPE '\\')")
        args += [like, like]
    if last := last_of(asked.cursor):
        sql.append("(p.created_at < {} OR (p.created_at = {} AND p.id > {}))")
        args += [last.at, last.at, last.id]
    return Seen(" AND ".join(sql), tuple(args))


async def read_person(id: UUID, reader: Reader, known: Map) -> PersonWithChanges:
    """One of them. Raises NotSignedIn, NotAllowed, NotFound."""
    await member(id, reader.actor, reader.now)
    rows, done = await together(Sql(ONE, id), Sql(DONE, id, CHANGES))
    (shown,) = await _shown(rows, reader, known)
    changes = [
        ChangeShown(division_name=known.name(row.pop("division"), reader.language), **row)
        for row in done
        if not row["division"] or any(contains(code, row["division"]) for code in must_manage(reader.actor))
    ]
    return PersonWithChanges(shown, await _heirs(shown, reader), changes)


HEIRS: Final = (
    "SELECT DISTINCT p.id, p.name, (SELECT count(*) FROM service_request r WHERE r.clerk = p.id "
    "AND r.closed_at IS NULL) AS open FROM person p JOIN role_grant g ON g.person = p.id "
    "WHERE p.disabled_at IS NULL AND p.id <> {} AND g.role IN ('clerk', 'manager', 'call_taker') "
    "AND g.valid_from <= {} AND (g.valid_to IS NULL OR g.valid_to > {}) AND g.division IN (KEYS)"
)


async def _heirs(shown: PersonShown, reader: Reader) -> list[Heir]:
    """Those of the same desks, and of the manager's desks above; who has least in hand first."""
    desks = {code for role in shown.roles for code in (role.division, *all_above(role.division))}
    mine = [code for code in desks if may_give(reader.actor, Role.CLERK, code)]
    rows = await select_in(HEIRS, mine, shown.id, reader.now, reader.now) if mine else []
    heirs = {row["id"]: Heir(row["id"], row["name"], int(row["open"])) for row in rows}
    return sorted(heirs.values(), key=lambda heir: (heir.open, heir.name))


async def _shown(rows: list[dict[str, Any]], reader: Reader, known: Map) -> list[PersonShown]:
    if not rows:
        return []
    of: dict[UUID, list[GrantKept]] = {}
    for row in await select_in(ALL_GRANTS, [row["id"] for row in rows]):
        of.setdefault(row["person"], []).append(grant_of(row))
    return [_person(row, of.get(row["id"], []), reader, known) for row in rows]


def _person(row: dict[str, Any], grants: list[GrantKept], reader: Reader, known: Map) -> PersonShown:
    actor, now = reader.actor, reader.now
    counting = [each for each in grants if each.is_in_force(now)] or grants[-1:]
    mine = [each for each in counting if may_give(actor, Role.CLERK, each.division)]
    changeable = row["disabled_at"] is None and row["id"] != actor.person
    return PersonShown(
        id=row["id"],
        name=row["name"],
        username=row["username"],
        roles=[
            RoleShown(
                id=each.id,
                role=each.role,
                division=each.division,
                division_name=known.name(each.division, reader.language),
                valid_from=each.valid_from,
                valid_to=each.valid_to,
                may_end=changeable and may_give(actor, each.role, each.division),
            )
            for each in mine
        ],
        elsewhere=len(mine) < len(counting),
        open=int(row["open"]),
        signed_in_at=row["signed_in_at"],
        invited_until=row["invited_until"],
        has_password=bool(row["has_password"]),
        has_factor=bool(row["has_factor"]),
        ended_at=row["disabled_at"],
        may_change=changeable and all(may_give(actor, each.role, each.division) for each in counting),
    )
