"""The one thread that writes to SQLite. It commits in groups: one fsync for all who came meanwhile.

Everybody runs in a savepoint of their own, one after the other, inside one BEGIN IMMEDIATE … COMMIT. Nobody
is told anything, a refusal neither, before that commit is on the disk; if it fails, the whole group fails
and the writer lives on. A lock beside the database lets a `linli` command write between two groups.
"""

import sqlite3
import threading
import time
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Final

from server.storage.connections import translate
from server.storage.errors import Gone
from server.storage.locks import FileLock
from server.storage.work import Work, tell

GROUP: Final = 64  # transactions in one commit
WINDOW: Final = 0.01  # seconds after which a group is closed though others wait
STUCK: Final = 10.0  # seconds without a sign of life after which the writer counts as dead


class Writer:
    """Owns the writing connection. `put` from any thread, `close` once."""

    def __init__(self, con: sqlite3.Connection, lock: FileLock) -> None:
        self.commits = 0
        self.transactions = 0
        self.commit_seconds = 0.0
        self._con = con
        self._lock = lock
        self._queue: SimpleQueue[Work | None] = SimpleQueue()
        self._busy = False
        self._closed = False
        self._beat = time.monotonic()
        self._thread = threading.Thread(target=self._serve, name="linli-writer", daemon=True)
        self._thread.start()

    def put(self, work: Work) -> None:
        """Queue a transaction. It is refused at once if there is nobody to do it."""
        if self._closed or not self._thread.is_alive():
            tell([(work.done, Gone("the database is closed"))])
            return
        if not self._busy and self._queue.empty():
            self._alive_now()  # the clock of its heart starts with the work, not with its last rest
        self._queue.put(work)

    def waiting(self) -> int:
        """Transactions in the queue."""
        return self._queue.qsize()

    def alive(self) -> bool:
        """There is a thread, and it has done something lately or has nothing to do."""
        idle = not self._busy and self._queue.empty()
        return self._thread.is_alive() and (idle or time.monotonic() - self._beat < STUCK)

    def close(self) -> None:
        """Finish what is queued, empty the WAL into the database, let go of the files."""
        self._closed = True
        self._queue.put(None)
        self._thread.join()

    def _serve(self) -> None:
        try:
            while first := self._queue.get():
                self._busy = True
                self._group(first)
                self._busy = False
        finally:
            self._refuse_the_rest()
            with suppress(sqlite3.Error):  # a reader may still hold a snapshot: the next start empties it
                self._con.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._con.close()

    def _group(self, first: Work) -> None:
        """`first`, and whoever comes while it runs, in one commit."""
        group = [first]
        try:
            with self._lock:
                self._alive_now()
                self._con.execute("BEGIN IMMEDIATE")
                try:
                    self._run(group)
                    self._commit()
                finally:
                    if self._con.in_transaction:
                        self._con.execute("ROLLBACK")
        except BaseException as error:  # the group hears of it; the writer must live on
            lost = translate(error)
            for work in group:
                work.outcome = type(lost)(*lost.args)  # one each: they are raised in many tasks
        self.transactions += len(group)
        tell([(work.done, work.outcome) for work in group])

    def _run(self, group: list[Work]) -> None:
        ends = time.monotonic() + WINDOW
        while True:
            work = group[-1]
            work.run(self._con, self._alive_now)
            if not self._con.in_transaction:  # SQLite has rolled back everybody, as it does on a full disk
                raise work.outcome
            self._alive_now()
            if len(group) == GROUP or self._beat > ends:
                return
            try:
                following = self._queue.get_nowait()
            except Empty:
                return
            if following is None:  # closing: this group is the last
                self._queue.put(None)
                return
            group.append(following)

    def _commit(self) -> None:
        started = time.monotonic()
        self._con.execute("COMMIT")
        self.commits += 1
        self.commit_seconds += time.monotonic() - started

    def _alive_now(self) -> None:
        self._beat = time.monotonic()

    def _refuse_the_rest(self) -> None:
        self._closed = True
        with suppress(Empty):
            while True:
                if work := self._queue.get_nowait():
                    tell([(work.done, Gone("the database is closed"))])
