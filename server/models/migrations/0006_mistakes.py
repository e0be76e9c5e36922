"""What residents say is wrong in the directory, for the desk that keeps the service."""

from server.storage.database import ddl

TABLE = """
CREATE TABLE mistake (
    id UUID PRIMARY KEY NOT NULL,
    service UUID NOT NULL REFERENCES service (id) ON DELETE CASCADE,
    kind VARCHAR(16) NOT NULL CHECK (kind IN ('hours', 'phone', 'address', 'closed', 'other')),
    words TEXT NOT NULL DEFAULT '',
    at TIMESTAMPTZ NOT NULL,
    body_hash VARCHAR(64) NOT NULL,
    state VARCHAR(16) NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done', 'dismissed')),
    version INT NOT NULL DEFAULT 1,
    answer VARCHAR(400) NOT NULL DEFAULT '',
    handled_by UUID REFERENCES person (id) ON DELETE SET NULL,
    handled_by_name VARCHAR(80) NOT NULL DEFAULT '',
    handled_at TIMESTAMPTZ
)
"""


async def forwards() -> None:
    """By state and time: the queue. By service: what is said of one."""
    await ddl(
        TABLE,
        "CREATE INDEX mistake_state ON mistake (state, at, id)",
        "CREATE INDEX mistake_service ON mistake (service)",
    )
