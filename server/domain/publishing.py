"""Publishing, deleting and bringing back what a desk keeps: nothing is overwritten that nobody looked at.

Who publishes says which version they began from. If another is published meanwhile, they are told by whom and
when, and shown each field as they have it, as it is now, and as it was; unless it says the same already, as
when an answer was lost on its way. Foreign things and none are the same 404.
"""

from typing import Any, Final, Generic
from uuid import UUID

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from server.domain.checking import Checked, Finding, must_pass
from server.domain.drafts import Draft, drop_own_draft, read_draft
from server.domain.duplicates import Duplicate
from server.domain.errors import ChangedSince, Invalid, NotFound
from server.domain.keeping import may_edit, may_read, must_edit, must_read_directory, own_desk
from server.domain.nouns import Editor, Noun
from server.domain.revisions import (
    Body,
    History,
    Kept,
    body_of,
    differing,
    last_mark,
    must_have,
    read_history,
)
from server.storage.database import raw, write
from server.storage.errors import Duplicate as Taken

RESTORE: Final = "restore"
ACCEPT: Final = "proposal"


class Thing(Struct, Generic[Body], frozen=True):
    """What is known of one thing: what is published, and what somebody is writing."""

    id: UUID
    kept: Kept[Body] | None
    draft: Draft[Body] | None


class FieldChanged(Struct, frozen=True):
    """A field in which two versions differ; `was`: in the version that this change began from."""

    field: str
    mine: Any
    theirs: Any
    was: Any


class Review(Struct, Generic[Body], frozen=True):
    """What a check found; duplicates are only suggested."""

    checked: Checked[Body]
    duplicates: list[Duplicate]


async def read_thing(noun: Noun[Body], id: UUID, editor: Editor) -> Thing[Body]:
    """One thing as its desk sees it. Raises NotFound."""
    must_read_directory(editor.actor)
    kept = (await noun.read([id], editor)).get(id)
    draft = await read_draft(noun.name, id, noun.kind)
    owner = noun.keeper_of(kept.body) if kept else draft.owner if draft else None
    if owner is None:
        raise NotFound(id=id)
    if not may_read(editor.actor, owner):
        # Services refer to organizations and locations of other desks: these are no secret.
        if not noun.is_shared or kept is None or kept.deleted_at:
            raise NotFound(id=id)
        return Thing(id, kept, None)
    return Thing(id, kept, draft)


async def publish(
    noun: Noun[Body],
    id: UUID,
    body: Body,
    expected: int | None,
    editor: Editor,
    *,
    act: str = "publish",
    note: str = "",
) -> int:
    """Publish it if `expected` is still the version (0: nothing yet; none: whichever): the new one.

    Their own draft is over then, but not when they accept what another proposed.

    Raises Invalid, ChangedSince, NotFound, NotSignedIn, NotAllowed.
    """
    must_edit(editor.actor)
    body = must_pass(await check_whole(noun, body, editor))
    try:
        async with write():
            await hold(noun, id)
            kept = await read_mine(noun, id, editor)
            if beyond := noun.beyond(body, editor):
                raise Invalid({beyond: "beyond-desk"})
            if not (kept and kept.deleted_at is None and kept.body == body):
                await _must_be(noun, id, kept, expected, body)
            version = await noun.save(id, body, editor, act, note)
            if kept is None and version > 1:  # two began the same, and the other was faster
                raise Taken
            if act != ACCEPT:
                await drop_own_draft(id, editor.author)
            return version
    except Taken:
        kept = await read_mine(noun, id, editor)
        await _must_be(noun, id, kept, expected, body)
        raise


async def delete(noun: Noun[Body], id: UUID, expected: int, editor: Editor) -> None:
    """Take it away if `expected` is still the version. Raises what publishing does, and StillUsed."""
    must_edit(editor.actor)
    async with write():
        await hold(noun, id)
        kept = await read_mine(noun, id, editor)
        if kept is None:
            raise NotFound(id=id)
        if kept.deleted_at is not None:
            return
        await _must_be(noun, id, kept, expected, kept.body)
        await noun.delete(id, editor)
        await drop_own_draft(id, editor.author)


