"""The city's own everyday words, and what was searched in vain: words and counts, nothing of who or where."""

from server.storage.database import ddl, engine_type

WORDS = """
CREATE TABLE everyday_word (
    id UUID PRIMARY KEY NOT NULL,
    term VARCHAR(40) NOT NULL,
    word VARCHAR(40) NOT NULL,
    language VARCHAR(10) NOT NULL CHECK (language IN ('zh-CN', 'en')),
    person UUID REFERENCES person (id) ON DELETE SET NULL,
    at TIMESTAMPTZ NOT NULL
)
"""
QUERIES = """
CREATE TABLE query_without_result (
    id {serial},
    words VARCHAR(40) NOT NULL,
    day DATE NOT NULL,
    times INT NOT NULL CHECK (times > 0)
)
"""
BATCHES = "CREATE TABLE query_batch (id UUID PRIMARY KEY NOT NULL, day DATE NOT NULL)"
SERIAL = {"sqlite": "INTEGER PRIMARY KEY NOT NULL", "postgres": "SERIAL PRIMARY KEY"}


async def forwards() -> None:
    """A word leads to one category; a query is counted once a day. By day: what has been kept long enough."""
    await ddl(
        WORDS,
        "CREATE UNIQUE INDEX everyday_word_word ON everyday_word (language, word)",
        QUERIES.replace("{serial}", SERIAL[engine_type()]),
        "CREATE UNIQUE INDEX query_without_result_words ON query_without_result (words, day)",
        "CREATE INDEX query_without_result_day ON query_without_result (day)",
        BATCHES,
        "CREATE INDEX query_batch_day ON query_batch (day)",
    )
