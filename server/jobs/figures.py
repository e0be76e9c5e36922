"""What changed is counted within seconds; a month whose rates are due is released."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final

from server.domain.figures.counting import count_changed
from server.domain.figures.releasing import release_months
from server.domain.places import Places

EVERY: Final = timedelta(seconds=5)
RELEASES: Final = timedelta(minutes=10)


def counting(places: Places) -> Callable[[datetime], Awaitable[int]]:
    """A pass gives how many requests were counted, at most some thousand: the next goes on.

    Safe twice, and on two machines at once.
    """

    async def run(now: datetime) -> int:
        return await count_changed(places, now)

    return run


def releasing(places: Places) -> Callable[[datetime], Awaitable[int]]:
    """A pass gives how many months were released; none while requests still have to be counted."""

    async def run(now: datetime) -> int:
        return await release_months(places, now)

    return run
