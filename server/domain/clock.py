"""By when somebody must say something: times of the city's promise, in working time of the holder's centre.

The promise is a table (TERMS). Its numbers follow what 12345 hotlines publish (Beijing's draft standard of
December 2021: life and property 2 h, water, power and gas 24 h, ordinary matters 7 days, complex ones 15,
taken in within 2 h; a city bureau's rule: advice within 3 workdays). Urgent matters run around the clock;
all others in the hours in which somebody is at the holder's centre, on the workdays of the state calendar,
make-up Saturdays included. While the resident is asked, the clock stands still. A due time in a year whose
holidays are not announced yet is provisional, and says so.

All of this is arithmetic: the calendar, the hours and the time come in.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final, Literal
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct

from server.domain.lifecycle import IN_HAND, SILENCE, State

DAY: Final = timedelta(days=1)
FARTHEST: Final = 800  # days that are looked through before a centre without hours is given up


class Span(Struct, frozen=True):
    """So many hours of working time, or of the wall clock; or the end of the n-th workday after today."""

    hours: float = 0
    days: int = 0
    around_the_clock: bool = False


class Terms(Struct, frozen=True):
    """What is promised: a first answer within, and the matter done within (from when it was accepted)."""

    answer: Span
    done: Span


URGENT: Final = Terms(Span(hours=1, around_the_clock=True), Span(hours=24, around_the_clock=True))
ORDINARY: Final = Terms(Span(hours=2), Span(days=5))
ADVICE: Final = Terms(Span(hours=2), Span(days=3))
COMPLEX: Final = Terms(Span(hours=2), Span(days=11))
TERMS: Final[dict[str, Terms]] = {
    "water-power": Terms(Span(hours=1), Span(hours=24, around_the_clock=True)),
    "lifts": Terms(Span(hours=1), Span(hours=24, around_the_clock=True)),
    "safety": Terms(Span(hours=1), Span(days=3)),
    **dict.fromkeys(("home-care", "day-care", "disability-aid", "meals", "childcare"), ADVICE),
    **dict.fromkeys(("legal-aid", "counselling", "papers", "social-insurance", "archives"), ADVICE),
    **dict.fromkeys(("mediation", "minimum-living-allowance", "medical-relief"), COMPLEX),
    **dict.fromkeys(("schooling-relief", "housing-relief", "property"), COMPLEX),
}


def terms_of(category: str, urgent: bool) -> Terms:
    """What is promised for a matter of this category."""
    return URGENT if urgent else TERMS.get(category, ORDINARY)


class Calendar(Struct, frozen=True):
    """Days that are not what their weekday says; a year without an announcement is unknown."""

    holidays: frozenset[date] = frozenset()
    made_up: frozenset[date] = frozenset()  # weekends that are worked
    years: frozenset[int] = frozenset()  # that have been announced

    def is_workday(self, day: date) -> bool:
        """By the state calendar, or by the weekday where it is silent."""
        return day in self.made_up or (day.weekday() < 5 and day not in self.holidays)

    def knows(self, day: date) -> bool:
        """Has its year been announced?"""
        return day.year in self.years


def calendar_of(holidays: Iterable[date], made_up: Iterable[date]) -> Calendar:
    """The calendar that these days make."""
    off, on = frozenset(holidays), frozenset(made_up)
    return Calendar(off, on, frozenset(day.year for day in off | on))


Window = tuple[int, int]  # from, to: minutes after midnight; to may be past 1440
Windows = Callable[[date], Sequence[Window]]  # when somebody is at the centre on that day
OFFICE: Final[tuple[Window, ...]] = ((8 * 60 + 30, 17 * 60 + 30),)  # where a centre has said nothing


def office_hours(calendar: Calendar) -> Windows:
    """8:30 to 17:30 on workdays."""
    return lambda day: OFFICE if calendar.is_workday(day) else ()


class Opening(Struct, frozen=True):
    """One window of a centre's week, in the words of a schedule; the rest of a schedule is not for clocks."""

    byday: str  # MO,TU,WE
    opens_at: str  # HH:MM
    closes_at: str  # at or before opens_at: the next day
    holidays: Literal["work", "closed", "plain"] = "work"
    closed: bool = False


WEEK: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def windows_of(hours: str, calendar: Calendar) -> Windows:
    """The windows of a centre's `hours` (JSON). Office hours if it names no day on which it opens."""
    openings = [
        (opening.byday.split(","), opening.holidays, _minutes(opening))
        for opening in msgspec.json.decode(hours, type=list[Opening])
        if opening.byday and not opening.closed
    ]
    if not openings:
        return office_hours(calendar)

    def windows(day: date) -> list[Window]:
        if day in calendar.made_up:  # a weekend that is worked like a weekday: those hours, no others
            return [window for days, follows, window in openings if follows == "work" and days[0] in WEEK[:5]]
        off = day in calendar.holidays
        return [
            window
            for days, follows, window in openings
            if WEEK[day.weekday()] in days and not (off and follows != "plain")
        ]

    return lru_cache(400)(windows)


