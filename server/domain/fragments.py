"""One division's part of the catalogue as columns: what the phone keeps, as small as it gets.

Columns compress better than rows; providers, locations and sets of opening hours stand once, and services
name their place in these lists. The city's fragment also carries what the whole catalogue needs: residents'
words for each category, readings of places, and the calendar. Other languages are apart, as most phones need
none. pwa/src/data/fragments.ts reads it.
"""

from binascii import b2a_base64
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any, Final, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from server.domain.calendar import Calendar, date_of, english_names
from server.domain.categories import TERMS, words_of_city
from server.domain.directory import TEXTS, Entry, Provider, Spot, unusual_pinyin
from server.domain.hours import Rule
from server.domain.network import LEVEL_NAMES
from server.domain.scope import level_of
from server.domain.sounds import Sounds, phrases_of

FORMAT: Final = 1
Column = list[Any]
Words = Mapping[str, Sequence[str]]
NO_WORDS: Final[Words] = {}
URL_SAFE: Final = bytes.maketrans(b"+/", b"-_")
Thing = TypeVar("Thing")


class CalendarShown(Struct, frozen=True):
    """The days of the last two announced years that are not what their weekday says, by ISO date."""

    known_through: str | None
    off: dict[str, str]
    worked: dict[str, str]
    likely: dict[str, str]
    english: dict[str, str]


class Fragment(Struct, frozen=True, omit_defaults=True):
    """One division's part of the catalogue. Columns of the same length; an absent one is empty everywhere."""

    code: str
    level: str
    format: int = FORMAT
    ids: str = ""  # of the services: UUIDs in base64url, 22 characters each
    # provider, hours: places in the lists below; spots: lists of places; pinyin: "" where the table of sounds
    # reads the name right
    services: dict[str, Column] = {}
    providers: dict[str, Column] = {}
    spots: dict[str, Column] = {}
    hours: list[list[Rule]] = []  # each distinct set of rules once
    words: dict[str, str] = {}  # by category, one a line; the city only, as the rest
    readings: dict[str, str] = {}
    calendar: CalendarShown | None = None


class Translation(Struct, frozen=True, omit_defaults=True):
    """The texts of a fragment in another language, as columns of the same length; "": as in Chinese."""

    code: str
    language: str
    texts: dict[str, list[str]] = {}
    words: dict[str, str] = {}  # the city only


def fragment_of(code: str, entries: Sequence[Entry], sounds: Sounds) -> Fragment:
    """The services of one division as columns."""
    providers = _numbered(entry.provider for entry in entries)
    spots = _numbered(spot for entry in entries for spot in entry.spots)
    hours = _numbered(tuple(entry.hours) for entry in entries)
    columns: dict[str, Column] = {name: list(map(of, entries)) for name, of in COLUMNS.items()}
    columns["pinyin"] = [unusual_pinyin(entry, sounds) for entry in entries]
    columns["owner"] = ["" if entry.owner == code else entry.owner for entry in entries]
    columns["provider"] = [providers[entry.provider] for entry in entries]
    columns["spots"] = [[spots[spot] for spot in entry.spots] for entry in entries]
    columns["hours"] = [hours[tuple(entry.hours)] for entry in entries]
    return Fragment(
        code=code,
        level=LEVEL_NAMES[level_of(code)],
        ids=b"".join(b2a_base64(entry.id.bytes)[:22] for entry in entries).translate(URL_SAFE).decode(),
        services=_filled(columns, always=["provider", "hours"]),
        providers=_filled({name: list(map(of, providers)) for name, of in PROVIDER.items()}),
        spots=_filled({name: list(map(of, spots)) for name, of in SPOT.items()}),
        hours=[list(rules) for rules in hours],
    )


def for_the_city(fragment: Fragment, folder: str, calendar: Calendar, more: Words = NO_WORDS) -> Fragment:
    """With what the whole catalogue needs; `more`: words that the desk added, by term."""
    return replace(
        fragment,
        words=_with_more(words_of_city(folder), more),
        readings=phrases_of(folder),
        calendar=shown_calendar(calendar),
    )


