"""The next twelve months of a division: the demand to expect, by category, and what residents said they lack.

From the figures of whole months (`figures`), at most the last twelve, by the method of `demand`; it is tried
on the months before, on the parts of the division, and the trial is shown with it. Needs are the survey's
released ones, of the division or of the nearest above it that has any.
"""

import asyncio
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

from server.domain.errors import NotAllowed, NotFound, NotSignedIn
from server.domain.figures.asking import text_of
from server.domain.figures.measuring import month_of
from server.domain.people import Actor, Role
from server.domain.places import Map
from server.domain.scope import contains, parent_of
from server.domain.surveys.items import NEED, texts_of
from server.domain.surveys.questionnaire import read_questionnaire
from server.domain.surveys.waves import WaveState
from server.models.surveys import Estimate, Wave
from server.storage.rows import select_in

if TYPE_CHECKING:
    from server.domain.demand import History, Trial

MAY_FORESEE: Final = frozenset({Role.MANAGER, Role.STATISTICIAN, Role.AUDITOR})
YEAR: Final = 12  # months that are foretold, and at most looked back to
FEWEST: Final = 3  # months of history: with fewer nothing is foretold
CELLS: Final = (
    "SELECT division, month, category, received FROM figure_cell WHERE month >= {} AND division IN (KEYS)"
)
Counts = dict[str, Counter[str]]  # by division and category


class Expected(Struct, frozen=True):
    """One category. `low` and `high`: nine in ten years lie between them."""

    category: str
    before: int  # in the months looked back to
    expected: float | None  # null: the history is too short
    low: int | None
    high: int | None


class BackTest(Struct, frozen=True):
    """The method on months that have passed, over the parts of the division and their categories."""

    months: int  # that were foretold
    cells: int
    received: int
    error: float  # sum of the differences, as a share of what was received
    error_of_same: float  # the same for "as many as before"
    held: float  # share of the cells that lay within their interval


class Need(Struct, frozen=True):
    """What residents needed and could not get, as it was released."""

    statistic: str
    texts: dict[str, str]  # by language
    point: float
    low: float
    high: float


class Forecast(Struct, frozen=True):
    """All of it. Months as 2026-12."""

    division: str
    name: str
    first: str
    last: str
    months: int  # of history
    total: Expected
    items: list[Expected]
    back_test: BackTest | None  # null: too short a history to try it on
    needs_of: str | None  # the division that the needs were released for
    needs_year: int | None
    needs: list[Need]


async def foresee(division: str, actor: Actor, known: Map, now: datetime, language: str) -> Forecast:
    """Of one's division. Raises NotSignedIn, NotAllowed, or NotFound for one that is another's or nowhere."""
    code = _checked(division, actor, known)
    this_month = _ordinal(month_of(now, known.zone))
    parts = [part for part in known.divisions if parent_of(part) == code]
    tested, above = (parts, code) if parts else (_parts_of(parent_of(code), known), parent_of(code))
    history = await _cells({code, parent_of(code), above, *tested} - {""}, this_month)
    length = min(YEAR, len(history))
    before = _added(history, length, 0)
    categories = sorted({category for counts in before.values() for category in counts})
    own, total = await asyncio.to_thread(_foretold, code, before, categories, length)
    needs_of, needs_year, needs = await _needs(code)
    return Forecast(
        division=code,
        name=known.name(code, language),
        first=text_of(_month(this_month)),
        last=text_of(_month(this_month + YEAR - 1)),
        months=len(history),
        total=total,
        items=own,
        back_test=await asyncio.to_thread(_tried, tested, above, history),
        needs_of=needs_of,
        needs_year=needs_year,
        needs=needs,
    )


def _checked(division: str, actor: Actor, known: Map) -> str:
    if actor.person is None:
        raise NotSignedIn
    mine = actor.divisions(MAY_FORESEE)
    if not mine:
        raise NotAllowed
    code = division or mine[0]
    if code not in known.divisions or not any(contains(outer, code) for outer in mine):
        raise NotFound(division=code)
    return code


async def _cells(divisions: Iterable[str], this_month: int) -> list[Counts]:
    """By whole month, the newest first, back to the first with any request ; two years at most"""
    first = this_month - 2 * YEAR
    rows = await select_in(CELLS, sorted(divisions), _month(first))
    months: list[Counts] = [{} for _ in range(2 * YEAR)]
    oldest = 0
    for row in rows:
        ago = this_month - 1 - _ordinal(row["month"])
        if ago >= 0:
            months[ago].setdefault(row["division"], Counter())[row["category"]] += row["received"]
            oldest = max(oldest, ago + 1)
    return months[:oldest]


