"""Text messages: to a resident that there is news of their request, to an office that one is urgent.

A message may go out twice when a worker dies between the gateway and the database; it is better heard twice
than not at all.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from server.domain.news import news_for_office, news_for_resident
from server.storage.sms import Message, Sms

Handler = Callable[[dict[str, Any], datetime], Awaitable[None]]


def resident(sms: Sms) -> Handler:
    """The news of one step."""

    async def tell(facts: dict[str, Any], now: datetime) -> None:
        if note := await news_for_resident(UUID(facts["id"])):
            await sms.send(Message(note.to, note.text, "", now))

    return tell


def desk(sms: Sms) -> Handler:
    """The news of an urgent request, to whoever can be reached at its holder."""

    async def tell(facts: dict[str, Any], now: datetime) -> None:
        for note in await news_for_office(UUID(facts["id"]), now):
            await sms.send(Message(note.to, note.text, "", now))

    return tell
