"""What one turn of the event loop writes to a connection goes out in one piece.

uvicorn writes the head of an answer and then its body, and uvloop gives each to the kernel at once: two calls
of it, and a reader that is woken twice. Waiting for the end of the turn costs nothing and saves one of them.
"""

import asyncio
from collections.abc import Callable
from typing import Any, Final

MOST: Final = 64 * 1024  # bytes that wait: more is written at once, so that a slow reader is noticed
LINGER_SECONDS: Final = 5.0


class Gathering:
    """In place of a connection's transport. `is_spoken_to` tells whether a body is still coming in."""

    def __init__(
        self,
        transport: asyncio.Transport,
        loop: asyncio.AbstractEventLoop,
        is_spoken_to: Callable[[], bool] = lambda: False,
    ) -> None:
        self._transport, self._loop, self._is_spoken_to = transport, loop, is_spoken_to
        self._parts: list[bytes] = []
        self._size = 0
        self.lingers = False

    def write(self, data: bytes) -> None:
        """At the end of this turn, or when there is much."""
        if not self._parts:
            self._loop.call_soon(self.flush)
        self._parts.append(data)
        self._size += len(data)
        if self._size > MOST:
            self.flush()

    def write_at_once(self, data: bytes) -> None:
        """After what waits, and not at the end of the turn: all of an answer, so nothing comes with it."""
        self.flush()
        self._transport.write(data)

    def flush(self) -> None:
        """Now."""
        if self._parts:
            parts, self._parts, self._size = self._parts, [], 0
            self._transport.writelines(parts)

    def close(self) -> None:
        """After what was written; while somebody still sends, only our half, for a while.

        A connection that is closed with bytes unread is reset by the kernel, and most clients that are cut
        off in the middle of sending never look at the answer that says why.
        """
        self.flush()
        if self._is_spoken_to() and not self.is_closing() and self._transport.can_write_eof():
            self.lingers = True
            self._transport.write_eof()
            self._transport.resume_reading()
            self._loop.call_later(LINGER_SECONDS, self.end)
        elif not self.lingers:
            self.end()

    def end(self) -> None:
        """Both halves."""
        self._transport.close()

    def is_closing(self) -> bool:
        """Nothing more will be said."""
        return self.lingers or self._transport.is_closing()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)
