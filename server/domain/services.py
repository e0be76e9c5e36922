"""The directory online: the same services, filters and order as on the phone.

`division` means what is offered in it, above it and below it; for a community that is exactly its catalogue.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct

from server.domain.calendar import find_calendar
from server.domain.catalogue import path_to
from server.domain.categories import terms_under
from server.domain.city import City
from server.domain.directory import MANY, Entry, beside, entries_within
from server.domain.divisions import Network, find_network, metres, point_of
from server.domain.errors import Invalid
from server.domain.hours import OpenState, civil_minute
from server.domain.memo import Memo
from server.domain.network import LEVEL_NAMES
from server.domain.opening import OpenShown, counts_as_open, shown_state, state_of
from server.domain.pieces import pieces_of
from server.domain.scope import level_of, scope_of
from server.domain.search import Findable, Found, Index, Standing, find, place_in_list
from server.storage.database import Sql, together

PAGE: Final = 50
YEARS: Final = (1970, 2200)  # of a moment that is asked for
Key = tuple[int, int, int, int, int, str]


class Asked(Struct, frozen=True):
    """What somebody looks for."""

    division: str
    category: str = ""
    query: str = ""
    open_at: datetime | None = None
    near: str = ""  # latitude,longitude; never stored
    certified: bool = False
    free: bool = False
    cursor: str = ""


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


class _Offer(Struct, frozen=True):
    """A service, and the lowest division that offers it."""

    entry: Entry
    division: str
    level: int


class _Listed(Struct, frozen=True):
    key: Key
    offer: _Offer
    state: OpenState | None
    distance: int | None


async def list_services(asked: Asked, city: City, language: str, now: datetime) -> ServicePage:
    """A page of what fits, in the order of the app. Raises NotFound for the division, and Invalid."""
    network = await find_network(city.folder)
    network.node(asked.division)
    last = _last_of(asked.cursor)
    minute = last.minute if last else civil_minute(_moment(asked, now), city.utc_offset)
    point = point_of(asked.near) if asked.near else None
    offers, calendar, stamp = await _offers(asked.division), await find_calendar(), await _stamp()

    def list_them() -> list[_Listed]:
        scores = _scores(asked, offers, city.folder, language, stamp) if asked.query.strip() else None
        listed = [
            _listed(offer, scores, state_of(offer.entry, calendar, minute), point)
            for offer in offers
            if _fits(offer.entry, asked) and (scores is None or str(offer.entry.id) in scores)
        ]
        return sorted(
            (
                each
                for each in listed
                if (asked.open_at is None or counts_as_open(each.state)) and (not last or each.key > last.key)
            ),
            key=lambda each: each.key,
        )

    kept = await beside(len(offers) > MANY, list_them)
    return ServicePage(
        [_shown(each, network, city, language) for each in kept[:PAGE]],
        _cursor_of(_Last(minute, kept[PAGE - 1].key)) if len(kept) > PAGE else None,
    )


STAMP: Final = (
    "SELECT COUNT(*) AS areas, COALESCE((SELECT version FROM topic_version WHERE topic = 'directory'), 0) "
    "AS version FROM service_area"
)
_kept: Final[Memo[list[_Offer]]] = Memo(64)
_indexes: Final[Memo[Index]] = Memo(64)


async def _stamp() -> int:
    (row,) = (await together(Sql(STAMP)))[0]
    return int(row["version"]) * 10_000_000 + int(row["areas"])


async def _offers(division: str) -> list[_Offer]:
    """What is offered in, above and below a division: each service once, as its lowest division has it."""
    stamp = await _stamp()
    kept = _kept.recall(division, stamp)
    if kept is None:
        lowest: dict[UUID, _Offer] = {}
        for code, entry in await entries_within(path_to(division)[:-1], *scope_of(division)):
            known = lowest.get(entry.id)
            if known is None or level_of(code) > known.level:
                lowest[entry.id] = _Offer(entry, code, level_of(code))
        kept = _kept.keep(division, stamp, list(lowest.values()))
    return kept


def _scores(asked: Asked, offers: Sequence[_Offer], folder: str, language: str, stamp: int) -> dict[str, int]:
    """How well each service fits the words, where it does."""
    name = f"{asked.division} {language}"
    index = _indexes.recall(name, stamp)
    if index is None:
        services = [findable(offer.entry, language) for offer in offers]
        index = _indexes.keep(name, stamp, Index(services, folder, language))
    return {each.id: each.score for each in find(index, asked.query)}


def findable(entry: Entry, language: str) -> Findable:
    """What of a service is searched by a reader of this language."""
    names = [(entry.name, entry.pinyin.split()), *((name, []) for name in entry.aka)]
    texts = entry.texts.get(language, {})
    if texts.get("name"):
        names.append((texts["name"], pieces_of(texts["name"])))
    return Findable(
        id=str(entry.id),
        category=entry.category,
        names=names,
        provider=entry.provider.name,
        streets=[text for spot in entry.spots for text in (spot.name, spot.address) if text],
        about="\n".join(
            [entry.description, entry.eligibility, texts.get("description", ""), texts.get("eligibility", "")]
        ),
    )


def _fits(entry: Entry, asked: Asked) -> bool:
    return (
        (not asked.category or entry.category in terms_under(asked.category))
        and (not asked.certified or entry.provider.certificate is not None)
        and (not asked.free or entry.fee == 0)
    )


def _listed(
    offer: _Offer,
    scores: dict[str, int] | None,
    state: OpenState | None,
    point: tuple[float, float] | None,
) -> _Listed:
    id, distance = str(offer.entry.id), _distance(offer.entry, point)
    certified = offer.entry.provider.certificate is not None
    standing = Standing(counts_as_open(state), offer.level, distance, certified)
    found = Found(scores.get(id, 0) if scores else 0, id)
    return _Listed(place_in_list(found, standing), offer, state, distance)


def _distance(entry: Entry, point: tuple[float, float] | None) -> int | None:
    if point is None:
        return None
    ways = [
        metres(*point, spot.latitude, spot.longitude)
        for spot in entry.spots
        if spot.latitude is not None and spot.longitude is not None
    ]
    return min(ways, default=None)


def _shown(listed: _Listed, network: Network, city: City, language: str) -> ServiceFound:
    offer, entry = listed.offer, listed.offer.entry
    node = network.nodes.get(offer.division)
    division_name = "" if node is None else node.name_en if language == "en" else node.name
    return ServiceFound(
        id=entry.id,
        name=entry.texts.get(language, {}).get("name") or entry.name,
        category=entry.category,
        division=offer.division,
        division_name=division_name,
        level=LEVEL_NAMES[offer.level],
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


def _moment(asked: Asked, now: datetime) -> datetime:
    """Raises Invalid for a time without a zone, or so far away that its days cannot be counted."""
    if asked.open_at is None:
        return now
    if asked.open_at.tzinfo is None or not YEARS[0] <= asked.open_at.year <= YEARS[1]:
        raise Invalid({"open_at": "bad-time"})
    return asked.open_at


def _cursor_of(last: _Last) -> str:
    return urlsafe_b64encode(msgspec.json.encode(last)).decode().rstrip("=")


def _last_of(cursor: str) -> _Last | None:
    if not cursor:
        return None
    try:
        return msgspec.json.decode(urlsafe_b64decode(cursor[:512] + "=" * (-len(cursor) % 4)), type=_Last)
    except (ValueError, msgspec.MsgspecError):
        raise Invalid({"cursor": "bad-value"}) from None
