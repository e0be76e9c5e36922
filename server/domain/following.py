"""A resident follows a request: where it stands, who has it, what happened, who looked at their number.

A neighbour with the same trouble (`domain.followers`) reads the public part of it: what the offices did and
answered, without words, photos, address, contact or rating of who asked.
"""

from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from server.domain.access import (
    Reader,
    Standing,
    acts_now,
    roles_in,
    visible_to,
)
from server.domain.cursors import Last, cursor_of, last_of
from server.domain.dispatches import OF_REQUESTS, OfferSeen, answers_to, offer_for_resident
from server.domain.errors import NotFound, NotSignedIn
from server.domain.followers import version_to_rate
from server.domain.keys import Keys
from server.domain.lifecycle import RESIDENT, Act, State, acts_open_to
from server.domain.people import Actor
from server.domain.phones import masked
from server.domain.places import Map, Places, firms_of
from server.domain.records import Record, Row, read_records
from server.domain.rules import rules_as_they_were
from server.domain.timeline import StepSeen, facts_of, for_follower, for_resident
from server.storage.database import Sql

PAGE: Final = 20


class PhotoSeen(Struct, frozen=True):
    """One photo; its bytes are fetched apart. `step` is the later word that it came with."""

    id: UUID
    width: int
    height: int
    step: UUID | None


class ContactOfMine(Struct, frozen=True):
    """What the resident left; the numbers are masked, for others may look over a shoulder."""

    name: str
    phone_masked: str
    address: str
    wish: str
    other_name: str
    other_phone_masked: str
    relation: str
    anonymous: bool  # a firm is not told who they are


class Look(Struct, frozen=True):
    """Somebody of the staff looked at the contact data."""

    at: datetime
    name: str
    division_name: str
    what: str


class Following(Struct, frozen=True):
    """That they follow it, as which follower; `rates`: they are asked for a rating of the last result."""

    id: UUID
    rates: bool


class Wished(Struct, frozen=True):
    """When somebody would like it done."""

    on: date | None  # None: any of these days
    part: str  # morning, afternoon, evening


class WhyThere(Struct, frozen=True):
    """Why it went where it went first, in the words of the rule as it stood then."""

    words: str
    holder_name: str  # who had it first
    is_property: bool  # property management's duty; the community watches
    estate: str  # whose address it is; "": of none that is known


class Around(Struct, frozen=True):
    """What belongs to a request beside its own rows."""

    households: int
    told: list[Row]
    merged_into: UUID | None
    dispatches: list[Row]
    why: WhyThere


class RequestForResident(Struct, frozen=True):
    """A request for who asked. No internal words, nobody else's data."""

    id: UUID
    number: str
    place: str
    place_name: str
    place_path: list[str]  # names, the city's first
    holder: str
    holder_name: str
    category: str
    description: str
    address: str
    state: State
    outcome: str | None
    urgent: bool
    version: int
    written_at: datetime | None
    sent_at: datetime
    due_at: (
        datetime | None
    )  # the next word promised by; once it is resolved, until when the resident may answer
    due_provisional: bool
    closed_at: datetime | None
    rating: int | None
    photos: list[PhotoSeen]
    photos_expected: int
    photos_received: int
    acts: list[Act]
    steps: list[StepSeen]
    contact: ContactOfMine | None
    reads: list[Look]
    households: int  # who asked, and who follows it
    told: list[Look]  # who of the staff was sent a message, since it is urgent
    merged_into: UUID | None  # the request that goes on, which the same key opens
    following: Following | None  # they do not ask, they follow
    why: WhyThere | None = None
    window: Wished | None = None
    offer: OfferSeen | None = None  # a firm's, that stands or was agreed to


class PageOfMine(Struct, frozen=True):
    """Requests, the newest first."""

    items: list[RequestForResident]
    next_cursor: str | None


ONE: Final = "r.id = {} AND SEEN"
OURS: Final = (
    "r.id IN (SELECT id FROM service_request WHERE resident = {} "
    "UNION SELECT request FROM follower WHERE person = {} AND ended_at IS NULL)"
)
MINE: Final = OURS + " ORDER BY r.sent_at DESC, r.id DESC LIMIT {}"
MINE_AFTER: Final = OURS + " AND (r.sent_at, r.id) < ({}, {}) ORDER BY r.sent_at DESC, r.id DESC LIMIT {}"
FOLLOWED: Final = (
    "r.id = {} AND r.id IN (SELECT f.request FROM follower f "
    "WHERE f.ended_at IS NULL AND (f.key_hash = {} OR f.person = {}))"
)


