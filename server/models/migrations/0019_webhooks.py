"""Webhooks: which systems are told of what happens to requests. Nothing that was there before changes."""

from server.storage.database import ddl

HOOKS = """
CREATE TABLE webhook (
    id UUID NOT NULL PRIMARY KEY,
    body_hash VARCHAR(64) NOT NULL,
    name VARCHAR(80) NOT NULL,
    url VARCHAR(500) NOT NULL,
    division VARCHAR(12) NOT NULL REFERENCES division (code) ON DELETE RESTRICT,
    categories TEXT NOT NULL DEFAULT '[]',
    events TEXT NOT NULL DEFAULT '[]',
    person UUID NOT NULL,
    person_name VARCHAR(80) NOT NULL DEFAULT '',
    created_at TIMESTAMPTZ NOT NULL,
    delivered_at TIMESTAMPTZ,
    failing_since TIMESTAMPTZ,
    trouble VARCHAR(200) NOT NULL DEFAULT '',
    ended_at TIMESTAMPTZ,
    ended_by_name VARCHAR(80) NOT NULL DEFAULT ''
)
"""


async def forwards() -> None:
    """Few rows: every step of a request asks whether one of them wants to hear of it."""
    await ddl(
        HOOKS,
        "CREATE INDEX webhook_division ON webhook (division, created_at, id)",
        "CREATE INDEX job_dead ON job (what, ident) WHERE state = 'dead'",
    )
