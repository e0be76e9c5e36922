"""News of requests for departments' systems: first which of them want it, then each delivery."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from server.domain.deliveries import announce, deliver
from server.domain.keys import Keys
from server.storage.egress import Egress

Handler = Callable[[dict[str, Any], datetime], Awaitable[None]]


async def spread(facts: dict[str, Any], now: datetime) -> None:
    """The job of a step. Safe twice: each delivery has one name."""
    await announce(UUID(facts["id"]), now)


def bring(keys: Keys, egress: Egress) -> Handler:
    """The job of one delivery; twice, the other side hears the same `id` twice."""

    async def run(facts: dict[str, Any], now: datetime) -> None:
        await deliver(UUID(facts["hook"]), UUID(facts["step"]), now, keys, egress)

    return run
