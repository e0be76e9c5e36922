"""Every hour: sign-in codes and sessions that are long over are dropped."""

from datetime import datetime, timedelta
from typing import Final

from server.storage.database import raw

EVERY: Final = timedelta(hours=1)
CODES_KEPT: Final = timedelta(days=1)  # the limits of a day are counted from them
SESSIONS_KEPT: Final = timedelta(days=30)  # after their end: a person may ask which there were

CODES: Final = "DELETE FROM sign_in_code WHERE created_at <= {} RETURNING 1 AS one"
SESSIONS: Final = (
    "DELETE FROM session WHERE ends_at <= {} OR (ended_at IS NOT NULL AND ended_at <= {}) RETURNING 1 AS one"
)


async def sweep(now: datetime) -> int:
    """How many rows went. Safe twice: what is gone is gone."""
    codes = await raw(CODES, now - CODES_KEPT)
    sessions = await raw(SESSIONS, now - SESSIONS_KEPT, now - SESSIONS_KEPT)
    return len(codes) + len(sessions)