async def follow(id: UUID, reader: Reader, places: Places, keys: Keys) -> RequestForResident:
    """One request, for whom it is visible. Raises NotFound."""
    actor = reader.actor
    number = reader.ticket.digits if reader.ticket.opens(id, keys) else ""
    records = await read_records(visible_to(actor, number).within(ONE, id), *AROUND)
    if not records and (actor.key_hash or actor.person):
        records = await read_records(Sql(FOLLOWED, id, actor.key_hash, actor.person), *AROUND)
    if not records:
        raise NotFound
    known = await places.at(reader.now, records[0].request["place"])
    (read,) = await as_they_read(records, reader, known)
    return read


async def list_mine(reader: Reader, places: Places, cursor: str = "") -> PageOfMine:
    """A signed-in resident's own requests. Raises NotSignedIn or Invalid."""
    person = reader.actor.person
    if person is None:
        raise NotSignedIn
    last = last_of(cursor)
    if last is None:
        which = Sql(MINE, person, person, PAGE + 1)
    else:
        which = Sql(MINE_AFTER, person, person, last.at, last.id, PAGE + 1)
    records = await read_records(which, *AROUND)
    items = await as_they_read(records[:PAGE], reader, await places.at(reader.now))
    more = cursor_of(Last(items[-1].sent_at, items[-1].id)) if len(records) > PAGE else None
    return PageOfMine(items, more)


FOLLOWERS: Final = (
    "SELECT CAST(f.request AS TEXT) AS request, f.id, f.person, f.key_hash, "
    "(SELECT max(q.version) FROM follower_rating q JOIN follower o ON o.id = q.follower "
    "WHERE o.id = f.id OR (o.request = f.request AND o.person = f.person)) AS rated "
    "FROM follower f WHERE f.ended_at IS NULL AND f.request IN (IDS)"
)
TOLD: Final = (
    "SELECT CAST(request AS TEXT) AS request, person_name, division, at FROM told WHERE request IN (IDS) "
    "ORDER BY at, id"
)
MERGED: Final = (
    "SELECT CAST(source AS TEXT) AS request, request AS into_request FROM follower "
    "WHERE ended_at IS NULL AND source IN (IDS)"
)
AROUND: Final = (FOLLOWERS, TOLD, MERGED, OF_REQUESTS)


async def as_they_read(records: list[Record], reader: Reader, known: Map) -> list[RequestForResident]:
    """Each as this reader may: as who asked (or holds number and code, or works on it), or as a neighbour.

    The records come with AROUND.
    """
    if not records:
        return []
    firms = await firms_of(record.request["holder"] for record in records)
    whys = await why_there(records, known, reader.language)
    read = []
    for record in records:
        followers, told, merged, dispatches = record.beside
        around = Around(
            households=1 + len({each["person"] or each["id"] for each in followers}),
            told=told,
            merged_into=merged[0]["into_request"] if merged else None,
            dispatches=dispatches,
            why=whys[record.request["id"]],
        )
        follower = next((each for each in followers if is_theirs(each, reader.actor)), None)
        if follower and not opens_as_asker(record.request, reader):
            read.append(as_neighbour_reads(record, reader, known, firms, around=around, follower=follower))
        else:
            read.append(as_resident_reads(record, reader, known, firms, around))
    return read


async def why_there(records: list[Record], known: Map, language: str) -> dict[UUID, WhyThere]:
    """Why each of them went where it went first."""
    firsts = {record.request["id"]: facts_of(record.steps[0]) for record in records}
    rules = await rules_as_they_were((first.rule, first.rule_version) for first in firsts.values())
    firms = await firms_of(first.to for first in firsts.values())
    return {
        id: WhyThere(
            words=rules[first.rule, first.rule_version].words(language),
            holder_name=firms.get(first.to) or known.name(first.to, language),
            is_property=rules[first.rule, first.rule_version].estate,
            estate=first.estate,
        )
        for id, first in firsts.items()
    }


def is_theirs(follower: Row, actor: Actor) -> bool:
    """Do they follow it as this one?"""
    by_key = bool(actor.key_hash) and follower["key_hash"] == actor.key_hash
    return by_key or (actor.person is not None and follower["person"] == actor.person)


