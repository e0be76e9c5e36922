"""When something happened, told from today: "3w 14:20" is three workdays ago at 14:20, "25m" 25 minutes ago.

Workdays are Monday to Friday here: stories must not depend on which holidays lie behind us.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

SHAPE: Final = re.compile(r"(?:(\d+)w (\d\d):(\d\d)|(\d+)([mh]))")


def moment(told: str, now: datetime, zone: ZoneInfo) -> datetime:
    """The time that is meant, in UTC. Raises ValueError."""
    found = SHAPE.fullmatch(told)
    if not found:
        raise ValueError(f"{told!r} is no time of a story")
    days, hour, minute, amount, unit = found.groups()
    if unit:
        return now - timedelta(minutes=int(amount) * (60 if unit == "h" else 1))
    day = workdays_before(now.astimezone(zone).date(), int(days))
    return datetime.combine(day, time(int(hour), int(minute)), zone).astimezone(UTC)


def workdays_before(day: date, count: int) -> date:
    """So many days back, weekends not counted."""
    while count:
        day -= timedelta(days=1)
        count -= day.weekday() < 5
    return day
