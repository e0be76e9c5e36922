"""The figures as a workbook: one sheet each for the whole, the parts, the categories and the months."""

import io
from collections.abc import Sequence
from typing import Any, Final

import xlsxwriter  # type: ignore[import-untyped]  # it ships no types

from server.domain.figures.adding import Figures, FiguresShown, Row

HOUR: Final = 3600
WORDS: Final = {  # of each column, as on the screen
    "zh-CN": {
        "sheets": ("合计", "按区划", "按类别", "按月"),
        "first": ("范围", "区划", "类别", "月份"),
        "itself": "（本级）",
        "columns": (
            "收到",
            "应答复",
            "按时答复",
            "已答复",
            "首次答复平均用时（工作小时）",
            "应办结",
            "按时办结",
            "已办结",
            "办结平均用时（工作小时）",
            "请居民确认",
            "居民回了话",
            "居民说解决了",
            "居民评了价",
            "满意",
            "重新打开",
            "在办",
            "已超时",
            "在办不到 1 天",
            "1–3 天",
            "3–7 天",
            "7–15 天",
            "15 天以上",
            "社区应答复",
            "社区答复超时",
            "社区应办结",
            "社区办结超时",
            "街道及以上应答复",
            "街道及以上答复超时",
            "街道及以上应办结",
            "街道及以上办结超时",
            "物业等单位应答复",
            "物业等单位答复超时",
            "物业等单位应办结",
            "物业等单位办结超时",
        ),
    },
    "en": {
        "sheets": ("Total", "By division", "By category", "By month"),
        "first": ("Scope", "Division", "Category", "Month"),
        "itself": " (itself)",
        "columns": (
            "Received",
            "Answer due",
            "Answered in time",
            "Answered",
            "First answer, mean (working hours)",
            "Completion due",
            "Completed in time",
            "Completed",
            "Completion, mean (working hours)",
            "Residents asked",
            "Residents replied",
            "Residents: solved",
            "Residents rated",
            "Satisfied",
            "Reopened",
            "Open",
            "Overdue",
            "Open under 1 day",
            "1–3 days",
            "3–7 days",
            "7–15 days",
            "15 days or more",
            "Communities: answer due",
            "Communities: answered late",
            "Communities: completion due",
            "Communities: completed late",
            "Streets and above: answer due",
            "Streets and above: answered late",
            "Streets and above: completion due",
            "Streets and above: completed late",
            "Firms: answer due",
            "Firms: answered late",
            "Firms: completion due",
            "Firms: completed late",
        ),
    },
}


def numbers_of(one: Figures) -> list[float | None]:
    """In the order of the columns."""
    late = [
        n for kind in one.late for n in (kind.answer_owed, kind.answer_late, kind.done_owed, kind.done_late)
    ]
    return [
        one.received,
        one.answer_owed,
        one.answer_owed - one.answer_late,
        one.answered,
        _hours(one.answer_seconds),
        one.done_owed,
        one.done_owed - one.done_late,
        one.done,
        _hours(one.done_seconds),
        one.asked,
        one.heard,
        one.solved,
        one.rated,
        one.satisfied,
        one.reopened,
        one.open,
        one.overdue,
        *one.ages,
        *late,
    ]


def _hours(seconds: int | None) -> float | None:
    return None if seconds is None else round(seconds / HOUR, 1)


def to_xlsx(shown: FiguresShown, language: str) -> bytes:
    """The workbook. Names are text and never formulas, numbers are numbers."""
    words: Any = WORDS["en" if language == "en" else "zh-CN"]
    tables: list[Sequence[Row]] = [
        [Row(shown.division, " ".join(filter(None, (shown.name, shown.month, shown.category))), shown.total)],
        shown.divisions,
        shown.categories,
        shown.by_month,
    ]
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "constant_memory": False}) as book:
        heading = book.add_format({"bold": True, "bg_color": "#EFE9DF", "border": 1, "text_wrap": True})
        text = book.add_format({"num_format": "@"})
        for name, first, rows in zip(words["sheets"], words["first"], tables, strict=True):
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 1)
            sheet.set_column(0, 0, 24)
            sheet.set_column(1, len(words["columns"]), 12)
            for place, column in enumerate((first, *words["columns"])):
                sheet.write_string(0, place, column, heading)
            for line, row in enumerate(rows, start=1):
                sheet.write_string(line, 0, row.name + (words["itself"] if row.itself else ""), text)
                for place, number in enumerate(numbers_of(row.figures), start=1):
                    if number is not None:
                        sheet.write_number(line, place, number)
    return file.getvalue()
