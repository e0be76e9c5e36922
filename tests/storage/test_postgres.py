"""PostgreSQL goes away for a moment: who only reads does not notice, and nothing undone is called done."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from server.models import TABLES, Job
from server.storage.database import (
    close_database,
    measures,
    open_database,
    raw,
    start_database,
    together,
    write,
    writer_alive,
)
from server.storage.errors import Gone
from tests.engines import Server

NOW = datetime(2026, 11, 24, 4, tzinfo=UTC)


@pytest.fixture
async def server(home: Path, postgres: Server) -> AsyncIterator[Server]:
    """A server with a database of ours, open."""
    with postgres.fresh() as url:
        open_database(home, url, TABLES)
        await start_database()
        yield postgres
        await close_database()


def cut(server: Server) -> None:
    """Every connection of the pool is gone, as after a restart of the server."""
    server.do(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'linli' AND pid <> "
        "pg_backend_pid()"
    )


async def open_connections() -> None:
    """Let the pool have several."""
    await asyncio.gather(*(raw("SELECT pg_sleep(0.02)") for _ in range(4)))


async def test_a_read_after_a_lost_connection_is_tried_once_more(server: Server) -> None:
    await open_connections()
    cut(server)
    assert await Job.count() == 0


async def test_a_transaction_begins_again_on_a_living_connection(server: Server) -> None:
    await open_connections()
    cut(server)
    async with write():
        await Job.insert(Job(ident="one", what="test", due=NOW))
    assert await Job.count() == 1


async def test_a_write_that_is_harmless_twice_is_tried_once_more(server: Server) -> None:
    await open_connections()
    cut(server)
    job = Job(ident="one", what="test", due=NOW)
    await Job.insert(job).on_conflict(action="DO NOTHING")
    assert await Job.count() == 1


async def test_a_transaction_cut_in_the_middle_is_gone_and_says_so(server: Server) -> None:
    with pytest.raises(Gone):
        async with write():
            await Job.insert(Job(ident="one", what="test", due=NOW))
            cut(server)
            await Job.insert(Job(ident="two", what="test", due=NOW))
    assert await Job.count() == 0
    assert writer_alive()


async def test_more_than_the_pool_holds_simply_wait(server: Server) -> None:
    await asyncio.gather(
        *(together(Job.insert(Job(ident=f"{n}", what="test", due=NOW)), Job.count()) for n in range(40))
    )
    assert await Job.count() == 40
    assert measures()["busy"] == 0


async def test_a_database_that_is_not_there_is_gone(home: Path) -> None:
    open_database(home, "postgresql://nobody@127.0.0.1:9/nothing", TABLES)
    with pytest.raises(Gone):
        await start_database()
