"""The directory for other people's software: Open Referral HSDS 3.1, read by anybody (docs/hsds.md)."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal, TypeVar
from uuid import UUID

from litestar import Request, Response, Router, get
from litestar.di import NamedDependency
from litestar.openapi.spec import Operation, Schema
from litestar.params import FromPath, FromQuery
from litestar.response import Stream
from msgspec import Struct

from server.domain.city import City
from server.domain.hsds import listing
from server.domain.hsds.filters import Asked
from server.domain.hsds.listing import (
    MOST_STAMPS,
    MOST_WHOLE,
    PageOfOrganizations,
    PageOfServices,
    PageOfServicesAtLocations,
    PageOfStamps,
    PageOfTaxonomies,
    PageOfTerms,
    Wanted,
    in_lines,
    paging,
)
from server.domain.hsds.records import Organization, Service, ServiceAtLocation, Taxonomy, TaxonomyTerm

VERSION: Final = "3.1"
PROFILE: Final = "https://github.com/linli/linli/blob/main/docs/hsds.md"
NDJSON: Final = "application/x-ndjson"
CHANGES: Final = {"cache": ["directory", "network"]}  # kept as encoded bytes until something changes
FIXED: Final[dict[str, list[str]]] = {"cache": []}  # until the next release
Format = Literal["json", "ndjson"]
Item = TypeVar("Item")


@dataclass
class OneOrBoth(Operation):
    """An answer of two kinds: one that is empty is of both, so its schema says `anyOf`, not `oneOf`."""

    def __post_init__(self) -> None:
        for answer in (self.responses or {}).values():
            for content in (getattr(answer, "content", None) or {}).values():
                schema = content.schema
                if isinstance(schema, Schema) and schema.one_of:
                    schema.any_of, schema.one_of = schema.one_of, None


class About(Struct, frozen=True):
    """What this is, and where it is described."""

    version: str
    profile: str
    openapi_url: str


def lines(contents: AsyncIterator[bytes] | bytes) -> Response[Any]:
    """All of it, a record a line, without pages."""
    if isinstance(contents, bytes):
        return Response(contents, media_type=NDJSON)
    return Stream(contents, media_type=NDJSON)


def cut(items: Sequence[Item], page: int, per_page: int | None) -> tuple[dict[str, Any], list[Item]]:
    """The envelope and the contents of a page of a short list. Raises Invalid."""
    place = paging(page, per_page)
    shown = list(items[(place.number - 1) * place.size : place.number * place.size])
    return place.around(len(items), len(shown)), shown


@get("/", operation_id="getHsds", opt=FIXED)
async def get_about(request: Request[Any, Any, Any]) -> About:
    """Which version of HSDS this is, how it is used here, and its API document."""
    site = request.app.state.house.settings.public_url.rstrip("/")
    return About(VERSION, PROFILE, f"{site}/schema/openapi.json")


@get("/services", operation_id="listHsdsServices", opt=CHANGES, operation_class=OneOrBoth)
async def list_services(
    *,
    city: NamedDependency[City],
    now: NamedDependency[datetime],
    search: FromQuery[str] = "",
    page: FromQuery[int] = 1,
    per_page: FromQuery[int | None] = None,
    format: FromQuery[Format] = "json",
    taxonomy_term_id: FromQuery[str] = "",
    taxonomy_id: FromQuery[str] = "",
    organization_id: FromQuery[str] = "",
    modified_after: FromQuery[str] = "",
    minimal: FromQuery[bool] = False,
    full: FromQuery[bool] = False,
) -> Response[PageOfServices | PageOfStamps]:
    """Services, by id; with `full` all that hangs on them, with `minimal` only when each last changed."""
    asked = Asked(search, taxonomy_term_id, taxonomy_id, organization_id, modified_after)
    if format == "ndjson" and not minimal:
        return lines(await listing.stream_services(asked, full, city, now))
    if minimal:
        place = paging(page, per_page, MOST_STAMPS, MOST_STAMPS)
        stamps = await listing.list_stamps(asked, place, city, now)
        return lines(in_lines(stamps.contents)) if format == "ndjson" else Response(stamps)
    return Response(await listing.list_services(asked, paging(page, per_page), full, city, now))


@get("/services/{service_id:uuid}", operation_id="getHsdsService", opt=CHANGES)
async def get_service(
    service_id: FromPath[UUID], city: NamedDependency[City], now: NamedDependency[datetime]
) -> Service:
    """One service with all that hangs on it."""
    return await listing.find_service(service_id, city, now)


@get("/service_at_locations", operation_id="listHsdsServiceAtLocations", opt=CHANGES)
async def list_places(
    *,
    city: NamedDependency[City],
    now: NamedDependency[datetime],
    search: FromQuery[str] = "",
    page: FromQuery[int] = 1,
    per_page: FromQuery[int | None] = None,
    format: FromQuery[Format] = "json",
    taxonomy_term_id: FromQuery[str] = "",
    taxonomy_id: FromQuery[str] = "",
    organization_id: FromQuery[str] = "",
    modified_after: FromQuery[str] = "",
    full: FromQuery[bool] = False,
    postcode: FromQuery[str] = "",
    proximity: FromQuery[str] = "",
) -> Response[PageOfServicesAtLocations]:
    """Services at their places; near a postal code's middle with `proximity` in metres."""
    asked = Asked(search, taxonomy_term_id, taxonomy_id, organization_id, modified_after, postcode, proximity)
    if format == "ndjson":
        return lines(await listing.stream_places(asked, full, city, now))
    return Response(await listing.list_places(asked, paging(page, per_page), full, city, now))


