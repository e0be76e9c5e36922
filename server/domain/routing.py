"""Who must act: category, place and address decide the first holder, by the first rule that fits.

The release brings data/routing.toml; managers change rules for their part of the network (`domain.rules`).
The rules of the narrowest scope are asked first, then the city's, then the release's; among those of one
scope the lowest position. Each request keeps id and version of its rule, so that the desk can say why it lies
where it lies, also when the rule reads otherwise by now.

What the plan asks for: the duties of property management and of the community are kept apart. A rule for
them sends what happens at an address of a known estate to the company that manages it. What is urgent never
waits for a company: it goes to the office.
"""

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Final, Literal
from uuid import UUID

from msgspec import Struct, convert

from server.domain.addresses import EstateBook, EstateKnown
from server.domain.scope import contains, level_of, parent_of

FILE: Final = Path(__file__).parent.parent / "data" / "routing.toml"
LEVELS: Final = {"city": 1, "district": 2, "street": 3, "community": 4}
ORGANIZATION: Final = "org-"  # before the id of a holder that is none of the network's offices

Level = Literal["community", "street", "district", "city"]


class Rule(Struct, frozen=True, forbid_unknown_fields=True):
    """Which categories go where, and why, in both languages."""

    id: str
    categories: list[str]  # none: all
    level: Level
    zh: str
    en: str
    estate: bool = False  # the property company of the estate first, if the address is one of an estate
    version: int = 0  # 0: as the release brought it
    scope: str = ""  # it holds for places in this subtree; "": everywhere
    organization: UUID | None = None  # instead of an office
    organization_name: str = ""
    position: int = 0

    def words(self, language: str) -> str:
        """Why, for a reader."""
        return self.en if language == "en" else self.zh

    def is_for(self, category: str, place: str) -> bool:
        """Does it name the category, and hold at the place?"""
        named = not self.categories or category in self.categories
        return named and (not self.scope or contains(self.scope, place))


class _File(Struct, forbid_unknown_fields=True):
    rules: list[Rule]


class Route(Struct, frozen=True):
    """Where a request goes first, and by which rule."""

    holder: str
    rule: str
    version: int = 0
    estate: EstateKnown | None = None


def read_rules(file: Path = FILE) -> list[Rule]:
    """In their order; the last takes what no other names. Raises msgspec.ValidationError."""
    return convert(tomllib.loads(file.read_text("utf-8")), _File).rules


SHIPPED: Final = read_rules()


class RuleBook(Struct, frozen=True):
    """All rules in force, in the order in which they are asked, and those of the release under them."""

    rules: tuple[Rule, ...] = tuple(SHIPPED)

    def rule_for(self, category: str, place: str) -> Rule:
        """The first that fits; the release's last fits always."""
        return next(rule for rule in self.rules if rule.is_for(category, place))

    def route(
        self,
        category: str,
        place: str,
        *,
        addresses: Iterable[str] = (),
        urgent: bool = False,
        estates: EstateBook = EstateBook(),
    ) -> Route:
        """The first holder of a request about this place."""
        rule = self.rule_for(category, place)
        estate = estates.find(place, addresses) if rule.estate else None
        firm = rule.organization or (estate.organization if estate else None)
        if firm and not urgent:
            return Route(f"{ORGANIZATION}{firm}", rule.id, rule.version, estate)
        return Route(office_of(rule, place), rule.id, rule.version, estate)


def office_of(rule: Rule, place: str) -> str:
    """The division of the rule's level, at or above the place."""
    holder = place
    while level_of(holder) > LEVELS[rule.level]:
        holder = parent_of(holder)
    return holder


def book_of(changed: Iterable[Rule]) -> RuleBook:
    """The rules that managers changed, and the release's where nobody changed them for the whole city."""
    own = sorted(changed, key=lambda rule: (-level_of(rule.scope), rule.position, rule.id))
    replaced = {rule.id for rule in own}
    return RuleBook((*own, *(rule for rule in SHIPPED if rule.id not in replaced), SHIPPED[-1]))


def shipped(id: str) -> Rule | None:
    """The release's rule of this id."""
    return next((rule for rule in SHIPPED if rule.id == id), None)
