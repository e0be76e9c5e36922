"""At the turn of the day: which certificates began or ended; whose ends within a month is told once."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any, Final

from server.domain.certified import queue_reminders, reminder_of, renew_shown
from server.domain.city import City
from server.storage.sms import Message, Sms

EVERY: Final = timedelta(hours=6)  # also between two turns of the day: a pass that failed is made up for


def sweep(city: City) -> Callable[[datetime], Awaitable[int]]:
    """A pass gives how many organizations show another number now. Safe twice."""

    async def run(now: datetime) -> int:
        today = now.astimezone(city.zone).date()
        await queue_reminders(today, now, city)
        return await renew_shown(today)

    return run


def remind(sms: Sms, city: City) -> Callable[[dict[str, Any], datetime], Awaitable[None]]:
    """The message to the holder of one, if it still ends soon and they can be texted."""

    async def tell(facts: dict[str, Any], now: datetime) -> None:
        today = now.astimezone(city.zone).date()
        if note := await reminder_of(facts["number"], today, city):
            await sms.send(Message(note.to, note.text, "", now))

    return tell
