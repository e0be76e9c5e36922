"""The questionnaire as data: what is asked of whom, in which words, and after which answers.

The core comes from data/questionnaire.toml, a city's names filled in; a wave keeps the copy it opened with.
"""

import tomllib
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal

import msgspec
from msgspec import Struct

from server.domain.city import City

FILE: Final = Path(__file__).parents[2] / "data" / "questionnaire.toml"


class Group(StrEnum):
    """Whom a form is for."""

    RESIDENTS = "residents"
    MIGRANTS = "migrants"
    UNITS = "units"


class Words(Struct, frozen=True):
    """One text in both languages."""

    zh: str
    en: str


class Option(Struct, frozen=True):
    """One possible answer."""

    code: str
    text: Words
    exclusive: bool = False  # stands alone: none of these
    apart: bool = False  # no opinion: drawn away from the scale


class Condition(Struct, frozen=True):
    """On an earlier answer: it has one of the codes, it was given and has none of them, or it was given."""

    question: str
    op: Literal["any", "none", "answered"]
    codes: tuple[str, ...] = ()


class Part(Struct, frozen=True):
    """One of the two questions of a pair; with `of`, its options are the chosen ones there, and `items`."""

    id: str
    text: Words
    options: tuple[Option, ...] = ()
    of: str | None = None
    items: tuple[Option, ...] = ()


class Question(Struct, frozen=True):
    """One screen."""

    id: str
    type: Literal["scale", "single", "multi", "grid", "pair", "text"]
    text: Words
    core: bool
    key: bool = False  # satisfaction as a whole: what the number is made of
    hint: Words | None = None
    options: tuple[Option, ...] = ()
    max: int | None = None  # of a multi
    shown_if: tuple[Condition, ...] = ()  # all of them; none: always
    of: str | None = None  # grid: its rows are what was chosen in this multi question,
    items: tuple[Option, ...] = ()  # and these
    parts: tuple[Part, ...] = ()  # pair
    shuffle: bool = False  # the phone may change the order, what is exclusive stays last


Form = tuple[Question, ...]


class Questionnaire(Struct, frozen=True):
    """One form a group."""

    version: int
    opening: Words
    residents: Form
    migrants: Form
    units: Form

    def form(self, group: Group) -> Form:
        """What this group is asked."""
        forms: dict[Group, Form] = {
            Group.RESIDENTS: self.residents,
            Group.MIGRANTS: self.migrants,
            Group.UNITS: self.units,
        }
        return forms[group]


def key_question(form: Form) -> Question:
    """The question whose upper two of five are the number."""
    return next(question for question in form if question.key)


def core_questionnaire(city: City, file: Path = FILE) -> Questionnaire:
    """What every wave asks, so that years can be compared, with the city's name and hotline in it."""
    written = tomllib.loads(file.read_text("utf-8"))
    names = {"zh": {"city": city.name}, "en": {"city": city.name_en}}
    lists = written.pop("lists")
    forms = {
        group.value: [_expand(row, lists) | {"core": True} for row in written.pop(group)] for group in Group
    }
    return msgspec.convert(_name(written | forms, names, city.hotline), Questionnaire)


@lru_cache(maxsize=8)
def read_questionnaire(frozen: str) -> Questionnaire:
    """The copy that a wave keeps, as JSON."""
    return msgspec.json.decode(frozen, type=Questionnaire)


def freeze(questionnaire: Questionnaire) -> str:
    """As a wave keeps it."""
    return msgspec.json.encode(questionnaire).decode()


def _expand(row: dict[str, Any], lists: dict[str, Any]) -> dict[str, Any]:
    """`list` and `item_list` become what they name, and each text its two languages."""
    row = {"text": {"zh": row["zh"], "en": row["en"]}} | row
    if "list" in row:
        row["options"] = lists[row["list"]]
    if "item_list" in row:
        row["items"] = lists[row["item_list"]]
    for key in ("options", "items", "parts"):
        if key in row:
            row[key] = [_expand(inner, lists) for inner in row[key]]
    return {key: value for key, value in row.items() if key not in {"zh", "en", "list", "item_list"}}


def _name(value: Any, names: dict[str, dict[str, str]], hotline: str, language: str = "zh") -> Any:
    """Fill {city} and {hotline} into every text, in its language."""
    if isinstance(value, str):
        return value.replace("{city}", names[language]["city"]).replace("{hotline}", hotline)
    if isinstance(value, list):
        return [_name(inner, names, hotline, language) for inner in value]
    if isinstance(value, dict):
        return {
            key: _name(inner, names, hotline, key if key in names else language)
            for key, inner in value.items()
        }
    return value