def _minutes(opening: Opening) -> Window:
    opens, closes = (int(at[:2]) * 60 + int(at[3:]) for at in (opening.opens_at, opening.closes_at))
    return opens, closes if closes > opens else closes + 24 * 60


class Due(Struct, frozen=True):
    """A time (UTC), and whether a calendar not announced yet may move it."""

    at: datetime
    provisional: bool = False


class WorkingTime(Struct, frozen=True):
    """The hours of one centre, by one calendar, in one time zone."""

    windows: Windows
    calendar: Calendar
    zone: ZoneInfo

    def due(self, start: datetime, span: Span) -> Due:
        """When a span that begins at `start` is over."""
        if span.around_the_clock:
            return Due(start + timedelta(hours=span.hours))
        if span.days:
            return self.end_of_workday(start, span.days)
        return self.after(start, timedelta(hours=span.hours))

    def after(self, start: datetime, work: timedelta) -> Due:
        """When so much working time has passed; at once if none is left."""
        if work <= timedelta(0):
            return Due(start)
        for opens, closes, day in self._open_from(start):
            begin = max(opens, start)
            if begin + work <= closes:
                return Due(begin + work, provisional=not self.calendar.knows(day))
            work -= max(closes - begin, timedelta(0))
        raise NoWorkingTime

    def end_of_workday(self, start: datetime, days: int) -> Due:
        """The close of the n-th day, after the day of `start`, on which somebody is there."""
        today = start.astimezone(self.zone).date()
        left = days
        for n in range(1, FARTHEST):
            day = today + n * DAY
            if windows := self.windows(day):
                left -= 1
                if not left:
                    last = max(closes for _, closes in windows)
                    return Due(self._moment(day, last), provisional=not self.calendar.knows(day))
        raise NoWorkingTime

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Working time from one moment to another; negative when `end` is earlier: so much too late."""
        if end < start:
            return -self.between(end, start)
        work = timedelta(0)
        for opens, closes, _ in self._open_from(start):
            if opens >= end:
                break
            work += max(min(closes, end) - max(opens, start), timedelta(0))
        return work

    def _open_from(self, start: datetime) -> Iterator[tuple[datetime, datetime, date]]:
        """The windows that end after `start`, in order, none overlapping the one before."""
        day = start.astimezone(self.zone).date() - DAY  # last evening may last past midnight
        last = start
        for n in range(FARTHEST):
            for opens, closes in sorted(self.windows(day + n * DAY)):
                begin, end = self._moment(day + n * DAY, opens), self._moment(day + n * DAY, closes)
                if end > last:
                    yield max(begin, last), end, day + n * DAY
                    last = end

    def _moment(self, day: date, minutes: int) -> datetime:
        return (
            (datetime.combine(day, time()) + timedelta(minutes=minutes))
            .replace(tzinfo=self.zone)
            .astimezone(UTC)
        )


class NoWorkingTime(Exception):
    """A centre whose hours never come: `WorkingTime` was made without looking."""


class Clock(Struct, frozen=True):
    """It runs (`due_at`), stands still (`left_s`), or nobody is waited for (neither)."""

    due_at: datetime | None = None
    left_s: int | None = None  # seconds of working time that were left when it stopped
    provisional: bool = False


def clock_after(
    clock: Clock, before: State, after: State, now: datetime, *, terms: Terms, working: WorkingTime
) -> Clock:
    """The clock when a request has come from one state to another.

    An answer is due while it is submitted, the matter while it is in hand, the resident's word in RESOLVED.
    """
    around = terms.done.around_the_clock
    if after is before:
        return clock
    if after is State.RESOLVED:
        return Clock(now + SILENCE)
    if after is State.WAITING:
        return _stopped(clock, now, around, working)
    if before is State.WAITING and after in IN_HAND:
        return _going_on(clock, now, around, working)
    if after is State.SUBMITTED:
        return _running(working.due(now, terms.answer))
    if after in IN_HAND:
        return clock if before in IN_HAND else _running(working.due(now, terms.done))
    return Clock()


def _running(due: Due) -> Clock:
    return Clock(due.at, provisional=due.provisional)


def _stopped(clock: Clock, now: datetime, around: bool, working: WorkingTime) -> Clock:
    if clock.due_at is None:
        return clock
    left = clock.due_at - now if around else working.between(now, clock.due_at)
    return Clock(left_s=int(left.total_seconds()))


def _going_on(clock: Clock, now: datetime, around: bool, working: WorkingTime) -> Clock:
    left = timedelta(seconds=clock.left_s or 0)
    return Clock(now + left) if around or left < timedelta(0) else _running(working.after(now, left))
