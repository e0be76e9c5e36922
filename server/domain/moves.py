"""What a step changes of a request: the position after it, and the facts that it leaves. Arithmetic only.

What a step needs to know beforehand (who is meant, what is undone) has been looked up: `Meant`.
"""

from datetime import datetime
from typing import Final
from uuid import UUID

from msgspec import UNSET, Struct

from server.domain.access import above
from server.domain.clock import Clock, WorkingTime, clock_after
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
from server.domain.terms import terms_of
from server.domain.timeline import Deal, Facts, Position, raw_position

WITH_WORDS: Final = frozenset({Act.RESOLVE, Act.DECLINE, Act.ASK})  # that the resident can read
MOST_RETURNS: Final = 1  # of one firm; the next goes up, not round


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
    why: str = ""  # the clock's: overdue, vacant
    told: tuple[str, ...] = ()  # whom it told
    deal: Deal = Deal()  # with which firm


class Meant(Struct, frozen=True):
    """What was looked up for a step: the clerk it is assigned to, the step that it undoes, how often the firm
    sent it back before, the clock by another promise or calendar.
    """

    clerk: UUID | None = None
    clerk_name: str = ""
    undoes: UUID | None = None
    before: Position | None = None
    returned: int = 0
    clock: Clock | None = None
    is_clerk_gone: bool = False  # whoever had it works there no more


class Move(Struct, frozen=True):
    """What comes of a step."""

    position: Position
    facts: Facts
    photos_expected: int
    category: str


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
    check_words(step, at.holder)
    if step.act is Act.ESCALATE and not above(at.holder, matter.place):
        possible = [act for act in acts_open_to(roles, at.state, at.reopened) if act is not step.act]
        raise StepNotAllowed(state=at.state, act=step.act, possible=possible)
    if before is not None:  # an undo: everything is as it was
        facts = Facts(undoes=meant.undoes, source=at.holder, to=before.holder)
        return Move(before, facts, matter.photos_expected, matter.category)
    holder = holder_after(matter, step, meant)
    clock = meant.clock or clock_of(matter, step.act, after, now, known.working(holder), holder=holder)
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
    category = step.to if step.act is Act.RECATEGORIZE else matter.category
    facts = facts_of_step(matter, step, position, meant)
    return Move(position, facts, matter.photos_expected - given_up, category)


def clock_of(
    matter: Matter, act: Act, after: State, now: datetime, working: WorkingTime, *, holder: str
) -> Clock:
    """The clock after the step, in the working time of who has it then."""
    at, terms = matter.position, terms_of(matter.category, matter.urgent)
    clock = Clock(at.due_at, at.left_s, at.due_provisional)
    moved = holder != at.holder
    return clock_after(clock, act, at.state, after, now, moved=moved, terms=terms, working=working)


def check_words(step: TakeStep, holder: str) -> None:
    """Some steps say nothing without words, an outcome or a reason. Raises Invalid."""
    lacking = {}
    if step.act is Act.RETURN and holder.startswith(ORGANIZATION) and not step.note:
        lacking["note"] = "required"  # the community must know why it is not the firm's
    if (step.act in WITH_WORDS and (not step.note or step.internal)) or (
        step.act in {Act.MESSAGE, Act.ANSWER} and not (step.note or step.photo)
    ):
        lacking["note"] = "required"
    if step.act is Act.RESOLVE and step.outcome is None:
        lacking["outcome"] = "required"
    if step.act is Act.DECLINE and step.reason is None:
        lacking["reason"] = "required"
    if step.act in {Act.TRANSFER, Act.MERGE, Act.RECATEGORIZE} and not step.to:
        lacking["to"] = "required"
    if lacking:
        raise Invalid(lacking)


def holder_after(matter: Matter, step: TakeStep, meant: Meant) -> str:
    """Transfer, escalation and a firm's return change the holder, nothing else does.

    What a firm sends back a second time goes to the level above the place: up, not round.
    """
    holder = matter.position.holder
    if step.act is Act.TRANSFER:
        return step.to
    if step.act is Act.RETURN and holder.startswith(ORGANIZATION):
        again = meant.returned >= MOST_RETURNS
        return (above(matter.place, matter.place) if again else "") or matter.place
    if step.act is Act.ESCALATE:
        return above(holder, matter.place)
    return holder


def clerk_after(at: Position, step: TakeStep, by: Actor, meant: Meant) -> UUID | None:
    """Whose it is at the holder's desk: who accepted it, or to whom it was assigned."""
    if step.act is Act.ASSIGN:
        return meant.clerk
    if step.act is Act.RETURN or (step.act is Act.REOPEN and meant.is_clerk_gone):
        return None
    mine = step.act in {Act.ACCEPT, Act.START, Act.RESOLVE, Act.DISPATCH} and at.clerk is None
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


def facts_of_step(matter: Matter, step: TakeStep, after: Position, meant: Meant) -> Facts:
    """What the step says beside its words."""
    at, again = matter.position, step.act in {Act.RECATEGORIZE, Act.RECKON}
    moved = after.holder != at.holder
    named = {Act.ASSIGN: str(meant.clerk), Act.SUPERVISE: step.to, Act.MERGE: step.to}
    if step.act is Act.RECATEGORIZE:
        return Facts(was=matter.category, to=step.to, due_at=after.due_at, was_due_at=at.due_at)
    return Facts(
        source=at.holder if moved else "",
        to=after.holder if moved else named.get(step.act, step.deal.firm),
        due_at=after.due_at if again else None,
        was_due_at=at.due_at if again else None,
        why=step.why,
        told=step.told,
        name=meant.clerk_name or step.deal.name,
        fen=step.deal.fen,
        begins=step.deal.begins,
        ends=step.deal.ends,
        rating=step.rating if step.act is Act.CONFIRM else None,
        solved=step.solved if step.act is Act.CONFIRM else None,
        reasons=step.reasons if step.act is Act.CONFIRM else (),
        outcome=(step.outcome or "") if step.act is Act.RESOLVE else "",
        reason=(step.reason or "") if step.act is Act.DECLINE else "",
        photo=step.photo,
        before=raw_position(at) if step.act in CAN_BE_UNDONE else UNSET,
    )
