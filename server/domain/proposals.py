"""What an organization proposes to change in its own entry: the fields that it knows best, and no others.

Who keeps the entry, where it is offered and under which category stays the desk's. A proposal names the
fields alone, so that it stands on whatever is published when the desk looks at it. A later one about the same
thing takes the place of one that nobody looked at.
"""

from datetime import datetime
from typing import Annotated, Any, Final, Literal
from uuid import UUID

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace

from server.domain.checking import must_pass
from server.domain.errors import Invalid, NotFound, SentOtherwise
from server.domain.hours import Rule
from server.domain.nouns import THE_ORGANIZATIONS, THE_SERVICES, Editor, Noun
from server.domain.once import Once, Stamp
from server.domain.provider_links import Link, link_of
from server.domain.publishing import check_whole
from server.domain.revisions import Kept
from server.domain.writing import Text200, Text2000, WriteService
from server.storage.database import Sql, raw, together, write

SERVICES: Final = 200  # of one organization that are shown
LISTED: Final = 50

State = Literal["open", "accepted", "declined", "replaced"]
NounOf = Literal["service", "organization"]


class Proposed(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """The fields as they should be; what is left out stays. Of an organization only the first two."""

    phone: Annotated[str, Meta(max_length=20)] | None = None
    description: Text2000 | None = None
    hours: Annotated[list[Rule], Meta(max_length=60)] | None = None
    eligibility: Text2000 | None = None
    documents: Text2000 | None = None
    application: Text2000 | None = None
    fee: Annotated[int, Meta(ge=0, le=100_000_000)] | None = None  # fen
    fee_note: Text200 | None = None
    status: Literal["active", "temporarily closed"] | None = None


class Propose(Struct, frozen=True, forbid_unknown_fields=True):
    """`about`: the organization, or one of its services; `base_version`: that they were looking at."""

    about: UUID
    base_version: Annotated[int, Meta(ge=1, le=2**31 - 1)]
    body: Proposed


class Received(Struct, frozen=True):
    """It lies with the desk now."""

    id: UUID
    at: datetime


class EntryForProvider(Struct, frozen=True, kw_only=True):
    """The organization itself, or a service, as it is published; `fields` can be proposed."""

    id: UUID
    noun: NounOf
    name: str
    version: int
    fields: list[str]
    phone: str
    description: str
    hours: list[Rule] = []
    eligibility: str = ""
    documents: str = ""
    application: str = ""
    fee: int | None = None
    fee_note: str = ""
    status: str = "active"


class ProposalTold(Struct, frozen=True):
    """What became of a proposal."""

    id: UUID
    about: UUID
    at: datetime
    state: State
    fields: list[str]
    answer: str
    handled_at: datetime | None


class ForProvider(Struct, frozen=True):
    """What a link opens."""

    organization: UUID
    name: str
    made_by_name: str  # whom to ask
    expires_at: datetime
    entries: list[EntryForProvider]
    proposals: list[ProposalTold]


FIELDS: Final[dict[NounOf, tuple[str, ...]]] = {
    "organization": ("phone", "description"),
    "service": Proposed.__struct_fields__,
}


async def read_for_provider(editor: Editor) -> ForProvider:
    """The entries of the link's organization, and what became of earlier proposals. Raises NotFound."""
    link = await link_of(editor.actor.key_hash, editor.now)
    own = (await THE_ORGANIZATIONS.read([link.organization], editor))[link.organization]
    services, proposals = await together(
        Sql(OFFERED, link.organization, SERVICES), Sql(SENT, link.organization, LISTED)
    )
    ids = [row["id"] for row in services]
    kept = await THE_SERVICES.read(ids, editor)
    entries = [_entry("organization", link.organization, own)]
    entries += [_entry("service", id, kept[id]) for id in ids if id in kept]
    return ForProvider(
        organization=link.organization,
        name=link.organization_name,
        made_by_name=link.made_by_name,
        expires_at=link.expires_at,
        entries=entries,
        proposals=[_told(row) for row in proposals],
    )


OFFERED: Final = (
    "SELECT id FROM service WHERE organization = {} AND deleted_at IS NULL AND status <> 'defunct' "
    "ORDER BY name, id LIMIT {}"
)
SENT: Final = (
    "SELECT id, about, at, state, body, answer, handled_at FROM proposal WHERE organization = {} "
    "ORDER BY at DESC, id LIMIT {}"
)


def _entry(noun: NounOf, id: UUID, kept: Kept[Any]) -> EntryForProvider:
    said = {name: getattr(kept.body, name) for name in ("name", *FIELDS[noun])}
    return EntryForProvider(id=id, noun=noun, version=kept.version, fields=list(FIELDS[noun]), **said)


def _told(row: dict[str, Any]) -> ProposalTold:
    proposed = fields_of(msgspec.json.decode(row["body"], type=Proposed))
    said = {name: row[name] for name in ProposalTold.__struct_fields__ if name in row}
    return ProposalTold(**said, fields=list(proposed))


FIRST: Final = "SELECT id, at, link, body_hash FROM proposal WHERE id = {}"
REPLACE: Final = (
    "UPDATE proposal SET state = 'replaced', handled_at = {} "
    "WHERE organization = {} AND about = {} AND state = 'open'"
)
ADD: Final = (
    "INSERT INTO proposal (id, link, organization, noun, about, base_version, body, body_hash, at) "
    "VALUES ({}, {}, {}, {}, {}, {}, {}, {}, {}) ON CONFLICT (id) DO NOTHING"
)


async def propose(id: UUID, data: Propose, stamp: Stamp, editor: Editor) -> Once[Received]:
    """Lay it on the desk, once. Raises NotFound, Invalid, SentOtherwise."""
    link = await link_of(stamp.by.key_hash, stamp.at)
    if first := await _first(id, link, stamp):
        return Once(first, is_new=False)
    noun, name = noun_of(data.about, link)
    kept = (await noun.read([data.about], editor)).get(data.about)
    if kept is None or kept.deleted_at or not _is_theirs(kept.body, link):
        raise NotFound(about=data.about)
    body = await _checked(noun, name, kept, data, editor)
    async with write():
        await raw(REPLACE, stamp.at, link.organization, data.about)
        said = (id, link.id, link.organization, name, data.about, data.base_version)
        await raw(ADD, *said, msgspec.json.encode(body).decode(), stamp.body_hash, stamp.at)
        first = await _first(id, link, stamp)
    if first is None:
        raise SentOtherwise
    return Once(first, is_new=True)


async def _first(id: UUID, link: Link, stamp: Stamp) -> Received | None:
    rows = await raw(FIRST, id)
    if not rows:
        return None
    if (rows[0]["link"], rows[0]["body_hash"]) != (link.id, stamp.body_hash):
        raise SentOtherwise
    return Received(rows[0]["id"], rows[0]["at"])


async def _checked(noun: Noun[Any], name: NounOf, kept: Kept[Any], data: Propose, editor: Editor) -> Proposed:
    """What is new in it, in its one form. Only what they wrote is theirs to correct. Raises Invalid."""
    written = fields_of(data.body)
    if beyond := [field for field in written if field not in FIELDS[name]]:
        raise Invalid({f"body.{field}": "unknown-field" for field in beyond})
    if data.base_version > kept.version:
        raise Invalid({"base_version": "bad-value"})
    checked = await check_whole(noun, replace(kept.body, **written), editor)
    theirs = [found for found in checked.errors if found.field.split(".")[0] in written]
    tidy = must_pass(replace(checked, errors=theirs))
    new = {name: value for name in written if (value := getattr(tidy, name)) != getattr(kept.body, name)}
    if not new:
        raise Invalid({"body": "nothing-proposed"})
    return Proposed(**new)


def noun_of(about: UUID, link: Link) -> tuple[Noun[Any], NounOf]:
    """Of which kind it is."""
    return (THE_ORGANIZATIONS, "organization") if about == link.organization else (THE_SERVICES, "service")


def _is_theirs(body: Struct, link: Link) -> bool:
    return not isinstance(body, WriteService) or body.organization == link.organization


def fields_of(body: Proposed) -> dict[str, Any]:
    """What it proposes, by field."""
    return {name: value for name in body.__struct_fields__ if (value := getattr(body, name)) is not None}
