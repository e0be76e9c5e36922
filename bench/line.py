"""The cheapest client: HTTP/1.1 over a socket, kept alive, one answer after the other; and event streams."""

import asyncio
import json
from time import monotonic
from typing import Any, Final

import brotli  # type: ignore[import-untyped]  # it ships no types

IDLE: Final = 3.5  # seconds after which the server may be about to hang up: a new connection, as browsers do
PATIENCE: Final = 30.0


class Line:
    """One client's connection."""

    def __init__(self, port: int, address: str, token: str) -> None:
        self.port = port
        self.head = (
            f"Host: 127.0.0.1:{port}\r\nX-Forwarded-For: {address}\r\nAuthorization: Bearer {token}\r\n"
            "Accept-Encoding: br\r\n"
        )
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None
        self._used = 0.0

    async def ask(
        self, method: str, path: str, body: bytes = b"", kind: str = "application/json", more: str = ""
    ) -> tuple[int, dict[str, str], bytes]:
        """Status, headers, body."""
        async with asyncio.timeout(PATIENCE):
            reader, writer = await self._open()
            head = f"{method} {path} HTTP/1.1\r\n{self.head}{more}"
            if body:
                head += f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
            writer.write(f"{head}\r\n".encode() + body)
            status, headers = await read_head(reader)
            answer = b""
            if status not in {204, 304}:
                answer = await reader.readexactly(int(headers["content-length"]))
            self._used = monotonic()
            if headers.get("connection") == "close":
                self.close()
            if headers.get("content-encoding") == "br":
                answer = brotli.decompress(answer)
            return status, headers, answer

    async def _open(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._writer and monotonic() - self._used > IDLE:
            self.close()
        if self._reader is None or self._writer is None:
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self.port)
        return self._reader, self._writer

    def close(self) -> None:
        """Hang up."""
        if self._writer:
            self._writer.close()
        self._reader = self._writer = None

    async def events(self) -> int:
        """Listens to the stream of the desk until it is cancelled or ends; gives how many events came."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        seen = 0
        try:
            writer.write(f"GET /api/desk/stream HTTP/1.1\r\n{self.head}\r\n".encode())
            status, _ = await read_head(reader)
            if status != 200:
                raise RuntimeError(f"the stream answers {status}")
            while line := await reader.readline():
                seen += line.startswith(b"event: queue")
            raise RuntimeError("the stream ended")
        except asyncio.CancelledError:
            return seen
        finally:
            writer.close()


async def read_head(reader: asyncio.StreamReader) -> tuple[int, dict[str, str]]:
    """Status and headers (lower case)."""
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    pairs = (line.partition(":") for line in lines if line)
    return int(first.split(" ")[1]), {name.lower(): text.strip() for name, _, text in pairs}


def as_json(answer: bytes) -> Any:
    """What it says."""
    return json.loads(answer)
