"""What a provider does with the link to its own entry: read, propose, see what became of it. No sign-in."""

from uuid import UUID

from litestar import Response, Router, get, put
from litestar.di import NamedDependency, Provide
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, JSONBody

from server.api.desk.editing import editor_of
from server.domain import proposals
from server.domain.nouns import Editor
from server.domain.once import Stamp
from server.domain.proposals import ForProvider, Propose, Received
from server.http.once import answer_once


@get("/provider", operation_id="readForProvider")
async def read_for_provider(editor: NamedDependency[Editor]) -> ForProvider:
    """The organization whose link this is (its key in Linli-Key), its services, and earlier proposals."""
    return await proposals.read_for_provider(editor)


@put(
    "/provider/proposals/{proposal_id:uuid}",
    operation_id="propose",
    status_code=201,
    responses={200: ResponseSpec(Received, description="These bytes were here; the first answer")},
)
async def propose(
    proposal_id: FromPath[UUID],
    data: JSONBody[Propose],
    stamp: NamedDependency[Stamp],
    editor: NamedDependency[Editor],
) -> Response[Received]:
    """Propose other words, hours or numbers; the desk decides. The id is the sender's own."""
    return answer_once(await proposals.propose(proposal_id, data, stamp, editor))


router = Router(
    "/",
    route_handlers=[read_for_provider, propose],
    dependencies={"editor": Provide(editor_of)},
    tags=["directory"],
)
