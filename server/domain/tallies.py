"""How many requests each view of the queue holds; from MOST on it says only that there are so many.

In a district or less everything that is open is counted in one pass through the queue's index, which holds
all that is asked. In the city, and for `all`, each view is counted apart and only as far as MOST: the cost
follows neither the size of the city nor its history.
"""

from typing import Final

from msgspec import Struct

from server.domain.access import Seen
from server.domain.views import (
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
    held = {view: scope_of_count(turn) if view == "all" else view_of(view, turn) for view in views}
    parts = [(view, filtered(which, filters)) for view, which in held.items()]
    columns = [SO_MANY.replace("SEEN", which.sql) + f' AS "{view}"' for view, which in parts]
    args = [(*which.args, MOST_EVER if view == "all" else MOST) for view, which in parts]
    return Sql(f"SELECT {', '.join(columns)}", *(arg for some in args for arg in some))


def _in_one_pass(views: list[View], turn: Turn, filters: Filters) -> Sql:
    conditions = [(view, condition_of(view, turn)) for view in views]
    columns = [f'sum(CASE WHEN {one.sql} THEN 1 ELSE 0 END) AS "{view}"' for view, one in conditions]
    which = filtered(all_of(scope_of_queue(turn), Seen(OPEN)), filters)
    before = [arg for _, one in conditions for arg in one.args]
    return which.within(AT_ONCE.replace("COLUMNS", ", ".join(columns)), *before)
