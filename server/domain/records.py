"""Requests with all that belongs to them, read in one hop and one snapshot: never a query for each."""

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
WHICH: Final = "(SELECT r.id FROM service_request r WHERE "
STEPS: Final = (
    "SELECT id, CAST(request AS TEXT) AS request, act, by, by_name, by_division, note, internal, facts, "
    "version, state, at FROM request_step WHERE request_step.request IN "
)
PHOTOS: Final = (
    "SELECT id, CAST(request AS TEXT) AS request, step, width, height, at "
    "FROM request_photo WHERE request_photo.request IN "
)
CONTACTS: Final = (
    "SELECT CAST(request AS TEXT) AS request, name, phone, address, wish, other_name, other_phone, relation, "
    "anonymous "
    "FROM request_contact WHERE request_contact.request IN "
)
LOOKS: Final = (
    "SELECT CAST(request AS TEXT) AS request, person_name, division, what, at "
    "FROM access_log WHERE access_log.request IN "
)


class Record(Struct, frozen=True):
    """One request, its steps and photos in order, its contact data if there are any, who looked at them."""

    request: Row
    steps: list[Row]
    photos: list[Row]
    contact: Row | None
    looks: list[Row]

    @property
    def photos_received(self) -> int:
        """Of those that were announced; what came with a later word is not among them."""
        return sum(photo["step"] is None for photo in self.photos)

    @property
    def photos_missing(self) -> bool:
        """Some that were announced have not come."""
        return self.photos_received < int(self.request["photos_expected"])


async def read_records(which: Sql) -> list[Record]:
    """The requests of a condition (on `r`, with its ORDER BY and LIMIT), with all that is theirs."""
    condition, args = which.template, which.args
    chosen = WHICH + condition + ")"
    requests, *parts = await together(
        Sql(REQUEST + condition, *args),
        Sql(STEPS + chosen + " ORDER BY version", *args),
        Sql(PHOTOS + chosen + " ORDER BY at, id", *args),
        Sql(CONTACTS + chosen, *args),
        Sql(LOOKS + chosen + " ORDER BY at", *args),
    )
    steps, photos, contacts, looks = (by_request(rows) for rows in parts)
    return [
        Record(
            row,
            steps[row["request"]],
            photos[row["request"]],
            next(iter(contacts[row["request"]]), None),
            looks[row["request"]],
        )
        for row in requests
    ]


def by_request(rows: Iterable[Row]) -> ByRequest:
    """Rows sorted to their requests, in their order."""
    sorted_to: ByRequest = defaultdict(list)
    for row in rows:
        sorted_to[row["request"]].append(row)
    return sorted_to
