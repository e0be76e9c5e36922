"""A year's holidays are announced, or change: due times that they move are reckoned again, and say so.

Queued in the transaction that changes the calendar, under its version, so that one change is one job however
many processes there are; each request is a step by the clock, so that doing it twice does it once.
"""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from server.domain.clock import Clock
from server.domain.escalation import by_clock
from server.domain.lifecycle import Act
from server.domain.moves import TakeStep
from server.domain.places import Map, Places
from server.domain.reckoning import read_events, reckon
from server.domain.terms import terms_of
from server.storage.database import raw

BATCH: Final = 200
RUNNING: Final = (
    "SELECT id, version, category, urgent, due_at, due_provisional FROM service_request "
    "WHERE closed_at IS NULL AND state IN ('submitted', 'accepted', 'assigned', 'in_progress') "
    "AND due_at > {} AND id > {} ORDER BY id LIMIT {}"
)


async def reckon_again(places: Places, now: datetime) -> int:
    """Bring every due time that still lies ahead to the calendar as it is. Gives how many moved."""
    places.forget()
    known, moved, last = await places.at(now), 0, UUID(int=0)
    while rows := await raw(RUNNING, now, last, BATCH):
        for row in rows:
            if await _is_other(row, known):
                moved += await by_clock(row, TakeStep(Act.RECKON, version=row["version"]), places, now)
        last = rows[-1]["id"]
    return moved


async def _is_other(row: dict[str, Any], known: Map) -> bool:
    terms = terms_of(row["category"], bool(row["urgent"]))
    clock = reckon(await read_events(row["id"]), terms, known.working)
    return clock != Clock(row["due_at"], None, bool(row["due_provisional"]))
