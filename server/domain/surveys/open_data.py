"""Everything that was ever released, as open data: the table that the pages are made of.

A withheld number is there with the rule that withholds it, and without anything else. No record of a
household is ever public. `codebook` says what the columns mean.
"""

import csv
import io
from typing import Any, Final

from msgspec import Struct

from server.domain.network import LEVEL_NAMES
from server.domain.surveys.items import OPEN, texts_of
from server.domain.surveys.questionnaire import Questionnaire, read_questionnaire
from server.domain.surveys.satisfaction import newest
from server.domain.surveys.waves import WaveState
from server.models.network import Division
from server.models.surveys import EarlierResult, Estimate, SurveyRelease, Wave
from server.storage.database import together

METHOD: Final = "probability sample"
SELF_CHOSEN: Final = "self-chosen, not a sample"
PRINTED: Final = "printed"  # the rule of what nothing speaks against
OTHER: Final = "other method"


class Line(Struct, frozen=True):
    """One released number, or one that was withheld; in CSV a field is a column, and empty is null."""

    year: int
    division: str
    level: str
    name: str
    name_en: str
    group: str
    statistic: str
    about: str
    answers: int | None
    estimate: float | None
    low: float | None
    high: float | None
    goal: float | None
    verdict: str | None
    rule: str
    method: str
    released_on: str | None


class OpenData(Struct, frozen=True):
    """The table, and where its codebook is."""

    codebook: str
    items: list[Line]


async def released_table(zone: Any) -> list[Line]:
    """Every year's lines, the newest first, by division. `zone`: the city's clock, for the day of release."""
    waves, divisions, releases, earlier = await together(
        Wave.select().where(Wave.state == WaveState.PUBLISHED),
        Division.select(Division.code, Division.level, Division.short_name, Division.name_en),
        SurveyRelease.select(SurveyRelease.wave, SurveyRelease.goal),
        EarlierResult.select().order_by(EarlierResult.year, EarlierResult.division),
    )
    places = {row["code"]: row for row in divisions}
    goals = {row["wave"]: row["goal"] for row in releases}
    published = newest(waves)
    lines = list[Line]()
    for year in sorted(published, reverse=True):
        wave = published[year]
        asked = read_questionnaire(wave["questionnaire"])
        day = wave["published_at"].astimezone(zone).date().isoformat()
        (rows,) = await together(
            Estimate.select()
            .where(Estimate.wave == wave["id"])
            .order_by(Estimate.statistic, Estimate.audience, Estimate.division)
        )
        texts: dict[tuple[str, str], str] = {}
        for row in rows:
            key = (row["statistic"], row["audience"])
            texts.setdefault(key, _about(*key, asked))
            if place := places.get(row["division"]):
                lines.append(_line(year, place, row, texts[key], goals.get(wave["id"]), day))
    return [*lines, *(_other(row, places[row["division"]]) for row in earlier if row["division"] in places)]


def to_csv(lines: list[Line]) -> bytes:
    """UTF-8 with the mark by which office programs know it; shares as 0.874."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(Line.__struct_fields__)
    for line in lines:
        writer.writerow([written(getattr(line, name)) for name in Line.__struct_fields__])
    return b"\xef\xbb\xbf" + file.getvalue().encode()


def written(cell: Any) -> str:
    """A cell: a share with its three digits, as it is released; nothing for null."""
    if cell is None:
        return ""
    return f"{cell:.3f}" if isinstance(cell, float) else str(cell)


def _about(statistic: str, group: str, asked: Questionnaire) -> str:
    text = texts_of(statistic, group, asked) if ":" in statistic else None
    return (text or {}).get("zh", "")


def _line(  # noqa: PLR0917 - a line has many cells
    year: int, place: dict[str, Any], row: dict[str, Any], about: str, goal: float | None, day: str
) -> Line:
    shown = row if row["released"] else {}
    key_question = row["statistic"] == "satisfied"
    return Line(
        year=year,
        division=place["code"],
        level=LEVEL_NAMES[place["level"]],
        name=place["short_name"],
        name_en=place["name_en"],
        group=row["audience"],
        statistic=row["statistic"],
        about=about,
        answers=shown.get("answers"),
        estimate=shown.get("point"),
        low=shown.get("low"),
        high=shown.get("high"),
        goal=goal if key_question else None,
        verdict=shown.get("verdict") or None,
        rule=PRINTED if shown else row["reason"],
        method=SELF_CHOSEN if row["statistic"] == OPEN else METHOD,
        released_on=day,
    )


def _other(row: dict[str, Any], place: dict[str, Any]) -> Line:
    return Line(
        year=row["year"],
        division=place["code"],
        level=LEVEL_NAMES[place["level"]],
        name=place["short_name"],
        name_en=place["name_en"],
        group="all",
        statistic="satisfied",
        about=row["method"],
        answers=row["answers"],
        estimate=row["point"],
        low=None,
        high=None,
        goal=None,
        verdict=None,
        rule=OTHER,
        method=OTHER,
        released_on=None,
    )
