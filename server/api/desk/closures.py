"""Many places at once are shut, and open again."""

from uuid import UUID

from litestar import Response, Router, get, put
from litestar.di import NamedDependency, Provide
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Struct

from server.api.desk.editing import editor_of
from server.domain import closures
from server.domain.closures import CloseMany, ClosureList, ClosureShown
from server.domain.nouns import Editor
from server.domain.once import Stamp
from server.domain.people import Actor
from server.http.once import answer_once


class Concerned(Struct, frozen=True):
    """How many services would be shut."""

    services: int


@get("/closures", operation_id="listClosures")
async def list_closures(actor: NamedDependency[Actor], cursor: FromQuery[str] = "") -> ClosureList:
    """What was shut at once within one's desks, the last first."""
    return await closures.list_closures(actor, cursor)


@get("/closures/concerned", operation_id="countClosed")
async def count_closed(
    actor: NamedDependency[Actor], division: FromQuery[str], category: FromQuery[str] = ""
) -> Concerned:
    """How many services an act over this division would shut, before it is done."""
    return Concerned(len(await closures.concerned(division, category, actor)))


@put(
    "/closures/{closure_id:uuid}",
    operation_id="closeMany",
    status_code=201,
    responses={200: ResponseSpec(ClosureShown, description="These bytes were here; how it stands")},
)
async def close_many(
    closure_id: FromPath[UUID],
    data: JSONBody[CloseMany],
    stamp: NamedDependency[Stamp],
    editor: NamedDependency[Editor],
) -> Response[ClosureShown]:
    """Shut all services of a division, or those of a category, from a day until a day."""
    return answer_once(await closures.close_many(closure_id, data, stamp, editor))


@put("/closures/{closure_id:uuid}/opened", operation_id="openAgain", status_code=200)
async def open_again(closure_id: FromPath[UUID], editor: NamedDependency[Editor]) -> ClosureShown:
    """Undo it: the services have the hours they had before."""
    return await closures.open_again(closure_id, editor)


router = Router(
    "/desk",
    route_handlers=[list_closures, count_closed, close_many, open_again],
    dependencies={"editor": Provide(editor_of)},
)
