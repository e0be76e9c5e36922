"""What was published of the directory, by whom and when: a row a change, append-only.

A body is kept as it was written, so that it can be published again. What was there before history began (a
demonstration, an older release) gets its row at its first change. Two who write the same version at the same
time meet in the unique index, and the second hears of it (`Duplicate`).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, Generic, Literal, TypeVar
from uuid import UUID

import msgspec
from msgspec import Struct

from server.domain.errors import Invalid, NotFound
from server.storage.database import Sql, together
from server.storage.rows import insert_values, select_in

NounName = Literal["service", "organization", "location"]
Body = TypeVar("Body", bound=Struct)
PAGE: Final = 50
BEGIN: Final = "begin"  # the act of a row for what was there before history began
DELETE: Final = "delete"
COLUMNS: Final = ("noun", "about", "version", "act", "body", "person", "person_name", "at", "note")


class Author(Struct, frozen=True):
    """Who publishes; nobody: the operator, or a rule."""

    person: UUID | None
    name: str


class Mark(Struct, frozen=True):
    """What a change is: when, by whom, which act (publish, restore, delete, verify, import …), and why."""

    at: datetime
    by: Author | None = None
    act: str = "publish"
    note: str = ""


class Kept(Struct, Generic[Body], frozen=True):
    """A thing as it is published, or was when it was deleted."""

    version: int
    changed_at: datetime | None
    deleted_at: datetime | None
    body: Body


class RevisionShown(Struct, frozen=True):
    """One published change. `changed`: the fields that it changed; none of the first."""

    version: int
    act: str
    by_name: str
    at: datetime
    note: str
    changed: list[str]


class History(Struct, frozen=True):
    """The last changes first."""

    items: list[RevisionShown]
    next_cursor: str | None


async def note_changes(
    noun: NounName, after: Mapping[UUID, Kept[Body]], before: Mapping[UUID, Kept[Body]], mark: Mark
) -> None:
    """A row for each change. To be called within `write()`. Raises Duplicate if somebody was faster."""
    begun = await select_in(
        "SELECT about, max(version) AS version FROM revision WHERE about IN (KEYS) GROUP BY about",
        list(before),
    )
    noted = {row["about"]: int(row["version"]) for row in begun}
    rows = [
        _row(noun, id, kept, Mark(kept.changed_at or mark.at, act=BEGIN))
        for id, kept in before.items()
        if noted.get(id, 0) < kept.version
    ]
    rows += [_row(noun, id, kept, mark) for id, kept in after.items()]
    await insert_values("revision", COLUMNS, rows)


def _row(noun: NounName, id: UUID, kept: Kept[Any], mark: Mark) -> list[Any]:
    by = mark.by or Author(None, "")
    body = msgspec.json.encode(kept.body).decode()
    return [noun, id, kept.version, mark.act, body, by.person, by.name, mark.at, mark.note]


async def body_of(id: UUID, version: int, kind: type[Body]) -> Body | None:
    """What a version said; none if there is no such."""
    (rows,) = await together(Sql("SELECT body FROM revision WHERE about = {} AND version = {}", id, version))
    return msgspec.json.decode(rows[0]["body"], type=kind) if rows else None


async def must_have(id: UUID, version: int, kind: type[Body]) -> Body:
    """The same. Raises NotFound."""
    body = await body_of(id, version, kind) if 0 < version < 2**31 else None
    if body is None:
        raise NotFound(id=id, version=version)
    return body


async def last_bodies(ids: Sequence[UUID], kind: type[Body]) -> dict[UUID, Body]:
    """What each said last."""
    rows = await select_in(
        "SELECT r.about, r.body FROM revision r WHERE r.about IN (KEYS) "
        "AND r.version = (SELECT max(version) FROM revision l WHERE l.about = r.about)",
        ids,
    )
    return {row["about"]: msgspec.json.decode(row["body"], type=kind) for row in rows}


async def last_mark(id: UUID) -> tuple[str, datetime] | None:
    """Who changed it last, and when."""
    (rows,) = await together(
        Sql("SELECT person_name, at FROM revision WHERE about = {} ORDER BY version DESC LIMIT 1", id)
    )
    return (rows[0]["person_name"], rows[0]["at"]) if rows else None


HISTORY: Final = (
    "SELECT version, act, person_name, at, note, body FROM revision "
    "WHERE about = {} AND version < {} ORDER BY version DESC LIMIT {}"
)


async def read_history(id: UUID, kind: type[Body], cursor: str = "") -> History:
    """A page of the changes of one thing, the last first. Raises Invalid for a bad cursor."""
    if cursor and not (cursor.isascii() and cursor.isdigit() and len(cursor) < 10):
        raise Invalid({"cursor": "bad-value"})
    (rows,) = await together(Sql(HISTORY, id, int(cursor or 2**31 - 1), PAGE + 1))
    bodies = [msgspec.json.decode(row["body"], type=kind) for row in rows]
    items = [
        RevisionShown(
            version=row["version"],
            act=row["act"],
            by_name=row["person_name"],
            at=row["at"],
            note=row["note"],
            changed=differing(bodies[place + 1], bodies[place]) if place + 1 < len(rows) else [],
        )
        for place, row in enumerate(rows[:PAGE])
    ]
    return History(items, str(items[-1].version) if len(rows) > PAGE else None)


def differing(one: Struct, other: Struct) -> list[str]:
    """The fields in which two bodies of a kind are not the same."""
    return [field for field in other.__struct_fields__ if getattr(one, field) != getattr(other, field)]
