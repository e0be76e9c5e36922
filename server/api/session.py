"""Signing in and out: residents by a code to their number, staff by name and password."""

from datetime import datetime
from typing import Annotated, Any

from litestar import Request, Response, Router, delete, post
from litestar.background_tasks import BackgroundTask
from litestar.di import NamedDependency
from litestar.openapi import ResponseSpec
from litestar.params import JSONBody
from msgspec import Meta, Struct

from server.domain.city import City
from server.domain.phones import for_sign_in
from server.domain.sign_in import CodeAsked, SignIn, ask_for_code
from server.http.entrance import Entrance, SignedIn, Tokens


class AskForCode(Struct, frozen=True, forbid_unknown_fields=True):
    """The number that is to get a code."""

    phone: Annotated[str, Meta(max_length=40)]


class Renew(Struct, frozen=True, forbid_unknown_fields=True):
    """For programs; a browser sends its cookie and no body."""

    refresh_token: Annotated[str, Meta(max_length=200)]


@post(
    "/session/codes",
    operation_id="askForCode",
    status_code=202,
)
async def ask_for_a_code(
    data: JSONBody[AskForCode],
    request: Request[Any, Any, Any],
    entrance: NamedDependency[Entrance],
    city: NamedDependency[City],
    now: NamedDependency[datetime],
) -> Response[CodeAsked]:
    """A six-digit code by text message. Always 202 and alike, whether or not a message is sent."""
    phone = for_sign_in(data.phone, city.sms_countries)
    is_own = entrance.knows(request, phone)
    code = await ask_for_code(phone, entrance.keys, now, entrance.sms_a_day, is_own)
    return Response(code.asked, status_code=202, background=BackgroundTask(entrance.send, code, now))


@post(
    "/session",
    operation_id="signIn",
    status_code=200,
    responses={
        200: ResponseSpec(SignedIn | Tokens, description="Signed in: cookies, or tokens if asked for")
    },
)
async def sign_in(
    data: JSONBody[SignIn],
    request: Request[Any, Any, Any],
    entrance: NamedDependency[Entrance],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """With a challenge and its code, or with a name and its password."""
    return await entrance.sign_in(data, request, now)


@post(
    "/session/refresh",
    operation_id="renewSession",
    status_code=200,
    responses={200: ResponseSpec(SignedIn | Tokens, description="Cookies, or tokens if asked for")},
)
async def renew(
    request: Request[Any, Any, Any],
    entrance: NamedDependency[Entrance],
    now: NamedDependency[datetime],
    data: JSONBody[Renew | None] = None,
) -> Response[Any]:
    """Another ten minutes. The same refresh token again within 30 seconds gets the same answer."""
    return await entrance.renew(data.refresh_token if data else None, request, now)


@delete("/session", operation_id="signOut", status_code=204)
async def sign_out(
    request: Request[Any, Any, Any], entrance: NamedDependency[Entrance], now: NamedDependency[datetime]
) -> Response[None]:
    """Ends the session at once."""
    return await entrance.sign_out(request, now)


router = Router("/", route_handlers=[ask_for_a_code, sign_in, renew, sign_out], tags=["session"])
