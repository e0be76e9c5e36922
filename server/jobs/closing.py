"""Every ten minutes: requests whose resident said nothing for seven days after "done" are closed."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final

from server.domain.escalation import BATCH, close_silent
from server.domain.places import Places

EVERY: Final = timedelta(minutes=10)


def sweep(places: Places) -> Callable[[datetime], Awaitable[int]]:
    """A pass gives how many were closed. Safe twice: what is closed is no longer resolved."""

    async def run(now: datetime) -> int:
        closed = 0
        while batch := await close_silent(places, now):
            closed += batch
            if batch < BATCH:
                break
        return closed

    return run
