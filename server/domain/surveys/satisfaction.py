"""Reading the number: of a division and of everything above it, as it was released and no other way."""

import re
from datetime import date
from typing import Any, Final
from uuid import UUID

from msgspec import UNSET, Struct, UnsetType

from server.domain.city import City
from server.domain.errors import NotFound
from server.domain.network import LEVEL_NAMES
from server.domain.scope import level_of, parent_of, scope_of
from server.domain.surveys.verdict import Reason, Verdict
from server.domain.surveys.waves import WaveState
from server.models.network import Division
from server.models.surveys import Estimate, Wave
from server.storage.database import together

CODE: Final = re.compile(r"\d{12}")
ALL: Final = "all"  # residents and migrants together
ORDER: Final = {verdict: place for place, verdict in enumerate(Verdict)}
ABSENT: Final = {"released": False, "reason": Reason.NOT_SAMPLED}  # a division that came after the wave


class Announced(Struct, frozen=True):
    """The survey whose result is still to come: when, and nothing else."""

    year: int
    result_on: date | None
    state: WaveState


class Measured(Struct, frozen=True):
    """One division's share of the satisfied. A withheld one says why, and has no number, no count."""

    division: str
    level: str
    name: str
    name_en: str
    group: str
    answers: int | None
    point: float | None
    low: float | None
    high: float | None
    verdict: Verdict
    reason: Reason | None


class Satisfaction(Struct, frozen=True):
    """The number from a division up to the city, for one year."""

    division: str
    year: int | None  # null: nothing was ever published
    goal: float
    published_on: date | None  # null: this year's is still to come
    next: Announced | None
    items: list[Measured]  # the division first, the city last
    rows: list[Measured] | UnsetType = UNSET  # its parts, by verdict and code: no ranking


async def read_satisfaction(
    code: str, year: int | None, city: City, *, with_parts: bool = False
) -> Satisfaction:
    """The last published year, or another. Raises NotFound for a division or year that is not there."""
    path = _path(code)
    waves, divisions = await together(
        Wave.select(Wave.id, Wave.year, Wave.state, Wave.result_on, Wave.published_at)
        .where(Wave.state != WaveState.DRAFT)
        .order_by(Wave.year, ascending=False),
        Division.select(Division.code, Division.level, Division.short_name, Division.name_en).where(
            Division.code.is_in(path)
        ),
    )
    if code not in {row["code"] for row in divisions}:
        raise NotFound(division=code)
    wave = _choose(waves, year)
    coming = next((row for row in waves if row["state"] in {WaveState.OPEN, WaveState.CLOSED}), None)
    published = wave["published_at"] if wave and wave["state"] == WaveState.PUBLISHED else None
    parts = await _parts_of(code) if with_parts else []
    measured = await _measured(wave["id"], [*divisions, *parts]) if wave and published else {}
    return Satisfaction(
        division=code,
        year=wave["year"] if wave else None,
        goal=city.goal,
        published_on=published.astimezone(city.zone).date() if published else None,
        next=Announced(coming["year"], coming["result_on"], WaveState(coming["state"])) if coming else None,
        items=[measured[above] for above in path if above in measured],
        rows=sorted((measured[row["code"]] for row in parts if measured), key=_by_verdict)
        if with_parts
        else UNSET,
    )


def _path(code: str) -> list[str]:
    """A division and everything above it, the city last."""
    if not CODE.fullmatch(code):
        raise NotFound(division=code)
    path = [code]
    while above := parent_of(path[-1]):
        path.append(above)
    return path


def _choose(waves: list[dict[str, Any]], year: int | None) -> dict[str, Any] | None:
    """The published wave that was asked for, or the newest; of a year without one, that which is to come."""
    of_year = [wave for wave in waves if year in {None, wave["year"]}]
    if year is not None and not of_year:
        raise NotFound(year=year)
    published = next((wave for wave in of_year if wave["state"] == WaveState.PUBLISHED), None)
    return published or (of_year[0] if year is not None else None)


async def _parts_of(code: str) -> list[dict[str, Any]]:
    low, high = scope_of(code)
    rows: list[dict[str, Any]] = await Division.select(
        Division.code, Division.level, Division.short_name, Division.name_en
    ).where(
        (Division.code > low)
        & (Division.code <= high)
        & (Division.level == level_of(code) + 1)
        & Division.valid_to.is_null()
    )
    return rows


async def _measured(wave: UUID, divisions: list[dict[str, Any]]) -> dict[str, Measured]:
    """What a wave released for these divisions, both groups together; nothing of what it withheld."""
    found = await Estimate.select().where(
        (Estimate.wave == wave)
        & (Estimate.audience == ALL)
        & (Estimate.statistic == "satisfied")
        & Estimate.division.is_in([row["code"] for row in divisions])
    )
    estimates = {row["division"]: row for row in found}
    return {row["code"]: _shown(row, estimates.get(row["code"], ABSENT)) for row in divisions}


def _shown(division: dict[str, Any], estimate: dict[str, Any]) -> Measured:
    number = estimate if estimate["released"] else {}
    return Measured(
        division=division["code"],
        level=LEVEL_NAMES[division["level"]],
        name=division["short_name"],
        name_en=division["name_en"],
        group=ALL,
        answers=number.get("answers"),
        point=number.get("point"),
        low=number.get("low"),
        high=number.get("high"),
        verdict=Verdict(estimate["verdict"]) if number else Verdict.WITHHELD,
        reason=None if number else Reason(estimate["reason"]),
    )


def _by_verdict(item: Measured) -> tuple[int, str]:
    return ORDER[item.verdict], item.division
