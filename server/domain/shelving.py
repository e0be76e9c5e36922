"""A service as it stands in the tables: its row, and rows of its areas, locations and hours."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID, uuid4

import msgspec

from server.domain.directory import rule_of
from server.domain.hours import Rule
from server.domain.hsds.ids import at_id
from server.domain.pinyin import Reader
from server.domain.revisions import Kept, last_bodies
from server.domain.writing import WriteService
from server.storage.rows import insert_values, select_in

# How a service stands in its row; areas, locations and hours have rows of their own.
PLAIN: Final = (
    *("organization", "category", "name", "description", "eligibility", "documents", "application", "fee"),
    *("fee_note", "wait", "accessibility", "home_visit", "phone", "status", "verified_on", "owner"),
)
COLUMNS: Final = (
    *("id", *PLAIN, "name_pinyin", "alternate_names", "audience", "languages", "texts"),
    *("version", "changed_at", "deleted_at"),
)
RULE: Final = Rule.__struct_fields__


async def put_services(
    after: Mapping[UUID, Kept[WriteService]], there: Sequence[UUID], reader: Reader
) -> None:
    """Rows and parts of services; `there`: those that have some already.

    To be called within `write()`.
    """
    bodies = {id: kept.body for id, kept in after.items()}
    await insert_values("service", COLUMNS, [_row(id, kept, reader) for id, kept in after.items()], key="id")
    await take_apart(there)
    areas = [(id, code) for id, data in bodies.items() for code in data.areas]
    await insert_values("service_area", ("service", "division"), areas)
    at = [
        (at_id(id, place, number), id, place)
        for id, data in bodies.items()
        for number, place in enumerate(data.locations)
    ]
    await insert_values("service_at_location", ("id", "service", "location"), at)
    hours = [
        (_in_order(number), id, *(getattr(rule, name) for name in RULE))
        for id, data in bodies.items()
        for number, rule in enumerate(data.hours)
    ]
    await insert_values("schedule", ("id", "service", *RULE), hours)


async def take_apart(ids: Sequence[UUID]) -> None:
    """Without areas, locations and hours. To be called within `write()`."""
    for table in ("service_area", "service_at_location", "schedule"):
        await select_in(f"DELETE FROM {table} WHERE service IN (KEYS)", ids)  # noqa: S608 - our own words


def _in_order(number: int) -> UUID:
    """A new id that sorts by a number: the order of rows is that in which they were written."""
    return UUID(int=(number << 112) | (uuid4().int & ((1 << 112) - 1)))


def _row(id: UUID, kept: Kept[WriteService], reader: Reader) -> list[Any]:
    data = kept.body
    own = {
        "id": id,
        "name_pinyin": data.pinyin or reader.read(data.name),
        "alternate_names": "\n".join(data.aka),
        "audience": " ".join(data.audience),
        "languages": " ".join(data.languages),
        "texts": msgspec.json.encode(data.texts).decode(),
        "version": kept.version,
        "changed_at": kept.changed_at,
        "deleted_at": kept.deleted_at,
    }
    return [own[name] if name in own else getattr(data, name) for name in COLUMNS]


SERVICES: Final = f"SELECT {', '.join(COLUMNS)} FROM service WHERE id IN (KEYS)"  # noqa: S608 - our own words
AREAS: Final = "SELECT service, division FROM service_area WHERE service IN (KEYS) ORDER BY division"
AT: Final = "SELECT service, location FROM service_at_location WHERE service IN (KEYS) ORDER BY id"
HOURS: Final = f"SELECT service, {', '.join(RULE)} FROM schedule WHERE service IN (KEYS) ORDER BY id"  # noqa: S608


async def read_services(ids: Sequence[UUID], reader: Reader) -> dict[UUID, Kept[WriteService]]:
    """Those of these that are there, as somebody would write them; also those that were deleted."""
    rows = await select_in(SERVICES, ids)
    areas, at, hours = [
        _by_service(await select_in(sql, [row["id"] for row in rows])) for sql in (AREAS, AT, HOURS)
    ]
    last = await last_bodies([row["id"] for row in rows if row["deleted_at"]], WriteService)
    found = {}
    for row in rows:
        id = row["id"]
        body = last.get(id) or WriteService(
            **{name: row[name] for name in PLAIN if name != "home_visit"},
            home_visit=bool(row["home_visit"]),
            pinyin="" if row["name_pinyin"] == reader.read(row["name"]) else row["name_pinyin"],
            aka=[name for name in row["alternate_names"].split("\n") if name],
            audience=sorted(row["audience"].split()),
            languages=row["languages"].split(),
            texts=msgspec.json.decode(row["texts"], type=dict[str, dict[str, str]]),
            areas=[part["division"] for part in areas.get(id, ())],
            locations=[part["location"] for part in at.get(id, ())],
            hours=[rule_of(part) for part in hours.get(id, ())],
        )
        found[id] = Kept(row["version"], row["changed_at"], row["deleted_at"], body)
    return found


def _by_service(rows: Iterable[dict[str, Any]]) -> dict[UUID, list[dict[str, Any]]]:
    grouped: dict[UUID, list[dict[str, Any]]] = {}
    for row in rows:
        grouped.setdefault(row["service"], []).append(row)
    return grouped
