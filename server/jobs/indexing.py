"""Every second: requests that changed are found by their new words."""

from datetime import datetime, timedelta
from typing import Final

from server.domain.casewords import index_changed

EVERY: Final = timedelta(seconds=1)


async def sweep(_: datetime) -> int:
    """How many were indexed. Safe twice, and on two machines at once: the same words give the same tokens."""
    return await index_changed()
