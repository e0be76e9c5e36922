"""A resident asks for help, with photos, and follows it: by PUT under ids that the phone made."""

from datetime import datetime
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from litestar import Request, Response, Router, delete, get, post, put
from litestar.di import NamedDependency, Provide
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Meta, Struct

from server.domain import (
    access,
    alike_requests,
    followers,
    following,
    offers_of_firms,
    own_requests,
    photos,
    requests,
    steps,
)
from server.domain.access import Reader, Ticket
from server.domain.alike_requests import AlikeRequests, Near
from server.domain.asks import MOST_WORDS, SendRequest
from server.domain.errors import NotFound
from server.domain.followers import MOST_REASONS, Followed, FollowRequest, Rated, RateResult, Reason
from server.domain.following import PageOfMine, RequestForResident
from server.domain.keys import Keys
from server.domain.lifecycle import Act
from server.domain.moves import TakeStep
from server.domain.once import Stamp
from server.domain.people import Actor
from server.domain.photos import Darkroom, PhotoStored, Size
from server.domain.requests import Reception, RequestReceived
from server.domain.trace import StepTaken
from server.http.bodies import PHOTO_BYTES
from server.http.language import language_of
from server.http.once import answer_once, stamp_of
from server.http.who import who

MINUTES: Final = "private, max-age=600"  # a photo never changes, but the right to see it may


class StepOfResident(Struct, frozen=True, forbid_unknown_fields=True):
    """What a resident does about their request."""

    act: Literal["message", "answer", "confirm", "reopen", "withdraw", "photo_given_up", "agree", "disagree"]
    note: Annotated[str, Meta(max_length=MOST_WORDS)] = ""
    rating: Annotated[int, Meta(ge=1, le=5)] | None = None
    solved: bool | None = None  # confirm: as they say
    reasons: Annotated[list[Reason], Meta(max_length=MOST_REASONS)] = []  # confirm: why they rate it so
    photo: UUID | None = None
    offer: UUID | None = None  # agree, disagree: to which offer of a firm


class LookUp(Struct, frozen=True, forbid_unknown_fields=True):
    """What is on the paper: the number and its look-up code."""

    number: Annotated[str, Meta(max_length=40)]
    code: Annotated[str, Meta(max_length=40)]


class LookedUp(Struct, frozen=True):
    """Which request it is."""

    id: UUID


async def reader_of(request: Request[Any, Any, Any]) -> Reader:
    """Who reads, with the number and code that came in headers."""
    headers = request.headers
    ticket = Ticket(headers.get("linli-number", "")[:40], headers.get("linli-code", "")[:40])
    return Reader(await who(request), request.app.state.clock(), language_of(request), ticket)


def reception_of(request: Request[Any, Any, Any]) -> Reception:
    """Found by those who are called most: each thing that they would ask for by name costs a call 10 µs."""
    reception: Reception = request.app.state.house.reception
    return reception


@put(
    "/requests/{request_id:uuid}",
    operation_id="sendRequest",
    status_code=201,
    responses={200: ResponseSpec(RequestReceived, description="These bytes were here; the first answer")},
)
async def send_request(
    request_id: FromPath[UUID],
    data: JSONBody[SendRequest],
    request: Request[Any, Any, Any],
) -> Response[RequestReceived]:
    """Ask for help. Safe to repeat: 201, then 200 with the same answer; 409 for other bytes."""
    stamp, reception = await stamp_of(request), reception_of(request)
    return answer_once(await requests.send_request(request_id, data, stamp, reception, language_of(request)))


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
    if data.act in {"agree", "disagree"}:
        return answer_once(
            await offers_of_firms.answer_offer(
                request_id,
                step_id,
                Act(data.act),
                data.offer,
                data.note,
                stamp=stamp,
                places=reception.places,
            )
        )
    step = TakeStep(
        Act(data.act),
        data.note,
        rating=data.rating,
        solved=data.solved,
        reasons=tuple(data.reasons),
        photo=data.photo,
    )
    taken = await steps.take_step(request_id, step_id, step, stamp, places=reception.places, side="resident")
    return answer_once(taken)


