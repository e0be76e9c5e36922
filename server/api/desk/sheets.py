"""The directory as a spreadsheet: send one, see what it would change, carry it out; and get one."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, Router, get, put
from litestar.di import NamedDependency, Provide
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, FromQuery, QueryParameter
from msgspec import Struct

from server.api.desk.editing import editor_of
from server.domain.nouns import Editor
from server.domain.once import Stamp
from server.domain.people import Actor
from server.domain.sheets import reports, taking
from server.domain.sheets.columns import BY_KEY
from server.domain.sheets.comparing import Fault
from server.domain.sheets.exporting import Format, export_sheet, template
from server.domain.sheets.reports import ChangePage, SheetShown
from server.domain.sheets.taking import SentSheet
from server.domain.sheets.writing import CSV, XLSX
from server.http.language import EN
from server.http.messages import sentence

Name = Annotated[str, QueryParameter(name="name", max_length=120)]


class FaultSaid(Struct, frozen=True):
    """A cell that cannot be as it is, in words."""

    row: int  # 0: the file itself
    cell: str
    column: str
    value: str
    message: str


class SheetSaid(Struct, frozen=True):
    """How a sheet stands."""

    id: UUID
    owner: str
    name: str
    by_name: str
    at: datetime
    state: reports.State
    rows: int  # looked at so far
    added: int
    changed: int
    unchanged: int
    bad: int
    applied_at: datetime | None
    fault: FaultSaid | None


class SheetList(Struct, frozen=True):
    """The last ones first."""

    items: list[SheetSaid]
    next_cursor: str | None


class FaultPage(Struct, frozen=True):
    """What is wrong, in the order of the rows."""

    items: list[FaultSaid]
    next_cursor: str | None


def _fault(fault: Fault, language: str) -> FaultSaid:
    column = BY_KEY.get(fault.column)
    name = "" if column is None else column.en if language == EN else column.zh
    return FaultSaid(fault.row, fault.cell, name, fault.value, sentence(fault.key, language, {}))


def _sheet(shown: SheetShown, language: str) -> SheetSaid:
    said = {name: getattr(shown, name) for name in SheetSaid.__struct_fields__ if name != "fault"}
    return SheetSaid(**said, fault=_fault(shown.fault, language) if shown.fault else None)


@put(
    "/sheets/{sheet_id:uuid}",
    operation_id="sendSheet",
    status_code=201,
    responses={200: ResponseSpec(SheetSaid, description="These bytes were here; how it stands")},
)
async def send_sheet(
    sheet_id: FromPath[UUID],
    request: Request[Any, Any, Any],
    *,
    stamp: NamedDependency[Stamp],
    editor: NamedDependency[Editor],
    language: NamedDependency[str],
    division: FromQuery[str],
    name: Name = "",
) -> Response[SheetSaid]:
    """Take in an `.xlsx` or `.csv` and look through it; nothing of the directory changes yet."""
    sent = SentSheet(sheet_id, division, name, await request.body())
    once = await taking.take_sheet(sent, stamp, editor)
    return Response(_sheet(once.answer, language), status_code=201 if once.is_new else 200)


@get("/sheets", operation_id="listSheets")
async def list_sheets(
    actor: NamedDependency[Actor], language: NamedDependency[str], cursor: FromQuery[str] = ""
) -> SheetList:
    """The sheets of one's desks, the last first."""
    listed = await reports.list_sheets(actor, cursor)
    return SheetList([_sheet(each, language) for each in listed.items], listed.next_cursor)


@get("/sheets/{sheet_id:uuid}", operation_id="readSheet")
async def read_sheet(
    sheet_id: FromPath[UUID], actor: NamedDependency[Actor], language: NamedDependency[str]
) -> SheetSaid:
    """How one stands; ask again while it is `checking` or `applying`."""
    return _sheet(await reports.find_sheet(sheet_id, actor), language)


@get("/sheets/{sheet_id:uuid}/faults", operation_id="listSheetFaults")
async def list_faults(
    sheet_id: FromPath[UUID],
    actor: NamedDependency[Actor],
    language: NamedDependency[str],
    cursor: FromQuery[str] = "",
) -> FaultPage:
    """The cells that cannot be as they are, and why."""
    page = await reports.list_faults(sheet_id, actor, cursor)
    return FaultPage([_fault(each, language) for each in page.items], page.next_cursor)


@get("/sheets/{sheet_id:uuid}/changes", operation_id="listSheetChanges")
async def list_changes(
    sheet_id: FromPath[UUID], actor: NamedDependency[Actor], cursor: FromQuery[str] = ""
) -> ChangePage:
    """What each row would add or change."""
    return await reports.list_changes(sheet_id, actor, cursor)


@put("/sheets/{sheet_id:uuid}/applied", operation_id="applySheet", status_code=200)
async def apply_sheet(
    sheet_id: FromPath[UUID], editor: NamedDependency[Editor], language: NamedDependency[str]
) -> SheetSaid:
    """Carry it out, all of it; 409 while it has bad rows. A second time is no second time."""
    return _sheet(await taking.apply_sheet(sheet_id, editor), language)


@get("/sheet", operation_id="exportSheet", media_type=XLSX)
async def export(
    editor: NamedDependency[Editor],
    division: FromQuery[str],
    format: FromQuery[Format] = "xlsx",
    empty: FromQuery[bool] = False,
) -> Response[bytes]:
    """What the desk of a division keeps, as the sheet that can be sent back; `empty`: one to fill in."""
    body = template() if empty else await export_sheet(division, format, editor)
    name = f"linli-{division}.{format}" if division.isdigit() else f"linli.{format}"
    return Response(
        body,
        media_type=CSV if format == "csv" and not empty else XLSX,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


router = Router(
    "/desk",
    route_handlers=[send_sheet, list_sheets, read_sheet, list_faults, list_changes, apply_sheet, export],
    dependencies={"editor": Provide(editor_of)},
)
