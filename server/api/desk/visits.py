"""The interviewer's doors, and a code looked at before anybody is asked anything."""

from datetime import datetime
from uuid import UUID

from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Struct

from server.domain.keys import Keys
from server.domain.people import Actor
from server.domain.surveys import visits
from server.domain.surveys.visits import CodeSeen, LookAtCode, WaveToVisit


class Visits(Struct):
    """All that an interviewer carries: it is a few hundred doors."""

    items: list[WaveToVisit]
    next_cursor: None = None


@get("/visits", operation_id="listVisits")
async def list_visits(
    actor: NamedDependency[Actor], keys: NamedDependency[Keys], now: NamedDependency[datetime]
) -> Visits:
    """The open surveys, with the units handed to who asks: to be taken where there is no network."""
    return Visits(await visits.list_visits(actor, keys, now))


@post("/waves/{wave_id:uuid}/codes", operation_id="lookAtCode", status_code=200)
async def look_at_code(
    wave_id: FromPath[UUID],
    data: JSONBody[LookAtCode],
    actor: NamedDependency[Actor],
    keys: NamedDependency[Keys],
) -> CodeSeen:
    """Whether a sheet with this code would be taken; of who it is, it says nothing."""
    return await visits.look_at_code(actor, wave_id, data, keys)


router = Router("/desk", route_handlers=[list_visits, look_at_code], tags=["desk"])
