"""Which figures somebody asks for: of which division, category and month, and what each figure's name means.

A figure is a condition on a request `r` and its facts `m`; the sums of the cells count the same (tests hold
them to it). What passed its time since then without a step is true only now: such conditions ask the clock.
"""

import re
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from msgspec import Struct

from server.domain.access import READERS, Seen, any_of, in_scope
from server.domain.categories import terms_under
from server.domain.errors import Invalid, NotAllowed, NotFound, NotSignedIn
from server.domain.figures.measuring import SATISFIED, month_of
from server.domain.people import Actor
from server.domain.places import Map
from server.domain.scope import contains, level_of
from server.domain.views import IN_HAND, OPEN, STREET, all_of

MONTH: Final = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
MONTHS: Final = 12  # that are shown, this one the last
DECEMBER: Final = 12
AGES: Final = (1, 3, 7, 15)  # days: open for less than so many; the last group has no end
GROUPS: Final = [str(group) for group in range(len(AGES) + 1)]
UNFINISHED: Final = "r.state <> 'resolved'"  # somebody still has to do something

UNANSWERED: Final = "r.state = 'submitted' AND m.answered_at IS NULL AND m.answer_due <= {}"
BEHIND: Final = "r.state IN ('accepted', 'assigned', 'in_progress') AND r.due_at <= {}"
BY_KIND: Final = {  # who holds what is open now
    "community": "r.holder NOT LIKE 'org-%' AND r.holder NOT LIKE '%000'",
    "office": "r.holder NOT LIKE 'org-%' AND r.holder LIKE '%000'",
    "firm": "r.holder LIKE 'org-%'",
}
ANSWERED: Final = "m.answered_at IS NOT NULL"
DONE: Final = "m.done_at IS NOT NULL"
RATED: Final = "(m.rating IS NOT NULL OR m.solved = FALSE)"
SETTLED: Final = {  # once counted, they change only with a step
    "received": "1 = 1",
    "answered": ANSWERED,
    "answered_in_time": f"{ANSWERED} AND m.answer_late = FALSE",
    "done": DONE,
    "done_in_time": f"{DONE} AND m.done_late = FALSE",
    "asked": "m.asked = TRUE",
    "heard": "m.solved IS NOT NULL",
    "solved": "m.solved = TRUE",
    "not_solved": "m.solved = FALSE",
    "rated": RATED,
    "satisfied": f"m.rating >= {SATISFIED}",
    "not_satisfied": f"{RATED} AND coalesce(m.rating, 0) < {SATISFIED}",
    "reopened": "m.reopened > 0",
}


class Part(Struct, frozen=True):
    """Some requests: a condition on their facts `m`, or on open ones `r` with their facts."""

    seen: Seen
    is_open: bool = False


class Scope(Struct, frozen=True):
    """What is asked for, checked: nobody gets it who may not."""

    actor: Actor
    now: datetime
    division: str
    category: str
    terms: tuple[str, ...]  # of the category; none: all
    first: int  # the first month, 202611
    last: int
    month: str  # as asked: 2026-11, or "" for the last twelve
    zone: ZoneInfo

    def has(self, month: int) -> bool:
        """Is it one of the months that are asked for?"""
        return self.first <= month <= self.last

    def speaks_of(self, category: str) -> bool:
        """Is it of the category that is asked for?"""
        return not self.terms or category in self.terms

    @property
    def is_wide(self) -> bool:
        """A place in it narrows little: better walked through by time."""
        return level_of(self.division) < STREET

    def of_settled(self, column: str = "m.place") -> Seen:
        """The condition on `m`, for all of the history."""
        here = all_of(self._mine(column), in_scope(column, self.division))
        if self.is_wide:  # `|| ''` keeps the planner from the index by place
            here = Seen(here.sql.replace(f"{column} BETWEEN", f"({column} || '') BETWEEN"), here.args)
        sent = Seen(
            "m.sent_at >= {} AND m.sent_at < {}", (self._begin(self.first), self._begin(self.last + 1))
        )
        return all_of(here, sent, *self._of_terms("m"))

    def of_open(self) -> Seen:
        """The condition on `r` and `m` for what is open now."""
        return all_of(Seen(OPEN), self.of_settled("r.place"))

    def of_cells(self) -> Seen:
        """The condition on `c`; of which division says whoever asks."""
        months = Seen("c.month BETWEEN {} AND {}", (self.first, self.last))
        return all_of(self._mine("c.division"), months, *self._of_terms("c"))

    def _begin(self, month: int) -> datetime:
        year, number = divmod(month, 100)
        return datetime(year + (number > DECEMBER), number if number <= DECEMBER else 1, 1, tzinfo=self.zone)

    def _mine(self, column: str) -> Seen:
        return any_of([in_scope(column, code) for code in self.actor.divisions(READERS)])

    def _of_terms(self, alias: str) -> list[Seen]:
        blanks = ", ".join(["{}"] * len(self.terms))
        return [Seen(f"{alias}.category IN ({blanks})", self.terms)] if self.terms else []


