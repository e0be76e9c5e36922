"""The figures of a division: in all, of its parts, by category, by month: cells, and what is open now.

Every number is a sum over requests, so the parts of a division add up to it; what lies with the division
itself and none of its parts is a row of its own. Shares are made of two such numbers by whoever shows them.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, Final, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from server.domain.access import Reader
from server.domain.categories import TERMS
from server.domain.categories import name as term_name
from server.domain.figures.asking import AGES, Scope, last_months, live_columns, own_divisions, text_of
from server.domain.figures.measuring import KINDS
from server.domain.places import Map, all_above
from server.domain.scope import DIGITS, contains, level_of, parent_of
from server.models.figures import COUNTS
from server.storage.database import Sql, together
from server.storage.rows import in_keys

TEXTS: Final = ("part", "category", "month")
SUMS: Final = ", ".join(f"sum(c.{name}) AS {name}" for name in COUNTS)
OF_ITSELF: Final = (
    f"SELECT c.category, c.month, {', '.join(COUNTS)} FROM figure_cell c "  # noqa: S608
    "WHERE c.division = {} AND SEEN"
)
OF_PARTS: Final = (
    f"SELECT c.division AS part, {SUMS} FROM figure_cell c WHERE SEEN "  # noqa: S608
    "AND c.division IN (KEYS) GROUP BY c.division"
)
OPEN_NOW: Final = (  # in this order: open ones are few, and their index holds only them
    "SELECT substr(r.place, 1, DIGITS) AS part, m.category, m.month, COLUMNS FROM service_request r "
    "CROSS JOIN request_measure m WHERE m.request = r.id AND SEEN "
    "GROUP BY substr(r.place, 1, DIGITS), m.category, m.month"
)
Sums = dict[str, int]


class Late(Struct, frozen=True):
    """How a kind of holder keeps its time."""

    kind: str  # community, office, firm
    answer_owed: int
    answer_late: int
    done_owed: int
    done_late: int


class Figures(Struct, frozen=True):
    """All numbers of one row. `_owed`: those whose time has come; times in working seconds, the mean."""

    received: int
    answer_owed: int
    answer_late: int
    answered: int
    answer_seconds: int | None
    done_owed: int
    done_late: int
    done: int
    done_seconds: int | None
    asked: int
    heard: int
    solved: int
    rated: int
    satisfied: int
    reopened: int
    open: int
    overdue: int
    ages: list[int]
    late: list[Late]


class Row(Struct, frozen=True):
    """A part of the division, a category or a month."""

    code: str
    name: str
    figures: Figures
    itself: bool = False  # what lies with the division and none of its parts


class Named(Struct, frozen=True):
    """A division that can be chosen."""

    code: str
    name: str


class FiguresShown(Struct, frozen=True):
    """The page."""

    division: str
    name: str
    path: list[Named]  # above it, as far as the reader may go
    category: str
    month: str
    months: list[str]
    own: list[Named]
    at: datetime
    waiting: int  # requests that are not counted yet
    total: Figures
    divisions: list[Row]
    categories: list[Row]
    by_month: list[Row]


async def read_figures(scope: Scope, known: Map, reader: Reader, waiting: int) -> FiguresShown:
    """Of a scope that was checked; `waiting` requests are not counted yet."""
    months = last_months(reader.now, known.zone)
    found = await _find(scope, known, months)
    language = reader.language
    parts = [
        _row(code, known.name(code, language), sums)
        for code, sums in sorted(found.parts.items())
        if sums or known.is_open(code, reader.now.astimezone(known.zone).date())
    ]
    if found.itself:
        name = known.name(scope.division, language)
        parts.append(Row(scope.division, name, figures_of(found.itself), itself=True))
    mine = own_divisions(scope.actor)
    return FiguresShown(
        division=scope.division,
        name=known.name(scope.division, language),
        path=[
            Named(code, known.name(code, language))
            for code in all_above(scope.division)
            if any(contains(outer, code) for outer in mine)
        ],
        category=scope.category,
        month=scope.month,
        months=[text_of(month) for month in months],
        own=[Named(code, known.name(code, language)) for code in mine],
        at=reader.now,
        waiting=waiting,
        total=figures_of(found.total),
        divisions=parts,
        categories=[_row(code, _term(code, language), sums) for code, sums in found.categories],
        by_month=[_row(text_of(month), text_of(month), found.months[month]) for month in months],
    )


def _term(code: str, language: str) -> str:
    return term_name(code, language) if code in TERMS else code  # a term may have gone since


class Found(Struct, frozen=True):
    """The sums behind the page; empty where nothing was counted."""

    total: Sums
    parts: dict[str, Sums]
    itself: Sums  # what lies with the division and none of its parts
    categories: list[tuple[str, Sums]]  # the largest first
    months: dict[int, Sums]


async def _find(scope: Scope, known: Map, months: list[int]) -> Found:
    """One reading transaction: cells of the division, cells of its parts, what is open now."""
    parts = sorted(code for code in known.divisions if parent_of(code) == scope.division)
    wide = replace(scope, terms=(), first=min(scope.first, months[0]), last=max(scope.last, months[-1]))
    cells, narrow = wide.of_cells(), scope.of_cells()
    statements = [cells.within(OF_ITSELF, scope.division), _open_now(wide)]
    if parts:
        statements.append(in_keys(OF_PARTS.replace("SEEN", narrow.sql), parts, *narrow.args))
    own, open_now, *rest = await together(*statements)
    for row in open_now:
        row["part"] = row["part"].ljust(12, "0")
    every = [*own, *open_now]
    here = [row for row in every if scope.has(row["month"])]
    of_terms = [row for row in every if scope.speaks_of(row["category"])]
    total = _summed([row for row in here if scope.speaks_of(row["category"])], lambda _: "")[""]
    open_here = [row for row in open_now if scope.has(row["month"]) and scope.speaks_of(row["category"])]
    by_part = _summed([*(rest[0] if parts else []), *open_here], lambda row: str(row["part"]))
    by_category = _summed(here, lambda row: str(row["category"]))
    apart = {name: value - sum(by_part[code][name] for code in parts) for name, value in total.items()}
    return Found(
        total=total,
        parts={code: by_part[code] for code in parts},
        itself=apart if parts and any(apart.values()) else {},
        categories=sorted(by_category.items(), key=lambda pair: (-pair[1]["received"], pair[0])),
        months=_summed(of_terms, lambda row: int(row["month"])),
    )


def _open_now(scope: Scope) -> Sql:
    columns = live_columns(scope.now)
    names = ", ".join(f'sum(CASE WHEN {one.sql} THEN 1 ELSE 0 END) AS "{name}"' for name, one in columns)
    digits = DIGITS[min(level_of(scope.division), len(DIGITS) - 1)]
    template = OPEN_NOW.replace("DIGITS", str(digits)).replace("COLUMNS", names)
    return scope.of_open().within(template, *(arg for _, one in columns for arg in one.args))


Key = TypeVar("Key")


def _summed(rows: Iterable[dict[str, Any]], key: Callable[[dict[str, Any]], Key]) -> dict[Key, Sums]:
    """The numbers of the rows, added up by a key."""
    sums: dict[Key, Sums] = defaultdict(lambda: defaultdict(int))
    for row in rows:
        into = sums[key(row)]
        for name, value in row.items():
            if name not in TEXTS:
                into[name] += int(value)
    return sums


def _row(code: str, name: str, sums: Sums) -> Row:
    return Row(code, name, figures_of(sums))


def figures_of(sums: Mapping[str, int]) -> Figures:
    """The numbers of a row from its sums: what steps settled, and what the clock has added since."""
    n = defaultdict(int, sums)
    late = [_late(kind, n) for kind in KINDS]
    return Figures(
        received=n["received"],
        answer_owed=sum(each.answer_owed for each in late),
        answer_late=sum(each.answer_late for each in late),
        answered=n["answered"],
        answer_seconds=round(n["answer_s"] / n["answered"]) if n["answered"] else None,
        done_owed=sum(each.done_owed for each in late),
        done_late=sum(each.done_late for each in late),
        done=n["done"],
        done_seconds=round(n["done_s"] / n["done"]) if n["done"] else None,
        asked=n["asked"],
        heard=n["heard"],
        solved=n["solved"],
        rated=n["rated"],
        satisfied=n["satisfied"],
        reopened=n["reopened"],
        open=n["open"],
        overdue=n["overdue"],
        ages=[n[f"age_{group}"] for group in range(len(AGES) + 1)],
        late=late,
    )


def _late(kind: str, n: Mapping[str, int]) -> Late:
    answer, done = n[f"answer:{kind}"], n[f"done:{kind}"]

    def settled(name: str, of_all: str) -> int:
        if kind != "office":
            return n[f"{name}_{kind}"]
        return n[of_all] - n[f"{name}_community"] - n[f"{name}_firm"]

    return Late(
        kind,
        settled("answer_owed", "answer_owed") + answer,
        settled("answer_late", "answer_late") + answer,
        settled("done", "done") + done,
        settled("done_late", "done_late") + done,
    )
