"""An interviewer's round in this year's survey: doors of one community with their letters, handed over."""

from collections.abc import Iterable, Sequence
from typing import Final
from uuid import UUID

from msgspec import Struct

from server.data.demo.logins import CODES_A_PLACE
from server.data.demo.material import People, Staff
from server.data.demo.seed import ident
from server.domain.keys import Keys
from server.domain.people import Role
from server.domain.scope import contains
from server.domain.surveys.codes import Letter, code_mac
from server.domain.surveys.frames import seal
from server.domain.surveys.questionnaire import Group
from server.storage.database import write
from server.storage.rows import insert_values

DOORS: Final = 8
A_BUILDING: Final = 4  # doors
UNIT: Final = (
    *("id", "wave", "division", "audience", "number", "address", "building"),
    *("sampled", "code_mac", "interviewer"),
)


class Door(Struct, frozen=True):
    """A household that is to be visited, and the code of its letter."""

    address: str
    code: str


class Round(Struct, frozen=True):
    """Who visits, and which households."""

    staff: Staff
    doors: list[Door]


async def hand_over(
    wave: UUID, letters: Sequence[Letter], keys: Keys, people: People, communities: Iterable[str]
) -> Round | None:
    """To the first interviewer the first letters of a community there, but those in the list of codes."""
    staff = next((each for each in people.staff if each.role == Role.INTERVIEWER), None)
    if staff is None or staff.division is None:
        return None
    where = next((code for code in communities if contains(staff.division, code)), None)
    here = [letter for letter in letters if (letter.division, letter.audience) == (where, Group.RESIDENTS)]
    here = here[CODES_A_PLACE : CODES_A_PLACE + DOORS]
    doors, units = list[Door](), list[tuple[object, ...]]()
    for number, letter in enumerate(here, start=1):
        building = f"{1 + (number - 1) // A_BUILDING} 幢"
        door = Door(f"{building} {100 * (1 + (number - 1) % A_BUILDING) + 1} 室", letter.code)
        doors.append(door)
        units.append(
            (
                str(ident("unit", wave, number)),
                *(str(wave), letter.division, letter.audience, number),
                *(seal(keys, door.address), seal(keys, building)),
                *(1, code_mac(keys, wave, letter.code), str(ident("staff", staff.username))),
            )
        )
    async with write():
        await insert_values("survey.unit", UNIT, units)
    return Round(staff, doors)


def round_text(made: Round | None) -> str:
    """Its part of the file of logins."""
    if made is None:
        return ""
    lines = [f"# Doors that {made.staff.username} visits at /desk/visits: code of its letter, address"]
    return "\n".join(["", *lines, *(f"{door.code}  {door.address}" for door in made.doors)]) + "\n"
