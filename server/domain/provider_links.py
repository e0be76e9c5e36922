"""A link by which an organization proposes changes to its own entry, for thirty days.

Whoever holds it acts for the organization, and can do no more than propose. Its key is computed from its id
and the city's secret and kept nowhere: the database has its hash. So the answer that shows it can be given
again to who made it, in the hour after, when it was lost on its way; and never later.
"""

from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final, Literal
from uuid import UUID

from msgspec import Struct

from server.domain.errors import NotFound, SentOtherwise
from server.domain.keeping import may_edit, must_edit
from server.domain.keys import Keys
from server.domain.nouns import Editor
from server.domain.once import Once
from server.storage.database import Sql, raw, together, write

LASTS: Final = timedelta(days=30)
SHOWN_AGAIN: Final = timedelta(hours=1)
LISTED: Final = 50


class LinkMade(Struct, frozen=True):
    """A new link, and the key in it: this once."""

    id: UUID
    key: str  # 43 characters of base64url, to be sent as Linli-Key
    url: str
    expires_at: datetime


class LinkShown(Struct, frozen=True):
    """A link without its key."""

    id: UUID
    made_by_name: str
    made_at: datetime
    expires_at: datetime
    ended_by_name: str
    ended_at: datetime | None
    state: Literal["open", "expired", "ended"]
    proposals: int  # that came by it


class LinkList(Struct, frozen=True):
    """Those of one organization, the last first."""

    items: list[LinkShown]


class Link(Struct, frozen=True):
    """A link that is good now."""

    id: UUID
    organization: UUID
    organization_name: str
    made_by_name: str
    expires_at: datetime


OWNER: Final = "SELECT owner FROM organization WHERE id = {} AND deleted_at IS NULL"
ROW: Final = (
    "SELECT id, organization, made_by, made_by_name, made_at, expires_at, ended_by_name, ended_at, "
    "(SELECT count(*) FROM proposal p WHERE p.link = provider_link.id) AS proposals FROM provider_link "
)


async def make_link(id: UUID, organization: UUID, keys: Keys, site: str, editor: Editor) -> Once[LinkMade]:
    """Make it, and show its key. Raises NotSignedIn, NotAllowed, NotFound; SentOtherwise when it is known."""
    key = urlsafe_b64encode(keys.mac("provider-links", str(id))).decode().rstrip("=")
    actor, now = editor.actor, editor.now
    async with write():
        await _must_keep(organization, editor)
        firsts = await raw(f"{ROW}WHERE id = {{}}", id)
        if not firsts:
            await raw(
                "INSERT INTO provider_link (id, organization, key_hash, made_by, made_by_name, made_at, "
                "expires_at) VALUES ({}, {}, {}, {}, {}, {}, {})",
                *(
                    id,
                    organization,
                    sha256(key.encode()).hexdigest(),
                    actor.person,
                    actor.name,
                    now,
                    now + LASTS,
                ),
            )
    for first in firsts:
        is_theirs = (first["organization"], first["made_by"]) == (organization, actor.person)
        if not is_theirs or first["ended_at"] or now - first["made_at"] > SHOWN_AGAIN:
            raise SentOtherwise
    expires = firsts[0]["expires_at"] if firsts else now + LASTS
    return Once(LinkMade(id, key, f"{site}/provider#{key}", expires), is_new=not firsts)


async def list_links(organization: UUID, editor: Editor) -> LinkList:
    """The last ones. Raises NotSignedIn, NotAllowed, NotFound."""
    await _must_keep(organization, editor)
    rows = await raw(f"{ROW}WHERE organization = {{}} ORDER BY made_at DESC, id LIMIT {LISTED}", organization)
    return LinkList([_shown(row, editor.now) for row in rows])


async def end_link(id: UUID, organization: UUID, editor: Editor) -> LinkShown:
    """From now on it opens nothing. A second time is no second time. Raises as listing does."""
    async with write():
        await _must_keep(organization, editor)
        await raw(
            "UPDATE provider_link SET ended_at = {}, ended_by_name = {} "
            "WHERE id = {} AND organization = {} AND ended_at IS NULL",
            *(editor.now, editor.actor.name, id, organization),
        )
    rows = await raw(f"{ROW}WHERE id = {{}} AND organization = {{}}", id, organization)
    if not rows:
        raise NotFound(link=id)
    return _shown(rows[0], editor.now)


async def link_of(key_hash: str, now: datetime) -> Link:
    """The good link of a key. Raises NotFound for an unknown key as for one that is over."""
    (rows,) = await together(
        Sql(
            "SELECT l.id, l.organization, o.name AS organization_name, l.made_by_name, l.expires_at "
            "FROM provider_link l JOIN organization o ON o.id = l.organization "
            "WHERE l.key_hash = {} AND l.ended_at IS NULL AND l.expires_at > {} AND o.deleted_at IS NULL",
            key_hash,
            now,
        )
    )
    if not key_hash or not rows:
        raise NotFound
    return Link(**rows[0])


async def _must_keep(organization: UUID, editor: Editor) -> None:
    must_edit(editor.actor)
    rows = await raw(OWNER, organization)
    if not rows or not may_edit(editor.actor, [rows[0]["owner"]]):
        raise NotFound(organization=organization)


def _shown(row: dict[str, Any], now: datetime) -> LinkShown:
    said = {name: row[name] for name in LinkShown.__struct_fields__ if name in row}
    state: Literal["open", "expired", "ended"] = (
        "ended" if row["ended_at"] else "expired" if row["expires_at"] <= now else "open"
    )
    return LinkShown(**said, state=state)
