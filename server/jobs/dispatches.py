"""Every half minute: firms that said nothing in two working hours, and offers whose time came unanswered."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final

from server.domain.dispatching import BATCH, take_back_silent
from server.domain.places import Places

EVERY: Final = timedelta(seconds=30)


def sweep(places: Places) -> Callable[[datetime], Awaitable[int]]:
    """A pass gives how many were taken back. Safe twice: what is over is not taken back again."""

    async def run(now: datetime) -> int:
        taken = 0
        while batch := await take_back_silent(places, now):
            taken += batch
            if batch < BATCH:
                break
        return taken

    return run
