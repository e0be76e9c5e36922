"""Opening hours that can be evaluated and yet are perhaps not meant: pointed out, not refused."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations
from typing import Final

from msgspec import Struct

from server.domain.hours import DAY, Rule, days_of, window_of
from server.domain.schedules import troubles_of

WEEK: Final = 7 * DAY


class Doubt(Struct, frozen=True):
    """A rule of the list, its field, and the key of what is to be said, with the facts in it."""

    place: int
    field: str
    key: str
    facts: dict[str, str] = {}


def doubts_of(hours: Sequence[Rule], today: date) -> list[Doubt]:
    """Nights that may be slips, windows that overlap, rules that are over."""
    wrong = {it.place for it in troubles_of(hours)}
    rules = [(place, rule) for place, rule in enumerate(hours) if place not in wrong and not rule.closed]
    doubts = [doubt for place, rule in rules for doubt in _of_one(place, rule, today)]
    for (_, one), (place, other) in combinations(rules, 2):
        if _overlap(one, other):
            facts = {
                "window": f"{one.opens_at}–{one.closes_at}",
                "other": f"{other.opens_at}–{other.closes_at}",
            }
            doubts.append(Doubt(place, "opens_at", "hours-overlap", facts))
    return doubts


def _of_one(place: int, rule: Rule, today: date) -> Iterator[Doubt]:
    if rule.closes_at <= rule.opens_at:
        yield Doubt(place, "closes_at", "hours-overnight", {"opens": rule.opens_at, "closes": rule.closes_at})
    ends = [end for end in (rule.until, rule.valid_to) if end is not None]
    if ends and min(ends) < today:
        yield Doubt(place, "valid_to", "hours-over", {"date": min(ends).isoformat()})


def _overlap(one: Rule, other: Rule) -> bool:
    """Two rules of every week that stand at the same time; other rhythms are not compared."""
    weekly = all(rule.freq == "WEEKLY" and rule.interval == 1 and rule.byday for rule in (one, other))
    if not weekly or one.season != other.season or one.holidays != other.holidays:
        return False
    starts = max((day for day in (one.valid_from, other.valid_from) if day), default=None)
    ends = min((day for day in (one.valid_to, other.valid_to, one.until, other.until) if day), default=None)
    if starts and ends and ends < starts:
        return False
    return any(
        begin < end_of_other + shift and begin_of_other + shift < end
        for begin, end in _in_week(one)
        for begin_of_other, end_of_other in _in_week(other)
        for shift in (-WEEK, 0, WEEK)
    )


def _in_week(rule: Rule) -> list[tuple[int, int]]:
    begin, end = window_of(rule)
    return [(day * DAY + begin, day * DAY + end) for _, day in days_of(rule.byday)]
