"""The rows of a file, as text: `.xlsx` by calamine, `.csv` in UTF-8 or in the GB18030 of office programs."""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any, Final

from python_calamine import CalamineError, CalamineWorkbook

from server.domain.errors import Invalid
from server.domain.sheets.columns import FORMULA, places_of

MOST_ROWS: Final = 200_000
ZIP: Final = b"PK\x03\x04"
Row = tuple[int, dict[str, str]]  # its number in the sheet, from 1; its cells by column


def read_sheet(data: bytes) -> tuple[dict[str, int], Iterator[Row]]:
    """Where the columns stand, and the rows that hold anything. Raises Invalid for what is no such file."""
    lines = lines_of(data)
    for _, line in lines:
        if any(cell.strip() for cell in line):
            places = places_of(line)
            return places, _rows(lines, places)
    raise Invalid({"sheet": "sheet-empty"})


def lines_of(data: bytes) -> Iterator[tuple[int, Sequence[str]]]:
    """The lines of a file with their numbers, from 1. Raises Invalid for what is no such file."""
    return _of_xlsx(data) if data[:4] == ZIP else _of_csv(data)


def _rows(lines: Iterator[tuple[int, Sequence[str]]], places: dict[str, int]) -> Iterator[Row]:
    count = 0
    for number, line in lines:
        cells = {key: line[place].strip() if place < len(line) else "" for key, place in places.items()}
        if any(cells.values()):
            count += 1
            if count > MOST_ROWS:
                raise Invalid({"sheet": "sheet-too-many-rows"})
            yield number, cells


def _of_xlsx(data: bytes) -> Iterator[tuple[int, Sequence[str]]]:
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    except (CalamineError, IndexError, OSError, ValueError):
        raise Invalid({"sheet": "sheet-unreadable"}) from None
    first = sheet.start[0] if sheet.start else 0
    for number, line in enumerate(sheet.iter_rows(), start=first + 1):
        yield number, [_text(cell) for cell in line]


def _of_csv(data: bytes) -> Iterator[tuple[int, Sequence[str]]]:
    text = _decoded(data)
    if "\x00" in text:
        raise Invalid({"sheet": "sheet-unreadable"})
    lines = csv.reader(io.StringIO(text, newline=""))
    try:
        for line in lines:
            yield lines.line_num, [_plain(cell) for cell in line]
    except csv.Error:
        raise Invalid({"sheet": "sheet-unreadable"}) from None


def _plain(cell: str) -> str:
    """Without the apostrophe that keeps a cell from being a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(FORMULA) else cell


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Invalid({"sheet": "sheet-unreadable"})


def _text(cell: Any) -> str:
    """A cell as somebody would have typed it."""
    match cell:
        case bool():
            return "是" if cell else "否"
        case float():
            return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
        case datetime():
            return cell.date().isoformat()
        case date():
            return cell.isoformat()
        case time():
            return cell.strftime("%H:%M")
    return str(cell)
