"""A real network between browser and server, which can be cut or lose what the server answered."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import Any, Literal

Fate = Literal["pass", "cut", "lose"]
CHUNK = 65_536


class Chaos:
    """A TCP proxy on its own thread.

    `cut` ends every connection and refuses new ones; `lose_answers` lets requests through and drops what
    comes back; `hook`, if set, decides the fate of each piece that the browser sends.
    """

    def __init__(self, upstream: int) -> None:
        self.upstream = upstream
        self.hook: Callable[[bytes], Fate] = lambda data: "pass"
        self.lost = 0  # answers that the server gave and nobody heard
        self._cut = False
        self._losses: dict[bytes, int] = {}
        self._open: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._server = self._call(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.port: int = self._server.sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def cut(self) -> None:
        """No network, at once: open connections are reset."""
        self._cut = True
        self._loop.call_soon_threadsafe(self._abort_all)

    def mend(self) -> None:
        """The network is back."""
        self._cut = False

    def lose_answers(self, pattern: bytes | str, times: int) -> None:
        """Drop the answers to the next `times` requests in whose bytes `pattern` stands."""
        self._losses[pattern.encode() if isinstance(pattern, str) else pattern] = times

    def close(self) -> None:
        """Give the port back."""

        async def end() -> None:
            self._server.close()
            self._abort_all()

        self._call(end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    def _call(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(5)

    def _abort_all(self) -> None:
        for writer in list(self._open):
            writer.transport.abort()

    def _fate_of(self, data: bytes) -> Fate:
        for pattern, left in self._losses.items():
            if left > 0 and pattern in data:
                self._losses[pattern] = left - 1
                return "lose"
        return self.hook(data)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._cut:
            writer.transport.abort()
            return
        try:
            up_reader, up_writer = await asyncio.open_connection("127.0.0.1", self.upstream)
        except OSError:  # the server itself is down
            writer.transport.abort()
            return
        pair = {writer, up_writer}
        self._open |= pair
        doomed = asyncio.Event()
        try:
            await asyncio.gather(
                self._ask(reader, writer, up_writer, doomed),
                self._answer(up_reader, writer, doomed),
                return_exceptions=True,
            )
        finally:
            self._open -= pair
            for end in pair:
                end.transport.abort()

    async def _ask(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        up: asyncio.StreamWriter,
        doomed: asyncio.Event,
    ) -> None:
        while data := await reader.read(CHUNK):
            fate = self._fate_of(data)
            if fate == "cut":
                writer.transport.abort()
                up.transport.abort()
                return
            if fate == "lose":
                doomed.set()
            up.write(data)
            await up.drain()
        up.write_eof()

    async def _answer(
        self, up: asyncio.StreamReader, writer: asyncio.StreamWriter, doomed: asyncio.Event
    ) -> None:
        while data := await up.read(CHUNK):
            if doomed.is_set():
                self.lost += 1
                writer.transport.abort()
                return
            writer.write(data)
            await writer.drain()
        writer.close()
