"""How sheets stand, for those whose desks they belong to."""

from datetime import datetime
from typing import Any, Final, Literal
from uuid import UUID

import msgspec
from msgspec import Struct

from server.domain.cursors import Last, cursor_of, last_of
from server.domain.errors import Invalid, NotFound
from server.domain.keeping import kept_by, may_edit, must_edit
from server.domain.people import Actor
from server.domain.sheets.comparing import Change, Fault
from server.storage.database import raw

PAGE: Final = 200
LISTED: Final = 20
FAULTS: Final = "SELECT faults AS kept FROM sheet WHERE id = {}"
CHANGES: Final = "SELECT changes AS kept FROM sheet WHERE id = {}"

State = Literal["checking", "checked", "refused", "applying", "applied", "failed"]


class SheetShown(Struct, frozen=True):
    """How a sheet stands. The counts are of rows; `places` of things beside services are not counted."""

    id: UUID
    owner: str
    name: str
    by_name: str
    at: datetime
    state: State
    rows: int  # looked at so far
    added: int
    changed: int
    unchanged: int
    bad: int
    applied_at: datetime | None
    fault: Fault | None  # the first, or why the file was refused


class SheetList(Struct, frozen=True):
    """The last ones first."""

    items: list[SheetShown]
    next_cursor: str | None


class FaultPage(Struct, frozen=True):
    """Cells that cannot be as they are."""

    items: list[Fault]
    next_cursor: str | None


class ChangePage(Struct, frozen=True):
    """What the rows would do."""

    items: list[Change]
    next_cursor: str | None


ROW: Final = (
    "SELECT id, owner, name, person, person_name, at, state, rows, added, changed, unchanged, bad, "
    "applied_at, body_hash, faults FROM sheet "
)


def shown(row: dict[str, Any]) -> SheetShown:
    """A row of ROW as it is told."""
    faults = msgspec.json.decode(row["faults"], type=list[Fault])
    return SheetShown(
        by_name=row["person_name"],
        fault=faults[0] if faults else None,
        **{name: row[name] for name in SheetShown.__struct_fields__ if name not in {"by_name", "fault"}},
    )


async def read(id: UUID) -> SheetShown:
    """How it stands, whoever asks."""
    (row,) = await raw(f"{ROW}WHERE id = {{}}", id)
    return shown(row)


async def find_sheet(id: UUID, actor: Actor) -> SheetShown:
    """How it stands. Raises NotSignedIn, NotAllowed, NotFound."""
    must_edit(actor)
    rows = await raw(f"{ROW}WHERE id = {{}}", id)
    if not rows or not may_edit(actor, [rows[0]["owner"]]):
        raise NotFound(sheet=id)
    return shown(rows[0])


async def list_sheets(actor: Actor, cursor: str) -> SheetList:
    """Those of one's desks, the last first. Raises NotSignedIn, NotAllowed, Invalid."""
    must_edit(actor)
    seen, last = kept_by(actor, "owner"), last_of(cursor)
    after = " AND (at < {} OR (at = {} AND id < {}))" if last else ""
    at = (last.at, last.at, last.id) if last else ()
    rows = await raw(
        f"{ROW}WHERE {seen.sql}{after} ORDER BY at DESC, id DESC LIMIT {LISTED + 1}", *seen.args, *at
    )
    items = [shown(row) for row in rows[:LISTED]]
    more = cursor_of(Last(items[-1].at, items[-1].id)) if len(rows) > LISTED else None
    return SheetList(items, more)


async def list_faults(id: UUID, actor: Actor, cursor: str) -> FaultPage:
    """A page of what is wrong, in the order of the rows. Raises NotFound, Invalid."""
    items, more = _page(await _kept(id, actor, FAULTS, list[Fault]), cursor)
    return FaultPage(items, more)


async def list_changes(id: UUID, actor: Actor, cursor: str) -> ChangePage:
    """A page of what the rows would do, in their order. Raises NotFound, Invalid."""
    items, more = _page(await _kept(id, actor, CHANGES, list[Change]), cursor)
    return ChangePage(items, more)


async def _kept(id: UUID, actor: Actor, which: str, kind: Any) -> Any:
    await find_sheet(id, actor)
    (row,) = await raw(which, id)
    return msgspec.json.decode(row["kept"], type=kind)


def _page(things: list[Any], cursor: str) -> tuple[list[Any], str | None]:
    if cursor and not (cursor.isascii() and cursor.isdigit() and len(cursor) < 6):
        raise Invalid({"cursor": "bad-value"})
    start = int(cursor or 0)
    end = start + PAGE
    return things[start:end], str(end) if len(things) > end else None
