"""The lists and the single records of the API: read, shown as records, and put on their page."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec
from msgspec import UNSET, Struct

from server.domain.city import City
from server.domain.directory import beside
from server.domain.divisions import find_network
from server.domain.errors import Invalid, NotFound
from server.domain.hsds import reading
from server.domain.hsds.filters import Asked, filter_of, id_of, today_in
from server.domain.hsds.records import Organization, Service, ServiceAtLocation, Taxonomy, TaxonomyTerm
from server.domain.hsds.showing import (
    Row,
    World,
    basic_organization,
    basic_service,
    full_organization,
    full_service,
    last_modified,
    service_at,
)
from server.domain.hsds.taxonomy import ALL_TERMS, TAXONOMIES, TAXONOMY_BY_ID, TERM_BY_ID, with_taxonomy
from server.storage.rows import AT_ONCE, parts_of

FEW: Final = 20  # whole services that are shown at once; of more others may be answered meanwhile
SIZE: Final = 50  # of a page, if nobody says
MOST: Final = 100
MOST_WHOLE: Final = 20  # organizations with all that they provide, in full
MOST_STAMPS: Final = 100_000  # of a minimal list, which the specification wants in one page
FARTHEST: Final = 1_000_000  # page


class Page(Struct, frozen=True, kw_only=True):
    """The envelope of a list."""

    total_items: int
    total_pages: int
    page_number: int
    size: int
    first_page: bool
    last_page: bool
    empty: bool


class ServiceStamp(Struct, frozen=True):
    """A service, and when it last changed."""

    id: UUID
    modified_date: datetime


class PageOfServices(Page, frozen=True, kw_only=True):
    """A page of services."""

    contents: list[Service]


class PageOfStamps(Page, frozen=True, kw_only=True):
    """A page of services, of each only when it last changed."""

    contents: list[ServiceStamp]


class PageOfOrganizations(Page, frozen=True, kw_only=True):
    """A page of organizations."""

    contents: list[Organization]


class PageOfServicesAtLocations(Page, frozen=True, kw_only=True):
    """A page of services at their places."""

    contents: list[ServiceAtLocation]


class PageOfTaxonomies(Page, frozen=True, kw_only=True):
    """A page of taxonomies."""

    contents: list[Taxonomy]


class PageOfTerms(Page, frozen=True, kw_only=True):
    """A page of terms."""

    contents: list[TaxonomyTerm]


class Paging(Struct, frozen=True):
    """Which page, and how long."""

    number: int
    size: int

    def around(self, total: int, shown: int) -> dict[str, Any]:
        """The envelope of so many in all, of which so many are shown."""
        pages = -(-total // self.size)
        return {
            "total_items": total,
            "total_pages": pages,
            "page_number": self.number,
            "size": shown,
            "first_page": self.number == 1,
            "last_page": self.number >= pages,
            "empty": shown == 0,
        }


def paging(page: int, per_page: int | None, most: int = MOST, usual: int = SIZE) -> Paging:
    """Raises Invalid for a page that cannot be, and for one that is too long."""
    size = usual if per_page is None else per_page
    for field, number, limit in (("page", page, FARTHEST), ("per_page", size, most)):
        if number < 1:
            raise Invalid({field: "too-low"}, limit=1)
        if number > limit:
            raise Invalid({field: "too-high"}, limit=limit)
    return Paging(page, size)


async def world_of(city: City, now: datetime) -> World:
    """The city as it is now."""
    return World(city, await find_network(city.folder), today_in(city, now))


async def list_services(asked: Asked, place: Paging, full: bool, city: City, now: datetime) -> PageOfServices:
    """A page of services. Raises Invalid."""
    found = await reading.find_ids(await filter_of(asked, city, now), place.number, place.size)
    contents = await _services(found.ids, full, await world_of(city, now))
    return PageOfServices(**place.around(found.total, len(contents)), contents=contents)


async def list_stamps(asked: Asked, place: Paging, city: City, now: datetime) -> PageOfStamps:
    """The same, of each only its id and when it last changed. What is not in the list is gone."""
    total, rows = await reading.stamps_of(await filter_of(asked, city, now), place.number, place.size)
    contents = [ServiceStamp(row["id"], last_modified(row)) for row in rows]
    return PageOfStamps(**place.around(total, len(contents)), contents=contents)


async def _services(ids: list[UUID], full: bool, world: World) -> list[Service]:
    if full:
        wholes = await reading.wholes_of(ids)
        return await beside(len(wholes) > FEW, lambda: [full_service(whole, world) for whole in wholes])
    return [basic_service(row) for row in await reading.rows_of(ids)]


async def find_service(id: UUID, city: City, now: datetime) -> Service:
    """One service with everything. Raises NotFound."""
    whole = await reading.find_whole(id, now)
    if whole is None:
        raise NotFound(service=id)
    return full_service(whole, await world_of(city, now))


async def stream_services(asked: Asked, full: bool, city: City, now: datetime) -> AsyncIterator[bytes]:
    """All services that fit, one a line. Raises Invalid before the first."""
    which, world = await filter_of(asked, city, now), await world_of(city, now)

    async def lines() -> AsyncIterator[bytes]:
        async for ids in reading.stream_ids(which, size=MOST):
            yield in_lines(await _services(ids, full, world))

    return lines()


async def list_places(
    asked: Asked, place: Paging, full: bool, city: City, now: datetime
) -> PageOfServicesAtLocations:
    """A page of services at their places. Raises Invalid."""
    which = await filter_of(asked, city, now, places=True)
    found = await reading.find_places(which, place.number, place.size)
    contents = await _places(found.ids, full, await world_of(city, now))
    return PageOfServicesAtLocations(**place.around(found.total, len(contents)), contents=contents)


async def _places(ids: list[UUID], full: bool, world: World) -> list[ServiceAtLocation]:
    pairs = await reading.pairs_of(ids, full)
    return await beside(
        full and len(pairs) > FEW, lambda: [service_at(whole, row, world, full) for whole, row in pairs]
    )


async def find_place(id: UUID, city: City, now: datetime) -> ServiceAtLocation:
    """One service at one of its places, with everything. Raises NotFound."""
    found = await reading.find_at(id, now)
    if found is None:
        raise NotFound(service_at_location=id)
    return service_at(*found, await world_of(city, now), full=True)


async def stream_places(asked: Asked, full: bool, city: City, now: datetime) -> AsyncIterator[bytes]:
    """All that fit, one a line. Raises Invalid before the first."""
    which, world = await filter_of(asked, city, now, places=True), await world_of(city, now)

    async def lines() -> AsyncIterator[bytes]:
        async for ids in reading.stream_ids(which, places=True, size=MOST):
            yield in_lines(await _places(ids, full, world))

    return lines()


class Wanted(Struct, frozen=True):
    """How much of an organization."""

    search: str = ""
    full: bool = False  # with phones, certificate and the ids of its services
    full_service: bool = False  # with its services, whole


async def list_organizations(wanted: Wanted, place: Paging, city: City, now: datetime) -> PageOfOrganizations:
    """A page of organizations."""
    total, rows = await reading.organizations(*_named(wanted.search), place.number, place.size)
    contents = await _organizations(rows, wanted, city, now)
    return PageOfOrganizations(**place.around(total, len(contents)), contents=contents)


def _named(search: str) -> tuple[str, list[Any]]:
    words = search[:100].lower().replace("\x00", "").split()[:8]
    escaped = [word.replace("!", "!!").replace("%", "!%").replace("_", "!_") for word in words]
    one = "(lower(o.name) LIKE {} ESCAPE '!' OR lower(o.description) LIKE {} ESCAPE '!')"
    return " AND ".join([one] * len(words)) or "1 = 1", [f"%{word}%" for word in escaped for _ in range(2)]


async def _organizations(rows: list[Row], wanted: Wanted, city: City, now: datetime) -> list[Organization]:
    if not (wanted.full or wanted.full_service):
        return [basic_organization(row) for row in rows]
    made = [full_organization(row) for row in rows]
    of = await reading.services_of([each.id for each in made], now)
    world, ids = await world_of(city, now), [id for each in of.values() for id in each]
    shown: dict[UUID, Service] = {}
    for part in parts_of(ids, AT_ONCE):
        services = await _services(list(part), wanted.full_service, world)
        shown |= {each.id: msgspec.structs.replace(each, organization=UNSET) for each in services}
    for each in made:
        if services := [shown[id] for id in of.get(each.id, ()) if id in shown]:
            each.services = services
    return made


async def find_organization(id: UUID, full_service: bool, city: City, now: datetime) -> Organization:
    """One organization with what it provides. Raises NotFound."""
    _, rows = await reading.organizations("o.id = {}", [id], 1, 1)
    if not rows:
        raise NotFound(organization=id)
    (found,) = await _organizations(rows, Wanted(full=True, full_service=full_service), city, now)
    return found


async def stream_organizations(wanted: Wanted, city: City, now: datetime) -> AsyncIterator[bytes]:
    """All organizations, one a line."""
    where, args = _named(wanted.search)
    last = reading.FIRST
    while True:
        _, rows = await reading.organizations(f"({where}) AND o.id > {{}}", [*args, last], 1, MOST)
        if rows:
            yield in_lines(await _organizations(rows, wanted, city, now))
        if len(rows) < MOST:
            return
        last = rows[-1]["organization_id"]


def taxonomies_like(search: str) -> list[Taxonomy]:
    """Those whose name or description holds the words."""
    return [each for each in TAXONOMIES if _says(search, each.name, each.description)]


def find_taxonomy(id: UUID) -> Taxonomy:
    """Raises NotFound."""
    if id not in TAXONOMY_BY_ID:
        raise NotFound(taxonomy=id)
    return TAXONOMY_BY_ID[id]


def terms_like(search: str, taxonomy_id: str, parent_id: str, top_only: bool) -> list[TaxonomyTerm]:
    """Terms that fit; `top_only`: that stand under no other. Raises Invalid."""
    taxonomy = id_of("taxonomy_id", taxonomy_id) if taxonomy_id else None
    parent = id_of("parent_id", parent_id) if parent_id else None
    return [
        term
        for term in ALL_TERMS
        if (taxonomy is None or term.taxonomy_id == taxonomy)
        and (parent is None or term.parent_id == parent)
        and not (top_only and term.parent_id is not UNSET)
        and _says(search, term.name, term.description, str(term.code))
    ]


def find_term(id: UUID) -> TaxonomyTerm:
    """With its taxonomy. Raises NotFound."""
    if id not in TERM_BY_ID:
        raise NotFound(taxonomy_term=id)
    return with_taxonomy(TERM_BY_ID[id])


def _says(search: str, *texts: str) -> bool:
    said = "\n".join(texts).lower()
    return all(word in said for word in search.lower().split())


def in_lines(records: list[Any]) -> bytes:
    """One a line."""
    return b"".join(msgspec.json.encode(record) + b"\n" for record in records)
