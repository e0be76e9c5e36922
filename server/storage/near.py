"""Short reads where they are asked for, on the event loop's own thread.

A read of a few rows takes less time than a hop to another thread and back; and threads that fetch row by row
while the loop works hand the interpreter's lock to and fro, which at full load cost two thirds of all work.
What is not done within its budget is given up here and done by a reader, which then does it for a second.
"""

import sqlite3
import time
from collections.abc import Sequence
from math import inf
from typing import Final

from server.storage.connections import fetch_all
from server.storage.statements import Rows, Statement

BUDGET: Final = 0.002  # seconds of this thread for one read; that it waits for others makes no read long
LOOKS: Final = 5000  # steps of SQLite's machine between two looks at the clock; some 250 µs
REMEMBERED: Final = 1.0  # seconds for which a read that was long is not tried here
MOST: Final = 1000  # long reads remembered; forgotten when full
NOT_HERE: Final = {sqlite3.SQLITE_INTERRUPT, sqlite3.SQLITE_BUSY}


class Near:
    """One reading connection of the loop's own. Belongs to one event loop."""

    def __init__(self, con: sqlite3.Connection) -> None:
        self._con = con
        self._ends = 0.0
        self._long: dict[str, float] = {}  # until when
        con.execute("PRAGMA busy_timeout=0")
        con.set_progress_handler(self._is_over, LOOKS)

    def read(self, statements: Sequence[Statement]) -> list[Rows] | None:
        """Their rows, in one snapshot; None: let a reader do it."""
        now = time.monotonic()
        if self._long and any(self._long.get(sql, now) > now for sql, _ in statements):
            return None
        self._ends = time.thread_time() + BUDGET
        try:
            return fetch_all(self._con, statements)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in NOT_HERE:  # of either kind there are several
                raise
            self._ends = inf
            if self._con.in_transaction:  # its end was given up too
                self._con.execute("ROLLBACK")
        if len(self._long) >= MOST:
            self._long.clear()
        self._long |= {sql: now + REMEMBERED for sql, _ in statements}
        return None

    def close(self) -> None:
        """Let go of the files."""
        self._con.close()

    def _is_over(self) -> bool:
        return time.thread_time() > self._ends
