"""The three rates that everybody may read: answered in time, solved, satisfied; of each division, by month.

A month is released once, when the residents of its last requests have had time to answer, and stays as it
was: two looks that differ by one answer would give that answer away. What is withheld is not kept.
"""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from msgspec import UNSET, Struct, UnsetType

from server.domain.errors import Invalid, NotFound
from server.domain.figures.asking import MONTH, condition_of, number_of, text_of
from server.domain.figures.counting import how_many_wait
from server.domain.figures.measuring import month_of
from server.domain.figures.withholding import LEAST, Share, withheld
from server.domain.network import LEVEL_NAMES
from server.domain.places import Map, Places, all_above
from server.domain.scope import parent_of
from server.domain.topics import bump
from server.storage.database import Sql, raw, together, write
from server.storage.rows import insert_values, select_in

TOPIC: Final = "rates"
AFTER: Final = timedelta(days=15)  # the end of the month
RATES: Final = {  # the number of all, the number of those of whom it is true
    "answer": ("answer_owed", "answered_in_time"),
    "solved": ("heard", "solved"),
    "satisfied": ("rated", "satisfied"),
}
COLUMNS: Final = [column for pair in RATES.values() for column in pair]

UNRELEASED: Final = (
    "SELECT DISTINCT month FROM request_measure WHERE month < {} "
    "AND month NOT IN (SELECT month FROM released_rate) ORDER BY month"
)
CELLS: Final = (
    "SELECT m.place, SUMS FROM request_measure m JOIN service_request r ON r.id = m.request "
    "WHERE m.month = {} GROUP BY m.place"
)


class Rate(Struct, frozen=True):
    """`count` of `of`; both null where it is withheld."""

    count: int | None
    of: int | None


class RatesOf(Struct, frozen=True):
    """The three of a division."""

    division: str
    level: str
    name: str
    name_en: str
    answer: Rate
    solved: Rate
    satisfied: Rate


class Rates(Struct, frozen=True):
    """From a division up to the city, for one month."""

    division: str
    month: str | None  # null: nothing was ever released
    months: list[str]  # that were, the newest first
    released_at: datetime | None
    least: int  # requests or answers of which a rate may speak
    items: list[RatesOf]  # the division first, the city last
    rows: list[RatesOf] | UnsetType = UNSET  # its parts


async def release_months(places: Places, now: datetime) -> int:
    """Release what is due. Gives how many months. Safe twice, and on two machines at once."""
    before = last_to_release(now, places.zone)
    months = [row["month"] for row in await raw(UNRELEASED, before + 1)]
    if not months or await how_many_wait(1):
        return 0
    known = await places.at(now)
    for month in months:
        await _release(month, known, now)
    return len(months)


def last_to_release(now: datetime, zone: ZoneInfo) -> int:
    """The last month that ended long enough ago: 202610."""
    past = (now - AFTER).astimezone(zone)
    return month_of(past.replace(day=1) - timedelta(days=1), zone)


async def _release(month: int, known: Map, now: datetime) -> None:
    async with write():
        await bump(TOPIC)  # two at once: the second waits here, and finds the month released
        if await raw("SELECT 1 AS one FROM released_rate WHERE month = {} LIMIT 1", month):
            return
        (cells,) = await together(_cells(month, now))
        rows = rates_of(cells, known)
        await insert_values(
            "released_rate",
            ["id", "division", "month", "released_at", *COLUMNS],
            [[f"{code} {month}", code, month, now, *rate] for code, rate in sorted(rows.items())],
        )


def _cells(month: int, now: datetime) -> Sql:
    """The numbers of each place: the same conditions as on the desk."""
    conditions = [(name, condition_of(name, now)) for name in COLUMNS]
    sums = ", ".join(f"sum(CASE WHEN {one.sql} THEN 1 ELSE 0 END) AS {name}" for name, one in conditions)
    return Sql(CELLS.replace("SUMS", sums), *(arg for _, one in conditions for arg in one.args), month)


def rates_of(cells: list[dict[str, Any]], known: Map) -> dict[str, list[int | None]]:
    """The numbers of every division, by code, in the order of COLUMNS; null where they are withheld."""
    sums: dict[str, dict[str, int]] = {code: defaultdict(int) for code in known.divisions}
    itself = {}  # what lies with a division and none of its parts counts as one more part
    for row in cells:
        place = row["place"]
        for code in (*all_above(place), place):
            for name in COLUMNS:
                sums.setdefault(code, defaultdict(int))[name] += int(row[name] or 0)
        itself[place] = {name: int(row[name] or 0) for name in COLUMNS}
    above = {code: parent_of(code) for code in sums if parent_of(code)}
    has_parts = set(above.values())
    own = {f"{code} itself": code for code in itself if code in has_parts}
    shown: dict[str, list[int | None]] = {code: [] for code in sums}
    for rate, (of, count) in RATES.items():
        shares = {code: Share(each[count], each[of]) for code, each in sums.items()}
        shares |= {name: Share(itself[code][count], itself[code][of]) for name, code in own.items()}
        hidden = withheld(shares, above | own, opinions=rate != "answer")
        for code, numbers in shown.items():
            numbers.extend([None, None] if code in hidden else [shares[code].n, shares[code].k])
    return shown


MONTHS: Final = "SELECT DISTINCT month FROM released_rate ORDER BY month DESC"
OF: Final = (
    f"SELECT division, released_at, {', '.join(COLUMNS)} FROM released_rate "  # noqa: S608
    "WHERE month = {} AND division IN (KEYS)"
)


async def read_rates(code: str, month: str, known: Map, *, with_parts: bool = False) -> Rates:
    """The last released month, or another. Raises NotFound or Invalid."""
    if code not in known.divisions:
        raise NotFound(division=code)
    if month and not MONTH.fullmatch(month):
        raise Invalid({"month": "not-a-choice"})
    months = [row["month"] for row in await raw(MONTHS)]
    wanted = number_of(month) if month else (months[0] if months else None)
    path = [code, *reversed(all_above(code))]
    parts = sorted(each for each in known.divisions if parent_of(each) == code) if with_parts else []
    rows = await select_in(OF, [*path, *parts], wanted) if wanted else []
    found = {row["division"]: row for row in rows}
    return Rates(
        division=code,
        month=text_of(wanted) if wanted else None,
        months=[text_of(each) for each in months],
        released_at=rows[0]["released_at"] if rows else None,
        least=LEAST,
        items=[_shown(each, found[each], known) for each in path if each in found],
        rows=[_shown(each, found[each], known) for each in parts if each in found] if with_parts else UNSET,
    )


def _shown(code: str, row: dict[str, Any], known: Map) -> RatesOf:
    place = known.divisions[code]
    rates = {name: Rate(row[count], row[of]) for name, (of, count) in RATES.items()}
    return RatesOf(code, LEVEL_NAMES[place.level], place.name, place.name_en, **rates)
