"""The writer of SQLite: quick together, honest about the disk, and hard to stop."""

import asyncio
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from server.models import TABLES, Job
from server.storage import work, writer
from server.storage.database import (
    DATABASE,
    Database,
    Sql,
    close_database,
    measures,
    open_database,
    raw,
    start_database,
    together,
    write,
    writer_alive,
)
from server.storage.errors import Dangling, Duplicate, Full, Gone
from server.storage.locks import FileLock
from server.storage.sqlite import Sqlite
from tests.engines import copy_files

NOW = datetime(2026, 11, 24, 4, tzinfo=UTC)
ROOT = Path(__file__).parents[2]


@pytest.fixture
async def sqlite(home: Path, migrated_files: Path) -> AsyncIterator[Path]:
    """A home with its database open."""
    copy_files(migrated_files, home)
    open_database(home, None, TABLES)
    await start_database()
    yield home
    await close_database()


def a_job(ident: str, facts: str = "{}") -> Job:
    """A job of this name."""
    return Job(ident=ident, what="test", facts=facts, due=NOW)


async def test_those_who_come_together_share_a_commit(sqlite: Path) -> None:
    async def one(n: int) -> None:
        await together(Job.insert(a_job(f"batch{n}")))
        async with write():
            await Job.insert(a_job(f"first{n}"))
            await Job.insert(a_job(f"second{n}"))

    before = measures()
    await asyncio.gather(*(one(n) for n in range(60)))
    after = measures()

    assert await Job.count() == 180
    assert after["transactions"] - before["transactions"] == 120
    assert after["commits"] - before["commits"] <= 60


async def test_one_who_fails_does_not_take_the_others_of_the_group_along(sqlite: Path) -> None:
    await Job.insert(a_job("taken"))
    asked = [together(Job.insert(a_job("taken" if n % 3 == 0 else f"free{n}"))) for n in range(30)]
    answers = await asyncio.gather(*asked, return_exceptions=True)
    assert sum(isinstance(answer, Exception) for answer in answers) == 10
    assert await Job.count() == 21


async def test_a_full_disk_fails_that_batch_and_the_next_write_succeeds(sqlite: Path) -> None:
    (pages,) = await raw("PRAGMA page_count")
    await raw(f"PRAGMA max_page_count = {pages['page_count'] + 8}")
    big = "x" * 2000

    async def one(n: int) -> str | None:
        ident = f"job{n}"
        try:
            if n % 2:
                await Job.insert(a_job(ident, big))
            else:
                async with write():
                    await Job.insert(a_job(ident, big))
        except Full:
            return None
        return ident

    answers = await asyncio.gather(*(one(n) for n in range(100)))
    acknowledged = {ident for ident in answers if ident}
    assert len(acknowledged) < 100
    assert {row["ident"] for row in await Job.select(Job.ident)} == acknowledged
    with pytest.raises(Full):
        await Job.insert(a_job("big", big * 100))
    assert writer_alive()

    await raw("PRAGMA max_page_count = 1000000")
    await Job.insert(a_job("after", big))
    assert await Job.count() == len(acknowledged) + 1
    assert await raw("PRAGMA quick_check") == [{"quick_check": "ok"}]


async def test_a_commit_that_fails_is_told_to_its_whole_group(
    sqlite: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "WINDOW", 10.0)  # all three in one group
    gate = asyncio.Event()

    async def holds_the_group_open() -> None:
        async with write():
            await Job.insert(a_job("first"))
            await gate.wait()

    first = asyncio.create_task(holds_the_group_open())
    await asyncio.sleep(0.01)
    spoils = together(  # a reference that is checked at COMMIT only
        Sql("PRAGMA defer_foreign_keys = ON"),
        Sql("INSERT INTO centre (division, name, address, phone) VALUES ('330106005055', '', '', '')"),
    )
    last = together(Job.insert(a_job("last")))
    others = asyncio.gather(first, spoils, last, return_exceptions=True)
    await asyncio.sleep(0.01)
    gate.set()
    answers = await others

    assert [type(answer) for answer in answers] == [Dangling] * 3
    assert await Job.count() == 0
    await Job.insert(a_job("after"))
    assert await Job.count() == 1


async def test_when_sqlite_undoes_everybody_everybody_is_told(
    sqlite: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "WINDOW", 10.0)
    await Job.insert(a_job("taken"))
    gate = asyncio.Event()

    async def holds_the_group_open() -> None:
        async with write():
            await Job.insert(a_job("first"))
            await gate.wait()

    first = asyncio.create_task(holds_the_group_open())
    await asyncio.sleep(0.01)
    # as a full disk does it: the statement takes the whole transaction along, savepoints too
    spoils = together(Sql("INSERT OR ROLLBACK INTO job (ident, what, due) VALUES ('taken', '', '')"))
    others = asyncio.gather(first, spoils, together(Job.insert(a_job("last"))), return_exceptions=True)
    await asyncio.sleep(0.01)
    gate.set()
    told_first, told_spoiler, told_last = await others

    assert isinstance(told_first, Duplicate)
    assert isinstance(told_spoiler, Duplicate)
    assert told_last is None or isinstance(told_last, list)  # came too late for that group: a new one
    assert {row["ident"] for row in await Job.select(Job.ident)} == {"taken", "last"}


