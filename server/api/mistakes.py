"""Saying that something in the directory is wrong: no sign-in, no name, once."""

from uuid import UUID

from litestar import Response, Router, put
from litestar.di import NamedDependency
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, JSONBody

from server.domain import mistakes
from server.domain.mistakes import MistakeReceived, ReportMistake
from server.domain.once import Stamp
from server.http.once import answer_once


@put(
    "/services/{service_id:uuid}/mistakes/{mistake_id:uuid}",
    operation_id="reportMistake",
    status_code=201,
    responses={200: ResponseSpec(MistakeReceived, description="These bytes were here; the first answer")},
)
async def report_mistake(
    service_id: FromPath[UUID],
    mistake_id: FromPath[UUID],
    data: JSONBody[ReportMistake],
    stamp: NamedDependency[Stamp],
) -> Response[MistakeReceived]:
    """Tell the desk that keeps this service what is wrong. The id is the sender's own."""
    return answer_once(await mistakes.report_mistake(service_id, mistake_id, data, stamp))


router = Router("/", route_handlers=[report_mistake], tags=["directory"])
