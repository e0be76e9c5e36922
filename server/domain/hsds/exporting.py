"""Giving the whole directory away: every service that is not deleted, whatever its state, by its id."""

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from server.domain.city import City
from server.domain.hsds import reading
from server.domain.hsds.filters import Filter
from server.domain.hsds.listing import in_lines, world_of
from server.domain.hsds.packing import Package
from server.domain.hsds.records import Organization, Service
from server.domain.hsds.showing import full_organization, full_service

ALL: Final = Filter("s.deleted_at IS NULL AND o.deleted_at IS NULL", [])
PROVIDES_NOTHING: Final = (
    "NOT EXISTS (SELECT 1 FROM service s WHERE s.organization = o.id AND s.deleted_at IS NULL)"
)
AT_ONCE: Final = 500


class Exported(Struct):
    """How many records were written."""

    services: int = 0
    organizations: int = 0  # that provide nothing, and therefore stand alone


async def all_services(city: City, now: datetime) -> AsyncIterator[list[Service]]:
    """Some hundred at a time."""
    world = await world_of(city, now)
    async for ids in reading.stream_ids(ALL):
        yield [full_service(whole, world) for whole in await reading.wholes_of(ids)]


async def idle_organizations() -> AsyncIterator[list[Organization]]:
    """Those that provide nothing."""
    last = reading.FIRST
    while True:
        where = f"{PROVIDES_NOTHING} AND o.id > {{}}"
        _, rows = await reading.organizations(where, [last], 1, AT_ONCE)
        if rows:
            yield [full_organization(row) for row in rows]
        if len(rows) < AT_ONCE:
            return
        last = rows[-1]["organization_id"]


async def export_package(path: Path, city: City, now: datetime) -> Exported:
    """The tabular data package: a zip of CSV files."""
    done = Exported()
    with Package(path) as packer:
        async for services in all_services(city, now):
            packer.add(services)
            done.services += len(services)
        async for organizations in idle_organizations():
            packer.add(organizations)
            done.organizations += len(organizations)
    return done


async def export_json(path: Path, city: City, now: datetime, lines: bool) -> Exported:
    """Full services, then organizations that provide nothing: in one list, or one a line."""
    done = Exported()
    with path.open("wb") as file:
        file.write(b"" if lines else b"[")
        begun = False
        async for part in _parts(city, now, done):
            text = in_lines(part)
            if not lines:
                text = (b",\n" if begun else b"\n") + text.rstrip(b"\n").replace(b"\n", b",\n")
            file.write(text)
            begun = True
        file.write(b"" if lines else b"\n]\n")
    return done


async def _parts(city: City, now: datetime, done: Exported) -> AsyncIterator[list[msgspec.Struct]]:
    async for services in all_services(city, now):
        done.services += len(services)
        yield [*services]
    async for organizations in idle_organizations():
        done.organizations += len(organizations)
        yield [*organizations]
