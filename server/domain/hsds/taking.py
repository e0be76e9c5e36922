"""What others' records say in our own words: a service, whose it is and where it is given.

Whatever our tables have no column for is left lying in its `Given`, and named in the report.
"""

from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from msgspec import Struct, field

from server.domain import texts
from server.domain.categories import UNSORTED
from server.domain.directory import TEXTS
from server.domain.divisions import Network
from server.domain.hours import Rule
from server.domain.hsds.given import Given
from server.domain.hsds.openings import taken_facts, taken_rules
from server.domain.hsds.phones import taken_phone
from server.domain.hsds.places import TakenLocation, taken_areas, taken_location
from server.domain.hsds.showing import BETWEEN, CERTIFICATE, CURRENCY, LANGUAGES
from server.domain.hsds.taxonomy import (
    AUDIENCE,
    AUDIENCES,
    CATEGORY,
    FACT,
    TRANSLATION,
    category_for,
    meant_by,
)
from server.domain.pinyin import Reader

KINDS: Final = {
    "public": ("public", "government", "council", "事业单位", "机关", "公共"),
    "property": ("property", "物业"),
    "firm": ("firm", "company", "limited", "ltd", "inc", "gmbh", "公司", "企业", "个体"),
    "non-profit": ("non-profit", "nonprofit", "charity", "association", "社会组织", "协会", "基金会"),
}
LIMITS: Final = {"name": 120, "fee_note": 200, "wait": 80, "accessibility": 200}
LONGEST: Final = 2000
MOST_NAMES: Final = 20
MOST_RULES: Final = 60
MOST_FEN: Final = 100_000_000


class TakenOrganization(Struct, frozen=True):
    """What our table keeps of an organization."""

    id: UUID
    name: str
    kind: str
    description: str
    phone: str
    certificate: str


class TakenService(Struct, frozen=True):
    """A service as it will be written, with what it refers to."""

    id: UUID
    organization: TakenOrganization
    locations: list[TakenLocation]
    last_modified: datetime | None
    facts: dict[str, Any]  # of a WriteService
    unsorted: str  # what its category was called, if we have no such


class World(Struct, frozen=True):
    """Where it is to be put."""

    network: Network
    folder: str
    offset: str
    reader: Reader
    division: str  # of what does not say where it is
    left: Counter[str] = field(default_factory=Counter)
    seen: set[UUID] = field(default_factory=set)  # organizations and locations: what they lack is told once


class Attributes(Struct, frozen=True):
    """What the terms of a service say."""

    category: str
    called: str  # what the first category was called, if we have none for it
    audience: list[str]
    facts: dict[str, str]
    texts: dict[str, dict[str, str]]


def taken_service(given: Given, world: World) -> TakenService:
    """One service. Raises KeyError for one without an organization."""
    organization = given.one("organization")
    if organization is None:
        raise KeyError("organization")
    at = given.many("service_at_locations")
    at = [each for each in at if each.has("location")]
    places = [place for each in at if (place := each.one("location"))]
    said = _attributes(given)
    name = _short(given, "name", "name", line=True)
    facts: dict[str, Any] = {
        "organization": organization.id,
        "category": said.category or UNSORTED,
        "name": name,
        "pinyin": _reading(said.facts.get("pinyin", ""), name, world.reader),
        "aka": _names(given),
        "audience": said.audience,
        "documents": _documents(given),
        "fee": _fee(given),
        "languages": _languages(given),
        "accessibility": said.facts.get("accessibility", "") or _accessibility(places),
        "home_visit": "home-visit" in said.facts,
        "phone": taken_phone(_nearest("phones", given, at, places)),
        "texts": said.texts,
        "status": given.take("status") or "active",
        "verified_on": _day(given, "assured_date"),
        "areas": taken_areas(given.many("service_areas"), world.network, world.division),
        "locations": list(dict.fromkeys(place.id for place in places)),
        "hours": _hours(given, at, places, world.offset),
        "description": _short(given, "description", "description"),
        "eligibility": _short(given, "eligibility", "eligibility_description"),
        "application": _short(given, "application", "application_process"),
        "fee_note": _short(given, "fee_note", "fees_description") or _short(given, "fee_note", "fees"),
        "wait": _short(given, "wait", "wait_time"),
    }
    if owner := said.facts.get("owner", ""):
        facts["owner"] = owner
    modified = given.take("last_modified")
    taken = TakenService(
        id=given.id,
        organization=taken_organization(organization),
        locations=[taken_location(place, world.network, world.folder, world.division) for place in places],
        last_modified=datetime.fromisoformat(modified).astimezone(UTC) if modified else None,
        facts=facts,
        unsorted="" if said.category else said.called or "-",
    )
    _once(given, organization, world)
    for each, place in zip(at, places, strict=False):
        _once(each, place, world)
    world.left.update(given.left())
    return taken


def _once(above: Given, given: Given, world: World) -> None:
    if given.id in world.seen:
        above.forget(given)
    world.seen.add(given.id)


def taken_organization(given: Given) -> TakenOrganization:
    """Whose it is. What is described by its name alone is not described."""
    name = _short(given, "name", "name", line=True)
    described = _short(given, "description", "description")
    kind = _kind(given)
    return TakenOrganization(
        id=given.id,
        name=name,
        kind=kind,
        description="" if described == name else described,
        phone=taken_phone(given.many("phones")),
        certificate=_certificate(given),
    )


