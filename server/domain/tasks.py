"""A bad rating, or "not solved", becomes work for the manager one level up, who ends it with words.

The task is made in the transaction of the step that caused it, under an id made of that cause: the same cause
is one task however often it comes. It is due at the end of the next working day of that manager's office.
"""

from datetime import datetime
from typing import Annotated, Any, Final, Literal
from uuid import UUID, uuid5

import msgspec
from msgspec import Meta, Struct

from server.domain.access import Reader, Seen, above, any_of, in_scope
from server.domain.asks import MOST_WORDS
from server.domain.cursors import Last, cursor_of, last_of
from server.domain.errors import NotAllowed, NotFound, NotSignedIn, TaskOver
from server.domain.once import Once, Stamp
from server.domain.people import Actor, Role
from server.domain.places import Map
from server.domain.terms import Span
from server.domain.texts import at_most, clean, required
from server.domain.topics import bumping
from server.storage.database import Sql, together, write

WORST: Final = 2  # of five, and below: somebody must look
NEXT_DAY: Final = Span(days=1)
PAGE: Final = 50
TASKS: Final = UUID("0f0d6b52-7c0f-4f4e-8f25-6f9a4f0a7c52")  # the name space of their ids
MANAGERS: Final = frozenset({Role.MANAGER})
Kind = Literal["bad_rating", "not_solved"]


class Said(Struct, frozen=True, omit_defaults=True):
    """What a resident said of a result; `rating` 1-5."""

    solved: bool | None = None
    rating: int | None = None
    reasons: tuple[str, ...] = ()
    note: str = ""


class Concern(Struct, frozen=True):
    """Which request it is about, and who has it."""

    request: UUID
    holder: str
    place: str


class TaskShown(Struct, frozen=True):
    """One task, with what a manager needs to find the request."""

    id: UUID
    request: UUID
    number: str
    kind: Kind
    said: Said
    place: str
    place_name: str
    category: str
    holder: str
    holder_name: str
    made_at: datetime
    due_at: datetime
    closed_at: datetime | None
    closed_by_name: str
    note: str


class TaskCounts(Struct, frozen=True):
    """How many wait, and how many of them too long."""

    open: int
    overdue: int


class Tasks(Struct, frozen=True):
    """A page: open ones by due time, closed ones the last first."""

    items: list[TaskShown]
    next_cursor: str | None
    counts: TaskCounts


class CloseTask(Struct, frozen=True, forbid_unknown_fields=True):
    """What the manager found and did."""

    note: Annotated[str, Meta(max_length=MOST_WORDS)]


class TaskClosed(Struct, frozen=True):
    """The first answer."""

    id: UUID
    closed_at: datetime


MAKE: Final = (
    "INSERT INTO task (id, request, kind, holder, said, made_at, due_at) "
    "VALUES ({}, {}, {}, {}, {}, {}, {}) ON CONFLICT (id) DO NOTHING"
)


def making_task(cause: UUID, concern: Concern, said: Said, at: datetime, known: Map) -> list[Sql]:
    """The statements that make the task of a step or rating; none if nobody is discontent."""
    if said.solved is not False and (said.rating is None or said.rating > WORST):
        return []
    holder = above(concern.holder, concern.place) or concern.holder  # nobody is above the city
    kind: Kind = "not_solved" if said.solved is False else "bad_rating"
    due = known.working(holder).due(at, NEXT_DAY).at
    text = msgspec.json.encode(said).decode()
    make = Sql(MAKE, uuid5(TASKS, str(cause)), concern.request, kind, holder, text, at, due)
    return [make, bumping(f"tasks:{holder}")]


