"""The second thing that staff sign in with, and when a session last showed it."""

from server.storage.database import ddl

FACTOR = """
CREATE TABLE second_factor (
    person UUID PRIMARY KEY NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    secret TEXT NOT NULL,
    made_at TIMESTAMPTZ NOT NULL,
    confirmed_at TIMESTAMPTZ,
    last_step BIGINT NOT NULL DEFAULT 0
)
"""
RECOVERY = """
CREATE TABLE recovery_code (
    code_mac VARCHAR(64) PRIMARY KEY NOT NULL,
    person UUID NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    used_at TIMESTAMPTZ
)
"""


async def forwards() -> None:
    """A person has one, or none."""
    await ddl(
        FACTOR,
        RECOVERY,
        "CREATE INDEX recovery_code_person ON recovery_code (person)",
        "ALTER TABLE session ADD COLUMN verified_at TIMESTAMPTZ",
    )
