"""Keys of other people's software: issued on the desk, scoped, ended, and never kept in the clear.

A key has 256 bits. It follows from its id and the city's secret, so that an editor whose answer was lost gets
it again within some minutes; after that nobody can see it. What is stored is its hash, and its beginning, to
tell keys apart. Managers issue keys within their own scope.
"""

from base64 import urlsafe_b64encode
from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Annotated, Any, Final
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from server.domain.access import any_of, in_scope
from server.domain.categories import TERMS, is_for_requests
from server.domain.errors import Invalid, NotAllowed, NotFound, NotSignedIn, SentOtherwise
from server.domain.keys import Keys
from server.domain.once import Once, Stamp
from server.domain.people import Actor, Role
from server.domain.scope import contains
from server.domain.texts import line, required
from server.storage.database import Sql, raw, together, write
from server.storage.rows import select_in

ISSUERS: Final = frozenset({Role.MANAGER})
SHOWN_FOR: Final = timedelta(minutes=10)  # after it was issued, to whoever issued it, on a retry
NOTED_EVERY: Final = timedelta(minutes=1)  # how exactly its last use is known
BEGINNING: Final = 12  # characters that are shown
MARK: Final = "linli_"  # before a key, so that one that leaked is recognised
Code = Annotated[str, Meta(max_length=40)]


class IssueKey(Struct, frozen=True, forbid_unknown_fields=True):
    """What a key may do."""

    name: Annotated[str, Meta(max_length=80)]
    division: Annotated[str, Meta(max_length=12)]
    categories: Annotated[list[Code], Meta(max_length=40)] = []  # none: all of the public space
    a_minute: Annotated[int, Meta(ge=1, le=600)] = 60
    fetches: bool = False


class KeyIssued(Struct, frozen=True):
    """The key itself; "" once it was shown."""

    id: UUID
    key: str
    prefix: str


class KeyShown(Struct, frozen=True):
    """A key on the desk."""

    id: UUID
    name: str
    division: str
    categories: list[str]
    prefix: str
    a_minute: int
    fetches: bool
    person_name: str
    created_at: datetime
    last_used_at: datetime | None
    ended_at: datetime | None
    ended_by_name: str
    requests: int  # that came by it


class KeyList(Struct, frozen=True):
    """The newest first, those that ended too."""

    items: list[KeyShown]


class Program(Struct, frozen=True):
    """Whoever presented a good key."""

    id: UUID
    name: str
    division: str
    categories: list[str]
    a_minute: int
    fetches: bool

    def may_send(self, category: str) -> bool:
        """Is this category within its scope?"""
        return not self.categories or category in self.categories


def must_issue(actor: Actor) -> None:
    """Managers give other software its access. Raises NotSignedIn or NotAllowed."""
    if actor.person is None:
        raise NotSignedIn
    if not actor.divisions(ISSUERS):
        raise NotAllowed


def check_scope(actor: Actor, division: str, categories: list[str]) -> None:
    """Nobody gives more than they have. Raises NotFound for a division out of their scope, Invalid."""
    if not any(contains(code, division) for code in actor.divisions(ISSUERS)):
        raise NotFound(division=division)
    if any(not is_for_requests(code) for code in categories):
        raise Invalid({"categories": "not-a-choice"})


def key_of(id: UUID, keys: Keys) -> str:
    """The key with this id."""
    return MARK + urlsafe_b64encode(keys.mac("api-keys", str(id))).rstrip(b"=").decode()


def hash_of(key: str) -> str:
    """As it is stored: 256 random bits need no slow hash."""
    return sha256(key.encode()).hexdigest()


FIRST: Final = "SELECT prefix, body_hash, person, created_at, ended_at FROM api_key WHERE id = {}"
ISSUE: Final = (
    "INSERT INTO api_key (id, body_hash, name, division, categories, prefix, key_hash, a_minute, fetches, "
    "person, person_name, created_at) VALUES ({}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {})"
)


