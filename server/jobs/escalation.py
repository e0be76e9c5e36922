"""Every minute: what nobody answered in time goes one level up, what is late is watched from above."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any, Final

from server.domain.escalation import BATCH, climb_overdue, climb_vacant, supervise_late
from server.domain.level_news import news_for_level
from server.domain.places import Places
from server.domain.recalendar import reckon_again
from server.storage.sms import Message, Sms

EVERY: Final = timedelta(minutes=1)
Rule = Callable[[Places, datetime], Awaitable[int]]
Handler = Callable[[dict[str, Any], datetime], Awaitable[None]]


def sweep(places: Places) -> Callable[[datetime], Awaitable[int]]:
    """A pass gives how many requests climbed, or came under eyes.

    Safe to run late, twice, or on two machines at once: what has climbed is no longer due, and each request
    is a transaction of its own. After a night's outage it catches up and lets other writers in between.
    """

    async def run(now: datetime) -> int:
        did = await climb_vacant(places, now)
        for rule in (climb_overdue, supervise_late):
            did += await in_batches(rule, places, now)
        return did

    return run


async def in_batches(rule: Rule, places: Places, now: datetime) -> int:
    """Until a batch is not full any more."""
    count = 0
    while batch := await rule(places, now):
        count += batch
        if batch < BATCH:
            break
    return count


def tell_level(places: Places, sms: Sms) -> Handler:
    """Tell the people of a level what has come to them."""

    async def tell(facts: dict[str, Any], now: datetime) -> None:
        for note in await news_for_level(facts, await places.at(now), now):
            await sms.send(Message(note.to, note.text, "", now))

    return tell


def by_calendar(places: Places) -> Handler:
    """The calendar changed."""

    async def again(facts: dict[str, Any], now: datetime) -> None:
        await reckon_again(places, now)

    return again
