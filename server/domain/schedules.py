"""What of opening hours may be written: what the evaluator does not cover is refused with a word why.

A key names the reason; http/messages has its sentence. Other frequencies and fields that `Rule` has not
(byweekno, byyearday, count, setpos) do not get this far: the body is refused for them.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from msgspec import Struct

from server.domain.hours import WEEKDAYS, Rule

WEEKDAY: Final = "|".join(WEEKDAYS)
TIME: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00")
DAYS: Final = re.compile(rf"({WEEKDAY})(,({WEEKDAY}))*")
NTH_DAYS: Final = re.compile(rf"(-?[1-5])?({WEEKDAY})(,(-?[1-5])?({WEEKDAY}))*")
MONTH_DAYS: Final = re.compile(r"-?([1-9]|[12]\d|3[01])(,-?([1-9]|[12]\d|3[01]))*")
SEASON: Final = re.compile(r"(\d\d)-(\d\d)\.\.(\d\d)-(\d\d)")
MOST_INTERVAL: Final = 52
LONGEST_NOTE: Final = 200


class Trouble(Struct, frozen=True):
    """A field of a rule that cannot be as it is written, and why."""

    place: int  # of the rule in the list
    field: str
    key: str


def troubles_of(hours: Sequence[Rule]) -> list[Trouble]:
    """Whatever cannot be evaluated; none if the phone and the server will agree on when it is open."""
    return [Trouble(place, field, key) for place, rule in enumerate(hours) for field, key in _judged(rule)]


def _judged(rule: Rule) -> Iterable[tuple[str, str]]:
    yield from _judged_times(rule)
    yield from _judged_days(rule)
    if rule.interval != 1 and (not 1 < rule.interval <= MOST_INTERVAL or rule.dtstart is None):
        yield "interval", "hours-interval"
    if rule.wkst not in WEEKDAYS:
        yield "wkst", "hours-week-start"
    if _is_before(rule.valid_to, rule.valid_from):
        yield "valid_to", "hours-ends-early"
    if _is_before(rule.until, rule.dtstart):
        yield "until", "hours-ends-early"
    if rule.season and not _is_season(rule.season):
        yield "season", "hours-season"
    if rule.closed and rule.valid_from is None:
        yield "valid_from", "hours-shut-from"
    if len(rule.note) > LONGEST_NOTE:
        yield "note", "hours-note"


def _judged_times(rule: Rule) -> Iterable[tuple[str, str]]:
    if not TIME.fullmatch(rule.opens_at) or rule.opens_at == "24:00":
        yield "opens_at", "hours-time"
    if not TIME.fullmatch(rule.closes_at):
        yield "closes_at", "hours-time"


def _judged_days(rule: Rule) -> Iterable[tuple[str, str]]:
    if rule.freq == "MONTHLY":
        if rule.byday and not NTH_DAYS.fullmatch(rule.byday):
            yield "byday", "hours-days-of-month"
        if rule.bymonthday and not MONTH_DAYS.fullmatch(rule.bymonthday):
            yield "bymonthday", "hours-month-days"
    else:
        if rule.byday and not DAYS.fullmatch(rule.byday):
            yield "byday", "hours-days-of-week"
        if rule.bymonthday:
            yield "bymonthday", "hours-month-days"
    if not (rule.byday or rule.bymonthday or rule.dtstart or rule.closed or _is_one_day(rule)):
        yield "byday", "hours-no-day"


def _is_one_day(rule: Rule) -> bool:
    """Special hours of a holiday, say."""
    return rule.valid_from is not None and rule.valid_from == rule.valid_to


def _is_before(end: date | None, start: date | None) -> bool:
    return end is not None and start is not None and end < start


def _is_season(text: str) -> bool:
    found = SEASON.fullmatch(text)
    if not found:
        return False
    first_month, first, last_month, last = map(int, found.groups())
    return _is_day(first_month, first) and _is_day(last_month, last)


def _is_day(month: int, day: int) -> bool:
    """Of a leap year: 29 February is one."""
    try:
        date(2028, month, day)
    except ValueError:
        return False
    return True
