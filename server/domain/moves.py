"""What a step changes of a request: the position after it, and the facts that it leaves. Arithmetic only.

What a step needs to know beforehand (who is meant, what is undone) has been looked up: `Meant`.
"""

from datetime import datetime
from typing import Final
from uuid import UUID

from msgspec import UNSET, Struct

from server.domain.access import above
from server.domain.clock import Clock, WorkingTime, clock_after, terms_of
from server.domain.errors import Invalid, StepNotAllowed
from server.domain.lifecycle import (
    CAN_BE_UNDONE,
    OUTCOME_OF,
    OVER,
    Act,
    Outcome,
    Reason,
    State,
    acts_open_to,
    state_after,
)
from server.domain.people import Actor, Role
from server.domain.places import ORGANIZATION, Map
from server.domain.timeline import Facts, Position, raw_position

WITH_WORDS: Final = frozenset({Act.RESOLVE, Act.DECLINE, Act.ASK})  # that the resident can read


class Matter(Struct, frozen=True):
    """The request that a step is about: what never changes of it, and its position."""

    id: UUID
    place: str
    category: str
    urgent: bool
    version: int
    photos_expected: int
    photos_missing: bool
    position: Position


class TakeStep(Struct, frozen=True):
    """What somebody does; the doors let each reader set only what is theirs."""

    act: Act
    note: str = ""
    version: int | None = None  # of the request they were looking at; None: whatever it is now
    internal: bool = False
    to: str = ""
    outcome: Outcome | None = None
    reason: Reason | None = None
    rating: int | None = None
    solved: bool | None = None  # as the resident says
    reasons: tuple[str, ...] = ()  # why they rate it so
    photo: UUID | None = None


class Meant(Struct, frozen=True):
    """What was looked up for a step: the name of the clerk it is assigned to, or the step that it undoes."""

    clerk: UUID | None = None
    clerk_name: str = ""
    undoes: UUID | None = None
    before: Position | None = None


class Move(Struct, frozen=True):
    """What comes of a step."""

    position: Position
    facts: Facts
    photos_expected: int


def move(
    matter: Matter,
    step: TakeStep,
    by: Actor,
    roles: frozenset[Role],
    now: datetime,
    *,
    meant: Meant,
    known: Map,
) -> Move:
    """Raises StepNotAllowed with what is possible, or Invalid for what the step lacks."""
    at, before = matter.position, meant.before
    after = state_after(at.state, step.act, roles, at.reopened, before.state if before else None)
    check_words(step)
    if step.act is Act.ESCALATE and not above(at.holder, matter.place):
        possible = [act for act in acts_open_to(roles, at.state, at.reopened) if act is not step.act]
        raise StepNotAllowed(state=at.state, act=step.act, possible=possible)
    if before is not None:  # an undo: everything is as it was
        facts = Facts(undoes=meant.undoes, source=at.holder, to=before.holder)
        return Move(before, facts, matter.photos_expected)
    holder = holder_after(matter, step)
    clock = clock_of(matter, step, after, now, known.working(holder))
    position = Position(
        state=after,
        holder=holder,
        clerk=clerk_after(at, step, by, meant) if holder == at.holder else None,
        outcome=outcome_after(at, step),
        rating=rating_after(at, step),
        reopened=at.reopened + (step.act is Act.REOPEN),
        due_at=clock.due_at,
        due_provisional=clock.provisional,
        left_s=clock.left_s,
        closed_at=(at.closed_at or now) if after in OVER else None,
    )
    given_up = step.act is Act.PHOTO_GIVEN_UP and matter.photos_missing
    return Move(position, facts_of_step(at, step, holder, meant), matter.photos_expected - given_up)


def clock_of(matter: Matter, step: TakeStep, after: State, now: datetime, working: WorkingTime) -> Clock:
    """Who gets an unanswered request by escalation has a time of their own for the first answer."""
    at, terms = matter.position, terms_of(matter.category, matter.urgent)
    if step.act is Act.ESCALATE and after is State.SUBMITTED:
        due = working.due(now, terms.answer)
        return Clock(due.at, provisional=due.provisional)
    clock = Clock(at.due_at, at.left_s, at.due_provisional)
    return clock_after(clock, at.state, after, now, terms=terms, working=working)


def check_words(step: TakeStep) -> None:
    """Some steps say nothing without words, an outcome or a reason. Raises Invalid."""
    lacking = {}
    if (step.act in WITH_WORDS and (not step.note or step.internal)) or (
        step.act in {Act.MESSAGE, Act.ANSWER} and not (step.note or step.photo)
    ):
        lacking["note"] = "required"
    if step.act is Act.RESOLVE and step.outcome is None:
        lacking["outcome"] = "required"
    if step.act is Act.DECLINE and step.reason is None:
        lacking["reason"] = "required"
    if step.act in {Act.TRANSFER, Act.MERGE} and not step.to:
        lacking["to"] = "required"
    if lacking:
        raise Invalid(lacking)


def holder_after(matter: Matter, step: TakeStep) -> str:
    """Transfer, escalation and a firm's return change the holder, nothing else does."""
    holder = matter.position.holder
    if step.act is Act.TRANSFER:
        return step.to
    if step.act is Act.RETURN and holder.startswith(ORGANIZATION):
        return matter.place
    if step.act is Act.ESCALATE:
        return above(holder, matter.place)
    return holder


def clerk_after(at: Position, step: TakeStep, by: Actor, meant: Meant) -> UUID | None:
    """Whose it is at the holder's desk: who accepted it, or to whom it was assigned."""
    if step.act is Act.ASSIGN:
        return meant.clerk
    if step.act is Act.RETURN:
        return None
    mine = step.act in {Act.ACCEPT, Act.START, Act.RESOLVE} and at.clerk is None
    return by.person if mine else at.clerk


def outcome_after(at: Position, step: TakeStep) -> str | None:
    """What came of it, as long as it is not taken up again."""
    match step.act:
        case Act.RESOLVE:
            return step.outcome
        case Act.DECLINE:
            return step.reason and OUTCOME_OF[step.reason]
        case Act.MERGE:
            return Outcome.DUPLICATE
        case Act.REOPEN:
            return None
    return at.outcome


def rating_after(at: Position, step: TakeStep) -> int | None:
    """Of the last resolution."""
    if step.act is Act.CONFIRM:
        return step.rating
    return None if step.act is Act.REOPEN else at.rating


def facts_of_step(at: Position, step: TakeStep, holder: str, meant: Meant) -> Facts:
    """What the step says beside its words."""
    moved = holder != at.holder
    to = str(meant.clerk) if step.act is Act.ASSIGN else step.to if step.act is Act.MERGE else ""
    return Facts(
        source=at.holder if moved else "",
        to=holder if moved else to,
        name=meant.clerk_name,
        rating=step.rating if step.act is Act.CONFIRM else None,
        solved=step.solved if step.act is Act.CONFIRM else None,
        reasons=step.reasons if step.act is Act.CONFIRM else (),
        outcome=(step.outcome or "") if step.act is Act.RESOLVE else "",
        reason=(step.reason or "") if step.act is Act.DECLINE else "",
        photo=step.photo,
        before=raw_position(at) if step.act in CAN_BE_UNDONE else UNSET,
    )
