"""What can stand in for a service that is not given any more: of its category, the nearest first.

Near is counted from where the closed one was; where nobody wrote that down, by the network: the same
community before the same street, district, city.
"""

from typing import Any, Final
from uuid import UUID

import msgspec
from msgspec import Struct

from server.domain.directory import SHOWN
from server.domain.divisions import metres
from server.domain.scope import digits_of, parent_of, scope_of
from server.storage.database import Sql, together

MOST: Final = 3
AROUND: Final = 0.05  # degrees, some 5 km: who walks further asks the hotline
LOOKED_AT: Final = 400

COLUMNS: Final = (
    "SELECT s.id, s.name, s.texts, s.phone, s.owner, l.address, l.latitude, l.longitude FROM service s "
    "LEFT JOIN service_at_location a ON a.service = s.id LEFT JOIN location l ON l.id = a.location "
)
NEAR: Final = (
    f"{COLUMNS}WHERE s.category = {{}} AND s.id <> {{}} AND {SHOWN} "
    "AND l.latitude BETWEEN {} AND {} AND l.longitude BETWEEN {} AND {} "
    "ORDER BY abs(l.latitude - {}) + abs(l.longitude - {}) LIMIT {}"
)
IN_AREA: Final = (
    "IN (SELECT service FROM service_area WHERE division BETWEEN {} AND {} OR division IN ({}, {}))"
)
IN_NETWORK: Final = (
    f"{COLUMNS}WHERE s.category = {{}} AND s.id <> {{}} AND {SHOWN} AND s.id {IN_AREA} LIMIT {{}}"
)


class Alike(Struct, frozen=True):
    """A service that may help instead."""

    id: UUID
    name: str
    phone: str
    address: str
    distance_m: int | None  # from where the closed one was


async def find_alike(
    id: UUID, category: str, owner: str, point: tuple[float, float] | None, language: str
) -> list[Alike]:
    """The three nearest of a category. `point`: where the closed one was, WGS-84."""
    street, district = (owner if len(digits_of(owner)) <= 9 else parent_of(owner)), _district(owner)
    city = parent_of(district) or owner
    reads = [Sql(IN_NETWORK, category, id, *scope_of(street), district, city, LOOKED_AT)]
    if point:
        latitude, longitude = point
        box = (latitude - AROUND, latitude + AROUND, longitude - AROUND, longitude + AROUND)
        reads.append(Sql(NEAR, category, id, *box, *point, LOOKED_AT))
    found: dict[UUID, tuple[tuple[int, int, str], Alike]] = {}
    for row in (row for rows in await together(*reads) for row in rows):
        place, alike = _weighed(row, point, owner, language)
        if alike.id not in found or place < found[alike.id][0]:
            found[alike.id] = place, alike
    return [alike for _, alike in sorted(found.values(), key=lambda each: each[0])[:MOST]]


def _district(owner: str) -> str:
    return owner[:6].ljust(12, "0") if len(digits_of(owner)) >= 6 else owner


def _weighed(
    row: dict[str, Any], point: tuple[float, float] | None, owner: str, language: str
) -> tuple[tuple[int, int, str], Alike]:
    away = None
    if point and row["latitude"] is not None and row["longitude"] is not None:
        away = metres(*point, row["latitude"], row["longitude"])
    shared = next((n for n in (12, 9, 6, 4) if row["owner"][:n] == owner[:n]), 0)
    texts = msgspec.json.decode(row["texts"], type=dict[str, dict[str, str]])
    name = texts.get(language, {}).get("name") or row["name"]
    alike = Alike(row["id"], name, row["phone"], row["address"] or "", away)
    return (10**9 if away is None else away, -shared, str(row["id"])), alike
