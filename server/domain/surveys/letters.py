"""Letters: a code for each sampled unit, made as they are printed, and out of Linli in the same moment.

What stays is the code's MAC. Nobody can print the same letter again, not even we: who lost one prints
another, and the code of the lost one dies. How many were printed and replaced, by whom and on which day, is
written down.
"""

from collections.abc import Sequence
from datetime import date
from random import Random
from typing import Any, Final, Literal
from uuid import UUID, uuid4

from msgspec import Struct

from server.domain.access import in_scope
from server.domain.errors import Invalid, LettersPrinted, NotDrawn, NotFound
from server.domain.keys import Keys
from server.domain.people import Actor
from server.domain.surveys.codes import Letter, code_mac, keep_invitations, make_code, retire_codes
from server.domain.surveys.doors import Wanted, find_units
from server.domain.surveys.fieldwork import must_organize, wave_at_work
from server.domain.surveys.frames import unseal
from server.domain.surveys.questionnaire import Group
from server.models.surveys import Wave
from server.storage.database import Sql, raw, together, write
from server.storage.rows import parts_of

MOST: Final = 2_000  # letters a file: a street's, or a small district's
STREET_DIGITS: Final = 9  # of a code: the street's
AT_ONCE: Final = 500  # units in one statement
NOT_ASKED: Final = frozenset({"answered", "refused", "not_eligible"})  # who gets no further letter


class PrintLetters(Struct, frozen=True, forbid_unknown_fields=True):
    """Which letters: of a division, all groups or one; with `replace` for those that were printed before."""

    division: str
    audience: Group | None = None
    replace: bool = False


class Envelope(Struct, frozen=True):
    """One letter: where it goes, and the code that nobody else will ever read."""

    division: str
    audience: Group
    number: int
    building: str
    address: str
    code: str  # "": a reminder of the first letter


class Printed(Struct, frozen=True):
    """A file for the printer, by building."""

    wave: Wave
    envelopes: list[Envelope]
    replaced: int  # codes that died


class Printing(Struct, frozen=True):
    """An act that is written down."""

    division: str
    kind: Literal["letters", "replaced", "reminders"]
    letters: int
    replaced: int = 0


async def print_letters(
    id: UUID, ask: PrintLetters, *, by: Actor, keys: Keys, chance: Random, today: date
) -> Printed:
    """New codes for the units of a division that have none; with `replace` for those that have not answered.

    Raises NotAllowed, NotDrawn, LettersPrinted when there is none to print, Invalid for too many at once.
    """
    wave = await wave_at_work(id, by)
    await must_organize(by, wave.id, ask.division)
    async with write():
        units = await _units_to_print(wave.id, ask)
        old = [unit["code_mac"] for unit in units if unit["code_mac"]]
        dead = await retire_codes(old) if old else set[str]()
        units = [unit for unit in units if unit["code_mac"] is None or unit["code_mac"] in dead]
        codes = await _give_codes(wave.id, units, keys, chance)
        kind: Literal["letters", "replaced"] = "replaced" if ask.replace else "letters"
        await note_printing(wave.id, Printing(ask.division, kind, len(units), len(dead)), by=by, today=today)
    envelopes = [envelope(unit, codes[unit["id"]], keys) for unit in units]
    return Printed(wave, sorted(envelopes, key=by_building), len(dead))


async def streets_to_print(year: int, *, replace: bool = False) -> tuple[UUID, list[str]]:
    """The year's wave, and the streets (or larger strata) in which there is a letter to print.

    Raises NotFound, LettersPrinted.
    """
    wave = await Wave.objects().where(Wave.year == year).order_by(Wave.opens_on, ascending=False).first()
    if wave is None:
        raise NotFound(year=year)
    which = "i.used = 0" if replace else "u.code_mac IS NULL"
    rows = await raw(
        f"SELECT DISTINCT u.division FROM survey.unit u "  # noqa: S608 - our own words
        "LEFT JOIN survey.invitation i ON i.code_mac = u.code_mac "
        f"WHERE u.wave = {{}} AND u.sampled > 0 AND u.disposition IN ('', 'not_reached') AND {which}",
        str(wave.id),
    )
    if not rows:
        raise LettersPrinted
    codes = {row["division"] for row in rows}
    return wave.id, sorted({code[:STREET_DIGITS].ljust(12, "0") for code in codes})


def envelope(unit: dict[str, Any], code: str, keys: Keys) -> Envelope:
    """The letter of a unit."""
    return Envelope(
        unit["division"],
        Group(unit["audience"]),
        unit["number"],
        unseal(keys, unit["building"]),
        unseal(keys, unit["address"]),
        code,
    )


def by_building(letter: Envelope) -> tuple[str, str, str, int]:
    """The order in which somebody walks: what lies together in the file goes into one house."""
    return letter.division, letter.building, letter.audience, letter.number


async def note_printing(wave: UUID, act: Printing, *, by: Actor, today: date) -> None:
    """Who printed how many, on which day. Within `write()`."""
    await raw(
        "INSERT INTO survey.printing (id, wave, division, kind, day, letters, replaced, person, person_name) "
        "VALUES ({}, {}, {}, {}, {}, {}, {}, {}, {})",
        str(uuid4()),
        str(wave),
        act.division,
        act.kind,
        today.isoformat(),
        act.letters,
        act.replaced,
        str(by.person or ""),
        by.name,
    )


async def _units_to_print(wave: UUID, ask: PrintLetters) -> list[dict[str, Any]]:
    wanted = Wanted(division=ask.division, audience=ask.audience or "")
    found = await find_units(wave, in_scope("u.division", ask.division), wanted, most=10**6)
    if not found:
        raise NotDrawn
    asked = [unit for unit in found if unit["state"] not in NOT_ASKED]
    units = [unit for unit in asked if (unit["code_mac"] is not None) == ask.replace]
    if not units:
        raise LettersPrinted
    if len(units) > MOST:
        raise Invalid({"division": "too-many-letters"}, letters=len(units), most=MOST)
    return units


async def _give_codes(
    wave: UUID, units: Sequence[dict[str, Any]], keys: Keys, chance: Random
) -> dict[str, str]:
    """A code for each unit, by its id; only the MACs stay, in the order of chance. Within `write()`."""
    codes = {unit["id"]: make_code(Group(unit["audience"]), chance) for unit in units}
    letters = [Letter(unit["division"], unit["audience"], codes[unit["id"]]) for unit in units]
    await keep_invitations(wave, letters, keys)
    pairs = sorted((code_mac(keys, wave, code), id) for id, code in codes.items())
    for part in parts_of(pairs, AT_ONCE):
        values = ", ".join(["({}, {})"] * len(part))
        sql = (
            f"UPDATE survey.unit SET code_mac = v.column1 FROM (VALUES {values}) AS v "  # noqa: S608 - blanks only
            "WHERE survey.unit.id = v.column2"
        )
        await together(Sql(sql, *(value for pair in part for value in pair)))
    return codes
