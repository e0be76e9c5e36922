"""What a sheet may speak of: everything that a division's desk keeps, and who may provide for it."""

from functools import cached_property
from typing import Final
from uuid import UUID

from msgspec import Struct

from server.domain.locating import LOCATIONS, WriteLocation
from server.domain.organizing import ORGANIZATIONS, WriteOrganization
from server.domain.pinyin import Reader
from server.domain.places import all_above
from server.domain.scope import scope_of
from server.domain.shelving import read_services
from server.domain.writing import WriteService, tidied
from server.storage.database import Sql, together

DIVISIONS: Final = (
    "SELECT code, name, short_name FROM division WHERE code BETWEEN {} AND {} AND valid_to IS NULL"
)
KEPT: Final = "SELECT id FROM service WHERE deleted_at IS NULL AND owner BETWEEN {} AND {} ORDER BY id"
PROVIDERS: Final = (
    "SELECT id FROM organization WHERE deleted_at IS NULL "
    "AND (owner BETWEEN {} AND {} OR owner IN ({}, {}, {})) ORDER BY id"
)
PLACES: Final = "SELECT id FROM location WHERE deleted_at IS NULL AND division BETWEEN {} AND {} ORDER BY id"


class Known(Struct, frozen=True, dict=True):
    """The directory of one division's subtree as it stands."""

    owner: str  # whose sheet it is
    divisions: dict[str, tuple[str, str]]  # official and short name, by code
    organizations: dict[UUID, WriteOrganization]
    locations: dict[UUID, WriteLocation]
    services: dict[UUID, WriteService]

    @cached_property
    def codes(self) -> dict[str, list[str]]:
        """Divisions by what they are called; several where a name is not enough."""
        named: dict[str, list[str]] = {}
        for code, names in self.divisions.items():
            for name in set(names):
                named.setdefault(name, []).append(code)
        return named

    @cached_property
    def providers(self) -> dict[str, UUID]:
        """Organizations by name; of two of one name the nearest to the owner, then the first."""
        named: dict[str, UUID] = {}
        for id, each in sorted(
            self.organizations.items(), key=lambda it: (-len(it[1].owner.rstrip("0")), it[0])
        ):
            named.setdefault(each.name, id)
        return named

    @cached_property
    def places(self) -> dict[tuple[str, str], UUID]:
        """Locations by division and name."""
        named: dict[tuple[str, str], UUID] = {}
        for id, each in self.locations.items():
            named.setdefault((each.division, each.name), id)
        return named

    @cached_property
    def alike(self) -> dict[tuple[object, ...], UUID]:
        """Services by what tells one row of a sheet from another where it has no id."""
        named: dict[tuple[object, ...], UUID] = {}
        for id, each in self.services.items():
            named.setdefault(key_of(each), id)
        return named


def key_of(service: WriteService) -> tuple[object, ...]:
    """The same name, from the same provider, in the same areas, at the same place: the same service."""
    return service.name, service.organization, *service.areas, "at", *service.locations[:1]


async def find_known(owner: str, reader: Reader) -> Known:
    """What the desk of this division keeps now."""
    scope = scope_of(owner)
    above = (*all_above(owner), "", "", "")[:3]
    divisions, kept, providers, places = await together(
        Sql(DIVISIONS, *scope), Sql(KEPT, *scope), Sql(PROVIDERS, *scope, *above), Sql(PLACES, *scope)
    )
    services = await read_services([row["id"] for row in kept], reader)
    far = {place for it in services.values() for place in it.body.locations} - {row["id"] for row in places}
    locations = await LOCATIONS.read([*(row["id"] for row in places), *sorted(far)])
    organizations = await ORGANIZATIONS.read([row["id"] for row in providers])
    return Known(
        owner=owner,
        divisions={row["code"]: (row["name"], row["short_name"]) for row in divisions},
        organizations={id: it.body for id, it in organizations.items()},
        locations={id: it.body for id, it in locations.items()},
        services={id: tidied(it.body) for id, it in services.items()},
    )
