"""The staff file: what is needed to recompute a number, for a named statistician or auditor, and logged.

It is made from the tallies of the strata, not from sheets: no row is anybody's.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from msgspec import Struct

from server.domain.errors import NotAllowed, NotFound, NotSignedIn, StepNotAllowed
from server.domain.people import Actor, Role
from server.domain.scope import scope_of
from server.domain.sign_in import as_username
from server.domain.surveys.items import count_items
from server.domain.surveys.questionnaire import read_questionnaire
from server.domain.surveys.tallies import Tally, tally
from server.domain.surveys.waves import WaveState, closed_wave, find_wave
from server.models.people import AccessLog, Grant, Person
from server.models.surveys import Wave
from server.storage.database import write

MAY_RECOMPUTE: Final = (Role.STATISTICIAN, Role.AUDITOR)
SATISFIED: Final = "satisfied"


class StaffRow(Struct, frozen=True):
    """As `auditing.read_rows` reads it: 1 satisfied, 0 not, empty no opinion."""

    stratum: str
    population: int
    value: str
    weight: float
    division: str
    audience: str


async def staff_file(
    year: int, division: str, username: str, now: datetime, statistic: str = SATISFIED
) -> list[StaffRow]:
    """The rows of a closed or published wave within a division; the look is written down.

    `statistic`: of what: the number itself, or service:a, need:k, took_part. Raises NotFound, NotAllowed
    without such a grant, StepNotAllowed while answers arrive.
    """
    person, name = await _reader(username, division, now)
    wave = await find_wave(await closed_wave(year))
    return await _written_down(wave, division, statistic, Look(person, name, now))


async def staff_file_of(
    wave: UUID, division: str, actor: Actor, now: datetime, statistic: str = SATISFIED
) -> list[StaffRow]:
    """The same for somebody who is signed in. Raises NotSignedIn, NotAllowed, NotFound, StepNotAllowed."""
    if actor.person is None:
        raise NotSignedIn
    codes = actor.divisions(frozenset(MAY_RECOMPUTE))
    if not codes:
        raise NotAllowed
    if not any(_lies_in(division, code) for code in codes):
        raise NotFound(division=division)
    found = await find_wave(wave)
    if found.state not in {WaveState.CLOSED, WaveState.PUBLISHED}:
        raise StepNotAllowed(state=found.state)
    return await _written_down(found, division, statistic, Look(actor.person, actor.name, now))


class Look(Struct, frozen=True):
    """Who takes a file, and when."""

    person: UUID
    name: str
    at: datetime


async def _written_down(wave: Wave, division: str, statistic: str, look: Look) -> list[StaffRow]:
    asked = read_questionnaire(wave.questionnaire)
    if statistic == SATISFIED:
        strata = await tally(wave.id, asked)
    else:
        items = [item for item in await count_items(wave.id, asked) if item.statistic == statistic]
        if not items:
            raise NotFound(statistic=statistic)
        strata = items[0].strata
    about = f"survey {wave.year}, {division}" + ("" if statistic == SATISFIED else f", {statistic}")
    kept: dict[str, Any] = {"id": uuid4(), "person": look.person, "person_name": look.name}
    kept |= {"what": "survey-export", "reason": about, "at": look.at}
    async with write():
        await AccessLog.insert(AccessLog(**kept))
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
