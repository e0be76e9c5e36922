"""What we hold about you: see it, correct it, take it with you, delete it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Response, Router, delete, get, patch, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from server.domain import accounts, own_sessions
from server.domain.accounts import ChangeMe, Me
from server.domain.attaching import attach_request
from server.domain.own_sessions import OwnSessions
from server.domain.people import Actor
from server.http.cookies import cleared
from server.http.entrance import Entrance


@get("/me", operation_id="getMe")
async def get_me(actor: NamedDependency[Actor]) -> Me:
    """The person who is signed in, and what they may do."""
    return await accounts.me(actor)


@patch("/me", operation_id="changeMe")
async def change_me(
    data: JSONBody[ChangeMe], actor: NamedDependency[Actor], entrance: NamedDependency[Entrance]
) -> Me:
    """Your name and language."""
    changed = await accounts.change_me(actor, data)
    entrance.doorkeeper.forget(actor.session)
    return changed


@delete("/me", operation_id="deleteMe", status_code=204)
async def delete_me(
    actor: NamedDependency[Actor], now: NamedDependency[datetime], entrance: NamedDependency[Entrance]
) -> Response[None]:
    """Your account goes at once; what is left of your requests no longer says whose they were."""
    await accounts.delete_me(actor, now)
    entrance.doorkeeper.forget(actor.session)
    return Response(None, status_code=204, cookies=cleared(entrance.site))


@get("/me/export", operation_id="exportMe")
async def export_me(
    actor: NamedDependency[Actor], now: NamedDependency[datetime]
) -> Response[dict[str, Any]]:
    """Everything about you, as JSON, and who of the staff read it."""
    headers = {"Content-Disposition": 'attachment; filename="linli-export.json"'}
    return Response(await accounts.export_me(actor, now), headers=headers)


@get("/me/sessions", operation_id="listMySessions")
async def list_my_sessions(actor: NamedDependency[Actor], now: NamedDependency[datetime]) -> OwnSessions:
    """Where you are signed in."""
    return await own_sessions.list_sessions(actor, now)


@delete("/me/sessions", operation_id="endMyOtherSessions", status_code=204)
async def end_my_other_sessions(
    actor: NamedDependency[Actor], now: NamedDependency[datetime], entrance: NamedDependency[Entrance]
) -> None:
    """Everywhere but here, at once."""
    for session in await own_sessions.end_others(actor, now):
        entrance.doorkeeper.forget(session)


@put("/me/requests/{request_id:uuid}", operation_id="attachRequest", status_code=204)
async def attach(request_id: FromPath[UUID], actor: NamedDependency[Actor]) -> None:
    """A request made before signing in, whose key comes with the call, belongs to the account too."""
    await attach_request(request_id, actor)


router = Router(
    "/",
    route_handlers=[
        get_me,
        change_me,
        delete_me,
        export_me,
        attach,
        list_my_sessions,
        end_my_other_sessions,
    ],
    tags=["me"],
)
