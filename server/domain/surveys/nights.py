"""While a wave is open: the log emptied every few minutes, and every night the answers laid anew.

Between two nights a copy of the files still tells in which order answers came; docs/privacy.md says so.
"""

from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from server.domain.jobs import queue
from server.domain.surveys.waves import WaveState
from server.models.surveys import Wave
from server.storage.database import write
from server.storage.survey import empty_log, lay_anew

NIGHT: Final = time(3, 10)  # by the city's clock: before the backup, and nobody waits
JOB: Final = "lay-answers-anew"


async def keep_order_out(now: datetime, zone: ZoneInfo) -> None:
    """Empty the log, and see to it that tonight's rewrite is queued: once, whoever else asks for it too."""
    if await is_any_open():
        await empty_log()
        night = next_night(now, zone)
        async with write():
            await queue(JOB, night.date(), night)


async def rewrite_tonight() -> None:
    """Lay the answers of each open wave anew, if there is one."""
    if waves := await Wave.select(Wave.id).where(Wave.state == WaveState.OPEN).output(as_list=True):
        await lay_anew(*waves)


async def is_any_open() -> bool:
    """Whether answers are being taken."""
    return bool(await Wave.exists().where(Wave.state == WaveState.OPEN))


def next_night(now: datetime, zone: ZoneInfo) -> datetime:
    """The next time it is night after `now`."""
    here = now.astimezone(zone)
    today = datetime.combine(here.date(), NIGHT, zone)
    return today if today > here else datetime.combine(here.date() + timedelta(days=1), NIGHT, zone)
