"""What is particular to this city: names, numbers to call, time zone. Nothing else in the code knows them."""

import tomllib
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from msgspec import Struct, convert

FOLDER = Path(__file__).parent.parent / "data"


class Line(Struct, frozen=True):
    """A number to call, with its name in each language; `text` is a way without a voice."""

    number: str
    zh: str
    en: str
    text: str | None = None


class City(Struct, frozen=True, dict=True):
    """One city, from its city.toml."""

    code: str
    name: str
    name_en: str
    time_zone: str
    utc_offset: str
    languages: list[str]
    holidays: str
    sms_countries: list[int]
    hotline: str
    goal: float  # share of satisfied residents that the plan asks for
    emergency: list[Line]
    lines: list[Line]

    @cached_property
    def zone(self) -> ZoneInfo:
        """Its clock."""
        return ZoneInfo(self.time_zone)


def read_city(name: str, folder: Path = FOLDER) -> City:
    """The city of this name. Raises FileNotFoundError."""
    return convert(tomllib.loads((folder / name / "city.toml").read_text("utf-8")), City)