async def issue_key(id: UUID, ask: IssueKey, stamp: Stamp, keys: Keys) -> Once[KeyIssued]:
    """Issue a key. Raises NotSignedIn, NotAllowed, NotFound, Invalid, SentOtherwise."""
    must_issue(stamp.by)
    check_scope(stamp.by, ask.division, ask.categories)
    if any(not TERMS[code].public_space for code in ask.categories):
        raise Invalid({"categories": "not-a-choice"})
    name, key = required("name", line(ask.name)), key_of(id, keys)
    async with write():
        firsts, divisions = await together(
            Sql(FIRST, id), Sql("SELECT code FROM division WHERE code = {}", ask.division)
        )
        if firsts:
            return Once(_first(id, key, firsts[0], stamp), is_new=False)
        if not divisions:
            raise NotFound(division=ask.division)
        categories = msgspec.json.encode(sorted(set(ask.categories))).decode()
        about = (id, stamp.body_hash, name, ask.division, categories, key[:BEGINNING], hash_of(key))
        by = (stamp.by.person, stamp.by.name, stamp.at)
        await raw(ISSUE, *about, ask.a_minute, ask.fetches, *by)
    return Once(KeyIssued(id, key, key[:BEGINNING]), is_new=True)


def _first(id: UUID, key: str, row: dict[str, Any], stamp: Stamp) -> KeyIssued:
    """For who repeats it at once, the same answer; later without the key."""
    if (row["body_hash"], row["person"]) != (stamp.body_hash, stamp.by.person):
        raise SentOtherwise
    soon = stamp.at - row["created_at"] <= SHOWN_FOR and row["ended_at"] is None
    return KeyIssued(id, key if soon else "", row["prefix"])


ALL: Final = (
    "SELECT k.id, k.name, k.division, k.categories, k.prefix, k.a_minute, k.fetches, k.person_name, "
    "k.created_at, k.last_used_at, k.ended_at, k.ended_by_name, "
    "(SELECT count(*) FROM open311_request o WHERE o.api_key = k.id) AS requests FROM api_key k WHERE SEEN "
    "ORDER BY k.created_at DESC, k.id"
)


async def list_keys(actor: Actor) -> KeyList:
    """The keys of one's scope. Raises NotSignedIn or NotAllowed."""
    must_issue(actor)
    seen = any_of([in_scope("k.division", code) for code in actor.divisions(ISSUERS)])
    (rows,) = await together(seen.within(ALL))
    return KeyList([KeyShown(**row | _loose(row)) for row in rows])


def _loose(row: dict[str, Any]) -> dict[str, Any]:
    categories = msgspec.json.decode(row["categories"], type=list[str])
    return {"categories": categories, "fetches": bool(row["fetches"]), "requests": int(row["requests"])}


END: Final = (
    "UPDATE api_key SET ended_at = coalesce(ended_at, {}), "
    "ended_by_name = CASE WHEN ended_at IS NULL THEN {} ELSE ended_by_name END WHERE id = {} AND SEEN "
    "RETURNING id"
)


async def end_key(id: UUID, actor: Actor, now: datetime) -> None:
    """From now on it opens nothing; what came by it stays. Raises NotSignedIn, NotAllowed, NotFound."""
    must_issue(actor)
    seen = any_of([in_scope("division", code) for code in actor.divisions(ISSUERS)])
    (rows,) = await together(seen.within(END, now, actor.name, id))
    if not rows:
        raise NotFound


KNOWN: Final = (
    "SELECT id, name, division, categories, a_minute, fetches, last_used_at FROM api_key "
    "WHERE key_hash = {} AND ended_at IS NULL"
)
USED: Final = "UPDATE api_key SET last_used_at = {} WHERE id = {}"


async def program_of(key: str, now: datetime) -> Program | None:
    """Who presents this key; None for a wrong one and for one that ended."""
    rows = await raw(KNOWN, hash_of(key)) if key else []
    if not rows:
        return None
    row = rows[0]
    if row["last_used_at"] is None or now - row["last_used_at"] >= NOTED_EVERY:
        await together(Sql(USED, now, row["id"]))
    categories = msgspec.json.decode(row["categories"], type=list[str])
    return Program(row["id"], row["name"], row["division"], categories, row["a_minute"], bool(row["fetches"]))


SENT: Final = (
    "SELECT o.request, k.name FROM open311_request o JOIN api_key k ON k.id = o.api_key "
    "WHERE o.request IN (KEYS)"
)


async def programs_of(requests: Iterable[dict[str, Any]]) -> dict[UUID, str]:
    """By which program each of these requests came, where it came by one."""
    ids = [row["id"] for row in requests if row["source"] == "open311"]
    return {row["request"]: row["name"] for row in await select_in(SENT, ids)} if ids else {}
