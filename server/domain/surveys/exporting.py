"""The staff file: what is needed to recompute a number, for a named statistician or auditor, and logged.

It is made from the tallies of the strata, not from sheets: no row is anybody's.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from msgspec import Struct

from server.domain.errors import NotAllowed
from server.domain.people import Role
from server.domain.scope import scope_of
from server.domain.sign_in import as_username
from server.domain.surveys.questionnaire import read_questionnaire
from server.domain.surveys.tallies import Tally, tally
from server.domain.surveys.waves import closed_wave, find_wave
from server.models.people import AccessLog, Grant, Person
from server.storage.database import write

MAY_RECOMPUTE: Final = (Role.STATISTICIAN, Role.AUDITOR)


class StaffRow(Struct, frozen=True):
    """As `auditing.read_rows` reads it: 1 satisfied, 0 not, empty no opinion."""

    stratum: str
    population: int
    value: str
    weight: float
    division: str
    audience: str


async def staff_file(year: int, division: str, username: str, now: datetime) -> list[StaffRow]:
    """The rows of a closed or published wave within a division; the look is written down.

    Raises NotFound, NotAllowed without such a grant, StepNotAllowed while answers arrive.
    """
    person, name = await _reader(username, division, now)
    wave = await find_wave(await closed_wave(year))
    strata = await tally(wave.id, read_questionnaire(wave.questionnaire))
    async with write():
        about = f"survey {year}, {division}"
        look: dict[str, Any] = {
            "person": person,
            "person_name": name,
            "what": "survey-export",
            "reason": about,
            "at": now,
        }
        await AccessLog.insert(AccessLog(id=uuid4(), **look))
    return list(_rows(strata, division))


async def _reader(username: str, division: str, now: datetime) -> tuple[UUID, str]:
    """Who asks: somebody with a grant to recompute that covers the division."""
    person = await Person.objects().get(
        (Person.username == as_username(username)) & Person.disabled_at.is_null()
    )
    if person is None:
        raise NotAllowed
    grants = await Grant.objects().where(
        (Grant.person == person.id)
        & Grant.role.is_in([role.value for role in MAY_RECOMPUTE])
        & (Grant.valid_from <= now)
        & (Grant.valid_to.is_null() | (Grant.valid_to > now))
    )
    if not any(grant.division and _lies_in(division, grant.division) for grant in grants):
        raise NotAllowed
    return person.id, person.name


def _rows(strata: list[Tally], division: str) -> Iterator[StaffRow]:
    from server.domain.surveys.rollup import weights  # NumPy loads with it: only whoever exports waits

    for stratum, weight in zip(strata, weights(strata), strict=True):
        if _lies_in(stratum.division, division):
            values = ["1"] * stratum.satisfied + ["0"] * (stratum.opinions - stratum.satisfied)
            for value in values + [""] * (stratum.heard - stratum.opinions):
                yield StaffRow(
                    f"{stratum.division} {stratum.audience}",
                    stratum.population,
                    value,
                    float(weight),
                    stratum.division,
                    stratum.audience,
                )


def _lies_in(code: str, division: str) -> bool:
    low, high = scope_of(division)
    return low <= code <= high
