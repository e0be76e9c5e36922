"""Open311: keys of programs, by which key a request came, and what was sent in the last minutes.

Nothing that was there before changes.
"""

from server.storage.database import ddl

KEYS = """
CREATE TABLE api_key (
    id UUID NOT NULL PRIMARY KEY,
    body_hash VARCHAR(64) NOT NULL,
    name VARCHAR(80) NOT NULL,
    division VARCHAR(12) NOT NULL REFERENCES division (code) ON DELETE RESTRICT,
    categories TEXT NOT NULL DEFAULT '[]',
    prefix VARCHAR(16) NOT NULL,
    key_hash VARCHAR(64) NOT NULL,
    a_minute INTEGER NOT NULL,
    fetches BOOLEAN NOT NULL DEFAULT FALSE,
    person UUID NOT NULL,
    person_name VARCHAR(80) NOT NULL DEFAULT '',
    created_at TIMESTAMPTZ NOT NULL,
    last_used_at TIMESTAMPTZ,
    ended_at TIMESTAMPTZ,
    ended_by_name VARCHAR(80) NOT NULL DEFAULT ''
)
"""
REQUESTS = """
CREATE TABLE open311_request (
    request UUID NOT NULL PRIMARY KEY REFERENCES service_request (id) ON DELETE CASCADE,
    api_key UUID NOT NULL REFERENCES api_key (id) ON DELETE RESTRICT
)
"""
SENDING = """
CREATE TABLE open311_sending (
    ident VARCHAR(128) NOT NULL PRIMARY KEY,
    request UUID NOT NULL,
    at TIMESTAMPTZ NOT NULL
)
"""


async def forwards() -> None:
    """A key is found by its hash; what was sent is forgotten by its time."""
    await ddl(
        KEYS,
        "CREATE UNIQUE INDEX api_key_hash ON api_key (key_hash)",
        "CREATE INDEX api_key_division ON api_key (division, created_at, id)",
        REQUESTS,
        "CREATE INDEX open311_request_key ON open311_request (api_key)",
        SENDING,
        "CREATE INDEX open311_sending_at ON open311_sending (at)",
    )
