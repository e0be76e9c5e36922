"""SQLite connections as Linli wants them, and what their errors mean."""

import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import msgspec

# Importing it registers the adapters and converters of UUID, timestamptz and boolean with sqlite3.
from piccolo.engine.sqlite import ADAPTERS  # noqa: F401

from server.storage.errors import Dangling, Duplicate, Full, Gone
from server.storage.statements import Rows, Statement

WAL_LIMIT: Final = 64 * 2**20  # bytes that a -wal file keeps after a checkpoint
WAL_PAGES: Final = (
    4000  # after so many a checkpoint: what is written again and again until then is copied once
)
TAKEN: Final = {sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY}
TROUBLE: Final = {  # the file or its disk, not the statement
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_READONLY,
}

as_uuid: Final = msgspec.json.Decoder(UUID).decode


def as_moment(text: bytes) -> datetime:
    """A stored time; all are UTC, and nearly all say so."""
    found = datetime.fromisoformat(text.decode())
    return found if found.tzinfo is UTC else found.replace(tzinfo=UTC)


# Piccolo's own, called for every value, take a third of a read; these do the same in a quarter of the time.
sqlite3.register_converter("UUID", lambda text: as_uuid(b'"%b"' % text))
sqlite3.register_converter("TIMESTAMPTZ", as_moment)
sqlite3.register_converter("BOOLEAN", b"1".__eq__)
sqlite3.register_adapter(UUID, msgspec.to_builtins)  # its text, as `str` makes it


def connect(database: Path, survey: Path, *, writes: bool) -> sqlite3.Connection:
    """A connection to linli.db with survey.db attached as `survey`; a reader cannot write by mistake."""
    con = sqlite3.connect(
        database,
        timeout=5,
        isolation_level=None,  # transactions are said in words
        detect_types=sqlite3.PARSE_DECLTYPES | sqlite3.PARSE_COLNAMES,
        check_same_thread=False,  # made by one thread, then used by one other
        cached_statements=512,
    )
    con.execute("ATTACH DATABASE ? AS survey", (str(survey),))
    for schema in ("main", "survey"):
        if writes:
            con.execute(f"PRAGMA {schema}.journal_mode=WAL")
            con.execute(f"PRAGMA {schema}.journal_size_limit={WAL_LIMIT}")
            con.execute(f"PRAGMA {schema}.wal_autocheckpoint={WAL_PAGES}")
        con.execute(f"PRAGMA {schema}.synchronous=FULL")  # an acknowledged write survives a power failure
    for pragma in ("foreign_keys=1", "temp_store=memory", "cache_size=-16000", "mmap_size=1073741824"):
        con.execute(f"PRAGMA {pragma}")
    con.execute("PRAGMA survey.secure_delete=ON")  # a used invitation leaves no trace of its order
    if not writes:
        con.execute("PRAGMA query_only=1")
    return con


def fetch(con: sqlite3.Connection, sql: str, args: Sequence[Any] = ()) -> Rows:
    """Run one statement to its end; its rows as dicts."""
    cursor = con.execute(sql, args)
    if cursor.description is None:
        return []
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def fetch_all(con: sqlite3.Connection, statements: Sequence[Statement]) -> list[Rows]:
    """Run reads, several of them in one snapshot."""
    if len(statements) == 1:
        return [fetch(con, *statements[0])]
    con.execute("BEGIN")
    try:
        return [fetch(con, sql, args) for sql, args in statements]
    finally:
        con.execute("ROLLBACK")


def translate(error: BaseException) -> BaseException:
    """The same fact in the words of `storage.errors`; what is none of them stays as it is."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return error
    meaning: type[Exception] | None = None
    if code in TAKEN:
        meaning = Duplicate
    elif code == sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
        meaning = Dangling
    elif code == sqlite3.SQLITE_FULL:
        meaning = Full
    elif code & 0xFF in TROUBLE:
        meaning = Gone
    if meaning is None:
        return error
    translated = meaning(str(error))
    translated.__cause__ = error
    return translated
