"""The clock over again from its steps is the clock as it ran; property: whatever happened in between."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from server.domain.clock import OFFICE, Clock, WorkingTime, clock_after
from server.domain.lifecycle import RULES, Act, State
from server.domain.reckoning import Event, reckon
from server.domain.terms import PROMISES, Terms
from tests.builders import COMMUNITY, STREET
from tests.domain.test_clock import CALENDAR, HANGZHOU

WORKING = WorkingTime(OFFICE, CALENDAR, HANGZHOU)
START = datetime(2026, 9, 28, 1, tzinfo=UTC)
MOVES = st.lists(
    st.tuples(
        st.sampled_from(
            [Act.ACCEPT, Act.START, Act.ASK, Act.ANSWER, Act.ESCALATE, Act.TRANSFER, Act.MESSAGE]
        ),
        st.timedeltas(timedelta(0), timedelta(days=4)),
    ),
    max_size=15,
)
TERMS = st.sampled_from([PROMISES.urgent, PROMISES.ordinary, *PROMISES.by_category.values()])


def run(moves: list[tuple[Act, timedelta]], terms: Terms) -> tuple[list[Event], Clock]:
    """What the desk would do, step by step."""
    due = WORKING.due(START, terms.answer)
    clock, state, at = Clock(due.at, provisional=due.provisional), State.SUBMITTED, START
    events = [Event(Act.SUBMIT, state, at, COMMUNITY)]
    for act, wait in moves:
        rule = RULES.get((state, act))
        if rule is None or rule.after is None:
            continue
        at, moved = at + wait, act in {Act.ESCALATE, Act.TRANSFER}
        clock = clock_after(clock, act, state, rule.after, at, moved=moved, terms=terms, working=WORKING)
        state = rule.after
        events.append(Event(act, state, at, STREET if moved else events[-1].holder, moved))
    return events, clock


@given(MOVES, TERMS)
def test_with_the_same_promise_nothing_changes(moves: list[tuple[Act, timedelta]], terms: Terms) -> None:
    events, clock = run(moves, terms)

    assert reckon(events, terms, lambda _: WORKING) == clock


@given(MOVES, TERMS, TERMS)
def test_there_and_back_is_where_it_was(
    moves: list[tuple[Act, timedelta]], terms: Terms, other: Terms
) -> None:
    events, clock = run(moves, terms)
    reckon(events, other, lambda _: WORKING)

    assert reckon(events, terms, lambda _: WORKING) == clock


@given(MOVES)
def test_more_promised_time_is_never_due_earlier(moves: list[tuple[Act, timedelta]]) -> None:
    events, _ = run(moves, PROMISES.ordinary)

    sooner = reckon(events, PROMISES.ordinary, lambda _: WORKING)
    later = reckon(events, PROMISES.by_category["property"], lambda _: WORKING)

    if sooner.due_at and later.due_at:
        assert sooner.due_at <= later.due_at
    else:
        assert (sooner.left_s is None) == (later.left_s is None)
