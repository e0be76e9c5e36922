"""The staff's number as files: the same figures in the same order as on the page, as .xlsx and CSV."""

import csv
import io
from collections.abc import Iterator
from typing import Any, Final

import xlsxwriter  # type: ignore[import-untyped]  # it ships no types

from server.domain.sheets.writing import harmless
from server.domain.surveys.codebook import RULES
from server.domain.surveys.open_data import written
from server.domain.surveys.reports import Figure, NumberShown

WORDS: Final[dict[str, dict[str, Any]]] = {
    "zh-CN": {
        "columns": [
            "部分",
            "区划代码",
            "名称",
            "对象",
            "内容",
            "年份",
            "答卷",
            "估计",
            "下限",
            "上限",
            "判定或不公布的原因",
            "说不清",
            "回收率",
            "比上一年",
            "变化下限",
            "变化上限",
            "大约还要多少份才能判定",
        ],
        "verdicts": {"met": "达标", "not_met": "未达标", "undecided": "尚不能判定"},
        "parts": {
            "whole": "本区划",
            "rows": "下级",
            "groups": "按对象",
            "services": "按服务",
            "needs": "需要",
            "units": "单位",
            "history": "各年",
            "open": "没有邀请码的答卷（不是抽样）",
            "earlier": "以前的别的办法（不能比较）",
        },
        "groups": {"all": "全部住户", "residents": "本地居民户", "migrants": "外来暂住", "units": "单位"},
        "satisfied": "满意",
        "took_part": "参与社区服务",
        "sheet": "满意率",
    },
    "en": {
        "columns": [
            *("Part", "Code", "Name", "Group", "About", "Year", "Answers", "Estimate", "Low", "High"),
            *("Verdict, or why withheld", "Cannot say", "Heard of drawn", "Change", "Change low"),
            *("Change high", "More answers that would probably decide"),
        ],
        "verdicts": {"met": "Met", "not_met": "Not met", "undecided": "Not yet decidable"},
        "parts": {
            "whole": "Itself",
            "rows": "Parts",
            "groups": "By group",
            "services": "By service",
            "needs": "Needs",
            "units": "Organisations",
            "history": "Years",
            "open": "Open answers (not a sample)",
            "earlier": "Other methods (not comparable)",
        },
        "groups": {
            "all": "All households",
            "residents": "Residents",
            "migrants": "Migrants",
            "units": "Organisations",
        },
        "satisfied": "Satisfied",
        "took_part": "Took part in services",
        "sheet": "Satisfaction",
    },
}
SHARES: Final = (7, 8, 9, 11, 12, 13, 14, 15)  # columns


def to_csv(shown: NumberShown, language: str) -> bytes:
    """UTF-8 with its mark; shares as 0.874."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    for row in _table(shown, language):
        writer.writerow([harmless(written(cell)) if isinstance(cell, str) else written(cell) for cell in row])
    return b"\xef\xbb\xbf" + file.getvalue().encode()


def to_xlsx(shown: NumberShown, language: str) -> bytes:
    """One sheet. Shares are numbers that are shown as 87.4%; names are text and never formulas."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "constant_memory": False}) as book:
        heading = book.add_format({"bold": True, "bg_color": "#EFE9DF", "border": 1, "text_wrap": True})
        text, share = book.add_format({"num_format": "@"}), book.add_format({"num_format": "0.0%"})
        sheet = book.add_worksheet(_words(language)["sheet"])
        sheet.freeze_panes(1, 3)
        sheet.set_column(0, 16, 13)
        for line, row in enumerate(_table(shown, language)):
            for place, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(line, place, cell, heading if line == 0 else text)
                elif cell is not None:
                    sheet.write_number(line, place, cell, share if place in SHARES else None)
    return file.getvalue()


def _table(shown: NumberShown, language: str) -> Iterator[list[Any]]:
    words = _words(language)
    parts = words["parts"]
    yield list(words["columns"])
    sections: list[tuple[str, list[Figure]]] = [
        ("whole", [shown.figure] if shown.figure else []),
        ("rows", shown.rows),
        ("groups", shown.groups),
        ("units", shown.units),
        ("services", shown.services),
        ("needs", shown.needs),
    ]
    for part, figures in sections:
        for figure in figures:
            yield [parts[part], *_cells(figure, shown.year, language)]
    for past in shown.history:
        yield [parts["history"], *_cells(past.figure, past.year, language)]
    name = shown.name_en if language == "en" else shown.name
    here = [shown.division, name, words["groups"]["all"], words["satisfied"]]
    if shown.open:
        yield [parts["open"], *here, shown.year, shown.open.answers, shown.open.point, *[None] * 9]
    for other in shown.earlier:
        yield [
            parts["earlier"],
            *here[:3],
            other.method,
            other.year,
            other.answers,
            other.point,
            *[None] * 9,
        ]


def _cells(figure: Figure, year: int | None, language: str) -> list[Any]:
    words = _words(language)
    text = figure.text or {}
    about = text.get(language.partition("-")[0], text.get("zh", "")) if text else words[figure.statistic]
    since = figure.change
    return [
        figure.division,
        figure.name_en if language == "en" else figure.name,
        words["groups"][figure.group],
        about,
        year,
        figure.answers,
        figure.point,
        figure.low,
        figure.high,
        _says(figure, language),
        figure.cannot_say,
        figure.response_rate,
        since.difference if since else None,
        since.low if since else None,
        since.high if since else None,
        figure.still_needed,
    ]


def _says(figure: Figure, language: str) -> str:
    """The verdict, or the rule that withholds it."""
    if figure.reason:
        zh, en = RULES[figure.reason]
        return f"Withheld: {en}" if language == "en" else f"不公布：{zh}"
    return str(_words(language)["verdicts"].get(figure.verdict, ""))


def _words(language: str) -> dict[str, Any]:
    return WORDS["en" if language == "en" else "zh-CN"]
