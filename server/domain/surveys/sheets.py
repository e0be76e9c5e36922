"""One filled-in sheet: which questions it is shown, and whether what it says can be an answer.

The phone decides the same by the same rules (pwa/src/data/questionnaire.ts); tests/fixtures/questionnaire
holds the cases that both must agree on.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final
from unicodedata import normalize

from server.domain.errors import Invalid
from server.domain.surveys.questionnaire import Condition, Form, Option, Part, Question
from server.domain.texts import clean

Value = (
    str | list[str] | dict[str, str]
)  # a code, words or digits; the codes of a multi or ranking; a code a row
Answers = Mapping[str, Value]
LONGEST: Final = 500  # characters of a text
DIGITS: Final = re.compile(r"-?[0-9]{1,9}")


class Wrong(Exception):
    """A value cannot be the answer to its question; the key says why."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def shown_questions(form: Form, answers: Answers) -> list[Question]:
    """The questions of a sheet with these answers so far; what was said to a hidden one does not count."""
    shown, heard = list[Question](), dict[str, Value]()
    for question in form:
        if all(_holds(condition, heard) for condition in question.shown_if):
            shown.append(question)
            if question.id in answers:
                heard[question.id] = answers[question.id]
    return shown


def rows_of(asked: Question | Part, form: Form, answers: Answers) -> list[Option]:
    """What a grid or part is about: the chosen options of the question it follows, then its own."""
    followed = next((question for question in form if question.id == asked.of), None)
    if followed is None:
        return list(asked.items)
    chosen = answers.get(followed.id, [])
    used = [option for option in followed.options if option.code in chosen and not option.exclusive]
    return used + list(asked.items)


def check_answers(form: Form, answers: Answers) -> dict[str, Value]:
    """The answers in one order, however they were given, without empty ones. Raises Invalid, naming each.

    An answer to a question that this sheet is not shown is refused, not dropped: phone and server disagree.
    """
    kept, wrong = dict[str, Value](), dict[str, str]()
    shown = shown_questions(form, answers)
    for question in shown:
        if question.id in answers:
            try:
                value = CHECKS[question.type](question, answers[question.id], form, answers)
            except Wrong as trouble:
                wrong[f"answers.{question.id}"] = trouble.key
            else:
                kept |= {question.id: value} if value else {}
    known = {question.id for question in shown}
    wrong |= {f"answers.{name}": "not-asked" for name in answers if name not in known}
    if wrong:
        raise Invalid(wrong, limit=LONGEST)
    return kept


def number_in(typed: Value | None) -> int | None:
    """The whole number that somebody typed, in any digits of their keyboard; None: it is none."""
    digits = normalize("NFKC", typed).strip() if isinstance(typed, str) else ""
    return int(digits) if DIGITS.fullmatch(digits) else None


def _holds(condition: Condition, heard: Answers) -> bool:
    value = heard.get(condition.question)
    if condition.op == "between":
        number, least, most = number_in(value), condition.least, condition.most
        return number is not None and (least is None or number >= least) and (most is None or number <= most)
    codes = _codes(value)
    hit = not codes.isdisjoint(condition.codes)
    return bool(codes) and {"any": hit, "none": not hit, "answered": True}[condition.op]


def _codes(value: Value | None) -> set[str]:
    if isinstance(value, dict):
        return set(value.values())
    return ({value.strip()} if isinstance(value, str) else set(value or ())) - {""}


def _one(value: Value, options: list[Option]) -> str:
    if not isinstance(value, str):
        raise Wrong("bad-form")
    if value not in {option.code for option in options}:
        raise Wrong("not-a-choice")
    return value


def _single(question: Question, value: Value, form: Form, answers: Answers) -> Value:
    return _one(value, list(question.options))


def _multi(question: Question, value: Value, form: Form, answers: Answers) -> Value:
    if not isinstance(value, list):
        raise Wrong("bad-form")
    chosen = [option for option in question.options if option.code in value]
    if len(chosen) != len(set(value)):
        raise Wrong("not-a-choice")
    if len(chosen) > 1 and any(option.exclusive for option in chosen):
        raise Wrong("not-alone")
    if question.max and len(chosen) > question.max:
        raise Wrong("too-many-options")
    return [option.code for option in chosen]  # in the form's order: the order of taps is nobody's business


def _ranking(question: Question, value: Value, form: Form, answers: Answers) -> Value:
    _multi(question, value, form, answers)
    if len(value) != len(set(value)):
        raise Wrong("not-a-choice")
    return value  # in the order that was given: it is the answer


def _number(question: Question, value: Value, form: Form, answers: Answers) -> Value:
    if not isinstance(value, str):
        raise Wrong("bad-form")
    if not value.strip():
        return ""
    number = number_in(value)
    if number is None:
        raise Wrong("not-whole")
    if (question.min is not None and number < question.min) or (
        question.max is not None and number > question.max
    ):
        raise Wrong("out-of-range")
    return str(number)


def _grid(question: Question, value: Value, form: Form, answers: Answers) -> Value:
    rows = [row.code for row in rows_of(question, form, answers)]
    return _each(value, {row: list(question.options) for row in rows})


def _pair(question: Question, value: Value, form: Form, answers: Answers) -> Value:
    def options(part: Part) -> list[Option]:
        return list(part.options) or rows_of(part, form, answers)

    return _each(value, {part.id: options(part) for part in question.parts})


def _each(value: Value, options: dict[str, list[Option]]) -> Value:
    if not isinstance(value, dict):
        raise Wrong("bad-form")
    if not value.keys() <= options.keys():
        raise Wrong("not-a-choice")
    return {name: _one(value[name], options[name]) for name in options if name in value}


def _text(question: Question, value: Value, form: Form, answers: Answers) -> Value:
    if not isinstance(value, str):
        raise Wrong("bad-form")
    words = clean(value)
    if len(words) > LONGEST:
        raise Wrong("too-long")
    return words


CHECKS: Final[dict[str, Callable[[Question, Value, Form, Answers], Value]]] = {
    "scale": _single,
    "single": _single,
    "multi": _multi,
    "ranking": _ranking,
    "number": _number,
    "grid": _grid,
    "pair": _pair,
    "text": _text,
}
