"""What may be said about a surveyed share: whether to print it, and whether the city's goal is met.

Printing: the NCHS presentation standards for proportions (Vital and Health Statistics 2:175, 2017). What they
leave to a person's review is withheld until somebody has looked and released it.
"""

import math
from enum import StrEnum
from typing import Final

from msgspec import Struct

FEWEST_ANSWERS: Final = 30  # NCHS, for the count and for the effective count
FEWEST_DEGREES: Final = 8  # NCHS, of freedom
NARROW, WIDE, WIDEST_OF_POINT = 0.05, 0.30, 1.30  # NCHS, width of the interval
STEP: Final = 0.001  # limits are released in tenths of a point: more digits would give variances away


class Verdict(StrEnum):
    """On the goal; residents read 够了, 没到, 还说不准, 不公布. In the order in which they are listed."""

    MET = "met"
    UNDECIDED = "undecided"
    NOT_MET = "not_met"
    WITHHELD = "withheld"


class Reason(StrEnum):
    """Why a share is withheld."""

    NOT_SAMPLED = "not_sampled"  # nobody in it was asked
    TOO_FEW = "too_few"
    TOO_WIDE = "too_wide"
    STRATA_MISSING = "strata_missing"  # not everybody in it had a chance to be asked, or is answered for
    PROTECTS_ANOTHER = "protects_another"  # with it, a withheld neighbour could be computed
    REVIEW = "review"  # a person must look at it first
    AS_BEFORE = "as_before"  # withheld in the release that this one corrects: both together would tell


class Share(Struct, frozen=True):
    """An estimate with its 95 % interval; shares in 0-1."""

    point: float
    low: float
    high: float
    answers: int  # with an opinion
    effective: float  # answers after the design effect
    degrees_of_freedom: int


def verdict_on(low: float, high: float, goal: float) -> Verdict:
    """Met or not only when the whole interval lies on one side of the goal; otherwise we do not know yet."""
    if low >= goal:
        return Verdict.MET
    return Verdict.NOT_MET if high < goal else Verdict.UNDECIDED


def why_withheld(share: Share) -> Reason | None:
    """The rule that keeps a share from print; None: it may be printed."""
    width = share.high - share.low
    if min(share.answers, share.effective) < FEWEST_ANSWERS or math.isnan(width):
        return Reason.TOO_FEW
    if width >= WIDE or (width > NARROW and width > WIDEST_OF_POINT * share.point):
        return Reason.TOO_WIDE
    if width == 0:  # everybody was asked and answered: a count, not an estimate
        return None
    unanimous = share.point in {0.0, 1.0}
    return Reason.REVIEW if unanimous or share.degrees_of_freedom < FEWEST_DEGREES else None


def complement_is_unreliable(share: Share) -> bool:
    """The share of the dissatisfied must not be printed beside it, though the satisfied may."""
    return share.high - share.low > WIDEST_OF_POINT * (1 - share.point)


def rounded(share: Share) -> Share:
    """As it is released: the point to the nearest tenth of a point, the limits outwards.

    The verdict is taken on these, so that whoever reads them finds the same one.
    """
    low = math.floor(share.low / STEP + 1e-9)
    high = math.ceil(share.high / STEP - 1e-9)
    return Share(
        round(share.point / STEP) / 1000,
        max(low, 0) / 1000,
        min(high, 1000) / 1000,
        share.answers,
        share.effective,
        share.degrees_of_freedom,
    )
