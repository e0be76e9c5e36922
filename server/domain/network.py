"""The four-level network: read from a file whole or not at all, brought up to date, never doubled."""

import csv
from collections.abc import Iterable, Sequence
from typing import Final

from msgspec import Struct

from server.domain.errors import BadRow
from server.domain.naming import names_of
from server.domain.pinyin import Reader
from server.domain.scope import level_of, parent_of
from server.domain.topics import bump
from server.models.network import Division
from server.storage.database import write

LEVELS: Final = {"city": 1, "district": 2, "street": 3, "community": 4}
LEVEL_NAMES: Final = {number: name for name, number in LEVELS.items()}
COLUMNS: Final = ["code", "level", "name", "parent_code"]
CHUNK: Final = 500  # rows a statement: 10 values each, within what both engines bind


class Row(Struct, frozen=True):
    """One division of the file, with the number of its line."""

    line: int
    code: str
    level: int
    name: str


class Imported(Struct, frozen=True):
    """What an import did, or with `--check` would do."""

    added: int
    changed: int
    same: int
    missing: list[str]  # codes we have and the file has not: a proposed merger or closure, left alone


def read_divisions(lines: Iterable[str]) -> list[Row]:
    """The divisions of a CSV of code, level, name and parent_code. Raises BadRow with the first bad line."""
    table = csv.DictReader(lines)
    if table.fieldnames is None or not set(COLUMNS) <= set(table.fieldnames):
        raise BadRow(line=1, why=f"the first line must name the columns {', '.join(COLUMNS)}")
    rows: list[Row] = []
    parents: dict[str, str] = {}
    for values in table:
        row = _row(table.line_num, values)
        if row.code in parents:
            raise BadRow(line=row.line, why=f"the code {row.code} stands twice")
        parents[row.code] = values["parent_code"]
        rows.append(row)
    for row in rows:
        _check_parent(row, parents)
    if [row.level for row in rows].count(1) != 1:
        raise BadRow(line=1, why="there must be exactly one city")
    return rows


def _row(line: int, values: dict[str, str]) -> Row:
    code, name = values["code"] or "", (values["name"] or "").strip()
    if len(code) != 12 or not (code.isascii() and code.isdecimal()) or code.startswith("0000"):
        raise BadRow(line=line, why=f"the code {code!r} is not twelve digits")
    if not 1 <= len(name) <= 60:
        raise BadRow(line=line, why="the name has not between 1 and 60 characters")
    if None in values or None in values.values():
        raise BadRow(line=line, why=f"there are not {len(COLUMNS)} values")
    if LEVELS.get(values["level"]) != level_of(code):
        raise BadRow(
            line=line, why=f"the code {code} is a {LEVEL_NAMES[level_of(code)]}, not {values['level']!r}"
        )
    return Row(line, code, level_of(code), name)


def _check_parent(row: Row, parents: dict[str, str]) -> None:
    above = parent_of(row.code)
    if parents[row.code] != above:
        raise BadRow(
            line=row.line, why=f"the parent of {row.code} is {above or 'nothing'}, not {parents[row.code]!r}"
        )
    if above and above not in parents:
        raise BadRow(line=row.line, why=f"the division above {row.code}, {above}, is not in the file")


async def save_divisions(rows: Sequence[Row], reader: Reader, check: bool = False) -> Imported:
    """Add them, and bring those already there up to date; with `check` only say what would happen."""
    async with write():
        kept = {division.code: division for division in await Division.objects()}
        new = [_division(row, reader) for row in rows]
        fresh = [division for division in new if division.code not in kept]
        changed = [
            division for division in new if division.code in kept and _differ(division, kept[division.code])
        ]
        if not check and (fresh or changed):
            await _store(fresh + changed)
            await bump("network")
    codes = {row.code for row in rows}
    missing = sorted(
        code for code, division in kept.items() if code not in codes and division.valid_to is None
    )
    return Imported(len(fresh), len(changed), len(rows) - len(fresh) - len(changed), missing)


MADE: Final = [
    Division.level,
    Division.name,
    Division.short_name,
    Division.name_en,
    Division.pinyin,
    Division.initials,
]


def _division(row: Row, reader: Reader) -> Division:
    names = names_of(row.name, row.level, reader)
    return Division(
        code=row.code,
        level=row.level,
        name=row.name,
        short_name=names.short,
        name_en=names.english,
        pinyin=names.pinyin,
        initials=names.initials,
    )


def _differ(one: Division, other: Division) -> bool:
    names = [column._meta.name for column in MADE]
    return any(getattr(one, name) != getattr(other, name) for name in names)


async def _store(divisions: list[Division]) -> None:
    for start in range(0, len(divisions), CHUNK):
        await Division.insert(*divisions[start : start + CHUNK]).on_conflict(
            target=Division.code, action="DO UPDATE", values=MADE
        )
