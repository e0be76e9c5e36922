"""The four-level network: search, drill down, what lies near, one division with its office."""

from typing import Final

from litestar import Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from server.domain import divisions
from server.domain.city import City
from server.domain.divisions import DivisionPage, DivisionShown, point_of

PAGE: Final = 50
TOPICS: Final = ["network", "directory"]


@get("/divisions", operation_id="listDivisions", opt={"cache": TOPICS})
async def list_divisions(
    city: NamedDependency[City],
    q: FromQuery[str] = "",
    parent: FromQuery[str] = "",
    near: FromQuery[str] = "",
    cursor: FromQuery[str] = "",
) -> DivisionPage:
    """Divisions by name, pinyin or initials (`q`), best first; or those directly below `parent`; or the city.

    `near=latitude,longitude` gives the communities of the nearest published locations; the point is not kept.
    """
    if near:
        return await divisions.list_near(city.folder, *point_of(near))
    return await divisions.list_divisions(city.folder, q, parent or None, cursor, PAGE)


@get("/divisions/{code:str}", operation_id="getDivision", opt={"cache": TOPICS})
async def get_division(code: FromPath[str], city: NamedDependency[City]) -> DivisionShown:
    """One division: where it lies, its office with hours, and how many divisions lie directly below it."""
    return await divisions.find_division(city.folder, code)


router = Router("/", route_handlers=[list_divisions, get_division], tags=["network"])
