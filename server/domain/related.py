"""What stands beside a request on its page: what the same person asked before, and what others ask now.

Both are narrowed to what the reader may see at all, and carry no contact data: that a number is the same is
found by the database, and the number is shown to nobody.
"""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from msgspec import Struct

from server.domain.access import Reader, visible_to
from server.domain.alike_requests import NEARBY_M, OPEN_STATES, Near, box_around, metres_between
from server.domain.desk import must_read, without_numbers
from server.domain.errors import NotFound
from server.domain.lifecycle import State
from server.domain.places import Map, Places
from server.domain.records import Row
from server.domain.spots import GRID
from server.storage.database import together

MOST: Final = 10  # of each kind
CANDIDATES: Final = 60  # the newest of the neighbourhood; sorted by distance here
MOST_SHOWN: Final = 120  # characters of a description


class RelatedRequest(Struct, frozen=True):
    """Enough to recognise it. `distance_m` in steps of 50 m; None without two spots."""

    id: UUID
    number: str
    category: str
    place_name: str
    address: str
    description: str
    state: State
    outcome: str | None
    sent_at: datetime
    clerk_name: str
    distance_m: int | None


class Related(Struct, frozen=True):
    """The newest earlier ones of who asked; the nearest similar ones that are open."""

    earlier: list[RelatedRequest]
    similar: list[RelatedRequest]


ONE: Final = (
    "SELECT r.id, r.place, r.category, r.latitude, r.longitude, r.resident, r.sent_at "
    "FROM service_request r WHERE r.id = {} AND SEEN"
)
SHOWN: Final = (
    "SELECT r.id, r.number, r.category, r.place, r.address, r.description, r.state, r.outcome, r.sent_at, "
    "r.latitude, r.longitude, p.name AS clerk_name "
    "FROM service_request r LEFT JOIN person p ON p.id = r.clerk "
)
WHICH: Final = (
    "WHERE r.id IN (SELECT id FROM service_request WHERE resident = {} "
    "UNION SELECT o.request FROM request_contact c JOIN request_contact o ON o.phone = c.phone "
    "AND o.phone <> '' WHERE c.request = {} AND c.phone <> '') "
    "AND r.id <> {} AND r.sent_at <= {} AND SEEN ORDER BY r.sent_at DESC, r.id LIMIT {}"
)
EARLIER: Final = SHOWN + WHICH
ALIKE: Final = (
    "WHERE r.closed_at IS NULL AND r.state IN (OPEN_STATES) AND r.category = {} AND r.id <> {} "
    "AND WHERE_IT_IS AND SEEN ORDER BY r.sent_at DESC LIMIT {}"
).replace("OPEN_STATES", OPEN_STATES)
SIMILAR: Final = SHOWN + ALIKE


async def read_related(id: UUID, reader: Reader, places: Places) -> Related:
    """Raises NotSignedIn, NotAllowed or NotFound."""
    must_read(reader.actor)
    seen = visible_to(reader.actor)
    (found,) = await together(seen.within(ONE, id))
    if not found:
        raise NotFound
    row = found[0]
    near = Near(row["place"], row["latitude"], row["longitude"])
    where, args = "r.place = {}", list[Any]([near.place])
    if box := box_around(near):
        where = f"({where} OR (r.latitude BETWEEN {{}} AND {{}} AND r.longitude BETWEEN {{}} AND {{}}))"
        args = [near.place, *box]
    earlier, similar = await together(
        seen.within(EARLIER, row["resident"], id, id, row["sent_at"], after=(MOST,)),
        seen.within(SIMILAR.replace("WHERE_IT_IS", where), row["category"], id, *args, after=(CANDIDATES,)),
    )
    known = await places.at(reader.now)
    by_distance = [(other, metres_between(near, other["latitude"], other["longitude"])) for other in similar]
    alike = [
        (other, away)
        for other, away in by_distance
        if other["place"] == near.place or (away is not None and away <= NEARBY_M)
    ]
    alike.sort(key=lambda pair: NEARBY_M * 2 if pair[1] is None else pair[1])  # stable: then the newest
    return Related(
        [shown(other, None, known, reader.language) for other in earlier],
        [shown(other, away, known, reader.language) for other, away in alike[:MOST]],
    )


def shown(row: Row, away: float | None, known: Map, language: str) -> RelatedRequest:
    """One line."""
    return RelatedRequest(
        id=row["id"],
        number=row["number"],
        category=row["category"],
        place_name=known.name(row["place"], language),
        address=without_numbers(row["address"]),
        description=without_numbers(row["description"])[:MOST_SHOWN],
        state=State(row["state"]),
        outcome=row["outcome"],
        sent_at=row["sent_at"],
        clerk_name=row["clerk_name"] or "",
        distance_m=None if away is None else int(round(away / GRID) * GRID),
    )
