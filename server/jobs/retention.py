"""Every night: what was kept long enough goes, and files that no photo speaks of."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from server.domain.leftovers import drop_leftovers, drop_photo
from server.domain.retention import BATCH, REQUESTS, anonymise_over, drop_mistakes, drop_reads
from server.domain.sheets.taking import forget_old
from server.domain.unanswered import drop_old
from server.storage.media import Media

EVERY: Final = timedelta(days=1)


def sweep(media: Media, kept_months: int = 12) -> Callable[[datetime], Awaitable[int]]:
    """A pass gives how much went. Safe twice: what is anonymous or gone is not found again."""

    requests = partial(anonymise_over, kept=REQUESTS * kept_months / 12)

    async def run(now: datetime) -> int:
        went = await drop_leftovers(media, now) + await forget_old(now) + await drop_old(now)
        for one_batch in (requests, drop_reads, drop_mistakes):
            while batch := await one_batch(now):
                went += batch
                if batch < BATCH:
                    break
        return went

    return run


def drop(media: Media) -> Callable[[dict[str, Any], datetime], Awaitable[None]]:
    """The job of one photo whose row has gone. Safe twice: gone is gone."""

    async def run(facts: dict[str, Any], now: datetime) -> None:
        await drop_photo(media, facts["id"])

    return run
