"""Every request is counted once: when it changed, its facts are read anew and the difference is added.

The clock does it a moment later (and whoever opens the figures, before they are read), in one transaction for
some hundred requests, one process at a time: facts, cells and mark always agree.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from msgspec.structs import asdict

from server.domain.figures.measuring import SATISFIED, Measured, measured
from server.domain.places import Places, all_above
from server.domain.topics import bump
from server.models.figures import COUNTS
from server.storage.database import Sql, raw, together, write
from server.storage.rows import insert_values, parts_of, select_in

TOPIC: Final = "figures"
BATCH: Final = 300  # requests in one transaction: others write between two
AT_MOST: Final = 3_000  # in one pass

NEW: Final = (
    "SELECT id, place, holder, category, sent_at, closed_at, version FROM service_request "
    "WHERE counted <> version ORDER BY sent_at LIMIT {}"
)
STEPS: Final = (
    'SELECT id, request, act, "by", internal, facts, version, state, at FROM request_step '
    "WHERE request IN (KEYS)"
)
FIELDS: Final = Measured.__struct_fields__
MEASURES: Final = f"SELECT {', '.join(FIELDS)} FROM request_measure WHERE request IN (KEYS)"  # noqa: S608
MARK: Final = "UPDATE service_request SET counted = {} WHERE id IN (KEYS)"
ADD: Final = (
    f"INSERT INTO figure_cell (id, division, month, category, {', '.join(COUNTS)}) VALUES ROWS "  # noqa: S608
    "ON CONFLICT (id) DO UPDATE SET "
    + ", ".join(f"{name} = figure_cell.{name} + excluded.{name}" for name in COUNTS)
)
CELLS: Final = 400  # of one statement
Cell = tuple[str, int, str]  # division, month, category


async def count_changed(places: Places, now: datetime, at_most: int = AT_MOST) -> int:
    """What the cells do not know yet, oldest first; how many requests."""
    count = 0
    while count < at_most and await how_many_wait(1):
        found = await _count_batch(places, now)
        count += found
        if found < BATCH:
            break
    return count


async def how_many_wait(at_most: int = AT_MOST) -> int:
    """Requests that the cells do not know yet, or not as they are."""
    rows = await raw(
        "SELECT count(*) AS n FROM (SELECT 1 FROM service_request WHERE counted <> version LIMIT {}) few",
        at_most,
    )
    return int(rows[0]["n"])


async def _count_batch(places: Places, now: datetime) -> int:
    known = await places.at(now)
    async with write():
        await bump(TOPIC)  # its row is the lock: another process waits here, and then sees what we counted
        requests = await raw(NEW, BATCH)
        ids = [row["id"] for row in requests]
        if not ids:
            return 0
        steps = defaultdict(list)
        for row in sorted(await select_in(STEPS, ids), key=lambda row: row["version"]):
            steps[row["request"]].append(row)
        before = {row["request"]: _measured_of(row) for row in await select_in(MEASURES, ids)}
        after = [measured(row, steps[row["id"]], known) for row in requests if steps[row["id"]]]
        await insert_values(
            "request_measure", FIELDS, [list(asdict(each).values()) for each in after], key="request"
        )
        await _add(_difference(before.values(), after))
        for version in sorted({row["version"] for row in requests}):
            await select_in(MARK, [row["id"] for row in requests if row["version"] == version], version)
    return len(ids)


def _measured_of(row: dict[str, Any]) -> Measured:
    flags = {name: bool(row[name]) for name in ("answer_late", "done_late", "asked")}
    solved = None if row["solved"] is None else bool(row["solved"])
    return Measured(**{name: row[name] for name in FIELDS} | flags | {"solved": solved})


def counts_of(one: Measured) -> dict[str, int]:
    """What one request adds to each sum; only what is not nothing."""
    owed, firm, community = one.answered_at is not None or one.answer_late, "firm", "community"
    done = one.done_at is not None
    rated = one.rating is not None or one.solved is False
    made = {
        "received": 1,
        "answered": one.answered_at is not None,
        "answer_s": one.answer_s or 0,
        "answer_owed": owed,
        "answer_late": one.answer_late,
        "done": done,
        "done_s": one.done_s or 0,
        "done_late": one.done_late,
        "asked": one.asked,
        "heard": one.solved is not None,
        "solved": one.solved is True,
        "rated": rated,
        "satisfied": (one.rating or 0) >= SATISFIED,
        "reopened": one.reopened > 0,
    }
    for kind in (firm, community):
        made |= {
            f"answer_owed_{kind}": owed and one.answer_by == kind,
            f"answer_late_{kind}": one.answer_late and one.answer_by == kind,
            f"done_{kind}": done and one.done_by == kind,
            f"done_late_{kind}": one.done_late and one.done_by == kind,
        }
    return {name: int(value) for name, value in made.items() if value}


def _difference(before: Iterable[Measured], after: Iterable[Measured]) -> dict[Cell, dict[str, int]]:
    """What must be added to each cell: of the place, and of every division above it."""
    cells: dict[Cell, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for sign, several in ((-1, before), (1, after)):
        for one in several:
            made = counts_of(one)
            for division in (*all_above(one.place), one.place):
                cell = cells[division, one.month, one.category]
                for name, value in made.items():
                    cell[name] += sign * value
    return {key: cell for key, cell in cells.items() if any(cell.values())}


async def _add(cells: dict[Cell, dict[str, int]]) -> None:
    rows = [
        [f"{division} {month} {category}", division, month, category, *(cell.get(name, 0) for name in COUNTS)]
        for (division, month, category), cell in sorted(cells.items())
    ]
    for part in parts_of(rows, CELLS):
        blanks = ", ".join(["(" + ", ".join(["{}"] * len(part[0])) + ")"] * len(part))
        await together(Sql(ADD.replace("ROWS", blanks), *(value for row in part for value in row)))