def _kind(given: Given) -> str:
    said = str(given.body.get("legal_status") or "").casefold()
    for kind, words in KINDS.items():
        if said and any(word in said for word in words):
            given.keep("legal_status") if said == kind else None
            return kind
    return "public"


def _certificate(given: Given) -> str:
    for each in given.many("organization_identifiers"):
        if each.body.get("identifier_scheme") == CERTIFICATE:
            each.keep("identifier_scheme", "identifier_type")
            return each.text("identifier")[:40]
    return ""


def _attributes(given: Given) -> Attributes:
    """Terms of ours by their id, others' by what they are called."""
    category, called, audience = "", "", []
    translated: dict[str, dict[str, str]] = {}
    facts = {code: fact.text("value") for code, fact in taken_facts(given).items()}
    for each in given.below:
        if not each.path.endswith("attributes") or each.body.get("link_type") == FACT:
            continue
        term, link = each.body.get("taxonomy_term") or {}, str(each.body.get("link_type") or "")
        code, id = str(term.get("code") or ""), term.get("id")
        meant = meant_by(UUID(id)) if id else None
        if link.startswith(TRANSLATION) and code in TEXTS:
            translated.setdefault(link.removeprefix(TRANSLATION), {})[code] = each.text("value")
        elif meant and meant.taxonomy == AUDIENCE and code in AUDIENCES:
            audience.append(code)
        elif not category and (found := _category(term, meant.codes if meant else [])):
            category = found
            if not meant or meant.taxonomy != CATEGORY:
                continue  # filed, but their own word for it is lost
        else:
            called = called or code or str(term.get("name") or "")
            continue
        each.keep("link_type", "link_entity", "link_id", "value", "taxonomy_term", "taxonomy_term_id")
    return Attributes(category, called, sorted(set(audience)), facts, translated)


def _category(term: dict[str, Any], ours: list[str]) -> str:
    if len(ours) == 1:
        return category_for(ours[0])
    words = [str(term.get(name) or "") for name in ("code", "name")]
    return next((found for word in words if word and (found := category_for(word))), "")


def _reading(said: str, name: str, reader: Reader) -> str:
    """Only where it differs from the reading by rule."""
    reading = " ".join(said.lower().split())
    return "" if reading == reader.read(name) else reading


def _names(given: Given) -> list[str]:
    said = given.text("alternate_name").replace(";", BETWEEN)
    names = list(dict.fromkeys(filter(None, (texts.line(name) for name in said.split(BETWEEN)))))
    if len(names) > MOST_NAMES or any(len(name) > LIMITS["name"] for name in names):
        given.leave("alternate_name")
    return [name for name in names if len(name) <= LIMITS["name"]][:MOST_NAMES]


def _short(given: Given, ours: str, theirs: str, line: bool = False) -> str:
    """A text that fits its column; of a longer one only the beginning, and it is named."""
    said = given.text(theirs)
    tidy, most = (texts.line if line else texts.clean)(said), LIMITS.get(ours, LONGEST)
    if len(tidy) > most:
        given.leave(theirs)
    return tidy[:most].strip()


def _documents(given: Given) -> str:
    """One a line, as many as there is room for."""
    whole = ""
    for each in given.many("required_documents"):
        line = texts.line(each.text("document"))
        if len(whole) + len(line) >= LONGEST:
            each.leave("document")
        elif line:
            whole = f"{whole}\n{line}" if whole else line
    return whole


def _fee(given: Given) -> int | None:
    """Fen, of the first price in yuan that always holds."""
    fee = None
    for each in given.many("cost_options"):
        amount, currency = each.body.get("amount"), str(each.body.get("currency") or "").upper()
        if fee is not None or currency != CURRENCY or amount is None or each.has("valid_to"):
            continue
        fen = Decimal(str(amount)) * 100
        if fen == int(fen) and 0 <= fen <= MOST_FEN:
            each.keep("amount", "currency")
            fee = int(fen)
    return fee


def _languages(given: Given) -> list[str]:
    codes = []
    for each in given.many("languages"):
        code = str(each.body.get("code") or "").casefold()
        if 2 <= len(code) <= 3 and code.isascii() and code.isalpha():
            each.keep("code")
            if each.body.get("name") == LANGUAGES.get(code, code):
                each.keep("name")
            codes.append(code)
    return list(dict.fromkeys(codes)) or ["zh"]


def _accessibility(places: list[Given]) -> str:
    """What the places say of it, as much as there is room for."""
    whole = ""
    for each in [each for place in places for each in place.many("accessibility")]:
        said = " ".join(filter(None, (each.text("description"), each.text("details"))))
        if len(whole) + len(said) >= LIMITS["accessibility"]:
            each.leave("description", "details")
        elif said not in whole:
            whole = f"{whole}；{said}" if whole else said
    return whole


def _nearest(name: str, given: Given, at: list[Given], places: list[Given]) -> list[Given]:
    """Of the service itself; else of the one place where it is given."""
    if given.has(name) or len(places) != 1:
        return given.many(name)
    return next((each.many(name) for each in [*at, *places] if each.has(name)), [])


def _hours(given: Given, at: list[Given], places: list[Given], offset: str) -> list[Rule]:
    return taken_rules(_nearest("schedules", given, at, places)[:MOST_RULES], offset)


def _day(given: Given, name: str) -> date | None:
    said = given.take(name)
    return date.fromisoformat(said) if said else None
