"""Pictures whose addresses a program sent with its request."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from server.domain.open311.fetching import Tray, fetch_picture

Handler = Callable[[dict[str, Any], datetime], Awaitable[None]]


def fetch(tray: Tray) -> Handler:
    """The job of one. Safe twice: the same photo is kept once."""

    async def run(facts: dict[str, Any], now: datetime) -> None:
        await fetch_picture(facts, now, tray)

    return run
