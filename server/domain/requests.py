"""Asking for help: a request is stored once however often it is sent.

The phone makes the id and, without an account, the key. Everything that belongs to a new request (the row,
its contact data apart, its first step, the news of it) is one transaction in one hop; whether it was there
before, the database says. The first answer holds only what never changes, so that it can be given again.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from msgspec import Struct

from server.domain.access import visible_to
from server.domain.asks import LOWEST, OnBehalf, Reach, SendRequest, cleaned
from server.domain.clock import Due
from server.domain.deliveries import announcing
from server.domain.errors import Invalid, NotSignedIn, SentOtherwise
from server.domain.jobs import queueing
from server.domain.keys import Keys
from server.domain.lifecycle import Act, State
from server.domain.news import by_day
from server.domain.numbers import Numbers, lookup_code
from server.domain.once import Once, Stamp
from server.domain.places import Map, Places
from server.domain.presence import Settled, settle
from server.domain.routing import Route
from server.domain.terms import terms_of
from server.domain.timeline import RESIDENT, Facts, facts_json, facts_of
from server.domain.topics import bumping
from server.storage.database import Sql, together
from server.storage.errors import Duplicate


class RequestReceived(Struct, frozen=True):
    """The first answer: only what never changes. `holder` is the first one."""

    id: UUID
    number: str
    lookup_code: str
    place: str
    holder: str
    holder_name: str
    sent_at: datetime
    due_at: datetime


class Reception(Struct, frozen=True):
    """What receiving a request takes: the network, the next number, the key of the look-up codes."""

    places: Places
    numbers: Numbers
    keys: Keys
    countries: list[int]  # calling codes; the first is home


class Door(Struct, frozen=True):
    """Through which door a request comes, and what else is written down with it."""

    source: str = ""  # phone, counter, open311; "": the app, or the counter where staff send it
    rows: tuple[Sql, ...] = ()
    tells: bool = True  # the first text message is the usual one; False: this door has its own
    lowest: int = LOWEST  # level of a place


APP: Final = Door()


async def send_request(
    id: UUID,
    ask: SendRequest,
    stamp: Stamp,
    reception: Reception,
    language: str = "zh-CN",
    *,
    door: Door = APP,
) -> Once[RequestReceived]:
    """Store a request and start its clock. Raises NotSignedIn, Invalid or SentOtherwise."""
    if not (stamp.by.key_hash or stamp.by.person):
        raise NotSignedIn
    known = await reception.places.at(stamp.at, ask.place)
    try:
        asked = cleaned(ask, known, reception.countries, stamp.at, door.lowest)
    except Invalid:  # a rule may be newer than the request: what was taken once is answered as before
        if first := await first_answer(id, stamp, reception, language):
            return Once(first, is_new=False)
        raise
    to, due = await promised(
        asked.category, asked.place, asked.urgent, stamp.at, known, addresses=addresses_of(asked)
    )
    new = New(id, await reception.numbers.take(stamp.at), asked.place, to, stamp.at, due)
    try:
        await together(*rows_of(new, asked, stamp, known, door), *door.rows)
    except Duplicate:
        if first := await first_answer(id, stamp, reception, language):
            return Once(first, is_new=False)
        raise SentOtherwise from None
    return Once(received(new, reception.keys, known, language), is_new=True)


class New(Struct, frozen=True):
    """A request at its beginning."""

    id: UUID
    number: str
    place: str
    to: Settled
    sent_at: datetime
    due: Due


async def promised(
    category: str, place: str, urgent: bool, at: datetime, known: Map, *, addresses: Iterable[str] = ()
) -> tuple[Settled, Due]:
    """Who will have what is sent at this moment, and by when they answer, in their working time."""
    to = await settle(known.route(category, place, addresses, urgent), place, urgent, known, at)
    return to, known.working(to.holder).due(at, terms_of(category, urgent).answer)


def addresses_of(ask: SendRequest) -> list[str]:
    """Where it is, as far as somebody said so: the place in words, else the home."""
    return [each for each in (ask.address, ask.contact.address if ask.contact else "") if each]


REQUEST: Final = (
    "INSERT INTO service_request (id, number, body_hash, key_hash, resident, source, place, holder, "
    "category, description, address, latitude, longitude, photos_expected, urgent, state, written_at, "
    "sent_at, due_at, due_provisional, wish_on, wish_part) "
    "VALUES ({}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {})"
)
CONTACT: Final = (
    "INSERT INTO request_contact (request, name, phone, address, wish, other_name, other_phone, relation, "
    "anonymous) VALUES ({}, {}, {}, {}, {}, {}, {}, {}, {})"
)
STEP: Final = (
    "INSERT INTO request_step (id, body_hash, request, act, by, by_name, facts, version, state, at) "
    "VALUES ({}, {}, {}, {}, {}, {}, {}, {}, {}, {})"
)


def rows_of(new: New, ask: SendRequest, stamp: Stamp, known: Map, door: Door = APP) -> list[Sql]:
    """Everything that is stored of a new request, the row that decides about its id first."""
    by, spot = stamp.by, ask.location
    route = new.to.route
    facts = Facts(
        rule=route.rule,
        rule_version=route.version,
        estate=route.estate.name if route.estate else "",
        passed=new.to.passed,
        told=new.to.on_duty,
        to=new.to.holder,
        due_at=new.due.at,
    )
    rows = [
        Sql(
            REQUEST,
            new.id,
            new.number,
            stamp.body_hash,
            by.key_hash or None,
            None if by.is_staff else by.person,
            door.source or ("counter" if by.is_staff else "app"),
            new.place,
            new.to.holder,
            ask.category,
            ask.description,
            ask.address,
            spot and spot.latitude,
            spot and spot.longitude,
            ask.photos,
            ask.urgent,
            State.SUBMITTED.value,
            ask.written_at,
            new.sent_at,
            new.due.at,
            new.due.provisional,
            ask.window and ask.window.on,
            ask.window.part if ask.window else "",
        ),
        Sql(
            STEP,
            new.id,
            stamp.body_hash,
            new.id,
            Act.SUBMIT.value,
            str(by.person) if by.is_staff else RESIDENT,
            by.name if by.is_staff else "",
            facts_json(facts),
            1,
            State.SUBMITTED.value,
            new.sent_at,
        ),
        *(bumping(f"queue:{office}") for office in sorted({new.place, new.to.holder})),
        announcing(new.id, new.sent_at),  # the first step has the request's id
    ]
    if ask.contact or ask.on_behalf:
        rows.append(_contact_row(new.id, ask.contact or Reach(), ask.on_behalf or OnBehalf("")))
    if door.tells and ask.contact and ask.contact.phone and ask.contact.wish == "message":
        due = new.sent_at if ask.urgent else by_day(new.sent_at, known.zone)
        rows.append(queueing("tell-resident", new.id, due))  # the first step has the request's id
    if ask.urgent:
        rows.append(queueing("tell-desk", new.id, new.sent_at))
    return rows


def _contact_row(id: UUID, contact: Reach, for_whom: OnBehalf) -> Sql:
    return Sql(
        CONTACT,
        id,
        contact.name,
        contact.phone,
        contact.address,
        contact.wish,
        for_whom.name,
        for_whom.phone,
        for_whom.relation,
        contact.anonymous,
    )


FIRST: Final = (
    "SELECT r.number, r.place, r.sent_at, s.facts FROM service_request r JOIN request_step s ON s.id = r.id "
    "WHERE r.id = {} AND r.body_hash = {} AND SEEN"
)


async def first_answer(id: UUID, stamp: Stamp, reception: Reception, language: str) -> RequestReceived | None:
    """What was said the first time, to the same sender and the same bytes; None for others."""
    (rows,) = await together(visible_to(stamp.by).within(FIRST, id, stamp.body_hash))
    if not rows:
        return None
    row, facts = rows[0], facts_of(rows[0])
    first = New(
        id,
        row["number"],
        row["place"],
        Settled(Route(facts.to, facts.rule), facts.to),
        row["sent_at"],
        Due(facts.due_at or row["sent_at"]),
    )
    return received(first, reception.keys, await reception.places.at(stamp.at), language)


def received(new: New, keys: Keys, known: Map, language: str) -> RequestReceived:
    """The answer to the sender."""
    return RequestReceived(
        id=new.id,
        number=new.number,
        lookup_code=lookup_code(keys, new.id),
        place=new.place,
        holder=new.to.holder,
        holder_name=known.name(new.to.holder, language),
        sent_at=new.sent_at,
        due_at=new.due.at,
    )
