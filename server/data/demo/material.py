"""The written material, read and checked: a wrong key or a missing field is found at once, with its place."""

import tomllib
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Literal, TypeVar

from msgspec import Struct, convert, field

HERE: Final = Path(__file__).parent
Level = Literal["city", "district", "street", "community"]
LEVELS: Final[tuple[Level, ...]] = ("city", "district", "street", "community")
Text = tuple[str, str]  # Chinese, English
T = TypeVar("T")


class Blueprint(Struct, frozen=True, forbid_unknown_fields=True):
    """A service as it is offered in every division of one level."""

    term: str
    level: Level
    by: str  # a key of organizations.toml; self-firm and self-public are the place itself
    does: str
    does_en: str
    hours: list[str]  # keys of hours.toml; a division has one of them
    name: str = ""
    en: str = ""
    names: list[Text] = []  # instead of `name`: one for each division
    prefix: str = ""
    prefix_en: str = ""
    also: str = ""
    who: str = "anyone"
    bring: str = ""
    how: str = "walk-in"
    fee: int | None = None  # fen
    fee_note: str = ""
    wait: str = ""
    spot: str = "own"  # own, none, or a place that several services of a division share
    audience: str = ""
    access: list[str] = []
    home_visit: bool = False
    shared: bool = False  # offered in all demonstrated communities of the street


class Window(Struct, frozen=True, forbid_unknown_fields=True):
    """One row of opening hours."""

    opens: str
    closes: str
    days: str = ""
    monthly: str = ""  # an ordinal day (-1FR) or a date (15)
    every: int = 1  # weeks
    holidays: str = "work"
    note: str = ""


class Provider(Struct, frozen=True, forbid_unknown_fields=True):
    """Who provides: its kind, and its name for each level."""

    kind: str
    city: str = ""
    district: str = ""
    street: str = ""
    community: str = ""


class Phrases(Struct, frozen=True, forbid_unknown_fields=True):
    """Sentences that many services share."""

    who: dict[str, Text]
    bring: dict[str, Text]
    how: dict[str, Text]
    fee: dict[str, Text]
    wait: dict[str, Text]
    access: dict[str, Text]


class Place(Struct, frozen=True, forbid_unknown_fields=True):
    """A division of the demonstration, where it lies (WGS-84) and what its main road is called."""

    code: str
    latitude: float
    longitude: float
    road: str
    road_en: str
    company: str = ""  # that manages its houses


class Places(Struct, frozen=True, forbid_unknown_fields=True):
    """All of them, from the city down."""

    area_code: str
    place: list[Place]


class Resident(Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody with a telephone."""

    key: str
    name: str
    phone: str  # the last digits


class Staff(Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody with a user name, a role, and where."""

    username: str
    name: str
    role: str
    division: str | None = None
    organization: str | None = None


class People(Struct, frozen=True, forbid_unknown_fields=True):
    """Everybody who can sign in."""

    mobile: str  # what every mobile number begins with
    resident: list[Resident]
    staff: list[Staff]


class StoryStep(Struct, frozen=True, forbid_unknown_fields=True):
    """One step of a request."""

    at: str
    by: str  # a user name, or "resident"
    act: str
    note: str = ""
    internal: bool = False
    to: str = ""  # clerk:<user name> or org:<name>
    outcome: str = ""
    reason: str = ""
    rating: int | None = None
    into: int | None = None  # the n-th story, for a merge; counted from 1


class Story(Struct, frozen=True, forbid_unknown_fields=True, rename={"sender": "from"}):
    """A request and what became of it."""

    place: str
    category: str
    at: str
    words: str
    sender: str = ""  # key of a resident who is signed in
    address: str = ""
    home: str = ""  # an address that only the contact row holds
    contact: tuple[str, str, str] | None = None  # name, last digits of the telephone, wish
    behalf: tuple[str, str, str] | None = None  # name, last digits of a landline, relation
    photos: list[str] = []
    announced: int | None = None  # photos, if not all of them have come
    written: str = ""  # when, if the telephone had no network
    source: Literal["app", "phone", "counter"] = "app"
    urgent: bool = False
    looks: list[tuple[str, str, str]] = []  # at the contact data: when, who of the staff, why
    steps: list[StoryStep] = field(default_factory=list, name="step")


class Kind(Struct, frozen=True, forbid_unknown_fields=True):
    """A matter that comes again and again: how often, in which words, and what was done about it."""

    category: str
    share: int
    words: list[str]
    done: list[str]


class Asked(Struct, frozen=True, forbid_unknown_fields=True):
    """What a division said last year: answers with an opinion, and the share of the satisfied among them."""

    code: str
    satisfied: float
    answers: int  # of a district: in each of its streets
    whole: bool = False  # of a street: one stratum, not one a community


class Survey(Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """How the yearly survey goes."""

    response: float  # share of the drawn who answer
    open_answers: int  # without an invitation, in each community that is a stratum
    district: list[Asked]
    street: list[Asked]
    community: list[Asked]

    @cached_property
    def districts(self) -> dict[str, Asked]:
        """By code."""
        return {each.code: each for each in self.district}

    @cached_property
    def streets(self) -> dict[str, Asked]:
        """By code: those that differ from their district."""
        return {each.code: each for each in self.street}

    @cached_property
    def communities(self) -> dict[str, Asked]:
        """By code: those that differ from their street."""
        return {each.code: each for each in self.community}


class Material(Struct, frozen=True):
    """Everything that is written down for one city."""

    services: list[Blueprint]
    hours: dict[str, list[Window]]
    providers: dict[str, Provider]
    phrases: Phrases
    places: Places
    people: People
    stories: list[Story]
    kinds: list[Kind]  # of the months before the stories; none: nothing happened before
    survey: Survey


def read_material(city: str, data: Path = HERE.parent) -> Material:
    """The material of this city. Raises FileNotFoundError if nobody has written any."""
    own = data / city / "demo"
    files = sorted((HERE / "services").glob("*.toml"))
    return Material(
        services=[
            convert(each, Blueprint, strict=False) for file in files for each in _read(file)["service"]
        ],
        hours=_as(dict[str, list[Window]], HERE / "hours.toml"),
        providers=_as(dict[str, Provider], HERE / "organizations.toml"),
        phrases=_as(Phrases, HERE / "phrases.toml"),
        places=_as(Places, own / "places.toml"),
        people=_as(People, own / "people.toml"),
        stories=convert(_read(own / "requests.toml")["request"], list[Story]),
        kinds=convert(_read(HERE / "history.toml")["kind"], list[Kind]),
        survey=_as(Survey, own / "survey.toml"),
    )


def _read(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text("utf-8"))


def _as(kind: type[T], file: Path) -> T:
    return convert(_read(file), kind)
