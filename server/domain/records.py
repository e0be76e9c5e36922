"""Requests with all that belongs to them, read in two hops however many they are: never a query for each."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final

from msgspec import Struct

from server.storage.database import Sql, together

Row = dict[str, Any]
ByRequest = defaultdict[str, list[Row]]  # the id as text: taking it apart for every row costs more

REQUEST: Final = (
    "SELECT CAST(r.id AS TEXT) AS request, r.id, r.number, r.key_hash, r.resident, r.source, r.place, "
    "r.holder, r.clerk, r.category, r.description, r.address, r.latitude, r.longitude, r.photos_expected, "
    "r.urgent, r.state, r.outcome, r.version, r.written_at, r.sent_at, r.due_at, r.due_provisional, "
    "r.wish_on, r.wish_part, r.left_s, r.reopened, r.rating, r.closed_at FROM service_request r WHERE "
)
STEPS: Final = (
    "SELECT id, CAST(request AS TEXT) AS request, act, by, by_name, by_division, note, internal, facts, "
    "version, state, at FROM request_step WHERE request IN (IDS) ORDER BY version"
)
PHOTOS: Final = (
    "SELECT id, CAST(request AS TEXT) AS request, step, width, height, at "
    "FROM request_photo WHERE request IN (IDS) ORDER BY at, id"
)
CONTACTS: Final = (
    "SELECT CAST(request AS TEXT) AS request, name, phone, address, wish, other_name, other_phone, relation, "
    "anonymous FROM request_contact WHERE request IN (IDS)"
)
LOOKS: Final = (
    "SELECT CAST(request AS TEXT) AS request, person_name, division, what, at "
    "FROM access_log WHERE request IN (IDS) ORDER BY at"
)


class Record(Struct, frozen=True):
    """One request, its steps and photos in order, its contact data if there are any, who looked at them."""

    request: Row
    steps: list[Row]
    photos: list[Row]
    contact: Row | None
    looks: list[Row]
    beside: list[list[Row]]  # what else was asked for, in its order

    @property
    def photos_received(self) -> int:
        """Of those that were announced; what came with a later word is not among them."""
        return sum(photo["step"] is None for photo in self.photos)

    @property
    def photos_missing(self) -> bool:
        """Some that were announced have not come."""
        return self.photos_received < int(self.request["photos_expected"])


async def read_records(which: Sql, *beside: str) -> list[Record]:
    """The requests of a condition (on `r`, with its ORDER BY and LIMIT), with all that is theirs.

    `beside` are more statements to read by IDS; each gives the id as text as `request`.
    """
    (requests,) = await together(Sql(REQUEST + which.template, *which.args))
    if not requests:
        return []
    ids = [row["request"] for row in requests]
    blanks = ", ".join(["{}"] * len(ids))
    found = await together(
        *(Sql(sql.replace("IDS", blanks), *ids) for sql in (STEPS, PHOTOS, CONTACTS, LOOKS, *beside))
    )
    steps, photos, contacts, looks, *rest = map(by_request, found)
    return [
        Record(
            row,
            steps[id],
            photos[id],
            next(iter(contacts[id]), None),
            looks[id],
            [rows[id] for rows in rest],
        )
        for id, row in zip(ids, requests, strict=True)
    ]


def by_request(rows: Iterable[Row]) -> ByRequest:
    """Rows sorted to their requests, in their order."""
    sorted_to: ByRequest = defaultdict(list)
    for row in rows:
        sorted_to[row["request"]].append(row)
    return sorted_to
