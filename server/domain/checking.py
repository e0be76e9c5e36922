"""What a person should correct before something is published, and what they should look at once more.

Beyond what cannot be stored (`writing`, `plain`): telephones that ring, places within the city, hours that do
not contradict themselves. An error keeps it from being published, a warning does not. Sheets and proposals
are held to the same.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final, Generic

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from server.domain import locating, organizing, writing
from server.domain.city import City
from server.domain.directory import TEXTS
from server.domain.errors import Invalid
from server.domain.locating import WriteLocation
from server.domain.organizing import WriteOrganization
from server.domain.phones import for_directory
from server.domain.pieces import pieces_of
from server.domain.revisions import Body
from server.domain.texts import CONTROL
from server.domain.timetables import doubts_of
from server.domain.writing import WriteService

CONTROLS: Final = re.compile(f"[{CONTROL}]")
SUSPECT: Final = re.compile(rb"\\u00|[\x7f\xc2]")  # in JSON: where one of them may be
LETTERS: Final = re.compile(r"[a-z0-9]+")


class Finding(Struct, frozen=True):
    """A field and what is to be said of it: the key of a sentence, and the facts in it."""

    field: str
    key: str
    facts: dict[str, str] = {}


class Checked(Struct, Generic[Body], frozen=True):
    """A body in its one form, and what was found."""

    body: Body
    errors: list[Finding]
    warnings: list[Finding]


class Ground(Struct, frozen=True):
    """Where and when it is written."""

    city: City
    now: datetime

    @property
    def today(self) -> date:
        """The day in the city."""
        return self.now.astimezone(self.city.zone).date()


def must_pass(checked: Checked[Body]) -> Body:
    """The body, if nothing is wrong with it. Raises Invalid."""
    if checked.errors:
        facts = {name: text for found in checked.errors for name, text in found.facts.items()}
        raise Invalid({found.field: found.key for found in checked.errors}, **facts)
    return checked.body


def check_service(data: WriteService, ground: Ground) -> Checked[WriteService]:
    """Apart from what refers to other things."""
    errors, tidy = [*_controls(data)], writing.tidied(data)
    phone, wrong = _phone(tidy.phone, ground)
    tidy = replace(tidy, phone=phone)
    errors += [*wrong, *_translations(tidy, ground.city), *_reading(tidy)]
    if tidy.verified_on and tidy.verified_on > ground.today:
        errors.append(Finding("verified_on", "not-yet"))
    warnings = [
        Finding(f"hours.{it.place}.{it.field}", it.key, it.facts)
        for it in doubts_of(tidy.hours, ground.today)
    ]
    if not tidy.phone and not tidy.locations:
        warnings.append(Finding("phone", "nobody-to-reach"))
    if not tidy.hours:
        warnings.append(Finding("hours", "no-hours"))
    if tidy.fee is None and not tidy.fee_note:
        warnings.append(Finding("fee", "no-fee"))
    return Checked(tidy, errors, warnings)


def check_organization(data: WriteOrganization, ground: Ground) -> Checked[WriteOrganization]:
    """The same."""
    tidy = organizing.tidied(data)
    phone, wrong = _phone(tidy.phone, ground)
    return Checked(replace(tidy, phone=phone), [*_controls(data), *wrong], [])


def check_location(data: WriteLocation, ground: Ground) -> Checked[WriteLocation]:
    """The same."""
    tidy = locating.tidied(data)
    errors = [*_controls(data), *_coordinates(tidy, ground.city)]
    if not tidy.address:
        errors.append(Finding("address", "required"))
    warnings = [] if tidy.latitude is not None or errors else [Finding("latitude", "no-coordinates")]
    return Checked(tidy, errors, warnings)


def _controls(data: Struct) -> Iterator[Finding]:
    if not SUSPECT.search(msgspec.json.encode(data)):
        return
    for path, text in _texts_in(msgspec.to_builtins(data)):
        if CONTROLS.search(text):
            yield Finding(path, "bad-control")


def _texts_in(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Each text in plain values, with its path."""
    if isinstance(value, str):
        yield path, value
        return
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, part in inner:
        yield from _texts_in(part, f"{path}.{name}" if path else str(name))


def _phone(phone: str, ground: Ground) -> tuple[str, list[Finding]]:
    if not phone:
        return "", []
    try:
        return for_directory(phone, ground.city.sms_countries), []
    except Invalid:
        return phone, [Finding("phone", "bad-service-phone")]


def _translations(data: WriteService, city: City) -> Iterator[Finding]:
    for language, of in data.texts.items():
        if language not in city.languages or language.startswith("zh"):
            yield Finding(f"texts.{language}", "not-a-language", {"languages": ", ".join(city.languages[1:])})
        else:
            yield from (
                Finding(f"texts.{language}.{name}", "unknown-field") for name in of if name not in TEXTS
            )


def _reading(data: WriteService) -> Iterator[Finding]:
    """A reading that was corrected by hand has a syllable for each character, or no search finds it."""
    syllables = data.pinyin.split()
    if syllables and (
        len(syllables) != len(pieces_of(data.name)) or not all(map(LETTERS.fullmatch, syllables))
    ):
        yield Finding("pinyin", "reading-length", {"count": str(len(pieces_of(data.name)))})


def _coordinates(data: WriteLocation, city: City) -> Iterator[Finding]:
    if (data.latitude is None) != (data.longitude is None):
        yield Finding("latitude" if data.latitude is None else "longitude", "required")
    elif data.latitude is not None and abs(data.latitude) > 90:
        yield Finding("latitude", "coordinates-swapped")
    elif data.latitude is not None and data.longitude is not None and city.bounds:
        south, west, north, east = city.bounds
        if not (south <= data.latitude <= north and west <= data.longitude <= east):
            swapped = south <= data.longitude <= north and west <= data.latitude <= east
            yield Finding(
                "latitude", "coordinates-swapped" if swapped else "outside-city", {"city": city.name}
            )
