"""The second factor of staff: set up before signing in, shown again before what is dangerous."""

from datetime import datetime
from typing import Annotated, Any

from litestar import Request, Router, post, put
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import Meta, Struct

from server.domain.factors import FactorOffered
from server.domain.people import Actor
from server.http.entrance import Entrance


class WithPassword(Struct, frozen=True, forbid_unknown_fields=True):
    """Who sets up a second factor: as they sign in, but nobody is signed in by it."""

    username: Annotated[str, Meta(max_length=80)]
    password: Annotated[str, Meta(max_length=256)]


class ShowAgain(Struct, frozen=True, forbid_unknown_fields=True):
    """The six digits of now, or a recovery code."""

    otp: Annotated[str, Meta(min_length=1, max_length=40)]


@post("/session/factor", operation_id="offerFactor", status_code=200)
async def offer_factor(
    data: JSONBody[WithPassword],
    request: Request[Any, Any, Any],
    entrance: NamedDependency[Entrance],
    now: NamedDependency[datetime],
) -> FactorOffered:
    """A secret for an authenticator. It counts once somebody signs in with a code of it."""
    return await entrance.offer_factor(data.username, data.password, request, now)


@put("/session/verified", operation_id="verifySession", status_code=204)
async def verify_session(
    data: JSONBody[ShowAgain],
    request: Request[Any, Any, Any],
    actor: NamedDependency[Actor],
    entrance: NamedDependency[Entrance],
    now: NamedDependency[datetime],
) -> None:
    """Show the second factor again; for the next ten minutes it is not asked for."""
    await entrance.verify(actor, data.otp, request, now)


router = Router("/", route_handlers=[offer_factor, verify_session], tags=["session"])
