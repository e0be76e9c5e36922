"""Services on the desk that keeps them: lists, drafts, publishing, history."""

from datetime import date, datetime
from uuid import UUID

import msgspec
from litestar import Router, get, put
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Struct

from server.api.desk.doors import doors_of
from server.api.desk.editing import Published, editor_of
from server.domain import verifying
from server.domain.holdings import Show, Wish, list_holdings
from server.domain.nouns import THE_SERVICES, Editor


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


@put("/services/{thing_id:uuid}/verified", operation_id="verifyService")
async def verify_service(
    thing_id: FromPath[UUID], data: JSONBody[Verified], editor: NamedDependency[Editor]
) -> Published:
    """Somebody made sure that it is all true."""
    return Published(await verifying.verify_service(thing_id, data.on, editor))


router = Router(
    "/desk",
    route_handlers=[list_services, verify_service, *doors_of(THE_SERVICES)],
    dependencies={"editor": Provide(editor_of)},
)
