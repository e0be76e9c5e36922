"""Which households are invited: by chance alone, and so that anybody can check it.

Inside a stratum the sample is simple random without replacement: a recorded seed puts its dwellings in an
order, and the first ones are asked.
"""

from hashlib import sha256
from heapq import nsmallest
from typing import Annotated, Literal

from msgspec import Meta, Struct

Allocation = Literal["power", "proportional", "equal"]
Family = Literal["people", "units"]
Share = Annotated[float, Meta(gt=0, lt=1)]


class Framed(Struct, frozen=True):
    """One stratum of the frame: so many households, of a group, in a division."""

    division: str
    audience: str
    population: int


class PlanAsked(Struct, frozen=True, forbid_unknown_fields=True):
    """What the survey is to find out. Shares in 0-1."""

    way: Literal["tell", "margin", "total"] = "tell"  # tell p0 from p1, a margin, or so many invitations
    unit: Literal["city", "district", "street", "community"] = "street"  # in each of which
    p0: Share = 0.85
    p1: Share = 0.80
    margin: Annotated[float, Meta(ge=0.005, le=0.25)] = 0.05
    invited: Annotated[int, Meta(ge=0, le=5_000_000)] = 0
    level: Annotated[float, Meta(ge=0.8, le=0.999)] = 0.95
    power: Annotated[float, Meta(ge=0.5, le=0.99)] = 0.8
    response: Annotated[float, Meta(ge=0.01, le=1)] = 0.4
    allocation: Allocation = "power"  # between the streets of a unit; inside a street by population
    fewest: Annotated[int, Meta(ge=2, le=50)] = 5  # answers a stratum


class StratumPlanned(Framed, frozen=True):
    """A stratum of the frame, the answers it is to give, and the invitations that takes."""

    answers: int
    invited: int


class CellPlanned(Struct, frozen=True):
    """A division whose share is to be known: its households, or (`units`) its organizations."""

    division: str
    group: Family
    population: int
    strata: int
    needed: int  # answers
    answers: int  # that can be hoped for
    invited: int
    design_effect: float
    power: float | None = None  # simulated, for some of them
    name: str = ""
    name_en: str = ""


class Planned(Struct, frozen=True):
    """The whole plan."""

    cells: list[CellPlanned]
    strata: list[StratumPlanned]
    population: int
    answers: int
    invited: int


def draw_numbers(seed: str, stratum: Framed, count: int) -> list[int]:
    """The numbers (from 1, in the order of the list) of the dwellings that are asked, in the order drawn.

    Each dwelling is put at SHA-256 of "seed/division/audience/number"; the first `count` are the sample. So
    the same seed and frame give the same sample in any language, and the next in order may replace one.
    """
    prefix = sha256(f"{seed}/{stratum.division}/{stratum.audience}/".encode())

    def place(number: int) -> bytes:
        hash = prefix.copy()
        hash.update(str(number).encode())
        return hash.digest()

    return nsmallest(count, range(1, stratum.population + 1), key=place)
