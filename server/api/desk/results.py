"""The number on the desk: what is released, what waits for a person, files to take away, earlier years."""

import csv
import io
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from litestar import Response, Router, delete, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Meta

from server.domain.city import City
from server.domain.people import Actor
from server.domain.sheets.writing import CSV, XLSX
from server.domain.surveys import number_files, reports, review
from server.domain.surveys.earlier import EnterEarlier, enter_earlier, remove_earlier
from server.domain.surveys.exporting import StaffRow, staff_file_of
from server.domain.surveys.reports import NumberShown
from server.domain.surveys.review import Decide, Results
from server.http.step_up import fresh

Code = Annotated[str, Meta(max_length=12)]
Statistic = Annotated[str, Meta(max_length=20)]


@get("/number", operation_id="readNumber")
async def read_number(
    *,
    actor: NamedDependency[Actor],
    city: NamedDependency[City],
    division: FromQuery[Code] = "",
    year: FromQuery[int | None] = None,
) -> NumberShown:
    """All that was released of a division of one's own: by part, group, kind of service, need and year.

    By default of the widest of one's divisions, and of the last published year.
    """
    return await reports.read_number(actor, division, year, city)


@get("/number/file", operation_id="exportNumber", media_type=XLSX)
async def export_number(
    *,
    actor: NamedDependency[Actor],
    city: NamedDependency[City],
    language: NamedDependency[str],
    division: FromQuery[Code] = "",
    year: FromQuery[int | None] = None,
    kind: FromQuery[Literal["xlsx", "csv"]] = "xlsx",
) -> Response[bytes]:
    """The same figures as a file."""
    shown = await reports.read_number(actor, division, year, city)
    make, media = (number_files.to_csv, CSV) if kind == "csv" else (number_files.to_xlsx, XLSX)
    name = f"number-{shown.division}-{shown.year or 'none'}.{kind}"
    return _file(make(shown, language), media, name)


@put("/number/earlier/{entry_id:uuid}", operation_id="enterEarlierResult", status_code=204)
async def put_earlier(
    actor: NamedDependency[Actor],
    now: NamedDependency[datetime],
    entry_id: FromPath[UUID],
    data: JSONBody[EnterEarlier],
) -> None:
    """A year's share that was found before by another method. Shown beside the survey's, and so labelled."""
    await enter_earlier(entry_id, data, actor, now)


@delete("/number/earlier/{division:str}/{year:int}", operation_id="removeEarlierResult")
async def delete_earlier(actor: NamedDependency[Actor], division: FromPath[str], year: FromPath[int]) -> None:
    """Take an entry back."""
    await remove_earlier(division, year, actor)


@get("/waves/{wave_id:uuid}/results", operation_id="readResults")
async def read_results(actor: NamedDependency[Actor], wave_id: FromPath[UUID]) -> Results:
    """A closed survey before its statistician or auditor: what is printed, what waits for a look, what leaks.

    While answers arrive there is none: 409.
    """
    return await review.read_results(wave_id, actor)


@put("/waves/{wave_id:uuid}/results/{division:str}/review", operation_id="reviewResult")
async def review_result(
    *,
    actor: NamedDependency[Actor],
    now: NamedDependency[datetime],
    wave_id: FromPath[UUID],
    division: FromPath[str],
    data: JSONBody[Decide],
) -> Results:
    """Print a number that the rules leave to a person, or not, and why. The release is computed anew."""
    await review.decide(wave_id, division, data, actor, now)
    return await review.read_results(wave_id, actor)


@get("/waves/{wave_id:uuid}/export", operation_id="exportWave", media_type=CSV, guards=[fresh])
async def export_wave(
    *,
    actor: NamedDependency[Actor],
    now: NamedDependency[datetime],
    wave_id: FromPath[UUID],
    division: FromQuery[Code],
    statistic: FromQuery[Statistic] = "satisfied",
) -> Response[bytes]:
    """The rows from which `linli survey estimate` recomputes a number. The look is written down."""
    rows = await staff_file_of(wave_id, division, actor, now, statistic)
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(StaffRow.__struct_fields__)
    writer.writerows(msgspec.structs.astuple(row) for row in rows)
    return _file(file.getvalue().encode(), CSV, f"survey-{division}-{statistic.replace(':', '-')}.csv")


def _file(content: bytes, media: str, name: str) -> Response[Any]:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, media_type=media, headers=headers)


router = Router(
    "/desk",
    route_handlers=[
        read_number,
        export_number,
        put_earlier,
        delete_earlier,
        read_results,
        review_result,
        export_wave,
    ],
    tags=["desk"],
)
