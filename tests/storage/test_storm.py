"""Whatever happens to those who write: what was acknowledged is there, what was refused is not."""

import asyncio
import random
from datetime import UTC, datetime

from server.models import Job
from server.storage.database import Sql, together, write, writer_alive
from server.storage.errors import Duplicate

NOW = datetime(2026, 11, 24, 4, tzinfo=UTC)


class Mind(Exception):
    """Changed in the middle."""


async def one_writer(name: str, chance: random.Random, kept: set[str], undone: set[str]) -> None:
    """Thirty transactions that end in every way there is."""
    for n in range(30):
        parts = chance.randint(1, 3)
        idents = [f"{name}:{n}:{parts}:{part}" for part in range(parts)]
        end = chance.choice(["well", "well", "in one hop", "refused", "taken", "cancelled"])
        try:
            if end == "in one hop":
                await together(*(Job.insert(Job(ident=it, what="test", due=NOW)) for it in idents))
            elif end == "cancelled":
                task = asyncio.create_task(in_steps(idents, end, chance))
                await asyncio.sleep(chance.random() / 500)
                task.cancel()
                await task
            else:
                await in_steps(idents, end, chance)
        except (Mind, Duplicate):
            undone |= set(idents)
        except asyncio.CancelledError:
            continue  # all or nothing, but we were not told which
        else:
            kept |= set(idents)


async def in_steps(idents: list[str], end: str, chance: random.Random) -> None:
    """One transaction of several statements with pauses between them."""
    async with write():
        for ident in idents:
            await Job.insert(Job(ident=ident, what="test", due=NOW))
            if chance.random() < 0.3:
                await asyncio.sleep(chance.random() / 1000)
        if end == "refused":
            raise Mind
        if end == "taken":
            await Job.insert(Job(ident="taken", what="test", due=NOW))


async def test_a_storm_of_writers_ends_as_each_of_them_was_told(db: None, rounds: int) -> None:
    await Job.insert(Job(ident="taken", what="test", due=NOW))
    for turn in range(rounds):
        kept: set[str] = set()
        undone: set[str] = set()
        chance = random.Random(turn)
        names = [f"storm{turn}:{n}" for n in range(20)]
        await asyncio.wait_for(
            asyncio.gather(
                *(one_writer(name, random.Random(chance.random()), kept, undone) for name in names)
            ),
            timeout=60,
        )
        (rows,) = await together(Sql("SELECT ident FROM job WHERE ident LIKE {}", f"storm{turn}:%"))
        there = {row["ident"] for row in rows}
        assert kept <= there
        assert not undone & there
        for ident in there:  # those we do not know of, too: all or nothing
            whole, parts = ident.rpartition(":")[0], int(ident.split(":")[3])
            assert {f"{whole}:{part}" for part in range(parts)} <= there
        assert writer_alive()
