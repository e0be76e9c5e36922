"""Opening hours as a week, for pages and for other people's software: what stands on each day, in minutes.

The app's pwa/src/screens/services/one/Week.tsx shows the same days.
"""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from server.domain.calendar import UNKNOWN, Calendar
from server.domain.hours import DAY, Rule, Span, windows_on

MONDAY: Final = 3  # day 0 was a Thursday


class DayShown(Struct, frozen=True):
    """One civil day. Windows are its minutes, beyond 1440 where they last into the next; none: shut."""

    number: int  # days since 1 January 1970
    weekday: int  # 0 Monday
    windows: list[Span]
    holiday: str  # its name, on a day off
    is_sure: bool  # false: the calendar of its year is not announced


def week_of(rules: Sequence[Rule], calendar: Calendar, today: int) -> list[DayShown]:
    """Monday to Sunday of the week of a day."""
    first = today - (today + MONDAY) % 7
    return [day_shown(rules, calendar, number) for number in range(first, first + 7)]


def day_shown(rules: Sequence[Rule], calendar: Calendar, number: int) -> DayShown:
    """How one day stands."""
    return DayShown(
        number=number,
        weekday=(number + MONDAY) % 7,
        windows=sorted(windows_on(rules, calendar, number)),
        holiday=calendar.off.get(number, ""),
        is_sure=calendar.knows(number) or all(rule.holidays == "plain" for rule in rules),
    )


def usual_week(rules: Sequence[Rule], today: int) -> list[list[Span]]:
    """The windows of an ordinary Monday to Sunday: no holiday, and no exception."""
    usual = [rule for rule in rules if not rule.closed]
    return [day.windows for day in week_of(usual, UNKNOWN, today)]


def clock_of(minute: int) -> str:
    """8:30; of the next day 6:00 again; the day's end is 24:00."""
    of_day = minute % DAY if minute > DAY else minute
    return f"{of_day // 60}:{of_day % 60:02d}"