async def test_an_acknowledged_write_survives_a_power_failure(sqlite: Path) -> None:
    for schema in ("main", "survey"):
        assert await raw(f"PRAGMA {schema}.synchronous") == [{"synchronous": 2}]  # FULL
        assert await raw(f"PRAGMA {schema}.journal_mode") == [{"journal_mode": "wal"}]
    assert await raw("PRAGMA foreign_keys") == [{"foreign_keys": 1}]
    assert await raw("PRAGMA survey.secure_delete") == [{"secure_delete": 1}]


async def test_a_transaction_that_falls_silent_is_rolled_back(
    sqlite: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "SILENCE", 0.05)
    with pytest.raises(Gone):
        async with write():
            await Job.insert(a_job("silent"))
            await asyncio.sleep(0.2)
            await Job.insert(a_job("too late"))
    with pytest.raises(Gone):
        async with write():
            await Job.insert(a_job("silent"))
            await asyncio.sleep(0.2)
    assert await Job.count() == 0
    await Job.insert(a_job("next"))


async def test_a_writer_that_is_held_up_is_seen(sqlite: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "STUCK", 0.1)
    lock = FileLock(sqlite / "linli.lock")
    with lock:
        waiting = [asyncio.ensure_future(Job.insert(a_job(f"job{n}")).run()) for n in range(3)]
        await asyncio.sleep(0.3)
        assert not writer_alive()
        assert measures()["waiting"] == 2
        assert not any(task.done() for task in waiting)
    await asyncio.gather(*waiting)
    assert writer_alive()
    lock.close()


async def test_after_the_end_a_write_is_refused_and_not_forgotten(sqlite: Path) -> None:
    engine = Database.engine
    await close_database()
    with pytest.raises(Gone):
        await Job.insert(a_job("late"))
    assert not writer_alive()
    assert Database.engine is engine
    await start_database()


async def test_a_stop_finishes_what_is_queued_and_empties_the_wal(sqlite: Path) -> None:
    waiting = [asyncio.ensure_future(Job.insert(a_job(f"job{n}")).run()) for n in range(20)]
    await asyncio.sleep(0)
    await close_database()
    await asyncio.gather(*waiting)

    wal = sqlite / f"{DATABASE}-wal"
    assert not wal.exists() or wal.stat().st_size == 0
    con = sqlite3.connect(sqlite / DATABASE)
    assert con.execute("SELECT count(*) FROM job").fetchone() == (20,)
    con.close()
    await start_database()


async def test_a_reader_cannot_write_by_mistake(sqlite: Path) -> None:
    engine = Database.engine
    assert isinstance(engine, Sqlite)
    with pytest.raises(Gone, match="readonly"):
        await engine._read([("DELETE FROM job", ())])
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        engine._read_apart([("DELETE FROM job", ())])


def child(home: Path, name: str, each: int) -> "subprocess.Popen[bytes]":
    """Another process that writes to the same home."""
    command = [sys.executable, "-m", "tests.storage.child", str(home), name, str(each)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)


async def test_a_second_process_may_write_at_the_same_time(sqlite: Path) -> None:
    other = child(sqlite, "other", 25)
    written = 0
    while other.poll() is None:
        await asyncio.gather(*(Job.insert(a_job(f"here{written + n}")) for n in range(10)))
        written += 10
    assert other.stdout
    acknowledged = other.stdout.read().split()
    assert other.returncode == 0
    assert len(acknowledged) == 200
    assert await Job.count() == 200 + 96 + written  # of 25 numbers 12 are odd and have a twin


async def test_killed_in_the_middle_it_has_lost_nothing_it_acknowledged(
    home: Path, migrated_files: Path, rounds: int
) -> None:
    copy_files(migrated_files, home)
    acknowledged: set[str] = set()
    for turn in range(rounds):
        process = child(home, f"round{turn}", 0)
        assert process.stdout
        for _ in range(200 + 37 * turn):
            line = process.stdout.readline().decode().strip()
            assert line
            acknowledged.add(line)
        process.kill()
        acknowledged |= {line for line in process.stdout.read().decode().split("\n")[:-1] if line}
        process.wait()

        con = sqlite3.connect(home / DATABASE)
        kept = {row[0] for row in con.execute("SELECT ident FROM job")}
        assert con.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        con.close()
        assert acknowledged <= kept
        odd = {ident for ident in kept if not ident.endswith("twin") and int(ident.split(":")[1]) % 2}
        assert {f"{ident}:twin" for ident in odd} <= kept


LONG = (  # a few million steps of SQLite's machine
    "WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 300000) "
    "SELECT max(i) AS i FROM n"
)


async def test_a_long_read_does_not_hold_up_the_loop(sqlite: Path) -> None:
    long, ticks = asyncio.ensure_future(raw(LONG)), 0
    while not long.done():
        await asyncio.sleep(0)
        ticks += 1
    assert await long == [{"i": 300_000}]
    assert ticks > 10  # others had their turn meanwhile
    assert await raw("SELECT 1 AS one") == [{"one": 1}]
