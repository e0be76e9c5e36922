"""A year's demand: between one's own numbers and those of the division above, and honest about chance."""

import numpy as np
import pytest
from scipy.stats import nbinom  # type: ignore[import-untyped]

from server.domain.demand import PRIOR, History, forecast, quantile, try_out


def a_history(own: list[float], above: list[float], share: float = 0.1) -> History:
    return History(np.array(own), np.array(above), np.full(len(own), share))


def test_few_requests_of_ones_own_say_less_than_the_division_above() -> None:
    found = forecast(a_history([0, 400], [200, 4000]), 12, 12)
    assert 0 < found.expected[0] < 20  # above: 20 would be our tenth
    assert found.expected[0] == pytest.approx(PRIOR / (PRIOR / 20 + 1))
    assert found.expected[1] == pytest.approx(400, rel=0.001)


def test_without_a_division_above_it_is_as_much_as_before() -> None:
    found = forecast(a_history([60], [0]), 6, 12)
    assert found.expected[0] == 120
    assert found.low[0] < 120 < found.high[0]


def test_what_nobody_asked_for_is_not_expected() -> None:
    found = forecast(a_history([0], [0]), 12, 12)
    assert (found.expected[0], found.low[0], found.high[0]) == (0, 0, 0)


def test_limits_are_those_of_a_negative_binomial() -> None:
    mean, spread = np.array([0.1, 3, 50, 400]), np.array([0.5, 0.2, 0.1, 0.03])
    for q in (0.05, 0.95):
        size = 1 / spread
        assert quantile(mean, spread, q).tolist() == nbinom.ppf(q, size, size / (size + mean)).tolist()


def test_it_errs_less_than_the_same_as_last_year_and_its_intervals_hold() -> None:
    chance = np.random.default_rng(3)
    sizes, kinds = chance.lognormal(0, 0.4, 40), chance.gamma(0.8, 6, 20)
    level = np.outer(sizes / sizes.mean(), kinds) * chance.gamma(4, 0.25, (40, 20))
    before, after = (chance.poisson(level * chance.lognormal(0, 0.15, level.shape)) for _ in range(2))
    shares = before.sum(1) / before.sum()
    history = History(
        before.ravel().astype(float),
        np.tile(before.sum(0), 40).astype(float),
        np.repeat(shares, 20),
    )

    found = try_out(history, 12, after.ravel().astype(float), 12)

    assert found.error < found.error_of_same
    assert 0.88 < found.held < 0.97
    assert found.received == after.sum()
