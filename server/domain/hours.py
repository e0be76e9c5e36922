"""Opening hours: the rules of HSDS schedules, a policy for holidays, and what they make of a moment.

All in civil day numbers (1 January 1970 is 0) and minutes of the city's clock, which knows no summer time: no
date of any library, so that a phone in another zone answers alike. pwa/src/data/hours.ts is the same in
TypeScript; tests/fixtures/hours holds both to the same answers, and python-dateutil is the oracle of both.

What is not covered (other frequencies, byweekno, byyearday, count, setpos) is refused when it is written:
`schedules` says why.

`season` is our own: summer and winter hours come back every year, but HSDS has no form for a part of the
year. There it becomes rows with `valid_from` and `valid_to`, one for each year that is written out.
"""

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Final, Literal

from msgspec import Struct

from server.domain.calendar import Calendar, date_of, day_number

WEEKDAYS: Final = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
DAY: Final = 1440  # minutes
SOON: Final = 30  # minutes before closing
BREAK: Final = 240  # minutes at most; what is shut longer has closed
AHEAD: Final = 60  # days that are searched for the next opening
ALWAYS: Final = 8  # days open without a gap: it does not close

State = Literal["open", "closes_soon", "usually", "break", "closed", "holiday"]
Policy = Literal["work", "closed", "plain"]
Span = tuple[int, int]  # minutes from, until


