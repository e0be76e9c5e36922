"""What is asked of a list, as conditions in SQL: each parameter of the specification, checked and named.

Published is what residents are shown; what is over, inactive or defunct stays for some weeks more, so that
whoever copies the directory sees it go.
"""

import re
from datetime import UTC, date, datetime, timedelta
from math import cos, radians
from typing import Any, Final
from uuid import UUID

from msgspec import Struct

from server.domain.categories import TERMS
from server.domain.city import City
from server.domain.divisions import METRES
from server.domain.errors import Invalid
from server.domain.hsds.places import postcodes_of
from server.domain.hsds.taxonomy import AUDIENCE, AUDIENCES, CATEGORY, CODE_OF_TAXONOMY, meant_by
from server.domain.scope import scope_of
from server.storage.database import Sql, together

GONE_FOR: Final = timedelta(days=90)  # that what is over is still told
PUBLISHED: Final = (
    "s.deleted_at IS NULL AND o.deleted_at IS NULL "
    "AND (s.status IN ('active', 'temporarily closed') OR s.changed_at >= {})"
)
CHANGED: Final = (
    "s.changed_at >= {} OR o.changed_at >= {} OR EXISTS (SELECT 1 FROM service_at_location b "
    "JOIN location p ON p.id = b.location WHERE b.service = s.id AND p.changed_at >= {})"
)
LONGEST: Final = 100  # characters of a search that are read
MOST_WORDS: Final = 8
FARTHEST: Final = 200_000  # metres
POSTCODE: Final = re.compile(r"\d{6}")
SEARCHED: Final = (
    *("s.name", "s.alternate_names", "s.description", "s.eligibility", "s.texts", "o.name"),
    "replace(s.name_pinyin, ' ', '')",
)
FACT_IS: Final = {
    "home-visit": "s.home_visit",
    "accessibility": "s.accessibility <> ''",
    "pinyin": "s.name_pinyin <> ''",
    **{
        column: f"s.texts LIKE '%\"{column}\"%'"
        for column in ("name", "description", "eligibility", "documents", "application", "fee_note", "wait")
    },
}
Condition = tuple[str, list[Any]]  # with {} for what fills it
NOTHING: Final[Condition] = ("1 = 0", [])


class Asked(Struct, frozen=True):
    """What somebody wants of a list of services, or of services at their places."""

    search: str = ""
    taxonomy_term_id: str = ""
    taxonomy_id: str = ""
    organization_id: str = ""
    modified_after: str = ""
    postcode: str = ""
    proximity: str = ""


class Filter(Struct, frozen=True):
    """Conditions on `s`, `o` and, for places, `l`, all of which hold."""

    where: str
    args: list[Any]


async def filter_of(asked: Asked, city: City, now: datetime, places: bool = False) -> Filter:
    """The conditions of a list. Raises Invalid with the parameter."""
    parts: list[Condition] = [(PUBLISHED, [told_since(now)])]
    if places:
        parts.append(("l.deleted_at IS NULL", []))
    if asked.search.strip():
        parts.append(_search(asked.search))
    if asked.taxonomy_term_id:
        parts.append(_term(id_of("taxonomy_term_id", asked.taxonomy_term_id)))
    if asked.taxonomy_id:
        parts.append(_taxonomy(id_of("taxonomy_id", asked.taxonomy_id)))
    if asked.organization_id:
        parts.append(("s.organization = {}", [id_of("organization_id", asked.organization_id)]))
    if asked.modified_after:
        moment = moment_of("modified_after", asked.modified_after, city)
        parts.append((CHANGED, [moment, moment, moment]))
    if asked.postcode or asked.proximity:
        parts.append(await _near(asked, city))
    return Filter(" AND ".join(f"({sql})" for sql, _ in parts), [arg for _, args in parts for arg in args])


def told_since(now: datetime) -> datetime:
    """What is over since then is told no more: the same all day, so that what is counted may be kept."""
    return now.replace(hour=0, minute=0, second=0, microsecond=0) - GONE_FOR


def id_of(field: str, text: str) -> UUID:
    """A UUID. Raises Invalid."""
    try:
        return UUID(text)
    except ValueError:
        raise Invalid({field: "bad-id"}) from None


def moment_of(field: str, text: str, city: City) -> datetime:
    """A day or a time; without a zone it is the city's, and a blank was a plus sign once. Raises Invalid."""
    try:
        moment = datetime.fromisoformat(text.strip().replace(" ", "+") if "T" in text else text.strip())
        local = moment if moment.tzinfo else moment.replace(tzinfo=city.zone)
        return local.astimezone(UTC)
    except (ValueError, OverflowError):
        raise Invalid({field: "bad-time"}) from None


