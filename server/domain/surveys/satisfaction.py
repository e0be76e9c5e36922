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
from server.domain.surveys.trend import Released, ShareChange, change
from server.domain.surveys.verdict import Reason, Verdict
from server.domain.surveys.waves import WaveState
from server.models.network import Division
from server.models.surveys import EarlierResult, Estimate, SurveyRelease, Wave
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
    still_needed: int | None  # more answers that would probably decide an undecided one


class Past(Struct, frozen=True):
    """One year's number of the division, and how it changed since the published year before it."""

    year: int
    answers: int | None
    point: float | None
    low: float | None
    high: float | None
    verdict: Verdict
    reason: Reason | None
    change: ShareChange | None  # null: one of the two years has no number


class Earlier(Struct, frozen=True):
    """A year's share as it was found before Linli, by another method: not to be compared."""

    year: int
    point: float
    answers: int | None
    method: str


class Satisfaction(Struct, frozen=True):
    """The number from a division up to the city, for one year."""

    division: str
    year: int | None  # null: nothing was ever published
    goal: float
    published_on: date | None  # null: this year's is still to come
    next: Announced | None
    items: list[Measured]  # the division first, the city last
    past: list[Past]  # of the division, every published year, the newest first
    earlier: list[Earlier]  # of the division, by other methods
    rows: list[Measured] | UnsetType = UNSET  # its parts, by verdict and code: no ranking


async def read_satisfaction(
    code: str, year: int | None, city: City, *, with_parts: bool = False
) -> Satisfaction:
    """The last published year, or another. Raises NotFound for a division or year that is not there."""
    path = _path(code)
    waves, divisions, releases, earlier = await together(
        Wave.select(Wave.id, Wave.year, Wave.state, Wave.result_on, Wave.published_at, Wave.revises)
        .where(Wave.state != WaveState.DRAFT)
        .order_by(Wave.year, ascending=False),
        Division.select(Division.code, Division.level, Division.short_name, Division.name_en).where(
            Division.code.is_in(path)
        ),
        SurveyRelease.select(SurveyRelease.wave, SurveyRelease.goal),
        earlier_of(code),
    )
    here = next((row for row in divisions if row["code"] == code), None)
    if here is None:
        raise NotFound(division=code)
    published = newest(waves)
    wave = _choose(waves, published, year)
    shown = wave if wave and wave["state"] == WaveState.PUBLISHED else None
    parts = await _parts_of(code) if with_parts else []
    found = await _numbers(shown, published, path, parts) if shown else {}
    measured = (
        {
            row["code"]: _shown(row, found.get((shown["id"], row["code"]), ABSENT))
            for row in [*divisions, *parts]
        }
        if shown
        else {}
    )
    goals = {row["wave"]: row["goal"] for row in releases}
    return Satisfaction(
        division=code,
        year=wave["year"] if wave else None,
        goal=goals.get(shown["id"], city.goal) if shown else city.goal,
        published_on=shown["published_at"].astimezone(city.zone).date() if shown else None,
        next=announced(waves),
        items=[measured[above] for above in path if above in measured],
        past=_past(here, published, found) if shown else [],
        earlier=[Earlier(row["year"], row["point"], row["answers"], row["method"]) for row in earlier],
        rows=sorted((measured[row["code"]] for row in parts if measured), key=_by_verdict)
        if with_parts
        else UNSET,
    )


def newest(waves: list[dict[str, Any]]) -> dict[int, dict[str, Any]]:
    """By year the release that holds: published, and not corrected by another that is."""
    published = [wave for wave in waves if wave["state"] == WaveState.PUBLISHED]
    corrected = {wave["revises"] for wave in published}
    return {wave["year"]: wave for wave in published if wave["id"] not in corrected}


def announced(waves: list[dict[str, Any]]) -> Announced | None:
    """The survey whose result is still to come; a correction that is being prepared is none."""
    for wave in waves:
        if wave["state"] in {WaveState.OPEN, WaveState.CLOSED} and not wave["revises"]:
            return Announced(wave["year"], wave["result_on"], WaveState(wave["state"]))
    return None


def earlier_of(code: str) -> Any:
    """What is known of a division by other methods, the newest first: a query."""
    return (
        EarlierResult.select()
        .where(EarlierResult.division == code)
        .order_by(EarlierResult.year, ascending=False)
    )


def _path(code: str) -> list[str]:
    """A division and everything above it, the city last."""
    if not CODE.fullmatch(code):
        raise NotFound(division=code)
    path = [code]
    while above := parent_of(path[-1]):
        path.append(above)
    return path


def _choose(
    waves: list[dict[str, Any]], published: dict[int, dict[str, Any]], year: int | None
) -> dict[str, Any] | None:
    """The published wave that was asked for, or the newest; of a year without one, that which is to come."""
    if year is None:
        return published.get(max(published, default=0))
    of_year = [wave for wave in waves if wave["year"] == year]
    if not of_year:
        raise NotFound(year=year)
    return published.get(year) or of_year[0]


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


async def _numbers(
    wave: dict[str, Any],
    published: dict[int, dict[str, Any]],
    path: list[str],
    parts: list[dict[str, Any]],
) -> dict[tuple[UUID, str], dict[str, Any]]:
    """By wave and division, both groups together: of the path and parts in this wave, of the first in all."""
    codes = [*path, *(row["code"] for row in parts)]
    every = [wave["id"] for wave in published.values()]
    number = (Estimate.audience == ALL) & (Estimate.statistic == "satisfied")
    here, always = await together(
        Estimate.select().where((Estimate.wave == wave["id"]) & number & Estimate.division.is_in(codes)),
        Estimate.select().where((Estimate.division == path[0]) & number & Estimate.wave.is_in(every)),
    )
    return {(row["wave"], row["division"]): row for row in [*here, *always]}


def _past(
    division: dict[str, Any],
    published: dict[int, dict[str, Any]],
    found: dict[tuple[UUID, str], dict[str, Any]],
) -> list[Past]:
    """Every published year with its change, the newest first."""
    years = list[Past]()
    before: tuple[int, Released] | None = None
    for year in sorted(published):
        one = _shown(division, found.get((published[year]["id"], division["code"]), ABSENT))
        released = None
        if one.point is not None and one.low is not None and one.high is not None:
            released = Released(one.point, one.low, one.high)
        since = change(before[1], released, before[0]) if before and released else None
        years.append(Past(year, one.answers, one.point, one.low, one.high, one.verdict, one.reason, since))
        before = (year, released) if released else None
    return years[::-1]


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
        still_needed=number.get("still_needed"),
    )


def _by_verdict(item: Measured) -> tuple[int, str]:
    return ORDER[item.verdict], item.division
