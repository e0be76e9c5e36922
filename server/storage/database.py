"""Which database, and what a transaction is. Nothing else knows the engine."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast

from piccolo.engine.sqlite import SQLiteEngine, TransactionType
from piccolo.query.base import Query
from piccolo.querystring import QueryString
from piccolo.table import Table


class Database:
    """The engine in use; `app.py` and `cli.py` open it once."""

    engine: SQLiteEngine


def open_database(file: Path, tables: list[type[Table]]) -> None:
    """Bind the tables to their engine."""
    Database.engine = SQLiteEngine(path=str(file))
    for table in tables:
        table._meta._db = Database.engine


@asynccontextmanager
async def write() -> AsyncGenerator[None]:
    """One write transaction: all of it happens, or none."""
    async with Database.engine.transaction(transaction_type=TransactionType.immediate):
        yield


async def raw(sql: str, *args: Any) -> list[dict[str, Any]]:
    """Raw SQL with `{}` placeholders, on either engine."""
    rows = await Database.engine.run_querystring(QueryString(sql, *args))
    return cast("list[dict[str, Any]]", rows or [])


async def together(*queries: Query[Any, Any]) -> list[Any]:
    """Several queries in one transaction and, where the engine can, in one hop."""
    async with write():
        return [await query for query in queries]
