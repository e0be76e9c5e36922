"""What somebody is writing and has not published: one draft a thing, of one person at a time.

Another's draft is shown with their name. Who takes it over says which version of the draft they looked at; so
nobody's words are lost unseen. A draft may lack anything, and be of a thing that is not there yet.
"""

from datetime import datetime
from typing import Any, Final, Generic
from uuid import UUID

import msgspec
from msgspec import Struct

from server.domain.revisions import Author, Body
from server.storage.database import Sql, raw, together

EVERYTHING: Final = "SELECT noun, owner, body, base_version, version, person, person_name, at FROM draft "
KEEP: Final = (
    "INSERT INTO draft (id, noun, owner, name, body, base_version, version, person, person_name, at) "
    "VALUES ({}, {}, {}, {}, {}, {}, {}, {}, {}, {}) ON CONFLICT (id) DO UPDATE SET owner = excluded.owner, "
    "name = excluded.name, body = excluded.body, base_version = excluded.base_version, "
    "version = excluded.version, person = excluded.person, person_name = excluded.person_name, "
    "at = excluded.at WHERE draft.version = excluded.version - 1 RETURNING version"
)


class Draft(Struct, Generic[Body], frozen=True):
    """As it is kept."""

    noun: str
    owner: str
    body: Body
    base_version: int
    version: int
    person: UUID | None
    person_name: str
    at: datetime


async def read_draft(noun: str, id: UUID, kind: type[Body]) -> Draft[Body] | None:
    """The draft of a thing, if there is one."""
    rows = await raw(f"{EVERYTHING}WHERE id = {{}} AND noun = {{}}", id, noun)
    return _draft(rows[0], kind) if rows else None


def _draft(row: dict[str, Any], kind: type[Body]) -> Draft[Body]:
    return Draft(**row | {"body": msgspec.json.decode(row["body"], type=kind)})


async def write_draft(id: UUID, draft: Draft[Body]) -> bool:
    """Keep it; false if somebody else kept one since the version before it. To be called within `write()`."""
    body: Any = draft.body
    rows = await raw(
        KEEP,
        id,
        draft.noun,
        draft.owner,
        body.name,
        msgspec.json.encode(body).decode(),
        draft.base_version,
        draft.version,
        draft.person,
        draft.person_name,
        draft.at,
    )
    return bool(rows)


async def drop_draft(id: UUID, version: int) -> None:
    """This version of it is not needed any more. To be called within `write()`."""
    await together(Sql("DELETE FROM draft WHERE id = {} AND version = {}", id, version))


async def drop_own_draft(id: UUID, by: Author) -> None:
    """What they wrote is published, or the thing is deleted. To be called within `write()`."""
    await together(Sql("DELETE FROM draft WHERE id = {} AND person = {}", id, by.person))
