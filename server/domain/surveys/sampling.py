"""How many households to invite where: enough in small streets to be heard, in proportion within a street.

Across streets the square root of the population (power allocation, q = ½), within one its population; at
least two a stratum, so that each has a variance, and never more than there are.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from msgspec import Struct

from server.domain.scope import level_of, parent_of
from server.domain.surveys.samples import Floats, Ints

FEWEST: Final = 2  # invitations a stratum
STREET: Final = 3  # level


class Framed(Struct, frozen=True):
    """One stratum of the frame: so many households, of a group, in a division."""

    division: str
    audience: str
    population: int


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


def invitations(frame: Sequence[Framed], total: int) -> list[int]:
    """How many households of each stratum are invited, about `total` together."""
    population = np.array([stratum.population for stratum in frame], dtype=np.intp)
    least, names = np.minimum(FEWEST, population), [_family(stratum) for stratum in frame]
    families = list(dict.fromkeys(names))
    family = np.array([families.index(name) for name in names], dtype=np.intp)
    sizes, floors = (np.bincount(family, values).astype(np.intp) for values in (population, least))
    by_family = allocate(total, np.sqrt(sizes), floors, sizes)
    found = np.zeros(len(frame), dtype=np.intp)
    for number, count in enumerate(by_family):
        members = np.flatnonzero(family == number)
        found[members] = allocate(
            int(count), population[members].astype(float), least[members], population[members]
        )
    return [int(count) for count in found]


def _family(stratum: Framed) -> str:
    """A street with both its groups; a larger stratum is one of its own."""
    return parent_of(stratum.division) if level_of(stratum.division) > STREET else stratum.division
