"""The life of a request: what may happen, to whom it is open, and that nothing else can happen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.errors import StepNotAllowed
from server.domain.lifecycle import (
    CHANGE_HOLDER,
    OPEN,
    OVER,
    RULES,
    Act,
    State,
    acts_open_to,
    state_after,
)
from server.domain.people import DESK, Role

ROLES = st.frozensets(st.sampled_from(Role), max_size=3)
CLERK = frozenset({Role.CLERK})
MEI = frozenset({Role.RESIDENT})


@given(st.lists(st.tuples(st.sampled_from(Act), ROLES), max_size=40))
def test_a_walk_through_any_acts_ends_only_where_the_table_leads(
    tries: list[tuple[Act, frozenset[Role]]],
) -> None:
    state, before = State.SUBMITTED, None
    for act, roles in tries:
        after = taken(state, act, roles, before)
        if act not in acts_open_to(roles, state) or (act is Act.UNDO and before is None):
            assert after is None
        else:
            assert after is (RULES[state, act].after or before)
            before, state = (None if act is Act.UNDO else state), after


def taken(state: State, act: Act, roles: frozenset[Role], before: State | None) -> State | None:
    """The state after it; None if it is refused."""
    try:
        return state_after(state, act, roles, before=before)
    except StepNotAllowed:
        return None


@given(st.sampled_from(State), st.sampled_from(Act), ROLES)
def test_a_refusal_says_what_is_possible_and_that_is_possible(
    state: State, act: Act, roles: frozenset[Role]
) -> None:
    try:
        state_after(state, act, roles, before=State.SUBMITTED)
    except StepNotAllowed as refusal:
        possible = refusal.facts["possible"]
        assert isinstance(possible, list)
        for other in possible:
            state_after(state, other, roles, before=State.SUBMITTED)


def test_every_state_can_be_reached_from_the_beginning() -> None:
    reached = {State.SUBMITTED}
    for _ in State:
        reached |= {rule.after for (state, _), rule in RULES.items() if state in reached and rule.after}

    assert reached == set(State)


def test_every_open_request_can_be_withdrawn_and_finished_by_the_desk() -> None:
    for state in OPEN:
        assert state_after(state, Act.WITHDRAW, MEI) is State.WITHDRAWN
        assert Act.RESOLVE in acts_open_to(CLERK, state)


def test_silence_closes_but_only_the_resident_confirms() -> None:
    assert acts_open_to(frozenset({Role.CLOCK}), State.RESOLVED) == [Act.CLOSE, Act.HAND_OVER]
    for role in DESK:
        assert Act.CONFIRM not in acts_open_to(frozenset({role}), State.RESOLVED)


def test_transfer_and_escalation_leave_the_state_alone() -> None:
    for act in CHANGE_HOLDER - {Act.RETURN}:
        assert {rule.after is state for (state, other), rule in RULES.items() if other is act} == {True}


def test_reopening_is_free_once_then_through_a_manager() -> None:
    assert Act.REOPEN in acts_open_to(MEI, State.CLOSED, reopened=0)
    assert Act.REOPEN not in acts_open_to(MEI, State.CLOSED, reopened=1)
    assert Act.REOPEN in acts_open_to(frozenset({Role.MANAGER}), State.CLOSED, reopened=1)


def test_nobody_without_a_part_in_it_can_do_anything() -> None:
    for state in State:
        assert acts_open_to(frozenset(), state) == []
        assert acts_open_to(frozenset({Role.AUDITOR, Role.STATISTICIAN, Role.INTERVIEWER}), state) == []


def test_what_is_over_moves_no_more_by_the_desk_except_by_undo_and_reopening() -> None:
    for state in OVER:
        moving = {act for act in acts_open_to(DESK, state) if RULES[state, act].after is not state}
        assert moving <= {Act.UNDO, Act.REOPEN}


def test_a_request_is_never_submitted_twice() -> None:
    with pytest.raises(StepNotAllowed):
        state_after(State.SUBMITTED, Act.SUBMIT, MEI)
