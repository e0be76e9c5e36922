"""What is kept of people, and how long: then it goes, and what remains is figures that speak of nobody.

A request that is over keeps its place, category, state, times, outcome and rating; contact, words, photos,
spot and key go. The mark of an anonymous request is that the hash of what was sent is gone too.
"""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from server.domain.casewords import forget_words
from server.domain.followers import forget_followers
from server.domain.leftovers import part_with_photos
from server.models.intake import Intake
from server.models.requests import Contact, ServiceRequest, Step
from server.models.tasks import ManagerTask
from server.storage.database import raw, write

REQUESTS: Final = timedelta(days=365)  # after their end; a lawyer should confirm these for each city
MISTAKES: Final = timedelta(days=365)  # what was wrong in the directory, after it was handled
READS: Final = timedelta(days=183)  # the access log
CODES: Final = timedelta(days=1)  # the limits of a day are counted from them
SESSIONS: Final = timedelta(days=30)  # after their end: a person may ask which there were
BATCH: Final = 100  # requests in one transaction of some 20 ms: others write between two

OVER: Final = (
    "SELECT id FROM service_request WHERE closed_at IS NOT NULL AND body_hash <> '' AND closed_at <= {} "
    "ORDER BY closed_at LIMIT {}"
)
DROP_READS: Final = (
    "DELETE FROM access_log WHERE id IN (SELECT id FROM access_log WHERE at <= {} ORDER BY at LIMIT {}) "
    "RETURNING 1 AS one"
)
DROP_MISTAKES: Final = (
    "DELETE FROM mistake WHERE id IN (SELECT id FROM mistake WHERE state <> 'open' AND handled_at <= {} "
    "ORDER BY id LIMIT {}) RETURNING 1 AS one"
)
DROP_CODES: Final = "DELETE FROM sign_in_code WHERE created_at <= {} RETURNING 1 AS one"
DROP_SESSIONS: Final = (
    "DELETE FROM session WHERE ends_at <= {} OR (ended_at IS NOT NULL AND ended_at <= {}) RETURNING 1 AS one"
)


async def anonymise_over(now: datetime, kept: timedelta = REQUESTS) -> int:
    """A batch of requests that were over so long ago; how many."""
    async with write():
        ids = [row["id"] for row in await raw(OVER, now - kept, BATCH)]
        if ids:
            await make_anonymous(ids, now)
    return len(ids)


async def make_anonymous(ids: list[UUID], now: datetime) -> None:
    """Within `write()`: nothing of these requests says any more whose they were, or opens them."""
    nothing: dict[Any, Any] = {
        ServiceRequest.resident: None,
        ServiceRequest.key_hash: None,
        ServiceRequest.body_hash: "",
        ServiceRequest.description: "",
        ServiceRequest.address: "",
        ServiceRequest.latitude: None,
        ServiceRequest.longitude: None,
    }
    await ServiceRequest.update(nothing).where(ServiceRequest.id.is_in(ids))
    await Step.update({Step.note: "", Step.body_hash: ""}).where(Step.request.is_in(ids))
    await Contact.delete().where(Contact.request.is_in(ids))
    await forget_words(ids)
    await Intake.delete().where(Intake.request.is_in(ids))
    await forget_followers(ids)
    await ManagerTask.update({ManagerTask.said: "{}", ManagerTask.note: ""}).where(
        ManagerTask.request.is_in(ids)
    )
    await part_with_photos(ids, now)


async def drop_reads(now: datetime) -> int:
    """A batch of looks at personal data that are half a year old; how many."""
    return len(await raw(DROP_READS, now - READS, BATCH))


async def drop_mistakes(now: datetime) -> int:
    """A batch of reports that were handled a year ago: people write of themselves unasked; how many."""
    return len(await raw(DROP_MISTAKES, now - MISTAKES, BATCH))


async def drop_sign_ins(now: datetime) -> int:
    """Codes, and sessions that are over; how many."""
    codes = await raw(DROP_CODES, now - CODES)
    sessions = await raw(DROP_SESSIONS, now - SESSIONS, now - SESSIONS)
    return len(codes) + len(sessions)


KEPT_TOO_LONG: Final = {
    "requests that are over still say whose they were": (
        "SELECT count(*) AS n FROM service_request "
        "WHERE closed_at IS NOT NULL AND body_hash <> '' AND closed_at <= {}",
        REQUESTS,
    ),
    "looks at personal data are still listed": (
        "SELECT count(*) AS n FROM access_log WHERE at <= {}",
        READS,
    ),
    "words on what was wrong in the directory are still there": (
        "SELECT count(*) AS n FROM mistake WHERE state <> 'open' AND handled_at <= {}",
        MISTAKES,
    ),
    "sign-in codes are still there": ("SELECT count(*) AS n FROM sign_in_code WHERE created_at <= {}", CODES),
    "sessions that are over are still there": (
        "SELECT count(*) AS n FROM session WHERE ends_at <= {}",
        SESSIONS,
    ),
}
LATE: Final = timedelta(days=2)  # nights that may fail before somebody should look


async def kept_too_long(now: datetime) -> list[tuple[int, str, timedelta]]:
    """What should have gone two days ago: how many, of what, after how long."""
    found = []
    for what, (sql, kept) in KEPT_TOO_LONG.items():
        (row,) = await raw(sql, now - kept - LATE)
        if row["n"]:
            found.append((row["n"], what, kept))
    return found