def _search(text: str) -> Condition:
    """Every word stands somewhere in the service, or in what its category is called."""
    parts, args = [], []
    for word in text[:LONGEST].lower().split()[:MOST_WORDS]:
        if "\x00" in word:
            raise Invalid({"search": "bad-control"})
        pattern = "%" + re.sub(r"([!%_])", r"!\1", word) + "%"
        known = [f"lower({column}) LIKE {{}} ESCAPE '!'" for column in SEARCHED]
        codes = [code for code, term in TERMS.items() if word in f"{term.zh}\n{term.en.lower()}"]
        if codes:
            known.append(f"s.category IN ({', '.join(['{}'] * len(codes))})")
        parts.append("(" + " OR ".join(known) + ")")
        args += [pattern] * len(SEARCHED) + codes
    return " AND ".join(parts), args


def _term(id: UUID) -> Condition:
    meant = meant_by(id)
    if meant is None:
        return NOTHING
    if meant.taxonomy == CATEGORY:
        return f"s.category IN ({', '.join(['{}'] * len(meant.codes))})", list(meant.codes)
    (code,) = meant.codes
    if meant.taxonomy == AUDIENCE:
        return _for(code)
    return (FACT_IS[code], []) if code in FACT_IS else NOTHING


def _for(code: str) -> Condition:
    return "' ' || s.audience || ' ' LIKE {}", [f"% {code} %"]


def _taxonomy(id: UUID) -> Condition:
    """A service has a category in any case, and the reading of its name as a fact."""
    code = CODE_OF_TAXONOMY.get(id)
    if code is None:
        return NOTHING
    if code != AUDIENCE:
        return "1 = 1", []
    parts = [_for(each) for each in AUDIENCES]
    return " OR ".join(sql for sql, _ in parts), [arg for _, args in parts for arg in args]


async def _near(asked: Asked, city: City) -> Condition:
    """Offered where this postal code is; with `proximity`, given within so many metres of its middle."""
    if not asked.postcode:
        raise Invalid({"postcode": "required"})
    if not POSTCODE.fullmatch(asked.postcode):
        raise Invalid({"postcode": "bad-form"})
    codes = postcodes_of(city.folder)
    districts = codes.divisions(asked.postcode) or ([city.code] if asked.postcode == codes.city else [])
    if not districts:
        return NOTHING
    if not asked.proximity:
        parts = [_covers(district, city) for district in districts]
        return " OR ".join(sql for sql, _ in parts), [arg for _, args in parts for arg in args]
    metres = _metres(asked.proximity)
    middle = await _middle(districts)
    return _within(*middle, metres) if middle else NOTHING


def _covers(district: str, city: City) -> Condition:
    low, high = scope_of(district)
    sql = (
        "EXISTS (SELECT 1 FROM service_area sa WHERE sa.service = s.id "
        "AND (sa.division BETWEEN {} AND {} OR sa.division = {}))"
    )
    return sql, [low, high, city.code]


def _metres(text: str) -> float:
    try:
        metres = float(text)
    except ValueError:
        raise Invalid({"proximity": "bad-value"}) from None
    if metres > FARTHEST:
        raise Invalid({"proximity": "too-high"}, limit=FARTHEST)
    if not metres >= 1:  # also what is no number
        raise Invalid({"proximity": "too-low"}, limit=1)
    return metres


MIDDLE: Final = (
    "SELECT AVG(latitude) AS latitude, AVG(longitude) AS longitude FROM location "
    "WHERE deleted_at IS NULL AND division BETWEEN {} AND {}"
)


async def _middle(districts: list[str]) -> tuple[float, float] | None:
    """Of what lies in these districts: nobody publishes the middles of postal codes."""
    found = await together(*[Sql(MIDDLE, *scope_of(district)) for district in districts])
    points = [(rows[0]["latitude"], rows[0]["longitude"]) for rows in found]
    known = [(latitude, longitude) for latitude, longitude in points if latitude is not None]
    if not known:
        return None
    return sum(each[0] for each in known) / len(known), sum(each[1] for each in known) / len(known)


def _within(latitude: float, longitude: float, metres: float) -> Condition:
    """On the plane that touches the earth there; within a city it is one."""
    north, east = float(METRES), METRES * cos(radians(latitude))
    sql = "(l.latitude - {}) * (l.latitude - {}) * {} + (l.longitude - {}) * (l.longitude - {}) * {} <= {}"
    return sql, [latitude, latitude, north**2, longitude, longitude, east**2, metres**2]


def today_in(city: City, now: datetime) -> date:
    """The city's day."""
    return now.astimezone(city.zone).date()
