"""How many answers a survey needs: to tell two shares apart in each division, or for a margin of error.

n₀ = ((z₁₋α/₂ √p₀q₀ + z₁₋β √p₁q₁) / |p₀−p₁|)² (Fleiss, Levin and Paik, Statistical Methods for Rates and
Proportions, 3rd edition, 2.5), enlarged for exact intervals by their correction for continuity, by the design
effect of the allocation n·ΣW²ₕ/nₕ (Kish, Survey Sampling, 1965), made smaller where the division is small
(FPC). What the interval that is published makes of it is simulated, since no formula says it.
"""

from collections.abc import Sequence
from math import ceil, inf, isinf, sqrt
from typing import Final, TypeVar

import numpy as np
from msgspec.structs import replace
from scipy.special import ndtri  # type: ignore[import-untyped]  # scipy has no types

from server.domain.scope import level_of, parent_of
from server.domain.surveys.allocation import invitations
from server.domain.surveys.intervals import normal, of_release
from server.domain.surveys.sampling import CellPlanned, Family, Framed, PlanAsked, Planned, StratumPlanned

LEVELS: Final = {"city": 1, "district": 2, "street": 3, "community": 4}
MORE: Final = 1.05  # simulated: below the goal the formula falls a little short of the power
DRAWS: Final = 2000
MOST_STRATA: Final = 200  # in a simulation; more are put together, street by street
ROUNDS: Final = 6  # until the design effect and the number of answers agree
SHOWN: Final = (0.0, 0.5, 1.0)  # of the divisions by size, whose power is simulated

Place = tuple[str, Family]
Some = TypeVar("Some", bound=Framed)


def needed(
    p0: float,
    p1: float,
    *,
    level: float = 0.95,
    power: float = 0.8,
    design_effect: float = 1.0,
    population: float = inf,
) -> int:
    """Answers to tell p0 from p1, two-sided."""
    apart = abs(p0 - p1)
    spread = normal(level) * sqrt(p0 * (1 - p0)) + float(ndtri(power)) * sqrt(p1 * (1 - p1))
    n = (spread / apart) ** 2
    n = n / 4 * (1 + sqrt(1 + 2 / (n * apart))) ** 2
    return _finite(n * design_effect, population)


def for_margin(
    p: float, margin: float, *, level: float = 0.95, design_effect: float = 1.0, population: float = inf
) -> int:
    """Answers for an estimate give or take `margin`."""
    return _finite(normal(level) ** 2 * p * (1 - p) / margin**2 * design_effect, population)


def plan(frame: Sequence[Framed], asked: PlanAsked) -> Planned:
    """Who is to be asked so that each division of the wished level can be told from the goal."""
    if asked.way == "total":
        counts = invitations(frame, asked.invited, asked.allocation)
        strata = [
            _stratum(each, int(count * asked.response), count)
            for each, count in zip(frame, counts, strict=True)
        ]
        cells = [_cell(place, part, _wanted(part, asked)) for place, part in _by_cell(strata, asked)]
    else:
        strata, cells = [], []
        for place, part in _by_cell(frame, asked):
            found, wanted = _share_out(part, asked)
            strata += found
            cells.append(_cell(place, found, wanted))
    return Planned(
        _with_power(cells, strata, asked) if asked.way != "margin" else cells,
        strata,
        *(sum(getattr(each, name) for each in strata) for name in ("population", "answers", "invited")),
    )


def simulated_power(population: Sequence[int], answers: Sequence[int], asked: PlanAsked) -> float:
    """How often, were the share p1, the published interval would lie wholly on p1's side of p0."""
    sizes, counts = np.array(population, dtype=np.int64), np.array(answers, dtype=np.int64)
    sizes, counts = sizes[counts > 0], counts[counts > 0]
    if not len(counts):
        return 0.0
    chance = np.random.default_rng(2019)  # the same plan has the same power
    content = np.rint(sizes * asked.p1).astype(np.int64)
    said = chance.hypergeometric(content, sizes - content, counts, size=(DRAWS, len(sizes)))
    share, weight = said / counts, sizes / sizes.sum()
    spread = share * (1 - share) / np.maximum(counts - 1, 1)
    p = share @ weight
    variance = (weight**2 * (1 - counts / sizes) * spread).sum(axis=1)
    n, df = counts.sum(), counts.sum() - len(counts)
    limits = of_release(p, variance, np.full(DRAWS, n), np.full(DRAWS, df), np.full(DRAWS, sizes.sum()))
    found = limits.high < asked.p0 if asked.p1 < asked.p0 else limits.low >= asked.p0
    return float(np.mean(found))


