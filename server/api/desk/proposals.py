"""Proposals of providers on the desk that keeps their entries, and the links by which they come."""

from typing import Annotated
from uuid import UUID

from litestar import Response, Router, get, put
from litestar.di import NamedDependency, Provide
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from server.api.desk.editing import CHANGED, IfMatch, editor_of, version_in
from server.domain import deciding, provider_links
from server.domain.deciding import Answer, Decided, ProposalPage
from server.domain.keys import Keys
from server.domain.nouns import Editor
from server.domain.proposals import State
from server.domain.provider_links import LinkList, LinkMade, LinkShown
from server.http.once import answer_once
from server.http.site import Site


@get("/proposals", operation_id="listProposals")
async def list_proposals(
    editor: NamedDependency[Editor],
    which: Annotated[State, QueryParameter(name="state")] = "open",  # `state` is the framework's word
    cursor: FromQuery[str] = "",
) -> ProposalPage:
    """About the entries that offices of one's subtree keep, field by field; and how many are open."""
    return await deciding.list_proposals(which, cursor, editor)


@put("/proposals/{proposal_id:uuid}/accepted", operation_id="acceptProposal", responses=CHANGED)
async def accept_proposal(
    proposal_id: FromPath[UUID],
    data: JSONBody[Answer],
    editor: NamedDependency[Editor],
    if_match: IfMatch = "",
) -> Decided:
    """Publish it. If-Match: the version of the entry that it was compared with."""
    return await deciding.accept(proposal_id, version_in(if_match), data, editor)


@put("/proposals/{proposal_id:uuid}/declined", operation_id="declineProposal")
async def decline_proposal(
    proposal_id: FromPath[UUID], data: JSONBody[Answer], editor: NamedDependency[Editor]
) -> Decided:
    """Do not take it; the provider reads why."""
    return await deciding.decline(proposal_id, data, editor)


@get("/organizations/{organization_id:uuid}/links", operation_id="listProviderLinks")
async def list_links(organization_id: FromPath[UUID], editor: NamedDependency[Editor]) -> LinkList:
    """The links that were made for an organization, without their keys."""
    return await provider_links.list_links(organization_id, editor)


@put(
    "/organizations/{organization_id:uuid}/links/{link_id:uuid}",
    operation_id="makeProviderLink",
    status_code=201,
    responses={200: ResponseSpec(LinkMade, description="Made within the last hour by the same person")},
)
async def make_link(
    organization_id: FromPath[UUID],
    link_id: FromPath[UUID],
    editor: NamedDependency[Editor],
    keys: NamedDependency[Keys],
    site: NamedDependency[Site],
) -> Response[LinkMade]:
    """A link for thirty days, to be handed to the organization. It is shown this once."""
    made = await provider_links.make_link(link_id, organization_id, keys, site.public_url, editor)
    return answer_once(made)


@put("/organizations/{organization_id:uuid}/links/{link_id:uuid}/ended", operation_id="endProviderLink")
async def end_link(
    organization_id: FromPath[UUID], link_id: FromPath[UUID], editor: NamedDependency[Editor]
) -> LinkShown:
    """It opens nothing any more; what was proposed stays."""
    return await provider_links.end_link(link_id, organization_id, editor)


router = Router(
    "/desk",
    route_handlers=[list_proposals, accept_proposal, decline_proposal, list_links, make_link, end_link],
    dependencies={"editor": Provide(editor_of)},
)
