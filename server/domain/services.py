"""The directory online: the same services, filters and order as on the phone.

`division` means what is offered in it, above it and below it; for a community that is exactly its catalogue,
which is looked through whole, as the phone does. Where more is offered, `candidates` come from the index of
words. Whoever asks without words gets all that pass the filters.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import date, datetime
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct

from server.domain.candidates import Candidate
from server.domain.cards import Facts
from server.domain.city import City
from server.domain.directory import MANY, Entry, beside, entries_by_ids
from server.domain.divisions import Network, find_network, metres
from server.domain.errors import Invalid
from server.domain.filters import Asked, Filters, checked
from server.domain.hours import OpenState, civil_minute
from server.domain.network import LEVEL_NAMES
from server.domain.offers import offered, offered_at
from server.domain.opening import OpenShown, counts_as_open, shown_state
from server.domain.scope import level_of
from server.domain.search import Found, Standing, place_in_list
from server.domain.standing import States, states_at

PAGE: Final = 50
Key = tuple[int, int, int, int, int, str]


class ServiceFound(Struct, frozen=True):
    """A service in a list."""

    id: UUID
    name: str
    category: str
    division: str  # that offers it: the reader's own before those above
    division_name: str
    level: str
    organization: str
    open: OpenShown | None
    phone: str
    address: str
    distance_m: int | None
    fee: int | None  # fen
    home_visit: bool
    certified: bool
    verified_on: date | None


class ServicePage(Struct, frozen=True):
    """A page of services."""

    items: list[ServiceFound]
    next_cursor: str | None


class _Last(Struct, frozen=True, array_like=True):
    minute: int  # at which the first page was sorted: what is open must not change between pages
    key: Key


class _Listed(Struct, frozen=True):
    key: Key
    id: UUID
    division: str
    state: OpenState | None
    distance: int | None


async def list_services(asked: Asked, city: City, language: str, now: datetime) -> ServicePage:
    """A page of what fits, in the order of the app. Raises Invalid with the fields that cannot be."""
    network = await find_network(city.folder)
    wanted = checked(asked, network)
    last = _last_of(asked.cursor)
    minute = last.minute if last else civil_minute(asked.open_at or now, city.utc_offset)
    states = await states_at(minute)
    candidates = await offered(wanted, asked.query.strip(), city.folder, language)

    def list_them() -> list[_Listed]:
        listed = [_listed(each, wanted, states) for each in candidates]
        return sorted(
            (each for each in listed if _is_asked(each, asked) and (not last or each.key > last.key)),
            key=lambda each: each.key,
        )

    kept = await beside(len(candidates) > MANY, list_them)
    page = kept[:PAGE]
    entries, _ = await entries_by_ids([each.id for each in page])
    by_id = {entry.id: entry for entry in entries}
    return ServicePage(
        [_shown(each, by_id[each.id], network, city, language) for each in page if each.id in by_id],
        _cursor_of(_Last(minute, page[-1].key)) if len(kept) > PAGE else None,
    )


def _is_asked(listed: _Listed, asked: Asked) -> bool:
    is_near = asked.within is None or (listed.distance is not None and listed.distance <= asked.within)
    return is_near and (asked.open_at is None or counts_as_open(listed.state))


def _listed(candidate: Candidate, wanted: Filters, states: States) -> _Listed:
    facts = candidate.facts
    division, state = offered_at(facts, wanted.division), states.of(facts)
    distance = _distance(facts, wanted.point)
    standing = Standing(counts_as_open(state), level_of(division), distance, "certified" in facts.filters)
    key = place_in_list(Found(candidate.score, str(candidate.id)), standing)
    return _Listed(key, candidate.id, division, state, distance)


def _distance(facts: Facts, point: tuple[float, float] | None) -> int | None:
    return None if point is None else min((metres(*point, *each) for each in facts.points), default=None)


def _shown(listed: _Listed, entry: Entry, network: Network, city: City, language: str) -> ServiceFound:
    node = network.nodes.get(listed.division)
    division_name = "" if node is None else node.name_en if language == "en" else node.name
    return ServiceFound(
        id=entry.id,
        name=entry.texts.get(language, {}).get("name") or entry.name,
        category=entry.category,
        division=listed.division,
        division_name=division_name,
        level=LEVEL_NAMES[level_of(listed.division)],
        organization=entry.provider.name,
        open=shown_state(listed.state, city),
        phone=entry.phone,
        address=entry.spots[0].address if entry.spots else "",
        distance_m=listed.distance,
        fee=entry.fee,
        home_visit=entry.home_visit,
        certified=entry.provider.certificate is not None,
        verified_on=entry.verified_on,
    )


def _cursor_of(last: _Last) -> str:
    return urlsafe_b64encode(msgspec.json.encode(last)).decode().rstrip("=")


def _last_of(cursor: str) -> _Last | None:
    if not cursor:
        return None
    try:
        return msgspec.json.decode(urlsafe_b64decode(cursor[:512] + "=" * (-len(cursor) % 4)), type=_Last)
    except (ValueError, msgspec.MsgspecError):
        raise Invalid({"cursor": "bad-value"}) from None
