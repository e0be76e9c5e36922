"""The network as requests need it: what divisions are called, when somebody is there, whose what is.

Read whole (a city has 3,500 rows) and kept for half a minute, so that sending a request needs no look into
it. Every process keeps its own; a change of the network or of a centre's hours is seen after that time. What
managers change and look at again (rules, estates, the calendar, the staff) is asked for by its version once
a second, and seen at once by the process that changed it (`forget`, `bumped`). The estates, which are
thousands, are read again only when one of them changed.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.json import decode

from server.domain import routing
from server.domain.addresses import EstateBook, EstateKnown, Road, book_of, plain, stretches_of
from server.domain.calendar import Calendar, find_calendar
from server.domain.clock import OFFICE, WorkingTime
from server.domain.hours import Rule
from server.domain.routing import Route, RuleBook
from server.domain.scope import parent_of
from server.models.directory import Organization
from server.storage.database import Sql, together

KEPT: Final = timedelta(seconds=30)
AGAIN: Final = timedelta(seconds=1)  # the soonest that an unknown code makes us look again
ORGANIZATION: Final = routing.ORGANIZATION

DIVISIONS: Final = "SELECT code, level, short_name, name_en, valid_to FROM division"
HOURS: Final = "SELECT division, hours FROM centre"
RULES: Final = (
    "SELECT r.rule, r.version, r.scope, r.categories, r.level, r.organization, o.name AS organization_name, "
    "r.estate, r.zh, r.en, r.position FROM routing_rule r LEFT JOIN organization o ON o.id = r.organization "
    "WHERE r.gone = FALSE AND r.version = (SELECT max(n.version) FROM routing_rule n WHERE n.rule = r.rule)"
)
ESTATES: Final = (
    "SELECT e.id, e.community, e.name, e.organization, e.addresses, o.name AS company "
    "FROM estate e LEFT JOIN organization o ON o.id = e.organization WHERE e.deleted_at IS NULL"
)
TOPIC: Final = "estates"
STAFF: Final = "staff"  # who works where, and when their shifts are
TOPICS: Final = (TOPIC, "routing", "calendar", STAFF)  # a change of these is seen within a second
VERSIONS: Final = "SELECT topic, version FROM topic_version WHERE topic IN ({}, {}, {}, {})"


@lru_cache(10_000)
def all_above(code: str) -> tuple[str, ...]:
    """The codes above one, the city's first."""
    above = parent_of(code)
    return (*all_above(above), above) if above else ()


class Place(Struct, frozen=True):
    """A division, as far as requests need it."""

    code: str
    level: int
    name: str
    name_en: str
    valid_to: date | None


class Map(Struct, frozen=True):
    """The network at one moment."""

    read_at: datetime
    zone: ZoneInfo
    divisions: dict[str, Place]
    hours: dict[str, list[Rule]]  # of the centres; empty where one has said nothing
    calendar: Calendar
    rules: RuleBook = RuleBook()
    estates: EstateBook = EstateBook()
    versions: dict[str, int] = {}  # of TOPICS
    firms: dict[str, str] = {}  # names of those that a rule or an estate names, by holder
    kept: dict[str, WorkingTime] = {}  # by holder, once asked for
    paths: dict[tuple[str, str], list[str]] = {}  # by code and language, once asked for

    def name(self, code: str | None, language: str) -> str:
        """What a division is called, or a firm that a rule or an estate names; "" for others."""
        place = self.divisions.get(code or "")
        if place is None:
            return self.firms.get(code or "", "")
        return place.name_en if language == "en" else place.name

    def path(self, code: str, language: str) -> list[str]:
        """The names above it, the city's first."""
        key = (code, language)
        if key not in self.paths:
            self.paths[key] = [self.name(above, language) for above in all_above(code)]
        return self.paths[key]

    def level(self, code: str) -> int:
        """1 city, 2 district, 3 street, 4 community; 0 if it is not there."""
        place = self.divisions.get(code)
        return place.level if place else 0

    def route(self, category: str, place: str, addresses: Iterable[str] = (), urgent: bool = False) -> Route:
        """Whose a request is, by the rules in force."""
        return self.rules.route(category, place, addresses=addresses, urgent=urgent, estates=self.estates)

    def is_open(self, code: str, today: date) -> bool:
        """It exists, and was not merged away."""
        place = self.divisions.get(code)
        return place is not None and (place.valid_to is None or place.valid_to >= today)

    def working(self, holder: str) -> WorkingTime:
        """The hours in which a holder can be expected to act."""
        if holder not in self.kept:
            self.kept[holder] = WorkingTime(self.hours.get(holder) or OFFICE, self.calendar, self.zone)
        return self.kept[holder]


