"""The survey's own tables laid out anew, so that neither rows, pages nor logs keep an order of arrival.

Left alone, an answer and the invitation that it came with can be paired: on SQLite by their places in a page
and by the frames of the WAL, on PostgreSQL by `xmin` (both rows carry the transaction that wrote them) and by
their places in the table.
"""

import asyncio
import sqlite3
import time
from pathlib import Path
from typing import Final

from server.storage.database import Database, engine_type, raw, write
from server.storage.errors import Gone
from server.storage.sqlite import Sqlite

TABLES: Final = ("unit", "try", "printing", "hand_out", "invitation", "receipt", "response")
NEW_KEY: Final = {
    "sqlite": "lower(hex(randomblob(16)))",
    "postgres": "left(encode(sha256((gen_random_uuid()::text || gen_random_uuid())::bytea), 'hex'), 32)",
}
TRIES: Final = 50  # to cut the WAL, while readers are at it
PAUSE: Final = 0.1  # seconds between two tries


async def lay_anew() -> None:
    """Every row written again in the order of its key, answers under new keys; then the log is emptied.

    Each table is filled from nothing. On SQLite its freed pages are overwritten with zeros (secure_delete);
    on PostgreSQL the old file goes, and every row has the same xmin. Answers that come meanwhile wait.
    """
    kind = engine_type()
    clear = "DELETE FROM" if kind == "sqlite" else "TRUNCATE"
    async with write():
        if kind == "postgres":
            names = ", ".join(f"survey.{table}" for table in TABLES)
            await raw(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE")
        for table in TABLES:
            aside = f"relaid_{table}"
            await raw(f"CREATE TEMPORARY TABLE {aside} AS SELECT * FROM survey.{table}")  # noqa: S608
            if table == "response":
                await raw(f"UPDATE {aside} SET id = {NEW_KEY[kind]}")  # noqa: S608
            await raw(f"{clear} survey.{table}")
            await raw(f"INSERT INTO survey.{table} SELECT * FROM {aside} ORDER BY 1")  # noqa: S608
            await raw(f"DROP TABLE {aside}")
    await empty_log()


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
