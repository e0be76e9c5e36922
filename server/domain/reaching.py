"""Trying to reach a resident: "not reached" takes three tries at different hours of the day.

A try is a call that nobody answered, or a word that the resident can read (a question, a message). Who asks
for messages, or left no number, is not called: only words count there.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from server.domain.errors import Invalid
from server.storage.database import Sql, together

NEEDED: Final = 3
APART: Final = timedelta(hours=1)
TRIES: Final = (
    "SELECT at FROM request_step WHERE request = {} AND by NOT IN ('resident', 'clock') "
    "AND (act IN ('tried', 'ask') OR (act = 'message' AND internal = FALSE)) ORDER BY version"
)
WISH: Final = "SELECT wish, phone, other_phone FROM request_contact WHERE request = {}"


def tries_that_count(times: Iterable[datetime], zone: ZoneInfo) -> int:
    """How many tries were in another hour of the day each, and an hour after the one before."""
    counted: list[datetime] = []
    for at in sorted(times):
        is_later = not counted or at - counted[-1] >= APART
        if is_later and at.astimezone(zone).hour not in {one.astimezone(zone).hour for one in counted}:
            counted.append(at)
    return len(counted)


async def must_have_tried(request: UUID, zone: ZoneInfo) -> None:
    """Raises Invalid, which says how many tries count so far."""
    (rows,) = await together(Sql(TRIES, request))
    tries = tries_that_count((row["at"] for row in rows), zone)
    if tries < NEEDED:
        raise Invalid({"outcome": "tries-needed"}, tries=tries, needed=NEEDED)


async def may_call(request: UUID) -> None:
    """Is there a number, and is a call wished? Raises Invalid."""
    (rows,) = await together(Sql(WISH, request))
    if not _may_be_called(rows):
        raise Invalid({"act": "wants-messages" if rows and rows[0]["wish"] == "message" else "no-call"})


def _may_be_called(rows: list[dict[str, Any]]) -> bool:
    return bool(rows) and rows[0]["wish"] == "call" and bool(rows[0]["phone"] or rows[0]["other_phone"])
