"""What may happen to a request, who may do it, and what comes of it: the whole life, as one table.

The table decides which buttons resident and desk are shown, which step is refused with what is possible
instead, and is walked by a property test. Beside it stand the few rules that need more than state and role:
reopening is free once, and `undo` takes back only one's own last step, for ten seconds.
"""

from datetime import timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Final

from msgspec import Struct

from server.domain.errors import StepNotAllowed
from server.domain.people import DESK, Role


class State(StrEnum):
    """Where a request stands."""

    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    ASSIGNED = "assigned"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"  # for the resident's answer; the clock is paused
    RESOLVED = "resolved"  # the resident is asked whether it is so
    CLOSED = "closed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"


class Act(StrEnum):
    """What somebody does about it; each is a step that stays."""

    SUBMIT = "submit"  # always the first step, never a later one
    ACCEPT = "accept"
    ASSIGN = "assign"
    START = "start"
    ASK = "ask"
    ANSWER = "answer"
    TRANSFER = "transfer"
    RETURN = "return"
    ESCALATE = "escalate"
    RESOLVE = "resolve"
    CONFIRM = "confirm"
    CLOSE = "close"
    REOPEN = "reopen"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    MERGE = "merge"
    UNDO = "undo"
    MESSAGE = "message"
    REMIND = "remind"  # who stands above the holder, or at the place, asks the holder to hurry
    PHOTO_GIVEN_UP = "photo_given_up"
    TRIED = "tried"  # to reach the resident, in vain
    RECATEGORIZE = "recategorize"  # it is about something else than it was sent as
    SUPERVISE = "supervise"  # it is late, or grave: a level above watches it
    RECKON = "reckon"  # its due time again, by a calendar that was announced meanwhile
    HAND_OVER = "hand_over"  # whose it was works there no more
    DISPATCH = "dispatch"  # the desk, which keeps it, sends a firm to see about it
    OFFER = "offer"  # the firm's: a time and a price
    AGREE = "agree"  # the resident takes the offer
    DISAGREE = "disagree"
    HAND_BACK = "hand_back"  # the firm cannot, says nothing, or is not wanted any more


class Outcome(StrEnum):
    """What came of it. Closed is not solved: this says which."""

    SOLVED = "solved"
    ANSWERED = "answered"
    PARTLY = "partly"
    NOT_POSSIBLE = "not_possible"
    NOT_OURS = "not_ours"
    DUPLICATE = "duplicate"
    NO_CONTACT = "no_contact"


class Reason(StrEnum):
    """Why a request is declined; words come with it."""

    NOT_OURS = "not_ours"
    NOT_POSSIBLE = "not_possible"
    TOO_VAGUE = "too_vague"
    SETTLED = "settled"
    IN_COURT = "in_court"
    NO_REQUEST = "no_request"  # an advertisement, a test, an insult


OUTCOME_OF: Final = {  # of a request that is declined for this reason
    Reason.NOT_OURS: Outcome.NOT_OURS,
    Reason.NOT_POSSIBLE: Outcome.NOT_POSSIBLE,
    Reason.TOO_VAGUE: Outcome.NO_CONTACT,
    Reason.SETTLED: Outcome.ANSWERED,
    Reason.IN_COURT: Outcome.NOT_POSSIBLE,
    Reason.NO_REQUEST: Outcome.NOT_POSSIBLE,
}


class Rule(Struct, frozen=True):
    """Who may do an act in a state, and the state after it; None: the one before the step that is undone."""

    after: State | None
    who: frozenset[Role]


RESIDENT: Final = frozenset({Role.RESIDENT})
WORKER: Final = DESK | {Role.PROVIDER}
FIRM: Final = frozenset({Role.PROVIDER})
ANYBODY: Final = WORKER | RESIDENT
CLOCK: Final = frozenset({Role.CLOCK})
AGAIN: Final = frozenset({Role.RESIDENT, Role.MANAGER})
ABOVE: Final = frozenset({Role.MANAGER, Role.CLOCK})

