"""Many places at once are shut: a typhoon, a power cut. One act over a part of the network, and its undo.

Each service that is concerned gets an exception in its hours, as if its own desk had written it: phones,
pages, sheets and other people's software then say the same. The undo takes away what the act wrote and
nothing else, so that a place which somebody opened again meanwhile stays as it is.

A service is concerned if it is given at a place within the division or, having none, is kept there; and if it
is the editor's to change.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from msgspec import Meta, Struct
from msgspec.structs import replace

from server.domain.access import any_of, in_scope
from server.domain.categories import terms_under
from server.domain.cursors import Last, cursor_of, last_of
from server.domain.editing import save_services
from server.domain.errors import Invalid, NotFound, SentOtherwise
from server.domain.hours import Rule
from server.domain.jobs import queue
from server.domain.keeping import EDITORS, kept_by, may_edit, must_edit, must_read_directory
from server.domain.nouns import Editor
from server.domain.once import Once, Stamp
from server.domain.people import Actor
from server.domain.pinyin import Reader
from server.domain.revisions import Author, Mark
from server.domain.scope import scope_of
from server.domain.shelving import read_services
from server.domain.texts import line
from server.storage.database import Sql, raw, together, write
from server.storage.rows import insert_values, parts_of

CARRY_OUT: Final = "carry-out-closure"  # the job
AT_ONCE: Final = 200  # services that are changed while the editor waits
LONGEST_DAYS: Final = 366
LISTED: Final = 20

State = Literal["closing", "closed", "opening", "opened"]


class CloseMany(Struct, frozen=True, forbid_unknown_fields=True):
    """What is shut, from when until when, both days within, and the word that residents read."""

    division: Annotated[str, Meta(max_length=12)]
    begins_on: date
    ends_on: date
    note: Annotated[str, Meta(min_length=1, max_length=80)]
    category: Annotated[str, Meta(max_length=40)] = ""  # "": all


class ClosureShown(Struct, frozen=True):
    """One such act."""

    id: UUID
    division: str
    category: str
    begins_on: date
    ends_on: date
    note: str
    by_name: str
    at: datetime
    state: State
    services: int  # that were shut
    opened_by_name: str
    opened_at: datetime | None


class ClosureList(Struct, frozen=True):
    """The last ones first."""

    items: list[ClosureShown]
    next_cursor: str | None


ROW: Final = (
    "SELECT id, division, category, begins_on, ends_on, note, person, person_name, at, state, services, "
    "opened_by, opened_by_name, opened_at, body_hash FROM closure "
)
CONCERNED: Final = (
    "SELECT s.id FROM service s WHERE s.deleted_at IS NULL AND s.status = 'active' AND SEEN AND ("
    "EXISTS (SELECT 1 FROM service_at_location a JOIN location l ON l.id = a.location "
    "WHERE a.service = s.id AND l.division BETWEEN {} AND {}) OR (s.owner BETWEEN {} AND {} "
    "AND NOT EXISTS (SELECT 1 FROM service_at_location a WHERE a.service = s.id)))"
)


async def concerned(division: str, category: str, actor: Actor) -> list[UUID]:
    """The services that would be shut. Raises NotSignedIn, NotAllowed, NotFound, Invalid."""
    must_edit(actor)
    if not may_edit(actor, [division]):
        raise NotFound(division=division)
    terms = terms_under(category) if category else []
    if category and not terms:
        raise Invalid({"category": "not-a-choice"})
    seen = any_of([in_scope("s.owner", code) for code in actor.divisions(EDITORS)])
    within = scope_of(division)
    sql = CONCERNED.replace("SEEN", seen.sql)
    if terms:
        sql += f" AND s.category IN ({', '.join(['{}'] * len(terms))})"
    return [row["id"] for row in await raw(f"{sql} ORDER BY s.id", *seen.args, *within, *within, *terms)]


async def close_many(id: UUID, wish: CloseMany, stamp: Stamp, editor: Editor) -> Once[ClosureShown]:
    """Shut them, at once or, if they are many, by a job. Raises as `concerned`, and SentOtherwise."""
    _check(wish)
    services = await concerned(wish.division, wish.category, editor.actor)
    async with write():
        firsts, divisions = await together(
            Sql(f"{ROW}WHERE id = {{}}", id), Sql("SELECT code FROM division WHERE code = {}", wish.division)
        )
        if firsts:
            if (firsts[0]["body_hash"], firsts[0]["person"]) != (stamp.body_hash, stamp.by.person):
                raise SentOtherwise
            return Once(_shown(firsts[0]), is_new=False)
        if not divisions:
            raise NotFound(division=wish.division)
        await raw(
            "INSERT INTO closure (id, division, category, begins_on, ends_on, note, person, person_name, at, "
            "state, services, body_hash) VALUES ({}, {}, {}, {}, {}, {}, {}, {}, {}, 'closing', {}, {})",
            *(id, wish.division, wish.category, wish.begins_on, wish.ends_on, line(wish.note)),
            *(stamp.by.person, stamp.by.name, stamp.at, len(services), stamp.body_hash),
        )
        await insert_values(
            "closure_service", ("closure", "service"), [(id, service) for service in services]
        )
        await _now_or_soon(id, len(services), editor)
    return Once(await _read(id), is_new=True)


async def open_again(id: UUID, editor: Editor) -> ClosureShown:
    """Take the exceptions away again. A second time is no second time. Raises NotFound, NotAllowed."""
    must_edit(editor.actor)
    async with write():
        rows = await raw(f"{ROW}WHERE id = {{}}", id)
        if not rows or not may_edit(editor.actor, [rows[0]["division"]]):
            raise NotFound(closure=id)
        if rows[0]["state"] in {"closing", "closed"}:
            await raw(
                "UPDATE closure SET state = 'opening', opened_by = {}, opened_by_name = {}, opened_at = {} "
                "WHERE id = {}",
                *(editor.actor.person, editor.actor.name, editor.now, id),
            )
            await _now_or_soon(id, rows[0]["services"], editor)
    return await _read(id)


async def _now_or_soon(id: UUID, services: int, editor: Editor) -> None:
    if services <= AT_ONCE:
        await carry_out(id, editor.now, editor.reader)
    else:
        await queue(CARRY_OUT, f"{id}:{editor.now.isoformat()}", editor.now, closure=str(id))


async def carry_out(id: UUID, now: datetime, reader: Reader) -> None:
    """Write the exceptions, or take them away, as the state says. What is so already is left alone."""
    rows = await raw(f"{ROW}WHERE id = {{}} AND state IN ('closing', 'opening')", id)
    if not rows:
        return
    (row,) = rows
    shut = row["state"] == "closing"
    person, name = ("person", "person_name") if shut else ("opened_by", "opened_by_name")
    mark = Mark(now, Author(row[person], row[name]), "close" if shut else "open", row["note"])
    services = await raw("SELECT service FROM closure_service WHERE closure = {} ORDER BY service", id)
    for part in parts_of([each["service"] for each in services], AT_ONCE):
        await _write(part, _rule(row), shut, mark, reader)
    await raw(
        "UPDATE closure SET state = {} WHERE id = {} AND state = {}",
        *("closed" if shut else "opened", id, row["state"]),
    )


async def _write(ids: Sequence[UUID], rule: Rule, shut: bool, mark: Mark, reader: Reader) -> None:
    async with write():
        there = await read_services(ids, reader)
        changed = {}
        for service, kept in there.items():
            others = [each for each in kept.body.hours if each != rule]
            # Whose hours nobody knows stays unknown: with an exception alone it would seem shut for ever.
            hours = [*others, rule] if shut and others else others
            if kept.deleted_at is None and set(hours) != set(kept.body.hours):
                changed[service] = replace(kept.body, hours=hours)
        await save_services(changed, reader, mark.at, by=mark.by, act=mark.act, note=mark.note)


def _rule(row: dict[str, Any]) -> Rule:
    return Rule(
        valid_from=row["begins_on"], valid_to=row["ends_on"], closed=True, note=row["note"], holidays="plain"
    )


def _check(wish: CloseMany) -> None:
    if wish.ends_on < wish.begins_on:
        raise Invalid({"ends_on": "hours-ends-early"})
    if (wish.ends_on - wish.begins_on).days > LONGEST_DAYS:
        raise Invalid({"ends_on": "closed-too-long"})
    if not line(wish.note):
        raise Invalid({"note": "required"})


def _shown(row: dict[str, Any]) -> ClosureShown:
    said = {name: row[name] for name in ClosureShown.__struct_fields__ if name != "by_name"}
    return ClosureShown(by_name=row["person_name"], **said)


async def _read(id: UUID) -> ClosureShown:
    (row,) = await raw(f"{ROW}WHERE id = {{}}", id)
    return _shown(row)


async def list_closures(actor: Actor, cursor: str) -> ClosureList:
    """Those within one's desks, the last first. Raises NotSignedIn, NotAllowed, Invalid."""
    must_read_directory(actor)
    seen, last = kept_by(actor, "division"), last_of(cursor)
    after = " AND (at < {} OR (at = {} AND id < {}))" if last else ""
    at = (last.at, last.at, last.id) if last else ()
    rows = await raw(
        f"{ROW}WHERE {seen.sql}{after} ORDER BY at DESC, id DESC LIMIT {LISTED + 1}", *seen.args, *at
    )
    items = [_shown(row) for row in rows[:LISTED]]
    more = cursor_of(Last(items[-1].at, items[-1].id)) if len(rows) > LISTED else None
    return ClosureList(items, more)
