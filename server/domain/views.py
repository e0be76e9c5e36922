"""The views of the queue: which requests each holds, what narrows them further, in which order they stand.

A view is by holder and open; only `all` shows what is over or lies elsewhere. Conditions are written so that
each engine reads few rows of a large history: what is open in a district or less is a range of holders in the
queue's index; the city is walked through in the order of due times, until a page is full. Of everything that
ever was, a street or less is collected and sorted, a district or more walked through from the newest on.
`(r.holder || '')` and `coalesce(r.sent_at, r.sent_at)` keep the planners from the other way.
"""

from datetime import datetime, time, timedelta
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo

from msgspec import Struct

from server.domain.access import READERS, Seen, queue_of, visible_to
from server.domain.casewords import ids_of
from server.domain.categories import terms_under
from server.domain.cursors import Last
from server.domain.errors import Invalid
from server.domain.people import Actor
from server.domain.scope import level_of, scope_of
from server.domain.texts import clean

LONGEST_SEARCH: Final = 100
DIVISION_DIGITS: Final = 12
DISTRICT: Final = 2  # levels
STREET: Final = 3

View = Literal["todo", "mine", "unassigned", "today", "overdue", "waiting", "open", "all"]
Source = Literal["app", "phone", "counter", "open311"]

IN_HAND: Final = "r.state IN ('submitted', 'accepted', 'assigned', 'in_progress')"
OPEN: Final = "r.closed_at IS NULL"
BY_DUE: Final = "r.due_at NULLS LAST, r.id"
BY_SENT: Final = "r.sent_at DESC, r.id DESC"
COLLECTED: Final = "coalesce(r.sent_at, r.sent_at) DESC, r.id DESC"  # the same, by no index


class Filters(Struct, frozen=True):
    """What narrows every view; "" and False: nothing."""

    category: str = ""  # a term, or all under a top category
    division: str = ""
    source: Source | Literal[""] = ""
    urgent: bool = False


NO_FILTERS: Final = Filters()


class Turn(Struct, frozen=True):
    """Whose queue, and the moments that a view is measured by (UTC)."""

    actor: Actor
    now: datetime
    midnight: datetime  # when today ends in the city

    @property
    def is_wide(self) -> bool:
        """A scope with hundreds of communities: reading all that ever was in it would take too long."""
        return any(level_of(code) < STREET for code in self.actor.divisions(READERS))

    @property
    def is_city(self) -> bool:
        """The widest: even reading all that is open would take too long."""
        return any(level_of(code) < DISTRICT for code in self.actor.divisions(READERS))


def turn_of(actor: Actor, now: datetime, zone: ZoneInfo) -> Turn:
    """Somebody's queue at this moment."""
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    return Turn(actor, now, datetime.combine(tomorrow, time(0), zone))


def scope_of_queue(turn: Turn) -> Seen:
    """What lies with the offices and firms for which they act."""
    queue = queue_of(turn.actor)
    return _walked(queue) if turn.is_city else queue


def scope_of_all(turn: Turn) -> Seen:
    """What they may see at all, the newest first."""
    seen = visible_to(turn.actor)
    return _walked(seen) if turn.is_wide else seen


def scope_of_count(turn: Turn) -> Seen:
    """The same, in any order: for counting up to a limit."""
    seen = visible_to(turn.actor)
    return _walked(seen) if turn.is_city else seen


def _walked(seen: Seen) -> Seen:
    sql = seen.sql
    for column in ("r.holder", "r.place"):
        sql = sql.replace(f"{column} BETWEEN", f"({column} || '') BETWEEN")
    return Seen(sql, seen.args)


def condition_of(view: View, turn: Turn) -> Seen:
    """What makes an open request part of a view; `all` and `open` ask for nothing more."""
    me, now = turn.actor.person, turn.now
    match view:
        case "todo":
            return Seen(f"{IN_HAND} AND coalesce(r.clerk, {{}}) = {{}}", (me, me))
        case "mine":
            return Seen("r.clerk = {}", (me,))
        case "unassigned":
            return Seen(f"{IN_HAND} AND r.clerk IS NULL")
        case "today":
            return Seen(f"{IN_HAND} AND r.due_at > {{}} AND r.due_at < {{}}", (now, turn.midnight))
        case "overdue":
            return Seen(f"{IN_HAND} AND r.due_at <= {{}}", (now,))
        case "waiting":
            return Seen("r.state = 'waiting'")
    return Seen("1 = 1")


def view_of(view: View, turn: Turn) -> Seen:
    """Which requests a view holds."""
    if view == "all":
        return scope_of_all(turn)
    return all_of(scope_of_queue(turn), Seen(OPEN), condition_of(view, turn))


def order_of(view: View, turn: Turn) -> str:
    """In which order a view stands, and how it is come by."""
    if view != "all":
        return BY_DUE
    return BY_SENT if turn.is_wide else COLLECTED


def filtered(which: Seen, filters: Filters) -> Seen:
    """Those that pass the filters. Raises Invalid."""
    parts = [which]
    if filters.category:
        codes = terms_under(filters.category)
        if not codes:
            raise Invalid({"category": "not-a-choice"})
        parts.append(Seen(f"r.category IN ({', '.join(['{}'] * len(codes))})", tuple(codes)))
    if filters.division:
        if not (filters.division.isdigit() and len(filters.division) == DIVISION_DIGITS):
            raise Invalid({"division": "not-a-choice"})
        parts.append(Seen("r.place BETWEEN {} AND {}", scope_of(filters.division)))
    if filters.source:
        parts.append(Seen("r.source = {}", (filters.source,)))
    if filters.urgent:
        parts.append(Seen("r.urgent = {}", (True,)))
    return all_of(*parts)


def searched(which: Seen, view: View, q: str, actor: Actor) -> Seen:
    """Those that a query means. Raises Invalid."""
    words = clean(q)
    if not words:
        return which
    if len(words) > LONGEST_SEARCH:
        raise Invalid({"q": "too-long"}, limit=LONGEST_SEARCH)
    ids = ids_of(words, actor, only_open=view != "all")
    return all_of(which, Seen(f"r.id IN ({ids.template})", ids.args))


def pages_of(which: Seen, view: View, last: Last | None) -> list[Seen]:
    """Those after the last one of the page before, in one part or two that follow each other."""
    if view == "all":
        if last is None:
            return [which]
        return [all_of(which, Seen("r.sent_at <= {} AND (r.sent_at < {} OR r.id < {})", _at(last)))]
    timeless = Seen("r.due_at IS NULL")
    if last and last.at is None:
        return [all_of(which, timeless, Seen("r.id > {}", (last.id,)))]
    timed = Seen("r.due_at IS NOT NULL")
    if last:
        timed = Seen("r.due_at >= {} AND (r.due_at > {} OR r.id > {})", _at(last))
    return [all_of(which, timed), all_of(which, timeless)]


def _at(last: Last) -> tuple[Any, ...]:
    return (last.at, last.at, last.id)


def all_of(*seen: Seen) -> Seen:
    """One and the other."""
    return Seen(" AND ".join(one.sql for one in seen), tuple(arg for one in seen for arg in one.args))
