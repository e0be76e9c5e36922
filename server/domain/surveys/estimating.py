"""Means, totals and proportions of a stratified sample, with Taylor-linearised variances.

As R's package survey 4.1 computes them (svymean, svytotal, svyrecvar; Lumley, Complex Surveys, 2010):
V = sum over strata of (1 - f_h) · n_h / (n_h - 1) · sum of (z_i - mean z)², z being the linearised value.
"""

from enum import StrEnum

import numpy as np
from msgspec import Struct

from server.domain.surveys.samples import Floats, Sample


class Lonely(StrEnum):
    """What a stratum with a single sampled row, out of several, adds to the variance."""

    ADJUST = "adjust"  # its distance from the overall mean: the default, errs to the wide side
    AVERAGE = "average"  # as much as the other strata on average
    CERTAINTY = "certainty"  # nothing
    REMOVE = "remove"  # nothing
    FAIL = "fail"


class LonelyStratum(ValueError):
    """A stratum has a single row, and the rule for it was to fail."""


class Figure(Struct, frozen=True):
    """An estimate and what an interval needs to know of it."""

    value: float
    variance: float
    answers: int  # rows with a weight
    rows: int  # rows of the design
    degrees_of_freedom: int
    weight: float  # sum of the weights: the units that the answers stand for
    deff: float = np.nan  # variance over that of a simple random sample of as many, without replacement
    deff_with_replacement: float = np.nan

    @property
    def standard_error(self) -> float:
        """The variance's root."""
        return float(np.sqrt(self.variance))


def mean(
    sample: Sample, y: Floats, lonely: Lonely = Lonely.ADJUST, *, lonely_in_domain: bool = False
) -> Figure:
    """The mean of `y`; of zeros and ones: the proportion. A NaN in y makes everything NaN."""
    weight, rows = sample.weight, int((sample.weight != 0).sum())
    whole = float(weight.sum())
    value = float((weight * y).sum() / whole)
    variance = variance_of_total(sample, weight * (y - value) / whole, lonely, lonely_in_domain)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.float64((weight * (y - value) ** 2).sum() / whole) * rows / np.float64(rows - 1) / rows
        finite = (whole - rows) / whole if whole >= rows else np.nan
        deff, deff_with_replacement = float(variance / (spread * finite)), float(variance / spread)
    return Figure(
        value,
        variance,
        rows,
        sample.rows,
        sample.degrees_of_freedom,
        whole,
        deff,
        deff_with_replacement,
    )


def total(sample: Sample, y: Floats, lonely: Lonely = Lonely.ADJUST) -> Figure:
    """The total of `y` over the population."""
    weighted = sample.weight * y
    return Figure(
        float(weighted.sum()),
        variance_of_total(sample, weighted, lonely, False),
        int((sample.weight != 0).sum()),
        sample.rows,
        sample.degrees_of_freedom,
        float(sample.weight.sum()),
    )


def variance_of_total(sample: Sample, z: Floats, lonely: Lonely, lonely_in_domain: bool) -> float:
    """The variance of the sum of `z`, the linearised value of each row times its weight.

    `lonely_in_domain`: treat a stratum with one row in the domain as lonely though more were sampled.
    """
    for left_of in sample.residuals:
        z = left_of(z)
    per_stratum = _variance_of_strata(sample, z, lonely, lonely_in_domain)
    known = ~np.isnan(per_stratum)
    if not known.any():
        return float("nan")
    return float(per_stratum[known].sum() * len(per_stratum) / known.sum())


def _variance_of_strata(sample: Sample, z: Floats, lonely: Lonely, lonely_in_domain: bool) -> Floats:
    """One number a stratum seen in the sample; NaN where the others' average stands in."""
    strata = len(sample.sampled)
    rows_seen = np.bincount(sample.stratum, minlength=strata)
    seen = rows_seen > 0
    n, fraction_left = sample.sampled, np.ones(strata)
    finite = np.isfinite(sample.population)
    fraction_left[finite] = 1 - n[finite] / sample.population[finite]
    complete = fraction_left < 1e-7  # everybody was asked: nothing is left to chance
    alone = (rows_seen == 1) & ((n == 1) | lonely_in_domain) & ~complete
    if lonely is Lonely.FAIL and (seen & (n == 1) & ~complete).any():
        raise LonelyStratum
    centre = np.bincount(sample.stratum, z, strata) / n
    if lonely is Lonely.ADJUST:
        centre[alone] = 0.0
    spread = np.bincount(sample.stratum, (z - centre[sample.stratum]) ** 2, strata).astype(float)
    spread += (n - rows_seen) * centre**2  # the sampled rows outside the domain, as zeros
    scale = np.where(n > 1, n / np.maximum(n - 1, 1), 1.0)
    variance = np.where(complete, 0.0, fraction_left * scale * spread)
    if lonely is Lonely.AVERAGE:
        variance[alone] = np.nan
    return variance[seen]