async def restore(noun: Noun[Body], id: UUID, version: int, expected: int | None, editor: Editor) -> int:
    """Publish again what a version said; what was deleted is there again. Raises what publishing does."""
    must_edit(editor.actor)
    if await read_mine(noun, id, editor) is None:
        raise NotFound(id=id)
    body = await must_have(id, version, noun.kind)
    return await publish(noun, id, body, expected, editor, act=RESTORE)


async def review(noun: Noun[Body], body: Body, id: UUID | None, editor: Editor) -> Review[Body]:
    """What publishing this would say, without doing it."""
    must_edit(editor.actor)
    checked = await check_whole(noun, body, editor)
    beyond = noun.beyond(checked.body, editor)
    if beyond and not checked.errors:
        checked = replace(checked, errors=[Finding(beyond, "beyond-desk")])
    return Review(checked, await noun.duplicates_of(checked.body, id))


async def check_whole(noun: Noun[Body], body: Body, editor: Editor) -> Checked[Body]:
    """In its one form, with all that is wrong: for a person, and for the tables."""
    checked = noun.check(noun.kept_at(body, own_desk(editor.actor)), editor)
    errors = {found.field: found for found in reversed(checked.errors)}  # one a field, the first
    for field, key in (await noun.faults_of(checked.body)).items():
        errors.setdefault(field, Finding(field, key))
    return replace(checked, errors=list(errors.values()))


async def history_of(noun: Noun[Body], id: UUID, cursor: str, editor: Editor) -> History:
    """The versions of a thing. Raises NotFound, Invalid."""
    await _must_be_of_desk(noun, id, editor)
    return await read_history(id, noun.kind, cursor)


async def revision_of(noun: Noun[Body], id: UUID, version: int, editor: Editor) -> Body:
    """What one version said. Raises NotFound."""
    await _must_be_of_desk(noun, id, editor)
    return await must_have(id, version, noun.kind)


async def _must_be_of_desk(noun: Noun[Body], id: UUID, editor: Editor) -> None:
    kept = (await read_thing(noun, id, editor)).kept
    if kept and not may_read(editor.actor, noun.keeper_of(kept.body)):
        raise NotFound(id=id)


async def hold(noun: Noun[Body], id: UUID) -> None:
    """Nobody else changes it until this transaction ends. To be called first in `write()`."""
    await raw(f"UPDATE {noun.name} SET version = version WHERE id = {{}}", id)  # noqa: S608 - our own words


async def read_mine(noun: Noun[Body], id: UUID, editor: Editor) -> Kept[Body] | None:
    """What is published under this id. Raises NotFound if it is another desk's."""
    kept = (await noun.read([id], editor)).get(id)
    if kept and not may_edit(editor.actor, noun.divisions_of(kept.body)):
        raise NotFound(id=id)
    return kept


async def _must_be(
    noun: Noun[Body], id: UUID, kept: Kept[Body] | None, expected: int | None, mine: Body
) -> None:
    version = kept.version if kept else 0
    if expected is None or version == expected:
        return
    if kept is None:
        raise NotFound(id=id)
    by_name, at = await last_mark(id) or ("", kept.changed_at)
    was = await body_of(id, expected, noun.kind) if 0 < expected < version else None
    raise ChangedSince(
        version=version,
        by_name=by_name,
        at=at,
        deleted_at=kept.deleted_at,
        theirs=msgspec.to_builtins(kept.body),
        changed=fields_changed(mine, kept.body, was),
        draft_version=None,
    )


def fields_changed(mine: Struct, theirs: Struct, was: Struct | None) -> list[dict[str, Any]]:
    """Each field in which two bodies differ, as plain values."""
    return [
        msgspec.to_builtins(
            FieldChanged(field, getattr(mine, field), getattr(theirs, field), getattr(was, field, None))
        )
        for field in differing(theirs, mine)
    ]
