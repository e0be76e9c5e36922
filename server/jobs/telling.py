"""Text messages: to a resident that there is news, to an office that a request is urgent, to a firm its link.

A message may go out twice when a worker dies between the gateway and the database; it is better heard twice
than not at all.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from server.domain.city import City
from server.domain.firm_links import news_for_firm
from server.domain.keys import Keys
from server.domain.news import news_for_caller, news_for_office, news_for_resident, note_told
from server.storage.sms import Message, Sms

Handler = Callable[[dict[str, Any], datetime], Awaitable[None]]


def resident(sms: Sms) -> Handler:
    """The news of one step."""

    async def tell(facts: dict[str, Any], now: datetime) -> None:
        if note := await news_for_resident(UUID(facts["id"])):
            await sms.send(Message(note.to, note.text, "", now))

    return tell


def caller(sms: Sms, keys: Keys) -> Handler:
    """Number and look-up code, to who asked by telephone or at the counter."""

    async def tell(facts: dict[str, Any], now: datetime) -> None:
        if note := await news_for_caller(UUID(facts["id"]), keys):
            await sms.send(Message(note.to, note.text, "", now))

    return tell


def firm(sms: Sms, keys: Keys, city: City) -> Handler:
    """The link to a request, to the firm that was sent to see about it."""

    async def tell(facts: dict[str, Any], now: datetime) -> None:
        if note := await news_for_firm(UUID(facts["id"]), keys, city.sms_countries, city.zone, facts["site"]):
            await sms.send(Message(note.to, note.text, "", now))

    return tell


def desk(sms: Sms) -> Handler:
    """The news of an urgent request, or of danger named later, to whoever can be reached at its holder."""

    async def tell(facts: dict[str, Any], now: datetime) -> None:
        request, is_new = UUID(facts.get("request", facts["id"])), "request" not in facts
        for alarm in await news_for_office(request, now, is_new):
            await sms.send(Message(alarm.note.to, alarm.note.text, "", now))
            await note_told(alarm, facts["id"], now)

    return tell
