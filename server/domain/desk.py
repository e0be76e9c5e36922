"""The desk: the queue of somebody's offices, and one request as staff read it.

The queue is by holder, ordered by due time; only `all` shows what is over or lies elsewhere. A list carries
no contact data, and numbers that people wrote into their words are masked. A page is found by its ids first
and then joined to what it shows, so that its cost follows the open requests and not the history.
"""

import re
from datetime import datetime
from typing import Any, Final, Literal
from uuid import UUID

from msgspec import Struct

from server.domain.access import READERS, Reader, Seen, queue_of, visible_to
from server.domain.cursors import Last, cursor_of, last_of
from server.domain.errors import Invalid, NotAllowed, NotSignedIn
from server.domain.lifecycle import State
from server.domain.people import Actor, Role
from server.domain.places import Map, Places, firms_of
from server.domain.records import Row
from server.domain.texts import clean
from server.storage.database import Sql, together

PAGE: Final = 50
LONGEST_SEARCH: Final = 100
MOST_SHOWN: Final = 200  # characters of a description in a list
DIGITS: Final = re.compile(r"(?<!\d)(\d{3})\d{4,11}([\dXx]{4})(?!\d)")  # phones and identity cards

View = Literal["todo", "mine", "overdue", "waiting", "open", "all"]


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


class Counts(Struct, frozen=True):
    """How many requests each view holds."""

    todo: int
    mine: int
    overdue: int
    waiting: int
    open: int


class Queue(Struct, frozen=True):
    """One page of a view, and the size of all."""

    items: list[RequestInQueue]
    next_cursor: str | None
    counts: Counts


IN_HAND: Final = "r.state IN ('submitted', 'accepted', 'assigned', 'in_progress')"
OPEN: Final = "r.closed_at IS NULL"


def view_of(view: View, actor: Actor, now: datetime) -> Seen:
    """Which requests a view holds."""
    queue = queue_of(actor)
    conditions: dict[View, tuple[str, tuple[Any, ...]]] = {
        "todo": (f"{OPEN} AND {IN_HAND} AND (r.clerk IS NULL OR r.clerk = {{}})", (actor.person,)),
        "mine": (f"{OPEN} AND r.clerk = {{}}", (actor.person,)),
        "overdue": (f"{OPEN} AND {IN_HAND} AND r.due_at <= {{}}", (now,)),
        "waiting": (f"{OPEN} AND r.state = 'waiting'", ()),
        "open": (OPEN, ()),
    }
    if view == "all":
        return visible_to(actor)
    sql, args = conditions[view]
    return Seen(f"{queue.sql} AND {sql}", (*queue.args, *args))


PAGE_OF: Final = (
    "SELECT r.id, r.number, r.place, r.holder, r.category, r.description, r.state, r.urgent, r.version, "
    "r.sent_at, r.due_at, r.clerk, r.photos_expected, p.name AS clerk_name "
    "FROM (SELECT r.id FROM service_request r WHERE SEEN ORDER BY ORDERED LIMIT {}) k "
    "JOIN service_request r ON r.id = k.id LEFT JOIN person p ON p.id = r.clerk ORDER BY ORDERED"
)
BY_DUE: Final = "r.due_at NULLS LAST, r.id"
BY_SENT: Final = "r.sent_at DESC, r.id DESC"
AFTER_DUE: Final = " AND (r.due_at > {} OR (r.due_at = {} AND r.id > {}) OR r.due_at IS NULL)"
AFTER_NO_DUE: Final = " AND r.due_at IS NULL AND r.id > {}"
AFTER_SENT: Final = " AND (r.sent_at < {} OR (r.sent_at = {} AND r.id < {}))"
SEARCH: Final = (
    " AND (r.number LIKE {} ESCAPE '!' OR r.description LIKE {} ESCAPE '!' OR r.address LIKE {} ESCAPE '!')"
)
COUNTS: Final = (
    "SELECT count(*) AS open, "
    "sum(CASE WHEN IN_HAND AND (r.clerk IS NULL OR r.clerk = {}) THEN 1 ELSE 0 END) AS todo, "
    "sum(CASE WHEN r.clerk = {} THEN 1 ELSE 0 END) AS mine, "
    "sum(CASE WHEN IN_HAND AND r.due_at <= {} THEN 1 ELSE 0 END) AS overdue, "
    "sum(CASE WHEN r.state = 'waiting' THEN 1 ELSE 0 END) AS waiting "
    "FROM service_request r WHERE SEEN AND r.closed_at IS NULL"
).replace("IN_HAND", IN_HAND)
PHOTOS: Final = (
    "SELECT request, id FROM request_photo WHERE step IS NULL AND request IN (IDS) ORDER BY at, id"
)