def _added(history: Sequence[Counts], months: int, ago: int) -> Counts:
    """The sum of so many months, the newest of them `ago` months back."""
    found: Counts = {}
    for month in history[ago : ago + months]:
        for division, counts in month.items():
            found.setdefault(division, Counter()).update(counts)
    return found


def _history(divisions: Sequence[str], above: str, counts: Counts, categories: Sequence[str]) -> "History":
    import numpy as np

    from server.domain.demand import History

    own = [counts.get(division, Counter()) for division in divisions]
    whole = counts.get(above, Counter())
    return History(
        np.array([each[category] for each in own for category in categories], dtype=float),
        np.array([whole[category] for _ in own for category in categories], dtype=float),
        np.array([each.total() / max(whole.total(), 1) for each in own for _ in categories], dtype=float),
    )


def _foretold(
    code: str, before: Counts, categories: Sequence[str], months: int
) -> tuple[list[Expected], Expected]:
    """Each category, most expected first, and all together."""
    counts = before.get(code, Counter())
    if months < FEWEST:
        short = [Expected(category, counts[category], None, None, None) for category in categories]
        return short, Expected("", counts.total(), None, None, None)
    # NumPy and SciPy take a moment to load: whoever only serves never waits for them.
    from server.domain.demand import forecast

    found = forecast(_history([code], parent_of(code), before, categories), months, YEAR)
    rows = zip(categories, found.expected, found.low, found.high, strict=True)
    items = [Expected(name, counts[name], float(mean), int(low), int(high)) for name, mean, low, high in rows]
    all_of = {division: Counter({"": each.total()}) for division, each in before.items() if division == code}
    whole = forecast(_history([code], "", all_of, [""]), months, YEAR)
    total = Expected("", counts.total(), float(whole.expected[0]), int(whole.low[0]), int(whole.high[0]))
    return sorted(items, key=lambda item: (-(item.expected or 0), item.category)), total


def _tried(divisions: Sequence[str], above: str, history: Sequence[Counts]) -> BackTest | None:
    """On the later half of the history, a year at most, from what came before it."""
    hidden = min(YEAR, len(history) // 2)
    months = min(YEAR, len(history) - hidden)
    if hidden < FEWEST or not divisions:
        return None
    from server.domain.demand import try_out

    before, came = _added(history, months, hidden), _added(history, hidden, 0)
    categories = sorted(
        {category for part in (before, came) for counts in part.values() for category in counts}
    )
    if not categories:
        return None
    found: Trial = try_out(
        _history(divisions, above, before, categories),
        months,
        _history(divisions, above, came, categories).own,
        hidden,
    )
    if not found.cells:
        return None
    return BackTest(hidden, found.cells, int(found.received), found.error, found.error_of_same, found.held)


async def _needs(code: str) -> tuple[str | None, int | None, list[Need]]:
    """What the newest published survey released of needs, most wanted first."""
    wave = (
        await Wave.objects()
        .where(Wave.state == WaveState.PUBLISHED)
        .order_by(Wave.year, Wave.version, ascending=False)
        .first()
    )
    while wave is not None and code:
        rows = await Estimate.select().where(
            (Estimate.wave == wave.id)
            & (Estimate.division == code)
            & (Estimate.audience == "all")
            & Estimate.statistic.like(f"{NEED}:%")
            & (Estimate.released == True)  # noqa: E712 - SQL
        )
        if rows:
            asked = read_questionnaire(wave.questionnaire)
            needs = [_need(row, texts_of(row["statistic"], "all", asked) or {}) for row in rows]
            return code, wave.year, sorted(needs, key=lambda need: (-need.point, need.statistic))
        code = parent_of(code)
    return None, None, []


def _need(row: dict[str, Any], texts: dict[str, str]) -> Need:
    return Need(row["statistic"], texts, row["point"], row["low"], row["high"])


def _parts_of(code: str, known: Map) -> list[str]:
    return [part for part in known.divisions if parent_of(part) == code] if code else []


def _ordinal(month: int) -> int:
    """Months are counted: 202612 and 202701 are one apart."""
    return month // 100 * YEAR + month % 100 - 1


def _month(ordinal: int) -> int:
    return ordinal // YEAR * 100 + ordinal % YEAR + 1
