"""Every five minutes: waves open and close in time, old addresses go; the survey's log is emptied, tonight's
rewrite queued.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any, Final

from server.domain.city import City
from server.domain.surveys.frames import forget_due
from server.domain.surveys.life import open_due
from server.domain.surveys.nights import keep_order_out, rewrite_tonight
from server.domain.surveys.results import close_due

EVERY: Final = timedelta(minutes=5)


def sweep(city: City) -> Callable[[datetime], Awaitable[int]]:
    """A pass gives how many waves it moved. Safe twice: they stand there then, and a night has one job."""

    async def run(now: datetime) -> int:
        turned = await open_due(now, city.zone) + await close_due(now, city.goal) + await forget_due(now)
        await keep_order_out(now, city.zone)
        return turned

    return run


async def lay_anew(facts: dict[str, Any], now: datetime) -> None:
    """The night's job. Safe twice: new keys are as good as new keys."""
    await rewrite_tonight()
