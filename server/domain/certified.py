"""Which certificate an organization shows, kept true as days pass; who is reminded that one ends.

An organization shows the number of a valid certificate, of several the one that lasts longest. A number
without a row of its own came with other people's data: it is shown as it came, until one is issued here.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from msgspec import Struct

from server.domain.cards import renew_cards
from server.domain.city import City
from server.domain.editing import renew
from server.domain.errors import Invalid
from server.domain.jobs import queueing
from server.domain.news import Note, by_day
from server.domain.phones import for_sign_in
from server.storage.database import raw, together, write
from server.storage.rows import select_in

SOON: Final = timedelta(days=30)
REMIND: Final = "remind-of-certificate"  # the job
GOOD: Final = "c.state = 'active' AND c.issued_on <= {} AND c.expires_on >= {}"  # today, twice
BEST: Final = (
    "SELECT c.number FROM certificate c WHERE c.organization = organization.id "  # noqa: S608 - our own words
    f"AND {GOOD} ORDER BY c.expires_on DESC, c.number LIMIT 1"
)
SHOW: Final = f"UPDATE organization SET certificate = ({BEST}) WHERE id IN (KEYS)"  # noqa: S608 - the same
SHOWN: Final = (
    "SELECT DISTINCT a.division FROM service_area a JOIN service s ON s.id = a.service "
    "WHERE s.organization IN (KEYS)"
)
STALE: Final = (
    "SELECT id FROM organization WHERE id IN (SELECT organization FROM certificate) "  # noqa: S608
    f"AND COALESCE(certificate, '') <> COALESCE(({BEST}), '') ORDER BY id"
)


async def show_valid(organizations: Sequence[UUID], today: date) -> None:
    """Write the number that each of them may show today, and renew what shows it. Within `write()`."""
    await select_in(SHOW, organizations, today, today)
    await renew({row["division"] for row in await select_in(SHOWN, organizations)})
    await renew_cards("s.organization IN (KEYS)", organizations)


async def renew_shown(today: date) -> int:
    """What began or ended with the day: how many organizations show another number now. Safe twice."""
    if not await raw(STALE, today, today):
        return 0
    async with write():
        changed = [row["id"] for row in await raw(STALE, today, today)]
        await show_valid(changed, today)
    return len(changed)


DUE: Final = (
    "SELECT number FROM certificate WHERE state = 'active' AND reminded_at IS NULL "
    "AND expires_on >= {} AND expires_on < {} ORDER BY number LIMIT 500"
)
MARK: Final = "UPDATE certificate SET reminded_at = {} WHERE reminded_at IS NULL AND number IN (KEYS)"


async def queue_reminders(today: date, now: datetime, city: City) -> int:
    """A job for each that ends within a month and was not reminded of; nobody is told at night."""
    told = 0
    while due := [row["number"] for row in await raw(DUE, today, today + SOON)]:
        async with write():
            at = by_day(now, city.zone)
            await together(*(queueing(REMIND, number, at, number=number) for number in due))  # each once
            await select_in(MARK, due, now)
        told += len(due)
    return told


class Ending(Struct, frozen=True):
    """A certificate that is about to end, as its holder is told."""

    number: str
    phone: str
    expires_on: date


ENDING: Final = (
    "SELECT c.number, o.phone, c.expires_on FROM certificate c JOIN organization o ON o.id = c.organization "
    "WHERE c.number = {} AND c.state = 'active' AND c.expires_on >= {} AND o.deleted_at IS NULL"
)
TEXT: Final = (
    "【邻里】您的社区服务证书 {number} {month} 月 {day} 日到期，到期后不再显示。续办请联系发证的社区或街道。"
)


async def reminder_of(number: str, today: date, city: City) -> Note | None:
    """What to text to whom; none if it is over meanwhile, or the organization has no mobile number."""
    rows = await raw(ENDING, number, today)
    if not rows:
        return None
    (ending,) = [Ending(**row) for row in rows]
    try:
        mobile = for_sign_in(ending.phone, city.sms_countries)
    except Invalid:
        return None
    day = ending.expires_on
    return Note(mobile, TEXT.format(number=ending.number, month=day.month, day=day.day))