@get("/requests", operation_id="listMyRequests")
async def list_mine(request: Request[Any, Any, Any], cursor: FromQuery[str] = "") -> PageOfMine:
    """The requests of who is signed in, the newest first."""
    return await following.list_mine(await reader_of(request), reception_of(request).places, cursor)


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


@get("/requests/similar", operation_id="listAlikeRequests")
async def list_alike(  # noqa: PLR0917  (the framework passes them by name)
    reader: NamedDependency[Reader],
    reception: NamedDependency[Reception],
    place: FromQuery[str],
    category: FromQuery[str],
    lat: FromQuery[Annotated[float, Meta(ge=-90, le=90)] | None] = None,
    lon: FromQuery[Annotated[float, Meta(ge=-180, le=180)] | None] = None,
) -> AlikeRequests:
    """What neighbours reported already, of public space: to follow it instead of sending it again."""
    known = await reception.places.at(reader.now, place)
    near = Near(place, lat, lon)
    return await alike_requests.list_alike(category, near, known, reader.now, reader.language)


@put(
    "/requests/{request_id:uuid}/followers/{follower_id:uuid}",
    operation_id="followRequest",
    status_code=201,
    responses={200: ResponseSpec(Followed, description="They followed it already; the first answer")},
)
async def follow_request(
    request_id: FromPath[UUID],
    follower_id: FromPath[UUID],
    data: JSONBody[FollowRequest],
    stamp: NamedDependency[Stamp],
) -> Response[Followed]:
    """Me too, by a key or an account of one's own. 404 unless it is open, recent and of public space."""
    return answer_once(await followers.follow_request(request_id, follower_id, stamp))


@delete(
    "/requests/{request_id:uuid}/followers/{follower_id:uuid}",
    operation_id="stopFollowing",
    status_code=204,
)
async def stop_following(
    request_id: FromPath[UUID],
    follower_id: FromPath[UUID],
    actor: NamedDependency[Actor],
    now: NamedDependency[datetime],
) -> None:
    """Not any more. Safe to repeat."""
    await followers.stop_following(request_id, follower_id, actor, now)


@put(
    "/requests/{request_id:uuid}/followers/{follower_id:uuid}/ratings/{rating_id:uuid}",
    operation_id="rateResult",
    status_code=201,
    responses={200: ResponseSpec(Rated, description="These bytes were here; the first answer")},
)
async def rate_result(  # noqa: PLR0917  (the framework passes them by name)
    request_id: FromPath[UUID],
    follower_id: FromPath[UUID],
    rating_id: FromPath[UUID],
    data: JSONBody[RateResult],
    stamp: NamedDependency[Stamp],
    reception: NamedDependency[Reception],
) -> Response[Rated]:
    """What a follower says of the result: once for each."""
    known = await reception.places.at(stamp.at)
    rated = await followers.rate_result(request_id, follower_id, rating_id, data, stamp=stamp, known=known)
    return answer_once(rated)


@get("/requests/{request_id:uuid}/export", operation_id="exportRequest")
async def export_request(
    request_id: FromPath[UUID], actor: NamedDependency[Actor], now: NamedDependency[datetime]
) -> Response[dict[str, Any]]:
    """Everything about it, as JSON, and who of the staff read it: for its key or its account."""
    headers = {"Content-Disposition": 'attachment; filename="linli-request.json"'}
    return Response(await own_requests.export_request(request_id, actor, now), headers=headers)


@delete("/requests/{request_id:uuid}", operation_id="deleteRequest", status_code=204)
async def delete_request(
    request_id: FromPath[UUID], stamp: NamedDependency[Stamp], reception: NamedDependency[Reception]
) -> None:
    """Nothing says any more whose it was; what is still worked on is withdrawn."""
    await own_requests.delete_request(request_id, stamp, reception.places)


router = Router(
    "/",
    route_handlers=[
        send_request,
        keep_photo,
        read_photo,
        take_step,
        list_mine,
        read_request,
        look_up,
        list_alike,
        follow_request,
        stop_following,
        rate_result,
        export_request,
        delete_request,
    ],
    dependencies={"reader": Provide(reader_of)},
)
