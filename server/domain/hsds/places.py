"""Places in HSDS: a location with one address, and the divisions in which a service is offered.

An address has no field for street offices and communities: the district stands in `region`, the house in
`address_1`, how to get in in `address_2`, and our division in a fact of the location. Postal codes are the
districts' (data/<city>/postcodes.toml). WGS-84, as we have it.
"""

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from msgspec import Struct, convert

from server.domain.divisions import Network
from server.domain.hsds.given import Given
from server.domain.hsds.ids import ident
from server.domain.hsds.openings import taken_facts
from server.domain.hsds.records import Address, Location, ServiceArea
from server.domain.hsds.taxonomy import FACT, attribute
from server.domain.scope import DIGITS

FOLDER: Final = Path(__file__).parent.parent.parent / "data"
COUNTRY: Final = "CN"
DISTRICT: Final = 6  # digits of a code that name it
ADDRESS: Final = ("address_1", "address_2", "city", "region", "state_province", "postal_code", "country")


class Postcodes(Struct, frozen=True):
    """Of one city."""

    province: str
    city: str
    districts: dict[str, str]

    def of(self, division: str) -> str:
        """That of its district, or the city's."""
        return self.districts.get(district_of(division), self.city)

    def divisions(self, postcode: str) -> list[str]:
        """The districts that share it; of the city's own, the city's code is not among them."""
        return [code for code, each in self.districts.items() if each == postcode]


@lru_cache(8)
def postcodes_of(folder: str) -> Postcodes:
    """Of the city of this folder; nothing is known of one that has no file."""
    file = FOLDER / folder / "postcodes.toml"
    if not file.is_file():
        return Postcodes("", "000000", {})
    return convert(tomllib.loads(file.read_text("utf-8")), Postcodes)


def district_of(division: str) -> str:
    """The code of the district that it is, or lies in."""
    return division[:DISTRICT].ljust(DIGITS[-1], "0")


def location_of(row: dict[str, Any], network: Network, folder: str) -> Location:
    """A location as it stands alone; `row` has the columns of the table."""
    id: UUID = row["id"]
    made = Location(
        id=id,
        location_type="physical",
        name=row["name"],
        addresses=[address_of(row, network, folder)],
        attributes=[attribute(id, "location", FACT, "division", value=row["division"])],
    )
    if row["latitude"] is not None and row["longitude"] is not None:
        made.latitude, made.longitude = row["latitude"], row["longitude"]
    return made


def address_of(row: dict[str, Any], network: Network, folder: str) -> Address:
    """Its one address."""
    codes, division = postcodes_of(folder), row["division"]
    city = division[:4].ljust(DIGITS[-1], "0")
    made = Address(
        id=ident(row["id"], "address"),
        address_1=row["address"],
        city=_name(city, network),
        state_province=codes.province,
        postal_code=codes.of(division),
        country=COUNTRY,
        address_type="physical",
    )
    if row["entrance"]:
        made.address_2 = row["entrance"]
    if district_of(division) != city:
        made.region = _name(district_of(division), network)
    return made


def area_of(service: UUID, division: str, network: Network) -> ServiceArea:
    """A division in which a service is offered, by name and by code."""
    return ServiceArea(
        id=ident(service, "area", division),
        name=_name(division, network),
        extent=division,
        extent_type="text",
    )


def _name(code: str, network: Network) -> str:
    node = network.nodes.get(code)
    return node.official_name if node else code


class TakenLocation(Struct, frozen=True):
    """What our table keeps of a place."""

    id: UUID
    division: str
    name: str
    address: str
    entrance: str
    latitude: float | None
    longitude: float | None


def taken_location(given: Given, network: Network, folder: str, division: str) -> TakenLocation:
    """What we can keep of a location; it lies in `division` if it does not say where it lies."""
    fact = taken_facts(given).get("division")
    code = fact.text("value") if fact else ""
    code = code if code in network.nodes else division
    latitude, longitude = _point(given)
    address = next(iter(given.many("addresses")), None)
    name = given.text("name")[:120] or (address.text("address_1") if address else "")[:120]
    house, entrance = _house(address, code, network, folder) if address else ("", "")
    given.keep("location_type") if given.body.get("location_type") == "physical" else None
    return TakenLocation(given.id, code, name, house or name, entrance, latitude, longitude)


def _house(address: Given, division: str, network: Network, folder: str) -> tuple[str, str]:
    """The house and the way in; of another city's address the rest goes into the one line that we have."""
    body = {name: address.text(name) for name in ADDRESS}
    row = {"id": address.id, "division": division, "address": "", "entrance": ""}
    ours = address_of(row, network, folder)
    same = ("city", "state_province", "country")
    if address.body.get("address_type") == "physical":
        address.keep("address_type")
    house = body["address_1"]
    if any(body[name] != getattr(ours, name) for name in same):
        rest = [body[name] for name in ("city", "region", "state_province", "postal_code", "country")]
        house = ", ".join(part for part in (house, *rest) if part)
    elif body["postal_code"] != ours.postal_code:
        address.leave("postal_code")
    if len(house) > 200:
        address.leave("address_1")
    if len(body["address_2"]) > 200:
        address.leave("address_2")
    return house[:200], body["address_2"][:200]


def _point(given: Given) -> tuple[float | None, float | None]:
    """A point on the globe, or none: 100, 101 is left lying."""
    latitude, longitude = given.take("latitude"), given.take("longitude")
    if latitude is None or longitude is None or not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        given.leave("latitude", "longitude")
        return None, None
    return float(latitude), float(longitude)


def taken_areas(given: list[Given], network: Network, division: str) -> list[str]:
    """The divisions that these areas name, by code or by name; `division` if they name none of ours."""
    codes = []
    for area in given:
        code = _division_of(area, network)
        if code:
            area.keep("name", "extent", "extent_type")
            codes.append(code)
    return sorted(set(codes)) or [division]


def _division_of(area: Given, network: Network) -> str:
    extent, name = str(area.body.get("extent") or ""), str(area.body.get("name") or "")
    if extent in network.nodes:
        return extent
    named = [node.code for node in network.nodes.values() if name and name in {node.official_name, node.name}]
    return named[0] if len(named) == 1 else ""
