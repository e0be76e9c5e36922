"""The index of words: tokens of each service as text, and what finds them, in both dialects.

SQLite has an FTS5 table over `service_token`, which triggers keep in step (one column, no positions); on
PostgreSQL it is a GIN index over the same text. Neither ranks: what they find is ranked by `domain.search`,
so that both engines, and the phone, give the same order. `domain.cards` and `domain.candidates` use it.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from msgspec import Struct

from server.storage.database import Sql, engine_type
from server.storage.rows import insert_values

MARKS: Final = "^=~_@#$-"  # that tokens of different kinds begin with, beside letters, digits and Chinese
TOKEN: Final = re.compile(r"[\u3400-\u9fffa-z0-9^=~_@#$-]+")


class Token(Struct, frozen=True):
    """A token, or whatever begins with it."""

    text: str
    begins: bool = False


class Every(Struct, frozen=True):
    """All of them."""

    parts: tuple["Wanted", ...]


class Either(Struct, frozen=True):
    """At least one of them; without any, nothing fits."""

    parts: tuple["Wanted", ...]


Wanted = Token | Every | Either
NOTHING: Final = Either(())


def every(parts: Iterable[Wanted]) -> Wanted:
    """All of them, as short as it gets."""
    kept = tuple(dict.fromkeys(parts))
    if NOTHING in kept:
        return NOTHING
    return kept[0] if len(kept) == 1 else Every(kept)


def either(parts: Iterable[Wanted]) -> Wanted:
    """Any of them, as short as it gets."""
    kept = tuple(dict.fromkeys(part for part in parts if part != NOTHING))
    return kept[0] if len(kept) == 1 else Either(kept)


def creating() -> list[str]:
    """The table, and its index. One service a row; `id` counts in the order in which they came."""
    if engine_type() == "sqlite":
        return [TABLE.format(serial="INTEGER PRIMARY KEY NOT NULL"), *fts5_of("service_token", "service_fts")]
    return [TABLE.format(serial="SERIAL PRIMARY KEY"), FUNCTION, gin_of("service_token")]


COLUMNS: Final = ("service", "made_by", "standing", "texts", "tokens")
TABLE: Final = (
    "CREATE TABLE service_token (id {serial}, "
    "service UUID NOT NULL UNIQUE REFERENCES service (id) ON DELETE CASCADE, "
    "made_by VARCHAR(80) NOT NULL, standing TEXT NOT NULL, texts TEXT NOT NULL, tokens TEXT NOT NULL)"
)


def fts5_of(table: str, fts: str) -> list[str]:
    """On SQLite: an index over `tokens` of a table with an `id`, and the triggers that keep it in step."""
    gone = f"INSERT INTO {fts} ({fts}, rowid, tokens) VALUES ('delete', old.id, old.tokens);"  # noqa: S608
    come = f"INSERT INTO {fts} (rowid, tokens) VALUES (new.id, new.tokens);"  # noqa: S608 - our own names
    return [
        f"CREATE VIRTUAL TABLE {fts} USING fts5 (tokens, content='{table}', content_rowid='id', "
        f"detail=none, columnsize=0, tokenize=\"unicode61 remove_diacritics 0 tokenchars '{MARKS}'\")",
        f"CREATE TRIGGER {table}_added AFTER INSERT ON {table} BEGIN {come} END",
        f"CREATE TRIGGER {table}_gone AFTER DELETE ON {table} BEGIN {gone} END",
        f"CREATE TRIGGER {table}_changed AFTER UPDATE OF tokens ON {table} "
        f"WHEN old.tokens <> new.tokens BEGIN {gone} {come} END",
    ]


# The cost keeps the planner from splitting the text of every row where the index would do; and it is not
# "parallel safe", for starting a second process takes longer than any of these questions.
FUNCTION: Final = (
    "CREATE FUNCTION tokens_in(text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT COST 10000 "
    "AS $$ SELECT array_to_tsvector(string_to_array($1, ' ')) $$"
)


def gin_of(table: str) -> str:
    """On PostgreSQL: the index over `tokens` of a table."""
    return f"CREATE INDEX {table}_tokens ON {table} USING gin (tokens_in(tokens)) WITH (fastupdate = off)"


async def replace(rows: Sequence[Sequence[Any]]) -> None:
    """Keep these rows of `COLUMNS`, instead of what was kept of the same services. Within `write()`."""
    await insert_values("service_token", COLUMNS, rows, key="service")


def candidates(wanted: Wanted, columns: Sequence[str], most: int) -> Sql:
    """Of services whose tokens fit: `id`, as text, and `columns`; at most so many, those that came first."""
    shown = ", ".join(["CAST(t.service AS VARCHAR(36)) AS id", *(f"t.{name}" for name in columns)])
    if engine_type() == "sqlite":
        return Sql(FTS5.replace("COLUMNS", shown), said(wanted), most)
    return Sql(GIN.replace("COLUMNS", shown), [said(way) for way in ways(wanted)], max(most, MOST_HITS), most)


FTS5: Final = (
    "SELECT COLUMNS FROM service_fts f CROSS JOIN service_token t ON t.id = f.rowid "
    "WHERE service_fts MATCH {} ORDER BY f.rowid LIMIT {}"
)
# In two steps: in one, a limit makes the planner walk through the table by id and split every text. Here an
# index gives no order: of more than MOST_HITS those count that lie first in the table, which is mostly also
# where those lie that came first. And one question a way: of a single long one, each row that has any of its
# tokens is weighed against all of it (19 ms), while a short one begins at its rarest token (all 77: 3 ms).
# They come from a subselect, so that planning does not weigh each either.
MOST_HITS: Final = 300
GIN: Final = (
    "WITH hit AS MATERIALIZED "
    "(SELECT id FROM service_token "
    "WHERE tokens_in(tokens) @@ ANY((SELECT CAST(CAST({} AS text[]) AS tsquery[]))::tsquery[]) LIMIT {}), "
    "few AS MATERIALIZED (SELECT id FROM hit ORDER BY id LIMIT {}) "
    "SELECT COLUMNS FROM few JOIN service_token t ON t.id = few.id ORDER BY t.id"
)


def ways(wanted: Wanted) -> list[Wanted]:
    """The same as several questions, of which one must fit: an alternative each, and what is asked beside."""
    if isinstance(wanted, Token):
        return [wanted]
    if isinstance(wanted, Either):
        return [way for part in wanted.parts for way in ways(part)]
    choice = next((part for part in wanted.parts if isinstance(part, Either)), None)
    if choice is None:
        return [wanted]
    beside = [part for part in wanted.parts if part is not choice]
    return [every([alternative, *beside]) for alternative in alternatives(choice)]


def alternatives(wanted: Wanted) -> list[Wanted]:
    """What stands to choice, those of a choice within a choice too."""
    if isinstance(wanted, Either):
        return [each for part in wanted.parts for each in alternatives(part)]
    return [wanted]


def said(wanted: Wanted) -> str:
    """The question in the language of the engine. Raises ValueError for what can be no token, or nothing."""
    mark, begins, also, instead = MATCH if engine_type() == "sqlite" else TSQUERY

    def say(part: Wanted) -> str:
        if isinstance(part, Token):
            if not TOKEN.fullmatch(part.text):
                raise ValueError(f"{part.text!r} is no token")
            return f"{mark}{part.text}{mark}{begins if part.begins else ''}"
        if not part.parts:
            raise ValueError("nothing is asked")
        return f"({(also if isinstance(part, Every) else instead).join(map(say, part.parts))})"

    return say(wanted)


MATCH: Final = ('"', "*", " AND ", " OR ")
TSQUERY: Final = ("'", ":*", " & ", " | ")
