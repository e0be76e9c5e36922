"""Estates 小区: which addresses are whose, and which property company manages them; kept on the desk.

An address belongs to one estate: an overlap within a community is refused. A company is an organization of
the directory. What stands here decides whose a request about property management's work is (`routing`).
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from server.domain.access import READERS, any_of, in_scope
from server.domain.addresses import EstateKnown, Road, plain, stretches_of
from server.domain.cursors import Last, cursor_of, last_of
from server.domain.errors import ChangedMeanwhile, Invalid, NotAllowed, NotFound, NotSignedIn
from server.domain.keeping import EDITORS, may_edit
from server.domain.people import Actor
from server.domain.places import TOPIC, Map, Places
from server.domain.scope import level_of
from server.domain.texts import line
from server.domain.topics import bumping
from server.storage.database import Sql, raw, together, write
from server.storage.errors import Duplicate

PAGE: Final = 50
MOST_ROADS: Final = 40


class WriteEstate(Struct, frozen=True, forbid_unknown_fields=True):
    """An estate as somebody writes it; `version` is the one that this change began from, 0 of a new one."""

    version: Annotated[int, Meta(ge=0)]
    community: Annotated[str, Meta(pattern=r"^[0-9]{12}$")]
    name: Annotated[str, Meta(min_length=1, max_length=80)]
    roads: Annotated[list[Road], Meta(max_length=MOST_ROADS)] = []
    organization: UUID | None = None


class EstateShown(Struct, frozen=True):
    """An estate; `is_seen`: somebody of the company can see what comes to it."""

    id: UUID
    community: str
    community_name: str
    name: str
    roads: list[Road]
    organization: UUID | None
    company: str
    is_seen: bool
    version: int
    changed_at: datetime
    may_edit: bool


class EstatePage(Struct, frozen=True):
    """By community and name."""

    items: list[EstateShown]
    next_cursor: str | None
    may_add: bool


class EstateSaved(Struct, frozen=True):
    """The version that stands now."""

    id: UUID
    version: int


ROW: Final = (
    "SELECT e.id, e.community, e.name, e.addresses, e.organization, o.name AS company, e.version, "
    "e.changed_at, "
    "EXISTS (SELECT 1 FROM role_grant g JOIN person p ON p.id = g.person WHERE g.organization = "
    "e.organization "
    "AND g.role = 'provider' AND p.disabled_at IS NULL AND g.valid_from <= {} "
    "AND (g.valid_to IS NULL OR g.valid_to > {})) AS is_seen "
    "FROM estate e LEFT JOIN organization o ON o.id = e.organization WHERE e.deleted_at IS NULL "
)
LISTED: Final = "AND SEEN AND FOUND ORDER BY e.community, e.name, e.id LIMIT {}"
AFTER: Final = (
    " AND (e.community, e.name, e.id) > (SELECT b.community, b.name, b.id FROM estate b WHERE b.id = {})"
)
NAMED: Final = "(e.name LIKE {} ESCAPE '!' OR o.name LIKE {} ESCAPE '!' OR e.addresses LIKE {} ESCAPE '!')"


def must_read_estates(actor: Actor) -> None:
    """Staff of the network may. Raises NotSignedIn or NotAllowed."""
    if actor.person is None:
        raise NotSignedIn
    if not actor.divisions(READERS):
        raise NotAllowed


async def list_estates(
    actor: Actor, known: Map, now: datetime, *, q: str = "", cursor: str = "", language: str = "zh-CN"
) -> EstatePage:
    """Those of somebody's communities; `q`: a name, a company, or an address, which finds its estate."""
    must_read_estates(actor)
    seen = any_of([in_scope("e.community", code) for code in actor.divisions(READERS)])
    found, args = "1 = 1", list[Any]()
    words, last = line(q), last_of(cursor)
    if words:
        like = f"%{words.replace('!', '!!').replace('%', '!%').replace('_', '!_')}%"
        found, args = NAMED, [like] * 3
        if at := [one.id for one in at_address(words, known)]:
            found = f"({NAMED} OR e.id IN ({', '.join(['{}'] * len(at))}))"
            args += at
    sql = ROW + LISTED.replace("SEEN", seen.sql).replace("FOUND", found + (AFTER if last else ""))
    rows = await raw(sql, now, now, *seen.args, *args, *([last.id] if last else []), PAGE + 1)
    items = [_shown(row, actor, known, language) for row in rows[:PAGE]]
    more = cursor_of(Last(None, items[-1].id)) if len(rows) > PAGE else None
    return EstatePage(items, more, bool(actor.divisions(EDITORS)))


def at_address(words: str, known: Map) -> list[EstateKnown]:
    """The estates, of any community, to which an address belongs."""
    found = (known.estates.find(code, [words]) for code in known.estates.by_community)
    return [estate for estate in found if estate][:20]


def _shown(row: dict[str, Any], actor: Actor, known: Map, language: str) -> EstateShown:
    return EstateShown(
        id=row["id"],
        community=row["community"],
        community_name=known.name(row["community"], language),
        name=row["name"],
        roads=msgspec.json.decode(row["addresses"], type=list[Road]),
        organization=row["organization"],
        company=row["company"] or "",
        is_seen=bool(row["is_seen"]),
        version=row["version"],
        changed_at=row["changed_at"],
        may_edit=may_edit(actor, [row["community"]]),
    )


