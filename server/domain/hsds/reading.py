"""Reading what is published, in pages and as a stream: a bounded number of statements, however long the page.

A page is first the ids, in their order and counted, then all that belongs to them at once. A stream goes from
id to id, so that it holds nothing open and what changes meanwhile moves nothing.
"""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from msgspec import Struct

from server.domain.hours import Rule
from server.domain.hsds.filters import PUBLISHED, Filter, told_since
from server.domain.hsds.showing import Row, Whole
from server.domain.memo import Memo
from server.storage.database import Sql, together
from server.storage.rows import AT_ONCE, in_keys

FROM: Final = "FROM service s JOIN organization o ON o.id = s.organization "
AT: Final = f"{FROM}JOIN service_at_location a ON a.service = s.id JOIN location l ON l.id = a.location "
ORGANIZATION: Final = (
    "o.id AS organization_id, o.name AS organization_name, o.description AS organization_description, "
    "o.kind AS organization_kind, o.phone AS organization_phone, "
    "o.certificate AS organization_certificate, o.owner AS organization_owner, "
    "o.changed_at AS organization_changed_at "
)
PLACES_CHANGED: Final = (
    "(SELECT MAX(p.changed_at) FROM service_at_location b JOIN location p ON p.id = b.location "
    "WHERE b.service = s.id) AS places_changed_at"
)
COLUMNS: Final = (
    "s.id, s.name, s.name_pinyin, s.alternate_names, s.category, s.description, s.eligibility, s.audience, "
    "s.documents, s.application, s.fee, s.fee_note, s.wait, s.languages, s.accessibility, s.home_visit, "
    f"s.phone, s.texts, s.status, s.verified_on, s.owner, s.changed_at, {PLACES_CHANGED}, {ORGANIZATION}"
)
PLACE: Final = (
    "a.id AS at, a.service, l.id, l.division, l.name, l.address, l.entrance, l.latitude, l.longitude "
    "FROM service_at_location a JOIN location l ON l.id = a.location "
)
SERVICES: Final = f"SELECT {COLUMNS}{FROM}WHERE s.id IN (KEYS)"
PLACES: Final = f"SELECT {PLACE}WHERE l.deleted_at IS NULL AND a.service IN (KEYS) ORDER BY a.id"
RULES: Final = Rule.__struct_fields__
HOURS: Final = f"SELECT service, {', '.join(RULES)} FROM schedule WHERE service IN (KEYS) ORDER BY id"  # noqa: S608
AREAS: Final = "SELECT service, division FROM service_area WHERE service IN (KEYS)"
FIRST: Final = UUID(int=0)


class Found(Struct, frozen=True):
    """The ids of a page, in their order, and how many there are in all."""

    total: int
    ids: list[UUID]


async def find_ids(which: Filter, page: int, size: int) -> Found:
    """A page of the services that fit."""
    return await _page(f"{FROM}WHERE {which.where}", "s.id", which, page, size)


async def find_places(which: Filter, page: int, size: int) -> Found:
    """A page of services at their places: the ids of the pairs."""
    return await _page(f"{AT}WHERE {which.where}", "a.id", which, page, size)


_counts: Final[Memo[int]] = Memo(200)
VERSION: Final = "SELECT version FROM topic_version WHERE topic = 'directory'"


async def _page(tail: str, id: str, which: Filter, page: int, size: int) -> Found:
    """Counting takes longer than a page: it is done once for each state of the directory."""
    order = f" ORDER BY {id} LIMIT {{}} OFFSET {{}}"
    versions, rows = await together(
        Sql(VERSION), Sql(f"SELECT {id} AS id {tail}{order}", *which.args, size, (page - 1) * size)
    )
    version, key = int(versions[0]["version"]) if versions else 0, f"{tail}{which.args}"
    total = _counts.recall(key, version)
    if total is None:
        (counted,) = await together(Sql(f"SELECT count(*) AS total {tail}", *which.args))
        total = _counts.keep(key, version, int(counted[0]["total"]))
    return Found(total, [row["id"] for row in rows])


async def stamps_of(which: Filter, page: int, size: int) -> tuple[int, list[Row]]:
    """Only ids and when each last changed."""
    tail = f"{FROM}WHERE {which.where}"
    changed = f"SELECT s.id, s.changed_at, {PLACES_CHANGED}, o.changed_at AS organization_changed_at "
    counted, rows = await together(
        Sql(f"SELECT count(*) AS total {tail}", *which.args),
        Sql(f"{changed}{tail} ORDER BY s.id LIMIT {{}} OFFSET {{}}", *which.args, size, (page - 1) * size),
    )
    return int(counted[0]["total"]), rows


