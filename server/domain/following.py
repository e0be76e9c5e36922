"""A resident follows a request: where it stands, who has it, what happened, who looked at their number."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from msgspec import Struct

from server.domain.access import (
    Reader,
    Standing,
    acts_now,
    roles_in,
    visible_to,
)
from server.domain.cursors import Last, cursor_of, last_of
from server.domain.errors import NotFound, NotSignedIn
from server.domain.keys import Keys
from server.domain.lifecycle import RESIDENT, Act, State
from server.domain.phones import masked
from server.domain.places import Map, Places, firms_of
from server.domain.records import Record, Row, read_records
from server.domain.timeline import StepSeen, for_resident
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


class Look(Struct, frozen=True):
    """Somebody of the staff looked at the contact data."""

    at: datetime
    name: str
    division_name: str
    what: str


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


class PageOfMine(Struct, frozen=True):
    """Requests, the newest first."""

    items: list[RequestForResident]
    next_cursor: str | None


ONE: Final = "r.id = {} AND SEEN"
MINE: Final = "r.resident = {} ORDER BY r.sent_at DESC, r.id DESC LIMIT {}"
MINE_AFTER: Final = (
    "r.resident = {} AND (r.sent_at, r.id) < ({}, {}) ORDER BY r.sent_at DESC, r.id DESC LIMIT {}"
)


async def follow(id: UUID, reader: Reader, places: Places, keys: Keys) -> RequestForResident:
    """One request, for whom it is visible. Raises NotFound."""
    actor = reader.actor
    number = reader.ticket.digits if reader.ticket.opens(id, keys) else ""
    records = await read_records(visible_to(actor, number).within(ONE, id))
    if not records:
        raise NotFound
    record = records[0]
    known = await places.at(reader.now, record.request["place"])
    return as_resident_reads(record, reader, known, await firms_of([record.request["holder"]]))


async def list_mine(reader: Reader, places: Places, cursor: str = "") -> PageOfMine:
    """A signed-in resident's own requests. Raises NotSignedIn or Invalid."""
    person = reader.actor.person
    if person is None:
        raise NotSignedIn
    last = last_of(cursor)
    if last is None:
        which = Sql(MINE, person, PAGE + 1)
    else:
        which = Sql(MINE_AFTER, person, last.at, last.id, PAGE + 1)
    records = await read_records(which)
    known = await places.at(reader.now)
    firms = await firms_of(record.request["holder"] for record in records)
    items = [as_resident_reads(record, reader, known, firms) for record in records[:PAGE]]
    more = cursor_of(Last(items[-1].sent_at, items[-1].id)) if len(records) > PAGE else None
    return PageOfMine(items, more)


def as_resident_reads(
    record: Record, reader: Reader, known: Map, firms: dict[str, str]
) -> RequestForResident:
    """What they see. Contact data and buttons are for who asked: not for number and code, not for staff."""
    row, language = record.request, reader.language
    roles = roles_in(reader.actor, row["holder"], row["key_hash"], row["resident"]) & RESIDENT
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
        acts=acts_now(roles, standing_of(record)),
        steps=for_resident(record.steps, record.photos, known, language),
        contact=contact_of_mine(record.contact) if roles else None,
        reads=looks_seen(record.looks, known, language) if roles else [],
    )


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
    )
