"""What residents say is wrong in the directory, and what its desk made of it.

Nobody signs in for it and nothing personal is asked. A report lies with the desk that keeps the service:
whoever works in a subtree sees those of the services that an office in it owns. A number in words about a
wrong phone is the correction, so it is shown whole; anywhere else it is somebody's own, and is masked.
"""

from datetime import datetime
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from msgspec import Meta, Struct

from server.domain.access import READERS
from server.domain.cursors import Last, cursor_of, last_of
from server.domain.desk import without_numbers
from server.domain.errors import ChangedMeanwhile, Invalid, NotAllowed, NotFound, NotSignedIn, SentOtherwise
from server.domain.once import Once, Stamp
from server.domain.people import Actor, Role
from server.domain.scope import scope_of
from server.domain.texts import at_most, clean
from server.storage.database import Sql, raw, together, write

PAGE: Final = 50
LONGEST: Final = 500  # characters of a report
LONGEST_ANSWER: Final = 400
KEEPERS: Final = frozenset({Role.CLERK, Role.MANAGER})  # who edits the directory

Kind = Literal["hours", "phone", "address", "closed", "other"]
State = Literal["open", "done", "dismissed"]


class ReportMistake(Struct, frozen=True, forbid_unknown_fields=True):
    """What is wrong with a service; the kind alone is enough, but for "other"."""

    kind: Kind
    words: Annotated[str, Meta(max_length=LONGEST)] = ""


class MistakeReceived(Struct, frozen=True):
    """It is with the desk now."""

    id: UUID
    at: datetime


class HandleMistake(Struct, frozen=True, forbid_unknown_fields=True):
    """What the desk made of it. `version` is that of the list they were looking at."""

    state: State
    version: Annotated[int, Meta(ge=1)]
    answer: Annotated[str, Meta(max_length=LONGEST_ANSWER)] = ""


class MistakeForDesk(Struct, frozen=True):
    """One report as the desk reads it."""

    id: UUID
    service: UUID
    service_name: str
    owner: str  # the division whose desk keeps the service
    phone: str
    kind: Kind
    words: str  # numbers in it are masked, unless it is about the phone
    at: datetime
    state: State
    version: int
    answer: str
    handled_by_name: str
    handled_at: datetime | None
    may_edit: bool


class MistakePage(Struct, frozen=True):
    """A page of reports, and how many are open in all."""

    items: list[MistakeForDesk]
    next_cursor: str | None
    open: int


class MistakeHandled(Struct, frozen=True):
    """How it stands now."""

    id: UUID
    state: State
    version: int


FIRST: Final = "SELECT id, at, service, body_hash FROM mistake WHERE id = {}"
KNOWN: Final = "SELECT id FROM service WHERE id = {} AND deleted_at IS NULL"
ADD: Final = (
    "INSERT INTO mistake (id, service, kind, words, at, body_hash) VALUES ({}, {}, {}, {}, {}, {}) "
    "ON CONFLICT (id) DO NOTHING"
)


async def report_mistake(
    service: UUID, id: UUID, report: ReportMistake, stamp: Stamp
) -> Once[MistakeReceived]:
    """Lay it on the desk, once. Raises NotFound, Invalid, SentOtherwise."""
    words = at_most("words", clean(report.words), LONGEST)
    if report.kind == "other" and not words:
        raise Invalid({"words": "required"})
    async with write():
        known, firsts = await together(Sql(KNOWN, service), Sql(FIRST, id))
        if firsts:
            (first,) = firsts
            if (first["service"], first["body_hash"]) != (service, stamp.body_hash):
                raise SentOtherwise
            return Once(MistakeReceived(first["id"], first["at"]), is_new=False)
        if not known:
            raise NotFound(service=service)
        await raw(ADD, id, service, report.kind, words, stamp.at, stamp.body_hash)
    return Once(MistakeReceived(id, stamp.at), is_new=True)


LIST: Final = (
    "SELECT m.id, m.service, s.name AS service_name, s.owner, s.phone, m.kind, m.words, m.at, m.state, "
    "m.version, m.answer, m.handled_by_name, m.handled_at "
    "FROM mistake m JOIN service s ON s.id = m.service WHERE m.state = {} AND SEEN "
)
OLDEST: Final = "ORDER BY m.at, m.id LIMIT {}"  # who has waited longest
LATEST: Final = "ORDER BY m.at DESC, m.id DESC LIMIT {}"
COUNT: Final = (
    "SELECT count(*) AS n FROM mistake m JOIN service s ON s.id = m.service WHERE m.state = 'open' AND SEEN"
)


