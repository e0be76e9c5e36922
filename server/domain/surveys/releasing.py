"""From shares to what may be read: each division's verdict or the reason why it is withheld.

The two groups apart, and each kind of service, are read for the city and its districts only; the groups there
all or nothing: beside the groups together they would be a second way to compute what is withheld.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from msgspec import Struct

from server.domain.surveys import intervals
from server.domain.surveys.disclosure import ROOM, Bounds, Tree, attack, protect
from server.domain.surveys.items import NEED, OPEN, TOOK_PART, Item
from server.domain.surveys.questionnaire import Group
from server.domain.surveys.rollup import Network, Shares, roll_up
from server.domain.surveys.samples import Flags
from server.domain.surveys.tallies import Tally
from server.domain.surveys.undecided import still_needed
from server.domain.surveys.verdict import (
    FEWEST_ANSWERS,
    STEP,
    Reason,
    Share,
    Verdict,
    rounded,
    verdict_on,
    why_withheld,
)

ALL: Final = "all"  # residents and migrants, each household counting once
SATISFIED: Final = "satisfied"  # the number itself
CITY, DISTRICT, STREET, COMMUNITY = 1, 2, 3, 4  # levels
PARTICIPATION: Final = 0.90  # of units: the three-year plan's other goal that is asked for
Key = tuple[str, str, str]  # division, audience, statistic


class Number(Struct, frozen=True):
    """One released number, or its absence. A withheld one carries nothing but counts, for staff."""

    division: str
    audience: str
    answers: int
    verdict: Verdict | None  # None: released, and there is no goal for it
    reason: Reason | None
    share: Share | None  # rounded; of a withheld one only where a person must look at it
    cannot_say: float | None
    response_rate: float | None
    statistic: str = SATISFIED
    still_needed: int | None = None  # of an undecided one: answers that would probably decide it
    derived: tuple[float, float] | None = None  # of a withheld one: what a reader could work out


class Rulings(Struct, frozen=True):
    """What the rules of print leave to persons and to earlier releases."""

    released: frozenset[Key] = frozenset()  # by somebody who looked at them
    withheld: frozenset[Key] = frozenset()  # in the release that this one corrects

    def on(self, reason: Reason | None, key: Key) -> Reason | None:
        """The reason that is left."""
        if reason is Reason.REVIEW and key in self.released:
            reason = None
        return Reason.AS_BEFORE if reason is None and key in self.withheld else reason


NO_RULINGS: Final = Rulings()


class Release(Struct, frozen=True):
    """All numbers of a wave, and the audit: the least room that a reader is left about a withheld share."""

    numbers: list[Number]
    room: float


class Asked(Struct, frozen=True):
    """A share to be released: of which statistic and group, how deep, and its goal if it has one."""

    statistic: str
    audience: str
    deepest: int
    goal: float | None


class Judged(Struct, frozen=True):
    """The divisions with one share each, why some are withheld, and what can be derived of those."""

    network: Network
    shares: Shares
    found: list[Share]
    reasons: list[Reason | None]
    asked: Asked
    derived: dict[int, tuple[float, float]]

    @property
    def room(self) -> float:
        """The narrowest of what can be derived; 1 if nothing is withheld."""
        return min((high - low for low, high in self.derived.values()), default=1.0)


def release(
    strata: Sequence[Tally],
    network: Network,
    goal: float,
    *,
    items: Sequence[Item] = (),
    opened: Sequence[Tally] = (),
    rulings: Rulings = NO_RULINGS,
) -> Release:
    """Every number of a wave: of the key question, of the items beside it, of the open answers."""
    households = [stratum for stratum in strata if stratum.audience != Group.UNITS]
    units = [stratum for stratum in strata if stratum.audience == Group.UNITS]
    numbers, room = list[Number](), 1.0
    for audience, part in ((ALL, households), (Group.UNITS.value, units)):
        if part:
            judged = judge(part, network, Asked(SATISFIED, audience, COMMUNITY, goal), rulings)
            numbers += _numbers(judged)
            room = min(room, judged.room)
            numbers += _apart(judged, part, rulings) if audience == ALL else []
    for item in items:
        judged = judge(item.strata, network, _asked(item), rulings)
        numbers += _numbers(judged)
        room = min(room, judged.room)
    return Release(numbers + _of_open(opened, network), room)


def judge(strata: Sequence[Tally], network: Network, asked: Asked, rulings: Rulings = NO_RULINGS) -> Judged:
    """The shares of some groups together, and which must be withheld: themselves, or for a neighbour."""
    shares = roll_up(network, strata)
    found = _shares(shares)
    reasons = [
        rulings.on(_reason(shares, place, share), (network.codes[place], asked.audience, asked.statistic))
        for place, share in enumerate(found)
    ]
    # Elsewhere nothing is published that anything could follow from.
    inside = np.flatnonzero(shares.covered & (network.level <= asked.deepest))
    tree = _tree(network, shares, inside)
    primary = np.array([reasons[node] is not None for node in inside], dtype=bool)
    withheld = protect(tree, primary)
    for node in inside[withheld & ~primary]:
        reasons[node] = Reason.PROTECTS_ANOTHER
    return Judged(network, shares, found, reasons, asked, _derived(attack(tree, withheld), withheld, inside))


def _asked(item: Item) -> Asked:
    """Needs are read down to the street, where a service would be set up; kinds of service by district."""
    if item.statistic == TOOK_PART:
        return Asked(item.statistic, item.audience, COMMUNITY, PARTICIPATION)
    return Asked(item.statistic, item.audience, STREET if item.statistic.startswith(NEED) else DISTRICT, None)


def _tree(network: Network, shares: Shares, inside: "np.ndarray[tuple[int], np.dtype[np.intp]]") -> Tree:
    """The divisions `inside` as a tree of their own."""
    place = np.full(len(network.codes), -1)
    place[inside] = np.arange(len(inside))
    parent = np.where(network.parent[inside] >= 0, place[network.parent[inside]], -1)
    return Tree(parent, shares.holders[inside], np.nan_to_num(shares.point[inside]), network.level[inside])


def _derived(
    bounds: Bounds, withheld: Flags, inside: "np.ndarray[tuple[int], np.dtype[np.intp]]"
) -> dict[int, tuple[float, float]]:
    """By place, of what is withheld; of nobody there is nothing to derive."""
    known = [
        (int(node), max(float(low), 0.0), min(float(high), 1.0))
        for node, low, high, hidden in zip(inside, bounds.low, bounds.high, withheld, strict=True)
        if hidden
    ]
    return {node: (low, high) if high > low else (0.0, 1.0) for node, low, high in known}


def _apart(together: Judged, strata: Sequence[Tally], rulings: Rulings) -> list[Number]:
    """Residents and migrants each, for the city, and for the districts if every one of them can be shown."""
    network, goal = together.network, together.asked.goal
    groups = [group for group in Group if any(stratum.audience == group for stratum in strata)]
    if len(groups) < 2:
        return []
    parts = [
        judge(
            [stratum for stratum in strata if stratum.audience == group],
            network,
            Asked(SATISFIED, group.value, DISTRICT, goal),
            rulings,
        )
        for group in groups
    ]
    numbers = list[Number]()
    for level in (CITY, DISTRICT):
        places = [int(place) for place in np.flatnonzero(network.level == level)]
        every = all(part.reasons[place] is None for part in (together, *parts) for place in places)
        every = every and keeps_room(together, parts, level)
        otherwise = None if every else Reason.PROTECTS_ANOTHER
        numbers += [_number(part, place, otherwise) for part in parts for place in places]
    return numbers


def keeps_room(together: Judged, parts: Sequence[Judged], level: int) -> bool:
    """Whether what is withheld of the groups together stays so beside the groups apart down to `level`.

    N · p of a division is that of its groups: what follows for each group adds up to a second bound on both.
    """
    if not together.derived:
        return True
    covered = np.logical_and.reduce([part.shares.covered for part in (together, *parts)])
    inside = np.flatnonzero(covered)
    hidden = together.network.level[inside] > level
    low, high, size = (np.zeros(len(inside)) for _ in range(3))
    for part in parts:
        tree = _tree(part.network, part.shares, inside)
        bounds = attack(tree, hidden)
        low += tree.population * bounds.low
        high += tree.population * bounds.high
        size += tree.population
    for node, below, above, holders in zip(inside, low, high, size, strict=True):
        known = together.derived.get(int(node))
        if known and holders > 0:
            left = min(known[1], above / holders) - max(known[0], below / holders)
            if left < ROOM - 1e-9:
                return False
    return True


def _of_open(opened: Sequence[Tally], network: Network) -> list[Number]:
    """Open answers, counted and not weighted: of the city, and of the districts if each has enough."""
    known = set(network.codes)
    here = [tally for tally in opened if tally.division in known]
    at = np.array([network.codes.index(tally.division) for tally in here], dtype=np.intp)
    counted = network.gather(at, np.array([tally.opinions for tally in here], dtype=float))
    satisfied = network.gather(at, np.array([tally.satisfied for tally in here], dtype=float))
    numbers = list[Number]()
    for level in (CITY, DISTRICT):
        places = [int(place) for place in np.flatnonzero(network.level == level)]
        every = all(counted[place] >= FEWEST_ANSWERS for place in places)
        numbers += [
            Number(
                network.codes[place],
                ALL,
                int(counted[place]),
                None if every else Verdict.WITHHELD,
                None if every else Reason.TOO_FEW,
                _plain(satisfied[place] / counted[place], int(counted[place])) if every else None,
                None,
                None,
                OPEN,
            )
            for place in places
        ]
    return numbers if counted.any() else []


def _plain(share: float, answers: int) -> Share:
    """A share without an interval: whoever chooses to answer is no sample of anything."""
    return Share(round(share / STEP) / 1000, np.nan, np.nan, answers, np.nan, 0)


def _numbers(judged: Judged) -> list[Number]:
    """One a division, down to the level to which they are read."""
    places = np.flatnonzero(judged.network.level <= judged.asked.deepest)
    return [_number(judged, int(place)) for place in places]


def _number(judged: Judged, place: int, otherwise: Reason | None = None) -> Number:
    """One number; `otherwise`: a reason to withhold it though it has none of its own."""
    shares, reason, goal = judged.shares, judged.reasons[place] or otherwise, judged.asked.goal
    share = rounded(judged.found[place]) if reason in {None, Reason.REVIEW} else None
    drawn = shares.drawn[place]
    verdict: Verdict | None = Verdict.WITHHELD
    missing: int | None = None
    if share and reason is None:
        verdict = None if goal is None else verdict_on(share.low, share.high, goal)
        if goal is not None and verdict is Verdict.UNDECIDED:
            missing = still_needed(share, int(shares.population[place]), goal)
    return Number(
        judged.network.codes[place],
        judged.asked.audience,
        int(shares.answers[place]),
        verdict,
        reason,
        share,
        float(shares.cannot_say[place]) if share else None,
        float(shares.heard[place] / drawn) if drawn else None,
        judged.asked.statistic,
        missing,
        None if reason is None else judged.derived.get(place),
    )


def _shares(shares: Shares) -> list[Share]:
    with np.errstate(invalid="ignore", divide="ignore"):
        found = intervals.of_release(
            shares.point,
            shares.variance,
            shares.answers,
            shares.degrees_of_freedom,
            np.maximum(shares.holders, 1),
        )
    effective = np.minimum(found.effective, shares.answers)  # as the presentation standards count
    return [
        Share(float(point), float(low), float(high), int(answers), float(count), int(df))
        for point, low, high, answers, count, df in zip(
            shares.point,
            found.low,
            found.high,
            shares.answers,
            effective,
            shares.degrees_of_freedom,
            strict=True,
        )
    ]


def _reason(shares: Shares, place: int, share: Share) -> Reason | None:
    if not shares.drawn[place]:
        return Reason.NOT_SAMPLED
    if not shares.covered[place]:
        return Reason.STRATA_MISSING
    return why_withheld(share)
