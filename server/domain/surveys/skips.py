"""Whether any sheet at all can come to a question: some way of answering the earlier ones must lead there.

All conditions of a question hold at once, and those of every question they ask about too, since what was said
to a hidden question does not count. Each question is answered on its own, so it is enough that, question by
question, one answer meets all that is asked of it.
"""

from collections import defaultdict
from typing import Final

from server.domain.surveys.questionnaire import Condition, Form, Question

WITHOUT_END: Final = 10**9


def why_unreachable(question: Question, form: Form) -> str | None:
    """The id of the question whose answers cannot be as needed; None: it can be reached.

    Conditions on unknown or later questions have their own remark, and are left out here.
    """
    earlier = {one.id: one for one in form[: _place(question, form)]}
    needed = defaultdict[str, list[Condition]](list)
    waiting = [question]
    seen = {question.id}
    while waiting:
        asked = waiting.pop()
        rows = [Condition(asked.of, "answered")] if asked.of and not asked.items else []
        for condition in [*asked.shown_if, *rows]:
            target = earlier.get(condition.question)
            if target is None:
                continue
            needed[target.id].append(condition)
            if target.id not in seen:
                seen.add(target.id)
                waiting.append(target)
    impossible = [id for id, conditions in needed.items() if not _can_be(earlier[id], conditions, form)]
    return min(impossible, key=list(earlier).index) if impossible else None


def _place(question: Question, form: Form) -> int:
    return next(index for index, one in enumerate(form) if one is question)


def _can_be(target: Question, conditions: list[Condition], form: Form) -> bool:
    """Is there one answer to this question that meets all of them?"""
    wanted = [set(condition.codes) for condition in conditions if condition.op == "any"]
    refused = {code for condition in conditions if condition.op == "none" for code in condition.codes}
    if target.type == "number":
        ranges = [one for one in conditions if one.op == "between"]
        bounds = [(one.least, one.most) for one in ranges] + [(target.min, target.max)]
        least = max(-WITHOUT_END if low is None else low for low, _ in bounds)
        most = min(WITHOUT_END if high is None else high for _, high in bounds)
        return least <= most and not wanted
    if target.type == "text":
        return not wanted
    several = target.type in {"multi", "ranking", "grid", "pair"}
    left = codes_of(target, form) - refused
    if not several:
        return bool(_meet(left, wanted))
    return bool(left) and _some_of(target, left, wanted)


def _meet(left: set[str], wanted: list[set[str]]) -> set[str]:
    """The codes that alone meet every wish."""
    return left.intersection(*wanted) if wanted else left


def _some_of(target: Question, left: set[str], wanted: list[set[str]]) -> bool:
    """Can a few codes together meet every wish, no more than may be chosen, what stands alone alone?"""
    if _meet(left, wanted):
        return True
    alone = {option.code for option in target.options if option.exclusive}
    most = target.max if target.type in {"multi", "ranking"} else None
    return _hit(wanted, left - alone, len(wanted) if most is None else most)


def _hit(wanted: list[set[str]], left: set[str], most: int) -> bool:
    """Do at most so many of the codes left meet every wish?"""
    if not wanted:
        return True
    return most > 0 and any(
        _hit([codes for codes in wanted if code not in codes], left, most - 1) for code in wanted[0] & left
    )


def codes_of(target: Question, form: Form) -> set[str]:
    """Every code that can stand in an answer to it."""
    codes = {option.code for option in target.options}
    for part in target.parts:
        followed = next((one for one in form if one.id == part.of), None)
        chosen = [option for option in followed.options if not option.exclusive] if followed else []
        codes |= {option.code for option in (*part.options, *part.items, *chosen)}
    return codes
