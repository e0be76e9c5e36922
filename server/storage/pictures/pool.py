"""The server's side of the worker: one picture at a time, few waiting, ten seconds each."""

import asyncio
import os
import struct
import sys
from pathlib import Path
from typing import Final, cast

from server.storage.pictures.walk import PictureRefused, Shrunk, Why

WAITING: Final = 16  # pictures that may wait; a full queue is 1 to 2 s long
SECONDS: Final = 10.0  # for one picture; then its process is killed
LIFE: Final = 500  # pictures of one process
HOUSE: Final = Path(__file__).parents[3]  # where the package lies, so that -m finds it
AHEAD: Final = 1 << 20  # bytes that are read ahead: fewer turns of the loop for each picture
LENGTH: Final = struct.Struct(">I")  # before an upload
HEAD: Final = struct.Struct(">BHHII")  # 0 done or 1 refused, width, height, bytes of the first, of the second


class Busy(Exception):
    """Too many pictures are waiting."""


class Pictures:
    """The worker, started with the first picture. Belongs to one event loop; `close` ends it."""

    def __init__(self, waiting: int = WAITING, seconds: float = SECONDS, life: int = LIFE) -> None:
        self.waiting, self.seconds, self.life = waiting, seconds, life
        self._here = 0
        self._turn = asyncio.Lock()
        self._process: asyncio.subprocess.Process | None = None
        self._done = 0

    @property
    def process_id(self) -> int | None:
        """Of the worker, if there is one."""
        return self._process.pid if self._process else None

    async def shrink(self, data: bytes) -> Shrunk:
        """The two sizes of a picture. Raises PictureRefused or Busy."""
        if self._here > self.waiting:
            raise Busy
        self._here += 1
        try:
            async with self._turn:
                return await self._shrink(data)
        finally:
            self._here -= 1

    async def close(self) -> None:
        """End the worker, whatever it is doing."""
        process, self._process = self._process, None
        if process is not None:
            if process.returncode is None:
                process.kill()
            await process.wait()

    async def _shrink(self, data: bytes) -> Shrunk:
        process = self._process or await self._start()
        try:
            async with asyncio.timeout(self.seconds):
                answer = await _talk(process, data)
        except TimeoutError:
            await self.close()
            raise PictureRefused("slow") from None
        except (asyncio.IncompleteReadError, ConnectionError):  # it died of this picture
            await self.close()
            raise PictureRefused("broken") from None
        except (
            asyncio.CancelledError
        ):  # nobody waits; what it would say must not be taken for the next answer
            if process.returncode is None:
                process.kill()
            self._process = None
            raise
        self._done += 1
        if self._done >= self.life:
            await self.close()
        return answer

    async def _start(self) -> asyncio.subprocess.Process:
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "server.storage.pictures.worker",
            str(os.getpid()),
            cwd=HOUSE,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=AHEAD,
        )
        self._done = 0
        return self._process


async def _talk(process: asyncio.subprocess.Process, data: bytes) -> Shrunk:
    """One picture there, its answer back. Raises PictureRefused."""
    if process.stdin is None or process.stdout is None:
        raise ConnectionError
    process.stdin.write(LENGTH.pack(len(data)))
    process.stdin.write(data)
    await process.stdin.drain()
    refused, width, height, first, second = HEAD.unpack(await process.stdout.readexactly(HEAD.size))
    large, small = await process.stdout.readexactly(first), await process.stdout.readexactly(second)
    if refused:
        raise PictureRefused(cast("Why", large.decode()))
    return Shrunk(width, height, large, small)
