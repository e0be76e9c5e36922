"""By when somebody must say something: times of the city's promise, in working time of the holder's centre.

What is promised says `domain.terms`. Urgent matters run around the clock; all others in the hours in which
somebody is at the holder's centre, on the workdays of the state calendar, make-up Saturdays included. While
the resident is asked, the clock stands still. A due time in a year whose holidays are not announced yet is
provisional, and says so; once they are, it is reckoned again (`domain.reckoning`).

All of this is arithmetic: the calendar, the hours and the time come in.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from msgspec import Struct

from server.domain.calendar import Calendar, day_number
from server.domain.hours import Rule, windows_on
from server.domain.lifecycle import IN_HAND, SILENCE, Act, State
from server.domain.terms import Span, Terms

DAY: Final = timedelta(days=1)
FARTHEST: Final = 800  # days that are looked through before a centre without hours is given up


OFFICE: Final = (Rule("08:30", "17:30", "MO,TU,WE,TH,FR"),)  # where a centre has said nothing


class Due(Struct, frozen=True):
    """A time (UTC), and whether a calendar not announced yet may move it."""

    at: datetime
    provisional: bool = False


class WorkingTime(Struct, frozen=True):
    """The hours of one centre, by one calendar, in one time zone."""

    hours: Sequence[Rule]
    calendar: Calendar
    zone: ZoneInfo
    known: dict[date, list[tuple[datetime, datetime]]] = {}  # the windows of days that were asked for, in UTC

    def windows(self, day: date) -> list[tuple[int, int]]:
        """When somebody is there on that day: minutes after midnight, past 1440 into the next."""
        return windows_on(self.hours, self.calendar, day_number(day))

    def is_sure(self, day: date) -> bool:
        """The calendar of its year has been announced."""
        return self.calendar.knows(day_number(day))

    def is_open_at(self, at: datetime) -> bool:
        """Is somebody there at this moment?"""
        day = at.astimezone(self.zone).date()
        return any(opens <= at < closes for each in (day - DAY, day) for opens, closes in self._open_on(each))

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
        left = work
        for opens, closes, day in self._open_from(start):
            begin = max(opens, start)
            if begin + left <= closes:
                return Due(begin + left, provisional=not self.is_sure(day))
            left -= max(closes - begin, timedelta(0))
        return self._in_office_hours().after(start, work)

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
                    return Due(self._moment(day, last), provisional=not self.is_sure(day))
        return self._in_office_hours().end_of_workday(start, days)

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

    def _in_office_hours(self) -> "WorkingTime":
        """For a centre whose rules open it no more: as if it had said nothing."""
        if self.hours is OFFICE:
            raise ValueError(f"not within {FARTHEST} days")
        return WorkingTime(OFFICE, self.calendar, self.zone)

    def _open_from(self, start: datetime) -> Iterator[tuple[datetime, datetime, date]]:
        """The windows that end after `start`, in order, none overlapping the one before."""
        day = start.astimezone(self.zone).date() - DAY  # last evening may last past midnight
        last = start
        for _ in range(FARTHEST):
            for begin, end in self._open_on(day):
                if end > last:
                    yield max(begin, last), end, day
                    last = end
            day += DAY

    def _open_on(self, day: date) -> list[tuple[datetime, datetime]]:
        """Kept: everybody who asks today asks for the same few days."""
        if day not in self.known:
            self.known[day] = [
                (self._moment(day, opens), self._moment(day, closes))
                for opens, closes in sorted(self.windows(day))
            ]
        return self.known[day]

    def _moment(self, day: date, minutes: int) -> datetime:
        return (
            (datetime.combine(day, time()) + timedelta(minutes=minutes))
            .replace(tzinfo=self.zone)
            .astimezone(UTC)
        )


class Clock(Struct, frozen=True):
    """It runs (`due_at`), stands still (`left_s`), or nobody is waited for (neither)."""

    due_at: datetime | None = None
    left_s: int | None = None  # seconds of working time that were left when it stopped
    provisional: bool = False


def clock_after(
    clock: Clock,
    act: Act,
    before: State,
    after: State,
    now: datetime,
    *,
    moved: bool,
    terms: Terms,
    working: WorkingTime,
) -> Clock:
    """The clock after an act, in the working time of who has it then. `moved`: it has another holder.

    An answer is due while it is submitted, the matter while it is in hand, the resident's word in RESOLVED.
    Who gets an unanswered request because somebody else let it lie, or sent it back, has a time of their own
    for the first answer; a transfer takes the clock along.
    """
    around = terms.done.around_the_clock
    if moved and after is State.SUBMITTED and act in {Act.ESCALATE, Act.RETURN}:
        return _running(working.due(now, terms.answer))
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
