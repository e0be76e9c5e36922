"""What services and requests are about: two levels, one file, one name a term (data/categories.toml)."""

import tomllib
from pathlib import Path
from typing import Annotated, Final, Literal

from msgspec import Meta, Struct, convert
from msgspec.structs import replace

FOLDER: Final = Path(__file__).parent.parent / "data"

Code = Annotated[str, Meta(pattern=r"^[a-z]+(-[a-z]+)*$")]
Family = Literal["care", "home", "law", "know", "each"]  # which pair of colours its door has


class Term(Struct, frozen=True, forbid_unknown_fields=True, rename={"use": "for"}):
    """A category of the second level: what a service or a request carries."""

    code: Code
    zh: str
    en: str
    icon: Code  # a Phosphor name
    family: Family
    use: Literal["services", "requests", "both"]
    public_space: bool  # such a request may stand on the public map
    words: list[str]  # what residents say for it
    words_en: list[str]
    parent: str = ""


class Top(Struct, frozen=True, forbid_unknown_fields=True):
    """A category of the first level: it only groups."""

    code: Code
    zh: str
    en: str
    terms: list[Term]


class _File(Struct, forbid_unknown_fields=True):
    top: list[Top]


def read_categories(file: Path) -> list[Top]:
    """The two levels, each term with its parent. Raises msgspec.ValidationError."""
    tops = convert(tomllib.loads(file.read_text("utf-8")), _File).top
    return [replace(top, terms=[replace(term, parent=top.code) for term in top.terms]) for top in tops]


TOPS: Final[list[Top]] = read_categories(FOLDER / "categories.toml")
TERMS: Final[dict[str, Term]] = {term.code: term for top in TOPS for term in top.terms}
UNSORTED: Final = "other"
AT_HOME: Final = frozenset({"home", "care"})  # families of what somebody comes to the house for
OF_ESTATES: Final = frozenset({"property", "lifts"})  # of that family, but property management's duty
TOP_BY_CODE: Final[dict[str, Top]] = {top.code: top for top in TOPS}


def term(code: str) -> Term:
    """The term of this code. Raises KeyError."""
    return TERMS[code]


def is_for_services(code: str) -> bool:
    """May a service be filed under it?"""
    return code in TERMS and TERMS[code].use != "requests"


def may_be_filed(code: str) -> bool:
    """The same, or what came from elsewhere and fits none: until a desk files it, it stands under `other`."""
    return is_for_services(code) or code == UNSORTED


def is_for_requests(code: str) -> bool:
    """May somebody ask for help under it?"""
    return code in TERMS and TERMS[code].use != "services"


def is_for_firms(code: str) -> bool:
    """May a firm be sent: is it about something at home, or somebody's care?"""
    return (
        is_for_requests(code)
        and TERMS[code].family in AT_HOME
        and not TERMS[code].public_space
        and code not in OF_ESTATES
    )


def name(code: str, language: str) -> str:
    """Its one name, the same on every screen; of a term or of a top category. Raises KeyError."""
    found = TERMS.get(code) or TOP_BY_CODE[code]
    return found.en if language == "en" else found.zh


def terms_under(code: str) -> list[str]:
    """The term codes that a filter means: a term itself, or all of a top category; none if unknown.

    `other` is both a top category and a term: the term is meant, as services and requests carry terms.
    """
    if code in TERMS:
        return [code]
    return [each.code for each in TOP_BY_CODE[code].terms] if code in TOP_BY_CODE else []


def words_of_city(city: str, folder: Path = FOLDER) -> dict[str, list[str]]:
    """What residents of this city say for each term: the shared words, then the city's own words.toml."""
    file = folder / city / "words.toml"
    own: dict[str, list[str]] = tomllib.loads(file.read_text("utf-8")) if file.is_file() else {}
    return {code: each.words + own.get(code, []) for code, each in TERMS.items()}
