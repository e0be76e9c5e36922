"""By when: vectors of the state calendar, and properties that no calendar may break."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import chinese_calendar
from hypothesis import given
from hypothesis import strategies as st

from server.domain.calendar import calendar_of, read_holidays
from server.domain.clock import (
    OFFICE,
    Clock,
    WorkingTime,
    clock_after,
)
from server.domain.hours import Rule
from server.domain.lifecycle import SILENCE, Act, State
from server.domain.terms import PROMISES, Span, Terms, terms_of

HANGZHOU = ZoneInfo("Asia/Shanghai")
CALENDAR = calendar_of(
    read_holidays()
)  # the State Council's notices; 2026: off 1-7 October, work on the 10th


def office() -> WorkingTime:
    return WorkingTime(OFFICE, CALENDAR, HANGZHOU)


def at_a_centre(*hours: Rule) -> WorkingTime:
    return WorkingTime(hours, CALENDAR, HANGZHOU)


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=HANGZHOU)  # type: ignore[misc, arg-type]


def due(start: datetime, span: Span, working: WorkingTime | None = None) -> datetime:
    return (working or office()).due(start, span).at.astimezone(HANGZHOU)


def after(
    clock: Clock,
    act: Act,
    before: State,
    state: State,
    now: datetime,
    *,
    working: WorkingTime | None = None,
    moved: bool = False,
    terms: Terms = PROMISES.ordinary,
) -> Clock:
    return clock_after(clock, act, before, state, now, moved=moved, terms=terms, working=working or office())


def test_two_hours_from_a_friday_afternoon_end_on_monday_morning() -> None:
    assert due(local(2026, 11, 20, 16, 50), Span(hours=2)) == local(2026, 11, 23, 9, 50)


def test_two_hours_from_the_middle_of_the_night_begin_when_the_office_opens() -> None:
    assert due(local(2026, 11, 24, 2, 0), Span(hours=2)) == local(2026, 11, 24, 10, 30)


def test_a_make_up_saturday_counts() -> None:
    assert due(local(2026, 10, 9, 17, 0), Span(hours=2)) == local(2026, 10, 10, 10, 0)


def test_national_day_does_not_count() -> None:
    assert due(local(2026, 9, 30, 17, 0), Span(hours=1)) == local(2026, 10, 8, 9, 0)


def test_five_workdays_end_when_the_office_closes_on_the_fifth() -> None:
    assert due(local(2026, 11, 20, 10, 0), Span(days=5)) == local(2026, 11, 27, 17, 30)


def test_urgent_matters_do_not_wait_for_the_morning() -> None:
    assert due(local(2026, 10, 2, 0, 10), PROMISES.urgent.answer) == local(2026, 10, 2, 1, 10)


def test_a_year_that_is_not_announced_makes_a_due_time_provisional() -> None:
    assert not office().due(local(2026, 12, 28, 9), Span(days=3)).provisional
    assert office().due(local(2026, 12, 31, 17), Span(hours=2)).provisional


def test_a_centre_with_a_long_lunch_has_no_work_at_noon() -> None:
    morning_and_afternoon = at_a_centre(Rule("08:30", "11:30"), Rule("14:00", "17:00"))

    assert due(local(2026, 11, 24, 11, 0), Span(hours=1), morning_and_afternoon) == local(
        2026, 11, 24, 14, 30
    )


def test_a_night_desk_goes_on_past_midnight() -> None:
    nights = at_a_centre(Rule("18:00", "02:00"))

    assert due(local(2026, 11, 24, 1, 30), Span(hours=1), nights) == local(2026, 11, 24, 18, 30)


def test_a_centre_that_opens_no_more_is_taken_for_one_that_said_nothing() -> None:
    over = at_a_centre(Rule("09:00", "12:00", valid_to=date(2025, 12, 31)))

    assert due(local(2026, 11, 20, 16, 50), Span(hours=2), over) == local(2026, 11, 23, 9, 50)
    assert due(local(2026, 11, 20, 16, 50), Span(days=1), over) == local(2026, 11, 23, 17, 30)


def test_a_saturday_morning_at_the_street_counts() -> None:
    street = at_a_centre(*OFFICE, Rule("09:00", "12:00", "SA", holidays="closed"))

    assert due(local(2026, 11, 20, 17, 0), Span(hours=1), street) == local(2026, 11, 21, 9, 30)


def test_the_time_of_waiting_is_not_counted_against_the_clerk() -> None:
    working = office()
    asked, answered = local(2026, 11, 24, 10, 0), local(2026, 11, 27, 15, 0)
    before = Clock(local(2026, 11, 24, 12, 0))

    stopped = after(before, Act.ASK, State.IN_PROGRESS, State.WAITING, asked, working=working)
    again = after(stopped, Act.ANSWER, State.WAITING, State.IN_PROGRESS, answered, working=working)

    assert stopped == Clock(left_s=2 * 3600)
    assert again.due_at == local(2026, 11, 27, 17, 0)


def test_what_was_late_before_the_question_is_late_after_the_answer() -> None:
    working = office()
    asked, answered = local(2026, 11, 24, 10, 0), local(2026, 11, 25, 10, 0)

    clock = Clock(local(2026, 11, 24, 9, 0))
    stopped = after(clock, Act.ASK, State.ACCEPTED, State.WAITING, asked, working=working)
    again = after(stopped, Act.ANSWER, State.WAITING, State.IN_PROGRESS, answered, working=working)

    assert again.due_at is not None
    assert again.due_at < answered


def test_after_resolving_the_resident_has_seven_days() -> None:
    now = local(2026, 11, 24, 10, 0)

    clock = after(Clock(now), Act.RESOLVE, State.IN_PROGRESS, State.RESOLVED, now)

    assert clock == Clock(now + SILENCE)


def test_gas_and_lifts_are_promised_sooner_than_a_dispute() -> None:
    now = local(2026, 11, 24, 10, 0)
    times = [
        office().due(now, terms_of(code, False).done).at for code in ("water-power", "lighting", "mediation")
    ]

    assert times == sorted(times)
    assert len(set(times)) == 3


MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1), timezones=st.just(UTC))
WORK = st.integers(1, 200_000).map(lambda seconds: timedelta(seconds=seconds))


@given(MOMENTS, WORK)
def test_as_much_working_time_lies_between_as_was_added(start: datetime, work: timedelta) -> None:
    end = office().after(start, work).at

    assert office().between(start, end) == work


@given(MOMENTS, MOMENTS, MOMENTS)
def test_working_time_adds_up(one: datetime, two: datetime, three: datetime) -> None:
    first, middle, last = sorted([one, two, three])
    working = office()

    assert working.between(first, last) == working.between(first, middle) + working.between(middle, last)
    assert working.between(last, first) == -working.between(first, last)


@given(MOMENTS, WORK, WORK)
def test_more_work_is_never_due_earlier(start: datetime, little: timedelta, more: timedelta) -> None:
    less = min(little, more)

    assert office().after(start, less).at <= office().after(start, max(little, more)).at


@given(MOMENTS, st.integers(1, 20))
def test_a_due_day_is_a_workday(start: datetime, days: int) -> None:
    end = due(start, Span(days=days))

    first, last = start.astimezone(HANGZHOU).date(), end.date()
    between = [first + timedelta(days=n) for n in range(1, (last - first).days + 1)]
    assert chinese_calendar.is_workday(last)
    assert sum(chinese_calendar.is_workday(day) for day in between) == days
