"""The requests behind a number: exactly those that it counts, the newest first."""

from typing import Final

from msgspec import Struct

from server.domain.access import Reader, Seen
from server.domain.cursors import Last, cursor_of, last_of
from server.domain.desk import PAGE, RequestInQueue, in_queue
from server.domain.figures.asking import Scope, parts_of
from server.domain.places import Places
from server.domain.views import all_of
from server.storage.database import Sql, together

PAGE_OF: Final = (
    "SELECT r.id, r.number, r.place, r.holder, r.category, r.description, r.address, r.source, r.state, "
    "r.urgent, r.version, r.sent_at, r.due_at, r.clerk, r.photos_expected, p.name AS clerk_name "
    "FROM (SELECT request FROM (PARTS) every ORDER BY sent_at DESC, request DESC LIMIT {}) k "
    "JOIN service_request r ON r.id = k.request LEFT JOIN person p ON p.id = r.clerk "
    "ORDER BY r.sent_at DESC, r.id DESC"
)
SETTLED: Final = "FROM request_measure m WHERE SEEN"
OPEN_NOW: Final = "FROM service_request r CROSS JOIN request_measure m WHERE m.request = r.id AND SEEN"
NEWEST: Final = (
    "SELECT request, sent_at FROM (SELECT m.request, m.sent_at FROM_WHERE "
    "ORDER BY m.sent_at DESC, m.request DESC LIMIT {}) NAME"
)
AFTER: Final = "m.sent_at <= {} AND (m.sent_at < {} OR m.request < {})"
COUNT: Final = "SELECT count(*) AS n FROM_WHERE"


class RequestsOfFigure(Struct, frozen=True):
    """A page of them, and how many there are."""

    items: list[RequestInQueue]
    next_cursor: str | None
    count: int


async def list_counted(
    scope: Scope, figure: str, reader: Reader, places: Places, *, itself: bool = False, cursor: str = ""
) -> RequestsOfFigure:
    """Of a scope that was checked; `itself`: only what lies with the division and none of its parts.

    Raises Invalid.
    """
    itself_only = [Seen("m.place = {}", (scope.division,))] if itself else []
    last = last_of(cursor)
    after = [Seen(AFTER, (last.at, last.at, last.id))] if last else []
    newest, counts = [], []
    for at, part in enumerate(parts_of(figure, reader.now)):
        base = OPEN_NOW if part.is_open else SETTLED
        which = [scope.of_open() if part.is_open else scope.of_settled(), part.seen, *itself_only]
        page = NEWEST.replace("FROM_WHERE", base).replace("NAME", f"part{at}")
        newest.append(all_of(*which, *after).within(page, after=(PAGE + 1,)))
        counts.append(all_of(*which).within(COUNT.replace("FROM_WHERE", base)))
    union = " UNION ALL ".join(one.template for one in newest)
    args = [arg for one in newest for arg in one.args]
    rows, *numbers = await together(Sql(PAGE_OF.replace("PARTS", union), *args, PAGE + 1), *counts)
    items = await in_queue(rows[:PAGE], reader, places)
    more = cursor_of(Last(items[-1].sent_at, items[-1].id)) if len(rows) > PAGE else None
    return RequestsOfFigure(items, more, sum(int(found[0]["n"]) for found in numbers))
