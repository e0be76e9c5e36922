"""Where a service is given gets an id that follows from both, so that other software finds it again.

Before, each saving of a service made new ones. The order of the rows, which is that of the ids, stays.
"""

from collections import Counter
from uuid import UUID, uuid5

from server.storage.database import Sql, raw, together

AT_ONCE = 400
NAMESPACE = UUID("6f0c3a4e-6c1b-5d7e-9f42-2f6c1a0f3a31")
REST = 112


def _id(service: UUID, location: UUID, place: int) -> UUID:
    made = uuid5(NAMESPACE, f"{service}/at/{location}")
    return UUID(int=(place << REST) | (made.int & ((1 << REST) - 1)))


async def forwards() -> None:
    """Row by row: no engine makes such ids by itself."""
    rows = await raw("SELECT id, service, location FROM service_at_location ORDER BY service, id")
    places: Counter[UUID] = Counter()
    changes = []
    for row in rows:
        id = _id(row["service"], row["location"], places[row["service"]])
        places[row["service"]] += 1
        if id != row["id"]:
            changes.append(Sql("UPDATE service_at_location SET id = {} WHERE id = {}", id, row["id"]))
    for start in range(0, len(changes), AT_ONCE):
        await together(*changes[start : start + AT_ONCE])
