"""What a year's demand will be, from what it was: one method, stated, and tried on the year that has passed.

A category's expected number in a division is its own number of the months before, drawn towards the division
above it: that one's number of the category, times the share of all requests that come from here. The prior is
a gamma distribution worth `PRIOR` requests (Clayton and Kaldor, Biometrics 43 (1987), 671-681).
What comes is then negative binomial; `DRIFT` is how much a year differs from the one before beyond chance.
"""

from typing import Final

import numpy as np
from msgspec import Struct
from scipy.special import betainc  # type: ignore[import-untyped]  # scipy has no types

from server.domain.surveys.samples import Floats

PRIOR: Final = 10.0  # requests: with fewer of its own, a category says less than the division above it
DRIFT: Final = 0.15  # standard deviation of a year's level against the year before, relative
LEVEL: Final = 0.90  # of the interval


class History(Struct, frozen=True):
    """Counts of some months, one of each number a cell: a category in a division."""

    own: Floats
    above: Floats  # the same category in the division above
    share: Floats  # of all requests above, those that came from here; 1 where nothing is above


class Demand(Struct, frozen=True):
    """What is expected of each cell."""

    expected: Floats
    low: Floats
    high: Floats


class Trial(Struct, frozen=True):
    """The method on months that are known: its error beside that of "the same as before"."""

    cells: int
    received: float
    error: float  # sum of |expected - received| over all cells, as a part of what was received
    error_of_same: float
    held: float  # of the cells: within their interval


def forecast(history: History, months: float, ahead: float) -> Demand:
    """Of `ahead` months, from a history of `months`."""
    prior = history.above * history.share  # expected in `months`, if here were as above
    shape = np.where(prior > 0, PRIOR + history.own, history.own)
    mean = np.where(prior > 0, (PRIOR + history.own) / (PRIOR / np.maximum(prior, 1e-9) + 1), history.own)
    expected = mean * ahead / months
    # The level is uncertain by 1 / shape, what comes by chance, and the year by its drift.
    spread = 1 / np.maximum(shape, 0.5) + DRIFT**2
    low, high = (quantile(expected, spread, q) for q in ((1 - LEVEL) / 2, (1 + LEVEL) / 2))
    return Demand(expected, low, high)


def try_out(before: History, months: float, came: Floats, ahead: float) -> Trial:
    """How well `forecast` and "the same as before" foretold what came; cells without any request left out."""
    found = forecast(before, months, ahead)
    same = before.own * ahead / months
    known = (before.own > 0) | (came > 0)
    received = float(came[known].sum())
    inside = (found.low <= came) & (came <= found.high)
    return Trial(
        int(known.sum()),
        received,
        float(np.abs(found.expected - came)[known].sum() / max(received, 1)),
        float(np.abs(same - came)[known].sum() / max(received, 1)),
        float(inside[known].mean()) if known.any() else float("nan"),
    )


def quantile(mean: Floats, spread: Floats, q: float) -> Floats:
    """The smallest count that a negative binomial, variance mean + spread · mean², reaches with chance q."""
    size, mean = 1 / spread, np.maximum(mean, 1e-9)
    success = size / (size + mean)
    low, high = np.full(mean.shape, -1.0), np.ceil(mean * 20 + 60)
    while (high - low > 1).any():
        middle = np.floor((low + high) / 2)
        reached = betainc(size, middle + 1, success) >= q
        low, high = np.where(reached, low, middle), np.where(reached, middle, high)
    return np.asarray(high, dtype=np.float64)
