"""When something happened, told from today: "3w 14:20" is three workdays ago at 14:20, "25m" 25 minutes ago.

Workdays are those of the state calendar, so that whoever answers "the next morning" is there.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from server.domain.calendar import Calendar

SHAPE: Final = re.compile(r"(?:(\d+)w (\d\d):(\d\d)|(\d+)([mh]))")


def moment(told: str, now: datetime, zone: ZoneInfo, calendar: Calendar) -> datetime:
    """The time that is meant, in UTC. Raises ValueError."""
    found = SHAPE.fullmatch(told)
    if not found:
        raise ValueError(f"{told!r} is no time of a story")
    days, hour, minute, amount, unit = found.groups()
    if unit:
        return now - timedelta(minutes=int(amount) * (60 if unit == "h" else 1))
    day = workdays_before(now.astimezone(zone).date(), int(days), calendar)
    return datetime.combine(day, time(int(hour), int(minute)), zone).astimezone(UTC)


def workdays_before(day: date, count: int, calendar: Calendar) -> date:
    """So many workdays back."""
    while count:
        day -= timedelta(days=1)
        count -= calendar.is_workday(day)
    return day
