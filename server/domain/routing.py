"""Who must act: category and place decide the first holder, by the first rule of data/routing.toml that fits.

Each request keeps the id of its rule, so that the desk can say why it lies where it lies. That property
management may be responsible is said in words: which company looks after which estate is not known here yet.
"""

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

from msgspec import Struct, convert

from server.domain.scope import level_of, parent_of

FILE: Final = Path(__file__).parent.parent / "data" / "routing.toml"
LEVELS: Final = {"city": 1, "district": 2, "street": 3, "community": 4}


class Rule(Struct, frozen=True, forbid_unknown_fields=True):
    """Which categories go to which level, and why, in both languages."""

    id: str
    categories: list[str]
    level: Literal["community", "street", "district", "city"]
    zh: str
    en: str

    def words(self, language: str) -> str:
        """Why, for a reader."""
        return self.en if language == "en" else self.zh


class _File(Struct, forbid_unknown_fields=True):
    rules: list[Rule]


class Route(Struct, frozen=True):
    """Where a request goes first, and by which rule."""

    holder: str
    rule: str


def read_rules(file: Path = FILE) -> list[Rule]:
    """In their order; the last takes what no other names. Raises msgspec.ValidationError."""
    return convert(tomllib.loads(file.read_text("utf-8")), _File).rules


RULES: Final = read_rules()


@lru_cache(10_000)
def route(category: str, place: str) -> Route:
    """The first holder of a request about this place: the division of the rule's level, at or above it."""
    rule = next((rule for rule in RULES if category in rule.categories), RULES[-1])
    holder = place
    while level_of(holder) > LEVELS[rule.level]:
        holder = parent_of(holder)
    return Route(holder, rule.id)


def rule_called(id: str) -> Rule:
    """The rule with this id; the last if it is no longer there."""
    return next((rule for rule in RULES if rule.id == id), RULES[-1])
