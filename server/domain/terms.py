"""What is promised: by when a first answer, and by when the matter is done. The table is data/terms.toml."""

import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Final

from msgspec import Struct, convert

FILE: Final = Path(__file__).parent.parent / "data" / "terms.toml"
SPAN: Final = re.compile(r"(\d+)(h!?|d)")


class Span(Struct, frozen=True):
    """So many hours of working time, or of the wall clock; or the end of the n-th workday after today."""

    hours: float = 0
    days: int = 0
    around_the_clock: bool = False


class Terms(Struct, frozen=True):
    """What is promised: a first answer within, and the matter done within (from when it was accepted)."""

    answer: Span
    done: Span


class _Said(Struct, forbid_unknown_fields=True):
    answer: str
    done: str
    categories: list[str] = []

    def terms(self) -> Terms:
        return Terms(span_of(self.answer), span_of(self.done))


class _File(Struct, forbid_unknown_fields=True):
    urgent: _Said
    ordinary: _Said
    terms: list[_Said]


class Promises(Struct, frozen=True):
    """The whole table."""

    urgent: Terms
    ordinary: Terms
    by_category: dict[str, Terms]


def span_of(text: str) -> Span:
    """Of 2h, 24h! or 5d. Raises ValueError."""
    found = SPAN.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} is none of 2h, 24h!, 5d")
    amount = int(found[1])
    if found[2] == "d":
        return Span(days=amount)
    return Span(hours=amount, around_the_clock=found[2] == "h!")


@lru_cache(1)
def read_terms(file: Path = FILE) -> Promises:
    """The table. Raises msgspec.ValidationError or ValueError."""
    said = convert(tomllib.loads(file.read_text("utf-8")), _File)
    by_category = {category: each.terms() for each in said.terms for category in each.categories}
    return Promises(said.urgent.terms(), said.ordinary.terms(), by_category)


PROMISES: Final = read_terms()


def terms_of(category: str, urgent: bool) -> Terms:
    """What is promised for a matter of this category."""
    return PROMISES.urgent if urgent else PROMISES.by_category.get(category, PROMISES.ordinary)
