"""A community's catalogue: which fragments are in force, and each fragment under an address for ever."""

from typing import Final, TypeVar

from litestar import Response, Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from server.domain import catalogue
from server.domain.catalogue import Versions
from server.domain.city import City
from server.domain.fragments import Fragment, Translation

Part = TypeVar("Part", Fragment, Translation)
FOREVER: Final = "public, max-age=31536000, immutable"


@get(
    "/catalogue/{code:str}", operation_id="getCatalogue", opt={"cache": ["directory", "calendar", "network"]}
)
async def get_catalogue(code: FromPath[str], city: NamedDependency[City]) -> Versions:
    """The versions of a community's four fragments. Ask again by its ETag: 304 means nothing has changed."""
    return await catalogue.find_versions(code, city)


@get(
    "/catalogue/{code:str}/{version:str}",
    operation_id="getFragment",
    opt={"cache": ["fragment:{code}", "calendar"]},
)
async def get_fragment(
    code: FromPath[str], version: FromPath[str], city: NamedDependency[City]
) -> Response[Fragment]:
    """The services of one division, as columns. Never changes under this address; 404 once replaced."""
    return _for_ever(await catalogue.find_fragment(code, version, city))


@get(
    "/catalogue/{code:str}/{version:str}/{other:str}",
    operation_id="getTranslation",
    opt={"cache": ["fragment:{code}"]},
)
async def get_translation(
    code: FromPath[str], version: FromPath[str], other: FromPath[str], city: NamedDependency[City]
) -> Response[Translation]:
    """The texts of that fragment in another language of the city, as columns of the same length."""
    return _for_ever(await catalogue.find_translation(code, version, other, city))


def _for_ever(part: Part) -> Response[Part]:
    return Response(part, headers={"Cache-Control": FOREVER})


router = Router("/", route_handlers=[get_catalogue, get_fragment, get_translation], tags=["directory"])
