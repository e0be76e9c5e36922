"""Calls: what the caller speaks, and whether they hung up early. A number finds its earlier requests.

Requests that were there before have no row: nothing was noted of them.
"""

from server.storage.database import ddl

INTAKE = """
CREATE TABLE intake (
    request UUID PRIMARY KEY NOT NULL REFERENCES service_request (id) ON DELETE CASCADE,
    speaks VARCHAR(40) NOT NULL DEFAULT '',
    incomplete BOOLEAN NOT NULL DEFAULT FALSE
)
"""


async def forwards() -> None:
    """Few are incomplete at a time, so their index is small; most requests of the app have no number."""
    await ddl(
        INTAKE,
        "CREATE INDEX intake_incomplete ON intake (request) WHERE incomplete",
        "CREATE INDEX IF NOT EXISTS request_contact_phone ON request_contact (phone) WHERE phone <> ''",
        "CREATE INDEX IF NOT EXISTS request_contact_other ON request_contact (other_phone) "
        "WHERE other_phone <> ''",
    )
