"""The yearly surveys on the desk: planned, framed, drawn, opened, closed, published, corrected."""

from datetime import datetime
from secrets import token_hex
from typing import Any
from uuid import UUID

from litestar import Request, Response, Router, delete, get, post, put
from litestar.di import NamedDependency
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Struct

from server.domain.city import City
from server.domain.keys import Keys
from server.domain.people import Actor
from server.domain.surveys import discarding, drawing, frames, life, preparing
from server.domain.surveys.drafts import WriteWave, save_wave
from server.domain.surveys.drawing import DrawSample, SampleDrawn
from server.domain.surveys.frames import FrameFile, FrameReport
from server.domain.surveys.life import MoveWave, ReviseWave
from server.domain.surveys.preparing import FramePage, WaveForDesk, WaveRows
from server.domain.surveys.questionnaire import Group
from server.domain.surveys.sampling import PlanAsked, Planned
from server.http.messages import sentence
from server.http.step_up import fresh


class WaveSaved(Struct, frozen=True):
    """The version that stands now."""

    id: UUID
    version: int


class FrameFaultSaid(Struct, frozen=True):
    """A cell that cannot be as it is, in words; row 0 is the file itself."""

    row: int
    column: str
    value: str
    message: str


class FrameSaid(Struct, frozen=True):
    """What a file of the frame says, or has changed."""

    kind: str  # totals, list
    rows: int
    strata: int
    population: int
    replaced: int
    faults: list[FrameFaultSaid]  # the first 200
    fault_count: int
    taken: bool
    version: int


def _said(report: FrameReport, language: str) -> FrameSaid:
    same = {name: getattr(report, name) for name in FrameReport.__struct_fields__}
    faults = [
        FrameFaultSaid(each.row, each.column, each.value, sentence(each.key, language, {}))
        for each in report.faults
    ]
    return FrameSaid(**same | {"faults": faults})


@get("/waves", operation_id="listDeskWaves")
async def list_waves(actor: NamedDependency[Actor], city: NamedDependency[City]) -> WaveRows:
    """The surveys, drafts too, the newest first."""
    return await preparing.list_for_desk(actor, city)


@get("/waves/{wave_id:uuid}", operation_id="readDeskWave")
async def read_wave(
    wave_id: FromPath[UUID], actor: NamedDependency[Actor], city: NamedDependency[City]
) -> WaveForDesk:
    """One survey: its dates, frame, plan and sample, and what is to be done next."""
    return await preparing.show_for_desk(wave_id, actor, city)


@put(
    "/waves/{wave_id:uuid}",
    operation_id="saveWave",
    status_code=200,
)
async def save(
    wave_id: FromPath[UUID],
    data: JSONBody[WriteWave],
    actor: NamedDependency[Actor],
    city: NamedDependency[City],
) -> WaveSaved:
    """Plan a survey (version 0), or change its dates while it is a draft. 409: somebody changed it since."""
    preparing.must_lead(actor, city)
    return WaveSaved(wave_id, await save_wave(wave_id, data, city))


@delete("/waves/{wave_id:uuid}", operation_id="discardWave", status_code=204)
async def discard(
    wave_id: FromPath[UUID],
    actor: NamedDependency[Actor],
    city: NamedDependency[City],
    *,
    confirm: FromQuery[bool] = False,
) -> None:
    """Delete a draft with its frame, sample and codes. 409: it is no draft, or letters need a yes."""
    preparing.must_lead(actor, city)
    await discarding.discard_wave(wave_id, confirmed=confirm)


@get("/waves/{wave_id:uuid}/frame", operation_id="listFrame")
async def list_frame(
    wave_id: FromPath[UUID], actor: NamedDependency[Actor], cursor: FromQuery[str] = ""
) -> FramePage:
    """The strata: how many dwellings of a group in a division, and how many are asked."""
    return await preparing.list_frame(wave_id, actor, cursor)


