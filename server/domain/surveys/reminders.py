"""Reminders: who has not answered is known, what anybody answered is not.

Either a list for whoever walks from door to door, without a code on it; or new letters, whose codes take the
place of the old ones (`letters.print_letters` with `replace`).
"""

from datetime import date
from uuid import UUID

from msgspec import Struct

from server.domain.access import in_scope
from server.domain.keys import Keys
from server.domain.people import Actor
from server.domain.surveys.doors import Wanted, find_units
from server.domain.surveys.fieldwork import must_organize, wave_at_work
from server.domain.surveys.letters import NOT_ASKED, Printed, Printing, by_building, envelope, note_printing
from server.storage.database import write


class Remind(Struct, frozen=True, forbid_unknown_fields=True):
    """Whom: those of a division who have a letter and have not answered."""

    division: str


async def list_reminders(id: UUID, ask: Remind, *, by: Actor, keys: Keys, today: date) -> Printed:
    """The doors to knock at again, by building, without codes. Raises NotAllowed, StepNotAllowed."""
    wave = await wave_at_work(id, by)
    await must_organize(by, wave.id, ask.division)
    seen = in_scope("u.division", ask.division)
    found = await find_units(wave.id, seen, Wanted(division=ask.division), most=10**6)
    units = [unit for unit in found if unit["code_mac"] and unit["state"] not in NOT_ASKED]
    async with write():
        await note_printing(wave.id, Printing(ask.division, "reminders", len(units)), by=by, today=today)
    return Printed(wave, sorted((envelope(unit, "", keys) for unit in units), key=by_building), 0)
