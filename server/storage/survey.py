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

from server.storage.database import Database, Sql, ddl, engine_type, raw, together, write
from server.storage.errors import Gone
from server.storage.sqlite import Sqlite

SHORT: Final = 4_000  # rows of a statement, about: sorted in little memory, and the writer is seen alive
NEW_KEY: Final = "left(encode(sha256((gen_random_uuid()::text || gen_random_uuid())::bytea), 'hex'), 32)"
BEYOND: Final = "g"  # comes after every hexadecimal digit
NEW_END: Final = "{} || substr(lower(hex(randomblob(16))), {})"
COLUMNS: Final = "wave, division, audience, class, mode, kind, answers"
TRIES: Final = 50  # to cut the WAL, while readers are at it
PAUSE: Final = 0.1  # seconds between two tries


async def lay_anew(*waves: UUID) -> None:
    """The answers of these waves, which still arrive, in the order of new keys; then the log is emptied.

    What it costs follows from their answers, not from those of earlier years. Each row is written again into
    emptied pages: on SQLite these are overwritten with zeros before (secure_delete), on PostgreSQL the old
    file goes, and every row has the same xmin. Broken off in the middle it has lost nothing: do it again.
    """
    if engine_type() == "postgres":
        async with write():
            await _lock()
            await _refill_open()
    else:
        for wave in waves:
            await _refill("response", f", {COLUMNS}", "wave = {}", str(wave))
        await _refill("receipt", ", wave", "1 = 1")
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


async def _refill(table: str, rest: str, which: str, *wave: str) -> None:
    """SQLite: rows whose keys begin alike, taken out and put back in the order of their keys; then the next.

    The key of an answer begins with its wave, so that these are whole pages. One transaction for each part:
    it is short, little of it stands in memory, and answers arrive in between. Receipts keep their ids, the
    answers get new keys that begin as before.
    """
    (counted,) = await raw(f"SELECT COUNT(*) AS n FROM survey.{table} WHERE {which}", *wave)  # noqa: S608
    for first, beyond in _parts(counted["n"]):
        part = (*wave, first, beyond)
        key, given = ("id", ()) if table == "receipt" else (NEW_END, (first, len(first) + 1))
        rows = f"survey.{table} WHERE {which} AND id >= {{}} AND id < {{}}"
        await together(
            Sql(f"CREATE TEMPORARY TABLE aside AS SELECT {key} AS id{rest} FROM {rows}", *given, *part),  # noqa: S608 - our own names
            Sql(f"DELETE FROM {rows}", *part),  # noqa: S608
            Sql(f"INSERT INTO survey.{table} (id{rest}) SELECT id{rest} FROM aside ORDER BY id"),  # noqa: S608
            Sql("DROP TABLE aside"),
        )


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
