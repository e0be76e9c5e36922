"""The requests behind a number: exactly those that it counts, the newest first."""

from typing import Final

from msgspec import Struct

from server.domain.access import Reader, Seen
from server.domain.cursors import Last, cursor_of, last_of
from server.domain.desk import PAGE, RequestInQueue, in_queue
from server.domain.figures.asking import Scope, condition_of
from server.domain.places import Places
from server.domain.views import all_of
from server.storage.database import together

LIST: Final = (
    "SELECT r.id, r.number, r.place, r.holder, r.category, r.description, r.address, r.source, r.state, "
    "r.urgent, r.version, r.sent_at, r.due_at, r.clerk, r.photos_expected, p.name AS clerk_name "
    "FROM request_measure m JOIN service_request r ON r.id = m.request "
    "LEFT JOIN person p ON p.id = r.clerk WHERE SEEN ORDER BY m.sent_at DESC, m.request DESC LIMIT {}"
)
COUNT: Final = (
    "SELECT count(*) AS n FROM request_measure m JOIN service_request r ON r.id = m.request WHERE SEEN"
)


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
    which = all_of(scope.of_requests(), condition_of(figure, reader.now))
    if itself:
        which = all_of(which, Seen("m.place = {}", (scope.division,)))
    page = which
    if last := last_of(cursor):
        after = Seen("m.sent_at <= {} AND (m.sent_at < {} OR m.request < {})", (last.at, last.at, last.id))
        page = all_of(which, after)
    rows, counts = await together(page.within(LIST, after=(PAGE + 1,)), which.within(COUNT))
    items = await in_queue(rows[:PAGE], reader, places)
    more = cursor_of(Last(items[-1].sent_at, items[-1].id)) if len(rows) > PAGE else None
    return RequestsOfFigure(items, more, int(counts[0]["n"]))
