"""Dispatch to firms: when somebody would like them to come, whom the desk sent, and what they offered.

At most one firm at a time has a request: the index on what is not over sees to it.
"""

from server.storage.database import ddl

DISPATCH = """
CREATE TABLE dispatch (
    id UUID PRIMARY KEY NOT NULL,
    body_hash VARCHAR(64) NOT NULL,
    request UUID NOT NULL REFERENCES service_request (id) ON DELETE CASCADE,
    organization UUID NOT NULL REFERENCES organization (id) ON DELETE RESTRICT,
    name VARCHAR(120) NOT NULL,
    key_hash VARCHAR(64) NOT NULL UNIQUE,
    made_by UUID NOT NULL,
    made_by_name VARCHAR(80) NOT NULL,
    made_at TIMESTAMPTZ NOT NULL,
    due_at TIMESTAMPTZ NOT NULL,
    state VARCHAR(10) NOT NULL,
    why VARCHAR(12) NOT NULL DEFAULT '',
    answered_at TIMESTAMPTZ,
    offer UUID,
    fen INTEGER,
    comes_at TIMESTAMPTZ,
    leaves_at TIMESTAMPTZ,
    agreed_at TIMESTAMPTZ,
    ended_at TIMESTAMPTZ
)
"""


async def forwards() -> None:
    """A request of before wishes for no time."""
    await ddl(
        "ALTER TABLE service_request ADD COLUMN wish_on DATE",
        "ALTER TABLE service_request ADD COLUMN wish_part VARCHAR(10) NOT NULL DEFAULT ''",
        DISPATCH,
        "CREATE UNIQUE INDEX dispatch_live ON dispatch (request) WHERE ended_at IS NULL",
        "CREATE INDEX dispatch_request ON dispatch (request, made_at)",
        "CREATE INDEX dispatch_due ON dispatch (due_at) WHERE ended_at IS NULL",
        "CREATE INDEX dispatch_firm ON dispatch (organization, made_at)",
    )
