"""Where would this go? The same rules that a request meets, asked beforehand: by residents, and by managers.

Who writes about property management's work and whose address is not one of a known estate is asked: the
estates of the community come along, to choose from.
"""

from datetime import datetime
from typing import Annotated, Final
from uuid import UUID

from msgspec import Meta, Struct

from server.domain.asks import LOWEST, Address
from server.domain.categories import is_for_requests
from server.domain.errors import Invalid
from server.domain.places import Map
from server.domain.requests import promised

MOST_ESTATES: Final = 60  # to choose from


class WouldGo(Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody is about to ask for."""

    place: Annotated[str, Meta(pattern=r"^[0-9]{12}$")]
    category: Annotated[str, Meta(max_length=40)]
    address: Address = ""
    urgent: bool = False


class EstateOffered(Struct, frozen=True):
    """An estate to choose."""

    id: UUID
    name: str
    company: str  # "": nobody manages it


class Whose(Struct, frozen=True):
    """Who would have it, by which rule, and by when they answer."""

    holder: str
    holder_name: str
    is_property: bool  # what property management is responsible for, inside an estate
    estate: str  # the name of the estate whose address it is; "" unknown
    estates: list[EstateOffered]  # to choose from, where the estate decides and the address does not say it
    words: str
    rule: str
    version: int
    passed: list[str]  # names of the offices that would have had it, but nobody is there
    due_at: datetime
    provisional: bool


async def whose(ask: WouldGo, known: Map, now: datetime, language: str) -> Whose:
    """As it would be if it were sent now. Raises Invalid."""
    if not known.is_open(ask.place, now.astimezone(known.zone).date()) or known.level(ask.place) < LOWEST:
        raise Invalid({"place": "no-such-place"})
    if not is_for_requests(ask.category):
        raise Invalid({"category": "not-for-requests"})
    to, due = await promised(
        ask.category, ask.place, ask.urgent, now, known, addresses=[ask.address] if ask.address else []
    )
    rule = known.rules.rule_for(ask.category, ask.place)
    asks = rule.estate and to.route.estate is None
    offered = known.estates.of(ask.place)[:MOST_ESTATES] if asks else []
    return Whose(
        holder=to.holder,
        holder_name=known.name(to.holder, language),
        is_property=rule.estate,
        estate=to.route.estate.name if to.route.estate else "",
        estates=[EstateOffered(one.id, one.name, one.company) for one in offered],
        words=rule.words(language),
        rule=rule.id,
        version=rule.version,
        passed=[known.name(code, language) for code in to.passed],
        due_at=due.at,
        provisional=due.provisional,
    )
