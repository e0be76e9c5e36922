"""Staff are invited, moved and ended on the desk: the links that let them in, and who changed what when."""

from server.storage.database import ddl

INVITATION = """
CREATE TABLE staff_invitation (
    id UUID PRIMARY KEY NOT NULL,
    body_hash VARCHAR(64) NOT NULL DEFAULT '',
    person UUID NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    key_hash VARCHAR(64) NOT NULL UNIQUE,
    made_by UUID NOT NULL,
    made_by_name VARCHAR(80) NOT NULL,
    made_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    used_at TIMESTAMPTZ,
    ended_at TIMESTAMPTZ
)
"""
CHANGE = """
CREATE TABLE staff_change (
    id UUID PRIMARY KEY NOT NULL,
    person UUID NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    what VARCHAR(16) NOT NULL,
    role VARCHAR(16) NOT NULL DEFAULT '',
    division VARCHAR(12) NOT NULL DEFAULT '',
    given SMALLINT NOT NULL DEFAULT 0,
    unassigned SMALLINT NOT NULL DEFAULT 0,
    by UUID NOT NULL,
    by_name VARCHAR(80) NOT NULL,
    at TIMESTAMPTZ NOT NULL
)
"""


async def forwards() -> None:
    """One link at a time opens for somebody; what was done is asked for by person."""
    await ddl(
        INVITATION,
        CHANGE,
        "CREATE UNIQUE INDEX staff_invitation_open ON staff_invitation (person) "
        "WHERE used_at IS NULL AND ended_at IS NULL",
        "CREATE INDEX staff_change_person ON staff_change (person, at)",
    )
