"""A resident asks for help, with photos, and follows it: by PUT under ids that the phone made."""

from typing import Annotated, Any, Final, Literal
from uuid import UUID

from litestar import Request, Response, Router, get, post, put
from litestar.di import NamedDependency, Provide
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Meta, Struct

from server.domain import access, following, photos, requests, steps
from server.domain.access import Reader, Ticket
from server.domain.asks import MOST_WORDS, SendRequest
from server.domain.errors import NotFound
from server.domain.following import PageOfMine, RequestForResident
from server.domain.keys import Keys
from server.domain.lifecycle import Act
from server.domain.moves import TakeStep
from server.domain.once import Stamp
from server.domain.photos import Darkroom, PhotoStored, Size
from server.domain.requests import Reception, RequestReceived
from server.domain.trace import StepTaken
from server.http.bodies import PHOTO_BYTES
from server.http.language import language_of
from server.http.once import answer_once
from server.http.who import who

MINUTES: Final = "private, max-age=600"  # a photo never changes, but the right to see it may


class StepOfResident(Struct, frozen=True, forbid_unknown_fields=True):
    """What a resident does about their request."""

    act: Literal["message", "answer", "confirm", "reopen", "withdraw", "photo_given_up"]
    note: Annotated[str, Meta(max_length=MOST_WORDS)] = ""
    rating: Annotated[int, Meta(ge=1, le=5)] | None = None
    photo: UUID | None = None


class LookUp(Struct, frozen=True, forbid_unknown_fields=True):
    """What is on the paper: the number and its look-up code."""

    number: Annotated[str, Meta(max_length=40)]
    code: Annotated[str, Meta(max_length=40)]


class LookedUp(Struct, frozen=True):
    """Which request it is."""

    id: UUID


async def reader_of(request: Request[Any, Any, Any]) -> Reader:
    """Who reads, with the number and code that came in headers.

    It finds the rest by itself: each thing that it would ask for by name costs a call 10 µs.
    """
    headers = request.headers
    ticket = Ticket(headers.get("linli-number", "")[:40], headers.get("linli-code", "")[:40])
    return Reader(await who(request), request.app.state.clock(), language_of(request), ticket)


@put(
    "/requests/{request_id:uuid}",
    operation_id="sendRequest",
    status_code=201,
    responses={200: ResponseSpec(RequestReceived, description="These bytes were here; the first answer")},
)
async def send_request(
    request_id: FromPath[UUID],
    data: JSONBody[SendRequest],
    stamp: NamedDependency[Stamp],
    reception: NamedDependency[Reception],
    language: NamedDependency[str],
) -> Response[RequestReceived]:
    """Ask for help. Safe to repeat: 201, then 200 with the same answer; 409 for other bytes."""
    return answer_once(await requests.send_request(request_id, data, stamp, reception, language))


@put(
    "/requests/{request_id:uuid}/photos/{photo_id:uuid}",
    operation_id="keepPhoto",
    status_code=201,
    request_max_body_size=PHOTO_BYTES,
    responses={200: ResponseSpec(PhotoStored, description="These bytes were here; the first answer")},
)
async def keep_photo(
    request_id: FromPath[UUID],
    photo_id: FromPath[UUID],
    request: Request[Any, Any, Any],
    stamp: NamedDependency[Stamp],
    darkroom: NamedDependency[Darkroom],
) -> Response[PhotoStored]:
    """A photo of a request, as it is: JPEG, PNG, WebP or HEIC. 415 and 422 say what is wrong with it."""
    kind, data = request.headers.get("content-type", ""), await request.body()
    return answer_once(await photos.keep_photo(request_id, photo_id, kind, data, stamp=stamp, room=darkroom))


@get(
    "/requests/{request_id:uuid}/photos/{photo_id:uuid}/{size:str}",
    operation_id="readPhoto",
    media_type="image/jpeg",
)
async def read_photo(
    request_id: FromPath[UUID],
    photo_id: FromPath[UUID],
    size: FromPath[str],
    reader: NamedDependency[Reader],
    darkroom: NamedDependency[Darkroom],
) -> Response[bytes]:
    """The longer side has 1600 or 400 pixels."""
    data = await photos.read_photo(request_id, photo_id, size_of(size), reader=reader, room=darkroom)
    return Response(data, media_type="image/jpeg", headers={"Cache-Control": MINUTES})


def size_of(text: str) -> Size:
    """One of the two. Raises NotFound."""
    if text == "1600":
        return "1600"
    if text == "400":
        return "400"
    raise NotFound


@put(
    "/requests/{request_id:uuid}/steps/{step_id:uuid}",
    operation_id="takeStep",
    status_code=201,
    responses={200: ResponseSpec(StepTaken, description="These bytes were here; the first answer")},
)
async def take_step(
    request_id: FromPath[UUID],
    step_id: FromPath[UUID],
    data: JSONBody[StepOfResident],
    stamp: NamedDependency[Stamp],
    reception: NamedDependency[Reception],
) -> Response[StepTaken]:
    """Say something, answer, rate, reopen, withdraw; 409 says what is possible instead."""
    step = TakeStep(Act(data.act), data.note, rating=data.rating, photo=data.photo)
    taken = await steps.take_step(request_id, step_id, step, stamp, places=reception.places, side="resident")
    return answer_once(taken)


@get("/requests", operation_id="listMyRequests")
async def list_mine(
    reader: NamedDependency[Reader], reception: NamedDependency[Reception], cursor: FromQuery[str] = ""
) -> PageOfMine:
    """The requests of who is signed in, the newest first."""
    return await following.list_mine(reader, reception.places, cursor)


@get("/requests/{request_id:uuid}", operation_id="readRequest")
async def read_request(
    request_id: FromPath[UUID],
    reader: NamedDependency[Reader],
    reception: NamedDependency[Reception],
    keys: NamedDependency[Keys],
) -> RequestForResident:
    """Where it stands: for its resident, its key, or (to look only) its number and code in headers."""
    return await following.follow(request_id, reader, reception.places, keys)


@post("/requests/lookup", operation_id="lookUpRequest", status_code=200)
async def look_up(data: JSONBody[LookUp], keys: NamedDependency[Keys]) -> LookedUp:
    """Which request a number and its code open. A wrong number and a wrong code are one 404."""
    id = await access.look_up(Ticket(data.number, data.code), keys)
    if id is None:
        raise NotFound
    return LookedUp(id)


router = Router(
    "/",
    route_handlers=[send_request, keep_photo, read_photo, take_step, list_mine, read_request, look_up],
    dependencies={"reader": Provide(reader_of)},
)
