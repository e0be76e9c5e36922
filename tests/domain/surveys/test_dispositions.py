"""What became of a unit, and the response rate, against figures that others computed by AAPOR's formula."""

from datetime import date

import pytest

from server.domain.surveys.dispositions import (
    Counts,
    Daypart,
    Disposition,
    Result,
    Tried,
    disposition_of,
    eligible_share,
    rate_over,
    response_rate,
)

MORNING, EVENING = Daypart.MORNING, Daypart.EVENING


def tried(day: int, result: Result, daypart: Daypart = MORNING) -> Tried:
    return Tried(date(2026, 11, day), daypart, result)


def test_rr3_is_that_of_the_example_of_the_r_package_outcomerate() -> None:
    # I 4, P 2, R 1, NC 1, O 1, UH 1, UO 1, NE 1: e 0.9, RR3 0.370. P and O, which we have not, are eligible.
    counts = Counts(answered=4, refused=1 + 2 + 1, not_reached=1, not_eligible=1, unknown=2)
    assert eligible_share(counts) == pytest.approx(0.9)
    assert response_rate(counts, eligible_share(counts)) == pytest.approx(0.370, abs=5e-4)


def test_rr3_with_a_known_share_of_eligible_ones_is_as_a_federal_survey_filed_it() -> None:
    # C 300, R 0, NC 0, O 5, U 150, e 0.9: 300 / 440
    assert response_rate(Counts(answered=300, refused=5, unknown=150), 0.9) == pytest.approx(300 / 440)


def test_with_nothing_known_of_eligibility_the_rate_is_the_lowest() -> None:
    assert eligible_share(Counts(unknown=10)) == 1.0
    assert response_rate(Counts(unknown=10), 1.0) == 0.0
    assert response_rate(Counts(not_eligible=3), 0.0) is None


def test_groups_together_have_each_its_own_share() -> None:
    parts = [(Counts(answered=5, unknown=5), 1.0), (Counts(answered=1, unknown=10), 0.5)]
    assert rate_over(parts) == pytest.approx(6 / 16)


def test_three_times_nobody_at_home_at_other_times_of_two_days_is_not_reached() -> None:
    twice = [tried(17, Result.NOT_HOME), tried(17, Result.NOT_HOME, EVENING)]
    assert disposition_of(twice) == Disposition.UNKNOWN
    assert disposition_of([*twice, tried(17, Result.NOT_HOME, Daypart.AFTERNOON)]) == Disposition.UNKNOWN
    assert disposition_of([*twice, tried(17, Result.NOT_HOME)]) == Disposition.UNKNOWN
    assert disposition_of([*twice, tried(18, Result.NOT_HOME)]) == Disposition.NOT_REACHED


@pytest.mark.parametrize("result", [Result.VACANT, Result.BUSINESS, Result.NO_ADDRESS])
def test_what_is_no_household_is_not_eligible(result: Result) -> None:
    assert disposition_of([tried(17, Result.NOT_HOME), tried(18, result)]) == Disposition.NOT_ELIGIBLE


def test_a_refusal_holds_until_somebody_asks_to_come_again() -> None:
    refused = [tried(17, Result.REFUSED), tried(18, Result.NOT_HOME)]
    assert disposition_of(refused) == Disposition.REFUSED
    assert disposition_of([*refused, tried(19, Result.LATER)]) == Disposition.UNKNOWN
