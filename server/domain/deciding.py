"""What a desk makes of proposals: each field as it was, is and should be; then published, or declined.

An accepted proposal is published by who accepts it, as their act: the history has their name, and that of the
organization as a note.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace

from server.domain.cursors import Last, cursor_of, last_of
from server.domain.errors import ChangedMeanwhile, Invalid, NotFound
from server.domain.keeping import kept_by, may_edit, must_edit, must_read_directory
from server.domain.nouns import THE_ORGANIZATIONS, THE_SERVICES, Editor, Noun
from server.domain.people import Actor
from server.domain.proposals import NounOf, Proposed, State, fields_of
from server.domain.publishing import ACCEPT, publish
from server.domain.revisions import Kept, body_of
from server.domain.texts import at_most, clean, required
from server.storage.database import Sql, raw, together, write

PAGE: Final = 50
LONGEST: Final = 400  # characters of an answer
NOUNS: Final[dict[NounOf, Noun[Any]]] = {"organization": THE_ORGANIZATIONS, "service": THE_SERVICES}


class FieldProposed(Struct, frozen=True):
    """One field: when they wrote, now, and as it should be."""

    field: str
    was: Any
    now: Any
    proposed: Any


class ProposalForDesk(Struct, frozen=True, kw_only=True):
    """One proposal as its desk reads it. `version`: published now, to be named when accepting."""

    id: UUID
    noun: NounOf
    about: UUID
    name: str
    organization: UUID
    organization_name: str
    owner: str  # the division whose desk keeps it
    at: datetime
    base_version: int
    version: int
    is_gone: bool  # what it is about was deleted meanwhile
    changed: list[FieldProposed]
    state: State
    answer: str
    handled_by_name: str
    handled_at: datetime | None
    may_edit: bool


class ProposalPage(Struct, frozen=True):
    """A page, and how many are open in all."""

    items: list[ProposalForDesk]
    next_cursor: str | None
    open: int


class Answer(Struct, frozen=True, forbid_unknown_fields=True):
    """Words to the provider."""

    answer: Annotated[str, Meta(max_length=LONGEST)] = ""


class Decided(Struct, frozen=True):
    """How it stands now; `version` of the entry, if it was published."""

    id: UUID
    state: State
    version: int | None


FROM: Final = (
    "FROM proposal p JOIN organization o ON o.id = p.organization LEFT JOIN service s ON s.id = p.about "
)
OWNER: Final = "COALESCE(s.owner, o.owner)"
COLUMNS: Final = (
    "SELECT p.id, p.noun, p.about, p.organization, o.name AS organization_name, "
    "COALESCE(s.name, o.name) AS name, p.at, p.base_version, p.body, p.state, p.answer, p.handled_by, "
    f"p.handled_by_name, p.handled_at, {OWNER} AS owner {FROM}"
)


async def list_proposals(state: State, cursor: str, editor: Editor) -> ProposalPage:
    """A page: the open ones oldest first, others latest first. Raises NotSignedIn, NotAllowed, Invalid."""
    must_read_directory(editor.actor)
    seen, last = kept_by(editor.actor, OWNER), last_of(cursor)
    if last is not None and last.at is None:
        raise Invalid({"cursor": "bad-value"})
    sign, order = (">", "ASC") if state == "open" else ("<", "DESC")
    after = f" AND (p.at {sign} {{}} OR (p.at = {{}} AND p.id {sign} {{}}))" if last else ""
    rows, counts = await together(
        Sql(
            f"{COLUMNS}WHERE p.state = {{}} AND {seen.sql}{after} "
            f"ORDER BY p.at {order}, p.id {order} LIMIT {{}}",
            *(state, *seen.args, *((last.at, last.at, last.id) if last else ()), PAGE + 1),
        ),
        Sql(f"SELECT count(*) AS n {FROM}WHERE p.state = 'open' AND {seen.sql}", *seen.args),
    )
    page = rows[:PAGE]
    kept = {noun: await _kept(noun, page, editor) for noun in NOUNS}
    items = [await _shown(row, kept[row["noun"]], editor.actor) for row in page]
    more = cursor_of(Last(items[-1].at, items[-1].id)) if len(rows) > PAGE else None
    return ProposalPage(items, more, int(counts[0]["n"]))


async def _kept(noun: NounOf, rows: Sequence[dict[str, Any]], editor: Editor) -> dict[UUID, Kept[Any]]:
    ids = {row["about"] for row in rows if row["noun"] == noun}
    return await NOUNS[noun].read(sorted(ids), editor) if ids else {}


async def _shown(row: dict[str, Any], kept: Mapping[UUID, Kept[Any]], actor: Actor) -> ProposalForDesk:
    now, noun = kept.get(row["about"]), NOUNS[row["noun"]]
    said = {name: row[name] for name in ProposalForDesk.__struct_fields__ if name in row}
    return ProposalForDesk(
        **said,
        version=now.version if now else 0,
        is_gone=now is None or now.deleted_at is not None,
        changed=await _changed(row, now),
        may_edit=now is not None and may_edit(actor, noun.divisions_of(now.body)),
    )


async def _changed(row: dict[str, Any], now: Kept[Any] | None) -> list[FieldProposed]:
    """`was` of a version that no history has is taken from what is there."""
    current = now.body if now else None
    was = None
    if now is None or row["base_version"] != now.version:
        was = await body_of(row["about"], row["base_version"], NOUNS[row["noun"]].kind)
    was = was or current
    proposed = fields_of(msgspec.json.decode(row["body"], type=Proposed))
    return [
        msgspec.convert(
            msgspec.to_builtins(
                FieldProposed(field, getattr(was, field, None), getattr(current, field, None), value)
            ),
            FieldProposed,
        )
        for field, value in proposed.items()
    ]


DECIDE: Final = (
    "UPDATE proposal SET state = {}, answer = {}, handled_by = {}, handled_by_name = {}, handled_at = {} "
    "WHERE id = {} AND state = 'open' RETURNING id"
)


async def accept(id: UUID, expected: int, data: Answer, editor: Editor) -> Decided:
    """Publish it on version `expected` of the entry.

    Raises NotSignedIn, NotAllowed, NotFound, ChangedMeanwhile, and what publishing does.
    """
    answer = at_most("answer", clean(data.answer), LONGEST)
    async with write():
        row = await _mine(id, "accepted", editor)
        if row["state"] != "open":
            return Decided(id, "accepted", None)
        noun = NOUNS[row["noun"]]
        kept = (await noun.read([row["about"]], editor)).get(row["about"])
        if kept is None or kept.deleted_at:
            raise NotFound(about=row["about"])
        body = replace(kept.body, **fields_of(msgspec.json.decode(row["body"], type=Proposed)))
        version = await publish(
            noun, row["about"], body, expected, editor, act=ACCEPT, note=row["organization_name"]
        )
        await _decide(id, "accepted", answer, editor)
    return Decided(id, "accepted", version)


async def decline(id: UUID, data: Answer, editor: Editor) -> Decided:
    """It is not taken, and why. Raises NotSignedIn, NotAllowed, NotFound, Invalid, ChangedMeanwhile."""
    answer = required("answer", at_most("answer", clean(data.answer), LONGEST))
    async with write():
        row = await _mine(id, "declined", editor)
        if row["state"] == "open":
            await _decide(id, "declined", answer, editor)
    return Decided(id, "declined", None)


async def _mine(id: UUID, to: State, editor: Editor) -> dict[str, Any]:
    """An open one that they may decide, or one that they decided so: a retry."""
    must_edit(editor.actor)
    rows = await raw(f"{COLUMNS}WHERE p.id = {{}}", id)
    if not rows or not may_edit(editor.actor, [rows[0]["owner"]]):
        raise NotFound(proposal=id)
    (row,) = rows
    if row["state"] != "open" and (row["state"], row["handled_by"]) != (to, editor.actor.person):
        raise ChangedMeanwhile(by_name=row["handled_by_name"], state=row["state"])
    return row


async def _decide(id: UUID, state: State, answer: str, editor: Editor) -> None:
    actor = editor.actor
    if not await raw(DECIDE, state, answer, actor.person, actor.name, editor.now, id):
        raise ChangedMeanwhile
