"""Indexes by age, so that the night finds what has been kept long enough without reading what has not."""

from server.storage.database import ddl


async def forwards() -> None:
    """A request that is anonymous already has no body hash and is in no index; see domain.retention."""
    await ddl(
        "CREATE INDEX service_request_over ON service_request (closed_at) "
        "WHERE closed_at IS NOT NULL AND body_hash <> ''",
        "CREATE INDEX access_log_at ON access_log (at)",
    )
