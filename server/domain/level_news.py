"""What the people of a level read when a request has climbed to them, or is theirs to watch."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from server.domain.escalation import colleagues_at, on_duty_first
from server.domain.news import Note
from server.domain.places import Map
from server.domain.presence import presence_of
from server.storage.database import raw

NUMBER: Final = "SELECT number FROM service_request WHERE id = {} AND closed_at IS NULL"
WORDS: Final = {
    "overdue": "【邻里】编号 {number} 到时间没人受理，转到您这一级，请受理。",
    "vacant": "【邻里】编号 {number} 的社区没有人值守，转到您这一级，请受理。",
    "supervise": "【邻里】编号 {number} 超期未办结，请您督办。",
}


async def news_for_level(facts: dict[str, Any], known: Map, now: datetime) -> list[Note]:
    """To whoever is on duty there at this hour; else to everybody of the office who has a number."""
    rows = await raw(NUMBER, UUID(facts["request"]))
    if not rows:
        return []  # it is over: nobody is troubled any more
    office = facts["office"]
    presence = await presence_of([office], known.zone, now)
    there = on_duty_first(await colleagues_at([office], now), presence, office)
    number = f"{rows[0]['number'][:4]}-{rows[0]['number'][4:]}"
    return [
        Note(phone, WORDS[facts["why"]].format(number=number))
        for phone in sorted({one.phone for one in there})
        if phone
    ]
