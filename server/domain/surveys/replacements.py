"""Replacement by rule: the next dwelling of the same stratum in the order of the draw, for one that is none.

Only for a unit that turned out not eligible (nobody lives there, a business, no such door), never for one
that refused or was not reached: replacing those would make the sample one of the willing. Both stay.
"""

from typing import Any
from uuid import UUID, uuid4

from msgspec import Struct

from server.domain.errors import NothingLeft, StepNotAllowed
from server.domain.people import Actor
from server.domain.surveys.dispositions import Disposition
from server.domain.surveys.doors import find_unit
from server.domain.surveys.fieldwork import must_lead, wave_at_work
from server.domain.surveys.sampling import Framed, draw_numbers
from server.models.surveys import Stratum, Wave
from server.storage.database import raw, write

REPLACEMENT = 2  # of `sampled`


class Replaced(Struct, frozen=True):
    """Which unit stands in."""

    unit: str
    number: int


async def replace_unit(id: UUID, unit: UUID, by: Actor) -> Replaced:
    """Draw the next one for a unit that is not eligible; a second time gives the same one.

    Raises NotFound, NotAllowed, StepNotAllowed for another disposition, NothingLeft when all were drawn.
    """
    wave = await wave_at_work(id, by)
    async with write():
        row = await find_unit(wave.id, unit, by)
        must_lead(by, row["division"])
        there = await raw(
            "SELECT id, number FROM survey.unit WHERE replaces = {} AND wave = {}", row["id"], str(wave.id)
        )
        if there:
            return Replaced(there[0]["id"], there[0]["number"])
        if row["state"] != Disposition.NOT_ELIGIBLE:
            raise StepNotAllowed(state=row["state"])
        number = await _next_number(wave, row)
        return Replaced(await _stand_in(wave.id, row, number), number)


async def _next_number(wave: Wave, row: dict[str, Any]) -> int:
    """The first in the order of the draw that nobody was asked for."""
    stratum = await Stratum.objects().get(
        (Stratum.wave == wave.id)
        & (Stratum.division == row["division"])
        & (Stratum.audience == row["audience"])
    )
    taken = {
        each["number"]
        for each in await raw(
            "SELECT number FROM survey.unit "
            "WHERE wave = {} AND division = {} AND audience = {} AND sampled > 0",
            str(wave.id),
            row["division"],
            row["audience"],
        )
    }
    if stratum is None or not wave.seed or len(taken) >= stratum.population:
        raise NothingLeft
    framed = Framed(row["division"], row["audience"], stratum.population)
    order = draw_numbers(wave.seed, framed, min(len(taken) + 1, stratum.population))
    return next(number for number in order if number not in taken)


async def _stand_in(wave: UUID, row: dict[str, Any], number: int) -> str:
    """The unit of this number, now in the sample; its row, where the frame was a list, is there."""
    kept = await raw(
        "INSERT INTO survey.unit (id, wave, division, audience, number, sampled, replaces) "
        "VALUES ({}, {}, {}, {}, {}, {}, {}) ON CONFLICT (wave, division, audience, number) "
        "DO UPDATE SET sampled = excluded.sampled, replaces = excluded.replaces RETURNING id",
        uuid4().hex,
        str(wave),
        row["division"],
        row["audience"],
        number,
        REPLACEMENT,
        row["id"],
    )
    unit: str = kept[0]["id"]
    return unit
