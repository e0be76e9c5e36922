"""Bad ratings become work: a task for the manager one level up, counted until it is closed with words."""

from server.storage.database import ddl

TASK = """
CREATE TABLE task (
    id UUID PRIMARY KEY NOT NULL,
    request UUID NOT NULL REFERENCES service_request (id) ON DELETE CASCADE,
    kind VARCHAR(12) NOT NULL,
    holder VARCHAR(12) NOT NULL,
    said TEXT NOT NULL DEFAULT '{}',
    made_at TIMESTAMPTZ NOT NULL,
    due_at TIMESTAMPTZ NOT NULL,
    closed_at TIMESTAMPTZ,
    closed_by UUID,
    closed_by_name VARCHAR(80) NOT NULL DEFAULT '',
    body_hash VARCHAR(64) NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT ''
)
"""


async def forwards() -> None:
    """By holder and due time: what a manager's list asks for."""
    await ddl(
        TASK,
        "CREATE INDEX task_open ON task (holder, due_at, id) WHERE closed_at IS NULL",
        "CREATE INDEX task_closed ON task (holder, closed_at, id) WHERE closed_at IS NOT NULL",
        "CREATE INDEX task_request ON task (request)",
    )
