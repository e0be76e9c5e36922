"""Closures over more places than an editor waits for."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from server.domain.city import City
from server.domain.closures import carry_out
from server.domain.pinyin import reader_for


def write_down(city: City) -> Callable[[dict[str, Any], datetime], Awaitable[None]]:
    """The job of one. Safe twice: what is written already is left alone."""

    async def run(facts: dict[str, Any], now: datetime) -> None:
        await carry_out(UUID(facts["closure"]), now, await reader_for(city.folder))

    return run
