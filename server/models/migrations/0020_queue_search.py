"""Staff find requests by words, and the queue's page reads no row that it does not show.

What was asked before is indexed by the clock, some hundred requests at a time: `indexed` is the version of a
request that the index knows, and the partial index lists those that it does not know yet.
"""

from server.storage.database import ddl
from server.storage.request_tokens import creating


async def forwards() -> None:
    """The index of the queue covers what is counted; so does the one by due time, for the whole city."""
    await ddl(
        "ALTER TABLE service_request ADD COLUMN indexed SMALLINT NOT NULL DEFAULT 0",
        "CREATE INDEX service_request_unindexed ON service_request (sent_at) WHERE indexed <> version",
        "DROP INDEX service_request_queue",
        "CREATE INDEX service_request_queue ON service_request (holder, due_at, id, clerk, state) "
        "WHERE closed_at IS NULL",
        "DROP INDEX service_request_due",
        "CREATE INDEX service_request_due ON service_request (due_at, id, holder, state, clerk) "
        "WHERE closed_at IS NULL",
        "CREATE INDEX IF NOT EXISTS request_contact_phone ON request_contact (phone) WHERE phone <> ''",
        "CREATE INDEX IF NOT EXISTS request_contact_other ON request_contact (other_phone) "
        "WHERE other_phone <> ''",
        *creating(),
    )
