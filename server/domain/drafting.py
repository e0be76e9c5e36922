"""Keeping a draft: autosaved while somebody writes, never over another's words without a look at them."""

from uuid import UUID

import msgspec
from msgspec import Struct

from server.domain.drafts import Draft, drop_draft, read_draft, write_draft
from server.domain.errors import DraftOfAnother, NotFound
from server.domain.keeping import may_edit, must_edit, own_desk
from server.domain.nouns import Editor, Noun
from server.domain.publishing import fields_changed
from server.domain.revisions import Body, Kept
from server.storage.database import write


class Began(Struct, frozen=True):
    """From what somebody began to write."""

    base: int | None = None  # the published version; none: that of the draft, or the current one
    over: int | None = None  # the version of another's draft that they looked at and take over


async def keep_draft(noun: Noun[Body], id: UUID, body: Body, began: Began, editor: Editor) -> Draft[Body]:
    """Keep what somebody writes; incomplete is fine.

    Raises DraftOfAnother, NotFound, NotSignedIn, NotAllowed.
    """
    must_edit(editor.actor)
    async with write():
        kept = (await noun.read([id], editor)).get(id)
        there = await read_draft(noun.name, id, noun.kind)
        concerned = noun.divisions_of(kept.body) if kept else {there.owner} if there else set()
        if concerned and not may_edit(editor.actor, concerned):
            raise NotFound(id=id)
        _must_be_free(there, began.over, kept, body, editor)
        # What is only written yet may name any division; it stays with the desk that writes it.
        owner = noun.keeper_of(body)
        if not owner or not may_edit(editor.actor, [owner]):
            owner = there.owner if there else noun.keeper_of(kept.body) if kept else own_desk(editor.actor)
        current = kept.version if kept else 0
        draft = Draft(
            noun=noun.name,
            owner=owner,
            body=body,
            base_version=began.base if began.base is not None else there.base_version if there else current,
            version=there.version + 1 if there else 1,
            person=editor.actor.person,
            person_name=editor.actor.name,
            at=editor.now,
        )
        if not await write_draft(id, draft):
            there = await read_draft(noun.name, id, noun.kind)
            _must_be_free(there, -1, kept, body, editor)
        return draft


async def discard_draft(noun: Noun[Body], id: UUID, over: int | None, editor: Editor) -> None:
    """Throw it away: one's own, or another's of the version that one looked at. None is no trouble.

    Raises what keeping does.
    """
    must_edit(editor.actor)
    async with write():
        there = await read_draft(noun.name, id, noun.kind)
        if there is None:
            return
        kept = (await noun.read([id], editor)).get(id)
        if not may_edit(editor.actor, noun.divisions_of(kept.body) if kept else {there.owner}):
            raise NotFound(id=id)
        _must_be_free(there, over, kept, there.body, editor)
        await drop_draft(id, there.version)


def _must_be_free(
    there: Draft[Body] | None, over: int | None, kept: Kept[Body] | None, mine: Body, editor: Editor
) -> None:
    if there is None or over == there.version:
        return
    if over is None and there.person == editor.actor.person:
        return
    raise DraftOfAnother(
        version=kept.version if kept else 0,
        draft_version=there.version,
        by_name=there.person_name,
        at=there.at,
        theirs=msgspec.to_builtins(there.body),
        changed=fields_changed(mine, there.body, kept.body if kept else None),
    )