def _with_more(words: dict[str, list[str]], more: Words) -> dict[str, str]:
    """Ours sorted: their order says nothing, and neighbours that begin alike compress better."""
    return {code: "\n".join([*sorted(given), *more.get(code, ())]) for code, given in words.items()}


def shown_calendar(calendar: Calendar) -> CalendarShown:
    """The last two announced years, and the likely days after them."""
    first = date_of(calendar.known_through).year - 1 if calendar.known_through >= 0 else 0
    names = english_names()

    def by_date(days: dict[int, str]) -> dict[str, str]:
        recent = {date_of(day): days[day] for day in sorted(days)}
        return {day.isoformat(): name for day, name in recent.items() if day.year >= first}

    off, worked, likely = by_date(calendar.off), by_date(calendar.worked), by_date(calendar.likely)
    shown = {*off.values(), *worked.values(), *likely.values()}
    return CalendarShown(
        known_through=date_of(calendar.known_through).isoformat() if calendar.known_through >= 0 else None,
        off=off,
        worked=worked,
        likely=likely,
        english={name: names[name] for name in sorted(shown) if name in names},
    )


COLUMNS: Final[dict[str, Callable[[Entry], Any]]] = {
    "name": attrgetter("name"),
    "aka": lambda entry: "\n".join(entry.aka),
    "category": attrgetter("category"),
    "description": attrgetter("description"),
    "eligibility": attrgetter("eligibility"),
    "audience": lambda entry: " ".join(entry.audience),
    "documents": attrgetter("documents"),
    "application": attrgetter("application"),
    "fee": attrgetter("fee"),
    "fee_note": attrgetter("fee_note"),
    "wait": attrgetter("wait"),
    "languages": lambda entry: " ".join(entry.languages),
    "accessibility": attrgetter("accessibility"),
    "home_visit": lambda entry: int(entry.home_visit),
    "phone": attrgetter("phone"),
    "status": lambda entry: "" if entry.status == "active" else entry.status,
    "verified_on": lambda entry: entry.verified_on.isoformat() if entry.verified_on else "",
}
PROVIDER: Final[dict[str, Callable[[Provider], Any]]] = {
    "name": attrgetter("name"),
    "kind": attrgetter("kind"),
    "phone": attrgetter("phone"),
    "certificate": lambda provider: provider.certificate or "",
}
# Four decimals are 11 m, no worse than a phone knows where it is.
SPOT: Final[dict[str, Callable[[Spot], Any]]] = {
    "name": attrgetter("name"),
    "address": attrgetter("address"),
    "entrance": attrgetter("entrance"),
    "latitude": lambda spot: spot.latitude if spot.latitude is None else round(spot.latitude, 4),
    "longitude": lambda spot: spot.longitude if spot.longitude is None else round(spot.longitude, 4),
}


def _numbered(things: Iterable[Thing]) -> dict[Thing, int]:
    """Each distinct thing once, with its place."""
    return {thing: place for place, thing in enumerate(dict.fromkeys(things))}


def _filled(columns: dict[str, Column], always: Sequence[str] = ()) -> dict[str, Column]:
    """Without the columns that say nothing; a fee of 0 says that it is free."""
    return {
        name: column
        for name, column in columns.items()
        if name in always or any(column) or (name == "fee" and 0 in column)
    }


def translation_of(
    code: str, entries: Sequence[Entry], language: str, is_city: bool, more: Words = NO_WORDS
) -> Translation:
    """What the services are called in another language; and, of the city, what is said for a category."""
    columns = {name: [entry.texts.get(language, {}).get(name, "") for entry in entries] for name in TEXTS}
    given = {code: term.words_en for code, term in TERMS.items()} if is_city and language == "en" else {}
    words = _with_more(given, more)
    return Translation(code, language, {name: kept for name, kept in columns.items() if any(kept)}, words)
