"""Practising: only a demonstration has something to practise on; others say where one is."""

from typing import Any

from litestar import Request, Router, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath
from msgspec import Struct

from server.api.requests import reader_of
from server.domain import practice
from server.domain.access import Reader
from server.domain.errors import NotFound
from server.domain.practice import CaseSeen
from server.domain.requests import Reception


class Practice(Struct, frozen=True):
    """`is_here`: this is a demonstration. `url`: of the one to practise in, or "" where none is named."""

    is_here: bool
    url: str
    cases: list[CaseSeen]  # none where it is not here


@get("/practice", operation_id="readPractice")
async def read_practice(
    request: Request[Any, Any, Any],
    reader: NamedDependency[Reader],
    reception: NamedDependency[Reception],
) -> Practice:
    """How far one is in each guided case, told by what one did to their requests."""
    practice.must_practise(reader.actor)
    url = request.app.state.house.settings.practice_url or ""
    is_here = bool(request.app.state.demo)
    return Practice(is_here, url, await practice.list_cases(reader, reception) if is_here else [])


@post("/practice/{case:str}", operation_id="goOnPractising", status_code=200)
async def go_on_practising(
    case: FromPath[str],
    request: Request[Any, Any, Any],
    reader: NamedDependency[Reader],
    reception: NamedDependency[Reception],
) -> CaseSeen:
    """The made-up resident asks for help, or answers what was asked back. 404 but in a demonstration."""
    practice.must_practise(reader.actor)
    if not request.app.state.demo:
        raise NotFound
    return await practice.go_on(case, reader, reception)


router = Router(
    "/desk",
    route_handlers=[read_practice, go_on_practising],
    dependencies={"reader": Provide(reader_of)},
    tags=["desk"],
)
