"""Filled-in sheets of the survey: any form, only what the sheet is shown, only options there are."""

from collections.abc import Callable, Sequence
from random import Random
from typing import Final

from server.domain.surveys.questionnaire import Form, Option, Question
from server.domain.surveys.sheets import Value, rows_of, shown_questions

SKIPPED: Final = 0.03  # of the questions that may be skipped
SATISFIED: Final = {"5": 4, "4": 6}
NOT_SATISFIED: Final = {"3": 13, "2": 5, "1": 2}
NO_OPINION: Final = {"9": 1}


def fill(form: Form, key: dict[str, int], chance: Random) -> dict[str, Value]:
    """One sheet. `key` weighs the answers to the key question: SATISFIED, NOT_SATISFIED or NO_OPINION."""
    answers: dict[str, Value] = {}
    for question in form:
        if question.shown_if and question not in shown_questions(form, answers):
            continue
        if question.key:
            answers[question.id] = _weighed(key, chance)
        elif chance.random() >= SKIPPED and (
            value := FILLERS[question.type](question, form, answers, chance)
        ):
            answers[question.id] = value
    return answers


def _weighed(weights: dict[str, int], chance: Random) -> str:
    return chance.choices(list(weights), list(weights.values()))[0]


def _one_of(options: Sequence[Option], chance: Random) -> str:
    """The first ones oftener than the last ones."""
    return chance.choices(options, [1 / (place + 1.5) for place in range(len(options))])[0].code


def _single(question: Question, form: Form, answers: dict[str, Value], chance: Random) -> Value:
    return _one_of(question.options, chance)


def _multi(question: Question, form: Form, answers: dict[str, Value], chance: Random) -> Value:
    alone = [option for option in question.options if option.exclusive]
    if alone and chance.random() < 0.4:
        return [alone[0].code]
    others = [option.code for option in question.options if not option.exclusive and option.code != "x"]
    chosen = chance.sample(others, chance.randint(1, min(question.max or 3, 3, len(others))))
    return [code for code in others if code in chosen]


def _grid(question: Question, form: Form, answers: dict[str, Value], chance: Random) -> Value:
    return {row.code: _one_of(question.options, chance) for row in rows_of(question, form, answers)}


def _pair(question: Question, form: Form, answers: dict[str, Value], chance: Random) -> Value:
    options = {part.id: part.options or rows_of(part, form, answers) for part in question.parts}
    return {part: _one_of(those, chance) for part, those in options.items() if those}


def _nothing(question: Question, form: Form, answers: dict[str, Value], chance: Random) -> Value:
    """Free text is left empty: whatever stood there would look like somebody's words."""
    return ""


FILLERS: Final[dict[str, Callable[[Question, Form, dict[str, Value], Random], Value]]] = {
    "scale": _single,
    "single": _single,
    "multi": _multi,
    "grid": _grid,
    "pair": _pair,
    "text": _nothing,
}