class Places:
    """Gives the map of the moment. Belongs to one database."""

    def __init__(self, zone: ZoneInfo) -> None:
        self.zone = zone
        self._map: Map | None = None
        self._looked_at: datetime | None = None  # for other versions

    async def at(self, now: datetime, *codes: str) -> Map:
        """The network now; read again when it is old, or does not know one of these codes."""
        known = self._map
        if known is not None:
            patience = KEPT if known.divisions.keys() >= set(codes) else AGAIN
            if abs(now - known.read_at) <= patience and not await self._is_old(known, now):
                return known
        self._map = await read_map(self.zone, now, known.estates if known else EstateBook())
        self._looked_at = now
        return self._map

    async def _is_old(self, known: Map, now: datetime) -> bool:
        """Was something changed? Asked once a second; who comes before the answer is there asks too."""
        if abs(now - (self._looked_at or known.read_at)) <= AGAIN:
            return False
        (rows,) = await together(Sql(VERSIONS, *TOPICS))
        is_old = versions_of(rows) != known.versions
        if not is_old:
            self._looked_at = now
        return is_old

    def forget(self) -> None:
        """Somebody changed what it shows: the next look reads it again."""
        self._map = None

    def bumped(self, topic: str) -> None:
        """One of `topics.LISTENERS`."""
        if topic in TOPICS:
            self.forget()


async def read_map(zone: ZoneInfo, now: datetime, before: EstateBook = EstateBook()) -> Map:
    """The network as the database has it; `before`: the estates as they were, which may still be right."""
    divisions, centres, rules, counted = await together(
        Sql(DIVISIONS), Sql(HOURS), Sql(RULES), Sql(VERSIONS, *TOPICS)
    )
    places = [
        Place(row["code"], row["level"], row["short_name"], row["name_en"], row["valid_to"])
        for row in divisions
    ]
    hours = {row["division"]: decode(row["hours"], type=list[Rule]) for row in centres}
    book = routing.book_of(rule_of(row) for row in rules)
    versions = versions_of(counted)
    version = versions.get(TOPIC, 0)
    estates = before if before.version == version else await read_estates(version)
    return Map(
        now,
        zone,
        {place.code: place for place in places},
        hours,
        await find_calendar(),
        rules=book,
        estates=estates,
        versions=versions,
        firms=firms_in(book, estates),
    )


def versions_of(rows: list[dict[str, Any]]) -> dict[str, int]:
    """By topic."""
    return {row["topic"]: int(row["version"]) for row in rows}


def rule_of(row: dict[str, Any]) -> routing.Rule:
    """A rule as it is stored."""
    return routing.Rule(
        id=row["rule"],
        categories=decode(row["categories"], type=list[str]),
        level=row["level"],
        zh=row["zh"],
        en=row["en"],
        estate=bool(row["estate"]),
        version=row["version"],
        scope=row["scope"],
        organization=row["organization"],
        organization_name=row["organization_name"] or "",
        position=row["position"],
    )


async def read_estates(version: int) -> EstateBook:
    """Every estate, taken apart for finding addresses."""
    (rows,) = await together(Sql(ESTATES))
    return book_of([estate_of(row) for row in rows], version)


def estate_of(row: dict[str, Any]) -> EstateKnown:
    """An estate as it is stored."""
    roads = [
        (plain(one.road), stretches_of(one.numbers)) for one in decode(row["addresses"], type=list[Road])
    ]
    return EstateKnown(
        row["id"], row["community"], row["name"], row["organization"], row["company"] or "", roads
    )


def firms_in(book: RuleBook, estates: EstateBook) -> dict[str, str]:
    """Names by holder."""
    firms = {
        f"{ORGANIZATION}{rule.organization}": rule.organization_name
        for rule in book.rules
        if rule.organization
    }
    for each in estates.by_community.values():
        firms |= {f"{ORGANIZATION}{one.organization}": one.company for one in each if one.organization}
    return firms


async def firms_of(holders: Iterable[str]) -> dict[str, str]:
    """The names of those holders that are firms, by holder."""
    ids = [UUID(holder.removeprefix(ORGANIZATION)) for holder in holders if holder.startswith(ORGANIZATION)]
    if not ids:
        return {}
    rows = await Organization.select(Organization.id, Organization.name).where(Organization.id.is_in(ids))
    return {f"{ORGANIZATION}{row['id']}": row["name"] for row in rows}
