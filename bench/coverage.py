"""How often the published interval holds the truth, and how often the verdict is wrong: by simulation.

A repetition is a street of a city made for it: its communities are strata, drawn without replacement, and all
of it goes through the product's own roll-up, interval, rounding and verdict at once. Populations are like
those of Hangzhou's streets (communities of 1,300 dwellings, lognormal within two sigma), or very small ones.
"""

from collections.abc import Iterator
from itertools import product
from typing import Final

import numpy as np
from msgspec import Struct

from server.domain.surveys import intervals
from server.domain.surveys.rollup import Counts, Network, combine
from server.domain.surveys.samples import Ints
from server.domain.surveys.verdict import Share, Verdict, rounded, verdict_on
from server.domain.surveys.weighting import weigh_answers

GOAL: Final = 0.85
REPETITIONS: Final = 2_000  # of each population
POPULATIONS: Final = 3  # of each cell
TRUTHS: Final = (0.80, 0.84, 0.85, 0.90, 0.95)
COMMUNITIES: Final = (5, 10, 20)
ANSWERS: Final = (5, 10, 20, 50)  # in each community
SPREADS: Final = (0.0, 0.05)  # of the truth between communities
USUAL, SMALL = 1_300, 60  # dwellings of a community
ANSWERS_OF_SMALL: Final = (5, 10, 20)
SIGMA: Final = 0.45  # of the logarithm of dwellings
FARTHEST: Final = 2.0  # sigmas from the middle: communities of 530 to 3,200 dwellings


class Design(Struct, frozen=True):
    """A street, and how it is asked."""

    dwellings: int  # of a community: the middle one's
    answers: int  # in each community
    truth: float
    communities: int
    spread: float


class Cell(Struct, frozen=True):
    """What became of one design: shares of the repetitions."""

    design: Design
    covered: float
    met: float
    not_met: float
    width: float  # on average

    @property
    def wrong(self) -> float:
        """How often the verdict that would be one was given."""
        return self.met if self.design.truth < GOAL else self.not_met


def simulate() -> Iterator[Cell]:
    """All cells: usual streets, then very small ones."""
    sizes = [(USUAL, n) for n in ANSWERS] + [(SMALL, n) for n in ANSWERS_OF_SMALL]
    grid = product(sizes, TRUTHS, COMMUNITIES, SPREADS)
    for number, (size, truth, communities, spread) in enumerate(grid):
        yield simulated(Design(*size, truth, communities, spread), np.random.default_rng(number))


def simulated(design: Design, chance: np.random.Generator) -> Cell:
    """One cell, over its populations."""
    held, verdicts, widths = list[bool](), list[Verdict](), list[float]()
    for _ in range(POPULATIONS):
        dwellings, satisfied = a_street(design, chance)
        real = satisfied.sum() / dwellings.sum()
        drawn = np.full_like(dwellings, design.answers)
        said = chance.hypergeometric(satisfied, dwellings - satisfied, drawn, (REPETITIONS, len(drawn)))
        for share in estimated(dwellings, drawn, said):
            held.append(share.low <= real <= share.high)
            verdicts.append(verdict_on(share.low, share.high, GOAL))
            widths.append(share.high - share.low)
    return Cell(
        design,
        float(np.mean(held)),
        verdicts.count(Verdict.MET) / len(verdicts),
        verdicts.count(Verdict.NOT_MET) / len(verdicts),
        float(np.mean(widths)),
    )


def a_street(design: Design, chance: np.random.Generator) -> tuple[Ints, Ints]:
    """Dwellings, and the satisfied among them, of each community; together the truth, or just above it."""
    sizes = np.clip(chance.standard_normal(design.communities), -FARTHEST, FARTHEST) * SIGMA
    dwellings = np.maximum((design.dwellings * np.exp(sizes)).astype(int), design.answers + 1)
    shares = design.truth + design.spread * chance.standard_normal(design.communities)
    satisfied = (np.clip(shares, 0.3, 1) * dwellings).astype(int)
    wanted = int(np.ceil(design.truth * dwellings.sum() - 1e-9))
    while (missing := wanted - satisfied.sum()) != 0:
        place = int(chance.integers(design.communities))
        room = dwellings[place] - satisfied[place] if missing > 0 else satisfied[place]
        step = min(abs(missing), room, max(1, abs(missing) // design.communities))
        satisfied[place] += step if missing > 0 else -step
    return dwellings, satisfied


def estimated(dwellings: Ints, drawn: Ints, said: Ints) -> list[Share]:
    """What is released of each street, one a row of `said`; whether it may be is not asked here."""
    streets, communities = said.shape
    network = Network(
        ["street"] * streets + ["community"] * said.size,
        np.concatenate([np.full(streets, -1), np.repeat(np.arange(streets), communities)]),
        np.concatenate([np.full(streets, 3), np.full(said.size, 4)]),
    )
    size, n = np.tile(dwellings, streets), np.tile(drawn, streets)
    counts = Counts(size, n, n, n, said.ravel(), np.zeros_like(n))
    weight = weigh_answers(np.arange(said.size), n, n, size)
    at = np.arange(streets, streets + said.size)
    shares = combine(network, at, counts, weight, np.ones(len(network.codes), bool))
    found = intervals.of_release(
        shares.point, shares.variance, shares.answers, shares.degrees_of_freedom, shares.holders
    )
    columns = (shares.point, found.low, found.high, shares.answers, found.effective)
    rows = np.column_stack([*columns, shares.degrees_of_freedom])[:streets].tolist()
    return [rounded(Share(*row)) for row in rows]
