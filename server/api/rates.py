"""The three rates of a city that everybody may read: answered in time, solved, satisfied."""

from datetime import datetime

from litestar import Router, get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from server.domain.figures import releasing
from server.domain.figures.releasing import TOPIC, Rates
from server.domain.requests import Reception


@get("/rates", operation_id="getRates", opt={"cache": [TOPIC]})
async def get_rates(
    *,
    now: NamedDependency[datetime],
    reception: NamedDependency[Reception],
    division: FromQuery[str],
    month: FromQuery[str] = "",
    children: FromQuery[bool] = False,
) -> Rates:
    """Of a division and all above it, for the last released month or another: 2026-10.

    A rate of too few is withheld, and so is one from which it could be worked out. With `children=1` also of
    its parts.
    """
    known = await reception.places.at(now, division)
    return await releasing.read_rates(division, month, known, with_parts=children)


router = Router("/", route_handlers=[get_rates], tags=["requests"])
