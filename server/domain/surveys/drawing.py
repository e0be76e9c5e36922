"""Drawing a year's sample: which dwellings of each stratum, by a seed that is kept.

From the command line a whole wave is drawn from a frame of totals, and its letters are made at once.
"""

import asyncio
import csv
from collections.abc import Iterable, Sequence
from datetime import date
from random import Random
from typing import Annotated, Any, Final
from uuid import UUID, uuid4

import msgspec
from msgspec import Meta, Struct

from server.domain.city import City
from server.domain.errors import BadRow, ChangedMeanwhile, Invalid, NotFound
from server.domain.keys import Keys
from server.domain.scope import parent_of
from server.domain.surveys.codes import Letter, code_mac, make_invitations
from server.domain.surveys.drafts import accepts_until, changed, must_prepare, title_of
from server.domain.surveys.frames import Standing, must_stand, put_units, read_frame, undo_draw
from server.domain.surveys.questionnaire import Group, core_questionnaire, freeze
from server.domain.surveys.sampling import Framed, PlanAsked, Planned, StratumPlanned, draw_numbers
from server.domain.surveys.waves import WaveState
from server.models.network import Division
from server.models.surveys import Stratum, Wave
from server.storage.database import Sql, raw, together, write
from server.storage.rows import insert, insert_values, parts_of, select_in

AT_ONCE: Final = 200  # statements in one go
LEAST_APART: Final = 0.005  # two shares that a survey could tell apart
CHOSEN: Final = (
    "UPDATE survey.unit SET sampled = 1 "
    "WHERE wave = {} AND division = {} AND audience = {} AND number IN (KEYS)"
)
ASKED: Final = "UPDATE stratum SET sampled = {} WHERE wave = {} AND division = {} AND audience = {}"
UNIT: Final = ("id", "wave", "division", "audience", "number", "sampled", "code_mac")


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


class DrawSample(Struct, frozen=True, forbid_unknown_fields=True):
    """Draw by a plan. The same seed and frame give the same sample; without a seed one is made."""

    version: Annotated[int, Meta(ge=1)]
    plan: PlanAsked
    seed: Annotated[str, Meta(max_length=64, pattern=r"^[!-~]*$")] = ""


class SampleDrawn(Struct, frozen=True):
    """What was drawn."""

    seed: str
    sampled: int
    strata: int
    version: int


class PlanKept(Struct, frozen=True):
    """What a drawn wave remembers of its plan."""

    asked: PlanAsked
    answers: int
    invited: int


def read_plan(kept: str) -> PlanKept | None:
    """The plan by which a wave was drawn; None of one that was not drawn on the desk."""
    return msgspec.json.decode(kept, type=PlanKept) if len(kept) > len("{}") else None


async def plan_wave(id: UUID, asked: PlanAsked) -> Planned:
    """What a plan would take with a wave's frame.

    Raises NotFound, Invalid for shares that are too close and for a frame without strata.
    """
    from server.domain.surveys.planning import plan  # SciPy takes a moment to load: only who plans waits

    if asked.way == "tell" and abs(asked.p0 - asked.p1) < LEAST_APART:
        raise Invalid({"p1": "shares-too-close"})
    if not await Wave.exists().where(Wave.id == id):
        raise NotFound(wave=id)
    frame = await read_frame(id)
    if not frame:
        raise Invalid({"frame": "frame-empty"})
    planned = await asyncio.to_thread(plan, frame, asked)
    rows = await Division.select(Division.code, Division.short_name, Division.name_en)
    names = {row["code"]: {"name": row["short_name"], "name_en": row["name_en"]} for row in rows}
    cells = [msgspec.structs.replace(each, **names.get(each.division, {})) for each in planned.cells]
    return msgspec.structs.replace(planned, cells=cells)


async def draw_sample(id: UUID, asked: DrawSample, new_seed: str) -> SampleDrawn:
    """The sample of a draft, in place of one that was drawn before.

    Raises NotFound, StepNotAllowed once a code was made, ChangedMeanwhile, Invalid.
    """
    wave = await must_prepare(id)
    if wave.version != asked.version:
        raise ChangedMeanwhile
    planned = await plan_wave(id, asked.plan)
    seed = asked.seed or new_seed
    rows = await raw("SELECT division, audience FROM stratum WHERE wave = {} AND listed", id)
    listed = {(row["division"], row["audience"]) for row in rows}
    sample = await asyncio.to_thread(_sample, id, seed, planned.strata, listed)
    kept = PlanKept(asked.plan, planned.answers, planned.invited)
    async with write():
        version = await changed(wave)
    standing = Standing(id, version)
    await undo_draw(standing)
    await put_units(standing, UNIT, sample.units)
    for stratum, numbers in sample.listed:
        async with write():
            await must_stand(standing)
            await select_in(CHOSEN, numbers, str(id), *stratum)
    async with write():
        await must_stand(standing)
        for part in parts_of(planned.strata, AT_ONCE):
            await together(*(Sql(ASKED, each.invited, id, each.division, each.audience) for each in part))
        values: dict[Any, Any] = {Wave.seed: seed, Wave.plan: msgspec.json.encode(kept).decode()}
        await Wave.update(values).where(Wave.id == id)
    return SampleDrawn(seed, planned.invited, len(planned.strata), version)


class _Sample(Struct):
    """Rows of units of totals, and numbers in lists by stratum."""

    units: list[tuple[object, ...]]
    listed: list[tuple[tuple[str, str], list[int]]]


def _sample(wave: UUID, seed: str, strata: Sequence[StratumPlanned], listed: set[tuple[str, str]]) -> _Sample:
    sample = _Sample([], [])
    for each in strata:
        numbers, place = draw_numbers(seed, each, each.invited), (each.division, each.audience)
        if place not in listed:
            sample.units += [(uuid4().hex, str(wave), *place, number, 1, None) for number in numbers]
        elif numbers:
            sample.listed.append((place, numbers))
    return sample


def read_totals(lines: Iterable[str]) -> list[Framed]:
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
    from server.domain.surveys.allocation import invitations  # NumPy takes a moment to load

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
        title=title_of(plan.year),
        state=WaveState.DRAFT,
        opens_on=plan.opens_on,
        closes_on=plan.closes_on,
        accepts_until=accepts_until(plan.closes_on, city.zone),
        result_on=plan.result_on,
        questionnaire=freeze(core_questionnaire(city)),
        seed=f"{chance.getrandbits(64):016x}",
    )
    if await Wave.exists().where(Wave.year == plan.year):
        raise ChangedMeanwhile(year=plan.year)
    numbers = [draw_numbers(wave.seed, drawn, drawn.sampled) for drawn in strata]
    async with write():
        letters = await make_invitations(wave.id, strata, keys, chance)
        await Wave.insert(wave)
        await insert([Stratum(wave=wave.id, **msgspec.structs.asdict(drawn)) for drawn in strata])
        macs = iter([code_mac(keys, wave.id, letter.code) for letter in letters])
        units = [
            (uuid4().hex, str(wave.id), drawn.division, drawn.audience, number, 1, next(macs))
            for drawn, chosen in zip(strata, numbers, strict=True)
            for number in chosen
        ]
        await insert_values("survey.unit", UNIT, sorted(units))
    return letters
