"""Organizations on the desk that keeps them: lists, drafts, publishing, history."""

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
from server.domain.nouns import THE_ORGANIZATIONS, Editor


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


router = Router(
    "/desk",
    route_handlers=[list_organizations, *doors_of(THE_ORGANIZATIONS)],
    dependencies={"editor": Provide(editor_of)},
)
