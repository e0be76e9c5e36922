"""The desk: the queue of somebody's offices, a page of a view with what narrows it, the size of all views.

A list carries no contact data, and numbers that people wrote into their words are masked. A page is found by
its ids first and then joined to what it shows: its cost follows the open requests and not the history.
"""

import re
from datetime import datetime
from typing import Final
from uuid import UUID

from msgspec import Struct

from server.domain.access import READERS, Reader, Seen
from server.domain.api_keys import programs_of
from server.domain.cursors import Last, cursor_of, last_of
from server.domain.errors import Invalid, NotAllowed, NotSignedIn
from server.domain.lifecycle import State
from server.domain.people import Actor, Role
from server.domain.places import Map, Places, firms_of
from server.domain.records import Row
from server.domain.tallies import Counts, counted, counting
from server.domain.views import (
    NO_FILTERS,
    Filters,
    View,
    filtered,
    order_of,
    pages_of,
    searched,
    turn_of,
    view_of,
)
from server.storage.database import Sql, together
from server.storage.rows import in_keys

PAGE: Final = 50
LONGEST_PAGE: Final = 200
MOST_SHOWN: Final = 200  # characters of a description in a list
DIGITS: Final = re.compile(r"(?<!\d)(\d{3})\d{4,11}([\dXx]{4})(?!\d)")  # phones and identity cards


class RequestInQueue(Struct, frozen=True):
    """One line of the queue."""

    id: UUID
    number: str
    place: str
    place_name: str
    holder: str
    holder_name: str
    category: str
    description: str
    address: str
    source: str
    state: State
    urgent: bool
    version: int
    sent_at: datetime
    due_at: datetime | None
    clerk: UUID | None
    clerk_name: str
    photos_expected: int
    photos_received: int
    first_photo: UUID | None
    source_name: str  # of the program, if it came by Open311
    pressed: str | None  # remind, supervise: somebody above pressed for it, and nothing happened since


class Queue(Struct, frozen=True):
    """One page of a view, and the size of all."""

    items: list[RequestInQueue]
    next_cursor: str | None
    counts: Counts


class Asked(Struct, frozen=True):
    """Which part of the queue."""

    view: View = "todo"
    q: str = ""
    filters: Filters = NO_FILTERS
    cursor: str = ""
    limit: int = PAGE


PAGE_OF: Final = (
    "SELECT r.id, r.number, r.place, r.holder, r.category, r.description, r.address, r.source, r.state, "
    "r.urgent, r.version, r.sent_at, r.due_at, r.clerk, r.photos_expected, p.name AS clerk_name "
    "FROM (SELECT id FROM (PARTS) every LIMIT {}) k "
    "JOIN service_request r ON r.id = k.id LEFT JOIN person p ON p.id = r.clerk ORDER BY ORDERED"
)
PART: Final = "SELECT id FROM (SELECT r.id FROM service_request r WHERE SEEN ORDER BY ORDERED LIMIT {}) PART"
PHOTOS: Final = (
    "SELECT request, id FROM request_photo WHERE step IS NULL AND request IN (KEYS) ORDER BY at, id"
)
PRESSED: Final = (
    "SELECT s.request, s.act FROM request_step s JOIN service_request r ON r.id = s.request "
    "AND r.version = s.version WHERE s.act IN ('remind', 'supervise') AND s.request IN (KEYS)"
)


async def list_queue(reader: Reader, places: Places, asked: Asked) -> Queue:
    """A page of a view. Raises NotSignedIn, NotAllowed or Invalid."""
    must_read(reader.actor)
    if not 1 <= asked.limit <= LONGEST_PAGE:
        raise Invalid({"limit": "bad-value"})
    view, turn = asked.view, turn_of(reader.actor, reader.now, places.zone)
    which = searched(filtered(view_of(view, turn), asked.filters), view, asked.q, reader.actor)
    parts = pages_of(which, view, last_of(asked.cursor))
    rows, *counts = await together(
        page_of(parts, order_of(view, turn), asked.limit + 1), *counting(turn, asked.filters)
    )
    items = await in_queue(rows[: asked.limit], reader, places)
    more = None
    if len(rows) > asked.limit:
        last = rows[asked.limit - 1]
        more = cursor_of(Last(last["sent_at" if view == "all" else "due_at"], last["id"]))
    return Queue(items, more, counted(*(found[0] for found in counts)))


def page_of(parts: list[Seen], order: str, rows: int) -> Sql:
    """The first rows of the parts; a later part is not looked at while one before it has enough."""
    found = [part.within(PART.replace("PART", f"part{at}"), after=(rows,)) for at, part in enumerate(parts)]
    union = " UNION ALL ".join(one.template for one in found)
    args = [arg for one in found for arg in one.args]
    return Sql(PAGE_OF.replace("PARTS", union).replace("ORDERED", order), *args, rows)


def must_read(actor: Actor) -> None:
    """The desk is for those who work with requests. Raises NotSignedIn or NotAllowed."""
    if actor.person is None:
        raise NotSignedIn
    if not any(right.role in READERS | {Role.PROVIDER} for right in actor.rights):
        raise NotAllowed


async def in_queue(rows: list[Row], reader: Reader, places: Places) -> list[RequestInQueue]:
    """Lines of a list, with what stands in other tables."""
    ids = [row["id"] for row in rows]
    photos: dict[UUID, list[UUID]] = {}
    pressed: dict[UUID, str] = {}
    if ids:
        shots, steps = await together(in_keys(PHOTOS, ids), in_keys(PRESSED, ids))
        for row in shots:
            photos.setdefault(row["request"], []).append(row["id"])
        pressed = {row["request"]: row["act"] for row in steps}
    firms = await firms_of(row["holder"] for row in rows)
    programs = await programs_of(rows)
    known = await places.at(reader.now)
    beside = {id: Beside(photos.get(id, []), pressed.get(id), programs.get(id, "")) for id in ids}
    return [line_of(row, beside[row["id"]], known, firms, reader.language) for row in rows]


class Beside(Struct, frozen=True):
    """What stands in other tables about a line."""

    photos: list[UUID]
    pressed: str | None
    program: str


def line_of(row: Row, beside: Beside, known: Map, firms: dict[str, str], language: str) -> RequestInQueue:
    """One line."""
    photos = beside.photos
    return RequestInQueue(
        id=row["id"],
        number=row["number"],
        place=row["place"],
        place_name=known.name(row["place"], language),
        holder=row["holder"],
        holder_name=firms.get(row["holder"]) or known.name(row["holder"], language),
        category=row["category"],
        description=without_numbers(row["description"])[:MOST_SHOWN],
        address=without_numbers(row["address"]),
        source=row["source"],
        state=State(row["state"]),
        urgent=bool(row["urgent"]),
        version=row["version"],
        sent_at=row["sent_at"],
        due_at=row["due_at"],
        clerk=row["clerk"],
        clerk_name=row["clerk_name"] or "",
        photos_expected=row["photos_expected"],
        photos_received=len(photos),
        first_photo=photos[0] if photos else None,
        source_name=beside.program,
        pressed=beside.pressed,
    )


def without_numbers(words: str) -> str:
    """Phone and identity numbers that somebody wrote into their words are not for a list."""
    return DIGITS.sub(r"\1****\2", words)
