"""The directory as a sheet, and the empty sheet to fill in."""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any, Final

import xlsxwriter  # type: ignore[import-untyped]  # it ships no types

from server.domain.sheets.cells import CATEGORIES, KINDS, STATUSES
from server.domain.sheets.columns import COLUMNS, FORMULA

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV: Final = "text/csv; charset=utf-8"
CHOICES: Final = {
    "kind": list(KINDS.values()),
    "home_visit": ["是", "否"],
    "status": list(STATUSES.values()),
}
FILLED_IN: Final = 5000  # rows that get the lists of choices


def to_xlsx(rows: Iterable[Mapping[str, str]]) -> bytes:
    """A workbook: the rows, and on a second sheet what each column means. No row is a template."""
    file = io.BytesIO()
    # All cells are text: numbers keep their zeros, and nothing that somebody typed is a formula.
    with xlsxwriter.Workbook(file, {"in_memory": True, "constant_memory": False}) as book:
        heading = book.add_format({"bold": True, "bg_color": "#EFE9DF", "border": 1, "text_wrap": True})
        text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        _services(book, rows, heading, text)
        _explained(book, heading, text)
    return file.getvalue()


def _services(book: Any, rows: Iterable[Mapping[str, str]], heading: Any, text: Any) -> None:
    sheet = book.add_worksheet("服务")
    sheet.freeze_panes(1, 2)
    for place, column in enumerate(COLUMNS):
        sheet.set_column(place, place, column.width, text)
        sheet.write_string(0, place, f"{column.zh}*" if column.needed else column.zh, heading)
        sheet.write_comment(0, place, column.hint)
        if column.key in CHOICES:
            rule = {"validate": "list", "source": CHOICES[column.key], "ignore_blank": True}
            sheet.data_validation(1, place, FILLED_IN, place, rule)
        if column.key == "category":  # too many for a list within the rule
            rule = {"validate": "list", "source": f"=类别!$A$1:$A${len(CATEGORIES)}"}
            sheet.data_validation(1, place, FILLED_IN, place, rule)
    for number, row in enumerate(rows, start=1):
        for place, column in enumerate(COLUMNS):
            if cell := row.get(column.key):
                sheet.write_string(number, place, cell, text)


def _explained(book: Any, heading: Any, text: Any) -> None:
    sheet = book.add_worksheet("说明")
    sheet.set_column(0, 0, 16, text)
    sheet.set_column(1, 1, 80, text)
    for number, column in enumerate(COLUMNS):
        sheet.write_string(number, 0, f"{column.zh}{'*' if column.needed else ''}", heading)
        sheet.write_string(number, 1, column.hint, text)
    terms = book.add_worksheet("类别")
    for number, name in enumerate(CATEGORIES):
        terms.write_string(number, 0, name)


def to_csv(rows: Iterable[Mapping[str, str]]) -> bytes:
    """The same as text, with the mark by which office programs know UTF-8."""
    file = io.StringIO(newline="")
    lines = csv.writer(file)
    lines.writerow([f"{column.zh}*" if column.needed else column.zh for column in COLUMNS])
    lines.writerows([[harmless(row.get(column.key, "")) for column in COLUMNS] for row in rows])
    return b"\xef\xbb\xbf" + file.getvalue().encode()


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: with an apostrophe before it, as they write it."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
