"""Sheets that somebody sent: what they would change, and whether it was done."""

from server.storage.database import ddl, engine_type

BLOB = {"sqlite": "BLOB", "postgres": "BYTEA"}

TABLE = """
CREATE TABLE sheet (
    id UUID PRIMARY KEY NOT NULL,
    owner VARCHAR(12) NOT NULL REFERENCES division (code) ON DELETE RESTRICT,
    name VARCHAR(120) NOT NULL,
    body {blob},
    body_hash VARCHAR(64) NOT NULL,
    person UUID,
    person_name VARCHAR(80) NOT NULL DEFAULT '',
    at TIMESTAMPTZ NOT NULL,
    state VARCHAR(12) NOT NULL
        CHECK (state IN ('checking', 'checked', 'refused', 'applying', 'applied', 'failed')),
    rows INT NOT NULL DEFAULT 0,
    added INT NOT NULL DEFAULT 0,
    changed INT NOT NULL DEFAULT 0,
    unchanged INT NOT NULL DEFAULT 0,
    bad INT NOT NULL DEFAULT 0,
    faults TEXT NOT NULL DEFAULT '[]',
    changes TEXT NOT NULL DEFAULT '[]',
    applied_at TIMESTAMPTZ
)
"""


async def forwards() -> None:
    """By owner and time: what a desk lists. By time: what the night forgets."""
    await ddl(
        TABLE.replace("{blob}", BLOB[engine_type()]),
        "CREATE INDEX sheet_owner ON sheet (owner, at, id)",
        "CREATE INDEX sheet_at ON sheet (at)",
    )
