"""Piccolo on SQLite with kept connections: short reads at once, several readers, one writer that groups.

Piccolo's own engine opens a connection and a thread for every query, and loses both when a BEGIN fails.
"""

import asyncio
import contextvars
import sqlite3
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import Any, Final

from piccolo.engine.base import BaseTransaction
from piccolo.engine.sqlite import SQLiteEngine, TransactionType
from piccolo.querystring import QueryString

from server.storage.connections import connect, fetch_all, translate
from server.storage.errors import Gone
from server.storage.locks import FileLock
from server.storage.near import Near
from server.storage.statements import Rows, Statement, is_read
from server.storage.work import Batch, Conversation
from server.storage.writer import Writer

READERS: Final = 3


class Transaction(BaseTransaction):
    """`async with`: begins with its first statement, joins an outer one, is durable when left."""

    def __init__(self, engine: "Sqlite") -> None:
        self.engine = engine
        self.outer = engine.open_transaction()
        self.active = False
        self._conversation: Conversation | None = None

    async def __aenter__(self) -> "Transaction":
        if self.outer:
            return self.outer
        self.active = True
        self._token = self.engine.current_transaction.set(self)
        return self

    async def run(self, statements: Sequence[Statement]) -> list[Rows]:
        """Statements, in one hop. After one that failed, only the end of the block is left to do."""
        if self._conversation is None:
            self._conversation = Conversation()
            answer = self._conversation.say(statements)
            self.engine.writer.put(self._conversation)
        else:
            answer = self._conversation.say(statements)
        rows: list[Rows] = await answer
        return rows

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if self.outer:
            return False
        self.active = False
        self.engine.current_transaction.reset(self._token)
        if self._conversation is not None:
            done = self._conversation.say(error is None)
            if isinstance(error, asyncio.CancelledError):  # whoever cancelled us does not want to wait
                done.add_done_callback(lambda it: it.cancelled() or it.exception())
            else:
                await done
        return False


class Sqlite(SQLiteEngine):
    """linli.db and survey.db. `start` opens every connection, `close` lets them go."""

    current_transaction: contextvars.ContextVar[Any]

    def __init__(self, database: Path, survey: Path) -> None:
        super().__init__(path=str(database))
        self.database = database
        self.survey = survey
        self._near: Near | None = None
        self._reading: ThreadPoolExecutor | None = None
        self._idle: SimpleQueue[sqlite3.Connection] = SimpleQueue()
        self._writer: Writer | None = None

    @property
    def writer(self) -> Writer:
        """The thread that writes. Raises Gone before `start` and after `close`."""
        if self._writer is None:
            raise Gone("the database is not open")
        return self._writer

    async def start(self) -> None:
        """Open all connections now: later the process may be out of file descriptors."""
        await asyncio.to_thread(self._open)

    def _open(self) -> None:
        self._lock = FileLock(self.database.with_suffix(".lock"))
        try:
            with self._lock:  # making a file WAL needs it alone
                writing = connect(self.database, self.survey, writes=True)
                for _ in range(READERS):
                    self._idle.put(connect(self.database, self.survey, writes=False))
                self._near = Near(connect(self.database, self.survey, writes=False))
        except sqlite3.Error as error:
            raise translate(error) from error
        self._reading = ThreadPoolExecutor(READERS, "linli-reader")
        self._writer = Writer(writing, self._lock)

    async def close(self) -> None:
        """Readers first, so that the writer can empty the WAL."""
        if self._writer is not None:
            await asyncio.to_thread(self._close, self._writer)

    def _close(self, writer: Writer) -> None:
        if self._reading is not None:
            self._reading.shutdown()
        while not self._idle.empty():
            self._idle.get().close()
        if self._near is not None:
            self._near.close()
        writer.close()
        self._lock.close()
        self._writer = self._reading = self._near = None

    def open_transaction(self) -> Transaction | None:
        """The one this task is in. A task that outlives the transaction it was made in is in none."""
        current: Transaction | None = self.current_transaction.get()
        return current if current is not None and current.active else None

    async def run_together(self, statements: Sequence[Statement]) -> list[Rows]:
        """In the open transaction; at once or on a reader, if all of them read; or as a transaction."""
        if transaction := self.open_transaction():
            return await transaction.run(statements)
        if all(is_read(sql) for sql, _ in statements):
            return await self._read(statements)
        batch = Batch(statements)
        self.writer.put(batch)
        rows: list[Rows] = await batch.done
        return rows

    async def _read(self, statements: Sequence[Statement]) -> list[Rows]:
        if self._near is None or self._reading is None:
            raise Gone("the database is not open")
        try:
            rows = self._near.read(statements)
            if rows is None:
                loop = asyncio.get_running_loop()
                rows = await loop.run_in_executor(self._reading, self._read_apart, statements)
        except sqlite3.Error as error:
            raise translate(error) from error
        return rows

    def _read_apart(self, statements: Sequence[Statement]) -> list[Rows]:
        con = self._idle.get()
        try:
            return fetch_all(con, statements)
        finally:
            self._idle.put(con)

    async def run_querystring(self, querystring: QueryString, in_pool: bool = True) -> Rows:
        """How Piccolo runs a query."""
        return (await self.run_together([querystring.compile_string(engine_type="sqlite")]))[0]

    async def run_ddl(self, ddl: str, in_pool: bool = True) -> Rows:
        """How Piccolo runs a CREATE or ALTER."""
        return (await self.run_together([(ddl, ())]))[0]

    def transaction(  # type: ignore[override]  # Piccolo's type names its own class, nobody needs more of it
        self, transaction_type: TransactionType = TransactionType.immediate, allow_nested: bool = True
    ) -> Transaction:
        """A write transaction; there is no other kind: reads share a snapshot by `run_together`."""
        return Transaction(self)

    def alive(self) -> bool:
        """The writer lives."""
        return self._writer is not None and self._writer.alive()

    def measures(self) -> dict[str, float]:
        """For /metrics: the queue, commits, transactions, seconds spent in COMMIT, bytes in the WAL."""
        wal = self.database.with_name(self.database.name + "-wal")
        return {
            "waiting": self.writer.waiting(),
            "commits": self.writer.commits,
            "transactions": self.writer.transactions,
            "commit_seconds": self.writer.commit_seconds,
            "wal_bytes": wal.stat().st_size if wal.exists() else 0,
        }
