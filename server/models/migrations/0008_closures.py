"""Acts that shut many places at once, and which: so that they can be undone."""

from server.storage.database import ddl, engine_type

SERIAL = {"sqlite": "INTEGER PRIMARY KEY NOT NULL", "postgres": "SERIAL PRIMARY KEY"}

CLOSURE = """
CREATE TABLE closure (
    id UUID PRIMARY KEY NOT NULL,
    division VARCHAR(12) NOT NULL REFERENCES division (code) ON DELETE RESTRICT,
    category VARCHAR(40) NOT NULL DEFAULT '',
    begins_on DATE NOT NULL,
    ends_on DATE NOT NULL CHECK (ends_on >= begins_on),
    note VARCHAR(80) NOT NULL,
    person UUID,
    person_name VARCHAR(80) NOT NULL DEFAULT '',
    at TIMESTAMPTZ NOT NULL,
    state VARCHAR(8) NOT NULL CHECK (state IN ('closing', 'closed', 'opening', 'opened')),
    services INT NOT NULL DEFAULT 0,
    opened_by UUID,
    opened_by_name VARCHAR(80) NOT NULL DEFAULT '',
    opened_at TIMESTAMPTZ,
    body_hash VARCHAR(64) NOT NULL
)
"""

SERVICES = """
CREATE TABLE closure_service (
    id {serial},
    closure UUID NOT NULL REFERENCES closure (id) ON DELETE CASCADE,
    service UUID NOT NULL REFERENCES service (id) ON DELETE CASCADE
)
"""


async def forwards() -> None:
    """By division and time: what a desk lists."""
    await ddl(
        CLOSURE,
        SERVICES.replace("{serial}", SERIAL[engine_type()]),
        "CREATE UNIQUE INDEX closure_service_closure ON closure_service (closure, service)",
        "CREATE INDEX closure_division ON closure (division, at, id)",
        "CREATE INDEX closure_service_service ON closure_service (service)",
    )
