"""What a phone without an account asked for, handed over and deleted: whoever holds the key of a request may.

Accounts have the same for all that is theirs (`domain.accounts`).
"""

from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid5

from server.domain.access import visible_to
from server.domain.accounts import rows_around
from server.domain.errors import NotFound
from server.domain.lifecycle import OPEN, Act
from server.domain.moves import TakeStep
from server.domain.once import Stamp
from server.domain.people import Actor
from server.domain.places import Places
from server.domain.retention import make_anonymous
from server.domain.steps import take_step
from server.storage.database import together, write

STEPS: Final = UUID("2c0a2f6e-8f0b-4a07-9f44-07f0f3b6d2aa")  # the name space of withdrawals by deletion
OWN: Final = (
    "SELECT r.id, r.number, r.place, r.category, r.description, r.address, r.latitude, r.longitude, r.state, "
    "r.outcome, r.urgent, r.written_at, r.sent_at, r.due_at, r.closed_at, r.rating FROM service_request r "
    "WHERE r.id = {} AND SEEN"
)


async def own_request(id: UUID, actor: Actor) -> dict[str, Any]:
    """The row of a request that is theirs. Raises NotFound."""
    mine = Actor(person=None if actor.is_staff else actor.person, key_hash=actor.key_hash)
    (rows,) = await together(visible_to(mine).within(OWN, id))
    if not rows:
        raise NotFound
    return dict(rows[0])


async def export_request(id: UUID, actor: Actor, now: datetime) -> dict[str, Any]:
    """Every row about it, and who of the staff read it. Raises NotFound."""
    request = await own_request(id, actor)
    contacts, steps, photos, reads = await rows_around([id])
    return {
        "made_at": now,
        "requests": [request],
        "contacts": contacts,
        "steps": steps,
        "photos": photos,
        "read_by": reads,
    }


async def delete_request(id: UUID, stamp: Stamp, places: Places) -> None:
    """Nothing says any more whose it was; what is still worked on is withdrawn first. Raises NotFound."""
    request = await own_request(id, stamp.by)
    if request["state"] in OPEN:  # what is resolved ends by the clock: deleting confirms nothing
        step_id = uuid5(STEPS, str(id))
        await take_step(id, step_id, TakeStep(Act.WITHDRAW), stamp, places=places, side="resident")
    async with write():
        await make_anonymous([id], stamp.at)
