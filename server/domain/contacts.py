"""Whom to call about a request. Staff see that there is a number; reading it leaves a trace.

Each look is a row that the resident reads. A provider never gets the number: it calls through the desk.
"""

from datetime import datetime
from typing import Annotated, Final
from uuid import UUID, uuid4

from msgspec import Meta, Struct

from server.domain.access import roles_in, visible_to
from server.domain.errors import NotAllowed, NotFound
from server.domain.people import DESK, Actor
from server.domain.phones import masked
from server.domain.records import Row
from server.domain.scope import digits_of
from server.domain.texts import at_most, line
from server.storage.database import Sql, together, write

LONGEST_REASON: Final = 200


class RevealContact(Struct, frozen=True, forbid_unknown_fields=True):
    """Why somebody wants to see it."""

    reason: Annotated[str, Meta(max_length=LONGEST_REASON)] = ""


class ContactRevealed(Struct, frozen=True):
    """Everything that was left; the numbers in E.164."""

    name: str
    phone: str
    address: str
    wish: str
    other_name: str
    other_phone: str
    relation: str


class ContactHinted(Struct, frozen=True):
    """That there is somebody to reach, and how they want it."""

    has_phone: bool
    phone_masked: str
    name_masked: str
    wish: str
    on_behalf: bool
    anonymous: bool  # a firm is not told who they are


READ: Final = (
    "SELECT r.holder, r.place, c.name, c.phone, c.address, c.wish, c.other_name, c.other_phone, c.relation "
    "FROM service_request r LEFT JOIN request_contact c ON c.request = r.id WHERE r.id = {} AND SEEN"
)
LOG: Final = (
    "INSERT INTO access_log (id, person, person_name, division, request, what, reason, at) "
    "VALUES ({}, {}, {}, {}, {}, {}, {}, {})"
)


async def reveal_contact(id: UUID, ask: RevealContact, actor: Actor, now: datetime) -> ContactRevealed:
    """Name, phone, address; the resident will read that somebody looked. Raises NotFound or NotAllowed."""
    reason = at_most("reason", line(ask.reason), LONGEST_REASON)
    async with write():
        (rows,) = await together(visible_to(actor).within(READ, id))
        if not rows:
            raise NotFound
        row = rows[0]
        office = office_for(actor, row["holder"], row["place"])
        if office is None:
            raise NotAllowed
        if row["wish"] is None:  # nothing was left, so there is nothing to look at
            return ContactRevealed("", "", "", "none", "", "", "")
        await together(Sql(LOG, uuid4(), actor.person, actor.name, office, id, "contact", reason, now))
    return ContactRevealed(
        name=row["name"],
        phone=row["phone"],
        address=row["address"],
        wish=row["wish"],
        other_name=row["other_name"],
        other_phone=row["other_phone"],
        relation=row["relation"],
    )


def office_for(actor: Actor, holder: str, place: str) -> str | None:
    """In the name of which office they look: one that has the request or its place; None: they may not."""
    if roles_in(actor, holder, None, None).isdisjoint(DESK) and roles_in(actor, place, None, None).isdisjoint(
        DESK
    ):
        return None
    return max(actor.divisions(DESK), key=lambda code: len(digits_of(code)), default=None)


def hint(row: Row | None) -> ContactHinted | None:
    """What the desk sees without asking."""
    if row is None:
        return None
    return ContactHinted(
        has_phone=bool(row["phone"] or row["other_phone"]),
        phone_masked=masked(row["phone"] or row["other_phone"]),
        name_masked=name_masked(row["name"]),
        wish=row["wish"],
        on_behalf=bool(row["other_name"] or row["other_phone"]),
        anonymous=bool(row["anonymous"]),
    )


def name_masked(name: str) -> str:
    """王**: the family name, as it is called across a counter."""
    return f"{name[0]}**" if name else ""
