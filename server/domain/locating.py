"""Changing where services are given: one location, or many at once. Its division keeps it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Final
from uuid import UUID

from msgspec import Meta, Struct
from msgspec.structs import replace

from server.domain import texts
from server.domain.plain import Plain
from server.domain.revisions import DELETE, Author, Mark
from server.domain.writing import Code, Text120, Text200

Latitude = Annotated[float, Meta(ge=-180, le=180)]  # two that were swapped get that far, to be told so
Longitude = Annotated[float, Meta(ge=-180, le=180)]


class WriteLocation(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A location as somebody writes it. WGS-84, as GPS has it; a Chinese map's coordinates are others."""

    division: Code = ""
    name: Text120 = ""
    address: Text200 = ""
    entrance: Text200 = ""  # how to get in
    latitude: Latitude | None = None
    longitude: Longitude | None = None


def tidied(data: WriteLocation) -> WriteLocation:
    """In the one form in which it is kept."""
    return replace(
        data, name=texts.line(data.name), address=texts.line(data.address), entrance=texts.line(data.entrance)
    )


NEEDED: Final = "s.id IN (SELECT l.service FROM service_at_location l WHERE l.location IN (KEYS))"
LOCATIONS: Final = Plain("location", WriteLocation, "division", NEEDED, tidied)


async def save_location(
    id: UUID,
    data: WriteLocation,
    now: datetime,
    *,
    by: Author | None = None,
    act: str = "publish",
    note: str = "",
) -> int:
    """Add a location, or replace the one of this id; its version. Raises Invalid, Duplicate."""
    return (await LOCATIONS.save({id: data}, Mark(now, by, act, note)))[id]


async def save_locations(
    locations: Mapping[UUID, WriteLocation],
    now: datetime,
    *,
    by: Author | None = None,
    act: str = "import",
    note: str = "",
) -> dict[UUID, int]:
    """The same for many, all or none: their versions."""
    return await LOCATIONS.save(locations, Mark(now, by, act, note))


async def delete_location(id: UUID, now: datetime, *, by: Author | None = None, note: str = "") -> None:
    """Nobody finds it any more. Raises StillUsed while something is given there, NotFound, Duplicate."""
    await LOCATIONS.delete(id, Mark(now, by, DELETE, note))
