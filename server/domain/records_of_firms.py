"""What the desk knows of firms: which requests they have now, and how they answered within the last year."""

import re
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from msgspec import Struct

from server.domain.access import READERS, Reader, any_of, in_scope
from server.domain.categories import TERMS, is_for_firms
from server.domain.cursors import Last, cursor_of, last_of
from server.domain.desk import must_read
from server.domain.dispatches import Stands, stands
from server.domain.errors import Invalid
from server.domain.lifecycle import State
from server.domain.places import Places, all_above
from server.domain.scope import contains
from server.storage.database import Sql, together

PAGE: Final = 50
YEAR: Final = timedelta(days=365)
MOST_FIRMS: Final = 100
CODE: Final = re.compile(r"[0-9]{12}", re.ASCII)


class DispatchInList(Struct, frozen=True):
    """One that is not over."""

    id: UUID
    request: UUID
    number: str
    category: str
    place: str
    place_name: str
    organization: UUID
    name: str
    state: Stands
    made_at: datetime
    made_by_name: str
    due_at: datetime
    fen: int | None
    comes_at: datetime | None
    leaves_at: datetime | None


class DispatchList(Struct, frozen=True):
    """Those of one's offices, by when the firm should answer."""

    items: list[DispatchInList]
    next_cursor: str | None


class FirmRecord(Struct, frozen=True):
    """A firm, and how it answered what was sent to it from here within the last year."""

    id: UUID
    name: str
    phone: str
    sent: int
    in_time: int  # it offered or refused in time
    silent: int  # it said nothing
    refused: int
    agreed: int  # a resident took its offer


class FirmList(Struct, frozen=True):
    """Firms: those that were sent something, or those that offer a kind of service at a place."""

    items: list[FirmRecord]
    next_cursor: str | None = None


LIVE: Final = (
    "SELECT d.id, d.request, r.number, r.category, r.place, r.state AS standing, d.organization, d.name, "
    "d.state, d.made_at, d.made_by_name, d.due_at, d.fen, d.comes_at, d.leaves_at, d.ended_at "
    "FROM dispatch d JOIN service_request r ON r.id = d.request "
    "WHERE d.ended_at IS NULL AND r.closed_at IS NULL AND r.state <> 'resolved' AND SEEN "
)
ORDER: Final = "ORDER BY d.due_at, d.id LIMIT {}"
AFTER: Final = "AND (d.due_at, d.id) > ({}, {}) "


async def list_dispatches(reader: Reader, places: Places, cursor: str = "") -> DispatchList:
    """Which firms have which requests of one's offices. Raises NotSignedIn, NotAllowed or Invalid."""
    must_read(reader.actor)
    seen, last = _theirs(reader), last_of(cursor)
    after: tuple[Any, ...] = () if last is None else (last.at, last.id)
    template = LIVE + (AFTER if after else "") + ORDER
    (rows,) = await together(seen.within(template, after=(*after, PAGE + 1)))
    known = await places.at(reader.now)
    items = [
        DispatchInList(
            place_name=known.name(row["place"], reader.language),
            state=stands(row, State(row["standing"])),
            **{
                name: row[name]
                for name in DispatchInList.__struct_fields__
                if name in row and name != "state"
            },
        )
        for row in rows[:PAGE]
    ]
    more = cursor_of(Last(items[-1].due_at, items[-1].id)) if len(rows) > PAGE else None
    return DispatchList(items, more)


def _theirs(reader: Reader) -> Any:
    codes = reader.actor.divisions(READERS)
    return any_of([in_scope(column, code) for code in codes for column in ("r.place", "r.holder")])


COUNTED: Final = (
    "SELECT d.organization AS id, o.name, o.phone, count(*) AS sent, "
    "sum(CASE WHEN d.answered_at <= d.due_at THEN 1 ELSE 0 END) AS in_time, "
    "sum(CASE WHEN d.why = 'silent' THEN 1 ELSE 0 END) AS silent, "
    "sum(CASE WHEN d.why = 'refused' THEN 1 ELSE 0 END) AS refused, "
    "sum(CASE WHEN d.agreed_at IS NOT NULL THEN 1 ELSE 0 END) AS agreed "
    "FROM dispatch d JOIN service_request r ON r.id = d.request "
    "JOIN organization o ON o.id = d.organization "
    "WHERE d.made_at > {} AND SEEN GROUP BY d.organization, o.name, o.phone "
    "ORDER BY sent DESC, o.name LIMIT {}"
)
OFFERING: Final = (
    "SELECT o.id, o.name, o.phone, max(CASE WHEN s.category = {} THEN 1 ELSE 0 END) AS exact FROM service s "
    "JOIN organization o ON o.id = s.organization JOIN service_area a ON a.service = s.id "
    "WHERE s.deleted_at IS NULL AND o.deleted_at IS NULL AND s.status = 'active' "
    "AND o.kind NOT IN ('public', 'property') AND s.category IN (TERMS) AND a.division IN (PLACES) "
    "GROUP BY o.id, o.name, o.phone ORDER BY exact DESC, o.name LIMIT {}"
)


async def list_firms(reader: Reader, category: str = "", place: str = "") -> FirmList:
    """Firms with their records: those that serve a place, if it is one's own, or those sent something before.

    Of a kind of help come first those that do just this, then those of its family: a tap is a matter of water
    and of repairs.

    Raises NotSignedIn, NotAllowed, or Invalid for a place that is no code.
    """
    must_read(reader.actor)
    if place and not CODE.fullmatch(place):
        raise Invalid({"place": "no-such-place"})
    (rows,) = await together(_theirs(reader).within(COUNTED, reader.now - YEAR, after=(MOST_FIRMS,)))
    counted = {row["id"]: record_of(row) for row in rows}
    if not (category and place):
        return FirmList(list(counted.values()))
    if not any(contains(code, place) or contains(place, code) for code in reader.actor.divisions(READERS)):
        return FirmList([])
    terms, codes = kin_of(category), [place, *all_above(place)]
    if not terms:
        return FirmList([])
    template = OFFERING.replace("TERMS", _blanks(terms)).replace("PLACES", _blanks(codes))
    (offering,) = await together(Sql(template, category, *terms, *codes, MOST_FIRMS))
    nothing = {"sent": 0, "in_time": 0, "silent": 0, "refused": 0, "agreed": 0}
    firms = [(counted.get(row["id"]) or record_of(row | nothing), row["exact"]) for row in offering]
    return FirmList([firm for firm, _ in sorted(firms, key=_best_first)])


def kin_of(category: str) -> list[str]:
    """The terms of a category's family; none if no firm is sent for it."""
    if not is_for_firms(category):
        return []
    family = TERMS[category].family
    return [code for code, term in TERMS.items() if term.family == family and is_for_firms(code)]


def _best_first(each: tuple[FirmRecord, int]) -> tuple[int, int, int, str]:
    """Who does just this, who answers, whom residents agree to."""
    firm, exact = each
    return (-exact, firm.silent, -firm.agreed, firm.name)


def record_of(row: dict[str, Any]) -> FirmRecord:
    """Of a row with its sums."""
    sums = {name: int(row[name] or 0) for name in ("sent", "in_time", "silent", "refused", "agreed")}
    return FirmRecord(id=row["id"], name=row["name"], phone=row["phone"], **sums)


def _blanks(values: list[str]) -> str:
    return ", ".join(["{}"] * len(values))
