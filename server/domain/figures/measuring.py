"""What the figures know of one request, read off its steps. Arithmetic only.

Answered: the first thing somebody of the staff said or did that its resident is told of. In time: by the
time that was promised when it was sent (reckoned again only with its category or the calendar).
Done: the last time it was resolved or declined, unless it was taken up again. How long that took: the working
time in which it lay with us, without the time in which the resident was asked.
Late is whoever held it when it fell due. What was undone within seconds did not happen.
What the resident said last counts: "not solved" stays until they say otherwise.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import Struct

from server.domain.lifecycle import IN_HAND, UNANSWERED, Act, State
from server.domain.places import ORGANIZATION, Map
from server.domain.scope import level_of
from server.domain.timeline import CLOCK, RESIDENT, Facts, facts_of, position_before

ANSWERS: Final = frozenset(
    {
        Act.ACCEPT,
        Act.ASSIGN,
        Act.DISPATCH,
        Act.START,
        Act.ASK,
        Act.RESOLVE,
        Act.DECLINE,
        Act.MERGE,
        Act.MESSAGE,
    }
)
ENDS: Final = frozenset({Act.RESOLVE, Act.DECLINE})
PROMISES: Final = frozenset({Act.SUBMIT, Act.RECATEGORIZE, Act.RECKON})
WITH_US: Final = frozenset({*UNANSWERED, *IN_HAND})
SATISFIED: Final = 4  # of five, and above: satisfied, very satisfied
COMMUNITY: Final = 4  # its level
KINDS: Final = ("community", "office", "firm")


class Measured(Struct, frozen=True):
    """One request's row of facts."""

    request: UUID
    place: str
    category: str
    month: int
    sent_at: datetime
    answer_due: datetime | None
    answered_at: datetime | None
    answer_s: int | None
    answer_late: bool
    answer_by: str
    done_at: datetime | None
    done_s: int | None
    done_late: bool
    done_by: str
    asked: bool
    solved: bool | None
    rating: int | None
    reopened: int


class Happened(Struct, frozen=True):
    """A step that stands: what it did, who holds the request after it."""

    act: Act
    by_staff: bool
    said: bool  # the resident is told of it
    facts: Facts
    state: State
    at: datetime
    holder: str


def measured(request: dict[str, Any], rows: Sequence[dict[str, Any]], known: Map) -> Measured:
    """The facts of a row of `service_request` and all of its steps, in their order, at least the first."""
    steps = _standing(request, rows)
    answer, due = _first_answer(steps), _promised(steps)
    end = _end(steps)
    over_at = request["closed_at"]
    answered_at = answer.at if answer else None
    fell_due = due is not None and _after(answered_at or over_at, due)
    solved, rating = _last_word(steps)
    owes_answer = _holder_at(steps, due if fell_due and due else answered_at)
    done_late, owes_end = _ended_late(steps, end)
    sent_at: datetime = request["sent_at"]
    return Measured(
        request=request["id"],
        place=request["place"],
        category=request["category"],
        month=month_of(sent_at, known.zone),
        sent_at=sent_at,
        answer_due=due,
        answered_at=answered_at,
        answer_s=_with_us(steps, answered_at, known) if answered_at else None,
        answer_late=fell_due,
        answer_by=kind_of(owes_answer),
        done_at=end.at if end else None,
        done_s=_with_us(steps, end.at, known) if end else None,
        done_late=done_late,
        done_by=kind_of(owes_end),
        asked=any(step.act is Act.RESOLVE for step in steps),
        solved=solved,
        rating=rating,
        reopened=sum(step.act is Act.REOPEN for step in steps),
    )


def month_of(at: datetime, zone: ZoneInfo) -> int:
    """By the city's clock: 202611."""
    local = at.astimezone(zone)
    return local.year * 100 + local.month


def kind_of(holder: str) -> str:
    """A community's centre, another office, or a firm: a property company, a provider."""
    if holder.startswith(ORGANIZATION):
        return "firm"
    return "community" if level_of(holder) == COMMUNITY else "office"


def _standing(request: dict[str, Any], rows: Sequence[dict[str, Any]]) -> list[Happened]:
    """Every step but those that were undone, and the undoing."""
    facts = [facts_of(row) for row in rows]
    undone = {each.undoes for each in facts if each.undoes}
    holder = facts[0].to or request["holder"]
    standing = []
    for row, each in zip(rows, facts, strict=True):
        if row["id"] in undone or row["act"] == Act.UNDO:
            continue
        holder = each.to if each.source else holder
        by_staff = row["by"] not in {RESIDENT, CLOCK}
        act = Act(row["act"])
        said = by_staff and act in ANSWERS and not (act is Act.MESSAGE and row["internal"])
        standing.append(Happened(act, by_staff, said, each, State(row["state"]), row["at"], holder))
    return standing


def _first_answer(steps: list[Happened]) -> Happened | None:
    return next((step for step in steps if step.said), None)


def _promised(steps: list[Happened]) -> datetime | None:
    due = None
    for step in steps:
        if step.said:
            break
        if step.act in PROMISES and step.state is State.SUBMITTED:
            due = step.facts.due_at or due
    return due


def _end(steps: list[Happened]) -> Happened | None:
    """The last resolution or refusal, if nobody took the request up again."""
    last = next((step for step in reversed(steps) if step.act in ENDS or step.act is Act.REOPEN), None)
    return last if last and last.act in ENDS else None


def _ended_late(steps: list[Happened], end: Happened | None) -> tuple[bool, str]:
    """Was it due before it was done; and who held it then (for what is not done: who holds it)."""
    before = position_before(end.facts) if end else None
    if end is None or before is None:
        return False, end.holder if end else steps[-1].holder
    if before.due_at is None:  # the clock stood still
        return (before.left_s or 0) < 0, end.holder
    late = end.at > before.due_at
    return late, _holder_at(steps, before.due_at) if late else end.holder


def _last_word(steps: list[Happened]) -> tuple[bool | None, int | None]:
    """Whether the resident called it solved, and their rating."""
    for step in reversed(steps):
        if step.by_staff:
            continue
        if step.act is Act.CONFIRM:
            return step.facts.solved is not False, step.facts.rating
        if step.act is Act.REOPEN:
            return False, step.facts.rating
    return None, None


def _holder_at(steps: list[Happened], at: datetime | None) -> str:
    """Who held it at a moment; at the end, without one."""
    holder = steps[0].holder
    for step in steps[1:]:
        if at is not None and step.at >= at:
            break
        holder = step.holder
    return holder


def _with_us(steps: list[Happened], until: datetime, known: Map) -> int:
    """Working seconds until a moment in which it lay with somebody of ours, in the hours of each."""
    seconds = 0.0
    for step, following in zip(steps, [*steps[1:], None], strict=True):
        end = min(following.at, until) if following else until
        if step.state in WITH_US and step.at < end:
            seconds += known.working(step.holder).between(step.at, end).total_seconds()
        if end >= until:
            break
    return int(seconds)


def _after(at: datetime | None, due: datetime) -> bool:
    return at is not None and at > due
