"""Estates, their addresses and their property companies, as the desk keeps them."""

from datetime import datetime
from uuid import UUID

from litestar import Router, delete, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from server.domain import estates
from server.domain.estates import EstatePage, EstateSaved, WriteEstate
from server.domain.people import Actor
from server.domain.requests import Reception


@get("/estates", operation_id="listEstates")
async def list_estates(
    actor: NamedDependency[Actor],
    now: NamedDependency[datetime],
    reception: NamedDependency[Reception],
    language: NamedDependency[str],
    *,
    q: FromQuery[str] = "",
    cursor: FromQuery[str] = "",
) -> EstatePage:
    """The estates of one's communities; `q` is a name, a company, a road, or an address."""
    known = await reception.places.at(now)
    return await estates.list_estates(actor, known, now, q=q[:100], cursor=cursor, language=language)


@put("/estates/{estate_id:uuid}", operation_id="saveEstate", status_code=200)
async def save_estate(
    estate_id: FromPath[UUID],
    data: JSONBody[WriteEstate],
    actor: NamedDependency[Actor],
    now: NamedDependency[datetime],
    reception: NamedDependency[Reception],
) -> EstateSaved:
    """Add an estate, or change it. 409: somebody changed it since `version`."""
    return await estates.save_estate(estate_id, data, actor, reception.places, now)


@delete("/estates/{estate_id:uuid}", operation_id="deleteEstate", status_code=204)
async def delete_estate(
    estate_id: FromPath[UUID],
    version: FromQuery[int],
    actor: NamedDependency[Actor],
    now: NamedDependency[datetime],
    reception: NamedDependency[Reception],
) -> None:
    """Its addresses belong to no estate any more."""
    await estates.delete_estate(estate_id, version, actor, reception.places, now)


router = Router("/desk", route_handlers=[list_estates, save_estate, delete_estate])