def opens_as_asker(row: Row, reader: Reader) -> bool:
    """They see all of it: it is theirs, or they hold its number and code, or they work on it."""
    actor = reader.actor
    if actor.key_hash and row["key_hash"] == actor.key_hash:
        return True
    return (
        actor.is_staff
        or (actor.person is not None and row["resident"] == actor.person)
        or (bool(reader.ticket.number) and reader.ticket.digits == row["number"])
    )


def as_neighbour_reads(
    record: Record, reader: Reader, known: Map, firms: dict[str, str], *, around: Around, follower: Row
) -> RequestForResident:
    """The public part, and whether they are asked for a rating of their own."""
    whole = as_resident_reads(record, reader, known, firms, around)
    last = next((step for step in reversed(record.steps) if step["act"] == Act.RESOLVE), None)
    version = version_to_rate(whole.state, last["version"], last["at"], reader.now) if last else None
    return replace(
        whole,
        number="",
        description="",
        address="",
        written_at=None,
        rating=None,
        photos=[],
        photos_expected=0,
        photos_received=0,
        acts=[],
        steps=for_follower(record.steps, known, reader.language),
        contact=None,
        reads=[],
        told=[],
        window=None,
        why=None,
        offer=None,
        following=Following(follower["id"], version is not None and (follower["rated"] or 0) < version),
    )


def as_resident_reads(
    record: Record, reader: Reader, known: Map, firms: dict[str, str], around: Around
) -> RequestForResident:
    """What they see. Contact data and buttons are for who asked: not for number and code, not for staff."""
    row, language = record.request, reader.language
    roles = roles_in(reader.actor, row["holder"], row["key_hash"], row["resident"]) & RESIDENT
    standing = standing_of(record)
    offer = offer_for_resident(around.dispatches, standing.state)
    opened = acts_open_to(roles, standing.state, standing.reopened)
    return RequestForResident(
        id=row["id"],
        number=row["number"],
        place=row["place"],
        place_name=known.name(row["place"], language),
        place_path=known.path(row["place"], language),
        holder=row["holder"],
        holder_name=firms.get(row["holder"]) or known.name(row["holder"], language),
        category=row["category"],
        description=row["description"],
        address=row["address"],
        state=State(row["state"]),
        outcome=row["outcome"],
        urgent=bool(row["urgent"]),
        version=row["version"],
        written_at=row["written_at"],
        sent_at=row["sent_at"],
        due_at=row["due_at"],
        due_provisional=bool(row["due_provisional"]),
        closed_at=row["closed_at"],
        rating=row["rating"],
        photos=photos_seen(record.photos),
        photos_expected=row["photos_expected"],
        photos_received=record.photos_received,
        acts=acts_now(roles, standing) + answers_to(offer, opened),
        steps=for_resident(record.steps, record.photos, known, language),
        contact=contact_of_mine(record.contact) if roles else None,
        reads=looks_seen(record.looks, known, language) if roles else [],
        households=around.households,
        told=looks_seen([row | {"what": "told"} for row in around.told], known, language),
        merged_into=around.merged_into if roles else None,
        following=None,
        why=around.why,
        window=window_of(row),
        offer=offer,
    )


def window_of(row: Row) -> Wished | None:
    """When they would like it done, if they said."""
    return Wished(row["wish_on"], row["wish_part"]) if row["wish_part"] else None


def standing_of(record: Record, undoable: bool = False) -> Standing:
    """What decides about the acts that are open on it now."""
    row = record.request
    return Standing(
        state=State(row["state"]),
        reopened=row["reopened"],
        holder=row["holder"],
        place=row["place"],
        photos_missing=record.photos_missing,
        undoable=undoable,
    )


def photos_seen(rows: list[Row]) -> list[PhotoSeen]:
    """In the order in which they came."""
    return [PhotoSeen(row["id"], row["width"], row["height"], row["step"]) for row in rows]


def looks_seen(rows: list[Row], known: Map, language: str) -> list[Look]:
    """In the order in which they happened."""
    return [
        Look(row["at"], row["person_name"], known.name(row["division"], language), row["what"])
        for row in rows
    ]


def contact_of_mine(row: dict[str, Any] | None) -> ContactOfMine | None:
    """What was left, if anything."""
    if row is None:
        return None
    return ContactOfMine(
        name=row["name"],
        phone_masked=masked(row["phone"]),
        address=row["address"],
        wish=row["wish"],
        other_name=row["other_name"],
        other_phone_masked=masked(row["other_phone"]),
        relation=row["relation"],
        anonymous=bool(row["anonymous"]),
    )
