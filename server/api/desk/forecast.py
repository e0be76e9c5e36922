"""What demand a division can expect next year."""

from datetime import datetime

from litestar import Router, get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from server.domain import forecasting
from server.domain.figures.counting import count_changed
from server.domain.forecasting import Forecast
from server.domain.people import Actor
from server.domain.requests import Reception


@get("/forecast", operation_id="readForecast")
async def read_forecast(
    *,
    actor: NamedDependency[Actor],
    now: NamedDependency[datetime],
    reception: NamedDependency[Reception],
    language: NamedDependency[str],
    division: FromQuery[str] = "",
) -> Forecast:
    """The next twelve months by category, each with an interval, how well that worked on the months before,
    and what residents said they lack. For managers and statisticians; by default of one's own division.
    """
    await count_changed(reception.places, now)
    return await forecasting.foresee(division, actor, await reception.places.at(now), now, language)


router = Router("/desk", route_handlers=[read_forecast], tags=["desk"])
