"""How many requests each view of the queue holds; from MOST on it says only that there are so many.

In a district or less everything that is open is counted in one pass through the queue's index, which holds
all that is asked. In the city, and for `all`, each view is counted apart and only as far as MOST: the cost
follows neither the size of the city nor its history.
"""

from typing import Final

from msgspec import Struct

from server.domain.access import READERS, Seen, any_of, in_scope
from server.domain.views import (
    NO_FILTERS,
    OPEN,
    Filters,
    Turn,
    View,
    all_of,
    condition_of,
    filtered,
    scope_of_count,
    scope_of_queue,
    view_of,
)
from server.storage.database import Sql

MOST: Final = 1_000
MOST_EVER: Final = 100  # of all that ever was: its rows lie far apart
VIEWS: Final[tuple[View, ...]] = ("todo", "mine", "unassigned", "today", "overdue", "waiting", "open", "all")


class Counts(Struct, frozen=True):
    """How many requests each view holds: 1,000 (of `all`, 100) stands for that many or more."""

    todo: int
    mine: int
    unassigned: int
    today: int
    overdue: int
    waiting: int
    open: int
    all: int


SO_MANY: Final = "(SELECT count(*) FROM (SELECT 1 FROM service_request r WHERE SEEN LIMIT {}) few)"
ENOUGH: Final = "CASE WHEN HERE >= {} THEN {} ELSE EVERY END"
AT_ONCE: Final = "SELECT COLUMNS FROM service_request r WHERE SEEN"


def counting(turn: Turn, filters: Filters) -> list[Sql]:
    """The statements that count; each gives one row with some of the views."""
    apart: tuple[View, ...] = VIEWS if turn.is_city else ("all",)
    statements = [_each_apart(apart, turn, filters)]
    if not turn.is_city:
        statements.append(_in_one_pass([view for view in VIEWS if view not in apart], turn, filters))
    return statements


def counted(*rows: dict[str, int]) -> Counts:
    """What the statements gave."""
    found = {view: min(int(row[view] or 0), MOST) for row in rows for view in VIEWS if view in row}
    return Counts(**found)


def _each_apart(views: tuple[View, ...], turn: Turn, filters: Filters) -> Sql:
    parts = {view: _ever(turn, filters) if view == "all" else _now(view, turn, filters) for view in views}
    columns = [f'{part.sql} AS "{view}"' for view, part in parts.items()]
    return Sql(f"SELECT {', '.join(columns)}", *(arg for part in parts.values() for arg in part.args))


def _now(view: View, turn: Turn, filters: Filters) -> Seen:
    return _so_many(filtered(view_of(view, turn), filters), MOST)


def _ever(turn: Turn, filters: Filters) -> Seen:
    """All that ever was. What is about a place is nearly always enough, and stands in one index."""
    every = _so_many(filtered(scope_of_count(turn), filters), MOST_EVER)
    codes = turn.actor.divisions(READERS)
    if turn.is_city or filters != NO_FILTERS or not codes:
        return every
    here = _so_many(any_of([in_scope("r.place", code) for code in codes]), MOST_EVER)
    sql = ENOUGH.replace("HERE", here.sql).replace("EVERY", every.sql)
    return Seen(sql, (*here.args, MOST_EVER, MOST_EVER, *every.args))


def _so_many(which: Seen, most: int) -> Seen:
    return Seen(SO_MANY.replace("SEEN", which.sql), (*which.args, most))


def _in_one_pass(views: list[View], turn: Turn, filters: Filters) -> Sql:
    conditions = [(view, condition_of(view, turn)) for view in views]
    columns = [f'sum(CASE WHEN {one.sql} THEN 1 ELSE 0 END) AS "{view}"' for view, one in conditions]
    which = filtered(all_of(scope_of_queue(turn), Seen(OPEN)), filters)
    before = [arg for _, one in conditions for arg in one.args]
    return which.within(AT_ONCE.replace("COLUMNS", ", ".join(columns)), *before)
