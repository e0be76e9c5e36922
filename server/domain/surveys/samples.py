"""A stratified simple random sample as numbers: who was drawn, out of how many, and what each row weighs.

Notation as in Lumley, Complex Surveys (2010): n_h rows sampled of N_h in stratum h, f_h = n_h / N_h.
"""

from collections.abc import Callable, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Flags = NDArray[np.bool_]


class Sample(Struct, frozen=True):
    """Rows, and the design they came from; counts stay those of the whole design, also in a domain of it."""

    weight: Floats  # a row stands for so many units; 0: outside the domain of a calibrated sample
    stratum: Ints  # of each row, 0 … H-1
    sampled: Floats  # n_h of the whole design, one a stratum
    population: Floats  # N_h, one a stratum; infinite: no correction for a finite population
    residuals: tuple[
        Callable[[Floats], Floats], ...
    ] = ()  # what each calibration leaves of a linearised value

    @property
    def rows(self) -> int:
        """Rows of the design, those of weight 0 too."""
        return len(self.weight)

    @property
    def degrees_of_freedom(self) -> int:
        """Rows seen less strata seen, among those with a weight."""
        seen = self.weight != 0
        return int(seen.sum()) - len(np.unique(self.stratum[seen]))


def stratified(
    strata: Sequence[object], population: Floats | None = None, weight: Floats | None = None
) -> Sample:
    """A sample from one stratum label a row; `population` and `weight` have one number a row.

    Without a population nothing is corrected for being finite; without a weight a row weighs N_h / n_h.
    """
    _, stratum = np.unique(np.asarray(strata, dtype=str), return_inverse=True)
    sampled = np.bincount(stratum).astype(float)
    counts = np.full(len(sampled), np.inf)
    if population is not None:
        counts[stratum] = population
    if weight is None:
        weight = counts[stratum] / sampled[stratum] if population is not None else np.ones(len(stratum))
    return Sample(weight, stratum, sampled, counts)


def domain(sample: Sample, within: Flags) -> Sample:
    """The part of a sample that a question is about, such as the women in it.

    The design's counts stay: the rows outside are zeros in the variance, not rows that were never drawn.
    A calibrated sample keeps them with weight 0, because the calibration was done with them.
    """
    if sample.residuals:
        return Sample(
            np.where(within, sample.weight, 0.0),
            sample.stratum,
            sample.sampled,
            sample.population,
            sample.residuals,
        )
    return Sample(sample.weight[within], sample.stratum[within], sample.sampled, sample.population)
