"""House numbers: which estate an address belongs to, by road and number.

A sheet writes numbers as people do: 1-19单,22,30-40 (单 odd, 双 even; "odd" and "even" are taken too). An
address is read as residents write it: the longest road of the community's estates that stands in it decides,
then the first number after it: 东坡路12号3幢 is number 12 of 东坡路. Full width and Chinese numerals below a
hundred count. Without a road the name of an estate is enough. Two estates that both fit are no answer.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final, Literal
from uuid import UUID

from msgspec import Struct

from server.domain.errors import Invalid
from server.domain.pieces import normal
from server.domain.scope import contains

PART: Final = re.compile(r"(\d{1,5})(?:[-–—~至到](\d{1,5}))?(单|双|odd|even)?号?")
COMMAS: Final = re.compile(r"[,，、;；\s]+")
NUMBER: Final = re.compile(r"[^\d一二三四五六七八九十]{0,2}(\d{1,5}|[一二三四五六七八九十]{1,3})(?!\d)")
CHINESE: Final = {digit: value for value, digit in enumerate("一二三四五六七八九", start=1)}
MOST_PARTS: Final = 100


class Stretch(Struct, frozen=True):
    """Numbers from `first` to `last`, both within; every one, or the odd or even ones."""

    first: int
    last: int
    step: Literal["all", "odd", "even"] = "all"

    def holds(self, number: int) -> bool:
        """Is this house among them?"""
        fits = self.step == "all" or number % 2 == (self.step == "odd")
        return fits and self.first <= number <= self.last

    def meets(self, other: "Stretch") -> bool:
        """Is any house among both?"""
        low, high = max(self.first, other.first), min(self.last, other.last)
        return any(self.holds(n) and other.holds(n) for n in range(low, min(high, low + 1) + 1))


class Road(Struct, frozen=True, forbid_unknown_fields=True):
    """A road's name, and the numbers on it as written; no numbers: the whole road."""

    road: str
    numbers: str = ""


def stretches_of(numbers: str) -> list[Stretch]:
    """What a list of numbers means; none: every number. Raises Invalid."""
    parts = [part for part in COMMAS.split(normal(numbers)) if part]
    if len(parts) > MOST_PARTS:
        raise Invalid({"numbers": "too-many-items"}, limit=MOST_PARTS)
    stretches = []
    for part in parts:
        found = PART.fullmatch(part)
        if not found:
            raise Invalid({"numbers": "house-numbers"}, value=part)
        first, last = int(found[1]), int(found[2] or found[1])
        if last < first:
            raise Invalid({"numbers": "house-numbers"}, value=part)
        step: Literal["all", "odd", "even"] = "all"
        if found[3]:
            step = "odd" if found[3] in {"单", "odd"} else "even"
        stretches.append(Stretch(first, last, step))
    return stretches or [Stretch(0, 99_999)]


class EstateKnown(Struct, frozen=True):
    """An estate, as far as requests need it."""

    id: UUID
    community: str
    name: str
    organization: UUID | None  # the property company
    company: str  # its name
    roads: list[tuple[str, list[Stretch]]]  # road in its normal form

    def fits(self, address: str) -> int:
        """How well it fits an address in normal form: the length of the road or name that decides; 0: not."""
        best = len(plain(self.name)) if plain(self.name) in address else 0
        for road, stretches in self.roads:
            number = number_after(road, address)
            if number is not None and any(stretch.holds(number) for stretch in stretches):
                best = max(best, len(road) + 1)  # a number says more than a name
        return best


class EstateBook(Struct, frozen=True):
    """The estates of the city, by community."""

    version: int = 0
    by_community: dict[str, list[EstateKnown]] = {}

    def of(self, place: str) -> list[EstateKnown]:
        """Those of a community; of a street, where somebody named no community, those of all of its."""
        if place in self.by_community or not place.endswith("000"):
            return self.by_community.get(place, [])
        return [one for code, each in self.by_community.items() if contains(place, code) for one in each]

    def find(self, place: str, addresses: Iterable[str]) -> EstateKnown | None:
        """The estate of the first address that belongs to exactly one."""
        estates = self.of(place)
        for address in addresses:
            fits = sorted(((one.fits(plain(address)), one) for one in estates), key=lambda fit: -fit[0])
            if fits and fits[0][0] and (len(fits) == 1 or fits[0][0] > fits[1][0]):
                return fits[0][1]
        return None


def book_of(estates: Sequence[EstateKnown], version: int) -> EstateBook:
    """A book of these."""
    by_community: dict[str, list[EstateKnown]] = {}
    for estate in estates:
        by_community.setdefault(estate.community, []).append(estate)
    return EstateBook(version, by_community)


def plain(text: str) -> str:
    """In the form in which addresses are compared: no blanks, no full width."""
    return "".join(normal(text).split())


def number_after(road: str, address: str) -> int | None:
    """The first house number after a road's name in an address, both in plain form."""
    at = address.find(road) if road else -1
    found = NUMBER.match(address, at + len(road)) if at >= 0 else None
    return value_of(found[1]) if found else None


def value_of(digits: str) -> int | None:
    """12 of 12 and of 十二; None for what is no number below a hundred."""
    if digits.isdecimal():
        return int(digits)
    tens, ten, ones = digits.partition("十")
    if not ten:
        return CHINESE.get(digits)
    left = CHINESE.get(tens) if tens else 1
    right = CHINESE.get(ones) if ones else 0
    return None if left is None or right is None else left * 10 + right
