"""Requests of the public space, for anybody: where each stands, and nothing of whose it is."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from msgspec import Struct

from server.domain.categories import name
from server.domain.errors import Invalid, NotFound
from server.domain.lifecycle import State
from server.domain.numbers import digits_in, is_number
from server.domain.open311.given import FARTHEST_PAGE, MOST, Given
from server.domain.open311.markup import Tree, when
from server.domain.open311.offered import PUBLIC, offered
from server.domain.open311.private import published
from server.domain.open311.words import DONE, notes_of, status_of
from server.domain.places import Map, Places, firms_of
from server.domain.records import Row
from server.storage.database import Sql, raw
from server.storage.rows import select_in

MOST_IDS: Final = 500
STATUSES: Final = {
    "open": [state.value for state in State if state not in DONE],
    "closed": [state.value for state in State if state in DONE],
}
REQUESTS: Final = (
    "SELECT r.id, r.number, r.place, r.holder, r.category, r.description, r.address, r.latitude, "
    "r.longitude, r.state, r.outcome, r.sent_at, r.due_at, o.api_key, c.name, c.other_name "
    "FROM service_request r LEFT JOIN open311_request o ON o.request = r.id "
    "LEFT JOIN request_contact c ON c.request = r.id WHERE "
)
NUMBER: Final = "SELECT number FROM service_request WHERE id = {} AND category IN (PUBLIC)"
MOVES: Final = (
    "SELECT request, at FROM request_step WHERE act NOT IN ('message', 'photo_given_up') "
    "AND request IN (KEYS)"
)


class Reading(Struct, frozen=True):
    """What telling of requests takes: the network, the time (UTC) and the language."""

    places: Places
    now: datetime
    language: str


async def list_requests(asked: Given, reading: Reading) -> list[Tree]:
    """What a program asks for, the newest first. Raises Invalid, and NotFound for an unknown category."""
    if numbers := asked.listed("service_request_id"):
        return await _told(_by_numbers(numbers), reading)
    categories = [offered(code).code for code in asked.listed("service_code")] or list(PUBLIC)
    statuses = asked.listed("status") or list(STATUSES)
    if any(status not in STATUSES for status in statuses):
        raise Invalid({"status": "not-a-choice"})
    start, end = asked.window(reading.now)
    size = asked.count("page_size", MOST, MOST)
    skipped = (asked.count("page", 1, FARTHEST_PAGE) - 1) * size
    states = [state for status in statuses for state in STATUSES[status]]
    where = (
        f"r.category IN ({blanks(categories)}) AND r.state IN ({blanks(states)}) "
        "AND r.sent_at BETWEEN {} AND {} ORDER BY r.sent_at DESC, r.id DESC LIMIT {} OFFSET {}"
    )
    return await _told(Sql(REQUESTS + where, *categories, *states, start, end, size, skipped), reading)


async def find_request(number: str, reading: Reading) -> list[Tree]:
    """One request, in a list. Raises NotFound for an unknown one, and for one that is not public."""
    found = await _told(_by_numbers([number]), reading)
    if not found:
        raise NotFound(service_request_id=number[:40])
    return found


async def find_token(token: str) -> list[Tree]:
    """The number of a request of the public space, by its id. Raises NotFound."""
    public = list(PUBLIC)
    try:
        id = UUID(token)
    except ValueError:
        raise NotFound(token=token[:40]) from None
    rows = await raw(NUMBER.replace("PUBLIC", blanks(public)), id, *public)
    if not rows:
        raise NotFound(token=token[:40])
    return [{"service_request_id": rows[0]["number"], "token": str(id)}]


def blanks(values: list[str]) -> str:
    """As many as there are values."""
    return ", ".join(["{}"] * len(values))


def _by_numbers(numbers: list[str]) -> Sql:
    if len(numbers) > MOST_IDS:
        raise Invalid({"service_request_id": "too-many-values"}, limit=MOST_IDS)
    digits = [digits_in(number) for number in numbers]
    known = [number for number in digits if is_number(number)] or [""]
    public = list(PUBLIC)
    where = f"r.category IN ({blanks(public)}) AND r.number IN ({blanks(known)}) "
    return Sql(REQUESTS + where + "ORDER BY r.sent_at DESC, r.id DESC", *public, *known)


async def _told(asked: Sql, reading: Reading) -> list[Tree]:
    rows = await raw(asked.template, *asked.args)
    if not rows:
        return []
    moved: dict[Any, datetime] = {}
    for step in await select_in(MOVES, [row["id"] for row in rows]):
        moved[step["request"]] = max(step["at"], moved.get(step["request"], step["at"]))
    firms = await firms_of(row["holder"] for row in rows)
    known = await reading.places.at(reading.now)
    return [told(row, moved.get(row["id"]), firms, known, reading.language) for row in rows]


def told(row: Row, moved_at: datetime | None, firms: dict[str, str], known: Map, language: str) -> Tree:
    """One request, as everybody may read it."""
    state = State(row["state"])
    return {
        "service_request_id": row["number"],
        "status": status_of(state),
        "status_notes": notes_of(state, row["outcome"], language),
        "service_name": name(row["category"], language),
        "service_code": row["category"],
        "description": words_of(row),
        "agency_responsible": firms.get(row["holder"]) or known.name(row["holder"], language),
        "requested_datetime": when(row["sent_at"], known.zone),
        "updated_datetime": when(moved_at or row["sent_at"], known.zone),
        "expected_datetime": None if state in DONE else when(row["due_at"], known.zone),
        "address": address_of(row, known, language),
        "address_id": row["place"],
        "lat": row["latitude"],
        "long": row["longitude"],
    }


def words_of(row: Row) -> str:
    """Of what came through Open311, for it was written for everybody; of other requests nothing."""
    return published(row["description"], names_of(row)) if row["api_key"] else ""


def names_of(row: Row) -> list[str]:
    """Of the people that a request is about."""
    return [each for each in (row["name"], row["other_name"]) if each]


def address_of(row: Row, known: Map, language: str) -> str:
    """From the nearest to the farthest: the words of it, if they were written for everybody, then places."""
    own = published(row["address"], names_of(row)) if row["api_key"] else ""
    places = [known.name(row["place"], language), *reversed(known.path(row["place"], language))]
    return (", " if language == "en" else "，").join(each for each in (own, *places) if each)