async def rows_of(ids: Sequence[UUID]) -> list[Row]:
    """The services of these ids, at most AT_ONCE, in their order, without what hangs on them."""
    if not ids:
        return []
    (rows,) = await together(in_keys(SERVICES, ids))
    return _ordered(rows, ids)


async def wholes_of(ids: Sequence[UUID]) -> list[Whole]:
    """The same with all that hangs on them."""
    if not ids:
        return []
    services, places, hours, areas = await together(
        in_keys(SERVICES, ids), in_keys(PLACES, ids), in_keys(HOURS, ids), in_keys(AREAS, ids)
    )
    places_of, hours_of, areas_of = _grouped(places), _grouped(hours), _grouped(areas)
    return [
        Whole(
            row,
            places_of[row["id"]],
            [rule_of(each) for each in hours_of[row["id"]]],
            [each["division"] for each in areas_of[row["id"]]],
        )
        for row in _ordered(services, ids)
    ]


def _ordered(rows: list[Row], ids: Sequence[UUID]) -> list[Row]:
    by_id = {row["id"]: row for row in rows}
    return [by_id[id] for id in ids if id in by_id]


def _grouped(rows: Iterable[Row]) -> defaultdict[UUID, list[Row]]:
    grouped: defaultdict[UUID, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row.pop("service")].append(row)
    return grouped


def rule_of(row: Row) -> Rule:
    """A row of hours as a rule."""
    return Rule(**{name: row[name] for name in RULES if name != "closed"}, closed=bool(row["closed"]))


async def find_whole(id: UUID, now: datetime) -> Whole | None:
    """One service, if it is published."""
    (rows,) = await together(Sql(f"SELECT s.id {FROM}WHERE s.id = {{}} AND {PUBLISHED}", id, told_since(now)))
    found = await wholes_of([row["id"] for row in rows])
    return found[0] if found else None


async def pairs_of(ids: Sequence[UUID], full: bool) -> list[tuple[Whole, Row]]:
    """These services at these places, in their order."""
    if not ids:
        return []
    (places,) = await together(in_keys(f"SELECT {PLACE}WHERE a.id IN (KEYS)", ids))
    services = list(dict.fromkeys(place["service"] for place in places))
    wholes = (
        await wholes_of(services) if full else [Whole(row, [], [], []) for row in await rows_of(services)]
    )
    by_id = {whole.id: whole for whole in wholes}
    by_at = {place["at"]: place for place in places}
    return [(by_id[by_at[id]["service"]], by_at[id]) for id in ids if id in by_at]


async def find_at(id: UUID, now: datetime) -> tuple[Whole, Row] | None:
    """One service at one of its places, if both are published."""
    sql = f"SELECT a.id {AT}WHERE a.id = {{}} AND l.deleted_at IS NULL AND {PUBLISHED}"
    (rows,) = await together(Sql(sql, id, told_since(now)))
    found = await pairs_of([row["id"] for row in rows], full=True)
    return found[0] if found else None


async def stream_ids(which: Filter, places: bool = False, size: int = AT_ONCE) -> AsyncIterator[list[UUID]]:
    """All ids that fit, so many at a time."""
    tail, id = (AT, "a.id") if places else (FROM, "s.id")
    last = FIRST
    while True:
        sql = f"SELECT {id} AS id {tail}WHERE {which.where} AND {id} > {{}} ORDER BY {id} LIMIT {size}"
        (rows,) = await together(Sql(sql, *which.args, last))
        if rows:
            yield [row["id"] for row in rows]
        if len(rows) < size:
            return
        last = rows[-1]["id"]


OF_ORGANIZATION: Final = (
    f"SELECT s.organization, s.id {FROM}WHERE s.organization IN (KEYS) AND {PUBLISHED} ORDER BY s.id"
)


async def organizations(where: str, args: list[Any], page: int, size: int) -> tuple[int, list[Row]]:
    """How many organizations fit a condition on `o`, and a page of them."""
    tail = f"FROM organization o WHERE o.deleted_at IS NULL AND {where}"
    counted, rows = await together(
        Sql(f"SELECT count(*) AS total {tail}", *args),
        Sql(
            f"SELECT {ORGANIZATION}{tail} ORDER BY o.id LIMIT {{}} OFFSET {{}}",
            *args,
            size,
            (page - 1) * size,
        ),
    )
    return int(counted[0]["total"]), rows


async def services_of(ids: Sequence[UUID], now: datetime) -> dict[UUID, list[UUID]]:
    """The published services of these organizations."""
    if not ids:
        return {}
    asked = in_keys(OF_ORGANIZATION, ids)
    (rows,) = await together(Sql(asked.template, *asked.args, told_since(now)))
    found: dict[UUID, list[UUID]] = {}
    for row in rows:
        found.setdefault(row["organization"], []).append(row["id"])
    return found
