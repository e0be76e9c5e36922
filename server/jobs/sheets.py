"""Large sheets, looked through and carried out beside whoever sent them."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from server.domain.checking import Ground
from server.domain.city import City
from server.domain.pinyin import reader_for
from server.domain.sheets import taking

Job = Callable[[dict[str, Any], datetime], Awaitable[None]]


def check(city: City) -> Job:
    """The job that looks through one. Safe twice: one that was looked through is left alone."""

    async def run(facts: dict[str, Any], now: datetime) -> None:
        await taking.check_sheet(UUID(facts["id"]), Ground(city, now), await reader_for(city.folder))

    return run


def carry_out(city: City) -> Job:
    """The job that carries one out. Safe twice: it is one transaction with its own end."""

    async def run(facts: dict[str, Any], now: datetime) -> None:
        await taking.carry_out(UUID(facts["id"]), Ground(city, now), await reader_for(city.folder))

    return run
