"""The interval that Linli releases, where R's package gives none or a wrong one."""

import numpy as np
import pytest

from server.domain.surveys.intervals import clopper_pearson, korn_graubard, of_release


def limits(p: float, variance: float, answers: int, df: int, population: int) -> tuple[float, float, float]:
    found = of_release(p, variance, answers, df, population)
    return float(found.low), float(found.high), float(found.effective)


def test_a_usual_share_gets_what_r_would_say() -> None:
    low, high, effective = limits(0.87, 0.0004, 300, 290, 50_000)
    as_r = korn_graubard(0.87, 0.0004, 300, 290)
    assert (low, high) == (pytest.approx(float(as_r.low)), pytest.approx(float(as_r.high)))
    assert effective == pytest.approx(0.87 * 0.13 / 0.0004)


def test_a_variance_that_is_small_by_chance_does_not_count_for_more_than_the_answers() -> None:
    low, high, effective = limits(0.9, 1e-9, 60, 50, 600)
    capped = clopper_pearson(0.9, 60 / 0.9)
    assert (low, high, effective) == pytest.approx((float(capped.low), float(capped.high), 60 / 0.9))


def test_no_variance_at_all_is_no_certainty() -> None:
    low, high, _ = limits(0.9, 0.0, 60, 50, 600)
    assert high - low > 0.1


def test_everybody_satisfied_is_not_certain_either() -> None:
    low, high, effective = limits(1.0, 0.0, 40, 39, 10**9)
    assert (low, high, effective) == (pytest.approx(0.025 ** (1 / 40)), 1.0, 40)


def test_nobody_satisfied_mirrors_everybody() -> None:
    low, high, _ = limits(0.0, 0.0, 40, 39, 10**9)
    assert (low, high) == (0.0, pytest.approx(1 - 0.025 ** (1 / 40)))


def test_below_23_answers_even_unanimity_cannot_reach_85_percent() -> None:
    assert limits(1.0, 0.0, 22, 21, 10**9)[0] < 0.85 <= limits(1.0, 0.0, 23, 22, 10**9)[0]


def test_a_complete_count_has_no_interval_left() -> None:
    assert limits(0.75, 0.0, 40, 39, 40) == (0.75, 0.75, 40)


def test_without_degrees_of_freedom_there_is_no_interval() -> None:
    low, high, _ = limits(0.8, 0.01, 2, 0, 100)
    assert np.isnan(low)
    assert np.isnan(high)


def test_many_shares_at_once_are_each_as_alone() -> None:
    p, v = np.array([0.5, 1.0, 0.9]), np.array([0.001, 0.0, 0.0002])
    n, df, size = np.array([200, 50, 400]), np.array([190, 49, 380]), np.array([1000, 1000, 400])
    together = of_release(p, v, n, df, size)
    for i in range(3):
        assert limits(p[i], v[i], n[i], df[i], size[i]) == pytest.approx(
            (together.low[i], together.high[i], together.effective[i])
        )