KEPT: Final = (
    "SELECT id, community, name, organization, addresses, version, deleted_at FROM estate WHERE id = {}"
)
THERE: Final = "SELECT id, name, addresses FROM estate WHERE deleted_at IS NULL AND community = {}"
PUT: Final = (
    "INSERT INTO estate (id, community, name, organization, addresses, version, changed_at, deleted_at) "
    "VALUES ({}, {}, {}, {}, {}, {}, {}, NULL) ON CONFLICT (id) DO UPDATE SET community = "
    "excluded.community, "
    "name = excluded.name, organization = excluded.organization, addresses = excluded.addresses, "
    "version = excluded.version, changed_at = excluded.changed_at, deleted_at = NULL "
    "WHERE estate.version = excluded.version - 1 RETURNING id"
)
GONE: Final = (
    "UPDATE estate SET deleted_at = {}, changed_at = {}, version = version + 1 WHERE id = {} AND "
    "version = {} "
    "RETURNING id"
)


async def save_estate(
    id: UUID, wish: WriteEstate, actor: Actor, places: Places, now: datetime
) -> EstateSaved:
    """Add it, or change it. Raises NotSignedIn, NotAllowed, NotFound, Invalid, ChangedMeanwhile."""
    known = await places.at(now, wish.community)
    kept = await _kept(id, actor)
    _check(wish, actor, known)
    tidy = tidied(wish)
    if kept and kept["version"] == wish.version + 1 and not kept["deleted_at"] and _is_same(kept, tidy):
        return EstateSaved(id, kept["version"])  # sent twice
    try:
        async with write():
            await check_overlaps(id, tidy)
            (put, _) = await together(put_row(id, tidy, now), bumping(TOPIC))
            if not put:
                raise ChangedMeanwhile
    except Duplicate:
        raise Invalid({"name": "estate-is-there"}) from None
    places.forget()
    return EstateSaved(id, wish.version + 1)


async def delete_estate(id: UUID, version: int, actor: Actor, places: Places, now: datetime) -> None:
    """Its addresses are nobody's any more. Raises as `save_estate`."""
    kept = await _kept(id, actor)
    if kept is None:
        raise NotFound
    if kept["deleted_at"]:
        return
    async with write():
        gone, _ = await together(Sql(GONE, now, now, id, version), bumping(TOPIC))
        if not gone:
            raise ChangedMeanwhile
    places.forget()


async def _kept(id: UUID, actor: Actor) -> dict[str, Any] | None:
    must_read_estates(actor)
    if not actor.divisions(EDITORS):
        raise NotAllowed
    rows = await raw(KEPT, id)
    if rows and not may_edit(actor, [rows[0]["community"]]):
        raise NotFound
    return rows[0] if rows else None


def _check(wish: WriteEstate, actor: Actor, known: Map) -> None:
    if not may_edit(actor, [wish.community]):
        raise NotFound
    if wish.community not in known.divisions or level_of(wish.community) != 4:
        raise Invalid({"community": "no-such-place"})


def tidied(wish: WriteEstate) -> WriteEstate:
    """As it is stored. Raises Invalid for numbers that cannot be read."""
    roads = [Road(line(one.road), line(one.numbers)) for one in wish.roads if line(one.road)]
    for at, one in enumerate(roads):
        try:
            stretches_of(one.numbers)
        except Invalid as fault:
            keys = {f"roads.{at}.numbers": key for key in fault.fields.values()}
            raise Invalid(keys, **fault.facts) from None
    return msgspec.structs.replace(wish, name=line(wish.name), roads=roads)


def put_row(id: UUID, tidy: WriteEstate, now: datetime) -> Sql:
    """The statement that stores it, on the version that it began from."""
    roads = msgspec.json.encode(tidy.roads).decode()
    return Sql(PUT, id, tidy.community, tidy.name, tidy.organization, roads, tidy.version + 1, now)


async def check_overlaps(id: UUID, tidy: WriteEstate) -> None:
    """No house of it belongs to another estate of the community, and the company is there. Raises Invalid."""
    there, companies = await together(
        Sql(THERE, tidy.community),
        Sql("SELECT id FROM organization WHERE id = {} AND deleted_at IS NULL", tidy.organization),
    )
    if tidy.organization and not companies:
        raise Invalid({"organization": "no-such-holder"})
    others = [(row["name"], decoded(row)) for row in there if row["id"] != id]
    if met := overlap(tidy.roads, others):
        name, road, number = met
        raise Invalid({"roads": "estate-overlap"}, road=road, number=number, name=name)


def decoded(row: dict[str, Any]) -> list[Road]:
    """The addresses of a row."""
    return msgspec.json.decode(row["addresses"], type=list[Road])


def overlap(
    roads: Sequence[Road], others: Iterable[tuple[str, Sequence[Road]]]
) -> tuple[str, str, int] | None:
    """The first house that belongs to another estate too: the estate's name, road and number."""
    mine = [(plain(one.road), stretch) for one in roads for stretch in stretches_of(one.numbers)]
    for name, theirs in others:
        for one in theirs:
            for stretch in stretches_of(one.numbers):
                for road, own in mine:
                    if road == plain(one.road) and own.meets(stretch):
                        return name, one.road, max(own.first, stretch.first)
    return None


def _is_same(row: dict[str, Any], tidy: WriteEstate) -> bool:
    stands = (row["community"], row["name"], row["organization"], decoded(row))
    return stands == (tidy.community, tidy.name, tidy.organization, tidy.roads)
