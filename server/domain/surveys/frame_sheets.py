"""A file for a wave's frame, read and checked row by row: totals of each stratum, or a list of addresses.

Totals say division, audience and population; 0 takes a stratum out. A list says community (or another
division), address and, if there are any, building and audience; its rows are counted. No dwelling stands in
two groups: an address that is in both lists of a community is refused with its row.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Literal

from msgspec import Struct, field

from server.domain.errors import Invalid
from server.domain.scope import contains, parent_of
from server.domain.sheets.reading import lines_of
from server.domain.surveys.questionnaire import Group
from server.domain.surveys.sampling import Framed
from server.domain.texts import line

COLUMNS: Final = {
    "division": ("division", "community", "区划代码", "社区代码", "社区", "代码"),
    "audience": ("audience", "group", "群体", "对象"),
    "population": ("population", "dwellings", "户数", "总数"),
    "building": ("building", "楼栋", "楼幢", "幢"),
    "address": ("address", "地址", "住址", "门牌"),
}
GROUPS: Final = {
    Group.RESIDENTS: ("residents", "本地居民户", "本地居民", "居民"),
    Group.MIGRANTS: ("migrants", "外来暂住", "外来暂住（新居民）", "新居民", "流动人口"),
    Group.UNITS: ("units", "辖区单位", "单位"),
}
BY_NAME: Final = {name: key for key, names in COLUMNS.items() for name in names}
GROUP_OF: Final = {name: group for group, names in GROUPS.items() for name in names}
MOST_ROWS: Final = 200_000
MOST_POPULATION: Final = 10_000_000
LONGEST: Final = 120  # characters of an address
Stratum = tuple[str, str]  # division, audience


class FrameFault(Struct, frozen=True):
    """A cell that cannot be as it is; row 0 is the file itself."""

    row: int
    column: str
    value: str
    key: str  # of its sentence


class Dwelling(Struct, frozen=True):
    """One row of a list."""

    row: int
    address: str
    building: str


class FrameRead(Struct):
    """What a file says, and what is wrong with it."""

    kind: Literal["totals", "list"]
    rows: int = 0
    totals: dict[Stratum, int] = field(default_factory=dict)
    lists: dict[Stratum, list[Dwelling]] = field(default_factory=dict)
    at: dict[Stratum, int] = field(default_factory=dict)  # the first row of each stratum
    faults: list[FrameFault] = field(default_factory=list)

    @property
    def populations(self) -> dict[Stratum, int]:
        """Dwellings of each stratum that the file names."""
        return self.totals or {stratum: len(rows) for stratum, rows in self.lists.items()}


class Known(Struct, frozen=True):
    """What a file is checked against."""

    divisions: frozenset[str]
    own: Sequence[str]  # the divisions whose frame the sender may change
    strata: Sequence[Stratum]  # that stand already
    addresses: Mapping[Stratum, frozenset[str]]  # of other lists, in their plain form


def read_frame_sheet(data: bytes, group: Group, known: Known) -> FrameRead:
    """Every row looked at. `group` is whose list it is when no column says so.

    Raises Invalid for what is no sheet or has not the columns.
    """
    lines = lines_of(data)
    places = _places(lines)
    read = FrameRead("list" if "address" in places else "totals")
    for number, cells in lines:
        row = {key: line(cells[at]) if at < len(cells) else "" for key, at in places.items()}
        if any(row.values()):
            read.rows += 1
            if read.rows > MOST_ROWS:
                raise Invalid({"sheet": "sheet-too-many-rows"})
            _take(read, number, row, group, known)
    if not read.rows:
        raise Invalid({"sheet": "sheet-empty"})
    _check_strata(read, known)
    _check_dwellings(read, known)
    read.faults.sort(key=lambda fault: fault.row)
    return read


def plain(address: str) -> str:
    """Two addresses with the same plain form are one."""
    return "".join(unicodedata.normalize("NFKC", address).casefold().split())


def framed(read: FrameRead) -> Iterator[Framed]:
    """Its strata, but those that it takes out."""
    return (Framed(*stratum, size) for stratum, size in read.populations.items() if size)


def _places(lines: Iterator[tuple[int, Sequence[str]]]) -> dict[str, int]:
    for _, cells in lines:
        if any(cell.strip() for cell in cells):
            names = [BY_NAME.get(cell.strip().casefold()) for cell in cells]
            places = {name: at for at, name in enumerate(names) if name}
            if "division" not in places or not {"address", "population"} & places.keys():
                raise Invalid({"sheet": "frame-columns"})
            return places
    raise Invalid({"sheet": "sheet-empty"})


def _take(read: FrameRead, number: int, row: dict[str, str], group: Group, known: Known) -> None:
    if fault := _fault_in(read, number, row, group, known):
        column, key = fault
        read.faults.append(FrameFault(number, column, row.get(column, ""), key))


def _fault_in(
    read: FrameRead, number: int, row: dict[str, str], group: Group, known: Known
) -> tuple[str, str] | None:
    """Takes a row in, or says which column of it cannot be as it is, and why."""
    division, said = row["division"], row.get("audience", "")
    audience = GROUP_OF.get(said.casefold()) if said else group
    if division not in known.divisions:
        return "division", "frame-division-unknown"
    if not any(contains(code, division) for code in known.own):
        return "division", "frame-not-yours"
    if audience is None:
        return "audience", "frame-audience-unknown"
    stratum = (division, str(audience))
    read.at.setdefault(stratum, number)
    if read.kind == "list":
        if not 1 <= len(row["address"]) <= LONGEST:
            return "address", "frame-address-missing"
        dwelling = Dwelling(number, row["address"], row.get("building", "")[:LONGEST])
        read.lists.setdefault(stratum, []).append(dwelling)
        return None
    if stratum in read.totals:
        return "division", "frame-twice"
    if not row["population"].isdecimal() or int(row["population"]) > MOST_POPULATION:
        return "population", "frame-not-a-number"
    read.totals[stratum] = int(row["population"])
    return None


def _check_strata(read: FrameRead, known: Known) -> None:
    """No stratum lies within another of the same group."""
    there = {stratum for stratum, size in read.populations.items() if size}
    there |= set(known.strata) - read.populations.keys()
    for division, audience in there:
        above = division
        while above := parent_of(above):
            if (above, audience) in there:
                both = [read.at.get((code, audience)) for code in (division, above)]
                row = next((number for number in both if number), 0)
                read.faults.append(FrameFault(row, "division", division, "frame-within"))


def _check_dwellings(read: FrameRead, known: Known) -> None:
    """No dwelling twice in a community, whichever group it is counted in."""
    seen: dict[str, dict[str, str]] = {}  # by division: whose list an address is in
    for (division, audience), addresses in known.addresses.items():
        if (division, audience) not in read.lists:
            seen.setdefault(division, {}).update(dict.fromkeys(addresses, audience))
    for (division, audience), dwellings in read.lists.items():
        here = seen.setdefault(division, {})
        for dwelling in dwellings:
            address = plain(dwelling.address)
            if address in here:
                key = "frame-twice" if here[address] == audience else "frame-in-both"
                read.faults.append(FrameFault(dwelling.row, "address", dwelling.address, key))
            here.setdefault(address, audience)
