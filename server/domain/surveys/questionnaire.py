"""The questionnaire as data: what is asked of whom, in which words, and after which answers.

The core comes from data/questionnaire.toml, a city's names filled in; a wave keeps a copy of its
own, which may be changed while it is a draft and never after.
"""

import tomllib
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import Meta, Struct

from server.domain.city import City

FILE: Final = Path(__file__).parents[2] / "data" / "questionnaire.toml"


class Group(StrEnum):
    """Whom a form is for."""

    RESIDENTS = "residents"
    MIGRANTS = "migrants"
    UNITS = "units"


Language = Annotated[str, Meta(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}$(?!\n)")]
# One text by language. Chinese stands for a language that is missing; the checks ask for it and for English.
Texts = dict[Language, Annotated[str, Meta(max_length=500)]]
# Ids stand in SQL where answers are counted (`tallies`): letters and digits, nothing else, ever.
Id = Annotated[str, Meta(pattern=r"^[A-Za-z][A-Za-z0-9]{0,15}$(?!\n)")]
Code = Annotated[str, Meta(pattern=r"^[A-Za-z0-9]{1,8}$(?!\n)")]
Whole = Annotated[int, Meta(ge=-999_999_999, le=999_999_999)]


class Option(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One possible answer."""

    code: Code
    text: Texts
    exclusive: bool = False  # stands alone: none of these
    apart: bool = False  # no opinion: drawn away from the scale


Options = Annotated[list[Option], Meta(max_length=50)]


class Condition(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """On an earlier answer: it has one of the codes; it was given and has none of them; it was given; it is a
    number from `least` to `most`."""

    question: Id
    op: Literal["any", "none", "answered", "between"]
    codes: Annotated[list[Code], Meta(max_length=50)] = []
    least: Whole | None = None  # None: without an end
    most: Whole | None = None


class Part(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One of the two questions of a pair; with `of`, its options are the chosen ones there, and `items`."""

    id: Id
    text: Texts
    options: Options = []
    of: Id | None = None
    items: Options = []


Type = Literal["scale", "single", "multi", "ranking", "number", "grid", "pair", "text"]


class Question(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One screen."""

    id: Id
    type: Type
    text: Texts
    core: bool = False  # asked word for word every year
    key: bool = False  # satisfaction as a whole: what the number is made of
    hint: Texts | None = None
    options: Options = []
    min: Whole | None = None  # of a number
    max: Whole | None = None  # of a number; of a multi or ranking: how many at most
    unit: Texts | None = None  # of a number
    shown_if: Annotated[list[Condition], Meta(max_length=10)] = []  # all of them; none: always
    of: Id | None = None  # grid: its rows are what was chosen in this multi question,
    items: Options = []  # and these
    parts: Annotated[list[Part], Meta(max_length=4)] = []  # pair
    shuffle: bool = False  # the phone may change the order, what is exclusive stays last


Form = Annotated[list[Question], Meta(max_length=60)]


class Questionnaire(Struct, frozen=True, forbid_unknown_fields=True):
    """One form a group."""

    version: int  # one more at each change, until it is frozen
    opening: Texts
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
    """`list` and `item_list` become what they name, and each text its languages."""
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
