"""What a neighbour reported already: open requests about the same public thing, before somebody sends theirs.

Only categories of public space, and of each only what says nothing about a person: kind, community, street,
state, age, how many households. No words, names, doors or photos.
"""

from datetime import datetime, timedelta
from math import cos, radians
from typing import Any, Final
from uuid import UUID

from msgspec import Struct

from server.domain.categories import TERMS
from server.domain.lifecycle import OPEN, State
from server.domain.places import Map
from server.domain.scope import parent_of
from server.domain.spots import DEGREE, GRID
from server.storage.database import Sql, together

NEARBY_M: Final = 250.0
RECENT: Final = timedelta(days=30)
MOST: Final = 3
CANDIDATES: Final = 60  # the newest of the neighbourhood; sorted by distance here
PUBLIC: Final = tuple(sorted(code for code, term in TERMS.items() if term.public_space))
OPEN_STATES: Final = ", ".join(f"'{state}'" for state in OPEN)


class Near(Struct, frozen=True):
    """Where somebody is about to report something: the community, and perhaps a spot (WGS-84, degrees)."""

    place: str
    latitude: float | None = None
    longitude: float | None = None


class AlikeRequest(Struct, frozen=True):
    """One that could be the same. `distance_m` in steps of 50 m; None without two spots."""

    id: UUID
    category: str
    place_name: str
    street_name: str
    state: State
    sent_at: datetime
    households: int
    distance_m: int | None


class AlikeRequests(Struct, frozen=True):
    """The nearest first, then the newest; never many."""

    items: list[AlikeRequest]


HOUSEHOLDS: Final = (
    "1 + (SELECT count(DISTINCT COALESCE(CAST(f.person AS TEXT), CAST(f.id AS TEXT))) FROM follower f "
    "WHERE f.request = r.id AND f.ended_at IS NULL)"
)
FIND: Final = (
    (
        "SELECT r.id, r.category, r.place, r.state, r.sent_at, r.latitude, r.longitude, "
        "HOUSEHOLDS AS households FROM service_request r "
        "WHERE r.closed_at IS NULL AND r.state IN (OPEN_STATES) "
        "AND r.category = {} AND r.sent_at >= {} AND WHERE_IT_IS ORDER BY r.sent_at DESC LIMIT {}"
    )
    .replace("HOUSEHOLDS", HOUSEHOLDS)
    .replace("OPEN_STATES", OPEN_STATES)
)


async def list_alike(category: str, near: Near, known: Map, now: datetime, language: str) -> AlikeRequests:
    """Those of the last 30 days within 250 m, or in the same community; none of a private kind."""
    if category not in PUBLIC:
        return AlikeRequests([])
    which, args = "r.place = {}", list[Any]([near.place])
    if box := box_around(near):
        which = f"({which} OR (r.latitude BETWEEN {{}} AND {{}} AND r.longitude BETWEEN {{}} AND {{}}))"
        args = [near.place, *box]
    (rows,) = await together(
        Sql(FIND.replace("WHERE_IT_IS", which), category, now - RECENT, *args, CANDIDATES)
    )
    found = [(row, metres_between(near, row["latitude"], row["longitude"])) for row in rows]
    alike = [
        (row, away)
        for row, away in found
        if row["place"] == near.place or (away is not None and away <= NEARBY_M)
    ]
    alike.sort(key=lambda pair: NEARBY_M * 2 if pair[1] is None else pair[1])  # stable: then the newest
    return AlikeRequests([_shown(row, away, known, language) for row, away in alike[:MOST]])


def box_around(near: Near) -> tuple[float, float, float, float] | None:
    """Degrees that hold the whole circle: south, north, west, east; None without a spot."""
    if near.latitude is None or near.longitude is None:
        return None
    north = NEARBY_M / DEGREE
    east = north / max(cos(radians(near.latitude)), 0.01)
    return near.latitude - north, near.latitude + north, near.longitude - east, near.longitude + east


def metres_between(near: Near, latitude: float | None, longitude: float | None) -> float | None:
    """As the crow flies, flat: exact enough for a neighbourhood."""
    if near.latitude is None or near.longitude is None or latitude is None or longitude is None:
        return None
    north = (latitude - near.latitude) * DEGREE
    east = (longitude - near.longitude) * DEGREE * cos(radians(near.latitude))
    return float((north**2 + east**2) ** 0.5)


def _shown(row: dict[str, Any], away: float | None, known: Map, language: str) -> AlikeRequest:
    return AlikeRequest(
        id=row["id"],
        category=row["category"],
        place_name=known.name(row["place"], language),
        street_name=known.name(parent_of(row["place"]), language),
        state=State(row["state"]),
        sent_at=row["sent_at"],
        households=row["households"],
        distance_m=None if away is None else int(round(away / GRID) * GRID),
    )
