"""Preparing a year's survey: a frame of totals, the sample, and a code for each household that is invited."""

import csv
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final
from uuid import uuid4
from zoneinfo import ZoneInfo

from msgspec import Struct, structs

from server.domain.city import City
from server.domain.errors import BadRow, ChangedMeanwhile
from server.domain.keys import Keys
from server.domain.scope import parent_of
from server.domain.surveys.codes import Letter, make_invitations
from server.domain.surveys.questionnaire import Group, core_questionnaire, freeze
from server.domain.surveys.sampling import Framed, invitations
from server.domain.surveys.waves import WaveState
from server.models.network import Division
from server.models.surveys import Stratum, Wave
from server.storage.database import write

GRACE: Final = timedelta(hours=72)  # after the close, for sheets that were begun before
ROWS: Final = 500  # of strata in one statement


class Plan(Struct, frozen=True):
    """When this year's survey is, and how many households it invites."""

    year: int
    opens_on: date
    closes_on: date
    result_on: date
    invited: int


class Drawn(Framed, frozen=True):
    """A stratum of the frame, and how many of its households are invited."""

    sampled: int


def read_frame(lines: Iterable[str]) -> list[Framed]:
    """A CSV of division, audience and population. Raises BadRow, naming the line."""
    reader = csv.DictReader(lines)
    frame = dict[tuple[str, str], Framed]()
    for row in reader:
        division, audience, population = (row.get(name) or "" for name in Framed.__struct_fields__)
        if audience not in set(Group):
            raise BadRow(line=reader.line_num, why=f"audience is {audience!r}, not one of {', '.join(Group)}")
        if not population.isdecimal():
            raise BadRow(line=reader.line_num, why=f"population is {population!r}, not a number")
        if (division, audience) in frame:
            raise BadRow(line=reader.line_num, why=f"{division} {audience} was there before")
        frame[division, audience] = Framed(division, audience, int(population))
    if not frame:
        raise BadRow(line=1, why="there is no stratum in it")
    return list(frame.values())


def share_out(frame: list[Framed], plan: Plan) -> list[Drawn]:
    """The strata with their samples; no wave yet. Raises BadRow for strata that overlap."""
    places = {(stratum.audience, stratum.division) for stratum in frame}
    for line, stratum in enumerate(frame, start=2):
        above = stratum.division
        while above := parent_of(above):
            if (stratum.audience, above) in places:
                raise BadRow(line=line, why=f"{stratum.division} lies within the stratum {above}")
    counts = invitations(frame, plan.invited)
    return [
        Drawn(stratum.division, stratum.audience, stratum.population, count)
        for stratum, count in zip(frame, counts, strict=True)
    ]


async def draw_wave(
    strata: list[Drawn], plan: Plan, *, city: City, keys: Keys, chance: Random
) -> list[Letter]:
    """A draft of this year's survey with its invitations; it opens on its day. The codes leave here, once.

    Raises BadRow for a division we do not know, ChangedMeanwhile if the year has a survey already.
    """
    known = set(await Division.select(Division.code).output(as_list=True))
    for line, stratum in enumerate(strata, start=2):
        if stratum.division not in known:
            raise BadRow(line=line, why=f"we know no division {stratum.division}")
    wave = Wave(
        id=uuid4(),
        year=plan.year,
        title=f"{plan.year} 年居民调查",
        state=WaveState.DRAFT,
        opens_on=plan.opens_on,
        closes_on=plan.closes_on,
        accepts_until=_end_of(plan.closes_on, city.zone) + GRACE,
        result_on=plan.result_on,
        questionnaire=freeze(core_questionnaire(city)),
    )
    if await Wave.exists().where(Wave.year == plan.year):
        raise ChangedMeanwhile(year=plan.year)
    letters = await make_invitations(wave.id, strata, keys, chance)  # first: a wave without codes cannot open
    async with write():
        await Wave.insert(wave)
        for start in range(0, len(strata), ROWS):
            some = strata[start : start + ROWS]
            await Stratum.insert(*(Stratum(wave=wave.id, **structs.asdict(drawn)) for drawn in some))
    return letters


def _end_of(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), zone)
