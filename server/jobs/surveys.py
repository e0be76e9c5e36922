"""Every five minutes: a wave whose time is over closes; the survey's log is emptied, a rewrite queued."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any, Final

from server.domain.city import City
from server.domain.surveys.nights import keep_order_out, rewrite_tonight
from server.domain.surveys.results import close_due

EVERY: Final = timedelta(minutes=5)


def sweep(city: City) -> Callable[[datetime], Awaitable[int]]:
    """A pass gives how many waves were closed. Safe twice: it finds them closed, and a night has one job."""

    async def run(now: datetime) -> int:
        closed = await close_due(now, city.goal)
        await keep_order_out(now, city.zone)
        return closed

    return run


async def lay_anew(facts: dict[str, Any], now: datetime) -> None:
    """The night's job. Safe twice: new keys are as good as new keys."""
    await rewrite_tonight()