@get("/service_at_locations/{at_id:uuid}", operation_id="getHsdsServiceAtLocation", opt=CHANGES)
async def get_place(
    at_id: FromPath[UUID], city: NamedDependency[City], now: NamedDependency[datetime]
) -> ServiceAtLocation:
    """One service at one of its places, with all that hangs on both."""
    return await listing.find_place(at_id, city, now)


@get("/organizations", operation_id="listHsdsOrganizations", opt=CHANGES)
async def list_organizations(
    *,
    city: NamedDependency[City],
    now: NamedDependency[datetime],
    search: FromQuery[str] = "",
    page: FromQuery[int] = 1,
    per_page: FromQuery[int | None] = None,
    format: FromQuery[Format] = "json",
    full: FromQuery[bool] = False,
    full_service: FromQuery[bool] = False,
) -> Response[PageOfOrganizations]:
    """Organizations; with `full` what they provide, with `full_service` that in full."""
    wanted = Wanted(search, full, full_service)
    if format == "ndjson":
        return lines(listing.stream_organizations(wanted, city, now))
    place = paging(page, per_page, *((MOST_WHOLE, MOST_WHOLE) if full_service else ()))
    return Response(await listing.list_organizations(wanted, place, city, now))


@get("/organizations/{organization_id:uuid}", operation_id="getHsdsOrganization", opt=CHANGES)
async def get_organization(
    organization_id: FromPath[UUID],
    city: NamedDependency[City],
    now: NamedDependency[datetime],
    full_service: FromQuery[bool] = False,
) -> Organization:
    """One organization with what it provides."""
    return await listing.find_organization(organization_id, full_service, city, now)


@get("/taxonomies", operation_id="listHsdsTaxonomies", opt=FIXED)
async def list_taxonomies(
    search: FromQuery[str] = "",
    page: FromQuery[int] = 1,
    per_page: FromQuery[int | None] = None,
    format: FromQuery[Format] = "json",
) -> Response[PageOfTaxonomies]:
    """The taxonomies that services are described by."""
    found = listing.taxonomies_like(search)
    if format == "ndjson":
        return lines(in_lines(found))
    around, contents = cut(found, page, per_page)
    return Response(PageOfTaxonomies(**around, contents=contents))


@get("/taxonomies/{taxonomy_id:uuid}", operation_id="getHsdsTaxonomy", opt=FIXED)
async def get_taxonomy(taxonomy_id: FromPath[UUID]) -> Taxonomy:
    """One taxonomy."""
    return listing.find_taxonomy(taxonomy_id)


@get("/taxonomy_terms", operation_id="listHsdsTaxonomyTerms", opt=FIXED)
async def list_terms(
    *,
    search: FromQuery[str] = "",
    page: FromQuery[int] = 1,
    per_page: FromQuery[int | None] = None,
    format: FromQuery[Format] = "json",
    taxonomy_id: FromQuery[str] = "",
    parent_id: FromQuery[str] = "",
    top_only: FromQuery[bool] = False,
) -> Response[PageOfTerms]:
    """Their terms; with `top_only` those that stand under no other."""
    found = listing.terms_like(search, taxonomy_id, parent_id, top_only)
    if format == "ndjson":
        return lines(in_lines(found))
    around, contents = cut(found, page, per_page)
    return Response(PageOfTerms(**around, contents=contents))


@get("/taxonomy_terms/{term_id:uuid}", operation_id="getHsdsTaxonomyTerm", opt=FIXED)
async def get_term(term_id: FromPath[UUID]) -> TaxonomyTerm:
    """One term, with its taxonomy."""
    return listing.find_term(term_id)


router = Router(
    "/hsds",
    route_handlers=[
        get_about,
        list_services,
        get_service,
        list_places,
        get_place,
        list_organizations,
        get_organization,
        list_taxonomies,
        get_taxonomy,
        list_terms,
        get_term,
    ],
    tags=["hsds"],
)