async def list_queue(
    reader: Reader, places: Places, view: View = "todo", q: str = "", cursor: str = ""
) -> Queue:
    """A page of a view. Raises NotSignedIn, NotAllowed or Invalid."""
    must_read(reader.actor)
    which = narrowed(view_of(view, reader.actor, reader.now), view, q, last_of(cursor))
    order = BY_SENT if view == "all" else BY_DUE
    me, now = reader.actor.person, reader.now
    rows, counts = await together(
        which.within(PAGE_OF.replace("ORDERED", order), after=(PAGE + 1,)),
        queue_of(reader.actor).within(COUNTS, me, me, now),
    )
    page = rows[:PAGE]
    photos = await photos_of([row["id"] for row in page])
    firms = await firms_of(row["holder"] for row in page)
    known = await places.at(now)
    items = [in_queue(row, photos.get(row["id"], []), known, firms, reader.language) for row in page]
    more = None
    if len(rows) > PAGE:
        more = cursor_of(Last(page[-1]["sent_at" if view == "all" else "due_at"], page[-1]["id"]))
    return Queue(items, more, Counts(**{name: int(count or 0) for name, count in counts[0].items()}))


def must_read(actor: Actor) -> None:
    """The desk is for those who work with requests. Raises NotSignedIn or NotAllowed."""
    if actor.person is None:
        raise NotSignedIn
    if not any(right.role in READERS | {Role.PROVIDER} for right in actor.rights):
        raise NotAllowed


def narrowed(which: Seen, view: View, q: str, last: Last | None) -> Seen:
    """The requests of a view that hold these words and come after the last one. Raises Invalid."""
    sql, args = which.sql, which.args
    if words := clean(q):
        if len(words) > LONGEST_SEARCH:
            raise Invalid({"q": "too-long"}, limit=LONGEST_SEARCH)
        plain = re.sub(r"([!%_])", r"!\1", words)
        number = plain.replace("-", "") if words.replace("-", "").isdigit() else plain
        sql, args = sql + SEARCH, (*args, f"{number}%", f"%{plain}%", f"%{plain}%")
    if last is None:
        return Seen(sql, args)
    if view == "all":
        return Seen(sql + AFTER_SENT, (*args, last.at, last.at, last.id))
    if last.at is None:
        return Seen(sql + AFTER_NO_DUE, (*args, last.id))
    return Seen(sql + AFTER_DUE, (*args, last.at, last.at, last.id))


async def photos_of(ids: list[UUID]) -> dict[UUID, list[UUID]]:
    """The announced photos that are here, in order, by request."""
    if not ids:
        return {}
    (rows,) = await together(Sql(PHOTOS.replace("IDS", ", ".join(["{}"] * len(ids))), *ids))
    photos: dict[UUID, list[UUID]] = {}
    for row in rows:
        photos.setdefault(row["request"], []).append(row["id"])
    return photos


def in_queue(
    row: Row, photos: list[UUID], known: Map, firms: dict[str, str], language: str
) -> RequestInQueue:
    """One line."""
    return RequestInQueue(
        id=row["id"],
        number=row["number"],
        place=row["place"],
        place_name=known.name(row["place"], language),
        holder=row["holder"],
        holder_name=firms.get(row["holder"]) or known.name(row["holder"], language),
        category=row["category"],
        description=without_numbers(row["description"])[:MOST_SHOWN],
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
    )


def without_numbers(words: str) -> str:
    """Phone and identity numbers that somebody wrote into their words are not for a list."""
    return DIGITS.sub(r"\1****\2", words)
