"""How many requests wait at each level of the city, and how many of them for too long."""

from datetime import datetime
from typing import Final

from msgspec import Struct

from server.domain.network import LEVEL_NAMES
from server.domain.scope import level_of
from server.storage.database import raw

PROVIDERS: Final = "provider"  # beside the levels: requests that an organization has in hand
BY_HOLDER: Final = (  # read from the index of the queue alone: its cost follows the open requests
    "SELECT holder, count(*) AS open, sum(CASE WHEN due_at <= {} THEN 1 ELSE 0 END) AS overdue "
    "FROM service_request WHERE closed_at IS NULL GROUP BY holder"
)


class Waiting(Struct):
    """Requests that are not over, and those of them whose promised time has passed."""

    open: int = 0
    overdue: int = 0


async def backlog(now: datetime) -> dict[str, Waiting]:
    """By city, district, street, community and provider; every one of them, also if nothing waits there."""
    found = {name: Waiting() for name in [*LEVEL_NAMES.values(), PROVIDERS]}
    for row in await raw(BY_HOLDER, now):
        holder = row["holder"]
        at = found[LEVEL_NAMES[level_of(holder)] if holder.isdigit() else PROVIDERS]
        at.open += row["open"]
        at.overdue += row["overdue"]
    return found
