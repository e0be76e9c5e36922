"""Moving a request on: every act is a step, taken once, and leaves a trace.

A retry is recognised before the rules are asked, for the request has moved on since. Who was first the
database says, by the version that the step was taken on. The step, the new position, the news for resident
and desk are one transaction.
"""

from datetime import datetime
from typing import Any, Final, Literal
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from server.domain.access import Seen, may_speak, roles_in, visible_to
from server.domain.asks import MOST_WORDS
from server.domain.errors import ChangedMeanwhile, NotFound, SentOtherwise
from server.domain.lifecycle import RESIDENT as RESIDENT_ROLE
from server.domain.lifecycle import WORKER, Act, State
from server.domain.meaning import meant_by
from server.domain.moves import Matter, Move, TakeStep, move
from server.domain.news import news_of
from server.domain.once import Once, Stamp
from server.domain.people import DESK, Actor, Role
from server.domain.places import Map, Places
from server.domain.scope import digits_of, scope_of
from server.domain.texts import at_most, clean
from server.domain.timeline import Position, facts_json
from server.domain.topics import bumping
from server.storage.database import Sql, raw, together, write

Side = Literal["resident", "desk", "clock"]  # the door through which somebody comes
TRIES: Final = 4  # of a step that does not mind what happened meanwhile


class StepTaken(Struct, frozen=True):
    """The first answer: only what never changes."""

    id: UUID
    act: Act
    state: State
    version: int
    at: datetime


class Named(Struct, frozen=True):
    """Which step, of which request, by whom, from which side."""

    id: UUID
    request: UUID
    stamp: Stamp
    side: Side

    @property
    def by(self) -> str:
        """As it is stored."""
        return str(self.stamp.by.person) if self.side == "desk" else self.side


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
    seen = visible_to(actor) if named.side != "clock" else Seen("1 = 1")
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
    roles = roles_for(named.side, actor, rows[0], step.act, meant.before)
    moved = move(matter, step, actor, roles, now, meant=meant, known=known)
    return await _store(named, step, matter, moved, known)


def roles_for(
    side: Side, actor: Actor, row: dict[str, Any], act: Act, before: Position | None
) -> frozenset[Role]:
    """In which capacities they act, through this door."""
    holder = before.holder if before else row["holder"]  # an undo is for who held it
    roles = roles_in(actor, holder, row["key_hash"], row["resident"])
    if act is Act.MESSAGE and may_speak(actor, row["place"]):
        roles |= DESK
    return roles & (RESIDENT_ROLE if side == "resident" else WORKER | {Role.CLOCK})


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


STEP: Final = (
    "INSERT INTO request_step (id, body_hash, request, act, by, by_name, by_division, note, internal, facts, "
    "version, state, at) VALUES ({}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}) "
    "ON CONFLICT (id) DO NOTHING RETURNING id"
)
MOVED: Final = (
    "UPDATE service_request SET state = {}, holder = {}, clerk = {}, outcome = {}, rating = {}, "
    "reopened = {}, due_at = {}, due_provisional = {}, left_s = {}, closed_at = {}, photos_expected = {}, "
    "version = {} WHERE id = {} AND version = {} RETURNING id"
)
PHOTO: Final = "UPDATE request_photo SET step = {} WHERE id = {} AND request = {} AND step IS NULL"


async def _store(named: Named, step: TakeStep, matter: Matter, moved: Move, known: Map) -> Once[StepTaken]:
    version, at = matter.version + 1, named.stamp.at
    statements = [
        _step_row(named, step, moved, version),
        _moved_row(matter, moved, version),
        *(bumping(f"queue:{holder}") for holder in sorted({matter.position.holder, moved.position.holder})),
    ]
    if named.side != "resident" and not step.internal:
        statements += news_of(named.id, step.act, moved, at, None if matter.urgent else known.zone)
    if step.photo and step.act is not Act.PHOTO_GIVEN_UP:
        statements.append(Sql(PHOTO, named.id, step.photo, named.request))
    inserted, updated, *_ = await together(*statements)
    if not inserted:
        raise SentOtherwise
    if not updated:
        raise ChangedMeanwhile
    return Once(StepTaken(named.id, step.act, moved.position.state, version, at), is_new=True)


def _step_row(named: Named, step: TakeStep, moved: Move, version: int) -> Sql:
    by = named.stamp.by
    staff = named.side == "desk"
    return Sql(
        STEP,
        named.id,
        named.stamp.body_hash,
        named.request,
        step.act.value,
        named.by,
        by.name if staff else "",
        division_of(by, moved) if staff else None,
        step.note,
        step.internal and staff,
        facts_json(moved.facts),
        version,
        moved.position.state.value,
        named.stamp.at,
    )


def division_of(by: Actor, moved: Move) -> str | None:
    """For which office somebody acted: the narrowest of theirs that covers the holder they acted for."""
    holder = moved.facts.source or moved.position.holder
    covering = [code for code in by.divisions(DESK) if scope_of(code)[0] <= holder <= scope_of(code)[1]]
    return max(covering or by.divisions(DESK), key=lambda code: len(digits_of(code)), default=None)


def _moved_row(matter: Matter, moved: Move, version: int) -> Sql:
    to = moved.position
    return Sql(
        MOVED,
        to.state.value,
        to.holder,
        to.clerk,
        to.outcome,
        to.rating,
        to.reopened,
        to.due_at,
        to.due_provisional,
        to.left_s,
        to.closed_at,
        moved.photos_expected,
        version,
        matter.id,
        matter.version,
    )


def _taken(row: dict[str, Any]) -> StepTaken:
    return StepTaken(row["id"], Act(row["act"]), State(row["state"]), row["version"], row["at"])
