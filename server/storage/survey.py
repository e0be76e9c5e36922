"""Answers laid out anew, so that neither rows, pages nor logs keep an order of arrival.

Left alone, an answer and the invitation that it came with can be paired: on SQLite by their places in a page
and by the frames of the WAL, on PostgreSQL by `xmin` (both rows carry the transaction that wrote them) and by
their places in the table. It takes two orders to pair them: once answers and receipts have none, that in
which invitations were used leads nowhere. They stay where they are: using one changes a byte of it in place.
"""

import asyncio
import sqlite3
import time
from pathlib import Path
from typing import Final
from uuid import UUID

from server.storage.database import Database, ddl, engine_type, raw, write
from server.storage.errors import Gone
from server.storage.sqlite import Sqlite

SHORT: Final = 4_000  # rows of a statement, about: sorted in little memory, and the writer is seen alive
NEW_KEY: Final = "left(encode(sha256((gen_random_uuid()::text || gen_random_uuid())::bytea), 'hex'), 32)"
BEYOND: Final = "g"  # comes after every hexadecimal digit
COLUMNS: Final = "wave, division, audience, class, mode, kind, answers"
TRIES: Final = 50  # to cut the WAL, while readers are at it
PAUSE: Final = 0.1  # seconds between two tries


async def lay_anew(*waves: UUID) -> None:
    """The answers of these waves, which still arrive, in the order of new keys; then the log is emptied.

    What it costs follows from their answers, not from those of earlier years. Each row is written again into
    emptied pages: on SQLite these are overwritten with zeros before (secure_delete), on PostgreSQL the old
    file goes, and every row has the same xmin. Answers that come meanwhile wait.
    """
    async with write():
        if engine_type() == "postgres":
            await _lock()
            await _refill_open()
        else:
            for wave in waves:
                await _refill_wave(str(wave))
            await _refill_receipts()
    await empty_log()


async def lay_for_good(wave: UUID) -> None:
    """The same when a wave has closed: nothing will be added, and no later night touches it. Safe twice."""
    if engine_type() == "sqlite":
        await lay_anew(wave)
        return
    own = f"survey.response_{wave.hex}"
    async with write():
        await _lock()
        (there,) = await raw("SELECT to_regclass({}) IS NOT NULL AS own", own)
        if there["own"]:
            return
        await ddl(
            f"CREATE TABLE {own} (CHECK (wave = '{wave}'), PRIMARY KEY (id)) INHERITS (survey.response)"
        )
        await raw(
            f"INSERT INTO {own} (id, {COLUMNS}) SELECT {NEW_KEY}, {COLUMNS} "  # noqa: S608 - our own names
            "FROM ONLY survey.response WHERE wave = {} ORDER BY 1",
            str(wave),
        )
        await raw("DELETE FROM ONLY survey.response WHERE wave = {}", str(wave))
        await _refill_open()


async def _lock() -> None:
    await raw("LOCK TABLE ONLY survey.response, survey.receipt IN ACCESS EXCLUSIVE MODE")


async def _refill_open() -> None:
    """PostgreSQL: what belongs to no closed wave lies in the table itself, not in those that inherit."""
    for table, key, columns in (("response", NEW_KEY, f", {COLUMNS}"), ("receipt", "id", ", wave")):
        await raw(
            f"CREATE TEMPORARY TABLE aside AS SELECT {key} AS id{columns} FROM ONLY survey.{table}"  # noqa: S608
        )
        await raw(f"TRUNCATE ONLY survey.{table}")
        await raw(f"INSERT INTO survey.{table} (id{columns}) SELECT id{columns} FROM aside ORDER BY id")  # noqa: S608
        await raw("DROP TABLE aside")


async def _refill_wave(wave: str) -> None:
    """SQLite: the key begins with the wave, so that its rows fill whole pages, which are emptied first.

    By the first digits of the keys, which stay, so that each statement is a short one.
    """
    parts = _parts((await raw("SELECT COUNT(*) AS n FROM survey.response WHERE wave = {}", wave))[0]["n"])
    await ddl(
        "CREATE TABLE survey.aside (id TEXT PRIMARY KEY NOT NULL, wave TEXT, division TEXT, audience TEXT, "
        "class TEXT, mode TEXT, kind TEXT, answers TEXT) WITHOUT ROWID"
    )
    for part in parts:
        await raw(
            f"INSERT INTO survey.aside SELECT {{}} || substr(lower(hex(randomblob(16))), {{}}), {COLUMNS} "  # noqa: S608
            "FROM survey.response WHERE wave = {} AND id >= {} AND id < {} ORDER BY 1",
            part[0],
            len(part[0]) + 1,
            wave,
            *part,
        )
    for part in parts:
        await raw("DELETE FROM survey.response WHERE wave = {} AND id >= {} AND id < {}", wave, *part)
    for part in parts:
        await raw(
            f"INSERT INTO survey.response (id, {COLUMNS}) SELECT id, {COLUMNS} "  # noqa: S608
            "FROM survey.aside WHERE id >= {} AND id < {} ORDER BY id",
            *part,
        )
    await ddl("DROP TABLE survey.aside")


async def _refill_receipts() -> None:
    """SQLite: only waves that still take answers have any."""
    await ddl("CREATE TABLE survey.aside (id TEXT PRIMARY KEY NOT NULL, wave TEXT) WITHOUT ROWID")
    await raw("INSERT INTO survey.aside SELECT id, wave FROM survey.receipt ORDER BY id")
    await raw("DELETE FROM survey.receipt")
    await raw("INSERT INTO survey.receipt (id, wave) SELECT id, wave FROM survey.aside ORDER BY id")
    await ddl("DROP TABLE survey.aside")


def _parts(rows: int) -> list[tuple[str, str]]:
    """From a beginning of keys until before the next one: as many as make statements short."""
    digits = 0
    while rows > SHORT * 16**digits and digits < 2:
        digits += 1
    ends = [format(number, f"0{digits}x") for number in range(16**digits)] if digits else [""]
    return list(zip(ends, [*ends[1:], BEYOND], strict=True))


async def empty_log() -> None:
    """On SQLite: the WAL's frames into survey.db, and the WAL cut to nothing. Raises Gone if it cannot be.

    PostgreSQL keeps its WAL as long as its operator says.
    """
    if isinstance(Database.engine, Sqlite):
        await asyncio.to_thread(_cut, Database.engine.survey)


def _cut(file: Path) -> None:
    con = sqlite3.connect(file, timeout=5, isolation_level=None)
    try:
        for _ in range(TRIES):
            (busy, _, _) = con.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if not busy:
                return
            time.sleep(PAUSE)
    finally:
        con.close()
    raise Gone("the survey's log could not be emptied: somebody has been reading all the time")
