"""What a step changes: for every state, act and role the position after it is whole; an undo puts it back."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.calendar import UNKNOWN
from server.domain.errors import Invalid, StepNotAllowed
from server.domain.lifecycle import CAN_BE_UNDONE, OPEN, OVER, RULES, Act, Outcome, Reason, State
from server.domain.moves import Matter, Meant, Move, TakeStep, move
from server.domain.people import Actor, Role
from server.domain.places import Map
from server.domain.timeline import Position, facts_json, facts_of, position_before
from tests.builders import COMMUNITY, ELSEWHERE, NOON, STREET

KNOWN = Map(NOON, ZoneInfo("Asia/Shanghai"), {}, {}, UNKNOWN)
CLERK, COLLEAGUE = Actor(person=uuid4(), name="周敏"), uuid4()
EVERYTHING = {  # enough for any act to say what it must
    "note": "马上来看",
    "to": ELSEWHERE,
    "outcome": Outcome.SOLVED,
    "reason": Reason.NOT_OURS,
    "rating": 4,
}
MOMENTS = st.datetimes(datetime(2026, 3, 1), datetime(2026, 11, 1), timezones=st.just(UTC))


@st.composite
def positions(draw: st.DrawFn) -> Position:
    """Where a request can stand."""
    state = draw(st.sampled_from(State))
    at = draw(MOMENTS)
    runs = state in OPEN and state is not State.WAITING
    return Position(
        state=state,
        holder=draw(st.sampled_from([COMMUNITY, STREET])),
        clerk=draw(st.none() | st.just(COLLEAGUE)),
        reopened=draw(st.integers(0, 1)),
        due_at=at if runs or state is State.RESOLVED else None,
        left_s=draw(st.integers(-9000, 90_000)) if state is State.WAITING else None,
        closed_at=at if state in OVER else None,
    )


def a_matter(position: Position, photos_expected: int = 0) -> Matter:
    """A lamp in the community."""
    return Matter(
        id=uuid4(),
        place=COMMUNITY,
        category="lighting",
        urgent=False,
        version=3,
        photos_expected=photos_expected,
        photos_missing=photos_expected > 0,
        position=position,
    )


def moved(position: Position, act: Act, now: datetime = NOON, meant: Meant | None = None) -> Move:
    """By somebody who may."""
    roles = RULES[position.state, act].who | {Role.MANAGER}
    step = TakeStep(act, **EVERYTHING)  # type: ignore[arg-type]
    return move(
        a_matter(position), step, CLERK, roles, now, meant=meant or Meant(clerk=COLLEAGUE), known=KNOWN
    )


def acts(position: Position) -> list[Act]:
    """What the table opens, but for undo."""
    return [act for state, act in RULES if state is position.state and act is not Act.UNDO]


@given(positions(), st.data(), MOMENTS)
def test_every_step_leaves_a_whole_position(position: Position, data: st.DataObject, now: datetime) -> None:
    act = data.draw(st.sampled_from(acts(position)))

    after = moved(position, act, now).position

    assert (after.closed_at is not None) == (after.state in OVER)
    assert (after.left_s is not None) == (after.state is State.WAITING)
    waits = (after.state in OPEN and after.state is not State.WAITING) or after.state is State.RESOLVED
    assert (after.due_at is not None) == waits
    if after.holder != position.holder:
        assert act in {Act.TRANSFER, Act.ESCALATE}
        assert after.clerk is None
    if act is Act.REOPEN:
        assert (after.rating, after.outcome, after.reopened) == (None, None, position.reopened + 1)


@given(positions(), st.data(), MOMENTS)
def test_an_undo_puts_back_exactly_what_was(position: Position, data: st.DataObject, now: datetime) -> None:
    act = data.draw(st.sampled_from([act for act in acts(position) if act in CAN_BE_UNDONE] or [Act.MESSAGE]))
    if act is Act.MESSAGE:
        return
    first = moved(position, act, now)
    stored = facts_of({"facts": facts_json(first.facts)})

    meant = Meant(undoes=UUID(int=1), before=position_before(stored))
    back = moved(first.position, Act.UNDO, now + timedelta(seconds=5), meant)

    assert back.position == position
    assert back.facts.undoes == UUID(int=1)


@pytest.mark.parametrize("act", [act for act in Act if act not in CAN_BE_UNDONE])
def test_what_cannot_be_undone_keeps_no_position(act: Act) -> None:
    state = next((state for state, other in RULES if other is act), None)
    if state is None or act is Act.UNDO:
        return
    position = Position(state=state, holder=COMMUNITY)

    assert position_before(moved(position, act).facts) is None


def test_a_step_without_its_words_says_what_is_missing() -> None:
    lacking = {
        Act.RESOLVE: {"note": "required", "outcome": "required"},
        Act.DECLINE: {"note": "required", "reason": "required"},
        Act.MESSAGE: {"note": "required"},
        Act.TRANSFER: {"to": "required"},
        Act.MERGE: {"to": "required"},
    }
    position = Position(state=State.SUBMITTED, holder=COMMUNITY, due_at=NOON)

    for act, fields in lacking.items():
        with pytest.raises(Invalid) as refusal:
            move(
                a_matter(position),
                TakeStep(act),
                CLERK,
                frozenset({Role.CLERK}),
                NOON,
                meant=Meant(),
                known=KNOWN,
            )
        assert refusal.value.fields == fields


def test_a_photo_alone_is_a_word() -> None:
    step = TakeStep(Act.MESSAGE, photo=uuid4())
    position = Position(state=State.SUBMITTED, holder=COMMUNITY, due_at=NOON)

    after = move(
        a_matter(position), step, CLERK, frozenset({Role.RESIDENT}), NOON, meant=Meant(), known=KNOWN
    )

    assert after.facts.photo == step.photo


def test_escalation_of_an_unanswered_request_gives_the_next_office_its_own_time() -> None:
    late = Position(state=State.SUBMITTED, holder=COMMUNITY, due_at=NOON - timedelta(days=1))
    in_hand = Position(state=State.IN_PROGRESS, holder=COMMUNITY, due_at=NOON - timedelta(days=1))

    assert moved(late, Act.ESCALATE).position.due_at == NOON + timedelta(hours=2)
    assert moved(in_hand, Act.ESCALATE).position.due_at == in_hand.due_at


def test_who_takes_it_on_has_it_and_keeps_it() -> None:
    fresh = Position(state=State.SUBMITTED, holder=COMMUNITY, due_at=NOON)
    colleagues = Position(state=State.ASSIGNED, holder=COMMUNITY, clerk=COLLEAGUE, due_at=NOON)

    assert moved(fresh, Act.ACCEPT).position.clerk == CLERK.person
    assert moved(colleagues, Act.START).position.clerk == COLLEAGUE
    assert moved(colleagues, Act.RETURN).position.clerk is None


def test_a_photo_given_up_twice_is_not_counted_below_what_is_here() -> None:
    position = Position(state=State.SUBMITTED, holder=COMMUNITY, due_at=NOON)
    step, resident = TakeStep(Act.PHOTO_GIVEN_UP), frozenset({Role.RESIDENT})

    first = move(a_matter(position, 1), step, CLERK, resident, NOON, meant=Meant(), known=KNOWN)
    again = move(a_matter(position, 0), step, CLERK, resident, NOON, meant=Meant(), known=KNOWN)

    assert (first.photos_expected, again.photos_expected) == (0, 0)


def test_without_a_right_there_is_no_step() -> None:
    position = Position(state=State.SUBMITTED, holder=COMMUNITY, due_at=NOON)

    with pytest.raises(StepNotAllowed) as refusal:
        move(
            a_matter(position),
            TakeStep(Act.ACCEPT),
            CLERK,
            frozenset({Role.RESIDENT}),
            NOON,
            meant=Meant(),
            known=KNOWN,
        )

    assert Act.WITHDRAW in refusal.value.facts["possible"]  # type: ignore[operator]
