"""Days off and make-up workdays: our reviewed tables against two packages; and a year nobody knows."""

from datetime import date, timedelta

import chinese_calendar
import holidays
import pytest

from server.domain.calendar import (
    calendar_of,
    date_of,
    day_number,
    english_names,
    find_calendar,
    read_holidays,
    save_holidays,
)
from server.domain.topics import version_of
from server.models.calendar import CalendarDay

YEARS = read_holidays()
ANNOUNCED = [year.year for year in YEARS if year.announced]


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(day) for day in range((date(year + 1, 1, 1) - first).days)]


@pytest.mark.parametrize("year", ANNOUNCED)
def test_every_day_of_an_announced_year_is_as_two_packages_say(year: int) -> None:
    ours = calendar_of(YEARS)
    theirs = holidays.country_holidays("CN", years=year)

    for day in days_of(year):
        assert ours.is_workday(day) == chinese_calendar.is_workday(day), day
        assert ours.is_workday(day) == theirs.is_working_day(day), day


@pytest.mark.parametrize(("year", "off", "worked"), [(2024, 28, 8), (2025, 28, 5), (2026, 33, 6)])
def test_a_year_has_the_days_that_its_notice_counts(year: int, off: int, worked: int) -> None:
    ours = calendar_of(YEARS)

    assert sum(date_of(number).year == year for number in ours.off) == off
    assert sum(date_of(number).year == year for number in ours.worked) == worked


def test_a_year_that_is_not_announced_is_unknown_and_has_no_make_up_days() -> None:
    ours = calendar_of(YEARS)
    new_year = day_number(date(2027, 1, 1))

    assert ours.known_through == new_year - 1
    assert not ours.knows(new_year)
    assert new_year not in ours.off
    assert ours.likely[new_year] == "元旦"
    assert not ours.is_workday(date(2027, 1, 1))
    assert ours.is_workday(date(2027, 1, 4))
    assert not any(date_of(number).year == 2027 for number in ours.worked)


def test_the_likely_days_are_those_that_the_law_names() -> None:
    likely = {date_of(number) for number in calendar_of(YEARS).likely}

    by_law = holidays.country_holidays("CN", years=2027, language="en_US")
    assert likely == {day for day, name in by_law.items() if "observed" not in name}


def test_each_holiday_has_an_english_name() -> None:
    names = english_names()

    assert names["国庆节"] == "National Day"
    assert all(holiday.name in names and holiday.en for year in YEARS for holiday in year.holiday)


async def test_an_import_fills_the_calendar_and_doing_it_again_changes_nothing(db: None) -> None:
    first = await save_holidays(YEARS)
    again = await save_holidays(YEARS)

    assert (first, again) == (28 + 8 + 28 + 5 + 33 + 6, 0)
    assert await version_of("calendar") == 1
    assert await find_calendar() == calendar_of(YEARS)


async def test_a_notice_that_was_changed_changes_its_days(db: None) -> None:
    await save_holidays(YEARS)
    wrong = CalendarDay(date=date(2026, 3, 3), kind="H", name="错", source="")
    await CalendarDay.insert(wrong)
    await CalendarDay.update(name="五一").where(CalendarDay.date == date(2026, 5, 1))

    changed = await save_holidays(YEARS)

    assert changed == 2
    assert await find_calendar() == calendar_of(YEARS)


async def test_before_any_import_every_year_is_unknown(db: None) -> None:
    calendar = await find_calendar()

    assert calendar.known_through == -1
    assert not calendar.knows(day_number(date(2026, 5, 1)))
