"""The number, as it was released."""

from litestar import Router, get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from server.domain.city import City
from server.domain.surveys import satisfaction
from server.domain.surveys.results import TOPIC
from server.domain.surveys.satisfaction import Satisfaction
from server.domain.surveys.waves import WAVES


@get("/satisfaction", operation_id="getSatisfaction", opt={"cache": [TOPIC, WAVES]})
async def get_satisfaction(
    city: NamedDependency[City],
    division: FromQuery[str],
    year: FromQuery[int | None] = None,
    children: FromQuery[bool] = False,
) -> Satisfaction:
    """The share of satisfied residents of a division and of all above it, with its interval and verdict.

    Of the last published year, or of `year`. With `children=1` also of its parts. A withheld number is
    absent, and so is the count of its answers.
    """
    return await satisfaction.read_satisfaction(division, year, city, with_parts=children)


router = Router("/", route_handlers=[get_satisfaction], tags=["surveys"])
