"""Firms, as the desk sends them: to a request, by a link; who has what now, and how they answered so far."""

from uuid import UUID

from litestar import Response, Router, get, put
from litestar.di import NamedDependency, Provide
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Struct

from server.api.requests import reader_of
from server.domain import dispatching, records_of_firms
from server.domain.access import Reader
from server.domain.dispatching import FirmSent, SendFirm, TakeBack
from server.domain.once import Stamp
from server.domain.records_of_firms import DispatchList, FirmList
from server.domain.requests import Reception
from server.http.once import answer_once
from server.http.site import Site


class TakenBack(Struct, frozen=True):
    """The version of the request now."""

    version: int


@put(
    "/requests/{request_id:uuid}/dispatches/{dispatch_id:uuid}",
    operation_id="sendFirm",
    status_code=201,
    responses={200: ResponseSpec(FirmSent, description="Sent within the last hour by the same person")},
)
async def send_firm(  # noqa: PLR0917  (the framework passes them by name)
    request_id: FromPath[UUID],
    dispatch_id: FromPath[UUID],
    data: JSONBody[SendFirm],
    stamp: NamedDependency[Stamp],
    reception: NamedDependency[Reception],
    site: NamedDependency[Site],
) -> Response[FirmSent]:
    """Send a firm: it gets the link that is shown this once, and has two hours of working time to answer.

    A mobile number of its own gets the link by text message, too, and not by night unless it is urgent.
    """
    sent = await dispatching.send_firm(
        request_id, dispatch_id, data, stamp, reception=reception, site=site.public_url
    )
    return answer_once(sent)


@put("/requests/{request_id:uuid}/dispatches/{dispatch_id:uuid}/ended", operation_id="takeBackFromFirm")
async def take_back(
    request_id: FromPath[UUID],
    dispatch_id: FromPath[UUID],
    data: JSONBody[TakeBack],
    stamp: NamedDependency[Stamp],
    reception: NamedDependency[Reception],
) -> TakenBack:
    """Take it back from the firm; its link shows nothing of the request any more. Safe to repeat."""
    return TakenBack(await dispatching.take_back(request_id, dispatch_id, data, stamp, reception.places))


@get("/dispatches", operation_id="listDispatches")
async def list_dispatches(
    reader: NamedDependency[Reader], reception: NamedDependency[Reception], cursor: FromQuery[str] = ""
) -> DispatchList:
    """Which firms have which requests of one's offices now, the next to answer first."""
    return await records_of_firms.list_dispatches(reader, reception.places, cursor)


@get("/firms", operation_id="listFirms")
async def list_firms(
    reader: NamedDependency[Reader], category: FromQuery[str] = "", place: FromQuery[str] = ""
) -> FirmList:
    """Firms and their records of the last year: those sent something, or those that serve a place."""
    return await records_of_firms.list_firms(reader, category, place)


router = Router(
    "/desk",
    route_handlers=[send_firm, take_back, list_dispatches, list_firms],
    dependencies={"reader": Provide(reader_of)},
)
