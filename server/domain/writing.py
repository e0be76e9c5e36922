"""A service as somebody writes it: its one form, and what of it cannot be stored.

Texts are kept clean, areas in the order of their codes, locations and hours as they were written. Hours that
the evaluator does not cover are refused with a word why, never stored and guessed at.
"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from msgspec import Meta, Struct, field
from msgspec.structs import replace

from server.domain import texts
from server.domain.categories import may_be_filed
from server.domain.directory import TEXTS
from server.domain.hours import Rule
from server.domain.schedules import troubles_of
from server.domain.scope import contains, narrowest
from server.storage.database import engine_type
from server.storage.rows import select_in

Text120 = Annotated[str, Meta(max_length=120)]
Text200 = Annotated[str, Meta(max_length=200)]
Text2000 = Annotated[str, Meta(max_length=2000)]
Code = Annotated[str, Meta(max_length=12)]


class WriteService(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A service as somebody writes it. `areas` are divisions, `locations` and `organization` are there.

    A draft may lack anything; what is published has a name, a category, an organization and areas.
    """

    organization: UUID | None = None
    category: Annotated[str, Meta(max_length=40)] = ""
    name: Text120 = ""
    pinyin: Annotated[str, Meta(max_length=500)] = ""  # "": read by rule; else corrected by hand
    aka: Annotated[list[Text120], Meta(max_length=20)] = []
    description: Text2000 = ""
    eligibility: Text2000 = ""
    audience: list[Literal["elderly", "disabled", "children", "migrants"]] = []
    documents: Text2000 = ""
    application: Text2000 = ""
    fee: Annotated[int, Meta(ge=0, le=100_000_000)] | None = None  # fen
    fee_note: Text200 = ""
    wait: Annotated[str, Meta(max_length=80)] = ""
    languages: Annotated[list[Annotated[str, Meta(pattern=r"^[a-z]{2,3}$")]], Meta(max_length=20)] = field(
        default_factory=lambda: ["zh"]
    )
    accessibility: Text200 = ""
    home_visit: bool = False
    phone: Annotated[str, Meta(max_length=20)] = ""
    texts: dict[str, dict[str, Text2000]] = {}  # of other languages, by language and field
    status: Literal["active", "inactive", "defunct", "temporarily closed"] = "active"
    verified_on: date | None = None
    owner: Code = ""  # the division that keeps it; "": the narrowest that holds all areas
    areas: Annotated[list[Code], Meta(max_length=4000)] = []
    locations: Annotated[list[UUID], Meta(max_length=200)] = []
    hours: Annotated[list[Rule], Meta(max_length=60)] = []


Services = Mapping[UUID, WriteService]


def tidied(data: WriteService) -> WriteService:
    """In the one form in which it is kept: clean texts, each thing once."""
    areas = sorted(set(data.areas))
    return replace(
        data,
        name=texts.line(data.name),
        pinyin=" ".join(data.pinyin.lower().split()),
        aka=[name for name in dict.fromkeys(map(texts.line, data.aka)) if name],
        audience=sorted(set(data.audience)),
        languages=list(dict.fromkeys(data.languages)) or ["zh"],
        phone=texts.line(data.phone),
        texts=_tidied_texts(data.texts),
        owner=data.owner or (narrowest(areas) if areas else ""),
        areas=areas,
        locations=list(dict.fromkeys(data.locations)),
        **{name: texts.clean(getattr(data, name)) for name in TEXTS if name != "name"},
    )


def _tidied_texts(written: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """Without what says nothing."""
    tidy = {
        language: {name: clean for name, text in of.items() if (clean := texts.clean(text))}
        for language, of in written.items()
    }
    return {language: of for language, of in tidy.items() if of}


async def faults_of(services: Services) -> dict[UUID, dict[str, str]]:
    """What cannot be stored: for each such service its fields, and the keys of their sentences.

    Within `write()`, what services refer to is not deleted before the transaction ends.
    """
    # SQLite has one writer, who holds everything.
    held = " FOR SHARE" if engine_type() == "postgres" else ""
    organizations = {data.organization for data in services.values()} - {None}
    areas = {code for data in services.values() for code in (*data.areas, data.owner)}
    locations = {place for data in services.values() for place in data.locations}
    there = {
        row["id"]
        for sql, ids in (
            (ORGANIZATIONS + held, organizations),
            (DIVISIONS, areas),
            (LOCATIONS + held, locations),
        )
        for row in await select_in(sql, sorted(ids, key=str))
    }
    found = {id: _faults(data, there) for id, data in services.items()}
    return {id: faults for id, faults in found.items() if faults}


ORGANIZATIONS: Final = "SELECT id FROM organization WHERE deleted_at IS NULL AND id IN (KEYS)"
DIVISIONS: Final = "SELECT code AS id FROM division WHERE code IN (KEYS)"
LOCATIONS: Final = "SELECT id FROM location WHERE deleted_at IS NULL AND id IN (KEYS)"


def _faults(data: WriteService, there: set[Any]) -> dict[str, str]:
    faults = {f"hours.{it.place}.{it.field}": it.key for it in troubles_of(data.hours)}
    faults |= {
        name: "required" for name in ("name", "category", "organization", "areas") if not getattr(data, name)
    }
    if data.category and not may_be_filed(data.category):
        faults["category"] = "not-a-choice"
    if data.organization and data.organization not in there:
        faults["organization"] = "no-such-organization"
    if not there.issuperset(data.areas):
        faults["areas"] = "no-such-division"
    elif data.areas and data.owner not in there:
        faults["owner"] = "no-such-division"
    elif not all(contains(data.owner, code) for code in data.areas):
        faults["areas"] = "beyond-owner"
    if not there.issuperset(data.locations):
        faults["locations"] = "no-such-location"
    return faults
