"""Who is on duty at a centre, and which level watches a request that is late."""

from server.storage.database import ddl

DUTY = """
CREATE TABLE duty (
    id UUID PRIMARY KEY NOT NULL,
    division VARCHAR(12) NOT NULL REFERENCES division (code) ON DELETE RESTRICT,
    person UUID REFERENCES person (id) ON DELETE CASCADE,
    weekdays SMALLINT NOT NULL DEFAULT 0,
    on_date DATE,
    starts SMALLINT NOT NULL,
    ends SMALLINT NOT NULL,
    valid_from DATE,
    valid_to DATE,
    version SMALLINT NOT NULL DEFAULT 1,
    changed_by VARCHAR(80) NOT NULL DEFAULT '',
    changed_at TIMESTAMPTZ NOT NULL
)
"""
SUPERVISION = """
CREATE TABLE supervision (
    request UUID PRIMARY KEY NOT NULL REFERENCES service_request (id) ON DELETE CASCADE,
    due_at TIMESTAMPTZ NOT NULL,
    division VARCHAR(12) NOT NULL,
    next_at TIMESTAMPTZ
)
"""


async def forwards() -> None:
    """By division: who is asked for is asked for at one centre."""
    await ddl(
        DUTY,
        SUPERVISION,
        "CREATE INDEX duty_division ON duty (division)",
        "CREATE INDEX duty_person ON duty (person)",
    )
