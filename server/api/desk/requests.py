"""Requests as the staff of their place or holder see and move them."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from litestar import Response, Router, get, post, put
from litestar.di import NamedDependency, Provide
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Meta, Struct

from server.api.requests import reader_of
from server.domain import casework, colleagues, contacts, desk, related, steps
from server.domain.access import Reader
from server.domain.asks import MOST_WORDS
from server.domain.casework import RequestForDesk
from server.domain.colleagues import Colleagues
from server.domain.contacts import ContactRevealed, RevealContact
from server.domain.desk import PAGE, Asked, Queue, must_read
from server.domain.lifecycle import Act, Outcome, Reason
from server.domain.moves import TakeStep
from server.domain.once import Stamp
from server.domain.people import Actor
from server.domain.related import Related
from server.domain.requests import Reception
from server.domain.trace import StepTaken
from server.domain.views import Filters, Source, View
from server.http.once import answer_once


class StepOfDesk(Struct, frozen=True, forbid_unknown_fields=True):
    """What staff do about a request. `version` is that of the page they were looking at."""

    act: Literal[
        "accept",
        "assign",
        "start",
        "ask",
        "transfer",
        "return",
        "escalate",
        "resolve",
        "reopen",
        "decline",
        "merge",
        "undo",
        "message",
        "tried",
        "recategorize",
        "remind",
        "supervise",
    ]
    version: Annotated[int, Meta(ge=1)]
    note: Annotated[str, Meta(max_length=MOST_WORDS)] = ""
    internal: bool = False  # only staff read the note
    to: Annotated[str, Meta(max_length=40)] | None = None  # holder, clerk or request, by the act
    outcome: Outcome | None = None  # resolve
    reason: Reason | None = None  # decline


@get("/requests", operation_id="listQueue")
async def list_queue(
    *,
    reader: NamedDependency[Reader],
    reception: NamedDependency[Reception],
    view: FromQuery[View] = "todo",
    q: FromQuery[str] = "",
    category: FromQuery[str] = "",
    division: FromQuery[str] = "",
    source: FromQuery[Source | None] = None,
    urgent: FromQuery[bool] = False,
    cursor: FromQuery[str] = "",
    limit: FromQuery[int] = PAGE,
) -> Queue:
    """A view of the queue, by due time, and the size of all views."""
    filters = Filters(category, division, source or "", urgent)
    return await desk.list_queue(reader, reception.places, Asked(view, q, filters, cursor, limit))


@get("/requests/{request_id:uuid}", operation_id="readCase")
async def read_case(
    request_id: FromPath[UUID], reader: NamedDependency[Reader], reception: NamedDependency[Reception]
) -> RequestForDesk:
    """A request without contact data, why it came here, and what can be done now."""
    return await casework.read_case(request_id, reader, reception.places)


@get("/requests/{request_id:uuid}/related", operation_id="readRelated")
async def read_related(
    request_id: FromPath[UUID], reader: NamedDependency[Reader], reception: NamedDependency[Reception]
) -> Related:
    """What the same person asked before, and what is asked nearby of the same kind: as far as one may see."""
    return await related.read_related(request_id, reader, reception.places)


@get("/colleagues", operation_id="readColleagues")
async def list_colleagues(
    holder: FromQuery[str], reader: NamedDependency[Reader], reception: NamedDependency[Reception]
) -> Colleagues:
    """To whom what this division holds can be given, and how much they have in hand."""
    return await colleagues.list_colleagues(holder, reader, reception.places)


@post("/requests/{request_id:uuid}/contact", operation_id="revealContact", status_code=200)
async def reveal_contact(
    request_id: FromPath[UUID],
    data: JSONBody[RevealContact],
    actor: NamedDependency[Actor],
    now: NamedDependency[datetime],
) -> ContactRevealed:
    """Whom to call. The resident will see that you looked."""
    must_read(actor)
    return await contacts.reveal_contact(request_id, data, actor, now)


@put(
    "/requests/{request_id:uuid}/steps/{step_id:uuid}",
    operation_id="takeDeskStep",
    status_code=201,
    responses={200: ResponseSpec(StepTaken, description="These bytes were here; the first answer")},
)
async def take_step(
    request_id: FromPath[UUID],
    step_id: FromPath[UUID],
    data: JSONBody[StepOfDesk],
    stamp: NamedDependency[Stamp],
    reception: NamedDependency[Reception],
) -> Response[StepTaken]:
    """Move a request on; 409 says what is possible instead, or that somebody was faster."""
    must_read(stamp.by)
    step = TakeStep(
        Act(data.act),
        data.note,
        version=data.version,
        internal=data.internal,
        to=(data.to or "").strip(),
        outcome=data.outcome,
        reason=data.reason,
    )
    taken = await steps.take_step(request_id, step_id, step, stamp, places=reception.places, side="desk")
    return answer_once(taken)


router = Router(
    "/desk",
    route_handlers=[list_queue, read_case, read_related, list_colleagues, reveal_contact, take_step],
    dependencies={"reader": Provide(reader_of)},
)
