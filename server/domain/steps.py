"""Moving a request on: every act is a step, taken once, and leaves a trace.

A retry is recognised before the rules are asked, for the request has moved on since. Who was first the
database says, by the version that the step was taken on. The step, the new position, the news for resident
and desk are one transaction.
"""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from msgspec.structs import replace

from server.domain.access import Seen, may_speak, roles_in, visible_to
from server.domain.asks import MOST_WORDS
from server.domain.errors import ChangedMeanwhile, NotFound, SentOtherwise
from server.domain.lifecycle import FIRM, PRESSING, RESIDENT, WORKER, Act, State
from server.domain.meaning import meant_by
from server.domain.moves import Matter, TakeStep, move
from server.domain.once import Once, Stamp
from server.domain.people import DESK, Actor, Role
from server.domain.places import Places
from server.domain.pressing import may_press, pressed
from server.domain.texts import at_most, clean
from server.domain.timeline import Position
from server.domain.trace import Named, Side, StepTaken, write_down
from server.storage.database import raw, together, write

TRIES: Final = 4  # of a step that does not mind what happened meanwhile


async def take_step(
    request_id: UUID, step_id: UUID, step: TakeStep, stamp: Stamp, *, places: Places, side: Side
) -> Once[StepTaken]:
    """Move a request on.

    Raises NotFound, StepNotAllowed, Invalid, SentOtherwise, or ChangedMeanwhile if it moved since the version
    that the step names.
    """
    step = replace(step, note=at_most("note", clean(step.note), MOST_WORDS))
    if step.act is Act.MESSAGE:
        step = replace(step, version=None)  # a word is never too late
    named = Named(step_id, request_id, stamp, side)
    for again in reversed(range(TRIES)):
        try:
            async with write():
                return await _take(named, step, places)
        except SentOtherwise:  # perhaps this step's own twin was faster
            if not again:
                raise
        except ChangedMeanwhile:
            if not again or step.version is not None:
                break
    raise ChangedMeanwhile(**await last_step(request_id))


LAST: Final = (
    "SELECT version, state, act, by_name, at FROM request_step WHERE request = {} "
    "ORDER BY version DESC LIMIT 1"
)


async def last_step(request_id: UUID) -> dict[str, Any]:
    """Who was faster, with what."""
    return dict((await raw(LAST, request_id))[0])


FIRST: Final = (
    "SELECT s.id, s.act, s.state, s.version, s.at "
    "FROM request_step s JOIN service_request r ON r.id = s.request "
    "WHERE s.id = {} AND s.request = {} AND s.by = {} AND s.body_hash = {} AND SEEN"
)
REQUEST: Final = (
    "SELECT r.id, r.place, r.category, r.urgent, r.version, r.photos_expected, r.key_hash, r.resident, "
    "r.state, r.holder, r.clerk, r.outcome, r.rating, r.reopened, r.due_at, r.due_provisional, r.left_s, "
    "r.closed_at, "
    "(SELECT count(*) FROM request_photo p WHERE p.request = r.id AND p.step IS NULL) AS photos "
    "FROM service_request r WHERE r.id = {} AND SEEN"
)


async def _take(named: Named, step: TakeStep, places: Places) -> Once[StepTaken]:
    actor, now = named.stamp.by, named.stamp.at
    # Neither clock nor firm sees requests by a grant: who calls has seen to it that it is theirs.
    seen = Seen("1 = 1") if named.side in {"clock", "firm"} else visible_to(actor)
    mine = seen if named.side == "resident" else Seen("1 = 1")  # staff: it may have moved out of their sight
    firsts, rows = await together(
        mine.within(FIRST, named.id, named.request, named.by, named.stamp.body_hash),
        seen.within(REQUEST, named.request),
    )
    if firsts:
        return Once(_taken(firsts[0]), is_new=False)
    if not rows:
        raise NotFound
    matter = matter_of(rows[0])
    if step.version not in {None, matter.version}:
        raise ChangedMeanwhile
    known = await places.at(now, matter.place)
    meant, step = await meant_by(step, matter, actor, now, known)
    roles = roles_for(named.side, actor, rows[0], step.act, meant.before, now=now)
    moved = move(matter, step, actor, roles, now, meant=meant, known=known)
    return Once(await write_down(named, step, matter, moved, known), is_new=True)


def roles_for(
    side: Side, actor: Actor, row: dict[str, Any], act: Act, before: Position | None, *, now: datetime
) -> frozenset[Role]:
    """In which capacities they act, through this door."""
    if side == "desk" and act in PRESSING:
        return DESK if act in may_press(actor, pressed(row), now) else frozenset()
    if side == "firm":
        return FIRM
    holder = before.holder if before else row["holder"]  # an undo is for who held it
    roles = roles_in(actor, holder, row["key_hash"], row["resident"])
    if act is Act.MESSAGE and may_speak(actor, row["place"]):
        roles |= DESK
    return roles & (RESIDENT if side == "resident" else WORKER | {Role.CLOCK})


def matter_of(row: dict[str, Any]) -> Matter:
    """The request of a row."""
    position = Position(
        state=State(row["state"]),
        holder=row["holder"],
        clerk=row["clerk"],
        outcome=row["outcome"],
        rating=row["rating"],
        reopened=row["reopened"],
        due_at=row["due_at"],
        due_provisional=bool(row["due_provisional"]),
        left_s=row["left_s"],
        closed_at=row["closed_at"],
    )
    return Matter(
        id=row["id"],
        place=row["place"],
        category=row["category"],
        urgent=bool(row["urgent"]),
        version=row["version"],
        photos_expected=row["photos_expected"],
        photos_missing=row["photos"] < row["photos_expected"],
        position=position,
    )


def _taken(row: dict[str, Any]) -> StepTaken:
    return StepTaken(row["id"], Act(row["act"]), State(row["state"]), row["version"], row["at"])
