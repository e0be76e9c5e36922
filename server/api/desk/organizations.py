"""Organizations on the desk that keeps them: lists, drafts, publishing, history."""

from datetime import datetime
from uuid import UUID

import msgspec
from litestar import Router, delete, get, post, put
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Struct

from server.api.desk.editing import (
    CHANGED,
    DraftShown,
    IfMatch,
    Published,
    ReviewShown,
    ThingShown,
    draft_shown,
    editor_of,
    review_shown,
    thing_shown,
    version_if_any,
    version_in,
)
from server.domain import drafting, publishing
from server.domain.drafting import Began
from server.domain.holdings import Show, Wish, list_holdings
from server.domain.nouns import THE_ORGANIZATIONS, Editor
from server.domain.organizing import WriteOrganization
from server.domain.revisions import History


class OrganizationHeld(Struct, frozen=True):
    """One line of a list. Of a draft, what the draft says."""

    id: UUID
    name: str
    owner: str
    version: int  # published; 0: not yet
    kind: str
    phone: str
    changed_at: datetime | None
    deleted_at: datetime | None
    draft_by: str | None
    may_edit: bool


class OrganizationsHeld(Struct, frozen=True):
    """One page of a list."""

    items: list[OrganizationHeld]
    next_cursor: str | None


@get("/organizations", operation_id="listDeskOrganizations")
async def list_organizations(
    editor: NamedDependency[Editor],
    *,
    show: FromQuery[Show] = "published",
    q: FromQuery[str] = "",
    division: FromQuery[str] = "",
    anywhere: FromQuery[bool] = False,
    cursor: FromQuery[str] = "",
) -> OrganizationsHeld:
    """What the desk keeps; `anywhere`: what is published by all desks, for services to refer to."""
    wish = Wish(show, q, division=division, anywhere=anywhere, cursor=cursor)
    lines, more = await list_holdings("organization", wish, editor.actor, editor.ground.today)
    return OrganizationsHeld(msgspec.convert(lines, list[OrganizationHeld]), more)


@get("/organizations/{organization_id:uuid}", operation_id="readDeskOrganization")
async def read_organization(
    organization_id: FromPath[UUID], editor: NamedDependency[Editor]
) -> ThingShown[WriteOrganization]:
    """An organization as it is published, and, for its desk, as somebody is writing it."""
    thing = await publishing.read_thing(THE_ORGANIZATIONS, organization_id, editor)
    return thing_shown(THE_ORGANIZATIONS, thing, editor)


@put("/organizations/{organization_id:uuid}", operation_id="publishOrganization", responses=CHANGED)
async def publish_organization(
    organization_id: FromPath[UUID],
    data: JSONBody[WriteOrganization],
    editor: NamedDependency[Editor],
    if_match: IfMatch = "",
) -> Published:
    """Publish it. If-Match says from which version it began; "0" for a new one."""
    return Published(
        await publishing.publish(THE_ORGANIZATIONS, organization_id, data, version_in(if_match), editor)
    )


@delete("/organizations/{organization_id:uuid}", operation_id="deleteOrganization", responses=CHANGED)
async def delete_organization(
    organization_id: FromPath[UUID], editor: NamedDependency[Editor], if_match: IfMatch = ""
) -> None:
    """Take it away, if no service needs it; its history stays, and it can be brought back."""
    await publishing.delete(THE_ORGANIZATIONS, organization_id, version_in(if_match), editor)


@put("/organizations/{organization_id:uuid}/draft", operation_id="keepOrganizationDraft", responses=CHANGED)
async def keep_draft(
    organization_id: FromPath[UUID],
    data: JSONBody[WriteOrganization],
    editor: NamedDependency[Editor],
    if_match: IfMatch = "",
    over: FromQuery[int | None] = None,
) -> DraftShown[WriteOrganization]:
    """Keep what is not finished. If-Match: the published version that it began from; `over`: take over."""
    began = Began(version_if_any(if_match), over)
    draft = await drafting.keep_draft(THE_ORGANIZATIONS, organization_id, data, began, editor)
    return draft_shown(draft, editor)


@delete(
    "/organizations/{organization_id:uuid}/draft", operation_id="discardOrganizationDraft", responses=CHANGED
)
async def discard_draft(
    organization_id: FromPath[UUID], editor: NamedDependency[Editor], over: FromQuery[int | None] = None
) -> None:
    """Throw it away; another's only with its version (`over`)."""
    await drafting.discard_draft(THE_ORGANIZATIONS, organization_id, over, editor)


@get("/organizations/{organization_id:uuid}/revisions", operation_id="listOrganizationRevisions")
async def list_revisions(
    organization_id: FromPath[UUID], editor: NamedDependency[Editor], cursor: FromQuery[str] = ""
) -> History:
    """What was published of it, by whom and when."""
    return await publishing.history_of(THE_ORGANIZATIONS, organization_id, cursor, editor)


@get("/organizations/{organization_id:uuid}/revisions/{version:int}", operation_id="readOrganizationRevision")
async def read_revision(
    organization_id: FromPath[UUID], version: FromPath[int], editor: NamedDependency[Editor]
) -> WriteOrganization:
    """What one version said."""
    return await publishing.revision_of(THE_ORGANIZATIONS, organization_id, version, editor)


@put(
    "/organizations/{organization_id:uuid}/revisions/{version:int}/restored",
    operation_id="restoreOrganization",
    responses=CHANGED,
)
async def restore_organization(
    organization_id: FromPath[UUID],
    version: FromPath[int],
    editor: NamedDependency[Editor],
    if_match: IfMatch = "",
) -> Published:
    """Publish again what a version said; also what was deleted. Without If-Match over whatever is there."""
    expected = version_if_any(if_match)
    return Published(await publishing.restore(THE_ORGANIZATIONS, organization_id, version, expected, editor))


@post("/organizations/check", operation_id="checkOrganization", status_code=200)
async def check_organization(
    data: JSONBody[WriteOrganization],
    editor: NamedDependency[Editor],
    language: NamedDependency[str],
    id: FromQuery[UUID | None] = None,
) -> ReviewShown:
    """What publishing this would say; `id` is its own."""
    review = await publishing.review(THE_ORGANIZATIONS, data, id, editor)
    return review_shown(review, data.name, editor, language)


router = Router(
    "/desk",
    route_handlers=[
        list_organizations,
        read_organization,
        publish_organization,
        delete_organization,
        keep_draft,
        discard_draft,
        list_revisions,
        read_revision,
        restore_organization,
        check_organization,
    ],
    dependencies={"editor": Provide(editor_of)},
)
