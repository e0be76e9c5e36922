"""Who provides and where, as rows of a sheet speak of them: found by name, or made."""

from collections.abc import Mapping
from itertools import zip_longest
from typing import Final
from uuid import UUID, uuid5

from msgspec.structs import replace

from server.domain.errors import Invalid
from server.domain.locating import WriteLocation
from server.domain.organizing import WriteOrganization
from server.domain.scope import narrowest
from server.domain.sheets.cells import PLACE, kind_of, split
from server.domain.sheets.known import Known

OURS: Final = UUID("5d1c8a52-6c1f-5a43-9d2e-3a0f8f3b7c11")  # the namespace of ids that come from a sheet
Faults = dict[str, str]  # a column, and the key of the sentence that says why


def id_of(*named: str) -> UUID:
    """The id of a new thing, from what it is called: the same sheet again finds it."""
    return uuid5(OURS, "\x1f".join(named))


class Things:
    """What the rows so far would add or change beside services."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.organizations: dict[UUID, WriteOrganization] = {}
        self.locations: dict[UUID, WriteLocation] = {}

    def provider(self, cells: Mapping[str, str], faults: Faults) -> UUID | None:
        """The organization of a row."""
        name = " ".join(cells["organization"].split())
        if not name:
            faults["organization"] = "required"
            return None
        try:
            kind = kind_of(cells.get("kind", ""))
        except Invalid:
            faults["kind"] = "not-a-choice"
            return None
        id = self.known.providers.get(name)
        if id is None:
            id = id_of("organization", self.known.owner, name)
            self.organizations[id] = WriteOrganization(name=name, kind=kind, owner=self.known.owner)
        elif cells.get("kind") and self.known.organizations[id].kind != kind:
            faults["kind"] = "sheet-kind-elsewhere"
        return id

    def locations_of(self, cells: Mapping[str, str], areas: list[str], faults: Faults) -> list[UUID]:
        """The places of a row."""
        names, *beside = [split(cells.get(key, "")) for key in PLACE]
        if any(len(pieces) not in {0, len(names)} for pieces in beside):
            faults["location"] = "sheet-places-uneven"
            return []
        division = narrowest(areas) if areas else self.known.owner
        rows = zip_longest(names, *beside, fillvalue="")
        return [self._location(division, name, said, faults) for name, *said in rows]

    def _location(self, division: str, name: str, said: list[str], faults: Faults) -> UUID:
        address, *numbers = said
        id = self.known.places.get((division, name)) or id_of("location", division, name)
        location = self.locations.get(id) or self.known.locations.get(id)
        location = location or WriteLocation(division=division, name=name)
        location = replace(location, address=address or location.address)
        for key, cell in zip(PLACE[2:], numbers, strict=True):
            try:
                location = replace(location, **{key: float(cell) if cell else getattr(location, key)})
            except ValueError:
                faults[key] = "not-a-number"
        if (location.latitude is None) != (location.longitude is None):
            faults["latitude" if location.latitude is None else "longitude"] = "required"
        if not location.address:
            faults["address"] = "required"
        if id in self.locations and _contradict(self.locations[id], location):
            faults["location"] = "sheet-place-differs"
        elif location != self.known.locations.get(id):
            self.locations[id] = location
        return id


def _contradict(one: WriteLocation, other: WriteLocation) -> bool:
    """Two rows say different things of one place; to say more is no contradiction."""
    told = ((getattr(one, key), getattr(other, key)) for key in PLACE[1:])
    return any(first not in {"", None} and first != second for first, second in told)
