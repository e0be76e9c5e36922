"""Days off, and weekends that are worked instead: announced by the State Council for one year at a time.

The tables are reviewed files (data/holidays, one a year), imported into `calendar_day`. A year without a
notice is unknown and never guessed: only the days that the law names are then likely off, and everything that
rests on it says so. Days are civil day numbers (1 January 1970 is 0), as in `hours`.
"""

import tomllib
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Final
from uuid import uuid4

from msgspec import Struct, convert

from server.domain.jobs import queueing
from server.domain.topics import bump
from server.models.calendar import CalendarDay
from server.storage.database import together, write

FOLDER: Final = Path(__file__).parent.parent / "data" / "holidays"
EPOCH: Final = date(1970, 1, 1).toordinal()
RECKON_AGAIN: Final = "reckon-again"  # the job: due times, by the calendar as it is then
AT_ONCE: Final = datetime(2000, 1, 1, tzinfo=UTC)  # due as soon as the change is there


class Holiday(Struct, frozen=True, forbid_unknown_fields=True, rename={"first": "from", "last": "to"}):
    """One holiday of a year: off from `first` to `last`, both within; worked instead on `work`."""

    name: str
    en: str
    first: date
    last: date
    work: list[date] = []

    def days(self) -> list[date]:
        """Every day off."""
        return [self.first + timedelta(days) for days in range((self.last - self.first).days + 1)]


class Year(Struct, frozen=True, forbid_unknown_fields=True):
    """What is known of one year; not announced: the days of the law alone."""

    year: int
    announced: bool
    source: str
    notice_date: date
    holiday: list[Holiday]


class Calendar(Struct, frozen=True):
    """Which days are not what their weekday says. Keys are day numbers, values the holiday's name."""

    off: dict[int, str]
    worked: dict[int, str]  # weekends that are worked instead
    likely: dict[int, str]  # named by the law, in years that are not announced
    known_through: int  # the last day of the last announced year; -1: none is known

    def knows(self, day: int) -> bool:
        """Has this day's year been announced?"""
        return day <= self.known_through

    def is_workday(self, day: date) -> bool:
        """As announced; of a year that is not, by the weekday and the days that the law names."""
        number = day_number(day)
        is_off = number in self.off or number in self.likely
        return number in self.worked or (day.weekday() < 5 and not is_off)


UNKNOWN: Final = Calendar({}, {}, {}, -1)


def read_holidays(folder: Path = FOLDER) -> list[Year]:
    """The reviewed tables, in the order of the years. Raises msgspec.ValidationError."""
    return [convert(tomllib.loads(file.read_text("utf-8")), Year) for file in sorted(folder.glob("*.toml"))]


def calendar_of(years: Iterable[Year]) -> Calendar:
    """The calendar that these tables make."""
    off: dict[int, str] = {}
    worked: dict[int, str] = {}
    likely: dict[int, str] = {}
    known = -1
    for year in years:
        for holiday in year.holiday:
            target = off if year.announced else likely
            target |= {day_number(day): holiday.name for day in holiday.days()}
            worked |= {day_number(day): holiday.name for day in holiday.work}
        if year.announced:
            known = max(known, day_number(date(year.year, 12, 31)))
    return Calendar(off, worked, likely, known)


def day_number(day: date) -> int:
    """Days since 1 January 1970."""
    return day.toordinal() - EPOCH


def date_of(number: int) -> date:
    """The day of a number."""
    return date.fromordinal(number + EPOCH)


async def save_holidays(years: Iterable[Year]) -> int:
    """Bring `calendar_day` up to the announced tables; gives how many days changed. Safe to repeat.

    What changes moves due times: they are reckoned again by a job.
    """
    new = {row.date: row for year in years if year.announced for row in _rows(year)}
    touched = {day.year for day in new}
    async with write():
        kept = {row.date: row for row in await CalendarDay.objects() if row.date.year in touched}
        gone = [day for day in kept if day not in new]
        fresh = [row for day, row in new.items() if day not in kept or _facts(kept[day]) != _facts(row)]
        if gone:
            await CalendarDay.delete().where(CalendarDay.date.is_in(gone))
        if fresh:
            await CalendarDay.insert(*fresh).on_conflict(
                target=CalendarDay.date,
                action="DO UPDATE",
                values=[CalendarDay.kind, CalendarDay.name, CalendarDay.source, CalendarDay.notice_date],
            )
        if gone or fresh:
            await bump("calendar")
            await together(queueing(RECKON_AGAIN, uuid4(), AT_ONCE))
    return len(gone) + len(fresh)


def _rows(year: Year) -> list[CalendarDay]:
    days = [(day, "H", holiday.name) for holiday in year.holiday for day in holiday.days()]
    days += [(day, "W", holiday.name) for holiday in year.holiday for day in holiday.work]
    return [
        CalendarDay(date=day, kind=kind, name=name, source=year.source, notice_date=year.notice_date)
        for day, kind, name in days
    ]


def _facts(row: CalendarDay) -> tuple[object, ...]:
    return row.kind, row.name, row.source, row.notice_date


async def find_calendar() -> Calendar:
    """The calendar in force: what was imported, and the likely days of the years after it."""
    rows = await CalendarDay.select(CalendarDay.date, CalendarDay.kind, CalendarDay.name)
    by_kind: dict[str, dict[int, str]] = {"H": {}, "W": {}}
    for row in rows:
        by_kind[row["kind"]][day_number(row["date"])] = row["name"]
    years = {row["date"].year for row in rows}
    known = day_number(date(max(years), 12, 31)) if years else -1
    likely = calendar_of(year for year in _packed() if not year.announced).likely
    return Calendar(by_kind["H"], by_kind["W"], {d: n for d, n in likely.items() if d > known}, known)


def english_names() -> dict[str, str]:
    """What each holiday is called in English."""
    return {holiday.name: holiday.en for year in _packed() for holiday in year.holiday}


@lru_cache(1)
def _packed() -> list[Year]:
    """The tables that came with this version: read once, for they are asked of every page."""
    return read_holidays()
