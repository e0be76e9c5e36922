"""What the server does by itself beside answering: writing the log, noticing what other processes changed."""

import asyncio
import contextvars
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path
from typing import Final

import structlog

from server.domain import topics
from server.domain.demo import TOPIC as DEMO
from server.domain.keys import Keys
from server.http.cache import TODAY
from server.http.call import Parts
from server.http.keyring import KeyFile, ring_of

FLUSH_EVERY: Final = 0.2  # seconds
LOOK_EVERY: Final = 1.0


class Chores:
    """Two loops, from `start` to `stop`."""

    def __init__(
        self,
        parts: Parts,
        home: Path,
        keys: Keys,
        demo_began: Callable[[], None],
        today: Callable[[], date],
    ) -> None:
        self.parts, self.home, self.keys, self.demo_began = parts, home, keys, demo_began
        self.today = today  # in the city
        self._today = today()
        self._moved = (-1, 0)
        self._key_file = KeyFile(home)
        self._loops: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """In contexts of their own: they belong to no call and to no transaction."""
        topics.LISTENERS.append(self.parts.cache.bumped)
        for seconds, do in ((FLUSH_EVERY, self.flush), (LOOK_EVERY, self.look_around)):
            context = contextvars.Context()
            self._loops.append(asyncio.create_task(every(seconds, do), context=context))

    async def stop(self) -> None:
        """What has gathered is written."""
        topics.LISTENERS.remove(self.parts.cache.bumped)
        for loop in self._loops:
            loop.cancel()
        await asyncio.gather(*self._loops, return_exceptions=True)
        await self.flush()

    async def flush(self) -> None:
        """The lines of the last calls."""
        self.parts.log.flush()

    async def look_around(self) -> None:
        """Topics that moved, keys that were rotated, a day that turned."""
        if (today := self.today()) != self._today:
            self._today = today
            self.parts.cache.forget(TODAY)
        moved = await topics.movement()
        if moved != self._moved:
            versions = await topics.all_versions()
            self.parts.cache.seen(versions)
            self.parts.streams.seen(versions)
            self._moved = moved  # last: what fails before is looked at again
            if versions.get(DEMO):
                self.demo_began()
        if self._key_file.has_changed():
            self.parts.doorkeeper.turn_keys(ring_of(self.home, self.keys))


async def every(seconds: float, do: Callable[[], Awaitable[None]]) -> None:
    """Again and again; what fails is noted and tried again."""
    while True:
        await asyncio.sleep(seconds)
        try:
            await do()
        except Exception as error:  # a chore outlives any one failure
            structlog.get_logger().warning("chore-failed", kind=type(error).__name__)
