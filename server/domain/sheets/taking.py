"""A sheet from the moment it is sent: looked through, shown to whoever sent it, carried out or forgotten.

A small one is looked through at once; a large one by a job, in a process of its own, and says how far it is.
Nothing of a sheet with a bad row is carried out, and a sheet is compared again when it is: what it says is
what happens, whatever changed meanwhile.
"""

import asyncio
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct

from server.domain.checking import Ground
from server.domain.editing import save_services
from server.domain.errors import Invalid, NotFound, SentOtherwise, SheetNotReady
from server.domain.jobs import queue
from server.domain.keeping import may_edit, must_edit
from server.domain.locating import save_locations
from server.domain.nouns import Editor
from server.domain.once import Once, Stamp
from server.domain.organizing import save_organizations
from server.domain.pinyin import Reader
from server.domain.revisions import Author
from server.domain.sheets.child import compare_beside
from server.domain.sheets.comparing import Fault, Plan, compare
from server.domain.sheets.known import find_known
from server.domain.sheets.reports import ROW, SheetShown, find_sheet, read, shown
from server.domain.texts import line
from server.storage.database import Sql, raw, together, write

CHECK: Final = "check-sheet"  # jobs
APPLY: Final = "apply-sheet"
SMALL: Final = 200_000  # bytes that are looked through while the sender waits
MOST_KEPT: Final = 5000  # faults, and changes, that are kept to be shown
KEPT: Final = timedelta(days=7)  # the file of a sheet that was never carried out

ADD: Final = (
    "INSERT INTO sheet (id, owner, name, body, body_hash, person, person_name, at, state) "
    "VALUES ({}, {}, {}, {}, {}, {}, {}, {}, 'checking') ON CONFLICT (id) DO NOTHING"
)


class SentSheet(Struct, frozen=True):
    """A file for the directory of a division."""

    id: UUID  # made by the sender
    owner: str
    name: str
    body: bytes


async def take_sheet(sent: SentSheet, stamp: Stamp, editor: Editor) -> Once[SheetShown]:
    """Take it in and look through it, or let it be looked through.

    Raises NotSignedIn, NotAllowed, NotFound, SentOtherwise.
    """
    id, owner, data = sent.id, sent.owner, sent.body
    must_edit(stamp.by)
    if not may_edit(stamp.by, [owner]):
        raise NotFound(division=owner)
    async with write():
        firsts, divisions = await together(
            Sql(f"{ROW}WHERE id = {{}}", id), Sql("SELECT code FROM division WHERE code = {}", owner)
        )
        if not divisions:
            raise NotFound(division=owner)
        if firsts:
            if firsts[0]["body_hash"] != stamp.body_hash or firsts[0]["person"] != stamp.by.person:
                raise SentOtherwise
            return Once(shown(firsts[0]), is_new=False)
        called = line(sent.name)[:120] or "sheet"
        await raw(ADD, id, owner, called, data, stamp.body_hash, stamp.by.person, stamp.by.name, stamp.at)
        if len(data) > SMALL:
            await queue(CHECK, id, stamp.at)
    if len(data) <= SMALL:
        await check_sheet(id, editor.ground, editor.reader)
    return Once(await read(id), is_new=True)


async def check_sheet(id: UUID, ground: Ground, reader: Reader) -> None:
    """Look through it and write down what it would do."""
    rows = await raw("SELECT owner, body FROM sheet WHERE id = {} AND state = 'checking'", id)
    if not rows or rows[0]["body"] is None:
        return
    data, known = bytes(rows[0]["body"]), await find_known(rows[0]["owner"], reader)

    async def progress(count: int) -> None:
        await raw("UPDATE sheet SET rows = {} WHERE id = {}", count, id)

    try:
        if len(data) > SMALL:
            plan = await compare_beside(data, known, ground, progress)
        else:
            plan = await asyncio.to_thread(compare, data, known, ground, lambda _: None)
    except Invalid as refused:
        key = next(iter(refused.fields.values()))
        said = "、".join(str(fact) for fact in refused.facts.values())
        fault = msgspec.json.encode([Fault(0, "", "sheet", said[:80], key)]).decode()
        await raw("UPDATE sheet SET state = 'refused', faults = {}, body = NULL WHERE id = {}", fault, id)
        return
    await _note(id, plan)


NOTE: Final = (
    "UPDATE sheet SET state = 'checked', rows = {}, added = {}, changed = {}, unchanged = {}, bad = {}, "
    "faults = {}, changes = {} WHERE id = {} AND state = 'checking'"
)


async def _note(id: UUID, plan: Plan) -> None:
    added = sum(change.act == "added" for change in plan.changes)
    kept = [msgspec.json.encode(part[:MOST_KEPT]).decode() for part in (plan.faults, plan.changes)]
    counts = (plan.rows, added, len(plan.changes) - added, plan.unchanged, plan.bad)
    await raw(NOTE, *counts, *kept, id)


async def apply_sheet(id: UUID, editor: Editor) -> SheetShown:
    """Carry it out: at once, or by a job where it is large. Raises NotFound, SheetNotReady."""
    found = await find_sheet(id, editor.actor)
    if found.state in {"applying", "applied"}:
        return found
    if found.state != "checked" or found.bad:
        raise SheetNotReady
    async with write():
        (row,) = await raw(
            "UPDATE sheet SET state = 'applying', person = {}, person_name = {} "
            "WHERE id = {} AND state = 'checked' RETURNING length(body) AS size",
            *(editor.actor.person, editor.actor.name, id),
        ) or [{"size": 0}]
        if row["size"] > SMALL:
            await queue(APPLY, id, editor.now)
    if 0 < row["size"] <= SMALL:
        await carry_out(id, editor.ground, editor.reader)
    return await read(id)


async def carry_out(id: UUID, ground: Ground, reader: Reader) -> None:
    """All of it or nothing, in one transaction; `failed` if it cannot be any more."""
    rows = await raw(
        "SELECT owner, name, body, person, person_name FROM sheet WHERE id = {} AND state = 'applying'", id
    )
    if not rows:
        return
    row = rows[0]
    by, note, now = Author(row["person"], row["person_name"]), row["name"], ground.now
    try:
        async with write():
            known = await find_known(row["owner"], reader)
            plan = await asyncio.to_thread(compare, bytes(row["body"]), known, ground, lambda _: None)
            if plan.bad:
                raise SheetNotReady
            await save_organizations(plan.organizations, now, by=by, note=note)
            await save_locations(plan.locations, now, by=by, note=note)
            await save_services(plan.services, reader, now, by=by, note=note)
            await raw(
                "UPDATE sheet SET state = 'applied', applied_at = {}, body = NULL WHERE id = {}", now, id
            )
    except (Invalid, SheetNotReady):
        await raw("UPDATE sheet SET state = 'failed' WHERE id = {}", id)


async def forget_old(now: datetime) -> int:
    """The files that nobody carried out, after a week; how many."""
    gone = await raw(
        "UPDATE sheet SET body = NULL, state = CASE state WHEN 'applied' THEN state ELSE 'failed' END "
        "WHERE body IS NOT NULL AND at < {} RETURNING id",
        now - KEPT,
    )
    return len(gone)