UNANSWERED: Final = (State.SUBMITTED,)
IN_HAND: Final = (State.ACCEPTED, State.ASSIGNED, State.IN_PROGRESS)
OPEN: Final = (*UNANSWERED, *IN_HAND, State.WAITING)
OVER: Final = (State.CLOSED, State.DECLINED, State.WITHDRAWN, State.MERGED)

RULES: Final[dict[tuple[State, Act], Rule]] = {
    (State.SUBMITTED, Act.ACCEPT): Rule(State.ACCEPTED, WORKER),
    (State.SUBMITTED, Act.ASSIGN): Rule(State.ASSIGNED, DESK),  # taken on, and given to somebody at once
    (State.SUBMITTED, Act.RESOLVE): Rule(State.RESOLVED, DESK),  # answered on the spot
    (State.SUBMITTED, Act.DECLINE): Rule(State.DECLINED, DESK),
    (State.SUBMITTED, Act.MERGE): Rule(State.MERGED, DESK),
    (State.ACCEPTED, Act.DECLINE): Rule(State.DECLINED, DESK),
    (State.SUBMITTED, Act.RETURN): Rule(State.SUBMITTED, FIRM),  # "not our lift"
    (State.ACCEPTED, Act.RETURN): Rule(State.ACCEPTED, FIRM),
    (State.ACCEPTED, Act.START): Rule(State.IN_PROGRESS, WORKER),
    (State.ASSIGNED, Act.START): Rule(State.IN_PROGRESS, WORKER),
    (State.ASSIGNED, Act.RETURN): Rule(State.ACCEPTED, WORKER),
    (State.IN_PROGRESS, Act.RETURN): Rule(State.ACCEPTED, WORKER),
    **{(state, Act.ASSIGN): Rule(State.ASSIGNED, DESK) for state in IN_HAND},
    **{(state, Act.ASK): Rule(State.WAITING, WORKER) for state in IN_HAND},
    **{(state, Act.MERGE): Rule(State.MERGED, DESK) for state in IN_HAND},
    **{(state, Act.RESOLVE): Rule(State.RESOLVED, WORKER) for state in (*IN_HAND, State.WAITING)},
    (State.WAITING, Act.ANSWER): Rule(State.IN_PROGRESS, RESIDENT),
    (State.WAITING, Act.START): Rule(State.IN_PROGRESS, WORKER),  # the answer came by another way
    (State.RESOLVED, Act.CONFIRM): Rule(State.CLOSED, RESIDENT),
    (State.RESOLVED, Act.CLOSE): Rule(State.CLOSED, CLOCK),  # seven days' silence: closed, never confirmed
    (State.RESOLVED, Act.REOPEN): Rule(State.ACCEPTED, AGAIN),
    (State.CLOSED, Act.REOPEN): Rule(State.ACCEPTED, AGAIN),
    (State.DECLINED, Act.REOPEN): Rule(State.SUBMITTED, AGAIN),
    **{(state, Act.WITHDRAW): Rule(State.WITHDRAWN, RESIDENT) for state in OPEN},
    **{(state, Act.TRANSFER): Rule(state, DESK) for state in OPEN},  # these two change the holder,
    **{(state, Act.ESCALATE): Rule(state, DESK | CLOCK) for state in OPEN},  # not the state
    **{
        (state, Act.UNDO): Rule(None, WORKER)
        for state in (*OPEN, State.RESOLVED, State.DECLINED, State.MERGED)
    },
    **{(state, Act.REMIND): Rule(state, DESK) for state in (*UNANSWERED, *IN_HAND)},
    **{(state, Act.MESSAGE): Rule(state, ANYBODY) for state in State if state is not State.WITHDRAWN},
    **{(state, Act.PHOTO_GIVEN_UP): Rule(state, RESIDENT) for state in State},  # the phone tidies up, always
    **{(state, Act.TRIED): Rule(state, WORKER) for state in OPEN},
    **{(state, Act.RECATEGORIZE): Rule(state, DESK) for state in OPEN},
    **{(state, Act.SUPERVISE): Rule(state, ABOVE) for state in (*UNANSWERED, *IN_HAND)},
    **{(state, Act.RECKON): Rule(state, CLOCK) for state in OPEN},
    **{(state, Act.HAND_OVER): Rule(state, CLOCK) for state in (*OPEN, State.RESOLVED)},  # no button
    (State.ASSIGNED, Act.HAND_OVER): Rule(State.ACCEPTED, CLOCK),
    (State.SUBMITTED, Act.DISPATCH): Rule(State.ACCEPTED, DESK),  # taken on, and a firm is sent at once
    **{(state, Act.DISPATCH): Rule(state, DESK) for state in IN_HAND},
    **{(state, Act.OFFER): Rule(State.WAITING, FIRM) for state in (*IN_HAND, State.WAITING)},
    **{(state, Act.AGREE): Rule(State.IN_PROGRESS, RESIDENT) for state in (*IN_HAND, State.WAITING)},
    **{(state, Act.DISAGREE): Rule(State.ACCEPTED, RESIDENT) for state in (*IN_HAND, State.WAITING)},
    **{(state, Act.HAND_BACK): Rule(state, FIRM | DESK | CLOCK) for state in IN_HAND},
    (State.WAITING, Act.HAND_BACK): Rule(State.ACCEPTED, FIRM | DESK | CLOCK),
}

