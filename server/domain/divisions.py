"""Looking into the network: by name or sound, from above, from near by.

The whole network (3,530 rows) is read once and kept until it changes. A name is scored like a service's
(`matching`); among equals the higher level first, then by code, so that the same letters give the same list.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property
from math import cos, floor, hypot, radians
from typing import Any, Final

import msgspec
from msgspec import Struct

from server.domain.errors import Invalid, NotFound
from server.domain.hours import Rule
from server.domain.matching import COMPLETE, WHOLE, Text, a_text, a_word, fit
from server.domain.memo import Memo
from server.domain.naming import KINDS
from server.domain.network import LEVEL_NAMES
from server.domain.pieces import runs_of
from server.domain.scope import parent_of, scope_of
from server.domain.sounds import read_sounds
from server.storage.database import Sql, together

LEAST: Final = 45  # of a match
LONGEST: Final = 40  # characters of a query that are read
FEW: Final = 200  # published locations; with fewer, "near" would mostly be far
NEAREST: Final = 8
METRES: Final = 111_195  # a degree of latitude


class Node(Struct, frozen=True):
    """A division in force."""

    code: str
    level: int
    name: str  # what residents say
    official_name: str
    name_en: str
    pinyin: str


class Step(Struct, frozen=True):
    """A division on the way from the city."""

    code: str
    level: str
    name: str
    name_en: str


class DivisionCard(Struct, frozen=True):
    """A division in a list: where it lies, and how many services and divisions are within it."""

    code: str
    level: str
    name: str
    official_name: str
    name_en: str
    path: list[Step]  # the city first, without itself
    services: int
    children: int  # divisions directly below it


class DivisionPage(Struct, frozen=True):
    """A page of divisions."""

    items: list[DivisionCard]
    next_cursor: str | None


class CentreShown(Struct, frozen=True):
    """The staffed office."""

    name: str
    address: str
    phone: str
    hours: list[Rule]
    grade: int | None
    latitude: float | None
    longitude: float | None


class DivisionShown(DivisionCard, frozen=True, kw_only=True):
    """One division, with its office."""

    centre: CentreShown | None


class Network:
    """The divisions in force at one version of the network."""

    def __init__(self, nodes: Iterable[Node], city: str) -> None:
        self.nodes = {node.code: node for node in nodes}
        self.sounds = read_sounds(city)
        self.below: dict[str, list[Node]] = {}
        for code in sorted(self.nodes):
            self.below.setdefault(parent_of(code), []).append(self.nodes[code])

    @cached_property
    def texts(self) -> list[tuple[Node, Text, frozenset[str], Text]]:
        """Each with its name by sound, what it is without its kind, and its English name."""
        return [
            (node, a_text(node.name, node.pinyin.split()), _proper(node), a_text(node.name_en))
            for node in self.nodes.values()
        ]

    def node(self, code: str) -> Node:
        """The division of this code. Raises NotFound."""
        if code not in self.nodes:
            raise NotFound(division=code)
        return self.nodes[code]

    def path(self, code: str) -> list[Step]:
        """From the city down to the one above."""
        steps: list[Step] = []
        while (code := parent_of(code)) in self.nodes:
            node = self.nodes[code]
            steps.insert(0, Step(code, LEVEL_NAMES[node.level], node.name, node.name_en))
        return steps

    def search(self, query: str) -> list[Node]:
        """By name, pinyin or initials, the best first. Of several words each fits it or a division above."""
        scored = [self._scores(word) for word in runs_of(query[:LONGEST])]
        found = []
        for code in {code for scores in scored for code in scores}:
            up = [code, *(step.code for step in self.path(code))] if len(scored) > 1 else [code]
            each = [max(scores.get(place, 0) for place in up) for scores in scored]
            if min(each) > 0:
                own = max(scores.get(code, 0) for scores in scored)
                found.append((-min(each), -own, self.nodes[code].level, code))
        return [self.nodes[code] for *_, code in sorted(found)]

    def _scores(self, word: str) -> dict[str, int]:
        """How well a word fits each division, where it does."""
        asked = a_word(word, self.sounds.of(word))
        scores = {}
        for node, name, proper, english in self.texts:
            score = fit(asked, name) + (COMPLETE if word in proper else 0)
            if (
                len(word) > 2 and score < WHOLE[0]
            ):  # two letters are initials of a Chinese name, not of an English one
                score = max(score, fit(asked, english))
            if score >= LEAST:
                scores[node.code] = score
        return scores


def _proper(node: Node) -> frozenset[str]:
    """Its name without the kind, 华丰 of 华丰社区: written, said, and its initials."""
    kind = next((kind for kind in KINDS if node.name.endswith(kind) and node.name != kind), "")
    said = node.pinyin.split()
    said = said[: len(said) - len(kind)]
    return frozenset([node.name.removesuffix(kind), "".join(said), "".join(sound[0] for sound in said)])


_networks: Final[Memo[Network]] = Memo(4)

STAMP: Final = (
    "SELECT COUNT(*) AS divisions, "
    "COALESCE((SELECT version FROM topic_version WHERE topic = 'network'), 0) AS version FROM division"
)
NODES: Final = (
    "SELECT code, level, short_name, name, name_en, pinyin FROM division WHERE valid_to IS NULL ORDER BY code"
)


async def find_network(city: str) -> Network:
    """The network as it is now; `city` is the folder of the city's readings."""
    (stamp,) = (await together(Sql(STAMP)))[0]
    version = int(stamp["version"]) * 100_000 + int(stamp["divisions"])
    kept = _networks.recall(city, version)
    if kept is None:
        (rows,) = await together(Sql(NODES))
        kept = _networks.keep(city, version, Network([_node(row) for row in rows], city))
    return kept


