"""The tables of HSDS 3.1, with the types and formats that its schemas ask for; what is absent is left out.

One set for what we give and what we take. The order of the fields is that of the specification, and that of
the columns in a package of CSV files; the other records that hang on one come last.
"""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType

Id = UUID | UnsetType
Text = str | UnsetType
Number = float | UnsetType  # a whole one is written without a point
Day = date | UnsetType
Moment = Annotated[datetime, Meta(tz=True)] | UnsetType
Uri = Annotated[str, Meta(pattern=r"^[A-Za-z][A-Za-z0-9+.-]*:[!-~]+$")] | UnsetType
Email = Annotated[str, Meta(pattern=r"^[!-?A-~]+@[!-?A-~]+$")] | UnsetType
Clock = (
    Annotated[str, Meta(pattern=r"^(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?:Z|[+-]\d\d:?\d\d)?$")] | UnsetType
)
Weekday = Literal["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
Kind = Literal["physical", "postal", "virtual"]
Status = Literal["active", "inactive", "defunct", "temporarily closed"]


class Record(Struct, kw_only=True, omit_defaults=True):
    """A row of a table."""

    id: UUID


class Metadata(Record, kw_only=True):
    """One change of one field, as its source tells it."""

    resource_id: Id = UNSET
    resource_type: Text = UNSET
    last_action_date: date
    last_action_type: str
    field_name: str
    previous_value: str
    replacement_value: str
    updated_by: str


class Taxonomy(Record, kw_only=True):
    """A list of terms."""

    name: str
    description: str
    uri: Uri = UNSET
    version: Text = UNSET
    metadata: list[Metadata] | UnsetType = UNSET


class TaxonomyTerm(Record, kw_only=True):
    """A term of a taxonomy."""

    code: Text = UNSET
    name: str
    description: str
    parent_id: Id = UNSET
    taxonomy: Text = UNSET
    language: Text = UNSET
    taxonomy_id: Id = UNSET
    term_uri: Uri = UNSET
    taxonomy_detail: Taxonomy | UnsetType = UNSET
    metadata: list[Metadata] | UnsetType = UNSET


class Attribute(Record, kw_only=True):
    """A term that applies to something, perhaps with a value."""

    link_id: Id = UNSET
    taxonomy_term_id: Id = UNSET
    link_type: Text = UNSET
    link_entity: Text = UNSET
    value: Text = UNSET
    taxonomy_term: TaxonomyTerm | UnsetType = UNSET
    metadata: list[Metadata] | UnsetType = UNSET


class Language(Record, kw_only=True):
    """A language that is spoken somewhere."""

    service_id: Id = UNSET
    location_id: Id = UNSET
    phone_id: Id = UNSET
    name: Text = UNSET
    code: Text = UNSET
    note: Text = UNSET
    attributes: list[Attribute] | UnsetType = UNSET
    metadata: list[Metadata] | UnsetType = UNSET


class Phone(Record, kw_only=True):
    """A number to call."""

    location_id: Id = UNSET
    service_id: Id = UNSET
    organization_id: Id = UNSET
    contact_id: Id = UNSET
    service_at_location_id: Id = UNSET
    number: str
    extension: Number = UNSET
    type: Text = UNSET
    description: Text = UNSET
    languages: list[Language] | UnsetType = UNSET
    attributes: list[Attribute] | UnsetType = UNSET
    metadata: list[Metadata] | UnsetType = UNSET


class Contact(Record, kw_only=True):
    """A person to ask for. We publish none."""

    organization_id: Id = UNSET
    service_id: Id = UNSET
    service_at_location_id: Id = UNSET
    location_id: Id = UNSET
    name: Text = UNSET
    title: Text = UNSET
    department: Text = UNSET
    email: Email = UNSET
    phones: list[Phone] | UnsetType = UNSET
    attributes: list[Attribute] | UnsetType = UNSET
    metadata: list[Metadata] | UnsetType = UNSET


class Schedule(Record, kw_only=True):
    """When something is open: one window of the day, and the days on which it stands."""

    service_id: Id = UNSET
    location_id: Id = UNSET
    service_at_location_id: Id = UNSET
    valid_from: Day = UNSET
    valid_to: Day = UNSET
    dtstart: Day = UNSET
    timezone: Number = UNSET
    until: Day = UNSET
    count: Number = UNSET
    wkst: Weekday | UnsetType = UNSET
    freq: Literal["WEEKLY", "MONTHLY"] | UnsetType = UNSET
    interval: Number = UNSET
    byday: Text = UNSET
    byweekno: Text = UNSET
    bymonthday: Text = UNSET
    byyearday: Text = UNSET
    description: Text = UNSET
    opens_at: Clock = UNSET
    closes_at: Clock = UNSET
    schedule_link: Uri = UNSET
    attending_type: Text = UNSET
    notes: Text = UNSET
    attributes: list[Attribute] | UnsetType = UNSET
    metadata: list[Metadata] | UnsetType = UNSET


class Address(Record, kw_only=True):
    """Where letters or people go."""

    location_id: Id = UNSET
    attention: Text = UNSET
    address_1: str
    address_2: Text = UNSET
    city: str
    region: Text = UNSET
    state_province: str
    postal_code: str
    country: str
    address_type: Kind
    attributes: list[Attribute] | UnsetType = UNSET
    metadata: list[Metadata] | UnsetType = UNSET


class Accessibility(Record, kw_only=True):
    """How people with disabilities get in."""

    location_id: Id = UNSET
    description: Text = UNSET
    details: Text = UNSET
    url: Uri = UNSET
    attributes: list[Attribute] | UnsetType = UNSET
    metadata: list[Metadata] | UnsetType = UNSET


class Location(Record, kw_only=True):
    """A place. WGS-84."""

    location_type: Kind
    url: Uri = UNSET
    organization_id: Id = UNSET
    name: Text = UNSET
    alternate_name: Text = UNSET
    description: Text = UNSET
    transportation: Text = UNSET
    latitude: Number = UNSET
    longitude: Number = UNSET
    external_identifier: Text = UNSET
    external_identifier_type: Text = UNSET
    languages: list[Language] | UnsetType = UNSET
    addresses: list[Address] | UnsetType = UNSET
    contacts: list[Contact] | UnsetType = UNSET
    accessibility: list[Accessibility] | UnsetType = UNSET
    phones: list[Phone] | UnsetType = UNSET
    schedules: list[Schedule] | UnsetType = UNSET
    attributes: list[Attribute] | UnsetType = UNSET
    metadata: list[Metadata] | UnsetType = UNSET


class Funding(Record, kw_only=True):
    """Who pays for it."""

    organization_id: Id = UNSET
    service_id: Id = UNSET
    source: Text = UNSET
    attributes: list[Attribute] | UnsetType = UNSET
    metadata: list[Metadata] | UnsetType = UNSET


class Program(Record, kw_only=True):
    """Several services under one name."""

    organization_id: Id = UNSET
    name: str
    alternate_name: Text = UNSET
    description: str
    attributes: list[Attribute] | UnsetType = UNSET
    metadata: list[Metadata] | UnsetType = UNSET


class OrganizationIdentifier(Record, kw_only=True):
    """What others call an organization."""

    organization_id: Id = UNSET
    identifier_scheme: Text = UNSET
    identifier_type: str
    identifier: str
    attributes: list[Attribute] | UnsetType = UNSET
    metadata: list[Metadata] | UnsetType = UNSET


class ServiceArea(Record, kw_only=True):
    """Where a service is offered."""

    service_id: Id = UNSET
    name: Text = UNSET
    description: Text = UNSET
    extent: Text = UNSET
    extent_type: Text = UNSET
    uri: Text = UNSET
    attributes: list[Attribute] | UnsetType = UNSET
    metadata: list[Metadata] | UnsetType = UNSET


class CostOption(Record, kw_only=True):
    """What it costs."""

    service_id: Id = UNSET
    valid_from: Day = UNSET
    valid_to: Day = UNSET
    option: Text = UNSET
    currency: Text = UNSET
    amount: Number = UNSET
    amount_description: Text = UNSET
    attributes: list[Attribute] | UnsetType = UNSET
    metadata: list[Metadata] | UnsetType = UNSET


class RequiredDocument(Record, kw_only=True):
    """What to bring."""

    service_id: Id = UNSET
    document: Text = UNSET
    uri: Uri = UNSET
    attributes: list[Attribute] | UnsetType = UNSET
    metadata: list[Metadata] | UnsetType = UNSET


class MetaTableDescription(Record, kw_only=True):
    """What a table of a package is."""

    name: Text = UNSET
    language: Text = UNSET
    character_set: Text = UNSET
    attributes: list[Attribute] | UnsetType = UNSET
    metadata: list[Metadata] | UnsetType = UNSET


class ServiceAtLocation(Record, kw_only=True):
    """Where a service is given. It names the service only where it stands alone."""

    service_id: Id = UNSET
    location_id: Id = UNSET
    description: Text = UNSET
    contacts: list[Contact] | UnsetType = UNSET
    phones: list[Phone] | UnsetType = UNSET
    schedules: list[Schedule] | UnsetType = UNSET
    location: Location | UnsetType = UNSET
    service: "Service | UnsetType" = UNSET
    attributes: list[Attribute] | UnsetType = UNSET
    metadata: list[Metadata] | UnsetType = UNSET


class Organization(Record, kw_only=True):
    """Who provides services. It lists them only where it stands alone."""

    name: str
    alternate_name: Text = UNSET
    description: str
    email: Email = UNSET
    website: Uri = UNSET
    tax_status: Text = UNSET
    tax_id: Text = UNSET
    year_incorporated: Number = UNSET
    legal_status: Text = UNSET
    logo: Text = UNSET
    uri: Uri = UNSET
    parent_organization_id: Id = UNSET
    funding: list[Funding] | UnsetType = UNSET
    contacts: list[Contact] | UnsetType = UNSET
    phones: list[Phone] | UnsetType = UNSET
    locations: list[Location] | UnsetType = UNSET
    programs: list[Program] | UnsetType = UNSET
    organization_identifiers: list[OrganizationIdentifier] | UnsetType = UNSET
    services: "list[Service] | UnsetType" = UNSET
    attributes: list[Attribute] | UnsetType = UNSET
    metadata: list[Metadata] | UnsetType = UNSET


class Service(Record, kw_only=True):
    """One thing somebody does for people."""

    organization_id: Id = UNSET
    program_id: Id = UNSET
    name: str
    alternate_name: Text = UNSET
    description: Text = UNSET
    url: Uri = UNSET
    email: Email = UNSET
    status: Status
    interpretation_services: Text = UNSET
    application_process: Text = UNSET
    fees_description: Text = UNSET
    wait_time: Text = UNSET
    fees: Text = UNSET
    accreditations: Text = UNSET
    eligibility_description: Text = UNSET
    minimum_age: Number = UNSET
    maximum_age: Number = UNSET
    assured_date: Day = UNSET
    assurer_email: Email = UNSET
    licenses: Text = UNSET
    alert: Text = UNSET
    last_modified: Moment = UNSET
    phones: list[Phone] | UnsetType = UNSET
    schedules: list[Schedule] | UnsetType = UNSET
    service_areas: list[ServiceArea] | UnsetType = UNSET
    service_at_locations: list[ServiceAtLocation] | UnsetType = UNSET
    languages: list[Language] | UnsetType = UNSET
    organization: Organization | UnsetType = UNSET
    funding: list[Funding] | UnsetType = UNSET
    cost_options: list[CostOption] | UnsetType = UNSET
    program: Program | UnsetType = UNSET
    required_documents: list[RequiredDocument] | UnsetType = UNSET
    contacts: list[Contact] | UnsetType = UNSET
    attributes: list[Attribute] | UnsetType = UNSET
    metadata: list[Metadata] | UnsetType = UNSET
