"""The surveys: what is asked, and one answer."""

from datetime import datetime
from uuid import UUID

from litestar import Response, Router, get, put
from litestar.di import NamedDependency
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, JSONBody
from msgspec import Struct

from server.domain.city import City
from server.domain.keys import Keys
from server.domain.people import Actor
from server.domain.surveys import answering, waves
from server.domain.surveys.answering import AnswerSurvey, SheetReceived
from server.domain.surveys.waves import WAVES, WaveCard, WaveDetail
from server.http.once import answer_once


class WavePage(Struct):
    """All of them: there is one a year."""

    items: list[WaveCard]
    next_cursor: None = None


@get("/waves", operation_id="listWaves", opt={"cache": [WAVES]})
async def list_waves() -> WavePage:
    """The yearly surveys that are open, closed or published, the newest first."""
    return WavePage(await waves.list_waves())


@get("/waves/{wave_id:uuid}", operation_id="getWave", opt={"cache": [WAVES]})
async def get_wave(wave_id: FromPath[UUID]) -> WaveDetail:
    """One survey and what it asks each group."""
    return await waves.read_wave(wave_id)


@put(
    "/waves/{wave_id:uuid}/responses/{response_id:uuid}",
    operation_id="answerSurvey",
    status_code=201,
    responses={200: ResponseSpec(SheetReceived, description="This sheet was here already")},
    request_max_body_size=32 * 1024,
)
async def answer_survey(
    wave_id: FromPath[UUID],
    response_id: FromPath[UUID],
    *,
    data: JSONBody[AnswerSurvey],
    actor: NamedDependency[Actor],
    keys: NamedDependency[Keys],
    city: NamedDependency[City],
    now: NamedDependency[datetime],
) -> Response[SheetReceived]:
    """Hand in a sheet. Safe to repeat: 201, then 200; 409 when its code was used before, 410 when it is over.

    Nothing that names or times the sender is kept with it.
    """
    return answer_once(
        await answering.answer_survey(wave_id, response_id, data, by=actor, keys=keys, city=city, now=now)
    )


router = Router("/", route_handlers=[list_waves, get_wave, answer_survey], tags=["surveys"])
