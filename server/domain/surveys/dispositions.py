"""What became of each sampled unit, and the response rate that follows from it.

Answered is what the invitation says, and nothing else; the rest is told by tries, each a day, a part of it
and a result. AAPOR, Standard Definitions (10th edition, 2023): its I, R, NC, NE and U are our five
dispositions.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import Final

from msgspec import Struct

TRIES: Final = 3  # in vain, before a household counts as not reached
DAYS: Final = 2  # on which they were, at least


class Disposition(StrEnum):
    """Where a unit stands."""

    ANSWERED = "answered"  # I: a sheet came with its code
    REFUSED = "refused"  # R
    NOT_REACHED = "not_reached"  # NC: a household lives there, and nobody opened
    NOT_ELIGIBLE = "not_eligible"  # NE: nobody there who could be asked
    UNKNOWN = "unknown"  # U: nothing is known yet


class Result(StrEnum):
    """What a try came to. That somebody answered is no result: the invitation says it."""

    NOT_HOME = "not_home"
    LATER = "later"  # asked to come again
    REFUSED = "refused"
    VACANT = "vacant"
    BUSINESS = "business"  # no dwelling
    NO_ADDRESS = "no_address"  # there is no such door


class Daypart(StrEnum):
    """When on the day: as near as anybody needs it, too coarse to find an answer by."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


NOT_ELIGIBLE: Final = frozenset({Result.VACANT, Result.BUSINESS, Result.NO_ADDRESS})
IN_VAIN: Final = frozenset({Result.NOT_HOME, Result.LATER})


class Tried(Struct, frozen=True, order=True):
    """One try."""

    day: date
    daypart: Daypart
    result: Result


class Counts(Struct, frozen=True):
    """How many units stand where; their sum is the sample."""

    answered: float = 0
    refused: float = 0
    not_reached: float = 0
    not_eligible: float = 0
    unknown: float = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.answered + other.answered,
            self.refused + other.refused,
            self.not_reached + other.not_reached,
            self.not_eligible + other.not_eligible,
            self.unknown + other.unknown,
        )

    def times(self, weight: float) -> "Counts":
        """Each unit standing for `weight` of them."""
        return Counts(
            weight * self.answered,
            weight * self.refused,
            weight * self.not_reached,
            weight * self.not_eligible,
            weight * self.unknown,
        )

    @property
    def eligible(self) -> float:
        """Of whom it is known: I + R + NC."""
        return self.answered + self.refused + self.not_reached


def disposition_of(tries: Iterable[Tried]) -> Disposition:
    """What the tries tell of a unit that has not answered: the last one that settled anything.

    Not reached needs three tries in vain, each in another part of a day, on two days at least.
    """
    known = sorted(tries, key=lambda tried: (tried.day, list(Daypart).index(tried.daypart)))
    for tried in reversed(known):
        if tried.result in NOT_ELIGIBLE:
            return Disposition.NOT_ELIGIBLE
        if tried.result is Result.REFUSED:
            return Disposition.REFUSED
        if tried.result is Result.LATER:
            break  # whoever asks to come again refuses no longer
    moments = {(tried.day, tried.daypart) for tried in known if tried.result in IN_VAIN}
    days = {day for day, _ in moments}
    return Disposition.NOT_REACHED if len(moments) >= TRIES and len(days) >= DAYS else Disposition.UNKNOWN


def eligible_share(counts: Counts) -> float:
    """AAPOR's e, by the proportional (CASRO) allocation: known eligible ÷ (known eligible + not eligible).

    With nothing known it is 1, which makes the rate the lowest that it can be (RR1).
    """
    known = counts.eligible + counts.not_eligible
    return counts.eligible / known if known else 1.0


def response_rate(counts: Counts, e: float) -> float | None:
    """AAPOR's RR3 = I ÷ ((I + P) + (R + NC + O) + e (UH + UO)), with no partial ones and no others.

    None, if nobody could have answered.
    """
    asked = counts.eligible + e * counts.unknown
    return counts.answered / asked if asked else None


def rate_over(parts: Sequence[tuple[Counts, float]]) -> float | None:
    """RR3 of several groups together, each with its own e."""
    asked = sum(counts.eligible + e * counts.unknown for counts, e in parts)
    return sum(counts.answered for counts, _ in parts) / asked if asked else None
