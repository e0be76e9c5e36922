"""The index of words over requests, as `storage.tokens` is over services: which requests may fit.

One row a request; `id` counts in the order in which they were first indexed, so that the newest are found
first. What is found is narrowed by the caller's own condition: a token says only where to look.
"""

from collections.abc import Sequence
from typing import Any, Final

from server.storage.database import Sql, engine_type
from server.storage.rows import insert_values
from server.storage.tokens import Wanted, fts5_of, gin_of, said

COLUMNS: Final = ("request", "tokens")
TABLE: Final = (
    "CREATE TABLE request_token (id {serial}, "
    "request UUID NOT NULL UNIQUE REFERENCES service_request (id) ON DELETE CASCADE, tokens TEXT NOT NULL)"
)


def creating() -> list[str]:
    """The table, and its index."""
    if engine_type() == "sqlite":
        return [TABLE.format(serial="INTEGER PRIMARY KEY NOT NULL"), *fts5_of("request_token", "request_fts")]
    return [TABLE.format(serial="BIGSERIAL PRIMARY KEY"), gin_of("request_token")]


async def replace(rows: Sequence[Sequence[Any]]) -> None:
    """Keep these rows of `COLUMNS`, instead of what was kept of the same requests. Within `write()`."""
    await insert_values("request_token", COLUMNS, rows, key="request")


def found(wanted: Wanted, most: int) -> Sql:
    """The ids of requests whose tokens fit, as a subselect; at most so many, the newest."""
    return Sql(FTS5 if engine_type() == "sqlite" else GIN, said(wanted), most)


FTS5: Final = (
    "SELECT request FROM (SELECT t.request FROM request_fts f CROSS JOIN request_token t ON t.id = f.rowid "
    "WHERE request_fts MATCH {} ORDER BY f.rowid DESC LIMIT {}) AS few"
)
# In two steps, as in `storage.tokens`: a limit would make the planner walk through the table.
GIN: Final = (
    "SELECT request FROM (WITH hit AS MATERIALIZED "
    "(SELECT id, request FROM request_token WHERE tokens_in(tokens) @@ CAST(CAST({} AS text) AS tsquery)) "
    "SELECT request FROM hit ORDER BY id DESC LIMIT {}) AS few"
)
