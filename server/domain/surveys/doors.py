"""The sampled units as staff see them: where, whose, what was tried. Never what was said."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import Struct

from server.domain.access import Seen
from server.domain.errors import Invalid, NotFound, SentOtherwise, StepNotAllowed, SurveyOver
from server.domain.keys import Keys
from server.domain.people import Actor
from server.domain.scope import scope_of
from server.domain.surveys.dispositions import Daypart, Disposition, Result, Tried, disposition_of
from server.domain.surveys.fieldwork import any_wave, units_of
from server.domain.surveys.frames import unseal
from server.domain.surveys.waves import WaveState
from server.models.people import Person
from server.storage.database import raw, write
from server.storage.rows import select_in

PAGE: Final = 50
STATE: Final = (
    "CASE WHEN i.used = 1 THEN 'answered' WHEN u.disposition = '' THEN 'unknown' ELSE u.disposition END"
)
UNITS: Final = (
    f"SELECT u.*, {STATE} AS state, r.id AS replaced FROM survey.unit u "  # noqa: S608
    "LEFT JOIN survey.invitation i ON i.code_mac = u.code_mac "
    "LEFT JOIN survey.unit r ON r.wave = u.wave AND r.replaces = u.id "
    "WHERE u.wave = {} AND u.sampled > 0 AND SEEN"
)


class KeepTry(Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody found at a door; the same id again corrects it."""

    day: date
    daypart: Daypart
    result: Result


class TryKept(Struct, frozen=True):
    """And where the unit stands now."""

    id: UUID
    unit: str
    disposition: Disposition


class TryShown(Struct, frozen=True):
    """One try, and whose."""

    id: UUID
    day: date
    daypart: Daypart
    result: Result
    by_name: str
    is_mine: bool


class UnitShown(Struct, frozen=True):
    """A sampled unit. `address` is empty where the frame has totals only, or was deleted."""

    id: str
    number: int  # in the list of its stratum
    division: str
    division_name: str
    audience: str
    address: str
    building: str
    disposition: Disposition
    has_letter: bool
    is_replacement: bool
    is_replaced: bool
    interviewer: UUID | None
    interviewer_name: str
    tries: list[TryShown]


class UnitPage(Struct, frozen=True):
    """By division, group and number."""

    items: list[UnitShown]
    next_cursor: str | None


class Wanted(Struct, frozen=True):
    """Which units of a list."""

    division: str = ""
    audience: str = ""
    disposition: str = ""
    interviewer: str = ""  # an id, or "none"
    cursor: str = ""


async def list_units(
    id: UUID, wanted: Wanted, actor: Actor, keys: Keys, names: Callable[[str], str]
) -> UnitPage:
    """A page of the sampled units in one's hands. Raises NotSignedIn, NotAllowed, NotFound."""
    wave = await any_wave(id, actor)
    rows = await find_units(wave.id, await units_of(actor, wave.id), wanted)
    page = rows[:PAGE]
    tries = await tries_of([row["id"] for row in page])
    people = await _names({row["interviewer"] for row in page if row["interviewer"]})
    items = [
        _shown(row, names(row["division"]), people, keys, [_try(each, actor) for each in tries[row["id"]]])
        for row in page
    ]
    return UnitPage(items, _cursor(page[-1]) if len(rows) > PAGE else None)


async def find_units(wave: UUID, seen: Seen, wanted: Wanted, most: int = PAGE + 1) -> list[dict[str, Any]]:
    """The rows of sampled units, with `state` and who replaced them."""
    sql, args = UNITS.replace("SEEN", seen.sql), [str(wave), *seen.args]
    for column, value in (("u.audience", wanted.audience), (STATE, wanted.disposition)):
        if value:
            sql, args = f"{sql} AND {column} = {{}}", [*args, value]
    if wanted.division:
        sql, args = f"{sql} AND u.division BETWEEN {{}} AND {{}}", [*args, *scope_of(wanted.division)]
    if wanted.interviewer == "none":
        sql += " AND u.interviewer IS NULL"
    elif wanted.interviewer:
        sql, args = f"{sql} AND u.interviewer = {{}}", [*args, wanted.interviewer]
    if wanted.cursor:
        sql += " AND (u.division, u.audience, u.number) > ({}, {}, {})"
        args += _last(wanted.cursor)
    return await raw(f"{sql} ORDER BY u.division, u.audience, u.number LIMIT {{}}", *args, most)


