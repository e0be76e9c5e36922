"""How a share changed between two years, and how sure that is.

Newcombe's hybrid score method (Statistics in Medicine 17 (1998), 873-890, method 10; for other intervals
Zou and Donner, same journal 27 (2008), 1693-1702, MOVER) made of the two released intervals: samples are
drawn anew each year, so the two are independent. Only released digits go in: anybody can do it again.
"""

import math
from enum import StrEnum
from typing import Final

from msgspec import Struct

EDGE: Final = 1e-9


class Course(StrEnum):
    """What the interval of the change says."""

    UP = "up"
    DOWN = "down"
    UNCLEAR = "unclear"  # no change is within it: it cannot be told


class ShareChange(Struct, frozen=True):
    """From an earlier year to this, in shares: 0.02 is two points more."""

    since: int  # year
    difference: float
    low: float
    high: float
    course: Course


class Released(Struct, frozen=True):
    """What was released of one year."""

    point: float
    low: float
    high: float


def change(before: Released, now: Released, since: int) -> ShareChange:
    """The difference with its 95 % interval, the limits rounded outwards to tenths of a point."""
    difference = now.point - before.point
    down = math.hypot(now.point - now.low, before.high - before.point)
    up = math.hypot(now.high - now.point, before.point - before.low)
    low = math.floor((difference - down) * 1000 + EDGE) / 1000
    high = math.ceil((difference + up) * 1000 - EDGE) / 1000
    return ShareChange(since, round(difference, 3), max(low, -1.0), min(high, 1.0), _course(low, high))


def _course(low: float, high: float) -> Course:
    if low > 0:
        return Course.UP
    return Course.DOWN if high < 0 else Course.UNCLEAR
