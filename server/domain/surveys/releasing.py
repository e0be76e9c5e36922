"""From shares to what may be read: each division's verdict or the reason why it is withheld.

The two groups apart are read for the city and its districts only, and there all or nothing: beside the
groups together they would be a second way to compute what is withheld.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from msgspec import Struct

from server.domain.surveys import intervals
from server.domain.surveys.disclosure import Tree, protect, room_left
from server.domain.surveys.questionnaire import Group
from server.domain.surveys.rollup import Network, Shares, roll_up
from server.domain.surveys.tallies import Tally
from server.domain.surveys.verdict import Reason, Share, Verdict, rounded, verdict_on, why_withheld

ALL: Final = "all"  # residents and migrants, each household counting once
CITY, DISTRICT, COMMUNITY = 1, 2, 4  # levels


class Number(Struct, frozen=True):
    """One released number, or its absence. A withheld one carries nothing but counts, for staff."""

    division: str
    audience: str
    answers: int
    verdict: Verdict
    reason: Reason | None
    share: Share | None  # rounded; of a withheld one only where a person must look at it
    cannot_say: float | None
    response_rate: float | None


class Release(Struct, frozen=True):
    """All numbers of a wave, and the audit: the least room that a reader is left about a withheld share."""

    numbers: list[Number]
    room: float


class Judged(Struct, frozen=True):
    """The divisions with the shares of some groups together, and the reasons why some are withheld."""

    network: Network
    shares: Shares
    found: list[Share]
    reasons: list[Reason | None]
    goal: float
    room: float


def release(strata: Sequence[Tally], network: Network, goal: float) -> Release:
    """Every number of a wave."""
    households = [stratum for stratum in strata if stratum.audience != Group.UNITS]
    units = [stratum for stratum in strata if stratum.audience == Group.UNITS]
    numbers, room = list[Number](), 1.0
    for audience, part in ((ALL, households), (Group.UNITS, units)):
        if part:
            judged = judge(part, network, goal)
            numbers += [_number(judged, audience, place) for place in range(len(network.codes))]
            room = min(room, judged.room)
            numbers += _apart(judged, part) if audience == ALL else []
    return Release(numbers, room)


def judge(strata: Sequence[Tally], network: Network, goal: float, deepest: int = COMMUNITY) -> Judged:
    """The shares of some groups together, and which must be withheld: themselves, or for a neighbour.

    `deepest`: the level down to which they will be published.
    """
    shares = roll_up(network, strata)
    found = _shares(shares)
    reasons = [_reason(shares, place, share) for place, share in enumerate(found)]
    # Elsewhere nothing is published that anything could follow from.
    inside = np.flatnonzero(shares.covered & (network.level <= deepest))
    place = np.full(len(network.codes), -1)
    place[inside] = np.arange(len(inside))
    parent = np.where(network.parent[inside] >= 0, place[network.parent[inside]], -1)
    point = np.nan_to_num(shares.point[inside])
    tree = Tree(parent, shares.holders[inside], point, network.level[inside])
    primary = np.array([reasons[node] is not None for node in inside], dtype=bool)
    withheld = protect(tree, primary)
    for node in inside[withheld & ~primary]:
        reasons[node] = Reason.PROTECTS_ANOTHER
    return Judged(network, shares, found, reasons, goal, room_left(tree, withheld))


def _apart(together: Judged, strata: Sequence[Tally]) -> list[Number]:
    """Residents and migrants each, for the city, and for the districts if every one of them can be shown."""
    network = together.network
    groups = [group for group in Group if any(stratum.audience == group for stratum in strata)]
    if len(groups) < 2:
        return []
    parts = {
        group: judge(
            [stratum for stratum in strata if stratum.audience == group], network, together.goal, DISTRICT
        )
        for group in groups
    }
    numbers = list[Number]()
    for level in (CITY, DISTRICT):
        places = [int(place) for place in np.flatnonzero(network.level == level)]
        every = all(part.reasons[place] is None for part in (together, *parts.values()) for place in places)
        otherwise = None if every else Reason.PROTECTS_ANOTHER
        numbers += [
            _number(part, group, place, otherwise) for group, part in parts.items() for place in places
        ]
    return numbers


def _number(judged: Judged, audience: str, place: int, otherwise: Reason | None = None) -> Number:
    """One number; `otherwise`: a reason to withhold it though it has none of its own."""
    shares, reason = judged.shares, judged.reasons[place] or otherwise
    share = rounded(judged.found[place]) if reason in {None, Reason.REVIEW} else None
    drawn = shares.drawn[place]
    return Number(
        judged.network.codes[place],
        audience,
        int(shares.answers[place]),
        verdict_on(share.low, share.high, judged.goal) if share and reason is None else Verdict.WITHHELD,
        reason,
        share,
        float(shares.cannot_say[place]) if share else None,
        float(shares.heard[place] / drawn) if drawn else None,
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
