"""Who is calling: the earlier requests of a number, and the calls that ended too early.

Found by the whole number only, within the scope of who asks, and as a summary: what somebody told us is not
for whoever calls from their telephone. Each look is written down; the resident reads it beside the others.
"""

from datetime import datetime
from typing import Annotated, Final, Literal
from uuid import UUID, uuid4

from msgspec import Meta, Struct

from server.domain import phones
from server.domain.access import Reader, visible_to
from server.domain.contacts import LOG
from server.domain.cursors import Last, cursor_of, last_of
from server.domain.desk import without_numbers
from server.domain.intake import must_take_calls
from server.domain.lifecycle import State
from server.domain.people import DESK
from server.domain.phones import masked
from server.domain.places import Map, Places
from server.domain.records import Row
from server.domain.scope import digits_of
from server.storage.database import Sql, together, write

MOST: Final = 10  # earlier requests of a number
PAGE: Final = 50
MOST_SHOWN: Final = 80  # characters of what was said before the line was cut
COMMUNITY: Final = 4  # level


class FindCaller(Struct, frozen=True, forbid_unknown_fields=True):
    """The number on the display, whole."""

    phone: Annotated[str, Meta(max_length=30)]


class Home(Struct, frozen=True):
    """A community, with the names above it, the city's first."""

    code: str
    name: str
    path: list[str]


class EarlierRequest(Struct, frozen=True):
    """Enough to know what the call may be about. `whose`: of the caller, or made by another for them."""

    id: UUID
    number: str
    category: str
    state: State
    outcome: str | None
    urgent: bool
    place: str
    place_name: str
    sent_at: datetime
    whose: Literal["caller", "other"]


class Caller(Struct, frozen=True):
    """What the desk knows of a number. `texts`: it may get a text message."""

    texts: bool
    home: Home | None
    items: list[EarlierRequest]


class IncompleteCall(Struct, frozen=True):
    """Somebody to be called back."""

    id: UUID
    number: str
    place: str
    place_name: str
    words: str
    speaks: str
    phone_masked: str
    taker_name: str
    sent_at: datetime


class IncompleteCalls(Struct, frozen=True):
    """One page, the longest waiting first."""

    items: list[IncompleteCall]
    next_cursor: str | None


BY_NUMBER: Final = (
    "SELECT r.id, r.number, r.category, r.state, r.outcome, r.urgent, r.place, r.sent_at, c.phone, "
    "c.other_name, c.other_phone FROM service_request r JOIN request_contact c ON c.request = r.id "
    "WHERE r.id IN (SELECT request FROM request_contact WHERE phone <> '' AND phone = {} "
    "UNION ALL SELECT request FROM request_contact WHERE other_phone <> '' AND other_phone = {}) "
    "AND SEEN ORDER BY r.sent_at DESC, r.id LIMIT {}"
)


async def find_caller(ask: FindCaller, reader: Reader, places: Places, countries: list[int]) -> Caller:
    """The earlier requests of a number. Raises NotSignedIn, NotAllowed, or Invalid for half a number."""
    actor, now = reader.actor, reader.now
    must_take_calls(actor)
    phone = phones.for_contact(ask.phone, countries)
    known = await places.at(now)
    office = max(actor.divisions(DESK), key=lambda code: len(digits_of(code)))
    async with write():
        (rows,) = await together(visible_to(actor).within(BY_NUMBER, phone, phone, after=(MOST,)))
        looked_at = [row["id"] for row in rows] or [None]  # who looks for strangers leaves a trace as well
        await together(
            *(Sql(LOG, uuid4(), actor.person, actor.name, office, id, "search", "", now) for id in looked_at)
        )
    return Caller(
        texts=phones.takes_texts(ask.phone, countries),
        home=home_of(rows, phone, known, reader.language),
        items=[earlier(row, phone, known, reader.language) for row in rows],
    )


def home_of(rows: list[Row], phone: str, known: Map, language: str) -> Home | None:
    """Where the number's last request for itself was about; else its last of all."""
    here = [row for row in rows if known.level(row["place"]) == COMMUNITY]
    own = [row for row in here if row["phone"] == phone and not (row["other_name"] or row["other_phone"])]
    for row in own or here:
        place = row["place"]
        return Home(place, known.name(place, language), known.path(place, language))
    return None


def earlier(row: Row, phone: str, known: Map, language: str) -> EarlierRequest:
    """One line of the summary."""
    return EarlierRequest(
        id=row["id"],
        number=row["number"],
        category=row["category"],
        state=State(row["state"]),
        outcome=row["outcome"],
        urgent=bool(row["urgent"]),
        place=row["place"],
        place_name=known.name(row["place"], language),
        sent_at=row["sent_at"],
        whose="caller" if row["phone"] == phone else "other",
    )


CUT: Final = (
    "SELECT r.id, r.number, r.place, r.description, r.sent_at, i.speaks, c.phone, s.by_name "
    "FROM intake i JOIN service_request r ON r.id = i.request JOIN request_step s ON s.id = r.id "
    "LEFT JOIN request_contact c ON c.request = r.id "
    "WHERE i.incomplete AND r.closed_at IS NULL AND r.state <> 'resolved' AND SEEN "
)
FIRST_PAGE: Final = CUT + "ORDER BY r.sent_at, r.id LIMIT {}"
AFTER: Final = CUT + "AND (r.sent_at, r.id) > ({}, {}) ORDER BY r.sent_at, r.id LIMIT {}"


async def list_incomplete(reader: Reader, places: Places, cursor: str) -> IncompleteCalls:
    """Whom to call back in one's scope. Raises NotSignedIn, NotAllowed or Invalid."""
    must_take_calls(reader.actor)
    seen, last = visible_to(reader.actor), last_of(cursor)
    page = (
        seen.within(AFTER, after=(last.at, last.id, PAGE + 1))
        if last
        else seen.within(FIRST_PAGE, after=(PAGE + 1,))
    )
    (rows,) = await together(page)
    known = await places.at(reader.now)
    items = [cut_off(row, known, reader.language) for row in rows[:PAGE]]
    more = cursor_of(Last(items[-1].sent_at, items[-1].id)) if len(rows) > PAGE else None
    return IncompleteCalls(items, more)


def cut_off(row: Row, known: Map, language: str) -> IncompleteCall:
    """One line of that list; the number itself is read on the request's page, where that leaves a trace."""
    return IncompleteCall(
        id=row["id"],
        number=row["number"],
        place=row["place"],
        place_name=known.name(row["place"], language),
        words=without_numbers(row["description"])[:MOST_SHOWN],
        speaks=row["speaks"],
        phone_masked=masked(row["phone"]),
        taker_name=row["by_name"],
        sent_at=row["sent_at"],
    )
