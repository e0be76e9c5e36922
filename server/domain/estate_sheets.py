"""A city's sheet of estates, brought in whole or not at all, and again when it changes.

Columns: community (code), road, numbers, estate, company. An estate may have many lines, one a road; a
company is found in the directory by its name, or added to it. What is there and not in the sheet is reported
and kept.
"""

import csv
from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from msgspec import Struct

from server.domain.addresses import Road, stretches_of
from server.domain.errors import BadRow, Invalid
from server.domain.estates import WriteEstate, decoded, overlap, put_row
from server.domain.organizing import WriteOrganization, save_organizations
from server.domain.places import TOPIC
from server.domain.scope import level_of, narrowest
from server.domain.topics import bumping
from server.storage.database import raw, together, write

COLUMNS: Final = ["community", "road", "numbers", "estate", "company"]
AT_ONCE: Final = 200


class Line(Struct, frozen=True):
    """One estate of the sheet, with the number of its first line."""

    line: int
    community: str
    name: str
    company: str  # "": nobody manages it
    roads: list[Road]


class Imported(Struct, frozen=True):
    """What an import did, or would do."""

    added: int
    changed: int
    same: int
    companies: list[str]  # that were not in the directory
    missing: list[str]  # names that we have and the sheet has not, in its communities


def read_estates(lines: Iterable[str]) -> list[Line]:
    """The estates of a CSV. Raises BadRow with the first bad line."""
    table = csv.DictReader(lines)
    if table.fieldnames is None or not set(COLUMNS) <= set(table.fieldnames):
        raise BadRow(line=1, why=f"the first line must name the columns {', '.join(COLUMNS)}")
    found: dict[tuple[str, str], Line] = {}
    for values in table:
        at = table.line_num
        community, road, numbers, name, company = ((values[column] or "").strip() for column in COLUMNS)
        if len(community) != 12 or not community.isdecimal() or level_of(community) != 4:
            raise BadRow(line=at, why=f"{community!r} is no code of a community")
        if not 1 <= len(name) <= 80:
            raise BadRow(line=at, why="the estate's name has not between 1 and 80 characters")
        try:
            stretches_of(numbers)
        except Invalid as fault:
            raise BadRow(
                line=at, why=f"the numbers {fault.facts.get('value', numbers)!r} cannot be read"
            ) from None
        line = found.setdefault((community, name), Line(at, community, name, company, []))
        if line.company != company:
            raise BadRow(line=at, why=f"{name} has another company in line {line.line}")
        if road:
            line.roads.append(Road(road, numbers))
    _check_overlaps(list(found.values()))
    return list(found.values())


def _check_overlaps(lines: list[Line]) -> None:
    before: dict[str, list[tuple[str, list[Road]]]] = {}
    for line in lines:
        earlier = before.setdefault(line.community, [])
        if met := overlap(line.roads, earlier):
            name, road, number = met
            raise BadRow(line=line.line, why=f"number {number} of {road} belongs to {name} already")
        earlier.append((line.name, line.roads))


HERE: Final = (
    "SELECT id, community, name, organization, addresses, version FROM estate WHERE deleted_at IS NULL"
)


async def save_estates(lines: list[Line], now: datetime, check: bool = False) -> Imported:
    """Bring the estates up to the sheet; `check`: only say what would change. Raises BadRow."""
    communities = {row["code"] for row in await raw("SELECT code FROM division WHERE level = 4")}
    for line in lines:
        if line.community not in communities:
            raise BadRow(line=line.line, why=f"there is no community {line.community}")
    async with write():
        here = {(row["community"], row["name"]): row for row in await raw(HERE)}
        companies, unknown = await _companies(lines)
        added = changed = same = 0
        statements = []
        for line in lines:
            row = here.get((line.community, line.name))
            company = companies.get(line.company)
            if row and row["organization"] == company and decoded(row) == line.roads:
                same += 1
                continue
            added, changed = added + (row is None), changed + (row is not None)
            wish = WriteEstate(row["version"] if row else 0, line.community, line.name, line.roads, company)
            statements.append(put_row(row["id"] if row else uuid4(), wish, now))
        if not check and statements:
            await save_organizations(
                {
                    companies[name]: WriteOrganization(name=name, kind="property", owner=owner)
                    for name, owner in unknown.items()
                },
                now,
            )
            for at in range(0, len(statements), AT_ONCE):
                await together(*statements[at : at + AT_ONCE])
            await together(bumping(TOPIC))
    sheet = {(line.community, line.name) for line in lines}
    concerned = {line.community for line in lines}
    missing = sorted(name for code, name in here.keys() - sheet if code in concerned)
    return Imported(added, changed, same, sorted(unknown), missing)


async def _companies(lines: list[Line]) -> tuple[dict[str, UUID], dict[str, str]]:
    """Ids by name; those that are not in the directory get one, and the division that will keep them."""
    wanted: dict[str, list[Line]] = {}
    for line in lines:
        if line.company:
            wanted.setdefault(line.company, []).append(line)
    rows = await raw("SELECT id, name, kind FROM organization WHERE deleted_at IS NULL")
    there: dict[str, list[UUID]] = {}
    for row in sorted(rows, key=lambda row: row["kind"] != "property"):  # of two with one name, that kind
        there.setdefault(row["name"], []).append(row["id"])
    ids = {name: there[name][0] if name in there else uuid4() for name in wanted}
    unknown = {
        name: narrowest([line.community for line in each])
        for name, each in wanted.items()
        if name not in there
    }
    return ids, unknown
