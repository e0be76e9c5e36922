"""Every hour: sign-in codes and sessions that are long over are dropped."""

from datetime import datetime, timedelta
from typing import Final

from server.domain.retention import drop_sign_ins

EVERY: Final = timedelta(hours=1)


async def sweep(now: datetime) -> int:
    """How many rows went. Safe twice: what is gone is gone."""
    return await drop_sign_ins(now)
