"""Many rows at once: a few hundred a statement, within what both engines bind."""

from collections.abc import Iterator, Sequence
from typing import Any, Final, TypeVar

from piccolo.columns import Serial
from piccolo.table import Table

from server.storage.database import Sql, together

VALUES: Final = 12_000  # a statement; SQLite binds 32,766, PostgreSQL 65,535 (32,767 with some drivers)
AT_ONCE: Final = 500  # keys of one IN: the same statement again and again, so that it is compiled once
Thing = TypeVar("Thing")


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


async def insert_values(
    table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], key: str = ""
) -> None:
    """The same by names of the database. With `key`, a row that has one already gets these columns."""
    quoted = ", ".join(f'"{column}"' for column in columns)
    one = "(" + ", ".join(["{}"] * len(columns)) + ")"
    taken = ", ".join(f'"{column}" = excluded."{column}"' for column in columns if column != key)
    rest = f" ON CONFLICT ({key}) DO UPDATE SET {taken}" if key else ""
    for part in parts_of(rows, max(1, VALUES // len(columns))):
        values = ", ".join([one] * len(part))
        sql = f"INSERT INTO {table} ({quoted}) VALUES {values}{rest}"  # noqa: S608 - the names are our own
        await together(Sql(sql, *(value for row in part for value in row)))


async def select_in(template: str, keys: Sequence[Any], *before: Any) -> list[dict[str, Any]]:
    """The rows of a SELECT with `IN (KEYS)`, a few hundred keys a statement; also for a DELETE or UPDATE.

    `before` fills the blanks that stand before KEYS.
    """
    rows: list[dict[str, Any]] = []
    for part in parts_of(keys, AT_ONCE):
        (found,) = await together(in_keys(template, part, *before))
        rows += found
    return rows


def in_keys(template: str, keys: Sequence[Any], *before: Any) -> Sql:
    """The statement with these keys in place of KEYS; at least one key, at most AT_ONCE."""
    # Filled up to a few sizes with the last key, so that few different statements come about.
    size = next((size for size in (1, 8, 64) if len(keys) <= size), AT_ONCE)
    filled = [*keys, *[keys[-1]] * (size - len(keys))]
    return Sql(template.replace("KEYS", ", ".join(["{}"] * size)), *before, *filled)


def parts_of(things: Sequence[Thing], size: int) -> Iterator[Sequence[Thing]]:
    """The things in pieces of this size."""
    for start in range(0, len(things), size):
        yield things[start : start + size]
