"""A process that writes jobs as fast as it can and says on its output which are acknowledged."""

import asyncio
import os
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from server.models import TABLES, Job
from server.storage.database import close_database, open_database, start_database, write

NOW = datetime(2026, 11, 24, 4, tzinfo=UTC)


async def keep_writing(name: str, numbers: Iterable[int]) -> None:
    """One job a number; alternately as one query and as a transaction of two."""
    for number in numbers:
        ident = f"{name}:{number}"
        async with write():
            await Job.insert(Job(ident=ident, what="test", due=NOW))
            if number % 2:
                await Job.insert(Job(ident=f"{ident}:twin", what="test", due=NOW))
        os.write(1, f"{ident}\n".encode())


async def main(home: Path, name: str, each: int) -> None:
    """Eight writers; `each` jobs a writer, or without end."""
    open_database(home, None, TABLES)
    await start_database()
    await asyncio.gather(*(keep_writing(f"{name}{n}", range(each) if each else count()) for n in range(8)))
    await close_database()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])))
