"""What is shown of a service stands ready made, so that a fragment is one read.

It is filled when Linli next starts, with the index of words (`domain.cards.index_missing`).
"""

from server.storage.database import ddl, engine_type

BLOB = {"sqlite": "BLOB", "postgres": "BYTEA"}

TABLE = """
CREATE TABLE service_entry (
    service UUID PRIMARY KEY NOT NULL REFERENCES service (id) ON DELETE CASCADE,
    entry {blob} NOT NULL
)
"""


async def forwards() -> None:
    """One row a service."""
    await ddl(TABLE.replace("{blob}", BLOB[engine_type()]))