class Rule(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One window of the day and the days on which it stands. A row of `schedule`, and what the phone gets."""

    opens_at: str = "00:00"  # HH:MM
    closes_at: str = "24:00"  # at or before opens_at: the next day
    byday: str = ""  # MO,TU; monthly also with an ordinal: 2TU, -1FR
    freq: Literal["WEEKLY", "MONTHLY"] = "WEEKLY"
    interval: int = 1
    wkst: str = "MO"
    bymonthday: str = ""  # 1,15,-1
    dtstart: date | None = None  # from where the interval counts
    until: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    season: str = ""  # 06-15..09-15: of every year, both days within; 10-01..05-31 lasts over the new year
    holidays: Policy = "work"  # work: follows the state calendar; closed: shut on holidays; plain: neither
    closed: bool = False  # an exception: shut on these days, whatever else stands
    note: str = ""


class Day(Struct, frozen=True):
    """A civil day, taken apart once."""

    number: int
    weekday: int  # 0 Monday
    month: int  # since year 0
    of_month: int
    length: int  # days of its month
    of_year: int  # 615 on 15 June


class OpenState(Struct, frozen=True, omit_defaults=True):
    """How a place stands at a moment. Times are civil minutes since 1 January 1970, on the city's clock."""

    state: State
    sure: bool = True  # false: the calendar of that day is not announced, so call first
    next: int | None = None  # when it opens or closes; none: it never closes, or nobody knows when it opens
    again: int | None = None  # open, and then shut only for a break: when it opens again
    why: str = ""  # the holiday, or the note of an exception


def open_state(rules: Sequence[Rule], calendar: Calendar, minute: int) -> OpenState | None:
    """How it stands at this minute; none if nothing is known of its hours."""
    if not rules:
        return None
    today = minute // DAY
    sure = _is_sure(rules, calendar, today)
    for begin, end in spans_from(rules, calendar, today - 1, 2):
        if begin <= minute < end:
            return _open(rules, calendar, minute, end, sure)
    opens = next_opening(rules, calendar, minute)
    sure = sure and (opens is None or _is_sure(rules, calendar, opens // DAY))
    if opens is not None and _is_break(rules, calendar, minute, opens):
        return OpenState("break", sure, opens)
    state, why = _why_shut(rules, calendar, today)
    return OpenState(state, sure, opens, why=why)


def _open(rules: Sequence[Rule], calendar: Calendar, minute: int, end: int, sure: bool) -> OpenState:
    closes = _end_of(rules, calendar, end)
    if closes is None:
        return OpenState("open" if sure else "usually", sure)
    again = next_opening(rules, calendar, closes)
    again = again if again is not None and again - closes <= BREAK else None
    soon: State = "closes_soon" if closes - minute <= SOON else "open"
    return OpenState(soon if sure else "usually", sure, closes, again)


def _end_of(rules: Sequence[Rule], calendar: Calendar, end: int) -> int | None:
    """When what is open now closes, across midnights without a gap; none: it does not."""
    first = end // DAY
    while end // DAY - first < ALWAYS:
        later = [until for begin, until in spans_from(rules, calendar, end // DAY, 1) if begin <= end < until]
        if not later:
            return end
        end = max(later)
    return None


def _is_sure(rules: Sequence[Rule], calendar: Calendar, day: int) -> bool:
    return calendar.knows(day) or all(rule.holidays == "plain" for rule in rules)


def _is_break(rules: Sequence[Rule], calendar: Calendar, minute: int, opens: int) -> bool:
    spans = spans_from(rules, calendar, minute // DAY - 1, 2)
    return any(end <= minute and opens - end <= BREAK for _, end in spans)


def _why_shut(rules: Sequence[Rule], calendar: Calendar, number: int) -> tuple[State, str]:
    day = day_of(number)
    shut = [rule for rule in rules if rule.closed and _is_exception_on(rule, day)]
    if shut:
        return "closed", shut[0].note
    name = calendar.off.get(number) or calendar.likely.get(number) or ""
    follows = [rule for rule in rules if not rule.closed and rule.holidays != "plain"]
    if name and any(recurs_on(rule, day) for rule in follows):
        return "holiday", name
    return "closed", ""


def next_opening(rules: Sequence[Rule], calendar: Calendar, minute: int) -> int | None:
    """The first minute after this one at which it opens."""
    for number in range(minute // DAY, minute // DAY + AHEAD):
        for begin, _ in spans_from(rules, calendar, number, 1):
            if begin > minute:
                return begin
    return None


def is_open_at(rules: Sequence[Rule], calendar: Calendar, minute: int) -> bool:
    """Is it open at this minute, as far as is known?"""
    return any(begin <= minute < end for begin, end in spans_from(rules, calendar, minute // DAY - 1, 2))


def spans_from(rules: Sequence[Rule], calendar: Calendar, first: int, days: int) -> list[Span]:
    """When it is open on the days from `first`, in civil minutes, merged; a night belongs to its evening."""
    spans = [
        (number * DAY + begin, number * DAY + end)
        for number in range(first, first + days)
        for begin, end in windows_on(rules, calendar, number)
    ]
    merged: list[Span] = []
    for begin, end in sorted(spans):
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return merged


def windows_on(rules: Sequence[Rule], calendar: Calendar, number: int) -> list[Span]:
    """The windows of one day in its minutes, beyond 1440 where they last into the next; not merged."""
    day = day_of(number)
    if any(rule.closed and _is_exception_on(rule, day) for rule in rules):
        return []
    week = number in calendar.worked and any(_stands_for_the_week(rule, day) for rule in rules)
    return [window_of(rule) for rule in rules if not rule.closed and _applies(rule, calendar, day, week)]


def _applies(rule: Rule, calendar: Calendar, day: Day, week: bool) -> bool:
    """`week`: a weekend that is worked instead, at a place whose working week then stands for it."""
    if rule.holidays == "plain":
        return recurs_on(rule, day)
    if day.number in calendar.off or day.number in calendar.likely:
        return False
    if week and _stands_for_the_week(rule, day):
        return True
    return recurs_on(rule, day) and not (week and _is_weekend_only(rule))


def _stands_for_the_week(rule: Rule, day: Day) -> bool:
    """A working week's hours: at least four of its five days, so that Monday to Thursday count too."""
    days = {weekday for _, weekday in days_of(rule.byday)}
    whole = rule.holidays == "work" and rule.freq == "WEEKLY" and len(days & {0, 1, 2, 3, 4}) >= 4
    return whole and not rule.closed and _in_force(rule, day) and _in_turn(rule, day)


def _is_weekend_only(rule: Rule) -> bool:
    days = {weekday for _, weekday in days_of(rule.byday)}
    return bool(days) and days <= {5, 6}


def _is_exception_on(rule: Rule, day: Day) -> bool:
    return _in_force(rule, day) if not rule.byday else recurs_on(rule, day)


def recurs_on(rule: Rule, day: Day) -> bool:
    """Does the recurrence name this day? Holidays and exceptions apart; as RFC 5545 has it."""
    return _in_force(rule, day) and _in_turn(rule, day) and _is_named(rule, day)


def _in_force(rule: Rule, day: Day) -> bool:
    first = max((day_number(start) for start in (rule.dtstart, rule.valid_from) if start), default=day.number)
    last = min((day_number(end) for end in (rule.until, rule.valid_to) if end), default=day.number)
    return first <= day.number <= last and _in_season(rule, day)


def _in_season(rule: Rule, day: Day) -> bool:
    first, last = season_of(rule.season)
    if first <= last:
        return first <= day.of_year <= last
    return day.of_year >= first or day.of_year <= last


def _in_turn(rule: Rule, day: Day) -> bool:
    """Every so many weeks or months, counted from dtstart."""
    anchor = _anchor(rule)
    if rule.interval == 1 or anchor is None:
        return True
    if rule.freq == "MONTHLY":
        return (day.month - anchor.month) % rule.interval == 0
    start = WEEKDAYS.index(rule.wkst)
    return (_week(day, start) - _week(anchor, start)) % rule.interval == 0


def _week(day: Day, start: int) -> int:
    return (day.number + 3 - start) // 7  # day 0 was a Thursday


def _is_named(rule: Rule, day: Day) -> bool:
    named = days_of(rule.byday)
    in_month = numbers_of(rule.bymonthday)
    if in_month and day.of_month not in in_month and day.of_month - day.length - 1 not in in_month:
        return False
    if named:
        return any(weekday == day.weekday and _is_nth(nth, day) for nth, weekday in named)
    anchor = _anchor(rule)
    if in_month or anchor is None:
        return True
    return day.of_month == anchor.of_month if rule.freq == "MONTHLY" else day.weekday == anchor.weekday


def _is_nth(nth: int, day: Day) -> bool:
    if nth < 0:
        return (day.length - day.of_month) // 7 + 1 == -nth
    return nth in (0, (day.of_month - 1) // 7 + 1)


def _anchor(rule: Rule) -> Day | None:
    start = rule.dtstart or rule.valid_from
    return day_of(day_number(start)) if start else None


@lru_cache(4096)
def window_of(rule: Rule) -> Span:
    """Its minutes; 24:00 and the 23:59 of other software are the day's end."""
    begin, end = minutes_of(rule.opens_at), minutes_of(rule.closes_at)
    end = DAY if end == DAY - 1 else end
    return begin, end if end > begin else end + DAY


def minutes_of(text: str) -> int:
    """08:30 is 510."""
    return int(text[:2]) * 60 + int(text[3:5])


@lru_cache(1024)
def days_of(byday: str) -> list[tuple[int, int]]:
    """MO,-1FR is [(0, 0), (-1, 4)]."""
    return [(int(part[:-2] or 0), WEEKDAYS.index(part[-2:])) for part in byday.split(",") if part]


@lru_cache(1024)
def numbers_of(bymonthday: str) -> list[int]:
    """1,-1 is [1, -1]."""
    return [int(part) for part in bymonthday.split(",") if part]


@lru_cache(256)
def season_of(season: str) -> tuple[int, int]:
    """06-15..09-15 is (615, 915); none is the whole year."""
    if not season:
        return 101, 1231
    first, last = season.split("..")
    return int(first[:2] + first[3:]), int(last[:2] + last[3:])


@lru_cache(4096)
def day_of(number: int) -> Day:
    """A day by its number."""
    day = date_of(number)
    first = day.replace(day=1)
    after = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    month, length = day.year * 12 + day.month, (after - first).days
    return Day(number, day.weekday(), month, day.day, length, day.month * 100 + day.day)


def civil_minute(now: datetime, utc_offset: str) -> int:
    """Minutes since 1 January 1970 on the clock of a city whose offset is like +08:00."""
    sign = -1 if utc_offset.startswith("-") else 1
    return int(now.timestamp() // 60) + sign * minutes_of(utc_offset[1:])
