"""What somebody looks for in the directory online; each value that cannot be is refused by its field."""

from datetime import datetime
from typing import Final, Literal

from msgspec import Struct

from server.domain.catalogue import path_to
from server.domain.categories import terms_under
from server.domain.divisions import Network, point_of
from server.domain.errors import Invalid
from server.domain.scope import digits_of, level_of
from server.storage.tokens import Token, Wanted, either

YEARS: Final = (1970, 2200)  # of a moment that is asked for
FARTHEST: Final = 100_000  # metres
Audience = Literal["elderly", "disabled", "children", "migrants"]
SHOWN: Final = "shown"


class Asked(Struct, frozen=True, kw_only=True):
    """What somebody looks for; "" and False: no such filter."""

    division: str
    category: str = ""
    query: str = ""
    open_at: datetime | None = None
    near: str = ""  # latitude,longitude; never stored
    within: int | None = None  # metres from there
    certified: bool = False
    free: bool = False
    home_visit: bool = False
    audience: Audience | None = None
    cursor: str = ""


class Filters(Struct, frozen=True):
    """The same, checked."""

    division: str
    categories: frozenset[str] | None  # terms; none: all
    passed: frozenset[str]  # the filters of `cards.filters_of` that a service must pass
    point: tuple[float, float] | None

    def tokens(self) -> list[Wanted]:
        """What a service has that passes, for the index of words."""
        wanted: list[Wanted] = [Token(f"${name}") for name in sorted(self.passed)]
        if self.categories is not None:
            wanted.append(either(Token(f"#{code}") for code in sorted(self.categories)))
        if level_of(self.division) > 1:
            above = path_to(self.division)[:-1]
            wanted.append(either(Token(f"@{code}") for code in (digits_of(self.division), *above)))
        return wanted


def checked(asked: Asked, network: Network) -> Filters:
    """Raises Invalid with every field that cannot be."""
    categories = terms_under(asked.category)
    wrong = {
        "division": "no-such-division" if asked.division not in network.nodes else "",
        "category": "not-a-choice" if asked.category and not categories else "",
        "open_at": "bad-time" if asked.open_at and not _is_moment(asked.open_at) else "",
        "within": _wrong_within(asked),
    }
    point = None
    try:
        point = point_of(asked.near) if asked.near else None
    except Invalid as error:
        wrong |= error.fields
    if any(wrong.values()):
        raise Invalid({field: key for field, key in wrong.items() if key})
    flags = {"certified": asked.certified, "free": asked.free, "home_visit": asked.home_visit}
    passed = {SHOWN, *(name for name, is_asked in flags.items() if is_asked)}
    if asked.audience:
        passed.add(asked.audience)
    return Filters(
        asked.division, frozenset(categories) if asked.category else None, frozenset(passed), point
    )


def _is_moment(moment: datetime) -> bool:
    """With a zone, and not so far away that its days cannot be counted."""
    return moment.tzinfo is not None and YEARS[0] <= moment.year <= YEARS[1]


def _wrong_within(asked: Asked) -> str:
    if asked.within is None:
        return ""
    if not asked.near:
        return "within-what"
    return "" if 0 < asked.within <= FARTHEST else "bad-distance"
