"""Which systems are told of what happens to requests: set up on the desk by managers, within their scope.

A system has an address on the open internet and a secret of 256 bits, which follows from its id and the
city's secret: it is shown once, to whoever set it up, and no copy of it is kept. What is told, and how, is
in `deliveries`.
"""

from base64 import urlsafe_b64encode
from collections import Counter
from datetime import datetime, timedelta
from typing import Annotated, Any, Final, Literal
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from server.domain.access import Seen, any_of, in_scope
from server.domain.api_keys import ISSUERS, Code, check_scope, must_issue
from server.domain.errors import Invalid, NotFound, SentOtherwise
from server.domain.keys import Keys
from server.domain.once import Once, Stamp
from server.domain.people import Actor
from server.domain.texts import line, required
from server.storage.database import Sql, raw, together, write
from server.storage.egress import Egress, Forbidden

DELIVER: Final = "webhook"  # the job of one delivery; its name holds the webhook's id and the step's
SHOWN_FOR: Final = timedelta(minutes=10)
MARK: Final = "linlihook_"
Event = Literal["submitted", "changed", "message"]


class SetHook(Struct, frozen=True, forbid_unknown_fields=True):
    """Which system is told, of what."""

    name: Annotated[str, Meta(max_length=80)]
    url: Annotated[str, Meta(max_length=500)]
    division: Annotated[str, Meta(max_length=12)]
    events: Annotated[list[Event], Meta(min_length=1, max_length=3)]
    categories: Annotated[list[Code], Meta(max_length=40)] = []  # none: all


class HookSet(Struct, frozen=True):
    """What the system needs to know that it is us; "" once it was shown."""

    id: UUID
    secret: str


class HookShown(Struct, frozen=True):
    """A webhook on the desk."""

    id: UUID
    name: str
    url: str
    division: str
    categories: list[str]
    events: list[str]
    person_name: str
    created_at: datetime
    delivered_at: datetime | None
    failing_since: datetime | None
    trouble: str
    ended_at: datetime | None
    ended_by_name: str
    dead: int  # letters


class HookList(Struct, frozen=True):
    """The newest first, those that ended too."""

    items: list[HookShown]


def secret_of(id: UUID, keys: Keys) -> str:
    """The secret of a webhook, 256 bits: it follows from its id, so that no copy of it is kept."""
    return MARK + urlsafe_b64encode(keys.mac("webhooks", str(id))).rstrip(b"=").decode()


FIRST: Final = "SELECT body_hash, person, created_at, ended_at FROM webhook WHERE id = {}"
SET: Final = (
    "INSERT INTO webhook (id, body_hash, name, url, division, categories, events, person, person_name, "
    "created_at) VALUES ({}, {}, {}, {}, {}, {}, {}, {}, {}, {})"
)


async def set_hook(id: UUID, ask: SetHook, stamp: Stamp, keys: Keys, egress: Egress) -> Once[HookSet]:
    """Set one up. Raises NotSignedIn, NotAllowed, NotFound, Invalid, SentOtherwise."""
    must_issue(stamp.by)
    check_scope(stamp.by, ask.division, ask.categories)
    name, url = required("name", line(ask.name)), ask.url.strip()
    try:
        egress.check(url)
    except Forbidden:
        raise Invalid({"url": "not-an-address"}) from None
    async with write():
        firsts, divisions = await together(
            Sql(FIRST, id), Sql("SELECT code FROM division WHERE code = {}", ask.division)
        )
        if firsts:
            return Once(_first(id, firsts[0], stamp, keys), is_new=False)
        if not divisions:
            raise NotFound(division=ask.division)
        categories = msgspec.json.encode(sorted(set(ask.categories))).decode()
        events = msgspec.json.encode(sorted(set(ask.events))).decode()
        about = (id, stamp.body_hash, name, url, ask.division, categories, events)
        await raw(SET, *about, stamp.by.person, stamp.by.name, stamp.at)
    return Once(HookSet(id, secret_of(id, keys)), is_new=True)


def _first(id: UUID, row: dict[str, Any], stamp: Stamp, keys: Keys) -> HookSet:
    if (row["body_hash"], row["person"]) != (stamp.body_hash, stamp.by.person):
        raise SentOtherwise
    soon = stamp.at - row["created_at"] <= SHOWN_FOR and row["ended_at"] is None
    return HookSet(id, secret_of(id, keys) if soon else "")


ALL: Final = (
    "SELECT w.id, w.name, w.url, w.division, w.categories, w.events, w.person_name, w.created_at, "
    "w.delivered_at, w.failing_since, w.trouble, w.ended_at, w.ended_by_name FROM webhook w WHERE SEEN "
    "ORDER BY w.created_at DESC, w.id"
)
DEAD: Final = "SELECT ident FROM job WHERE what = {} AND state = 'dead'"


async def list_hooks(actor: Actor) -> HookList:
    """Those of one's scope, and how many letters of each are dead. Raises NotSignedIn or NotAllowed."""
    must_issue(actor)
    rows, dead = await together(within_scope(actor, "w.division").within(ALL), Sql(DEAD, DELIVER))
    letters = Counter(row["ident"].split(":")[1] for row in dead)
    return HookList([HookShown(**row | _lists(row), dead=letters[str(row["id"])]) for row in rows])


def within_scope(actor: Actor, column: str) -> Seen:
    """Those that somebody may look after."""
    return any_of([in_scope(column, code) for code in actor.divisions(ISSUERS)])


def _lists(row: dict[str, Any]) -> dict[str, list[str]]:
    return {name: msgspec.json.decode(row[name], type=list[str]) for name in ("categories", "events")}


END: Final = (
    "UPDATE webhook SET ended_at = coalesce(ended_at, {}), "
    "ended_by_name = CASE WHEN ended_at IS NULL THEN {} ELSE ended_by_name END WHERE id = {} AND SEEN "
    "RETURNING id"
)
DROP: Final = "DELETE FROM job WHERE what = {} AND state IN ('dead', 'ready') AND ident LIKE {}"


async def end_hook(id: UUID, actor: Actor, now: datetime) -> None:
    """Nothing more is told, and what waits is dropped. Raises NotSignedIn, NotAllowed, NotFound."""
    must_issue(actor)
    async with write():
        (rows,) = await together(within_scope(actor, "division").within(END, now, actor.name, id))
        if not rows:
            raise NotFound
        await together(Sql(DROP, DELIVER, letters_of(id)))


def letters_of(id: UUID) -> str:
    """A pattern of the names of its jobs."""
    return f"{DELIVER}:{id}:%"


OWN: Final = "SELECT id FROM webhook WHERE id = {} AND SEEN"