def _node(row: dict[str, Any]) -> Node:
    return Node(row["code"], row["level"], row["short_name"], row["name"], row["name_en"], row["pinyin"])


async def list_divisions(city: str, query: str, parent: str | None, after: str, most: int) -> DivisionPage:
    """Those that fit a query, best first, or those directly below `parent`; without both, the city.

    `after` is the code of the last one seen. Raises NotFound for a parent that is not there, and Invalid.
    """
    network = await find_network(city)
    if query.strip():
        low, high = scope_of(network.node(parent).code) if parent else ("", "9" * 12)
        nodes = [node for node in network.search(query) if low <= node.code <= high]
    else:
        nodes = network.below.get(network.node(parent).code if parent else "", [])
    start = _place_after(nodes, after)
    page = nodes[start : start + most]
    more = len(nodes) > start + most
    return DivisionPage(await _found(network, page), page[-1].code if more else None)


def _place_after(nodes: Sequence[Node], after: str) -> int:
    codes = [node.code for node in nodes]
    if after and after not in codes:
        raise Invalid({"cursor": "bad-value"})
    return codes.index(after) + 1 if after else 0


LOCATED: Final = (
    "SELECT division, latitude, longitude FROM location "
    "WHERE latitude IS NOT NULL AND longitude IS NOT NULL AND deleted_at IS NULL"
)


async def list_near(city: str, latitude: float, longitude: float) -> DivisionPage:
    """The communities of the nearest published locations, nearest first; none where few are published."""
    network = await find_network(city)
    (rows,) = await together(Sql(LOCATED))
    if len(rows) < FEW:
        return DivisionPage([], None)
    rows.sort(key=lambda row: metres(latitude, longitude, row["latitude"], row["longitude"]))
    codes = dict.fromkeys(row["division"] for row in rows)
    communities = [code for code in codes if code in network.nodes and network.nodes[code].level == 4]
    return DivisionPage(await _found(network, [network.nodes[code] for code in communities[:NEAREST]]), None)


def point_of(text: str) -> tuple[float, float]:
    """Latitude and longitude of "30.25,120.16". Raises Invalid."""
    try:
        latitude, longitude = (float(part) for part in text.split(","))
    except ValueError:
        raise Invalid({"near": "bad-value"}) from None
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise Invalid({"near": "bad-value"})
    return latitude, longitude


def metres(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> int:
    """Between two points of one city, to 10 m: over such distances the earth is flat."""
    north = (other_latitude - latitude) * METRES
    east = (other_longitude - longitude) * METRES * cos(radians(latitude))
    return floor(hypot(north, east) / 10 + 0.5) * 10


async def find_division(city: str, code: str) -> DivisionShown:
    """One division. Raises NotFound."""
    network = await find_network(city)
    node = network.node(code)
    (found,) = await _found(network, [node])
    (rows,) = await together(Sql("SELECT * FROM centre WHERE division = {}", code))
    return DivisionShown(
        **msgspec.structs.asdict(found),
        centre=_centre(rows[0]) if rows else None,
    )


def _centre(row: dict[str, Any]) -> CentreShown:
    hours = msgspec.json.decode(row["hours"], type=list[Rule])
    shown = (row[name] for name in ("grade", "latitude", "longitude"))
    return CentreShown(row["name"], row["address"], row["phone"], hours, *shown)


OFFERED: Final = (
    "SELECT COUNT(DISTINCT service) AS services FROM service_area WHERE division BETWEEN {} AND {}"
)


async def _found(network: Network, nodes: Sequence[Node]) -> list[DivisionCard]:
    counts = await together(*[Sql(OFFERED, *scope_of(node.code)) for node in nodes]) if nodes else []
    return [
        DivisionCard(
            code=node.code,
            level=LEVEL_NAMES[node.level],
            name=node.name,
            official_name=node.official_name,
            name_en=node.name_en,
            path=network.path(node.code),
            services=int(count[0]["services"]),
            children=len(network.below.get(node.code, [])),
        )
        for node, count in zip(nodes, counts, strict=True)
    ]
