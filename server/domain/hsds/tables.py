"""The tabular form of HSDS: which table has which columns, and what hangs on what."""

from typing import Any, Final, NamedTuple

from msgspec import Struct

from server.domain.hsds import records

# Fields that hold other records: in a table they are rows of their own.
NESTED: Final = frozenset(
    {
        *("phones", "schedules", "service_areas", "service_at_locations", "languages", "organization"),
        *("funding", "cost_options", "program", "required_documents", "contacts", "attributes", "metadata"),
        *("location", "locations", "service", "services", "programs", "organization_identifiers"),
        *("addresses", "accessibility", "taxonomy_term", "taxonomy_detail"),
    }
)


class Table(NamedTuple):
    """A table of the package."""

    name: str  # of its file, without .csv
    kind: type[Struct]
    owners: tuple[str, ...] = ()  # the columns that say what a row hangs on; the first that says it counts
    field: str = ""  # under which it then stands there

    @property
    def columns(self) -> list[str]:
        """In the order of the specification."""
        return [name for name in self.kind.__struct_fields__ if name not in NESTED]

    @property
    def below(self) -> list[str]:
        """The fields under which rows of other tables hang on one of these."""
        return [name for name in self.kind.__struct_fields__ if name in BY_FIELD]


SERVICE, AT, PLACE, WHOSE = "service_id", "service_at_location_id", "location_id", "organization_id"
TABLES: Final = [
    Table("organizations", records.Organization),
    Table("programs", records.Program, (WHOSE,), "programs"),
    Table("services", records.Service),
    Table("service_areas", records.ServiceArea, (SERVICE,), "service_areas"),
    Table("service_at_location", records.ServiceAtLocation, (SERVICE,), "service_at_locations"),
    Table("locations", records.Location),
    Table("addresses", records.Address, (PLACE,), "addresses"),
    Table("phones", records.Phone, (SERVICE, AT, PLACE, WHOSE, "contact_id"), "phones"),
    Table("contacts", records.Contact, (SERVICE, AT, PLACE, WHOSE), "contacts"),
    Table("schedules", records.Schedule, (SERVICE, AT, PLACE), "schedules"),
    Table("funding", records.Funding, (SERVICE, WHOSE), "funding"),
    Table("languages", records.Language, (SERVICE, PLACE, "phone_id"), "languages"),
    Table("required_documents", records.RequiredDocument, (SERVICE,), "required_documents"),
    Table("cost_options", records.CostOption, (SERVICE,), "cost_options"),
    Table("accessibility", records.Accessibility, (PLACE,), "accessibility"),
    Table("organization_identifiers", records.OrganizationIdentifier, (WHOSE,), "organization_identifiers"),
    Table("attributes", records.Attribute, ("link_id",), "attributes"),
    Table("taxonomies", records.Taxonomy),
    Table("taxonomy_terms", records.TaxonomyTerm),
    Table("metadata", records.Metadata, ("resource_id",), "metadata"),
    Table("meta_table_descriptions", records.MetaTableDescription),
]
TABLE_BY_NAME: Final = {table.name: table for table in TABLES}
BY_FIELD: Final = {table.field: table for table in TABLES if table.field}
NUMBERS: Final = frozenset(
    {
        *("extension", "timezone", "count", "interval", "latitude", "longitude", "amount"),
        *("minimum_age", "maximum_age", "year_incorporated"),
    }
)
DATES: Final = frozenset({"valid_from", "valid_to", "dtstart", "until", "assured_date", "last_action_date"})
REFERS: Final = {  # columns that hold the id of another table's row
    "service_id": "services",
    "organization_id": "organizations",
    "location_id": "locations",
    "service_at_location_id": "service_at_location",
    "taxonomy_term_id": "taxonomy_terms",
    "taxonomy_id": "taxonomies",
    "program_id": "programs",
    "contact_id": "contacts",
    "phone_id": "phones",
}


def package_of(tables: list[Table]) -> dict[str, Any]:
    """The datapackage.json of a package with these tables."""
    return {
        "profile": "tabular-data-package",
        "name": "hsds",
        "title": "HSDS 3.1",
        "resources": [_resource(table) for table in tables],
    }


def _resource(table: Table) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {
            "fields": [_column(name) for name in table.columns],
            "primaryKey": "id",
            "foreignKeys": [
                {"fields": name, "reference": {"resource": REFERS[name], "fields": "id"}}
                for name in table.columns
                if name in REFERS
            ],
        },
    }


def _column(name: str) -> dict[str, str]:
    if name in NUMBERS:
        return {"name": name, "type": "number"}
    if name in DATES:
        return {"name": name, "type": "date"}
    return {"name": name, "type": "datetime" if name == "last_modified" else "string"}
