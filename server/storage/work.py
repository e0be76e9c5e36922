"""What the writer's thread is given: a few statements in one hop, or a whole conversation."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Iterable, Sequence
from queue import Empty, SimpleQueue
from typing import Any, Final

from server.storage.connections import fetch, translate
from server.storage.errors import Gone
from server.storage.statements import Rows, Statement

SILENCE: Final = 30.0  # seconds after which a transaction whose owner says nothing is rolled back
Settled = tuple["asyncio.Future[Any]", Any]


class Work:
    """One transaction to be. The writer's thread calls `run`; `done` settles after the commit."""

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.done: asyncio.Future[Any] = self.loop.create_future()
        self.outcome: Any = None  # what `done` will say: a value, or an exception to raise

    def run(self, con: sqlite3.Connection, beat: Callable[[], None]) -> None:
        """Within a savepoint; raises nothing. If the transaction is gone afterwards, `outcome` says why."""
        con.execute("SAVEPOINT work")
        try:
            self.outcome = self.talk(con, beat)
        except BaseException as error:  # the owner hears of it; the thread must live on
            self.outcome = translate(error)
        if con.in_transaction:
            if isinstance(self.outcome, BaseException):
                con.execute("ROLLBACK TO work")
            con.execute("RELEASE work")

    def talk(self, con: sqlite3.Connection, beat: Callable[[], None]) -> Any:
        """Its statements. What it returns is the result; raising rolls back."""
        raise NotImplementedError


class Batch(Work):
    """Statements that are all known: one hop there, one back."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        super().__init__()
        self.statements = statements

    def talk(self, con: sqlite3.Connection, beat: Callable[[], None]) -> list[Rows]:
        """All of them, unless nobody waits any more."""
        if self.done.cancelled():
            return []
        return [fetch(con, sql, args) for sql, args in self.statements]


class RolledBack(Exception):
    """Its owner wants it undone: not an error."""


class Conversation(Work):
    """A transaction whose owner decides statement by statement; the writer listens until it ends."""

    def __init__(self) -> None:
        super().__init__()
        self._said: SimpleQueue[tuple[Sequence[Statement] | bool, asyncio.Future[Any]]] = SimpleQueue()
        self._mutex = threading.Lock()
        self._over: BaseException | None = None

    def say(self, what: Sequence[Statement] | bool) -> "asyncio.Future[Any]":
        """Statements to run, or the end: True to commit, False to roll back."""
        answer = self.done if isinstance(what, bool) else self.loop.create_future()
        with self._mutex:
            if self._over is None:
                self._said.put((what, answer))
            elif not answer.done():
                answer.set_exception(self._over)
        return answer

    def talk(self, con: sqlite3.Connection, beat: Callable[[], None]) -> None:
        """Listen and answer. After a failed statement only the end is heard, as on PostgreSQL."""
        broken: BaseException | None = None
        while con.in_transaction:
            beat()
            try:
                what, answer = self._said.get(timeout=SILENCE)
            except Empty:
                broken = self._leave(Gone("the transaction was silent for too long and was rolled back"))
                break
            if what is True:
                break
            if what is False:
                raise RolledBack
            if broken is None:
                try:
                    tell([(answer, [fetch(con, sql, args) for sql, args in what])])
                    continue
                except Exception as error:
                    broken = translate(error)
            tell([(answer, broken)])
        self._leave(broken or Gone("the transaction is over"))
        if broken is not None:
            raise broken

    def _leave(self, why: BaseException) -> BaseException:
        """From here on, whatever is said is answered with `why`."""
        with self._mutex:
            self._over = why
            while not self._said.empty():
                tell([(self._said.get()[1], why)])
        return why


def tell(settled: Iterable[Settled]) -> None:
    """Give values and exceptions to those who wait for them, in their loops; one wake-up a loop."""
    by_loop: dict[asyncio.AbstractEventLoop, list[Settled]] = {}
    for future, value in settled:
        by_loop.setdefault(future.get_loop(), []).append((future, value))
    for loop, pairs in by_loop.items():
        try:
            loop.call_soon_threadsafe(_settle, pairs)
        except RuntimeError:  # that loop is closed: nobody waits there
            continue


def _settle(pairs: list[Settled]) -> None:
    for future, value in pairs:
        if future.done():
            continue
        if isinstance(value, RolledBack):
            future.set_result(None)
        elif isinstance(value, BaseException):
            future.set_exception(value)
        else:
            future.set_result(value)
