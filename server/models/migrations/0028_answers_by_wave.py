"""On SQLite the key of an answer begins with its wave, so that laying a wave anew, or counting it, touches
no other year's answers. PostgreSQL has no order of rows: there a closed wave gets a table of its own, which
inherits from this one (storage/survey.py).
"""

from server.storage.database import ddl, engine_type

RESPONSE = """
CREATE TABLE survey.response (
    id TEXT NOT NULL,
    wave TEXT NOT NULL,
    division TEXT NOT NULL,
    audience TEXT NOT NULL,
    class TEXT NOT NULL DEFAULT '',
    mode TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('invited', 'open')),
    answers TEXT NOT NULL,
    PRIMARY KEY (wave, id)
) WITHOUT ROWID
"""


async def forwards() -> None:
    """Every answer is kept, under its key."""
    if engine_type() == "sqlite":
        await ddl(
            "ALTER TABLE survey.response RENAME TO response_before",
            RESPONSE,
            "INSERT INTO survey.response SELECT * FROM survey.response_before ORDER BY wave, id",
            "DROP TABLE survey.response_before",
        )
