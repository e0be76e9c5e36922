"""What a dispatch to a firm is: its row, where it stands, and how much of a place a firm sees.

The desk keeps the request, with its clock; the firm only offers. What happened stands in the request's steps;
the row says where it stands now. At most one of a request is not over.
"""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final, Literal
from uuid import UUID

from msgspec import Struct

from server.domain.categories import is_for_firms
from server.domain.lifecycle import OPEN, Act, State
from server.domain.routing import ORGANIZATION
from server.domain.timeline import Deal
from server.storage.database import Sql

Stands = Literal["sent", "offered", "agreed", "done", "over"]

TO_BUILDING: Final = re.compile(r".*?(?:幢|栋|座|号楼)|.*?\d+\s*(?:号|弄)")

ENDING: Final = (
    "UPDATE dispatch SET state = 'over', why = {}, ended_at = {} WHERE request = {} AND ended_at IS NULL"
)
OF_REQUESTS: Final = (
    "SELECT d.id, CAST(d.request AS TEXT) AS request, d.organization, d.name, d.made_by_name, d.made_at, "
    "d.due_at, d.state, d.why, d.offer, d.fen, d.comes_at, d.leaves_at, d.answered_at, d.agreed_at, "
    "d.ended_at, s.note FROM dispatch d LEFT JOIN request_step s ON s.id = d.offer "
    "WHERE d.request IN (IDS) ORDER BY d.made_at"
)


class OfferSeen(Struct, frozen=True):
    """What a firm offers. `id` is that of its step: whoever agrees says to which."""

    id: UUID
    firm: str
    fen: int
    comes_at: datetime
    leaves_at: datetime
    note: str
    state: Stands


class DispatchSeen(Struct, frozen=True):
    """Where it stands with the firm that was sent last, for the desk."""

    id: UUID
    organization: UUID
    name: str
    state: Stands
    why: str  # over: refused, silent, declined, unanswered, recalled, reopened
    made_at: datetime
    made_by_name: str
    due_at: datetime
    offer: OfferSeen | None
    ended_at: datetime | None


def of_requests(ids: list[UUID]) -> Sql:
    """Every dispatch of these requests, in order."""
    return Sql(OF_REQUESTS.replace("IDS", ", ".join(["{}"] * len(ids))), *ids)


def ending(request: UUID, why: str, at: datetime) -> Sql:
    """Whatever firm had it: it is over for it."""
    return Sql(ENDING, why, at, request)


def stands(row: dict[str, Any], state: State) -> Stands:
    """Where a dispatch stands, its request being in this state."""
    if row["ended_at"] is not None:
        return "over"
    if row["state"] == "agreed" and state in {State.RESOLVED, State.CLOSED}:
        return "done"
    found: Stands = row["state"]
    return found if state in OPEN else "over"


def offer_seen(row: dict[str, Any], state: State) -> OfferSeen | None:
    """The offer that stands, if there is one."""
    if row["offer"] is None:
        return None
    return OfferSeen(
        id=row["offer"],
        firm=row["name"],
        fen=row["fen"],
        comes_at=row["comes_at"],
        leaves_at=row["leaves_at"],
        note=row["note"] or "",
        state=stands(row, state),
    )


def offer_for_resident(rows: Iterable[dict[str, Any]], state: State) -> OfferSeen | None:
    """The last one, as long as it means something to them."""
    offers = [offer_seen(row, state) for row in rows]
    return next((offer for offer in reversed(offers) if offer and offer.state != "over"), None)


def dispatch_seen(rows: list[dict[str, Any]], state: State) -> DispatchSeen | None:
    """The last one."""
    if not rows:
        return None
    row = rows[-1]
    return DispatchSeen(
        id=row["id"],
        organization=row["organization"],
        name=row["name"],
        state=stands(row, state),
        why=row["why"],
        made_at=row["made_at"],
        made_by_name=row["made_by_name"],
        due_at=row["due_at"],
        offer=offer_seen(row, state),
        ended_at=row["ended_at"],
    )


def acts_with_a_firm(
    category: str, state: State, rows: list[dict[str, Any]], possible: Iterable[Act]
) -> list[Act]:
    """Of what the table opens to the desk: send a firm, or take it back from the one that has it."""
    has_it = any(row["ended_at"] is None for row in rows) and state in OPEN
    wanted = Act.HAND_BACK if has_it else Act.DISPATCH
    return [act for act in possible if act is wanted and (has_it or is_for_firms(category))]


def answers_to(offer: OfferSeen | None, possible: Iterable[Act]) -> list[Act]:
    """Of what the table opens to the resident: take an offer that stands open, or not."""
    if offer is None or offer.state != "offered":
        return []
    return [act for act in possible if act in {Act.AGREE, Act.DISAGREE}]


def deal_of(row: dict[str, Any]) -> Deal:
    """As a step says it."""
    return Deal(
        f"{ORGANIZATION}{row['organization']}", row["name"], row["fen"], row["comes_at"], row["leaves_at"]
    )


def building_of(address: str) -> str:
    """An address as far as the building; "" where it names none that we recognise."""
    found = TO_BUILDING.match(address)
    return found[0].strip() if found else ""
