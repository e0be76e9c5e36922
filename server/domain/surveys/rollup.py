"""Shares of the satisfied in every division at once, from the tallies of the strata.

The same estimator as `estimating.mean` with lonely strata adjusted (a test holds them together): for zeros
and ones a stratum's variance is quadratic in p, so that a division needs three sums, whatever its p is.
"""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from server.domain.scope import level_of, parent_of
from server.domain.surveys.samples import Flags, Floats, Ints
from server.domain.surveys.tallies import Tally
from server.domain.surveys.weighting import response_classes, weigh_answers

STREET_LEVEL = 3


class Network(Struct, frozen=True):
    """The divisions as a tree of numbers; the order of codes puts parents first."""

    codes: list[str]
    parent: Ints  # -1 above the city
    level: Ints  # 1 city … 4 community

    def gather(self, at: Ints, values: Floats | Ints | Flags) -> Floats:
        """Sum `values`, each at its division, up the tree: one number a division, of all that lies in it."""
        sums = np.bincount(at, values.astype(float), len(self.codes)).astype(float)
        for level in (4, 3, 2):
            nodes = np.flatnonzero((self.level == level) & (self.parent >= 0))
            sums += np.bincount(self.parent[nodes], sums[nodes], len(self.codes))
        return sums


class Shares(Struct, frozen=True):
    """One number a division. What is not `covered` is a share of something else: only counts hold there."""

    point: Floats
    variance: Floats
    answers: Floats  # with an opinion
    degrees_of_freedom: Floats
    population: Floats
    holders: Floats  # households with an opinion, as estimated: N · p adds up the tree by these, exactly
    heard: Floats
    drawn: Floats
    cannot_say: Floats  # their share among those heard
    covered: Flags  # everybody in it had a chance to be asked, and somebody answers for them


class Counts(Struct, frozen=True):
    """Of each stratum, as in a tally."""

    population: Ints
    drawn: Ints
    heard: Ints
    opinions: Ints
    satisfied: Ints
    cannot_say: Ints


def a_network(codes: Sequence[str]) -> Network:
    """From the 12-digit codes."""
    ordered = sorted(codes)
    number = {code: place for place, code in enumerate(ordered)}
    return Network(
        ordered,
        np.array([number.get(parent_of(code), -1) for code in ordered], dtype=np.intp),
        np.array([level_of(code) for code in ordered], dtype=np.intp),
    )


def roll_up(network: Network, strata: Sequence[Tally]) -> Shares:
    """The shares of all groups in `strata` together, each household counting once.

    A stratum may be a community, a street or a whole district, but none lies within another of its group.
    Raises ValueError if one does.
    """
    refuse_overlap(network, strata)
    number = {code: place for place, code in enumerate(network.codes)}
    at = np.array([number[stratum.division] for stratum in strata], dtype=np.intp)
    weight = weights(strata)
    counts = Counts(*(_counts(strata, name) for name in Counts.__struct_fields__))
    return combine(network, at, counts, weight, covered(network, strata, at, weight > 0))


def combine(network: Network, at: Ints, counts: Counts, weight: Floats, whole_of: Flags) -> Shares:
    """The shares from counts of strata, each at its division, and what one sheet of each stands for.

    `whole_of`: the divisions all of which is represented.
    """
    heard, opinions, satisfied = counts.heard, counts.opinions, counts.satisfied
    whole = network.gather(at, weight * opinions)
    weighted = network.gather(at, weight * heard)
    scale, remainder = _scale(weight, heard, counts.population)
    # Σ(z - z̄)² of a stratum, times W²: s(1-p)² + (m-s)p² - (s-pm)²/n, sorted by powers of p.
    square = network.gather(at, scale * (satisfied - remainder * satisfied**2))
    mixed = network.gather(at, scale * (satisfied - remainder * satisfied * opinions))
    plain = network.gather(at, scale * (opinions - remainder * opinions**2))
    with np.errstate(divide="ignore", invalid="ignore"):
        point = network.gather(at, weight * satisfied) / whole
        variance = np.maximum(square - 2 * point * mixed + point**2 * plain, 0) / whole**2
        undecided = network.gather(at, weight * counts.cannot_say) / weighted
    answers = network.gather(at, opinions)
    return Shares(
        point,
        variance,
        answers,
        answers - network.gather(at, opinions > 0),
        network.gather(at, counts.population),
        whole,
        network.gather(at, heard),
        network.gather(at, counts.drawn),
        undecided,
        whole_of,
    )


def weights(strata: Sequence[Tally]) -> Floats:
    """What one sheet of each stratum stands for; neighbours in a street answer for one another's silence."""
    drawn, heard = _counts(strata, "drawn"), _counts(strata, "heard")
    classes = response_classes([_family(stratum) for stratum in strata], drawn, heard)
    return weigh_answers(classes, drawn, heard, _counts(strata, "population"))


def covered(network: Network, strata: Sequence[Tally], at: Ints, represented: Flags) -> Flags:
    """Divisions that are strata, or all of whose parts are covered: in every group that the wave asks."""
    result = np.ones(len(network.codes), dtype=bool)
    audience = np.array([stratum.audience for stratum in strata])
    empty = np.array([stratum.population == 0 for stratum in strata], dtype=bool)
    for group in np.unique(audience):
        own, ok = np.zeros_like(result), np.zeros_like(result)
        own[at[audience == group]] = True
        ok[at[(audience == group) & (represented | empty)]] = True
        for level in (4, 3, 2):
            nodes = np.flatnonzero((network.level == level) & (network.parent >= 0))
            parts = np.bincount(network.parent[nodes], minlength=len(ok))
            good = np.bincount(network.parent[nodes], ok[nodes], len(ok))
            ok |= ~own & (parts > 0) & (good == parts)
        result &= ok
    return result


def refuse_overlap(network: Network, strata: Sequence[Tally]) -> None:
    """Raises ValueError when a household could be in two strata."""
    places = {(stratum.audience, stratum.division) for stratum in strata}
    for stratum in strata:
        above = parent_of(stratum.division)
        while above:
            if (stratum.audience, above) in places:
                raise ValueError(f"stratum {stratum.division} lies within stratum {above}")
            above = parent_of(above)


def _counts(strata: Sequence[Tally], name: str) -> Ints:
    return np.array([getattr(stratum, name) for stratum in strata], dtype=np.intp)


def _family(stratum: Tally) -> str:
    """Strata of one group in one street may answer for one another; larger strata stand alone."""
    in_street = level_of(stratum.division) > STREET_LEVEL
    return f"{stratum.audience} {parent_of(stratum.division) if in_street else stratum.division}"


def _scale(weight: Floats, heard: Ints, population: Ints) -> tuple[Floats, Floats]:
    """(1 - f) · n / (n - 1) · w², and 1/n; of a lonely sheet (1 - f) · w² and 0: it is not centred."""
    n, size = np.maximum(heard, 1), np.maximum(population, 1)
    left = np.maximum(1 - heard / size, 0.0)
    left = np.where(left < 1e-7, 0.0, left)
    several = n > 1
    factor = np.where(several, n / np.maximum(n - 1, 1), 1.0)
    return left * factor * weight**2, np.where(several, 1 / n, 0.0)