def must_see_figures(actor: Actor) -> None:
    """Who reads requests of a division. Raises NotSignedIn or NotAllowed."""
    if actor.person is None:
        raise NotSignedIn
    if not actor.divisions(READERS):
        raise NotAllowed


def scope_asked(
    actor: Actor, known: Map, now: datetime, *, division: str = "", category: str = "", month: str = ""
) -> Scope:
    """By default one's own division, everything, the last twelve months.

    Raises NotSignedIn, NotAllowed, Invalid, or NotFound for a division that is not there or is another's.
    """
    must_see_figures(actor)
    mine = own_divisions(actor)
    code = division or mine[0]
    if code not in known.divisions or not any(contains(outer, code) for outer in mine):
        raise NotFound(division=code)
    terms = tuple(terms_under(category)) if category else ()
    if category and not terms:
        raise Invalid({"category": "not-a-choice"})
    if month and not MONTH.fullmatch(month):
        raise Invalid({"month": "not-a-choice"})
    if month:
        first = last = number_of(month)
    else:
        *_, last = months = last_months(now, known.zone)
        first = months[0]
    return Scope(actor, now, code, category, terms, first, last, month, known.zone)


def own_divisions(actor: Actor) -> list[str]:
    """Over which somebody reads requests, the widest first."""
    return sorted(set(actor.divisions(READERS)), key=lambda code: (level_of(code), code))


def last_months(now: datetime, zone: ZoneInfo) -> list[int]:
    """Twelve, by the city's clock, this one the last."""
    year, month = divmod(month_of(now, zone), 100)
    ordinals = range(year * 12 + month - MONTHS, year * 12 + month)
    return [each // 12 * 100 + each % 12 + 1 for each in ordinals]


def number_of(month: str) -> int:
    """202611 of 2026-11."""
    return int(month.replace("-", ""))


def text_of(month: int) -> str:
    """2026-11 of 202611."""
    return f"{month // 100}-{month % 100:02d}"


def parts_of(figure: str, now: datetime) -> list[Part]:
    """Which requests a figure counts, in parts that have none in common. Raises Invalid."""
    if figure in SETTLED:
        return [Part(Seen(SETTLED[figure]))]
    if figure == "open":
        return [Part(Seen(UNFINISHED), is_open=True)]
    if figure == "overdue":
        return [Part(Seen(f"{IN_HAND} AND r.due_at <= {{}}", (now,)), is_open=True)]
    if figure.startswith("age_") and figure[4:] in GROUPS:
        return [Part(_of_age(int(figure[4:]), now), is_open=True)]
    name, _, kind = figure.partition(":")
    if name in LATENESS and kind in {"", *BY_KIND}:
        settled, live, by = LATENESS[name]
        if kind:
            settled, live = f"{settled} AND m.{by} = '{kind}'", f"{live} AND {BY_KIND[kind]}"
        return [Part(Seen(settled)), Part(Seen(live, (now,)), is_open=True)]
    raise Invalid({"figure": "not-a-choice"})


def condition_of(figure: str, now: datetime) -> Seen:
    """The same as one condition on `r` and `m`. Raises Invalid."""
    parts = parts_of(figure, now)
    return any_of([all_of(Seen(OPEN), part.seen) if part.is_open else part.seen for part in parts])


LATENESS: Final = {  # what steps settled, what the clock has added since, whose it is
    "answer_owed": (f"({ANSWERED} OR m.answer_late = TRUE)", UNANSWERED, "answer_by"),
    "answer_late": ("m.answer_late = TRUE", UNANSWERED, "answer_by"),
    "done_owed": (DONE, BEHIND, "done_by"),
    "done_late": ("m.done_late = TRUE", BEHIND, "done_by"),
}


def _of_age(group: int, now: datetime) -> Seen:
    """Open for so many days: 0 is less than one."""
    sql, args = UNFINISHED, list[Any]()
    if group < len(AGES):
        sql, args = f"{sql} AND r.sent_at > {{}}", [now - timedelta(days=AGES[group])]
    if group > 0:
        sql, args = f"{sql} AND r.sent_at <= {{}}", [*args, now - timedelta(days=AGES[group - 1])]
    return Seen(sql, tuple(args))


def live_columns(now: datetime) -> list[tuple[str, Seen]]:
    """What is counted of open requests at this moment, by name: what no step has settled."""
    kinds = BY_KIND.items()
    return [
        *((f"answer:{kind}", Seen(f"{UNANSWERED} AND {sql}", (now,))) for kind, sql in kinds),
        *((f"done:{kind}", Seen(f"{BEHIND} AND {sql}", (now,))) for kind, sql in kinds),
        *((name, condition_of(name, now)) for name in ("open", "overdue")),
        *((f"age_{group}", _of_age(group, now)) for group in range(len(AGES) + 1)),
    ]
