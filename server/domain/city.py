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
    despair: bool = False  # who does not want to live any more is heard here


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
    bounds: tuple[float, float, float, float] | None = (
        None  # south, west, north, east; WGS-84; none: anywhere
    )
    kept_months: int = 12  # a request, after its end, until nothing says any more whose it was
    folder: str = ""  # of server/data, where its words and readings are

    @cached_property
    def zone(self) -> ZoneInfo:
        """Its clock."""
        return ZoneInfo(self.time_zone)


class InTwo(Struct, frozen=True):
    """A text in both languages."""

    zh: str
    en: str


class LineInTwo(Struct, frozen=True):
    """A number to call, for the page, which changes its language without asking again."""

    number: str
    text: str | None
    name: InTwo
    despair: bool


class CityForPage(Struct, frozen=True):
    """The city as it is written into the page."""

    code: str
    name: InTwo
    hotline: str
    emergency: list[LineInTwo]
    lines: list[LineInTwo]
    languages: list[str]
    demo: bool
    goal: float
    time_zone: str
    kept_months: int


class LineShown(Struct, frozen=True):
    """A number to call, in the reader's language."""

    number: str
    text: str | None
    name: str


class CityShown(Struct, frozen=True):
    """The city as the API tells it; a share in 0-1."""

    code: str
    name: str
    name_en: str
    hotline: str
    emergency: list[LineShown]
    lines: list[LineShown]
    languages: list[str]
    demo: bool
    goal: float
    time_zone: str


def read_city(name: str, folder: Path = FOLDER) -> City:
    """The city of this name. Raises FileNotFoundError."""
    return convert(tomllib.loads((folder / name / "city.toml").read_text("utf-8")) | {"folder": name}, City)


def for_page(city: City, demo: bool) -> CityForPage:
    """In both languages."""
    return CityForPage(
        code=city.code,
        name=InTwo(city.name, city.name_en),
        hotline=city.hotline,
        emergency=[_in_two(line) for line in city.emergency],
        lines=[_in_two(line) for line in city.lines],
        languages=city.languages,
        demo=demo,
        goal=city.goal,
        time_zone=city.time_zone,
        kept_months=city.kept_months,
    )


def shown(city: City, language: str, demo: bool) -> CityShown:
    """In one language: "zh-CN" or "en"."""
    return CityShown(
        code=city.code,
        name=city.name,
        name_en=city.name_en,
        hotline=city.hotline,
        emergency=[_shown(line, language) for line in city.emergency],
        lines=[_shown(line, language) for line in city.lines],
        languages=city.languages,
        demo=demo,
        goal=city.goal,
        time_zone=city.time_zone,
    )


def _shown(line: Line, language: str) -> LineShown:
    return LineShown(line.number, line.text, line.en if language == "en" else line.zh)


def _in_two(line: Line) -> LineInTwo:
    return LineInTwo(line.number, line.text, InTwo(line.zh, line.en), line.despair)
