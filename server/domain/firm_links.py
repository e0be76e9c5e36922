"""The link by which a firm sees a request: its key is computed, never kept; a text message brings it.

Whoever has the link sees what the firm sees, so the message goes only to the mobile number of the firm in the
directory; a landline gets none, and the desk passes the link on as before.
"""

from base64 import urlsafe_b64encode
from datetime import datetime
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from server.domain.jobs import queueing
from server.domain.keys import Keys
from server.domain.lifecycle import UNDO_WITHIN
from server.domain.news import Note, by_day
from server.domain.phones import for_sign_in, takes_texts
from server.storage.database import Sql, raw

PURPOSE: Final = "dispatches"
TELL: Final = "tell-firm"  # the job that texts the link
WAITS: Final = (
    "SELECT o.phone, r.number, d.due_at FROM dispatch d JOIN organization o ON o.id = d.organization "
    "JOIN service_request r ON r.id = d.request "
    "WHERE d.id = {} AND d.state = 'sent' AND d.ended_at IS NULL AND r.closed_at IS NULL"
)


def key_of(keys: Keys, id: UUID) -> str:
    """43 characters of base64url."""
    return urlsafe_b64encode(keys.mac(PURPOSE, str(id))).decode().rstrip("=")


def link_of(keys: Keys, id: UUID, site: str) -> str:
    """What the firm opens. The key stands behind the #, where no server and no log sees it."""
    return f"{site}/firm#{key_of(keys, id)}"


def texted_at(phone: str, countries: list[int], at: datetime, zone: ZoneInfo | None) -> datetime | None:
    """When a text message goes to a firm that was sent then; None: not to this number.

    `zone`: nobody is woken there; None: it is urgent.
    """
    if not takes_texts(phone, countries):
        return None
    due = at + UNDO_WITHIN
    return by_day(due, zone) if zone else due


def texting(id: UUID, due: datetime, site: str) -> Sql:
    """The statement that has the message sent; the link itself is not in the job."""
    return queueing(TELL, id, due, site=site)


async def news_for_firm(id: UUID, keys: Keys, countries: list[int], zone: ZoneInfo, site: str) -> Note | None:
    """The message with the link; None when it was answered, taken back or over meanwhile."""
    rows = await raw(WAITS, id)
    if not rows or not takes_texts(rows[0]["phone"], countries):
        return None
    (row,) = rows
    number, due = f"{row['number'][:4]}-{row['number'][4:]}", row["due_at"].astimezone(zone)
    return Note(
        for_sign_in(row["phone"], countries),
        f"【邻里】有一单派给贵店，编号 {number}，请在 {due.month} 月 {due.day} 日 {due:%H:%M} 前回话："
        f"{link_of(keys, id, site)} 链接别发给别人。",
    )
