"""What a sheet would do to the directory: row by row, without doing it.

A row with an id is that service; without one, the service of the same name, provider, areas and place; else a
new one, whose id comes from these, so that the same sheet again finds it. Cells that say what stands there
already change nothing, columns that the sheet has not either.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final, Literal
from uuid import UUID

import msgspec
from msgspec import Struct, field
from msgspec.structs import replace

from server.domain.checking import Ground, check_location, check_service
from server.domain.locating import WriteLocation
from server.domain.organizing import WriteOrganization
from server.domain.schedules import troubles_of
from server.domain.scope import contains
from server.domain.sheets.cells import PLACE, cells_of, fields_of
from server.domain.sheets.columns import cell_name
from server.domain.sheets.known import Known, key_of
from server.domain.sheets.reading import read_sheet
from server.domain.sheets.things import Things, id_of
from server.domain.writing import WriteService, tidied

EVERY: Final = 1000  # rows between two words of progress
AT: Final = re.compile(r"`\$\.(\w+)")


class Fault(Struct, frozen=True):
    """A cell that cannot be as it is. `key`: of the sentence that says why."""

    row: int
    cell: str  # C12
    column: str  # a key of `columns`
    value: str
    key: str


class Change(Struct, frozen=True):
    """What a row would do."""

    row: int
    service: UUID
    name: str
    act: Literal["added", "changed"]
    fields: list[str]  # columns that say something else than before


class Plan(Struct):
    """All that a sheet would do."""

    rows: int = 0
    unchanged: int = 0
    bad: int = 0  # rows with a fault
    faults: list[Fault] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    services: dict[UUID, WriteService] = field(default_factory=dict)
    organizations: dict[UUID, WriteOrganization] = field(default_factory=dict)
    locations: dict[UUID, WriteLocation] = field(default_factory=dict)


Progress = Callable[[int], None]


def compare(data: bytes, known: Known, ground: Ground, progress: Progress) -> Plan:
    """What a file would do. Raises Invalid for one that is no sheet, or breaks off."""
    places, rows = read_sheet(data)
    comparison = _Comparison(places, known, ground)
    for count, (number, cells) in enumerate(rows, start=1):
        comparison.take(number, cells)
        if count % EVERY == 0:
            progress(count)
    plan, things = comparison.plan, comparison.things
    plan.organizations, plan.locations = things.organizations, things.locations
    return plan


class _Comparison:
    def __init__(self, places: Mapping[str, int], known: Known, ground: Ground) -> None:
        self.places, self.known, self.ground, self.plan = places, known, ground, Plan()
        self.things = Things(known)
        self.seen: dict[UUID, int] = {}  # the row that speaks of a service

    def take(self, number: int, cells: dict[str, str]) -> None:
        """One row into the plan."""
        self.plan.rows += 1
        faults = self._compare(number, cells)
        if faults:
            self.plan.bad += 1
            self.plan.faults += [
                Fault(number, cell_name(self.places.get(at, 0), number), at, cells.get(at, "")[:80], key)
                for at, key in faults.items()
            ]

    def _compare(self, number: int, cells: dict[str, str]) -> dict[str, str]:
        said, faults = fields_of(cells, self.known)
        id, before = self._called(cells, faults)
        written = cells_of(id, before, self.known) if before else {}
        body = self._body(before, cells, written, said, faults)
        if id is None and not faults:
            id = self.known.alike.get(key_of(body)) or id_of("service", *map(str, key_of(body)))
            if before := self.known.services.get(id):
                written = cells_of(id, before, self.known)
                body = self._body(before, cells, written, said, faults)
        faults |= _limits(body)
        if before != body and not faults:
            body, wrong = self._checked(body)
            faults = {key: why for key, why in wrong.items() if cells.get(key, "") != written.get(key)}
        if id is None or faults:
            return faults
        if id in self.seen:
            return {"name": "sheet-row-twice"}
        self.seen[id] = number
        self._plan(
            number, id, before, body, [key for key in written if cells.get(key, written[key]) != written[key]]
        )
        return {}

    def _checked(self, body: WriteService) -> tuple[WriteService, dict[str, str]]:
        """The service as it would be published, and what keeps it from that, by column."""
        checked = check_service(body, self.ground)
        wrong = {found.field.partition(".")[0]: found.key for found in checked.errors}
        for place in body.locations:
            if planned := self.things.locations.get(place):
                wrong |= {found.field: found.key for found in check_location(planned, self.ground).errors}
        return checked.body, wrong

    def _called(
        self, cells: Mapping[str, str], faults: dict[str, str]
    ) -> tuple[UUID | None, WriteService | None]:
        """The service that a row names by its id."""
        if not cells.get("id"):
            return None, None
        try:
            id = UUID(cells["id"])
        except ValueError:
            faults["id"] = "sheet-no-such-service"
            return None, None
        if id not in self.known.services:
            faults["id"] = "sheet-no-such-service"
            return None, None
        return id, self.known.services[id]

    def _body(
        self,
        before: WriteService | None,
        cells: Mapping[str, str],
        written: Mapping[str, str],
        said: Mapping[str, Any],
        faults: dict[str, str],
    ) -> WriteService:
        """The service that a row says: what it does not say otherwise stays as it is."""
        same = {key for key, cell in cells.items() if written.get(key) == cell}
        for key in same & faults.keys():
            del faults[key]
        new = {key: value for key, value in said.items() if key not in same}
        body = replace(before or WriteService(areas=[self.known.owner]), **new)
        if "organization" not in same or before is None:
            body = replace(body, organization=self.things.provider(cells, faults))
        if not same.issuperset(PLACE & cells.keys()):
            body = replace(body, locations=self.things.locations_of(cells, body.areas, faults))
        if "areas" in new and before and not all(contains(before.owner, code) for code in body.areas):
            body = replace(body, owner=self.known.owner)
        return tidied(body)

    def _plan(
        self, number: int, id: UUID, before: WriteService | None, body: WriteService, fields: list[str]
    ) -> None:
        moved = any(place in self.things.locations for place in body.locations)
        if before == body and not moved:
            self.plan.unchanged += 1
            return
        self.plan.services[id] = body
        act: Literal["added", "changed"] = "changed" if before else "added"
        self.plan.changes.append(Change(number, id, body.name, act, fields if before else []))


def _limits(body: WriteService) -> dict[str, str]:
    """What is longer or more than we keep, and hours that nobody can work out."""
    troubles = troubles_of(body.hours)
    faults = {"hours": troubles[0].key} if troubles else {}
    if not body.name:
        faults["name"] = "required"
    try:
        msgspec.convert(msgspec.to_builtins(body), WriteService)
    except msgspec.ValidationError as error:
        found = AT.search(str(error))
        faults[found[1] if found else "name"] = "sheet-too-long" if "length" in str(error) else "bad-value"
    return faults
