"""What time does to a request that nobody touches: unanswered it climbs, answered by silence it is closed.

A request that nobody takes on in time goes one level up (community, street, district, city; from a firm back
to the place), and its next holder has a time of its own. A resolved one whose resident says nothing for seven
days is closed: never "confirmed". Each is a step by the clock, under an id made of request and version, so
that two clocks take the same step once.
"""

from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid5

from server.domain.errors import ChangedMeanwhile, NotFound, SentOtherwise, StepNotAllowed
from server.domain.lifecycle import Act, State
from server.domain.moves import TakeStep
from server.domain.once import Stamp
from server.domain.people import CLOCK
from server.domain.places import Places
from server.domain.steps import take_step
from server.storage.database import raw

BATCH: Final = 200
OVERDUE: Final = (
    "SELECT id, version FROM service_request WHERE closed_at IS NULL AND due_at <= {} AND state = {} "
    "AND holder NOT LIKE '____00000000' ORDER BY due_at LIMIT {}"  # nothing climbs above the city
)
SILENT: Final = (
    "SELECT id, version FROM service_request WHERE closed_at IS NULL AND due_at <= {} AND state = {} "
    "ORDER BY due_at LIMIT {}"
)
STEPS: Final = UUID("5a9f3b0e-6a55-4d2c-9c35-0a3c1b2f7e11")  # the name space of the clock's steps


async def climb_overdue(places: Places, now: datetime) -> int:
    """Send what nobody answered in time one level up. Gives how many climbed."""
    rows = await raw(OVERDUE, now, State.SUBMITTED.value, BATCH)
    return sum([await by_clock(row, Act.ESCALATE, places, now) for row in rows])


async def close_silent(places: Places, now: datetime) -> int:
    """End what was resolved and not taken up again. Gives how many were closed."""
    rows = await raw(SILENT, now, State.RESOLVED.value, BATCH)
    return sum([await by_clock(row, Act.CLOSE, places, now) for row in rows])


async def by_clock(row: dict[str, Any], act: Act, places: Places, now: datetime) -> bool:
    """The step; False if a person, or another clock, was faster."""
    id: UUID = row["id"]
    step_id = uuid5(STEPS, f"{id} {row['version']} {act}")
    stamp = Stamp(by=CLOCK, at=now, body_hash="")
    step = TakeStep(act, version=row["version"])
    try:
        return (await take_step(id, step_id, step, stamp, places=places, side="clock")).is_new
    except (ChangedMeanwhile, NotFound, SentOtherwise, StepNotAllowed):
        return False