async def keep_try(
    id: UUID, unit_id: UUID, try_id: UUID, said: KeepTry, *, by: Actor, now: datetime, zone: ZoneInfo
) -> TryKept:
    """Keep what was found at a door, once for its id; whoever sent it may correct it under the same id.

    Raises NotFound, Invalid, SurveyOver, SentOtherwise; StepNotAllowed for a unit that was replaced.
    """
    wave = await any_wave(id, by)
    if wave.state != WaveState.OPEN or now > wave.accepts_until:
        raise SurveyOver
    if not wave.opens_on <= said.day <= now.astimezone(zone).date():
        raise Invalid({"day": "not-a-day-of-the-survey"})
    row = await find_unit(wave.id, unit_id, by)
    unit: str = row["id"]
    if row["replaced"]:
        raise StepNotAllowed(state=row["state"])
    async with write():
        kept = await raw(
            "INSERT INTO survey.try (id, wave, unit, day, daypart, result, person, person_name) "
            "VALUES ({}, {}, {}, {}, {}, {}, {}, {}) ON CONFLICT (id) DO UPDATE SET day = excluded.day, "
            "daypart = excluded.daypart, result = excluded.result "
            "WHERE try.unit = excluded.unit AND try.person = excluded.person RETURNING id",
            str(try_id),
            str(wave.id),
            unit,
            said.day.isoformat(),
            said.daypart.value,
            said.result.value,
            str(by.person),
            by.name,
        )
        if not kept:
            raise SentOtherwise
        told = (await tries_of([unit]))[unit]
        found = disposition_of(_tried(each) for each in told)
        stored = "" if found is Disposition.UNKNOWN else found.value
        await raw("UPDATE survey.unit SET disposition = {} WHERE id = {}", stored, unit)
    return TryKept(try_id, unit, Disposition.ANSWERED if row["state"] == "answered" else found)


async def find_unit(wave: UUID, unit: UUID, actor: Actor) -> dict[str, Any]:
    """One sampled unit in one's hands. Raises NotFound."""
    seen = await units_of(actor, wave)
    sql = f"{UNITS.replace('SEEN', seen.sql)} AND u.id IN ({{}}, {{}})"
    rows = await raw(sql, str(wave), *seen.args, unit.hex, str(unit))  # written either way
    if not rows:
        raise NotFound(unit=unit)
    return rows[0]


async def tries_of(units: list[str]) -> dict[str, list[dict[str, Any]]]:
    """The tries of some units, the first day first."""
    found = defaultdict[str, list[dict[str, Any]]](list)
    for row in await select_in("SELECT * FROM survey.try WHERE unit IN (KEYS) ORDER BY id", units):
        found[row["unit"]].append(row)
    for tries in found.values():
        tries.sort(key=lambda row: (row["day"], list(Daypart).index(Daypart(row["daypart"]))))
    return found


def _tried(row: dict[str, Any]) -> Tried:
    return Tried(date.fromisoformat(row["day"]), Daypart(row["daypart"]), Result(row["result"]))


def _shown(
    row: dict[str, Any], place: str, people: dict[str, str], keys: Keys, tries: list[TryShown]
) -> UnitShown:
    return UnitShown(
        id=row["id"],
        number=row["number"],
        division=row["division"],
        division_name=place,
        audience=row["audience"],
        address=unseal(keys, row["address"]),
        building=unseal(keys, row["building"]),
        disposition=Disposition(row["state"]),
        has_letter=row["code_mac"] is not None,
        is_replacement=row["replaces"] is not None,
        is_replaced=row["replaced"] is not None,
        interviewer=UUID(row["interviewer"]) if row["interviewer"] else None,
        interviewer_name=people.get(row["interviewer"] or "", ""),
        tries=tries,
    )


def _try(row: dict[str, Any], actor: Actor) -> TryShown:
    tried = _tried(row)
    return TryShown(
        UUID(row["id"]),
        tried.day,
        tried.daypart,
        tried.result,
        row["person_name"],
        row["person"] == str(actor.person),
    )


async def _names(people: set[str]) -> dict[str, str]:
    if not people:
        return {}
    rows = await Person.select(Person.id, Person.name).where(Person.id.is_in([UUID(id) for id in people]))
    return {str(row["id"]): row["name"] for row in rows}


def _cursor(row: dict[str, Any]) -> str:
    return (
        urlsafe_b64encode(f"{row['division']}.{row['audience']}.{row['number']}".encode())
        .decode()
        .rstrip("=")
    )


def _last(cursor: str) -> list[Any]:
    try:
        division, audience, number = (
            urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii").split(".")
        )
        return [division, audience, int(number)]
    except ValueError:
        raise Invalid({"cursor": "bad-value"}) from None
