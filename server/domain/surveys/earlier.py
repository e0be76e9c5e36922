"""Earlier years' shares that were found on paper: kept with how they were found, never mixed in."""

from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

from msgspec import Meta, Struct

from server.domain.errors import Invalid, NotAllowed, NotFound, NotSignedIn
from server.domain.people import Actor, Role
from server.domain.scope import contains
from server.domain.surveys.results import TOPIC
from server.domain.surveys.satisfaction import newest
from server.domain.surveys.waves import WaveState
from server.domain.texts import clean
from server.domain.topics import bump
from server.models.network import Division
from server.models.surveys import EarlierResult, Wave
from server.storage.database import together, write
from server.storage.rows import insert_values

FIRST_YEAR: Final = 1990
LONGEST: Final = 200


class EnterEarlier(Struct, frozen=True, forbid_unknown_fields=True):
    """A year's share of a division, and how it was found: who asked whom, how many, with which answers."""

    division: Annotated[str, Meta(pattern=r"^[0-9]{12}$")]
    year: int
    point: Annotated[float, Meta(ge=0, le=1)]
    method: Annotated[str, Meta(max_length=4 * LONGEST)]
    answers: Annotated[int, Meta(ge=1, le=99_999_999)] | None = None


async def enter_earlier(id: UUID, said: EnterEarlier, actor: Actor, now: datetime) -> None:
    """Keep it under its sender's id; the same id again changes it.

    Raises NotSignedIn, NotAllowed, NotFound, Invalid: a year with a survey of its own, no word of the method.
    """
    method = clean(said.method)
    _check(actor, said.division)
    divisions, waves, same = await together(
        Division.select(Division.code).where(Division.code == said.division),
        Wave.select(Wave.id, Wave.year, Wave.state, Wave.revises).where(Wave.state == WaveState.PUBLISHED),
        EarlierResult.select(EarlierResult.id).where(
            (EarlierResult.division == said.division) & (EarlierResult.year == said.year)
        ),
    )
    if not divisions:
        raise NotFound(division=said.division)
    if not FIRST_YEAR <= said.year <= now.year or said.year in newest(waves):
        raise Invalid({"year": "not-a-choice"})
    if not method or len(method) > LONGEST:
        raise Invalid({"method": "too-long" if method else "required"}, limit=LONGEST)
    row: dict[str, Any] = {"id": same[0]["id"] if same else id, "year": said.year, "division": said.division}
    row |= {"point": round(said.point, 3), "answers": said.answers, "method": method}
    row |= {"person": actor.person, "person_name": actor.name, "at": now}
    async with write():
        await insert_values("earlier_result", list(row), [list(row.values())], key="id")
        await bump(TOPIC)


async def remove_earlier(division: str, year: int, actor: Actor) -> None:
    """Take an entry back. Raises NotSignedIn, NotAllowed, NotFound."""
    _check(actor, division)
    async with write():
        gone = (
            await EarlierResult.delete()
            .where((EarlierResult.division == division) & (EarlierResult.year == year))
            .returning(EarlierResult.id)
        )
        if not gone:
            raise NotFound(division=division)
        await bump(TOPIC)


def _check(actor: Actor, division: str) -> None:
    if actor.person is None:
        raise NotSignedIn
    codes = actor.divisions(frozenset({Role.STATISTICIAN}))
    if not codes:
        raise NotAllowed
    if not any(contains(code, division) for code in codes):
        raise NotFound(division=division)
