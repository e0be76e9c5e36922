"""When somebody will answer, said before it is sent: the clock time that the request would get now."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from server.domain.asks import LOWEST
from server.domain.categories import is_for_requests
from server.domain.errors import Invalid
from server.domain.places import Map
from server.domain.requests import promised


class PromiseFor(Struct, frozen=True):
    """What somebody is about to ask for."""

    place: Annotated[str, Meta(pattern=r"^[0-9]{12}$")]
    category: str
    urgent: bool = False


class Promise(Struct, frozen=True):
    """Who would have it, and by when they answer; provisional: that year's holidays are not announced."""

    holder: str
    holder_name: str
    due_at: datetime
    provisional: bool


async def promise(ask: PromiseFor, known: Map, now: datetime, language: str) -> Promise:
    """As it would be if it were sent now. Raises Invalid."""
    if not known.is_open(ask.place, now.astimezone(known.zone).date()) or known.level(ask.place) < LOWEST:
        raise Invalid({"place": "no-such-place"})
    if not is_for_requests(ask.category):
        raise Invalid({"category": "not-for-requests"})
    to, due = await promised(ask.category, ask.place, ask.urgent, now, known)
    return Promise(to.holder, known.name(to.holder, language), due.at, due.provisional)
