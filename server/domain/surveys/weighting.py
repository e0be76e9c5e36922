"""What a row weighs: corrected for who did not answer, and fitted to what is known of the population.

Post-stratification and raking linearise as in R's package survey 4.1 (postStratify, rake), which differ.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from itertools import groupby
from typing import Final, TypeVar

import numpy as np
from msgspec import Struct

from server.domain.surveys.samples import Floats, Ints, Sample

Label = TypeVar("Label", bound=Hashable)
FEWEST_DRAWN: Final = 20  # in a response class; practice
FEWEST_ANSWERING: Final = 10
LARGEST_FACTOR: Final = 3.0
SWEEPS: Final = 10  # of the residuals over a raking's margins, as R does it


class Margin(Struct, frozen=True):
    """One way to divide the rows, and the known population of each part."""

    part: Ints  # of each row, 0 … G-1
    population: Floats  # one a part


def margin(labels: Sequence[Label], population: Mapping[Label, float]) -> Margin:
    """A margin from a label a row. Raises KeyError for a label whose population is not known."""
    numbers = {label: number for number, label in enumerate(dict.fromkeys(labels))}
    parts = np.array([numbers[label] for label in labels], dtype=np.intp)
    return Margin(parts, np.array([population[label] for label in numbers], dtype=float))


def post_stratify(sample: Sample, known: Margin) -> Sample:
    """Weights that reproduce the margin's populations exactly; estimates vary only within its parts."""
    weight = _fit(sample.weight, known)

    def residual(z: Floats) -> Floats:
        per_part = np.bincount(known.part, z) / np.bincount(known.part, weight)
        return z - weight * per_part[known.part]

    return _calibrated(sample, weight, residual)


def rake(sample: Sample, margins: Sequence[Margin], epsilon: float = 1e-10, rounds: int = 500) -> Sample:
    """Weights that reproduce several margins, fitted in turn until the crossed table stands still.

    `epsilon` as in R: below 1 it is relative to the sum of the weights.
    """
    cell = _crossed(margins)
    still = epsilon * sample.weight.sum() if epsilon < 1 else epsilon
    weight, before = sample.weight, np.bincount(cell, sample.weight)
    fitted: list[Floats] = []
    for _ in range(rounds):
        fitted = []
        for known in margins:
            weight = _fit(weight, known)
            fitted.append(weight)
        after = np.bincount(cell, weight)
        moved, before = np.abs(after - before).max(), after
        if moved < still:
            break

    def residual(z: Floats) -> Floats:
        for _ in range(SWEEPS):
            for known, at in zip(margins, fitted, strict=True):
                # R takes the plain mean of z/w here, not the weighted one of post-stratification.
                per_part = np.bincount(known.part, z / at) / np.bincount(known.part)
                z = z - at * per_part[known.part]
        return z

    return _calibrated(sample, weight, residual)


def response_classes(family: Sequence[str], drawn: Ints, answered: Ints) -> Ints:
    """Which strata answer for one another's silence: one class number a stratum.

    A stratum is its own class when at least 20 were drawn, 10 answered, and nobody stands for more than
    three. Otherwise it joins the next ones of its family (its street and group), which stand together.
    """
    classes = np.zeros(len(family), dtype=np.intp)
    number = 0
    for _, members in groupby(range(len(family)), key=lambda stratum: family[stratum]):
        for joined in _join(list(members), drawn, answered):
            classes[joined] = number
            number += 1
    return classes


def weigh_answers(classes: Ints, drawn: Ints, answered: Ints, population: Ints) -> Floats:
    """The weight of one answer, a stratum: N_h / drawn_h, times drawn over answered in its class.

    Both are counted by design weight. A class in which nobody answered weighs nothing: its strata are not
    represented.
    """
    design = np.divide(population, drawn, out=np.zeros(len(drawn)), where=drawn > 0)
    asked, heard = np.bincount(classes, design * drawn), np.bincount(classes, design * answered)
    factor = np.divide(asked, heard, out=np.zeros(len(asked)), where=heard > 0)
    return np.asarray(design * factor[classes], dtype=np.float64)


def _join(strata: list[int], drawn: Ints, answered: Ints) -> list[list[int]]:
    """Neighbours joined until each class is large enough; what is left over joins the last."""
    classes: list[list[int]] = []
    waiting: list[int] = []
    for stratum in strata:
        waiting.append(stratum)
        if _is_enough(int(drawn[waiting].sum()), int(answered[waiting].sum())):
            classes.append(waiting)
            waiting = []
    if waiting and classes:
        classes[-1] += waiting
    elif waiting:
        classes.append(waiting)
    return classes


def _is_enough(drawn: int, answered: int) -> bool:
    return drawn >= FEWEST_DRAWN and answered >= FEWEST_ANSWERING and drawn <= LARGEST_FACTOR * answered


def _fit(weight: Floats, known: Margin) -> Floats:
    factor = known.population / np.bincount(known.part, weight)
    return np.asarray(weight * factor[known.part], dtype=np.float64)


def _crossed(margins: Sequence[Margin]) -> Ints:
    _, cell = np.unique(np.stack([known.part for known in margins]), axis=1, return_inverse=True)
    return np.asarray(cell, dtype=np.intp).reshape(-1)


def _calibrated(sample: Sample, weight: Floats, residual: Callable[[Floats], Floats]) -> Sample:
    return Sample(weight, sample.stratum, sample.sampled, sample.population, (*sample.residuals, residual))