def _finite(n: float, population: float) -> int:
    """Rounded up, and less where a good part of everybody is asked."""
    return ceil(n - 1e-9) if isinf(population) else min(ceil(n / (1 + (n - 1) / population)), int(population))


def _wanted(strata: Sequence[Framed], asked: PlanAsked, design_effect: float = 1.0) -> int:
    population = sum(each.population for each in strata)
    how = {"level": asked.level, "design_effect": design_effect, "population": max(population, 1)}
    if asked.way == "margin":
        return min(for_margin(asked.p0, asked.margin, **how), population)
    n = needed(asked.p0, asked.p1, power=asked.power, **how)
    return min(ceil(n * MORE) if asked.p1 < asked.p0 else n, population)


def _share_out(part: Sequence[Framed], asked: PlanAsked) -> tuple[list[StratumPlanned], int]:
    effect, counts, wanted = 1.0, list[int](), 0
    for _ in range(ROUNDS):
        before, wanted = wanted, _wanted(part, asked, effect)
        if wanted == before:
            break
        counts = invitations(part, wanted, asked.allocation, asked.fewest)
        effect = max(1.0, design_effect([each.population for each in part], counts))
    found = []
    for each, count in zip(part, counts, strict=True):
        invited = min(each.population, ceil(count / asked.response - 1e-9))
        found.append(_stratum(each, min(count, int(invited * asked.response + 1e-9)), invited))
    return found, wanted


def design_effect(population: Sequence[int], answers: Sequence[int]) -> float:
    """How much more an estimate varies than with as many answers shared out by population."""
    pairs = [(size, count) for size, count in zip(population, answers, strict=True) if count]
    total, n = sum(size for size, _ in pairs), sum(count for _, count in pairs)
    return n * sum((size / total) ** 2 / count for size, count in pairs) if pairs else 1.0


def _stratum(framed: Framed, answers: int, invited: int) -> StratumPlanned:
    return StratumPlanned(framed.division, framed.audience, framed.population, answers, invited)


def _by_cell(frame: Sequence[Some], asked: PlanAsked) -> list[tuple[Place, list[Some]]]:
    cells: dict[Place, list[Some]] = {}
    for stratum in frame:
        division = stratum.division
        while level_of(division) > LEVELS[asked.unit]:
            division = parent_of(division)
        cells.setdefault((division, "units" if stratum.audience == "units" else "people"), []).append(stratum)
    return sorted(cells.items(), key=lambda cell: cell[0])


def _cell(place: Place, strata: Sequence[StratumPlanned], wanted: int) -> CellPlanned:
    answers = [each.answers for each in strata]
    population = [each.population for each in strata]
    return CellPlanned(
        *place,
        population=sum(population),
        strata=len(strata),
        needed=wanted,
        answers=sum(answers),
        invited=sum(each.invited for each in strata),
        design_effect=design_effect(population, answers),
    )


def _with_power(
    cells: list[CellPlanned], strata: Sequence[StratumPlanned], asked: PlanAsked
) -> list[CellPlanned]:
    """The smallest, the middle and the largest division say what power the plan has."""
    by_size = sorted((each for each in cells if each.group == "people"), key=lambda each: each.population)
    chosen = {by_size[round(at * (len(by_size) - 1))].division for at in SHOWN} if by_size else set()
    inside = {place[0]: part for place, part in _by_cell(strata, asked) if place[1] == "people"}
    return [
        replace(each, power=simulated_power(*_together(inside[each.division]), asked))
        if each.group == "people" and each.division in chosen
        else each
        for each in cells
    ]


def _together(strata: Sequence[StratumPlanned]) -> tuple[list[int], list[int]]:
    """Populations and answers; of very many strata the streets', which is the same while p is the same."""
    if len(strata) <= MOST_STRATA:
        return [each.population for each in strata], [each.answers for each in strata]
    sums: dict[str, list[int]] = {}
    for each in strata:
        place = parent_of(each.division) if level_of(each.division) == LEVELS["community"] else each.division
        found = sums.setdefault(place, [0, 0])
        found[0] += each.population
        found[1] += each.answers
    return [size for size, _ in sums.values()], [count for _, count in sums.values()]
