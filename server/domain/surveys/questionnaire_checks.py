"""What is wrong with a questionnaire before anybody is asked: to be mended, or to be looked at once more.

A draft may have faults, for it is being written; a wave with an error is not opened. The core is compared
with what was asked the last time: two years can only be compared if both were asked the same.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final, Literal

from msgspec import Struct

from server.domain.surveys.questionnaire import Form, Group, Option, Part, Question, Questionnaire, Texts
from server.domain.surveys.skips import codes_of, why_unreachable

ASKED_IN: Final = ("zh", "en")  # every text; other languages may be there
SCALE: Final = ("5", "4", "3", "2", "1")  # the key question's, in this order: the number counts 5 and 4
CANNOT_SAY: Final = "9"
CHOOSE: Final = frozenset({"scale", "single", "multi", "ranking"})
LONG: Final = 20  # questions: more than seven minutes
POOLED: Final = (Group.RESIDENTS, Group.MIGRANTS)  # feed one estimate, so their key question is one


class Remark(Struct, frozen=True):
    """One thing about one place, such as `residents.3.options.0.text.en`; `facts` fill the sentence."""

    level: Literal["error", "warning"]
    field: str
    key: str
    facts: dict[str, str] = {}


def check_questionnaire(asked: Questionnaire, before: Questionnaire | None) -> list[Remark]:
    """Everything to say about it, form by form; `before`: what the last wave asked, if there was one."""
    remarks = list(_translations("opening", asked.opening))
    for group in Group:
        form = asked.form(group)
        remarks += _form(group, form)
        if before is not None:
            remarks += _core(group, form, before.form(group))
    return remarks + list(_pooled(asked))


def faults_of(asked: Questionnaire, before: Questionnaire | None) -> list[Remark]:
    """What keeps a wave from being opened."""
    return [remark for remark in check_questionnaire(asked, before) if remark.level == "error"]


def _error(field: str, key: str, **facts: str) -> Remark:
    return Remark("error", field, key, facts)


def _form(group: Group, form: Form) -> Iterator[Remark]:
    if not form:
        yield _error(group, "form-empty")
        return
    yield from _twice(group, [question.id for question in form], "id")
    yield from _key(group, form)
    if len(form) > LONG:
        yield Remark("warning", group, "form-long", {"count": str(len(form))})
    for index, question in enumerate(form):
        at = f"{group}.{index}"
        yield from _texts(at, question)
        yield from _shape(at, question, form[:index])
        yield from _conditions(at, question, form[:index])
        if why := why_unreachable(question, form):
            yield _error(f"{at}.shown_if", "never-shown", because=why)


def _twice(at: str, names: list[str], what: str) -> Iterator[Remark]:
    counts = Counter(names)
    for index, name in enumerate(names):
        if counts[name] > 1 and name in names[:index]:
            yield _error(f"{at}.{index}.{what}", "there-twice", name=name)


def _texts(at: str, question: Question) -> Iterator[Remark]:
    yield from _translations(f"{at}.text", question.text)
    for name in ("hint", "unit"):
        words: Texts | None = getattr(question, name)
        if words is not None and any(words.values()):
            yield from _translations(f"{at}.{name}", words)
    for name in ("options", "items"):
        yield from _option_texts(f"{at}.{name}", getattr(question, name))
    for index, part in enumerate(question.parts):
        yield from _translations(f"{at}.parts.{index}.text", part.text)
        yield from _option_texts(f"{at}.parts.{index}.options", part.options)
        yield from _option_texts(f"{at}.parts.{index}.items", part.items)


def _option_texts(at: str, options: Iterable[Option]) -> Iterator[Remark]:
    listed = list(options)
    yield from _twice(at, [option.code for option in listed], "code")
    for index, option in enumerate(listed):
        yield from _translations(f"{at}.{index}.text", option.text)


def _translations(at: str, words: Texts) -> Iterator[Remark]:
    for language in ASKED_IN:
        if not words.get(language, "").strip():
            yield _error(f"{at}.{language}", "no-translation", language=language)


def _shape(at: str, question: Question, before: Form) -> Iterator[Remark]:
    """What its type needs."""
    if question.type in CHOOSE | {"grid"} and len(question.options) < 2:
        yield _error(f"{at}.options", "few-options")
    low, high = question.min, question.max
    if question.type in {"multi", "ranking"} and high is not None and not 1 <= high <= len(question.options):
        yield _error(f"{at}.max", "max-beyond")
    if question.type == "number" and low is not None and high is not None and low >= high:
        yield _error(f"{at}.max", "max-below-min")
    if question.type == "grid":
        yield from _rows(at, question, before)
    if question.type == "pair":
        if not question.parts:
            yield _error(f"{at}.parts", "no-parts")
        yield from _twice(f"{at}.parts", [part.id for part in question.parts], "id")
        for index, part in enumerate(question.parts):
            if not part.options:
                yield from _rows(f"{at}.parts.{index}", part, before)


def _rows(at: str, asked: Question | Part, before: Form) -> Iterator[Remark]:
    """What it is about must be there by then: own items, or the choices of an earlier question."""
    followed = next((question for question in before if question.id == asked.of), None)
    if asked.of is not None and (followed is None or followed.type not in {"multi", "ranking"}):
        yield _error(f"{at}.of", "follows-nothing", name=asked.of)
    elif asked.of is None and not asked.items:
        yield _error(f"{at}.items", "no-rows")
    if followed is not None:
        codes = {option.code for option in followed.options}
        for index, item in enumerate(asked.items):
            if item.code in codes:
                yield _error(f"{at}.items.{index}.code", "there-twice", name=item.code)


def _conditions(at: str, question: Question, before: Form) -> Iterator[Remark]:
    earlier = {one.id: one for one in before}
    for index, condition in enumerate(question.shown_if):
        here = f"{at}.shown_if.{index}"
        target = earlier.get(condition.question)
        if target is None:
            yield _error(f"{here}.question", "not-earlier", name=condition.question)
        elif condition.op == "between":
            if target.type != "number":
                yield _error(f"{here}.op", "no-number", name=target.id)
            elif condition.least is None and condition.most is None:
                yield _error(f"{here}.least", "no-bounds")
        elif condition.op != "answered":
            known = codes_of(target, before)
            for code in condition.codes:
                if code not in known:
                    yield _error(f"{here}.codes", "no-such-option", code=code, name=target.id)
            if not condition.codes:
                yield _error(f"{here}.codes", "no-codes")


def _key(group: Group, form: Form) -> Iterator[Remark]:
    """One question of the whole, on the scale that the number is counted by."""
    keys = [(index, question) for index, question in enumerate(form) if question.key]
    if not keys:
        yield _error(group, "key-missing")
    for index, _ in keys[1:]:
        yield _error(f"{group}.{index}.key", "second-key")
    for index, question in keys[:1]:
        at = f"{group}.{index}"
        codes = tuple(option.code for option in question.options if not option.apart)
        aside = [option.code for option in question.options if option.apart]
        if question.type != "scale" or codes != SCALE or aside != [CANNOT_SAY]:
            yield _error(f"{at}.options", "key-scale")
        if question.shown_if:
            yield _error(f"{at}.shown_if", "key-hidden")
        if not question.core:
            yield _error(f"{at}.core", "key-not-core")


def _pooled(asked: Questionnaire) -> Iterator[Remark]:
    """Residents and migrants make one number: both are asked in the same words."""
    first, second = (
        next(((index, one) for index, one in enumerate(asked.form(group)) if one.key), None)
        for group in POOLED
    )
    if first and second:
        one, other = first[1], second[1]
        at = f"{POOLED[1]}.{second[0]}"
        if not _same_words(one.text, other.text):
            yield _error(f"{at}.text", "key-differs")
        elif [_said(option) for option in one.options] != [_said(option) for option in other.options]:
            yield _error(f"{at}.options", "key-differs")


def _said(option: Option) -> tuple[str, ...]:
    return (option.code, *(option.text.get(language, "") for language in ASKED_IN))


def _core(group: Group, form: Form, before: Form) -> Iterator[Remark]:
    """The core of the last wave, compared: its texts, its options and their order, when it is shown."""
    now = {question.id: (index, question) for index, question in enumerate(form)}
    kept = [question for question in before if question.core]
    for question in kept:
        if question.id not in now:
            yield _error(group, "core-gone", name=question.id)
            continue
        index, found = now[question.id]
        for field in changes(question, found):
            yield _error(f"{group}.{index}.{field}", "core-changed", name=question.id)
    order = [now[question.id][0] for question in kept if question.id in now]
    for here, after in pairwise(order):
        if after < here:
            yield Remark("warning", f"{group}.{after}", "core-moved", {"name": form[after].id})


def changes(was: Question, now: Question) -> list[str]:
    """The fields of a question that are not as they were. A language more is no change."""
    changed = [
        name for name in ("text", "hint", "unit") if not _same_words(getattr(was, name), getattr(now, name))
    ]
    plain = ("type", "core", "key", "min", "max", "shown_if", "of", "shuffle")
    changed += [name for name in plain if getattr(was, name) != getattr(now, name)]
    changed += [
        name for name in ("options", "items") if not _same_list(getattr(was, name), getattr(now, name))
    ]
    if len(was.parts) != len(now.parts) or not all(map(_same_part, was.parts, now.parts)):
        changed.append("parts")
    return changed


def _same_part(was: Part, now: Part) -> bool:
    return (
        (was.id, was.of) == (now.id, now.of)
        and _same_words(was.text, now.text)
        and _same_list(was.options, now.options)
        and _same_list(was.items, now.items)
    )


def _same_list(was: list[Option], now: list[Option]) -> bool:
    return len(was) == len(now) and all(map(_same_option, was, now))


def _same_option(was: Option, now: Option) -> bool:
    marks = (was.code, was.exclusive, was.apart) == (now.code, now.exclusive, now.apart)
    return marks and _same_words(was.text, now.text)


def _same_words(was: Texts | None, now: Texts | None) -> bool:
    before, after = was or {}, now or {}
    return all(after.get(language, "") == words for language, words in before.items() if words) and (
        bool(before) or not any(after.values())
    )
