"""Changing the directory: one transaction, after which exactly the fragments that show it are made anew.

Hours that the evaluator does not cover are refused with a word why, never stored and guessed at.
"""

import json
from datetime import date, datetime
from typing import Annotated, Final, Literal
from uuid import UUID, uuid4

import msgspec
from msgspec import Meta, Struct, field

from server.domain.categories import is_for_services
from server.domain.errors import Invalid
from server.domain.hours import Rule
from server.domain.pinyin import Reader
from server.domain.schedules import troubles_of
from server.domain.scope import narrowest
from server.domain.topics import bump
from server.models.directory import (
    Location,
    Organization,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
)
from server.models.network import Division
from server.storage.database import together, write

DIRECTORY: Final = "directory"  # the topic of whatever shows more than one fragment

Text120 = Annotated[str, Meta(max_length=120)]
Text200 = Annotated[str, Meta(max_length=200)]
Text2000 = Annotated[str, Meta(max_length=2000)]


class WriteService(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A service as somebody writes it. `areas` are divisions, `locations` and `organization` are there."""

    organization: UUID
    category: str
    name: Annotated[str, Meta(min_length=1, max_length=120)]
    pinyin: Annotated[str, Meta(max_length=500)] = ""  # "": read by rule; else corrected by hand
    aka: list[Text120] = []
    description: Text2000 = ""
    eligibility: Text2000 = ""
    audience: list[Literal["elderly", "disabled", "children", "migrants"]] = []
    documents: Text2000 = ""
    application: Text2000 = ""
    fee: Annotated[int, Meta(ge=0, le=100_000_000)] | None = None  # fen
    fee_note: Text200 = ""
    wait: Annotated[str, Meta(max_length=80)] = ""
    languages: list[Annotated[str, Meta(pattern=r"^[a-z]{2,3}$")]] = field(default_factory=lambda: ["zh"])
    accessibility: Text200 = ""
    home_visit: bool = False
    phone: Annotated[str, Meta(max_length=20)] = ""
    texts: dict[str, dict[str, Text2000]] = {}
    status: Literal["active", "inactive", "defunct", "temporarily closed"] = "active"
    verified_on: date | None = None
    owner: Annotated[str, Meta(max_length=12)] = ""  # the division that keeps it; "": that of all areas
    areas: Annotated[list[str], Meta(min_length=1)]
    locations: list[UUID] = []
    hours: Annotated[list[Rule], Meta(max_length=60)] = []


async def save_service(id: UUID, data: WriteService, reader: Reader, now: datetime) -> None:
    """Add a service, or replace the one of this id. Raises Invalid."""
    _check(data)
    async with write():
        organizations, divisions, locations, before = await together(
            Organization.select(Organization.id).where(Organization.id == data.organization),
            Division.select(Division.code).where(Division.code.is_in(data.areas)),
            Location.select(Location.id).where(Location.id.is_in(data.locations or [id])),
            ServiceArea.select(ServiceArea.division).where(ServiceArea.service == id),
        )
        _check_references(data, len(organizations), len(divisions), len(locations))
        await Service.insert(_row(id, data, reader, now)).on_conflict(
            target=Service.id,
            action="DO UPDATE",
            values=Service.all_columns(exclude=[Service.id, Service.version]),
        )
        await _replace_parts(id, data)
        for division in sorted({*data.areas, *(row["division"] for row in before)}):
            await bump(f"fragment:{division}")
        await bump(DIRECTORY)


async def save_organization(organization: Organization) -> None:
    """Add an organization, or replace the one of this id, and renew what shows its services."""
    async with write():
        await Organization.insert(organization).on_conflict(
            target=Organization.id,
            action="DO UPDATE",
            values=Organization.all_columns(exclude=[Organization.id]),
        )
        shown = await ServiceArea.select(ServiceArea.division).where(
            ServiceArea.service.organization == organization.id
        )
        for division in sorted({row["division"] for row in shown}):
            await bump(f"fragment:{division}")
        await bump(DIRECTORY)


def _row(id: UUID, data: WriteService, reader: Reader, now: datetime) -> Service:
    return Service(
        id=id,
        organization=data.organization,
        category=data.category,
        name=data.name,
        name_pinyin=data.pinyin or reader.read(data.name),
        alternate_names="\n".join(data.aka),
        description=data.description,
        eligibility=data.eligibility,
        audience=" ".join(data.audience),
        documents=data.documents,
        application=data.application,
        fee=data.fee,
        fee_note=data.fee_note,
        wait=data.wait,
        languages=" ".join(data.languages),
        accessibility=data.accessibility,
        home_visit=data.home_visit,
        phone=data.phone,
        texts=json.dumps(data.texts, ensure_ascii=False),
        status=data.status,
        owner=data.owner or narrowest(data.areas),
        verified_on=data.verified_on,
        changed_at=now,
    )


async def _replace_parts(id: UUID, data: WriteService) -> None:
    await ServiceArea.delete().where(ServiceArea.service == id)
    await ServiceAtLocation.delete().where(ServiceAtLocation.service == id)
    await Schedule.delete().where(Schedule.service == id)
    await ServiceArea.insert(*[ServiceArea(service=id, division=code) for code in sorted(set(data.areas))])
    if data.locations:
        await ServiceAtLocation.insert(
            *[
                ServiceAtLocation(id=uuid4(), service=id, location=place)
                for place in dict.fromkeys(data.locations)
            ]
        )
    if data.hours:
        rows = [Schedule(id=uuid4(), service=id, **msgspec.structs.asdict(rule)) for rule in data.hours]
        await Schedule.insert(*rows)


def _check(data: WriteService) -> None:
    fields = {f"hours.{it.place}.{it.field}": it.key for it in troubles_of(data.hours)}
    if not is_for_services(data.category):
        fields["category"] = "bad-value"
    if fields:
        raise Invalid(fields)


def _check_references(data: WriteService, organizations: int, divisions: int, locations: int) -> None:
    fields = {
        "organization": organizations == 1,
        "areas": divisions == len(set(data.areas)),
        "locations": locations == len(set(data.locations)),
    }
    if not all(fields.values()):
        raise Invalid({field: "bad-value" for field, is_there in fields.items() if not is_there})
