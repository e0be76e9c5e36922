"""Three questions of the engineer: restart me? route to me? how is it going?"""

import asyncio
import hmac
import os
import time
from datetime import datetime
from typing import Final

from prometheus_client import CollectorRegistry, generate_latest

from server.http.gauges import gauges
from server.http.measures import Measures
from server.http.site import LOOPBACK
from server.storage.database import raw, write, writer_alive
from server.storage.space import Room

PATIENCE: Final = 1.0  # seconds that a database may take to be ready
ANSWER_FOR: Final = 1.0  # seconds that an answer of /readyz holds: asking often costs nothing


class Health:
    """What the three paths look at."""

    def __init__(self, room: Room, numbers: Measures, metrics_token: str | None = None) -> None:
        self.room, self.numbers, self.metrics_token = room, numbers, metrics_token
        self.started = self.draining = False
        self._asked_at = -ANSWER_FOR
        self._trouble = ""

    def healthy(self) -> bool:
        """False: restart me. Looks at nothing outside this process."""
        return writer_alive()

    async def trouble(self) -> str:
        """Why nobody should be routed here now; "" if all is well."""
        if self.draining or not self.started:
            return "stopping" if self.draining else "starting"
        if time.monotonic() - self._asked_at >= ANSWER_FOR:
            self._trouble = await self._look()
            self._asked_at = time.monotonic()
        return self._trouble

    async def _look(self) -> str:
        try:
            async with asyncio.timeout(PATIENCE):
                await raw("SELECT 1 AS one")
                async with write():
                    await raw("UPDATE topic_version SET version = version WHERE topic = {}", "ready")
        except Exception:
            return "database"
        if not self.room.takes_writes():
            return "disk"
        return "" if os.access(self.room.home, os.W_OK) else "home"

    def may_measure(self, client: str, heads: dict[bytes, bytes]) -> bool:
        """Whoever has the token; without one only this machine, and not through a proxy on it."""
        if self.metrics_token:
            given = heads.get(b"authorization", b"").partition(b" ")[2]
            return hmac.compare_digest(given, self.metrics_token.encode())
        return client in LOOPBACK and b"x-forwarded-for" not in heads and b"forwarded" not in heads

    async def metrics(self, now: datetime) -> bytes:
        """In the text format of Prometheus."""
        self.numbers.gauges = await gauges(self.room, now)
        registry = CollectorRegistry(auto_describe=False)
        registry.register(self.numbers)
        return generate_latest(registry)
