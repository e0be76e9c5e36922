"""How many households to invite where: enough in small streets to be heard, in proportion within a street.

Across streets the square root of the population (power allocation, q = ½), within one its population; at
least two a stratum, so that each has a variance, and never more than there are.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from server.domain.scope import level_of, parent_of
from server.domain.surveys.samples import Floats, Ints
from server.domain.surveys.sampling import Allocation, Framed

FEWEST: Final = 2  # invitations a stratum
STREET: Final = 3  # level
EXPONENTS: Final[dict[Allocation, float]] = {"power": 0.5, "proportional": 1.0, "equal": 0.0}


def allocate(total: int, weight: Floats, least: Ints, most: Ints) -> Ints:
    """`total` shared out by weight within bounds; what is impossible is brought to the nearest possible.

    The side of the bounds that is violated more is fixed first, until none is; then largest remainders.
    """
    total = int(np.clip(total, least.sum(), most.sum()))
    share, free = np.zeros(len(weight)), np.ones(len(weight), dtype=bool)
    while free.any():
        share[free] = (total - share[~free].sum()) * weight[free] / weight[free].sum()
        under, over = free & (share < least), free & (share > most)
        if not (under.any() or over.any()):
            break
        if (least - share)[under].sum() >= (share - most)[over].sum():
            share[under], free = least[under], free & ~under
        else:
            share[over], free = most[over], free & ~over
    whole = np.floor(share + 1e-9).astype(np.intp)
    for place in np.argsort(whole - share, kind="stable"):
        if whole.sum() < total and whole[place] < most[place]:
            whole[place] += 1
    return whole


def invitations(
    frame: Sequence[Framed], total: int, how: Allocation = "power", fewest: int = FEWEST
) -> list[int]:
    """How many households of each stratum are invited, about `total` together."""
    population = np.array([stratum.population for stratum in frame], dtype=np.intp)
    least = np.minimum(fewest, population)
    places: dict[str, int] = {}
    family = np.array([places.setdefault(_family(stratum), len(places)) for stratum in frame], dtype=np.intp)
    sizes, floors = (np.bincount(family, values).astype(np.intp) for values in (population, least))
    wanted = np.where(sizes > 0, np.maximum(sizes, 1.0) ** EXPONENTS[how], 1e-9)  # nobody there: nobody asked
    by_family = allocate(total, wanted, floors, sizes)
    found = np.zeros(len(frame), dtype=np.intp)
    for number, count in enumerate(by_family):
        members = np.flatnonzero(family == number)
        within = np.maximum(population[members], 1e-9).astype(float)
        found[members] = allocate(int(count), within, least[members], population[members])
    return [int(count) for count in found]


def _family(stratum: Framed) -> str:
    """A street with both its groups; a larger stratum is one of its own."""
    return parent_of(stratum.division) if level_of(stratum.division) > STREET else stratum.division
