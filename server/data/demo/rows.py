"""Many rows at once: a few hundred a statement, within what both engines bind."""

from collections.abc import Sequence
from typing import Any, Final

from piccolo.columns import Serial
from piccolo.table import Table

from server.storage.database import Sql, together

VALUES: Final = 12_000  # a statement; SQLite binds 32,766, PostgreSQL 65,535 (32,767 with some drivers)


async def insert(rows: Sequence[Table]) -> None:
    """Rows of one table, all of them. To be called within `write()`."""
    if not rows:
        return
    table = type(rows[0])
    columns = [each for each in table._meta.columns if not isinstance(each, Serial)]
    names = [each._meta.db_column_name for each in columns]
    attributes = [each._meta.name for each in columns]
    await insert_values(
        table._meta.tablename, names, [[getattr(row, name) for name in attributes] for row in rows]
    )


async def insert_values(table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """The same for a table that is no class, by its names in the database."""
    quoted = ", ".join(f'"{column}"' for column in columns)
    one = "(" + ", ".join(["{}"] * len(columns)) + ")"
    each = max(1, VALUES // len(columns))
    for start in range(0, len(rows), each):
        part = rows[start : start + each]
        values = ", ".join([one] * len(part))
        sql = f"INSERT INTO {table} ({quoted}) VALUES {values}"  # noqa: S608 - the names are our own
        await together(Sql(sql, *(value for row in part for value in row)))
