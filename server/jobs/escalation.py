"""Every minute: requests that nobody answered in time go one level up."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final

from server.domain.escalation import BATCH, climb_overdue
from server.domain.places import Places

EVERY: Final = timedelta(minutes=1)


def sweep(places: Places) -> Callable[[datetime], Awaitable[int]]:
    """A pass gives how many requests climbed.

    Safe to run late, twice, or on two machines at once: what has climbed is no longer due, and each request
    is a transaction of its own. After a night's outage it catches up and lets other writers in between.
    """

    async def run(now: datetime) -> int:
        climbed = 0
        while batch := await climb_overdue(places, now):
            climbed += batch
            if batch < BATCH:
                break
        return climbed

    return run