@put("/waves/{wave_id:uuid}/frame", operation_id="bringFrame", status_code=200)
async def bring_frame(
    wave_id: FromPath[UUID],
    request: Request[Any, Any, Any],
    *,
    actor: NamedDependency[Actor],
    keys: NamedDependency[Keys],
    language: NamedDependency[str],
    group: FromQuery[Group] = Group.RESIDENTS,
    dry: FromQuery[bool] = False,
) -> FrameSaid:
    """Totals (division, audience, population) or a list of addresses (community, building, address).

    An `.xlsx` or `.csv`. What it names is replaced, the rest of the frame stays; `dry` only looks through it.
    """
    own = preparing.must_bring(actor)
    file = FrameFile(await request.body(), group, dry)
    return _said(await frames.take_frame(wave_id, file, keys, own), language)


@delete("/waves/{wave_id:uuid}/addresses", operation_id="forgetAddresses", status_code=204)
async def forget_addresses(
    wave_id: FromPath[UUID],
    actor: NamedDependency[Actor],
    city: NamedDependency[City],
    now: NamedDependency[datetime],
) -> None:
    """Delete the addresses of its lists for good; the sampled units stay as numbers."""
    preparing.must_lead(actor, city)
    await frames.forget_addresses(wave_id, now)


@post("/waves/{wave_id:uuid}/plan", operation_id="planWave", status_code=200)
async def plan_wave(
    wave_id: FromPath[UUID],
    data: JSONBody[PlanAsked],
    actor: NamedDependency[Actor],
    city: NamedDependency[City],
) -> Planned:
    """How many answers and invitations it takes, in each division and in all. Nothing is drawn."""
    preparing.must_lead(actor, city)
    return await drawing.plan_wave(wave_id, data)


@put("/waves/{wave_id:uuid}/draw", operation_id="drawSample", status_code=200)
async def draw_sample(
    wave_id: FromPath[UUID],
    data: JSONBody[DrawSample],
    actor: NamedDependency[Actor],
    city: NamedDependency[City],
) -> SampleDrawn:
    """Draw the sample by a plan. The seed is kept: with it and the frame anybody can draw it again."""
    preparing.must_lead(actor, city)
    return await drawing.draw_sample(wave_id, data, token_hex(8))


@put("/waves/{wave_id:uuid}/state", operation_id="moveWave", status_code=200, guards=[fresh])
async def move_wave(
    wave_id: FromPath[UUID],
    data: JSONBody[MoveWave],
    actor: NamedDependency[Actor],
    city: NamedDependency[City],
    now: NamedDependency[datetime],
) -> WaveForDesk:
    """Open, close or publish it. 409 says what is possible, or what needs a yes (`confirm`)."""
    preparing.must_lead(actor, city)
    await life.move_wave(wave_id, data, city, now)
    return await preparing.show_for_desk(wave_id, actor, city)


@put(
    "/waves/{wave_id:uuid}/revision",
    operation_id="reviseWave",
    status_code=201,
    responses={200: ResponseSpec(WaveForDesk, description="This correction was here already")},
)
async def revise_wave(
    wave_id: FromPath[UUID],
    data: JSONBody[ReviseWave],
    actor: NamedDependency[Actor],
    city: NamedDependency[City],
) -> Response[WaveForDesk]:
    """Begin a correction of a published survey: a new one, linked to it, with the same answers."""
    preparing.must_lead(actor, city)
    is_new = await life.revise_wave(wave_id, data, city.goal)
    shown = await preparing.show_for_desk(data.id, actor, city)
    return Response(shown, status_code=201 if is_new else 200)


router = Router(
    "/desk",
    route_handlers=[
        list_waves,
        read_wave,
        save,
        discard,
        list_frame,
        bring_frame,
        forget_addresses,
        plan_wave,
        draw_sample,
        move_wave,
        revise_wave,
    ],
    tags=["surveys"],
)
