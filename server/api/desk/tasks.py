"""What managers must look at: bad ratings, and what residents say is not solved."""

from typing import Literal
from uuid import UUID

from litestar import Response, Router, get, put
from litestar.di import NamedDependency, Provide
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, FromQuery, JSONBody

from server.api.requests import reader_of
from server.domain import tasks
from server.domain.access import Reader
from server.domain.once import Stamp
from server.domain.requests import Reception
from server.domain.tasks import CloseTask, TaskClosed, Tasks
from server.http.once import answer_once


@get("/tasks", operation_id="listTasks")
async def list_tasks(
    reader: NamedDependency[Reader],
    reception: NamedDependency[Reception],
    show: FromQuery[Literal["open", "closed"]] = "open",
    cursor: FromQuery[str] = "",
) -> Tasks:
    """Those of one's part of the network, the first due first, and how many wait."""
    return await tasks.list_tasks(reader, await reception.places.at(reader.now), show, cursor)


@put(
    "/tasks/{task_id:uuid}",
    operation_id="closeTask",
    status_code=201,
    responses={200: ResponseSpec(TaskClosed, description="These words were here; the first answer")},
)
async def close_task(
    task_id: FromPath[UUID], data: JSONBody[CloseTask], stamp: NamedDependency[Stamp]
) -> Response[TaskClosed]:
    """End it with words. 409 when somebody else did."""
    return answer_once(await tasks.close_task(task_id, data, stamp))


router = Router(
    "/desk",
    route_handlers=[list_tasks, close_task],
    dependencies={"reader": Provide(reader_of)},
    tags=["desk"],
)
