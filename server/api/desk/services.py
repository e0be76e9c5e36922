"""Services on the desk that keeps them: lists, drafts, publishing, history."""

from datetime import date, datetime
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
from server.domain import drafting, publishing, verifying
from server.domain.drafting import Began
from server.domain.holdings import Show, Wish, list_holdings
from server.domain.nouns import THE_SERVICES, Editor
from server.domain.revisions import History
from server.domain.writing import WriteService


class ServiceHeld(Struct, frozen=True):
    """One line of a list. Of a draft, what the draft says."""

    id: UUID
    name: str
    owner: str
    version: int  # published; 0: not yet
    category: str
    organization: UUID | None
    organization_name: str
    phone: str
    status: str
    verified_on: date | None
    is_stale: bool  # nobody has looked for 180 days
    changed_at: datetime | None
    deleted_at: datetime | None
    draft_by: str | None
    may_edit: bool


class ServicesHeld(Struct, frozen=True):
    """One page of a list."""

    items: list[ServiceHeld]
    next_cursor: str | None


class Verified(Struct, frozen=True, forbid_unknown_fields=True):
    """The day on which somebody made sure that all of it is true."""

    on: date


@get("/services", operation_id="listDeskServices")
async def list_services(
    editor: NamedDependency[Editor],
    *,
    show: FromQuery[Show] = "published",
    q: FromQuery[str] = "",
    category: FromQuery[str] = "",
    organization: FromQuery[UUID | None] = None,
    division: FromQuery[str] = "",
    cursor: FromQuery[str] = "",
) -> ServicesHeld:
    """What the desk keeps: published by name, drafts and deleted by time, stale by the last look."""
    wish = Wish(show, q, category, organization, division, cursor=cursor)
    lines, more = await list_holdings("service", wish, editor.actor, editor.ground.today)
    return ServicesHeld(msgspec.convert(lines, list[ServiceHeld]), more)


@get("/services/{service_id:uuid}", operation_id="readDeskService")
async def read_service(
    service_id: FromPath[UUID], editor: NamedDependency[Editor]
) -> ThingShown[WriteService]:
    """A service as it is published, and as somebody is writing it."""
    thing = await publishing.read_thing(THE_SERVICES, service_id, editor)
    return thing_shown(THE_SERVICES, thing, editor)


@put("/services/{service_id:uuid}", operation_id="publishService", responses=CHANGED)
async def publish_service(
    service_id: FromPath[UUID],
    data: JSONBody[WriteService],
    editor: NamedDependency[Editor],
    if_match: IfMatch = "",
) -> Published:
    """Publish it. If-Match says from which version it began; "0" for a new one."""
    return Published(await publishing.publish(THE_SERVICES, service_id, data, version_in(if_match), editor))


@delete("/services/{service_id:uuid}", operation_id="deleteService", responses=CHANGED)
async def delete_service(
    service_id: FromPath[UUID], editor: NamedDependency[Editor], if_match: IfMatch = ""
) -> None:
    """Residents find it no more; its history stays, and it can be brought back."""
    await publishing.delete(THE_SERVICES, service_id, version_in(if_match), editor)


@put("/services/{service_id:uuid}/draft", operation_id="keepServiceDraft", responses=CHANGED)
async def keep_draft(
    service_id: FromPath[UUID],
    data: JSONBody[WriteService],
    editor: NamedDependency[Editor],
    if_match: IfMatch = "",
    over: FromQuery[int | None] = None,
) -> DraftShown[WriteService]:
    """Keep what is not finished. If-Match: the published version that it began from; `over`: take over."""
    began = Began(version_if_any(if_match), over)
    draft = await drafting.keep_draft(THE_SERVICES, service_id, data, began, editor)
    return draft_shown(draft, editor)


@delete("/services/{service_id:uuid}/draft", operation_id="discardServiceDraft", responses=CHANGED)
async def discard_draft(
    service_id: FromPath[UUID], editor: NamedDependency[Editor], over: FromQuery[int | None] = None
) -> None:
    """Throw it away; another's only with its version (`over`)."""
    await drafting.discard_draft(THE_SERVICES, service_id, over, editor)


@get("/services/{service_id:uuid}/revisions", operation_id="listServiceRevisions")
async def list_revisions(
    service_id: FromPath[UUID], editor: NamedDependency[Editor], cursor: FromQuery[str] = ""
) -> History:
    """What was published of it, by whom and when."""
    return await publishing.history_of(THE_SERVICES, service_id, cursor, editor)


@get("/services/{service_id:uuid}/revisions/{version:int}", operation_id="readServiceRevision")
async def read_revision(
    service_id: FromPath[UUID], version: FromPath[int], editor: NamedDependency[Editor]
) -> WriteService:
    """What one version said."""
    return await publishing.revision_of(THE_SERVICES, service_id, version, editor)


@put(
    "/services/{service_id:uuid}/revisions/{version:int}/restored",
    operation_id="restoreService",
    responses=CHANGED,
)
async def restore_service(
    service_id: FromPath[UUID],
    version: FromPath[int],
    editor: NamedDependency[Editor],
    if_match: IfMatch = "",
) -> Published:
    """Publish again what a version said; also what was deleted. Without If-Match over whatever is there."""
    expected = version_if_any(if_match)
    return Published(await publishing.restore(THE_SERVICES, service_id, version, expected, editor))


@put("/services/{service_id:uuid}/verified", operation_id="verifyService")
async def verify_service(
    service_id: FromPath[UUID], data: JSONBody[Verified], editor: NamedDependency[Editor]
) -> Published:
    """Somebody made sure that it is all true."""
    return Published(await verifying.verify_service(service_id, data.on, editor))


@post("/services/check", operation_id="checkService", status_code=200)
async def check_service(
    data: JSONBody[WriteService],
    editor: NamedDependency[Editor],
    language: NamedDependency[str],
    id: FromQuery[UUID | None] = None,
) -> ReviewShown:
    """What publishing this would say; `id` is that of the service itself."""
    review = await publishing.review(THE_SERVICES, data, id, editor)
    return review_shown(review, data.name, editor, language)


router = Router(
    "/desk",
    route_handlers=[
        list_services,
        read_service,
        publish_service,
        delete_service,
        keep_draft,
        discard_draft,
        list_revisions,
        read_revision,
        restore_service,
        verify_service,
        check_service,
    ],
    dependencies={"editor": Provide(editor_of)},
)
