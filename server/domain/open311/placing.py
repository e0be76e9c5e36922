"""Where a request is that another program sends: from its position, its code, or the words of an address.

A position belongs to the community whose published place or office is nearest, as when a phone asks what is
near. Beyond the city's bounds, or too far from everything in it, nobody here can help.
"""

from typing import Any, Final

from server.domain.asks import LOWEST, Spot
from server.domain.city import City
from server.domain.divisions import LOCATED, Network, Node, find_network, metres
from server.domain.errors import Invalid
from server.storage.database import Sql, together

FARTHEST: Final = 10_000  # metres from the nearest place that we know: villages of the mountains lie apart
SHORTEST: Final = 2  # characters of a name that is looked for in an address
CENTRES: Final = (
    "SELECT division, latitude, longitude FROM centre WHERE latitude IS NOT NULL AND longitude IS NOT NULL"
)


async def place_of(city: City, spot: Spot | None, code: str, address: str) -> str:
    """The division that a request is about: a community, or the street where none fits. Raises Invalid."""
    network = await find_network(city.folder)
    if spot is not None:
        if found := await _nearest(network, city, spot):
            return found
        raise Invalid({"lat": "outside-city"}, city=city.name)
    if code in network.nodes and network.nodes[code].level >= LOWEST:
        return code
    if found := named_in(network, address):
        return found
    raise Invalid({"address_string" if address or not code else "address_id": "no-such-place"})


async def _nearest(network: Network, city: City, spot: Spot) -> str:
    if city.bounds is not None:
        south, west, north, east = city.bounds
        if not (south <= spot.latitude <= north and west <= spot.longitude <= east):
            return ""
    locations, centres = await together(Sql(LOCATED), Sql(CENTRES))

    def far(row: dict[str, Any]) -> int:
        return metres(spot.latitude, spot.longitude, row["latitude"], row["longitude"])

    rows = [row for row in (*locations, *centres) if _fits(network, row["division"])]
    nearest = min(rows, key=lambda row: (far(row), row["division"]), default=None)
    return nearest["division"] if nearest and far(nearest) <= FARTHEST else ""


def _fits(network: Network, code: str) -> bool:
    return code in network.nodes and network.nodes[code].level >= LOWEST


def named_in(network: Network, address: str) -> str:
    """The lowest division whose name stands in an address; of several with one name, the one whose street or
    district stands there too; "" for none, or when it is not clear which."""
    text = address.casefold().replace(" ", "")
    found = [
        (node, sum(_stands_in(network.nodes[step.code], text) for step in network.path(node.code)))
        for node in network.nodes.values()
        if node.level >= LOWEST and _stands_in(node, text)
    ]
    best = max(((node.level, above, len(node.name)) for node, above in found), default=None)
    codes = [node.code for node, above in found if (node.level, above, len(node.name)) == best]
    return codes[0] if len(codes) == 1 else ""


def _stands_in(node: Node, text: str) -> bool:
    names = {node.name, node.official_name, node.name_en.casefold().replace(" ", "")}
    return any(len(name) >= SHORTEST and name in text for name in names)
