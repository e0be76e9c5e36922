"""Whose would it be? Asked before something is sent: in a body, for an address stands in no URL."""

from datetime import datetime

from litestar import Router, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from server.domain.requests import Reception
from server.domain.whose import Whose, WouldGo, whose


@post("/responsible", operation_id="whoseIsIt", status_code=200)
async def whose_is_it(
    data: JSONBody[WouldGo],
    now: NamedDependency[datetime],
    reception: NamedDependency[Reception],
    language: NamedDependency[str],
) -> Whose:
    """Who would have it, why, by when they answer; the estates to choose from if the address says none."""
    return await whose(data, await reception.places.at(now, data.place), now, language)


router = Router("/", route_handlers=[whose_is_it])
