"""What residents say is wrong, on the desk that keeps the service."""

from typing import Annotated
from uuid import UUID

from litestar import Router, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from server.domain import mistakes
from server.domain.mistakes import HandleMistake, MistakeHandled, MistakePage, State
from server.domain.once import Stamp
from server.domain.people import Actor


@get("/mistakes", operation_id="listMistakes")
async def list_mistakes(
    actor: NamedDependency[Actor],
    which: Annotated[State, QueryParameter(name="state")] = "open",  # `state` is the framework's word
    cursor: FromQuery[str] = "",
) -> MistakePage:
    """Reports about the services that offices of one's subtree keep, and how many are open."""
    return await mistakes.list_mistakes(actor, which, cursor)


@put("/mistakes/{mistake_id:uuid}", operation_id="handleMistake")
async def handle_mistake(
    mistake_id: FromPath[UUID], data: JSONBody[HandleMistake], stamp: NamedDependency[Stamp]
) -> MistakeHandled:
    """Done, dismissed, or open again; 409 says that somebody was faster."""
    return await mistakes.handle_mistake(mistake_id, data, stamp)


router = Router("/desk", route_handlers=[list_mistakes, handle_mistake])
