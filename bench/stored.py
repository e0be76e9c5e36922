"""A large history of requests, put in by SQL: what a city has after years, in a minute or two.

Closed ones lie evenly in fifty-one communities of the demonstration's districts, three in a hundred are open.
The last community is quiet: as many are open there however much is stored, so that its queue, measured with
much stored and with little, shows the same lines.
"""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, Final
from uuid import UUID

import asyncpg  # type: ignore[import-untyped]  # it ships no types

from bench.tools import ASK
from server.domain.numbers import number_of
from server.storage.database import DATABASE

OPEN: Final = 0.03
OPEN_IN_QUIET: Final = 120
OF_RESIDENTS: Final = 6  # requests each, the first that are stored
AT_ONCE: Final = 20_000
CATEGORIES: Final = ("lighting", "safety")
STATES: Final = ("submitted", "accepted", "in_progress")
COMMUNITIES: Final = (
    "SELECT code FROM division WHERE level = 4 AND substr(code, 1, 6) IN ('330102', '330105') "
    "ORDER BY code LIMIT 51"
)
REQUEST: Final = (
    "id, number, body_hash, key_hash, resident, place, holder, category, description, address, "
    "photos_expected, urgent, state, outcome, version, sent_at, due_at, closed_at, counted, indexed"
)
STEP: Final = "id, body_hash, request, act, by, facts, version, state, at"
CONTACT: Final = "request, name, phone, address"
COLUMNS: Final = {"service_request": REQUEST, "request_step": STEP, "request_contact": CONTACT}
Rows = dict[str, list[tuple[Any, ...]]]


class Stored:
    """How much there is, and how more of it is made: the same each time."""

    def __init__(self, communities: list[str], residents: list[UUID]) -> None:
        self.busy, self.quiet = communities[:-1], communities[-1]
        self.residents = residents
        self.count = 0
        self.open = 0
        self._chance = Random(1)
        self._now = datetime.now(UTC).replace(microsecond=0)

    def until(self, size: int) -> Iterator[Rows]:
        """What has to be added, in parts."""
        while self.count < size:
            part: Rows = {table: [] for table in COLUMNS}
            for _ in range(min(AT_ONCE, size - self.count)):
                self._one(part)
            for rows in part.values():
                rows.sort(key=lambda row: row[0].int)  # neighbours in the index: much faster
            yield part

    def _one(self, part: Rows) -> None:
        chance, now, at = self._chance, self._now, self.count
        self.count += 1
        id = UUID(int=chance.getrandbits(128), version=4)
        is_open = self.open < self.count * OPEN or self.open < OPEN_IN_QUIET
        if is_open:
            place = self.quiet if self.open < OPEN_IN_QUIET else self.busy[self.open % len(self.busy)]
            self.open += 1
            sent = now - timedelta(hours=chance.uniform(1, 48))
            due: datetime | None = now + timedelta(hours=chance.uniform(9, 200))
            state, outcome, closed = STATES[chance.randrange(3)], None, None
        else:
            places = [*self.busy, self.quiet]
            place = places[at % len(places)]
            sent, due = now - timedelta(days=chance.uniform(20, 320)), None
            state, outcome, closed = "closed", "solved", sent + timedelta(days=8)
        whose = at // OF_RESIDENTS
        resident = self.residents[whose] if whose < len(self.residents) else None
        mark = f"{at:064x}"
        part["service_request"].append(
            (
                id,
                number_of("0001", at),
                mark,
                None if resident else mark,
                resident,
                place,
                place,
                CATEGORIES[at % 2],
                ASK["description"],
                f"东坡路 {at % 300 + 1} 号",
                0,
                False,
                state,
                outcome,
                1,
                sent,
                due,
                closed,
                1,
                1,
            )
        )
        step, facts = UUID(int=id.int ^ 1), f'{{"rule":"safety","to":"{place}"}}'
        part["request_step"].append((step, mark, id, "submit", "resident", facts, 1, state, sent))
        if is_open:
            part["request_contact"].append((id, "王桂珍", f"+86138{at:08d}", f"东坡路 {at % 300 + 1} 号"))


def store(stored: Stored, size: int, home: Path, url: str | None) -> None:
    """As much as `size`, into a database that nobody serves meanwhile."""
    if url:
        asyncio.run(into_postgres(stored, size, url))
    else:
        into_sqlite(stored, size, home / DATABASE)


def into_sqlite(stored: Stored, size: int, file: Path) -> None:
    """Times and ids as the server writes them."""
    with closing(sqlite3.connect(file, isolation_level=None)) as con:
        con.executescript("PRAGMA synchronous = off; PRAGMA cache_size = -1000000")
        for part in stored.until(size):
            con.execute("BEGIN")
            for table, rows in part.items():
                blanks = ", ".join("?" * (COLUMNS[table].count(",") + 1))
                con.executemany(
                    f"INSERT INTO {table} ({COLUMNS[table]}) VALUES ({blanks})",
                    (tuple(map(as_text, row)) for row in rows),
                )
            con.execute("COMMIT")
        con.execute("PRAGMA wal_checkpoint(truncate)")


def as_text(value: Any) -> Any:
    """As SQLite keeps it."""
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat(" ")
    return value


async def into_postgres(stored: Stored, size: int, url: str) -> None:
    """By COPY; and as autovacuum would within the minute, it is looked through."""
    connection = await asyncpg.connect(url)
    for part in stored.until(size):
        for table, rows in part.items():
            await connection.copy_records_to_table(table, records=rows, columns=COLUMNS[table].split(", "))
    for table in COLUMNS:
        await connection.execute(f"VACUUM ANALYZE {table}")
    await connection.close()


def communities_in(home: Path, url: str | None) -> list[str]:
    """Fifty-one of them."""
    if url:
        return asyncio.run(fetched(url))
    with closing(sqlite3.connect(home / DATABASE)) as con:
        return [code for (code,) in con.execute(COMMUNITIES)]


async def fetched(url: str) -> list[str]:
    """From PostgreSQL."""
    connection = await asyncpg.connect(url)
    try:
        return [row["code"] for row in await connection.fetch(COMMUNITIES)]
    finally:
        await connection.close()
