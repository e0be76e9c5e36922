"""The network as requests need it: what divisions are called, and when somebody is at their centre.

Read whole (a city has 3,500 rows) and kept for half a minute, so that sending a request needs no look into
it. Every process keeps its own; a change of the network, the calendar or a centre's hours is seen after that
time.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.json import decode

from server.domain.calendar import Calendar, find_calendar
from server.domain.clock import OFFICE, WorkingTime
from server.domain.hours import Rule
from server.domain.scope import parent_of
from server.models.directory import Organization
from server.storage.database import Sql, together

KEPT: Final = timedelta(seconds=30)
AGAIN: Final = timedelta(seconds=1)  # the soonest that an unknown code makes us look again
ORGANIZATION: Final = "org-"  # before the id of a holder that is none of the network's offices

DIVISIONS: Final = "SELECT code, level, short_name, name_en, valid_to FROM division"
HOURS: Final = "SELECT division, hours FROM centre"


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
    kept: dict[str, WorkingTime] = {}  # by holder, once asked for
    paths: dict[tuple[str, str], list[str]] = {}  # by code and language, once asked for

    def name(self, code: str | None, language: str) -> str:
        """What it is called; "" for what is not of the network."""
        place = self.divisions.get(code or "")
        if place is None:
            return ""
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

    async def at(self, now: datetime, *codes: str) -> Map:
        """The network now; read again when it is old, or does not know one of these codes."""
        known = self._map
        if known is not None:
            patience = KEPT if known.divisions.keys() >= set(codes) else AGAIN
            if abs(now - known.read_at) <= patience:
                return known
        self._map = await read_map(self.zone, now)
        return self._map


async def read_map(zone: ZoneInfo, now: datetime) -> Map:
    """The network as the database has it."""
    divisions, centres = await together(Sql(DIVISIONS), Sql(HOURS))
    places = [
        Place(row["code"], row["level"], row["short_name"], row["name_en"], row["valid_to"])
        for row in divisions
    ]
    hours = {row["division"]: decode(row["hours"], type=list[Rule]) for row in centres}
    return Map(now, zone, {place.code: place for place in places}, hours, await find_calendar())


async def firms_of(holders: Iterable[str]) -> dict[str, str]:
    """The names of those holders that are firms, by holder."""
    ids = [UUID(holder.removeprefix(ORGANIZATION)) for holder in holders if holder.startswith(ORGANIZATION)]
    if not ids:
        return {}
    rows = await Organization.select(Organization.id, Organization.name).where(Organization.id.is_in(ids))
    return {f"{ORGANIZATION}{row['id']}": row["name"] for row in rows}
