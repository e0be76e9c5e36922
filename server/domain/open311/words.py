"""How a request stands, for other software: open or closed, and what came of it in words.

Closed is not fixed. Only an outcome that says "solved" is ever told as that, and then as somebody's word.
"""

from typing import Final

from server.domain.lifecycle import OVER, Act, Outcome, State

DONE: Final = frozenset({State.RESOLVED, *OVER})
STANDS: Final[dict[State, tuple[str, str]]] = {
    State.SUBMITTED: ("已收到，等人受理。", "Received, not yet taken on."),
    State.ACCEPTED: ("已受理。", "Somebody has taken it on."),
    State.ASSIGNED: ("已派人处理。", "Somebody was sent."),
    State.IN_PROGRESS: ("正在处理。", "Being worked on."),
    State.WAITING: ("等报告人补充情况。", "Waiting for the one who asked."),
    State.RESOLVED: ("已有结果。", "There is a result."),
    State.CLOSED: ("已办结。", "Closed."),
    State.DECLINED: ("没有受理。", "Not taken on."),
    State.WITHDRAWN: ("报告人已撤回。", "Withdrawn by the one who asked."),
    State.MERGED: ("与另一件求助合并处理。", "Merged with another request."),
}
CAME_OF_IT: Final[dict[Outcome, tuple[str, str]]] = {
    Outcome.SOLVED: ("工作人员表示已经解决。", "Staff say that it is solved."),
    Outcome.ANSWERED: ("已答复。", "It was answered."),
    Outcome.PARTLY: ("解决了一部分。", "It is solved in part."),
    Outcome.NOT_POSSIBLE: ("办不了。", "It cannot be done."),
    Outcome.NOT_OURS: ("不归这里管。", "It is not for this office."),
    Outcome.DUPLICATE: ("与另一件求助重复。", "It is the same as another request."),
    Outcome.NO_CONTACT: ("联系不上报告人。", "The one who asked could not be reached."),
}
# As FixMyStreet names states; without an outcome that says more, what is over is only "closed".
NEAREST: Final = {
    State.SUBMITTED: "open",
    State.ACCEPTED: "investigating",
    State.ASSIGNED: "action_scheduled",
    State.IN_PROGRESS: "in_progress",
    State.WAITING: "investigating",
    State.WITHDRAWN: "cancelled",
    State.MERGED: "duplicate",
}
ENDED: Final = {
    Outcome.SOLVED: "fixed",
    Outcome.NOT_POSSIBLE: "no_further_action",
    Outcome.NOT_OURS: "not_councils_responsibility",
    Outcome.DUPLICATE: "duplicate",
}
MOVED: Final[dict[Act, tuple[str, str]]] = {
    Act.TRANSFER: ("已转给另一个单位。", "Passed on to another office."),
    Act.ESCALATE: ("已转给上一级。", "Passed on to the next level."),
    Act.RETURN: ("退回重新安排。", "Returned, to be arranged anew."),
    Act.REOPEN: ("重新处理。", "Taken up again."),
}


def status_of(state: State) -> str:
    """One of the standard's two."""
    return "closed" if state in DONE else "open"


def notes_of(state: State, outcome: str | None, language: str) -> str:
    """Where it stands, in words."""
    english = language == "en"
    words = STANDS[state][english]
    if state in DONE and outcome and Outcome(outcome) in CAME_OF_IT:
        came = CAME_OF_IT[Outcome(outcome)][english]
        words = f"{words} {came}" if english else words + came
    return words


def news_of_step(act: Act, state: State, outcome: str | None, language: str) -> str:
    """What a step says without its own words."""
    return MOVED[act][language == "en"] if act in MOVED else notes_of(state, outcome, language)


def peer_status(state: State, outcome: str | None) -> str:
    """As the exchange of updates calls it."""
    if state in NEAREST:
        return NEAREST[state]
    return ENDED.get(Outcome(outcome), "closed") if outcome else "closed"
