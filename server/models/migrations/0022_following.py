"""Neighbours follow a request instead of sending it again; who was told of an urgent one."""

from server.storage.database import ddl

FOLLOWER = """
CREATE TABLE follower (
    id UUID PRIMARY KEY NOT NULL,
    request UUID NOT NULL REFERENCES service_request (id) ON DELETE CASCADE,
    body_hash VARCHAR(64) NOT NULL,
    key_hash VARCHAR(64),
    person UUID,
    source UUID,
    at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ
)
"""
RATING = """
CREATE TABLE follower_rating (
    id UUID PRIMARY KEY NOT NULL,
    follower UUID NOT NULL REFERENCES follower (id) ON DELETE CASCADE,
    body_hash VARCHAR(64) NOT NULL,
    version SMALLINT NOT NULL,
    solved BOOLEAN,
    rating SMALLINT CHECK (rating BETWEEN 1 AND 5),
    reasons TEXT NOT NULL DEFAULT '[]',
    note TEXT NOT NULL DEFAULT '',
    at TIMESTAMPTZ NOT NULL
)
"""
TOLD = """
CREATE TABLE told (
    id UUID PRIMARY KEY NOT NULL,
    request UUID NOT NULL REFERENCES service_request (id) ON DELETE CASCADE,
    person_name VARCHAR(80) NOT NULL,
    division VARCHAR(12) NOT NULL,
    at TIMESTAMPTZ NOT NULL
)
"""


async def forwards() -> None:
    """A key follows a request once; what is alike is found by its kind."""
    await ddl(
        FOLLOWER,
        RATING,
        TOLD,
        "CREATE UNIQUE INDEX follower_key ON follower (request, key_hash) WHERE key_hash IS NOT NULL",
        "CREATE INDEX follower_request ON follower (request)",
        "CREATE INDEX follower_person ON follower (person) WHERE person IS NOT NULL",
        "CREATE INDEX follower_source ON follower (source) WHERE source IS NOT NULL",
        "CREATE UNIQUE INDEX follower_rating_once ON follower_rating (follower, version)",
        "CREATE INDEX told_request ON told (request, at)",
        "CREATE INDEX service_request_alike ON service_request (category, sent_at) WHERE closed_at IS NULL",
        "ALTER TABLE request_contact ADD COLUMN anonymous BOOLEAN NOT NULL DEFAULT FALSE",
    )
