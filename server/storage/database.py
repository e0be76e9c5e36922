"""Which database, and what a transaction is. Nothing else knows the engine."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal

from piccolo.query.base import Query
from piccolo.query.proxy import Proxy
from piccolo.querystring import QueryString
from piccolo.table import Table

from server.storage.errors import Gone
from server.storage.postgres import Postgres
from server.storage.sqlite import Sqlite
from server.storage.statements import Statement

DATABASE: Final = "linli.db"
SURVEY: Final = "survey.db"


class Sql:
    """Raw SQL with `{}` placeholders, and what fills them: for `together`."""

    def __init__(self, template: str, *args: Any) -> None:
        self.template = template
        self.args = args


Asked = Query[Any, Any] | Proxy[Any, Any] | QueryString | Sql


class Database:
    """The engine in use; `app.py` and `cli` open it once."""

    engine: Sqlite | Postgres | None = None


def open_database(home: Path, url: str | None, tables: Sequence[type[Table]]) -> None:
    """Bind the tables to their engine: SQLite in `home`, or PostgreSQL by URL. Connects to nothing yet."""
    if url is None:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        Database.engine = Sqlite(home / DATABASE, home / SURVEY)
    else:
        Database.engine = Postgres(url)
    for table in tables:
        table._meta._db = Database.engine


async def start_database() -> None:
    """Connect. Raises Gone if it cannot be reached."""
    await _engine().start()


async def close_database() -> None:
    """Finish what is queued and let go."""
    await _engine().close()


@asynccontextmanager
async def write() -> AsyncGenerator[None]:
    """One write transaction: all of it happens, or none; an inner one joins the outer.

    It is durable when the block is left. After a failed statement there is nothing to do but leave.
    """
    async with _engine().transaction():
        yield


async def raw(sql: str, *args: Any) -> list[dict[str, Any]]:
    """Raw SQL with `{}` placeholders, on either engine."""
    return (await _engine().run_together([_statement(Sql(sql, *args), engine_type())]))[0]


async def ddl(*statements: str) -> None:
    """Statements as they are, braces too, in one go."""
    await _engine().run_together([(statement, ()) for statement in statements])


async def together(*queries: Asked) -> list[Any]:
    """Several queries in one transaction (reads: one snapshot) and, on SQLite, in one hop; their results.

    Takes Piccolo queries of one statement each, and `Sql`, whose result is a list of dicts.
    """
    engine = engine_type()
    found = await _engine().run_together([_statement(query, engine) for query in queries])
    return [
        rows if isinstance(query, Sql) else await _result(query, rows)
        for query, rows in zip(queries, found, strict=True)
    ]


def engine_type() -> Literal["sqlite", "postgres"]:
    """For the few places where SQL differs."""
    return "sqlite" if isinstance(_engine(), Sqlite) else "postgres"


def writer_alive() -> bool:
    """Writes are being done; false: restart me."""
    return Database.engine is not None and Database.engine.alive()


def measures() -> dict[str, float]:
    """What /metrics says of the database; the names depend on the engine."""
    return _engine().measures()


def _engine() -> Sqlite | Postgres:
    if Database.engine is None:
        raise Gone("no database was opened")
    return Database.engine


def _bare(query: Query[Any, Any] | Proxy[Any, Any] | QueryString) -> Query[Any, Any] | QueryString:
    while isinstance(query, Proxy):
        query = query.query
    return query


def _statement(asked: Asked, engine: str) -> Statement:
    if isinstance(asked, Sql):
        return _compiled(asked.template, len(asked.args), engine), asked.args
    query = _bare(asked)
    if isinstance(query, Query):
        query._validate()  # type: ignore[no-untyped-call]  # an update without WHERE is refused here
        (query,) = query.querystrings
    return query.compile_string(engine_type=engine)


@lru_cache(512)
def _compiled(template: str, blanks: int, engine: str) -> str:
    """Piccolo takes the template apart at every call, which costs more than SQLite needs to run it."""
    return QueryString(template, *[None] * blanks).compile_string(engine_type=engine)[0]


async def _result(asked: Query[Any, Any] | Proxy[Any, Any] | QueryString, rows: list[dict[str, Any]]) -> Any:
    query = _bare(asked)
    if isinstance(query, QueryString):
        return rows
    found = await query._process_results(rows)
    if isinstance(asked, Proxy):  # first(), get(): one of a list
        return found[0] if found else None
    return found
