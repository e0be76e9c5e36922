"""What may be in the directory twice: the same telephone for the same thing, or nearly the same name nearby.

Nearby is: offered in the same division. A desk's telephone serves many services, so it counts only within a
category. The database narrows it down, by its indexes on telephone and area; names are compared here.
"""

from typing import Any, Final, Literal
from uuid import UUID

from msgspec import Struct

from server.domain.locating import WriteLocation
from server.domain.organizing import WriteOrganization
from server.domain.pieces import normal
from server.domain.scope import scope_of
from server.domain.writing import WriteService
from server.storage.database import Sql, together
from server.storage.rows import in_keys

Why = Literal["phone", "name"]
SAME: Final = 0.7  # so much of two names is the same
SAME_KIND: Final = 0.55  # of services of one category, and of organizations
MOST_READ: Final = 500  # that are compared
MOST_AREAS: Final = 50
MOST: Final = 8
NEAR: Final = 0.002  # degrees, some 200 m


class Duplicate(Struct, frozen=True):
    """Something that may be the same."""

    id: UUID
    name: str
    owner: str
    why: Why


BY_PHONE: Final = (
    "SELECT id, name, owner, category FROM service s "
    "WHERE s.phone = {} AND s.category = {} AND s.deleted_at IS NULL ORDER BY s.id LIMIT {}"
)
NEARBY: Final = (
    "SELECT s.id, s.name, s.owner, s.category FROM service s WHERE s.deleted_at IS NULL AND s.id IN "
    "(SELECT a.service FROM service_area a WHERE a.division IN (KEYS)) ORDER BY s.id LIMIT 500"
)
PROVIDERS: Final = (
    "SELECT id, name, owner, phone FROM organization o WHERE o.deleted_at IS NULL "
    "AND (o.phone = {} AND o.phone <> '' OR o.owner BETWEEN {} AND {}) ORDER BY o.id LIMIT {}"
)
PLACES: Final = (
    "SELECT id, name, address, division AS owner FROM location l WHERE l.deleted_at IS NULL "
    "AND l.division BETWEEN {} AND {} AND (l.name = {} OR l.address = {} "
    "OR l.latitude BETWEEN {} AND {} AND l.longitude BETWEEN {} AND {}) ORDER BY l.id LIMIT {}"
)


async def duplicates_of_service(data: WriteService, id: UUID | None = None) -> list[Duplicate]:
    """Services that may be this one; `id` is its own."""
    asked: dict[Why, Sql] = {}
    if data.phone:
        asked["phone"] = Sql(BY_PHONE, data.phone, data.category, MOST_READ)
    if data.areas:
        asked["name"] = in_keys(NEARBY, data.areas[:MOST_AREAS])
    found: dict[UUID, Duplicate] = {}
    for why, sql in asked.items():
        (rows,) = await together(sql)
        for row in rows:
            least = SAME_KIND if row["category"] == data.category else SAME
            if row["id"] not in {id, *found} and (why == "phone" or alike(row["name"], data.name) >= least):
                found[row["id"]] = _duplicate(row, why)
    return list(found.values())[:MOST]


async def duplicates_of_organization(data: WriteOrganization, id: UUID | None = None) -> list[Duplicate]:
    """Organizations that may be this one."""
    low, high = scope_of(data.owner) if data.owner else ("", "")
    (rows,) = await together(Sql(PROVIDERS, data.phone, low, high, MOST_READ))
    return [
        _duplicate(row, "phone" if data.phone and row["phone"] == data.phone else "name")
        for row in rows
        if row["id"] != id
        and ((data.phone and row["phone"] == data.phone) or alike(row["name"], data.name) >= SAME_KIND)
    ][:MOST]


async def duplicates_of_location(data: WriteLocation, id: UUID | None = None) -> list[Duplicate]:
    """Locations of the same division that have its name or address, or nearly its name close by."""
    if not data.division:
        return []
    latitude, longitude = (data.latitude, data.longitude) if data.latitude is not None else (999.0, 999.0)
    assert longitude is not None
    around = (latitude - NEAR, latitude + NEAR, longitude - NEAR, longitude + NEAR)
    low, high = scope_of(data.division)
    (rows,) = await together(Sql(PLACES, low, high, data.name, data.address, *around, MOST_READ))
    return [
        _duplicate(row, "name")
        for row in rows
        if row["id"] != id and (row["address"] == data.address or alike(row["name"], data.name) >= SAME)
    ][:MOST]


def alike(one: str, other: str) -> float:
    """How much of two names is the same: the share of neighbouring characters that both have, 0 to 1."""
    first, second = _pairs(normal(one)), _pairs(normal(other))
    return 2 * len(first & second) / (len(first) + len(second)) if first and second else 0.0


def _pairs(text: str) -> set[str]:
    plain = "".join(text.split())
    return {plain[at : at + 2] for at in range(len(plain) - 1)} or {plain}


def _duplicate(row: dict[str, Any], why: Why) -> Duplicate:
    return Duplicate(row["id"], row["name"], row["owner"], why)
