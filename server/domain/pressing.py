"""Who may press for a request that lies with somebody else: remind its holder, or put it under supervision.

It leaves the request where it is, and in its holder's hands. Reminding (催办) is for the desks above the
holder, and for the place's own desk while the matter lies elsewhere. Supervision (督办) is for managers above
the holder, and only for what is late or grave (urgent, or not solved the first time): else the word would
mean nothing.
"""

from datetime import datetime
from typing import Any

from msgspec import Struct

from server.domain.lifecycle import IN_HAND, PRESSING, UNANSWERED, Act, State
from server.domain.people import DESK, Actor, Role
from server.domain.places import ORGANIZATION
from server.domain.scope import contains


class Pressed(Struct, frozen=True):
    """The request that somebody would press for, as it stands."""

    state: State
    holder: str
    place: str
    due_at: datetime | None
    urgent: bool
    reopened: int

    def is_grave(self, now: datetime) -> bool:
        """Late, urgent, or taken up again."""
        late = self.due_at is not None and self.due_at <= now
        return late or self.urgent or self.reopened > 0


def pressed(row: dict[str, Any]) -> Pressed:
    """The request of a row."""
    return Pressed(
        state=State(row["state"]),
        holder=row["holder"],
        place=row["place"],
        due_at=row["due_at"],
        urgent=bool(row["urgent"]),
        reopened=row["reopened"],
    )


def stands_above(division: str, pressed: Pressed) -> bool:
    """A division above the holder; above a firm stand the place and all that is above it."""
    if pressed.holder.startswith(ORGANIZATION):
        return contains(division, pressed.place)
    return division != pressed.holder and contains(division, pressed.holder)


def may_press(actor: Actor, pressed: Pressed, now: datetime) -> list[Act]:
    """Which of the two they may do now, in the order of `Act`."""
    if pressed.state not in {*UNANSWERED, *IN_HAND}:
        return []
    above = [code for code in actor.divisions(DESK) if stands_above(code, pressed)]
    managed = [code for code in actor.divisions(frozenset({Role.MANAGER})) if stands_above(code, pressed)]
    lies_elsewhere = not any(contains(code, pressed.holder) for code in actor.divisions(DESK))
    at_place = any(contains(code, pressed.place) for code in actor.divisions(DESK))
    allowed = set()
    if above or (at_place and lies_elsewhere):
        allowed.add(Act.REMIND)
    if managed and pressed.is_grave(now):
        allowed.add(Act.SUPERVISE)
    return [act for act in Act if act in allowed & PRESSING]
