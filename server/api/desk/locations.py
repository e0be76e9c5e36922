"""Locations on the desk that keeps them: lists, drafts, publishing, history."""

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
from server.domain.locating import WriteLocation
from server.domain.nouns import THE_LOCATIONS, Editor
from server.domain.revisions import History


class LocationHeld(Struct, frozen=True):
    """One line of a list. Of a draft, what the draft says."""

    id: UUID
    name: str
    owner: str
    version: int  # published; 0: not yet
    address: str
    latitude: float | None
    longitude: float | None
    changed_at: datetime | None
    deleted_at: datetime | None
    draft_by: str | None
    may_edit: bool


class LocationsHeld(Struct, frozen=True):
    """One page of a list."""

    items: list[LocationHeld]
    next_cursor: str | None


@get("/locations", operation_id="listDeskLocations")
async def list_locations(
    editor: NamedDependency[Editor],
    *,
    show: FromQuery[Show] = "published",
    q: FromQuery[str] = "",
    division: FromQuery[str] = "",
    anywhere: FromQuery[bool] = False,
    cursor: FromQuery[str] = "",
) -> LocationsHeld:
    """What the desk keeps; `anywhere`: what is published by all desks, for services to refer to."""
    wish = Wish(show, q, division=division, anywhere=anywhere, cursor=cursor)
    lines, more = await list_holdings("location", wish, editor.actor, editor.ground.today)
    return LocationsHeld(msgspec.convert(lines, list[LocationHeld]), more)


@get("/locations/{location_id:uuid}", operation_id="readDeskLocation")
async def read_location(
    location_id: FromPath[UUID], editor: NamedDependency[Editor]
) -> ThingShown[WriteLocation]:
    """A location as it is published, and, for its desk, as somebody is writing it."""
    thing = await publishing.read_thing(THE_LOCATIONS, location_id, editor)
    return thing_shown(THE_LOCATIONS, thing, editor)


@put("/locations/{location_id:uuid}", operation_id="publishLocation", responses=CHANGED)
async def publish_location(
    location_id: FromPath[UUID],
    data: JSONBody[WriteLocation],
    editor: NamedDependency[Editor],
    if_match: IfMatch = "",
) -> Published:
    """Publish it. If-Match says from which version it began; "0" for a new one."""
    return Published(await publishing.publish(THE_LOCATIONS, location_id, data, version_in(if_match), editor))


@delete("/locations/{location_id:uuid}", operation_id="deleteLocation", responses=CHANGED)
async def delete_location(
    location_id: FromPath[UUID], editor: NamedDependency[Editor], if_match: IfMatch = ""
) -> None:
    """Take it away, if no service needs it; its history stays, and it can be brought back."""
    await publishing.delete(THE_LOCATIONS, location_id, version_in(if_match), editor)


@put("/locations/{location_id:uuid}/draft", operation_id="keepLocationDraft", responses=CHANGED)
async def keep_draft(
    location_id: FromPath[UUID],
    data: JSONBody[WriteLocation],
    editor: NamedDependency[Editor],
    if_match: IfMatch = "",
    over: FromQuery[int | None] = None,
) -> DraftShown[WriteLocation]:
    """Keep what is not finished. If-Match: the published version that it began from; `over`: take over."""
    began = Began(version_if_any(if_match), over)
    draft = await drafting.keep_draft(THE_LOCATIONS, location_id, data, began, editor)
    return draft_shown(draft, editor)


@delete("/locations/{location_id:uuid}/draft", operation_id="discardLocationDraft", responses=CHANGED)
async def discard_draft(
    location_id: FromPath[UUID], editor: NamedDependency[Editor], over: FromQuery[int | None] = None
) -> None:
    """Throw it away; another's only with its version (`over`)."""
    await drafting.discard_draft(THE_LOCATIONS, location_id, over, editor)


@get("/locations/{location_id:uuid}/revisions", operation_id="listLocationRevisions")
async def list_revisions(
    location_id: FromPath[UUID], editor: NamedDependency[Editor], cursor: FromQuery[str] = ""
) -> History:
    """What was published of it, by whom and when."""
    return await publishing.history_of(THE_LOCATIONS, location_id, cursor, editor)


@get("/locations/{location_id:uuid}/revisions/{version:int}", operation_id="readLocationRevision")
async def read_revision(
    location_id: FromPath[UUID], version: FromPath[int], editor: NamedDependency[Editor]
) -> WriteLocation:
    """What one version said."""
    return await publishing.revision_of(THE_LOCATIONS, location_id, version, editor)


@put(
    "/locations/{location_id:uuid}/revisions/{version:int}/restored",
    operation_id="restoreLocation",
    responses=CHANGED,
)
async def restore_location(
    location_id: FromPath[UUID],
    version: FromPath[int],
    editor: NamedDependency[Editor],
    if_match: IfMatch = "",
) -> Published:
    """Publish again what a version said; also what was deleted. Without If-Match over whatever is there."""
    expected = version_if_any(if_match)
    return Published(await publishing.restore(THE_LOCATIONS, location_id, version, expected, editor))


@post("/locations/check", operation_id="checkLocation", status_code=200)
async def check_location(
    data: JSONBody[WriteLocation],
    editor: NamedDependency[Editor],
    language: NamedDependency[str],
    id: FromQuery[UUID | None] = None,
) -> ReviewShown:
    """What publishing this would say; `id` is its own."""
    review = await publishing.review(THE_LOCATIONS, data, id, editor)
    return review_shown(review, data.name, editor, language)


router = Router(
    "/desk",
    route_handlers=[
        list_locations,
        read_location,
        publish_location,
        delete_location,
        keep_draft,
        discard_draft,
        list_revisions,
        read_revision,
        restore_location,
        check_location,
    ],
    dependencies={"editor": Provide(editor_of)},
)
