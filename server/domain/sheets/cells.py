"""A service as one row of cells: how what is there is written, and what somebody wrote is read.

A cell that says what was written changes nothing, so a sheet that is exported and imported again is no
change.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, Final

from server.domain.categories import TERMS, is_for_services
from server.domain.errors import Invalid
from server.domain.hours import Rule
from server.domain.sheets import hours
from server.domain.sheets.columns import MANY
from server.domain.sheets.known import Known
from server.domain.writing import WriteService

KINDS: Final = {"public": "公立", "firm": "企业", "non-profit": "社会组织", "property": "物业"}
AUDIENCES: Final = {"elderly": "老人", "disabled": "残疾人", "children": "儿童", "migrants": "新居民"}
LANGUAGES: Final = {"zh": "中文", "en": "英文", "wuu": "杭州话", "sgn": "手语"}
STATUSES: Final = {
    "active": "正常",
    "temporarily closed": "暂停",
    "inactive": "停用",
    "defunct": "已撤销",
}
CATEGORIES: Final = {term.zh: code for code, term in TERMS.items() if is_for_services(code)}
YES: Final = {"是": True, "有": True, "yes": True, "否": False, "无": False, "no": False, "": False}
PLACE: Final = ("location", "address", "latitude", "longitude")
TEXTS: Final = (
    *("name", "description", "eligibility", "documents", "application", "fee_note", "wait"),
    *("accessibility", "phone"),
)


def cells_of(id: object, service: WriteService, known: Known) -> dict[str, str]:
    """The row that says this service."""
    provider = known.organizations.get(service.organization) if service.organization else None
    places = [known.locations[place] for place in service.locations if place in known.locations]
    return {name: getattr(service, name) for name in TEXTS} | {
        "id": str(id),
        "aka": MANY.join(service.aka),
        "category": TERMS[service.category].zh if service.category in TERMS else service.category,
        "organization": provider.name if provider else "",
        "kind": KINDS[provider.kind] if provider else "",
        "audience": MANY.join(AUDIENCES[each] for each in service.audience),
        "fee": "" if service.fee is None else f"{service.fee / 100:.2f}".rstrip("0").rstrip("."),
        "languages": MANY.join(LANGUAGES.get(each, each) for each in service.languages),
        "home_visit": "是" if service.home_visit else "否",
        "hours": hours.to_words(service.hours),
        "location": MANY.join(place.name for place in places),
        "address": MANY.join(place.address for place in places),
        "latitude": _numbers([place.latitude for place in places]),
        "longitude": _numbers([place.longitude for place in places]),
        "areas": ""
        if service.areas == [known.owner]
        else MANY.join(_called(code, known) for code in service.areas),
        "status": STATUSES[service.status],
        "verified_on": service.verified_on.isoformat() if service.verified_on else "",
    }


def _numbers(values: Sequence[float | None]) -> str:
    return MANY.join("" if value is None else repr(value) for value in values).strip(MANY)


def _called(code: str, known: Known) -> str:
    """A name where it is enough, else the code."""
    short = known.divisions[code][1] if code in known.divisions else ""
    return short if known.codes.get(short) == [code] else code


def fields_of(cells: Mapping[str, str], known: Known) -> tuple[dict[str, Any], dict[str, str]]:
    """What these cells say of a service, by field; and which say nothing that can be, by column.

    Without the organization and the places: those are things of their own.
    """
    said: dict[str, Any] = {}
    faults: dict[str, str] = {}
    for key, cell in cells.items():
        try:
            if key in TEXTS:
                said[key] = cell
            elif key == "areas":
                said[key] = _areas(cell, known)
            elif key in READERS:
                said[key] = READERS[key](cell)
        except Invalid as refused:
            faults[key] = next(iter(refused.fields.values()))
    return said, faults


def _areas(cell: str, known: Known) -> list[str]:
    if not cell:
        return [known.owner]
    codes = []
    for name in split(cell):
        found = [name] if name in known.divisions else known.codes.get(name, [])
        if len(found) != 1:
            raise Invalid({"areas": "sheet-two-divisions" if found else "no-such-division"})
        codes += found
    return sorted(set(codes))


def split(cell: str) -> list[str]:
    """The pieces of a cell that holds several; also with the signs that people type instead."""
    return [
        piece for part in cell.replace(";", MANY).replace("、", MANY).split(MANY) if (piece := part.strip())
    ]


def _category(cell: str) -> str:
    code = CATEGORIES.get(cell, cell)
    if not is_for_services(code):
        raise Invalid({"category": "required" if not cell else "not-a-choice"})
    return code


def _fee(cell: str) -> int | None:
    """Fen, of yuan."""
    cell = cell.removesuffix("元").strip()
    if not cell:
        return None
    if cell == "免费":
        return 0
    try:
        fen = round(float(cell) * 100)
    except (ValueError, OverflowError):
        raise Invalid({"fee": "not-a-number"}) from None
    if not 0 <= fen <= 100_000_000:
        raise Invalid({"fee": "not-a-number"})
    return fen


def _flag(cell: str) -> bool:
    if cell.lower() not in YES:
        raise Invalid({"home_visit": "not-a-choice"})
    return YES[cell.lower()]


def _day(cell: str) -> date | None:
    if not cell:
        return None
    try:
        year, month, day = cell.replace("/", "-").replace(".", "-").split("-")
        return date(int(year), int(month), int(day))
    except ValueError:
        raise Invalid({"verified_on": "not-a-date"}) from None


def _among(codes: Mapping[str, str], field: str, *, empty: str = "") -> Callable[[str], Any]:
    """Reads a cell that holds one of these words; `empty`: what an empty cell means."""
    by_word = {word: code for code, word in codes.items()}

    def read(cell: str) -> str:
        code = by_word.get(cell, cell) if cell else empty
        if code not in codes:
            raise Invalid({field: "not-a-choice"})
        return code

    return read


def _several(codes: Mapping[str, str], field: str) -> Callable[[str], list[str]]:
    read = _among(codes, field)
    return lambda cell: [read(piece) for piece in split(cell)]


@lru_cache(20_000)
def _hours(cell: str) -> list[Rule]:
    if cell == hours.OTHERWISE:
        raise Invalid({"hours": "sheet-hours-elsewhere"})
    return hours.from_words(cell)


READERS: Final[dict[str, Callable[[str], Any]]] = {
    "aka": split,
    "category": _category,
    "audience": lambda cell: sorted(_several(AUDIENCES, "audience")(cell)),
    "fee": _fee,
    "languages": lambda cell: _several(LANGUAGES, "languages")(cell) or ["zh"],
    "home_visit": _flag,
    "hours": _hours,
    "status": _among(STATUSES, "status", empty="active"),
    "verified_on": _day,
}
kind_of: Final = _among(KINDS, "kind", empty="public")
