"""Comparing in a process of its own: `python -m server.domain.sheets.child`.

A city's sheet keeps a processor busy for half a minute, and the event loop must not wait for it. Known things
and the file come in by standard input, each after its length; lines with the progress go out, then the plan.
"""

import asyncio
import struct
import sys
from collections.abc import Awaitable, Callable
from typing import Final

import msgspec

from server.domain.checking import Ground
from server.domain.errors import Invalid
from server.domain.sheets.comparing import Plan, compare
from server.domain.sheets.known import Known

LENGTH: Final = struct.Struct("!Q")
DONE: Final = b"done\n"
REFUSED: Final = b"refused\n"
Progress = Callable[[int], Awaitable[None]]


async def compare_beside(data: bytes, known: Known, ground: Ground, progress: Progress) -> Plan:
    """`compare`, without the services that it found: who carries it out compares again. Raises Invalid."""
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "server.domain.sheets.child"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert child.stdin is not None
    assert child.stdout is not None
    try:
        said = await asyncio.to_thread(msgspec.msgpack.encode, (known, ground))
        for part in (said, data):
            child.stdin.write(LENGTH.pack(len(part)))
            child.stdin.write(part)
        await child.stdin.drain()
        child.stdin.close()
        while line := await child.stdout.readline():
            if line == REFUSED:
                fields, facts = msgspec.msgpack.decode(await child.stdout.read())
                raise Invalid(fields, **facts)
            if line == DONE:
                return msgspec.msgpack.decode(await child.stdout.read(), type=Plan)
            await progress(int(line))
        raise ChildProcessError("it ended without a word")
    finally:
        if child.returncode is None:
            child.kill()
        await child.wait()


def main() -> None:
    """One file, then the end."""
    coming, going = sys.stdin.buffer, sys.stdout.buffer
    said, data = (coming.read(LENGTH.unpack(coming.read(LENGTH.size))[0]) for _ in range(2))
    known, ground = msgspec.msgpack.decode(said, type=tuple[Known, Ground])

    def progress(rows: int) -> None:
        going.write(b"%d\n" % rows)
        going.flush()

    try:
        plan = compare(data, known, ground, progress)
    except Invalid as refused:
        going.write(REFUSED + msgspec.msgpack.encode((refused.fields, refused.facts)))
        return
    plan.services, plan.organizations, plan.locations = {}, {}, {}
    going.write(DONE + msgspec.msgpack.encode(plan))


if __name__ == "__main__":
    main()
