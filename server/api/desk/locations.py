"""Locations on the desk that keeps them: lists, drafts, publishing, history."""

from datetime import datetime
from uuid import UUID

import msgspec
from litestar import Router, get
from litestar.di import NamedDependency, Provide
from litestar.params import FromQuery
from msgspec import Struct

from server.api.desk.doors import doors_of
from server.api.desk.editing import editor_of
from server.domain.holdings import Show, Wish, list_holdings
from server.domain.nouns import THE_LOCATIONS, Editor


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


router = Router(
    "/desk",
    route_handlers=[list_locations, *doors_of(THE_LOCATIONS)],
    dependencies={"editor": Provide(editor_of)},
)
