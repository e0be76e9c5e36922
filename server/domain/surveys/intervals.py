"""How sure a share is: intervals for proportions from a survey. All functions take floats or arrays alike.

Korn and Graubard, Survey Methodology 24 (1998), 193-201; logit and Wilson as in R's svyciprop.
"""

from typing import Final

import numpy as np
from msgspec import Struct
from numpy.typing import ArrayLike
from scipy.special import betaincinv, ndtri, stdtrit  # type: ignore[import-untyped]  # scipy has no types

from server.domain.surveys.samples import Floats

LEVEL: Final = 0.95
COMPLETE: Final = 1 - 1e-9  # of the population: everybody was asked and answered


class Interval(Struct, frozen=True):
    """Limits, and the effective number of answers behind them."""

    low: Floats
    high: Floats
    effective: Floats


def effective(p: ArrayLike, variance: ArrayLike) -> Floats:
    """Answers of a simple random sample, drawn from an endless population, that would vary as much."""
    p = np.asarray(p, float)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(p * (1 - p) / np.asarray(variance, float))


def korn_graubard(
    p: ArrayLike,
    variance: ArrayLike,
    rows: ArrayLike,
    df: ArrayLike,
    *,
    level: float = LEVEL,
    cap: ArrayLike = np.inf,
) -> Interval:
    """Clopper-Pearson at the effective count, corrected for degrees of freedom; equal to R's without a cap.

    NaN where R has none: nobody or everybody, no degrees of freedom.
    """
    tail = (1 - level) / 2
    correction = (stdtrit(np.asarray(rows, float) - 1, tail) / stdtrit(np.asarray(df, float), tail)) ** 2
    count = np.minimum(effective(p, variance) * correction, cap)
    return clopper_pearson(p, count, level)


def clopper_pearson(p: ArrayLike, count: ArrayLike, level: float = LEVEL) -> Interval:
    """The exact binomial interval, for a count that need not be whole."""
    p, count, tail = np.asarray(p, float), np.asarray(count, float), (1 - level) / 2
    yes, no = count * p, count * (1 - p)
    low = np.where(p <= 0, 0.0, betaincinv(yes, no + 1, tail))
    high = np.where(p >= 1, 1.0, betaincinv(yes + 1, no, 1 - tail))
    return Interval(np.where(np.isnan(count), np.nan, low), np.where(np.isnan(count), np.nan, high), count)


def logit(p: ArrayLike, variance: ArrayLike, df: ArrayLike, level: float = LEVEL) -> Interval:
    """Symmetric on the scale of log p / (1 - p)."""
    p, variance = np.asarray(p, float), np.asarray(variance, float)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        middle = np.log(p / (1 - p))
        half = _t(df, level) * np.sqrt(variance) / (p * (1 - p))
        low, high = 1 / (1 + np.exp(half - middle)), 1 / (1 + np.exp(-half - middle))
    return Interval(low, high, effective(p, variance))


def wilson(
    p: ArrayLike, variance: ArrayLike, df: ArrayLike, level: float = LEVEL, cap: ArrayLike = np.inf
) -> Interval:
    """The score interval at the effective count, as R's package has it from 4.5 on."""
    p, t, count = np.asarray(p, float), _t(df, level), np.minimum(effective(p, variance), cap)
    with np.errstate(divide="ignore", invalid="ignore"):
        middle = p + t**2 / (2 * count)
        half = t / (2 * count) * np.sqrt(4 * count * p * (1 - p) + t**2)
        scale = 1 + t**2 / count
        return Interval((middle - half) / scale, (middle + half) / scale, count)


def wald(value: ArrayLike, variance: ArrayLike, df: ArrayLike, level: float = LEVEL) -> Interval:
    """Estimate and t times its standard error: for means and totals, not for shares."""
    value = np.asarray(value, float)
    half = _t(df, level) * np.sqrt(np.asarray(variance, float))
    return Interval(value - half, value + half, np.full_like(value, np.nan))


def of_release(
    p: ArrayLike, variance: ArrayLike, answers: ArrayLike, df: ArrayLike, population: ArrayLike
) -> Interval:
    """The interval that Linli publishes: Korn-Graubard, capped, with a rule wherever R gives up.

    Its effective count is p(1-p)/V under the cap: degrees of freedom widen an interval, they are not answers.
    """
    cap = most_effective(answers, population)
    exact = korn_graubard(p, variance, answers, df, cap=cap)
    usual = Interval(exact.low, exact.high, np.minimum(effective(p, variance), cap))
    return where_r_gives_up(usual, p, answers, df, population)


def most_effective(answers: ArrayLike, population: ArrayLike) -> Floats:
    """n / (1 - f), f = n / N: no effective count goes above what a simple random sample would have.

    A variance that is small by chance would make "met" likelier than the 2.5 % it may be (simulated), while a
    cap at n would take its due from a large sample of a small street.
    """
    answers = np.asarray(answers, float)
    share = answers / np.asarray(population, float)
    with np.errstate(divide="ignore"):
        return np.where(share < COMPLETE, answers / (1 - share), np.inf)


def where_r_gives_up(
    usual: Interval,
    p: ArrayLike,
    answers: ArrayLike,
    df: ArrayLike,
    population: ArrayLike,
    *,
    level: float = LEVEL,
) -> Interval:
    """`usual`, but for nobody or everybody satisfied: Clopper-Pearson at the cap; everybody asked and heard:
    no chance is left, the point; no degrees of freedom: none (NaN).
    """
    p, answers = np.asarray(p, float), np.asarray(answers, float)
    unanimous = clopper_pearson(p, most_effective(answers, population), level)
    complete, agreed = answers / np.asarray(population, float) >= COMPLETE, (p <= 0) | (p >= 1)
    choose = [complete, np.asarray(df) < 1, agreed]
    return Interval(
        np.select(choose, [p, np.full_like(p, np.nan), unanimous.low], usual.low),
        np.select(choose, [p, np.full_like(p, np.nan), unanimous.high], usual.high),
        np.select([complete | agreed], [answers], usual.effective),
    )


def normal(level: float = LEVEL) -> float:
    """The quantile of the normal distribution that a two-sided interval of this level takes."""
    return float(ndtri(1 - (1 - level) / 2))


def _t(df: ArrayLike, level: float) -> Floats:
    return np.asarray(stdtrit(np.asarray(df, float), 1 - (1 - level) / 2))
