"""How many more answers would probably decide whether a goal is met: where an interval lies across it.

The planner's formula (`planning.needed`; Fleiss, Levin and Paik, with the correction for exact intervals, the
design effect and the FPC) for telling the goal from the released estimate with 80 % power, less the answers
that are there. Only released digits, the count of answers and the population go in: it tells nothing new
about a withheld neighbour, and anybody can do it again.
"""

from math import ceil, log10
from typing import Final

from server.domain.surveys.intervals import normal
from server.domain.surveys.planning import needed
from server.domain.surveys.verdict import Share

POWER: Final = 0.8
DIGITS: Final = 2  # more would pretend to know


def still_needed(share: Share, population: int, goal: float) -> int:
    """Answers beside those of a released, undecided share; rounded up, and never more than there are people.

    `population`: those who could be asked, at least `share.answers`.
    """
    left = max(population - share.answers, 0)
    if share.point == goal:  # nothing but everybody's answer could tell them apart
        return left
    effect = design_effect(share, population)
    wanted = needed(goal, share.point, power=POWER, design_effect=effect, population=population)
    return min(left, _rounded_up(max(wanted - share.answers, 1)))


def design_effect(share: Share, population: int) -> float:
    """Answers for each one that counts, from the width of the released interval; 1 at the least."""
    spread = ((share.high - share.low) / (2 * normal())) ** 2
    plain = share.point * (1 - share.point) / share.answers * (1 - share.answers / population)
    return max(spread / plain, 1.0) if plain > 0 else 1.0


def _rounded_up(count: int) -> int:
    step: int = 10 ** max(int(log10(count)) + 1 - DIGITS, 0)
    return ceil(count / step) * step
