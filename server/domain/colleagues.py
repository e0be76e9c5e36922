"""To whom a request can be given: who may work at the desk that holds it, and how much they have in hand.

Offered are the people of one's own scope. A street's clerk gives to the community's and the street's, not to
the district's; whoever is offered is one whom the step accepts (`meaning.the_clerk`).
"""

from typing import Final
from uuid import UUID

from msgspec import Struct

from server.domain.access import Reader
from server.domain.desk import must_read
from server.domain.errors import NotAllowed, NotFound
from server.domain.people import DESK, Role
from server.domain.places import Places, all_above
from server.domain.scope import contains, digits_of
from server.storage.rows import select_in


class Colleague(Struct, frozen=True):
    """Somebody to give a request to; `open`: what is theirs and not over."""

    id: UUID
    name: str
    role: Role
    division: str
    division_name: str
    open: int


class Colleagues(Struct, frozen=True):
    """Who has least in hand first, of the narrowest desk first."""

    items: list[Colleague]


STAFF: Final = (
    "SELECT p.id, p.name, g.role, g.division FROM role_grant g JOIN person p ON p.id = g.person "
    "WHERE g.role IN ('clerk', 'manager') AND p.disabled_at IS NULL AND g.valid_from <= {} "
    "AND (g.valid_to IS NULL OR g.valid_to > {}) AND g.division IN (KEYS)"
)
IN_HAND: Final = (
    "SELECT clerk, count(*) AS open FROM service_request WHERE closed_at IS NULL AND clerk IN (KEYS) "
    "GROUP BY clerk"
)


async def list_colleagues(holder: str, reader: Reader, places: Places) -> Colleagues:
    """Who may work on what this division holds. Raises NotSignedIn, NotAllowed; NotFound for another's."""
    must_read(reader.actor)
    mine = reader.actor.divisions(DESK)
    if not mine:
        raise NotAllowed
    if not (holder.isdigit() and any(contains(code, holder) for code in mine)):
        raise NotFound
    desks = [code for code in (*all_above(holder), holder) if any(contains(own, code) for own in mine)]
    rows = await select_in(STAFF, desks, reader.now, reader.now)
    ids = list({row["id"] for row in rows})
    in_hand = {row["clerk"]: int(row["open"]) for row in await select_in(IN_HAND, ids)} if ids else {}
    known = await places.at(reader.now)
    narrowest: dict[UUID, Colleague] = {}
    for row in sorted(rows, key=lambda row: len(digits_of(row["division"]))):
        name = known.name(row["division"], reader.language)
        narrowest[row["id"]] = Colleague(
            row["id"], row["name"], Role(row["role"]), row["division"], name, in_hand.get(row["id"], 0)
        )
    order = sorted(narrowest.values(), key=lambda one: (-len(digits_of(one.division)), one.open, one.name))
    return Colleagues(order)
