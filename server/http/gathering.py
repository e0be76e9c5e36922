"""What one turn of the event loop writes to a connection goes out in one piece.

uvicorn writes the head of an answer and then its body, and uvloop gives each to the kernel at once: two calls
of it, and a reader that is woken twice. Waiting for the end of the turn costs nothing and saves one of them.
"""

import asyncio
from typing import Any, Final

MOST: Final = 64 * 1024  # bytes that wait: more is written at once, so that a slow reader is noticed


class Gathering:
    """In place of a connection's transport."""

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport, self._loop = transport, loop
        self._parts: list[bytes] = []
        self._size = 0

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
        """After what was written."""
        self.flush()
        self._transport.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)
