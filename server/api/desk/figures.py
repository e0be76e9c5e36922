"""Figures of the requests of one's divisions, the requests behind each, and all of it as a workbook."""

from datetime import datetime

from litestar import Response, Router, get
from litestar.di import NamedDependency, Provide
from litestar.params import FromQuery

from server.api.requests import reader_of
from server.domain.access import Reader
from server.domain.figures import adding, listing, workbook
from server.domain.figures.adding import FiguresShown
from server.domain.figures.asking import Scope, must_see_figures, scope_asked
from server.domain.figures.counting import count_changed, how_many_wait
from server.domain.figures.listing import RequestsOfFigure
from server.domain.people import Actor
from server.domain.places import Map
from server.domain.requests import Reception
from server.domain.sheets.writing import XLSX


async def counted_now(
    actor: NamedDependency[Actor], now: NamedDependency[datetime], reception: NamedDependency[Reception]
) -> Map:
    """The network, after what changed a moment ago is counted too."""
    must_see_figures(actor)
    await count_changed(reception.places, now)
    return await reception.places.at(now)


async def scope_of(
    *,
    actor: NamedDependency[Actor],
    now: NamedDependency[datetime],
    known: NamedDependency[Map],
    division: FromQuery[str] = "",
    category: FromQuery[str] = "",
    month: FromQuery[str] = "",
) -> Scope:
    """What is asked for, if the reader may see it."""
    return scope_asked(actor, known, now, division=division, category=category, month=month)


@get("/", operation_id="readFigures")
async def read_figures(
    about: NamedDependency[Scope], known: NamedDependency[Map], reader: NamedDependency[Reader]
) -> FiguresShown:
    """In all, of the parts of the division, by category, and of the last twelve months.

    By default of one's own division, everything, all twelve months; `month` is 2026-11.
    """
    return await adding.read_figures(about, known, reader, await how_many_wait())


@get("/requests", operation_id="listFigure")
async def list_figure(
    *,
    about: NamedDependency[Scope],
    reader: NamedDependency[Reader],
    reception: NamedDependency[Reception],
    figure: FromQuery[str] = "received",
    itself: FromQuery[bool] = False,
    cursor: FromQuery[str] = "",
) -> RequestsOfFigure:
    """Exactly the requests that a number counts, the newest first."""
    return await listing.list_counted(about, figure, reader, reception.places, itself=itself, cursor=cursor)


@get("/sheet", operation_id="exportFigures", media_type=XLSX)
async def export_figures(
    about: NamedDependency[Scope], known: NamedDependency[Map], reader: NamedDependency[Reader]
) -> Response[bytes]:
    """The same numbers as an `.xlsx`."""
    shown = await adding.read_figures(about, known, reader, await how_many_wait())
    name = "-".join(filter(None, ("figures", about.division, about.month)))
    headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"', "Cache-Control": "no-store"}
    return Response(workbook.to_xlsx(shown, reader.language), media_type=XLSX, headers=headers)


router = Router(
    "/desk/figures",
    route_handlers=[read_figures, list_figure, export_figures],
    dependencies={"reader": Provide(reader_of), "known": Provide(counted_now), "about": Provide(scope_of)},
)
