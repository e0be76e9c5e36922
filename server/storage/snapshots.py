"""Copies of SQLite files while others write, and what is wrong in one.

A copy is made by VACUUM INTO: one read snapshot, compacted, no stop for writers. A plain copy of a busy
database is corrupt, and `Connection.backup` in steps starts again at every write.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from server.storage.connections import fetch, translate
from server.storage.statements import Rows


def take_snapshot(source: Path, target: Path) -> None:
    """A whole copy at one moment, on the disk when it returns. Raises Full, or Gone if it cannot be read."""
    try:
        with closing(sqlite3.connect(source, isolation_level=None)) as con:
            con.execute("VACUUM INTO ?", (str(target),))
    except sqlite3.Error as error:
        raise translate(error) from error
    descriptor = os.open(target, os.O_RDWR)
    os.fsync(descriptor)
    os.close(descriptor)


# Not what an index of words makes of itself.
MADE = (
    "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL "
    "AND name NOT IN (SELECT name FROM pragma_table_list WHERE type = 'shadow') ORDER BY rowid"
)


def take_blank(source: Path, target: Path) -> None:
    """The same tables without a row."""
    made = read_file(source, MADE)
    with closing(sqlite3.connect(target, isolation_level=None)) as con:
        for row in made:
            con.execute(row["sql"])


def faults_of(file: Path) -> list[str]:
    """What SQLite finds wrong in a database: pages, indexes, references; nothing if it is sound."""
    try:
        with _reading(file) as con:
            pages = [row[0] for row in con.execute("PRAGMA quick_check(3)") if row[0] != "ok"]
            orphans = [
                f"a row of {row[0]} refers to nothing" for row in con.execute("PRAGMA foreign_key_check")
            ]
    except sqlite3.Error as error:
        return [str(error)]
    return pages + orphans[:3]


def read_file(file: Path, sql: str, *args: Any) -> Rows:
    """Rows of a database file that nobody has opened for us."""
    with _reading(file) as con:
        return fetch(con, sql, args)


@contextmanager
def _reading(file: Path) -> Iterator[sqlite3.Connection]:
    address = f"file:{quote(str(file))}?mode=ro"
    with closing(sqlite3.connect(address, uri=True, isolation_level=None)) as con:
        yield con
