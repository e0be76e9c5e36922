"""The directory online: the same services, filters and order as on the phone.

`division` means what is offered in it, above it and below it; for a community that is exactly its catalogue,
which is looked through whole, as the phone does. Where more is offered, `candidates` come from the index of
words. Whoever asks without words gets all that pass the filters.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from datetime import date, datetime
from heapq import nsmallest
from operator import itemgetter
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct

from server.domain.candidates import Candidate
from server.domain.cards import Facts
from server.domain.city import City
from server.domain.directory import MANY, Entry, beside, shown_entries
from server.domain.divisions import Network, find_network, metres
from server.domain.errors import Invalid
from server.domain.filters import Asked, Filters, checked
from server.domain.hours import OpenState, civil_minute
from server.domain.network import LEVEL_NAMES
from server.domain.offers import Place, find_stamps, offered
from server.domain.opening import OpenShown, counts_as_open, shown_state
from server.domain.scope import level_of
from server.domain.search import NO_DISTANCE, Found, Standing, place_in_list
from server.domain.standing import States, states_at

PAGE: Final = 50
# Where the reader is known: whether it is no good hit, or shut, and how far; else nothing of this.
Nearness = tuple[int, int, int]
Key = tuple[Nearness, tuple[int, int, int, int, int, str]]


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
    division: str
    state: OpenState | None
    distance: int | None


async def list_services(asked: Asked, city: City, language: str, now: datetime) -> ServicePage:
    """A page of what fits, in the order of the app. Raises Invalid with the fields that cannot be."""
    network = await find_network(city.folder)
    wanted = checked(asked, network)
    last = _last_of(asked.cursor)
    minute = last.minute if last else civil_minute(asked.open_at or now, city.utc_offset)
    stamps = await find_stamps()
    candidates = await offered(
        wanted,
        asked.query.strip(),
        city.folder,
        language,
        stamps,
        thorough=wanted.point is not None or asked.open_at is not None,
    )

    listing = _Listing(asked, wanted, await states_at(minute, stamps.calendar), last)
    kept = await beside(len(candidates) > MANY, lambda: listing.page(candidates))
    page = kept[:PAGE]
    entries = {str(entry.id): entry for entry in await shown_entries([UUID(each.id) for _, each in page])}
    return ServicePage(
        [
            _shown(listing.listed(candidate), entries[candidate.id], network, city, language)
            for _, candidate in page
            if candidate.id in entries
        ],
        _cursor_of(_Last(minute, page[-1][0])) if len(kept) > PAGE else None,
    )


class _Listing:
    """Candidates in the order of the app, as of one minute."""

    def __init__(self, asked: Asked, wanted: Filters, states: States, last: _Last | None) -> None:
        self.asked, self.point, self.states, self.last = asked, wanted.point, states, last
        self.place = Place(wanted.division)
        self.best = 0  # score

    def page(self, candidates: Sequence[Candidate]) -> list[tuple[Key, Candidate]]:
        """Those after the last one seen, with their keys: a page, and one more if there is more."""
        asked = [each for each in candidates if self._is_asked(each.facts)]
        self.best = max((each.score for each in asked), default=0)
        keyed = [(self._key(each), each) for each in asked]
        if self.last:
            keyed = [pair for pair in keyed if pair[0] > self.last.key]
        return nsmallest(PAGE + 1, keyed, key=itemgetter(0))

    def listed(self, candidate: Candidate) -> _Listed:
        """What the list shows of it beside the directory's."""
        facts = candidate.facts
        return _Listed(self.place.offers(facts), self.states.of(facts), _distance(facts, self.point))

    def _is_asked(self, facts: Facts) -> bool:
        if self.asked.open_at is not None and not counts_as_open(self.states.of(facts)):
            return False
        if self.asked.within is None:
            return True
        distance = _distance(facts, self.point)
        return distance is not None and distance <= self.asked.within

    def _key(self, candidate: Candidate) -> Key:
        facts = candidate.facts
        standing = Standing(
            is_open=counts_as_open(self.states.of(facts)),
            level=level_of(self.place.offers(facts)),
            distance=_distance(facts, self.point),
            certified="certified" in facts.filters,
        )
        return self._nearness(candidate, standing), place_in_list(
            Found(candidate.score, candidate.id), standing
        )

    def _nearness(self, candidate: Candidate, standing: Standing) -> Nearness:
        """Good hits first, of these the open ones, the nearest first: `list` in pwa/src/data/filters.ts."""
        if self.point is None:
            return 0, 0, 0
        distance = NO_DISTANCE if standing.distance is None else standing.distance
        return int(candidate.score * 4 < self.best * 3), int(not standing.is_open), distance


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
