"""The telephone and the counter: write a request down while somebody talks."""

from uuid import UUID

from litestar import Response, Router, get, post, put
from litestar.di import NamedDependency, Provide
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, FromQuery, JSONBody

from server.api.requests import reader_of
from server.domain import callers, intake
from server.domain.access import Reader
from server.domain.callers import Caller, FindCaller, IncompleteCalls
from server.domain.intake import CallTaken, TakeCall
from server.domain.once import Stamp
from server.domain.requests import Reception
from server.http.once import answer_once


@put(
    "/intake/{request_id:uuid}",
    operation_id="takeCall",
    status_code=201,
    responses={200: ResponseSpec(CallTaken, description="These bytes were here; the first answer")},
)
async def take_call(
    request_id: FromPath[UUID],
    data: JSONBody[TakeCall],
    stamp: NamedDependency[Stamp],
    reception: NamedDependency[Reception],
    language: NamedDependency[str],
) -> Response[CallTaken]:
    """A request by telephone or at the counter. Safe to repeat: 201, then 200 with the same answer."""
    return answer_once(await intake.take_call(request_id, data, stamp, reception, language))


@get("/intake", operation_id="listIncompleteCalls")
async def list_incomplete(
    reader: NamedDependency[Reader], reception: NamedDependency[Reception], cursor: FromQuery[str] = ""
) -> IncompleteCalls:
    """Who hung up before all was said, and waits to be called back."""
    return await callers.list_incomplete(reader, reception.places, cursor)


@post("/callers", operation_id="findCaller", status_code=200)
async def find_caller(
    data: JSONBody[FindCaller], reader: NamedDependency[Reader], reception: NamedDependency[Reception]
) -> Caller:
    """The earlier requests of a whole number. They will see that you looked.

    A number never stands in an address, where proxies would write it down.
    """
    return await callers.find_caller(data, reader, reception.places, reception.countries)


router = Router(
    "/desk",
    route_handlers=[take_call, list_incomplete, find_caller],
    dependencies={"reader": Provide(reader_of)},
)
