"""Piccolo on PostgreSQL: a pool of eight, errors in our words, one more try after a lost connection."""

import asyncio
import contextvars
import re
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from types import TracebackType
from typing import Any, Final

import asyncpg  # type: ignore[import-untyped]  # it ships no types
from piccolo.engine.base import BaseTransaction
from piccolo.engine.postgres import PostgresEngine
from piccolo.querystring import QueryString

from server.storage.errors import Dangling, Duplicate, Full, Gone
from server.storage.statements import Rows, Statement, is_read

POOL: Final = 8  # more was slower on two cores; see docs/operate.md for several processes
PATIENCE: Final = 10.0  # seconds for one statement, and for a free connection
HARMLESS_TWICE: Final = re.compile(r"\bON CONFLICT\b", re.IGNORECASE)
LOST: Final = (
    asyncpg.PostgresConnectionError,
    asyncpg.InternalClientError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.CannotConnectNowError,
    OSError,
)


def lost(error: BaseException) -> bool:
    """The connection is gone; the statement may not even have arrived."""
    closed = type(error) is asyncpg.InterfaceError and "closed" in str(error)
    return closed or isinstance(error, LOST)


def translate(error: BaseException) -> BaseException:
    """The same fact in the words of `storage.errors`; what is none of them stays as it is."""
    meaning: type[Exception]
    if isinstance(error, asyncpg.UniqueViolationError):
        meaning = Duplicate
    elif isinstance(error, asyncpg.ForeignKeyViolationError | asyncpg.RestrictViolationError):
        meaning = Dangling
    elif isinstance(error, asyncpg.DiskFullError):
        meaning = Full
    elif lost(error) or isinstance(error, TimeoutError):
        meaning = Gone
    else:
        return error
    translated = meaning(str(error))
    translated.__cause__ = error
    return translated


async def as_it_is(connection: Any) -> None:
    """Back in the pool without another trip: nothing here changes a session, open transactions are ended."""


async def fetch(connection: Any, sql: str, args: Sequence[Any]) -> Rows:
    """One statement; its rows as dicts."""
    return [dict(record) for record in await connection.fetch(sql, *args)]


class Transaction(BaseTransaction):
    """`async with`: joins an outer one; durable when the block is left."""

    def __init__(self, engine: "Postgres") -> None:
        self.engine = engine
        self.outer = engine.open_transaction()
        self.active = False
        self._broken: BaseException | None = None

    async def __aenter__(self) -> "Transaction":
        if self.outer:
            return self.outer
        self.connection, self._inner = await self.engine.once_more(self._begin)
        self.active = True
        self._token = self.engine.current_transaction.set(self)
        return self

    async def _begin(self) -> tuple[Any, Any]:
        connection = await self.engine.borrow()
        try:
            inner = connection.transaction()
            await inner.start()
        except BaseException:
            await self.engine.give_back(connection)
            raise
        return connection, inner

    async def run(self, statements: Sequence[Statement]) -> list[Rows]:
        """Statements, one after the other. After one that failed, only the end of the block is left to do."""
        if self._broken is not None:
            raise self._broken
        try:
            return [await fetch(self.connection, sql, args) for sql, args in statements]
        except Exception as error:
            self._broken = translate(error)
            raise self._broken from error

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if self.outer:
            return False
        self.active = False
        self.engine.current_transaction.reset(self._token)
        try:
            await asyncio.shield(self.engine.surely(self._end(error is None and self._broken is None)))
        except Exception as failed:
            if error is None:
                raise translate(failed) from failed
        if error is None and self._broken is not None:  # swallowed inside: it is rolled back all the same
            raise self._broken
        return False

    async def _end(self, commit: bool) -> None:
        try:
            await (self._inner.commit() if commit else self._inner.rollback())
        finally:
            await self.engine.give_back(self.connection)


class Postgres(PostgresEngine):
    """One database; the survey's tables lie in its schema `survey`."""

    current_transaction: contextvars.ContextVar[Any]

    def __init__(self, url: str) -> None:
        super().__init__(config={"dsn": url})
        self._ending: set[asyncio.Task[None]] = set()

    async def check_version(self) -> None:
        """Not while the engine is made: it would need a connection."""

    async def prep_database(self) -> None:
        """No extension is needed."""

    async def start(self) -> None:
        """Open the pool."""
        try:
            self.pool = await asyncpg.create_pool(
                **self.config,
                min_size=1,
                max_size=POOL,
                timeout=PATIENCE,
                command_timeout=PATIENCE,
                reset=as_it_is,
                server_settings={"application_name": "linli", "timezone": "UTC"},
            )
        except Exception as error:
            raise translate(error) from error

    async def close(self) -> None:
        """Close the pool; whoever has a connection is waited for."""
        if self.pool is not None:
            await self.pool.close()
            self.pool = None

    def surely(self, work: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
        """Done to its end, also if whoever wanted it is cancelled: else the pool would lose a connection."""
        task = asyncio.get_running_loop().create_task(work)
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)
        return task

    async def borrow(self) -> Any:
        """A connection of the pool. Raises Gone when it is closed."""
        if self.pool is None:
            raise Gone("the database is not open")
        return await self.pool.acquire(timeout=PATIENCE)

    async def give_back(self, connection: Any) -> None:
        """To the pool, which replaces it if it is broken."""
        if self.pool is not None:
            await self.pool.release(connection)

    async def once_more(self, act: Callable[[], Awaitable[Any]], harmless: bool = True) -> Any:
        """After a restart of the server each kept connection fails once. Raises the words of `errors`."""
        try:
            return await act()
        except Exception as error:
            if not (harmless and lost(error)) or self.pool is None:
                raise translate(error) from error
            await self.pool.expire_connections()
        try:
            return await act()
        except Exception as error:
            raise translate(error) from error

    def open_transaction(self) -> Transaction | None:
        """The one this task is in. A task that outlives the transaction it was made in is in none."""
        current: Transaction | None = self.current_transaction.get()
        return current if current is not None and current.active else None

    async def run_together(self, statements: Sequence[Statement]) -> list[Rows]:
        """In the open transaction, or alone, or as a transaction."""
        if transaction := self.open_transaction():
            return await transaction.run(statements)
        if len(statements) > 1 and not all(is_read(sql) for sql, _ in statements):
            async with Transaction(self) as own:
                return await own.run(statements)
        harmless = all(is_read(sql) or HARMLESS_TWICE.search(sql) for sql, _ in statements)
        rows: list[Rows] = await self.once_more(lambda: self._alone(statements), harmless)
        return rows

    async def _alone(self, statements: Sequence[Statement]) -> list[Rows]:
        connection = await self.borrow()
        try:
            return [await fetch(connection, sql, args) for sql, args in statements]
        finally:
            await self.give_back(connection)

    async def run_querystring(self, querystring: QueryString, in_pool: bool = True) -> Rows:
        """How Piccolo runs a query."""
        return (await self.run_together([querystring.compile_string(engine_type="postgres")]))[0]

    async def run_ddl(self, ddl: str, in_pool: bool = True) -> Rows:
        """How Piccolo runs a CREATE or ALTER."""
        return (await self.run_together([(ddl, ())]))[0]

    def transaction(self, allow_nested: bool = True) -> Transaction:  # type: ignore[override]  # as in sqlite.py
        """A transaction."""
        return Transaction(self)

    def alive(self) -> bool:
        """There is a pool."""
        return self.pool is not None

    def measures(self) -> dict[str, float]:
        """For /metrics: connections that are busy."""
        busy = self.pool.get_size() - self.pool.get_idle_size() if self.pool else 0
        return {"busy": busy}
