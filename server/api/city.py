"""What is particular to this city: its name, whom to call, its languages."""

from typing import Any

from litestar import Request, Router, get
from litestar.di import NamedDependency

from server.domain.city import City, CityShown, shown


@get("/city", operation_id="getCity", opt={"cache": ["demo"]})
async def get_city(
    request: Request[Any, Any, Any], city: NamedDependency[City], language: NamedDependency[str]
) -> CityShown:
    """The city as the app shows it, in the reader's language."""
    return shown(city, language, request.app.state.demo)


router = Router("/", route_handlers=[get_city], tags=["city"])