LIST: Final = (
    "SELECT t.id, t.request, r.number, t.kind, t.said, r.place, r.category, t.holder, t.made_at, t.due_at, "
    "t.closed_at, t.closed_by_name, t.note FROM task t JOIN service_request r ON r.id = t.request "
    "WHERE SEEN AND WHICH LIMIT {}"
)
OPEN: Final = "t.closed_at IS NULL ORDER BY t.due_at, t.id"
OPEN_AFTER: Final = "t.closed_at IS NULL AND (t.due_at, t.id) > ({}, {}) ORDER BY t.due_at, t.id"
CLOSED: Final = "t.closed_at IS NOT NULL ORDER BY t.closed_at DESC, t.id DESC"
CLOSED_AFTER: Final = (
    "t.closed_at IS NOT NULL AND (t.closed_at, t.id) < ({}, {}) ORDER BY t.closed_at DESC, t.id DESC"
)
COUNT: Final = (
    "SELECT count(*) AS open, COALESCE(sum(CASE WHEN t.due_at <= {} THEN 1 ELSE 0 END), 0) AS overdue "
    "FROM task t WHERE SEEN AND t.closed_at IS NULL"
)


async def list_tasks(
    reader: Reader, known: Map, state: Literal["open", "closed"] = "open", cursor: str = ""
) -> Tasks:
    """Those of a manager's scope. Raises NotSignedIn, NotAllowed or Invalid."""
    mine, last = tasks_of(reader.actor), last_of(cursor)
    which, after = (OPEN, OPEN_AFTER) if state == "open" else (CLOSED, CLOSED_AFTER)
    args: tuple[Any, ...] = (last.at, last.id) if last else ()
    template = LIST.replace("WHICH", after if last else which)
    rows, counts = await together(
        mine.within(template, after=(*args, PAGE + 1)),
        mine.within(COUNT, reader.now),
    )
    items = [_shown(row, known, reader.language) for row in rows[:PAGE]]
    more = None
    if len(rows) > PAGE:
        more = cursor_of(Last(items[-1].due_at if state == "open" else items[-1].closed_at, items[-1].id))
    return Tasks(items, more, TaskCounts(int(counts[0]["open"]), int(counts[0]["overdue"])))


def tasks_of(actor: Actor) -> Seen:
    """The tasks of the offices that somebody manages. Raises NotSignedIn or NotAllowed."""
    if actor.person is None:
        raise NotSignedIn
    codes = actor.divisions(MANAGERS)
    if not codes:
        raise NotAllowed
    return any_of([in_scope("t.holder", code) for code in codes])


CLOSE: Final = (
    "UPDATE task AS t SET closed_at = {}, closed_by = {}, closed_by_name = {}, note = {}, body_hash = {} "
    "WHERE t.id = {} AND t.closed_at IS NULL AND SEEN RETURNING holder"
)
FIND: Final = (
    "SELECT t.closed_at, t.closed_by, t.closed_by_name, t.body_hash FROM task t WHERE t.id = {} AND SEEN"
)


async def close_task(id: UUID, data: CloseTask, stamp: Stamp) -> Once[TaskClosed]:
    """End it with words. Raises NotSignedIn, NotAllowed, NotFound, Invalid; TaskOver if somebody else did."""
    mine, by = tasks_of(stamp.by), stamp.by
    note = required("note", at_most("note", clean(data.note), MOST_WORDS))
    async with write():
        (closed,) = await together(
            mine.within(CLOSE, stamp.at, by.person, by.name, note, stamp.body_hash, id)
        )
        if closed:
            await together(bumping(f"tasks:{closed[0]['holder']}"))
            return Once(TaskClosed(id, stamp.at), is_new=True)
        (rows,) = await together(mine.within(FIND, id))
    if not rows:
        raise NotFound
    if rows[0]["body_hash"] != stamp.body_hash or rows[0]["closed_by"] != by.person:
        raise TaskOver(by_name=rows[0]["closed_by_name"])
    return Once(TaskClosed(id, rows[0]["closed_at"]), is_new=False)


def _shown(row: dict[str, Any], known: Map, language: str) -> TaskShown:
    return TaskShown(
        id=row["id"],
        request=row["request"],
        number=row["number"],
        kind=row["kind"],
        said=msgspec.json.decode(row["said"], type=Said),
        place=row["place"],
        place_name=known.name(row["place"], language),
        category=row["category"],
        holder=row["holder"],
        holder_name=known.name(row["holder"], language),
        made_at=row["made_at"],
        due_at=row["due_at"],
        closed_at=row["closed_at"],
        closed_by_name=row["closed_by_name"],
        note=row["note"],
    )