ACTS_IN: Final = {  # the same by state, in the order of `Act`
    state: [(act, RULES[state, act]) for act in Act if (state, act) in RULES] for state in State
}
CHANGE_HOLDER: Final = frozenset({Act.TRANSFER, Act.ESCALATE, Act.RETURN})
PRESSING: Final = frozenset({Act.REMIND, Act.SUPERVISE})
WITH_A_FIRM: Final = frozenset({Act.DISPATCH, Act.OFFER, Act.AGREE, Act.DISAGREE, Act.HAND_BACK})
CAN_BE_UNDONE: Final = frozenset(
    {
        Act.ACCEPT,
        Act.ASSIGN,
        Act.START,
        Act.ASK,
        Act.TRANSFER,
        Act.RETURN,
        Act.ESCALATE,
        Act.RESOLVE,
        Act.DECLINE,
        Act.MERGE,
    }
)
UNDO_WITHIN: Final = timedelta(seconds=10)  # the notice to the resident waits that long
SILENCE: Final = timedelta(days=7)  # without a word after "resolved": closed
FREE_REOPENINGS: Final = 1  # then through a manager


def acts_open_to(roles: frozenset[Role], state: State, reopened: int = 0) -> list[Act]:
    """What somebody with these roles can do now: these buttons, and no others, in the order of `Act`."""
    return list(_open_to(roles, state, reopened >= FREE_REOPENINGS and Role.MANAGER not in roles))


@lru_cache(4096)
def _open_to(roles: frozenset[Role], state: State, used_up: bool) -> tuple[Act, ...]:
    return tuple(
        act
        for act, rule in ACTS_IN[state]
        if not roles.isdisjoint(rule.who) and not (act is Act.REOPEN and used_up)
    )


def state_after(
    state: State, act: Act, roles: frozenset[Role], reopened: int = 0, before: State | None = None
) -> State:
    """The state that `act` leads to; `before` is what an undo goes back to.

    Raises StepNotAllowed, which says what is possible instead.
    """
    possible = acts_open_to(roles, state, reopened)
    if act not in possible:
        raise StepNotAllowed(state=state, act=act, possible=possible)
    after = RULES[state, act].after or before
    if after is None:
        raise StepNotAllowed(state=state, act=act, possible=[other for other in possible if other is not act])
    return after
