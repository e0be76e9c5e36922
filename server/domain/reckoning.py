"""A request's clock over again, from its steps: its category changed, or a year's holidays are announced.

The steps are gone through as they happened, so that pauses, transfers and escalations count as they did; what
was undone at once never was. With the same promise, calendar and hours the result is the clock as it stands.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from msgspec import Struct

from server.domain.clock import Clock, WorkingTime, clock_after
from server.domain.lifecycle import Act, State
from server.domain.terms import Terms
from server.domain.timeline import facts_of
from server.storage.database import raw


class Event(Struct, frozen=True):
    """What of a step moves the clock."""

    act: Act
    after: State
    at: datetime
    holder: str  # who has it then
    moved: bool = False


STEPS: Final = "SELECT id, act, state, facts, at FROM request_step WHERE request = {} ORDER BY version"


async def read_events(request: UUID) -> list[Event]:
    """What happened to a request, without what was undone."""
    rows = [(row, facts_of(row)) for row in await raw(STEPS, request)]
    undone = {facts.undoes for _, facts in rows if facts.undoes}
    events: list[Event] = []
    for row, facts in rows:
        if row["act"] == Act.UNDO or row["id"] in undone:
            continue
        moved = bool(facts.source)
        holder = facts.to if moved or not events else events[-1].holder
        events.append(Event(Act(row["act"]), State(row["state"]), row["at"], holder, moved))
    return events


def reckon(events: Iterable[Event], terms: Terms, working: Callable[[str], WorkingTime]) -> Clock:
    """The clock after these events, the first of which is the sending."""
    clock, state = Clock(), None
    for event in events:
        hours = working(event.holder)
        if state is None:
            due = hours.due(event.at, terms.answer)
            clock = Clock(due.at, provisional=due.provisional)
        else:
            clock = clock_after(
                clock, event.act, state, event.after, event.at, moved=event.moved, terms=terms, working=hours
            )
        state = event.after
    return clock
