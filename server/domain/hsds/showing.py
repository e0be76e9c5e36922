"""Our services as HSDS records: whole, or only what stands in one place of them."""

from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID

import msgspec
from msgspec import UNSET, Struct

from server.domain.city import City
from server.domain.divisions import Network
from server.domain.hours import Rule
from server.domain.hsds.ids import ident
from server.domain.hsds.openings import schedules_of
from server.domain.hsds.phones import phone_of
from server.domain.hsds.places import area_of, location_of
from server.domain.hsds.records import (
    Attribute,
    CostOption,
    Language,
    Organization,
    OrganizationIdentifier,
    RequiredDocument,
    Service,
    ServiceAtLocation,
)
from server.domain.hsds.taxonomy import AUDIENCE, CATEGORY, FACT, FACTS, attribute
from server.domain.scope import narrowest

Row = dict[str, Any]
BETWEEN: Final = "；"  # other names of a service, which HSDS has in one field
LANGUAGES: Final = {"zh": "普通话", "cmn": "普通话", "wuu": "吴语", "yue": "粤语", "en": "English"}
CURRENCY: Final = "CNY"
CERTIFICATE: Final = "linli-certificate"  # the scheme of our own certificates' numbers
PLAIN: Final = {  # one field of theirs for one of ours
    "description": "description",
    "application": "application_process",
    "fee_note": "fees_description",
    "wait": "wait_time",
    "eligibility": "eligibility_description",
}


class Whole(Struct, frozen=True):
    """A service with all that hangs on it, as rows."""

    service: Row  # with the columns of its organization, called organization_…
    places: list[Row]
    rules: list[Rule]
    areas: list[str]

    @property
    def id(self) -> UUID:
        """Of the service."""
        id: UUID = self.service["id"]
        return id


class World(Struct, frozen=True):
    """In which city, and when."""

    city: City
    network: Network
    today: date


def basic_service(row: Row) -> Service:
    """What a list shows of a service: the fields of its own, and whose it is."""
    made = Service(id=row["id"], name=row["name"], status=row["status"], organization=basic_organization(row))
    for ours, theirs in PLAIN.items():
        if value := row[ours]:
            setattr(made, theirs, value)
    if row["alternate_names"]:
        made.alternate_name = BETWEEN.join(name for name in row["alternate_names"].split("\n") if name)
    if row["verified_on"]:
        made.assured_date = row["verified_on"]
    made.last_modified = last_modified(row)
    return made


def last_modified(row: Row) -> datetime:
    """When the service, whose it is or where it is last changed, to the millisecond."""
    moments = [row["changed_at"], row["organization_changed_at"], row["places_changed_at"]]
    changed = max(_moment(each) for each in moments if each)
    return changed.replace(microsecond=changed.microsecond // 1000 * 1000)


def _moment(value: datetime | str) -> datetime:
    """SQLite gives the greatest of a column as the text that it keeps."""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def basic_organization(row: Row) -> Organization:
    """What a list shows of an organization. HSDS wants it described: by its name, if by nothing else."""
    name = row["organization_name"]
    return Organization(
        id=row["organization_id"],
        name=name,
        description=row["organization_description"] or name,
        legal_status=row["organization_kind"],
    )


def full_organization(row: Row) -> Organization:
    """With its number to call and its certificate."""
    made = basic_organization(row)
    if phones := phone_of(made.id, row["organization_phone"]):
        made.phones = phones
    if number := row["organization_certificate"]:
        made.organization_identifiers = [
            OrganizationIdentifier(
                id=ident(made.id, "certificate"),
                identifier_scheme=CERTIFICATE,
                identifier_type="证书编号",
                identifier=number,
            )
        ]
    return made


def full_service(whole: Whole, world: World) -> Service:
    """With all that is known of it."""
    row, id = whole.service, whole.id
    made = basic_service(row)
    parts = {
        "phones": phone_of(id, row["phone"]),
        "schedules": schedules_of(id, whole.rules, world.city.utc_offset, world.today.year),
        "service_areas": [area_of(id, code, world.network) for code in sorted(whole.areas)],
        "service_at_locations": [_at(each, world) for each in _in_order(whole.places)],
        "languages": [_language(id, code) for code in row["languages"].split()],
        "cost_options": _cost(id, row["fee"]),
        "required_documents": _documents(id, row["documents"]),
        "attributes": list(attributes_of(row)) + _owner(whole),
    }
    for name, records in parts.items():
        if records:
            setattr(made, name, records)
    made.organization = full_organization(row)
    return made


def _owner(whole: Whole) -> list[Attribute]:
    """Whose desk keeps it, where that does not follow from where it is offered."""
    owner = whole.service["owner"]
    if not whole.areas or owner in {"", narrowest(whole.areas)}:
        return []
    return [attribute(whole.id, "service", FACT, "owner", value=owner)]


def _in_order(places: list[Row]) -> list[Row]:
    return sorted(places, key=lambda place: str(place["at"]))


def _at(place: Row, world: World) -> ServiceAtLocation:
    return ServiceAtLocation(id=place["at"], location=location_of(place, world.network, world.city.folder))


def service_at(whole: Whole, place: Row, world: World, full: bool) -> ServiceAtLocation:
    """A service at one of its places, as it stands alone: the service in it lists no places."""
    made = _at(place, world)
    if full:
        made.service = msgspec.structs.replace(full_service(whole, world), service_at_locations=UNSET)
        return made
    made.service = basic_service(whole.service)
    if made.location:
        made.location = msgspec.structs.replace(made.location, addresses=UNSET, attributes=UNSET)
    return made


def _language(service: UUID, code: str) -> Language:
    return Language(id=ident(service, "language", code), name=LANGUAGES.get(code, code), code=code)


def _cost(service: UUID, fee: int | None) -> list[CostOption]:
    if fee is None:
        return []
    yuan = fee / 100 if fee % 100 else fee // 100
    return [CostOption(id=ident(service, "cost"), currency=CURRENCY, amount=yuan)]


def _documents(service: UUID, text: str) -> list[RequiredDocument]:
    """One a line."""
    lines = [line for line in text.split("\n") if line]
    return [
        RequiredDocument(id=ident(service, "document", place), document=line)
        for place, line in enumerate(lines)
    ]


def attributes_of(row: Row) -> list[Attribute]:
    """What HSDS has terms for: category, for whom, facts, and texts in other languages."""
    id: UUID = row["id"]
    made = [attribute(id, "service", CATEGORY, row["category"])]
    made += [attribute(id, "service", AUDIENCE, code) for code in sorted(row["audience"].split())]
    facts = {"pinyin": row["name_pinyin"], "accessibility": row["accessibility"]}
    made += [attribute(id, "service", FACT, code, value=value) for code, value in facts.items() if value]
    if row["home_visit"]:
        made.append(attribute(id, "service", FACT, "home-visit"))
    texts = msgspec.json.decode(row["texts"], type=dict[str, dict[str, str]])
    made += [
        attribute(id, "service", FACT, column, value=text, language=language)
        for language, columns in sorted(texts.items())
        for column, text in sorted(columns.items())
        if text and column in FACTS
    ]
    return made
