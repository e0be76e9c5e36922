"""What a firm does with the link to a request that the desk sent it: no sign-in, and no contacts."""

from datetime import datetime
from uuid import UUID

from litestar import Response, Router, get, post, put
from litestar.di import NamedDependency
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, JSONBody

from server.api.requests import MINUTES, size_of
from server.domain import offers_of_firms
from server.domain.offers_of_firms import Awaited, FirmSays, ForFirm, MakeOffer
from server.domain.once import Stamp
from server.domain.people import Actor
from server.domain.photos import Darkroom
from server.domain.requests import Reception
from server.domain.trace import StepTaken
from server.http.once import answer_once

AGAIN = {200: ResponseSpec(StepTaken, description="These bytes were here; the first answer")}


@get("/dispatch", operation_id="readForFirm")
async def read_for_firm(
    actor: NamedDependency[Actor],
    now: NamedDependency[datetime],
    reception: NamedDependency[Reception],
    language: NamedDependency[str],
) -> ForFirm:
    """The request of a link (its key in Linli-Key): words, photos, building, wished time; no contact."""
    return await offers_of_firms.read_for_firm(actor.key_hash, now, reception.places, language)


@get("/dispatch/photos/{photo_id:uuid}/{size:str}", operation_id="readPhotoForFirm", media_type="image/jpeg")
async def read_photo(
    photo_id: FromPath[UUID],
    size: FromPath[str],
    actor: NamedDependency[Actor],
    now: NamedDependency[datetime],
    darkroom: NamedDependency[Darkroom],
) -> Response[bytes]:
    """One of its photos; the longer side has 1600 or 400 pixels."""
    data = await offers_of_firms.read_photo(actor.key_hash, photo_id, size_of(size), now, darkroom)
    return Response(data, media_type="image/jpeg", headers={"Cache-Control": MINUTES})


@put("/dispatch/offers/{offer_id:uuid}", operation_id="makeOffer", status_code=201, responses=AGAIN)
async def make_offer(
    offer_id: FromPath[UUID],
    data: JSONBody[MakeOffer],
    stamp: NamedDependency[Stamp],
    reception: NamedDependency[Reception],
) -> Response[StepTaken]:
    """A time and a price in fen. A later one takes its place, until the resident agrees."""
    return answer_once(await offers_of_firms.make_offer(offer_id, data, stamp, reception.places))


@put("/dispatch/refusals/{step_id:uuid}", operation_id="refuseDispatch", status_code=201, responses=AGAIN)
async def refuse(
    step_id: FromPath[UUID],
    data: JSONBody[FirmSays],
    stamp: NamedDependency[Stamp],
    reception: NamedDependency[Reception],
) -> Response[StepTaken]:
    """They do not come, and say why: it goes back to the desk."""
    return answer_once(await offers_of_firms.refuse(step_id, data, stamp, reception.places))


@put("/dispatch/results/{step_id:uuid}", operation_id="reportResult", status_code=201, responses=AGAIN)
async def say_done(
    step_id: FromPath[UUID],
    data: JSONBody[FirmSays],
    stamp: NamedDependency[Stamp],
    reception: NamedDependency[Reception],
) -> Response[StepTaken]:
    """They were there, and say what they did; the resident is asked whether it is so."""
    return answer_once(await offers_of_firms.say_done(step_id, data, stamp, reception.places))


@post("/dispatch/address", operation_id="readAddressForFirm", status_code=200)
async def show_address(actor: NamedDependency[Actor], now: NamedDependency[datetime]) -> Awaited:
    """Where they are awaited, once the resident agreed. The resident will see that they looked."""
    return await offers_of_firms.show_address(actor.key_hash, now)


router = Router(
    "/",
    route_handlers=[read_for_firm, read_photo, make_offer, refuse, say_done, show_address],
    tags=["requests"],
)