async def list_mistakes(actor: Actor, state: State, cursor: str) -> MistakePage:
    """A page: the open ones oldest first, others latest first. Raises NotSignedIn, NotAllowed, Invalid."""
    which, last = seen_by(actor, READERS), last_of(cursor)
    if last is not None and last.at is None:
        raise Invalid({"cursor": "bad-value"})
    sign, order = (">", OLDEST) if state == "open" else ("<", LATEST)
    after = f"AND (m.at {sign} {{}} OR (m.at = {{}} AND m.id {sign} {{}})) " if last else ""
    at = (last.at, last.at, last.id) if last else ()
    rows, counts = await together(
        Sql(_within(LIST + after + order, which), state, *which[1], *at, PAGE + 1),
        Sql(_within(COUNT, which), *which[1]),
    )
    keeps = actor.divisions(KEEPERS)
    items = [_shown(row, keeps) for row in rows[:PAGE]]
    more = cursor_of(Last(items[-1].at, items[-1].id)) if len(rows) > PAGE else None
    return MistakePage(items, more, int(counts[0]["n"]))


MOVE: Final = (
    "UPDATE mistake SET state = {}, answer = {}, handled_by = {}, handled_by_name = {}, handled_at = {}, "
    "version = version + 1 WHERE id = {} AND version = {} RETURNING version"
)
ONE: Final = (
    "SELECT m.version, m.state, m.answer, m.handled_by, m.handled_by_name AS by_name, m.handled_at AS at "
    "FROM mistake m JOIN service s ON s.id = m.service WHERE m.id = {} AND SEEN"
)


async def handle_mistake(id: UUID, data: HandleMistake, stamp: Stamp) -> MistakeHandled:
    """Done, dismissed, or open again. Raises NotFound, NotAllowed, ChangedMeanwhile, Invalid."""
    actor = stamp.by
    answer = at_most("answer", clean(data.answer), LONGEST_ANSWER)
    which = seen_by(actor, KEEPERS)
    async with write():
        rows = await raw(_within(ONE, which), id, *which[1])
        if not rows:
            raise NotFound
        now = dict(rows[0])
        if now["version"] == data.version + 1 and _is_mine(now, data.state, answer, actor):
            return MistakeHandled(id, data.state, now["version"])  # a retry: this was done
        is_over = data.state != "open"
        moved = await raw(
            MOVE,
            data.state,
            answer,
            actor.person if is_over else None,
            actor.name if is_over else "",
            stamp.at if is_over else None,
            id,
            data.version,
        )
        if not moved:
            raise ChangedMeanwhile(
                version=now["version"], state=now["state"], by_name=now["by_name"], at=now["at"]
            )
    return MistakeHandled(id, data.state, moved[0]["version"])


def seen_by(actor: Actor, roles: frozenset[Role]) -> tuple[str, tuple[Any, ...]]:
    """A condition on `service s`, and its arguments. Raises NotSignedIn, NotAllowed."""
    if actor.person is None:
        raise NotSignedIn
    scopes = [scope_of(code) for code in actor.divisions(roles)]
    if not scopes:
        raise NotAllowed
    either = " OR ".join(["s.owner BETWEEN {} AND {}"] * len(scopes))
    return f"({either})", tuple(code for scope in scopes for code in scope)


def _within(template: str, which: tuple[str, tuple[Any, ...]]) -> str:
    return template.replace("SEEN", which[0])


def _is_mine(now: dict[str, Any], state: State, answer: str, actor: Actor) -> bool:
    by = actor.person if state != "open" else None
    return (now["state"], now["answer"], now["handled_by"]) == (state, answer, by)


def _shown(row: dict[str, Any], keeps: list[str]) -> MistakeForDesk:
    may_edit = any(low <= row["owner"] <= high for low, high in map(scope_of, keeps))
    if row["kind"] != "phone":
        row = row | {"words": without_numbers(row["words"])}
    return MistakeForDesk(**row, may_edit=may_edit)
