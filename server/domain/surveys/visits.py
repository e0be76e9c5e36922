"""What staff bring: an interviewer from doorsteps, a call taker by telephone, a clerk from paper.

An interviewer sees the units that were handed to her and no others. A sheet that staff bring counts where its
code belongs, so a code of a place that is none of theirs is refused before it is used.
"""

from datetime import date, datetime
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from msgspec import Meta, Struct

from server.domain.errors import Invalid, NotAllowed, NotSignedIn
from server.domain.keys import Keys
from server.domain.people import Actor, Role
from server.domain.scope import contains
from server.domain.surveys.codes import code_mac, read_code
from server.domain.surveys.frames import unseal
from server.domain.surveys.waves import WaveState, find_wave
from server.models.surveys import Wave
from server.storage.database import Sql, raw, together
from server.storage.rows import select_in

Mode = Literal["visit", "phone", "paper"]
BRING: Final[dict[str, frozenset[Role]]] = {
    "visit": frozenset({Role.INTERVIEWER}),
    "phone": frozenset({Role.CALL_TAKER, Role.INTERVIEWER}),
    "paper": frozenset({Role.CLERK, Role.INTERVIEWER}),
}


class TryMade(Struct, frozen=True):
    """A try at a unit: the day and a part of it, never an hour."""

    id: str
    day: str
    daypart: str
    result: str


class UnitToVisit(Struct, frozen=True):
    """A door: where it is, and what came of it so far."""

    id: str
    number: int  # in its community's list
    address: str  # empty where the community gave a number of dwellings only
    audience: str
    division: str
    division_name: str
    answered: bool  # that somebody did; never what
    tries: list[TryMade]


class WaveToVisit(Struct, frozen=True):
    """A survey that is open, and the doors of it that were handed to who asks."""

    id: UUID
    year: int
    title: str
    closes_on: date
    accepts_until: datetime
    units: list[UnitToVisit]


class LookAtCode(Struct, frozen=True, forbid_unknown_fields=True):
    """A code before anything is asked; `unit`: the door it was shown at."""

    code: Annotated[str, Meta(max_length=100)]
    mode: Mode = "visit"
    unit: Annotated[str, Meta(max_length=40)] = ""


class CodeSeen(Struct, frozen=True):
    """Whether a sheet with it would be taken."""

    state: Literal["good", "used", "unknown", "elsewhere", "other_unit"]


UNITS: Final = (
    "SELECT u.id, u.wave, u.number, u.address, u.audience, u.division, i.used FROM survey.unit u "
    "LEFT JOIN survey.invitation i ON i.code_mac = u.code_mac WHERE u.interviewer = {} "
    "ORDER BY u.division, u.audience, u.number"
)
TRIES: Final = (
    "SELECT t.id, t.unit, t.day, t.daypart, t.result FROM survey.try t "
    "JOIN survey.unit u ON u.id = t.unit WHERE u.interviewer = {} ORDER BY t.day, t.id"
)


async def list_visits(actor: Actor, keys: Keys, now: datetime) -> list[WaveToVisit]:
    """The open surveys with the units handed to an interviewer. Raises NotSignedIn, NotAllowed."""
    person = str(check_role(actor, "visit"))
    open_ones: Any = Wave.objects().where((Wave.state == WaveState.OPEN) & (Wave.accepts_until >= now))
    waves, units, tries = await together(
        open_ones.order_by(Wave.year, ascending=False), Sql(UNITS, person), Sql(TRIES, person)
    )
    names = await _names_of({unit["division"] for unit in units})
    made: dict[str, list[TryMade]] = {}
    for row in tries:
        made.setdefault(row.pop("unit"), []).append(TryMade(**row))
    return [
        WaveToVisit(
            wave.id,
            wave.year,
            wave.title,
            wave.closes_on,
            wave.accepts_until,
            [
                UnitToVisit(
                    id=unit["id"],
                    number=unit["number"],
                    address=unseal(keys, unit["address"]),
                    audience=unit["audience"],
                    division=unit["division"],
                    division_name=names.get(unit["division"], ""),
                    answered=bool(unit["used"]),
                    tries=made.get(unit["id"], []),
                )
                for unit in units
                if unit["wave"] == str(wave.id)
            ],
        )
        for wave in waves
    ]


async def look_at_code(actor: Actor, wave_id: UUID, asked: LookAtCode, keys: Keys) -> CodeSeen:
    """What a code is good for, before a household gives its time.

    Raises NotFound, NotSignedIn, NotAllowed.
    """
    person = str(check_role(actor, asked.mode))
    await find_wave(wave_id)
    code = read_code(asked.code)
    mac = code_mac(keys, wave_id, code) if code else ""
    found = await raw(
        "SELECT i.division, i.used, u.id AS unit FROM survey.invitation i "
        "LEFT JOIN survey.unit u ON u.code_mac = i.code_mac WHERE i.code_mac = {} AND i.wave = {} "
        "AND i.disposition IS NULL",  # one that a newer letter took the place of opens nothing
        mac,
        str(wave_id),
    )
    if not found:
        return CodeSeen("unknown")
    if not await _is_theirs(actor, person, asked.mode, wave_id, found[0]["division"]):
        return CodeSeen("elsewhere")
    if asked.unit and found[0]["unit"] and found[0]["unit"] != asked.unit:
        return CodeSeen("other_unit")
    return CodeSeen("used" if found[0]["used"] else "good")


def check_role(actor: Actor, mode: str) -> UUID:
    """Who brings a sheet in this way. Raises NotSignedIn, NotAllowed."""
    if actor.person is None:
        raise NotSignedIn
    if not any(right.role in BRING[mode] for right in actor.rights):
        raise NotAllowed
    return actor.person


async def check_bringer(actor: Actor, mode: str, wave: UUID, mac: str | None) -> None:
    """May they bring a sheet with this code? A code that is none is refused elsewhere.

    Raises NotSignedIn and NotAllowed, or Invalid for a code of another place.
    """
    person = str(check_role(actor, mode))
    if mac is None:
        return
    found = await raw(
        "SELECT division FROM survey.invitation WHERE code_mac = {} AND wave = {}", mac, str(wave)
    )
    if found and not await _is_theirs(actor, person, mode, wave, found[0]["division"]):
        raise Invalid({"code": "code-of-another-place"})


async def _is_theirs(actor: Actor, person: str, mode: str, wave: UUID, division: str) -> bool:
    """On a doorstep the communities that were handed to them, if any were; else what their grant covers."""
    if mode == "visit":
        handed = await raw(
            "SELECT DISTINCT division FROM survey.unit WHERE interviewer = {} AND wave = {}",
            person,
            str(wave),
        )
        if handed:
            return any(row["division"] == division for row in handed)
    return any(contains(own, division) for own in actor.divisions(BRING[mode]))


async def _names_of(codes: set[str]) -> dict[str, str]:
    """What residents call these divisions."""
    if not codes:
        return {}
    found = await select_in("SELECT code, short_name FROM division WHERE code IN (KEYS)", sorted(codes))
    return {row["code"]: row["short_name"] for row in found}
