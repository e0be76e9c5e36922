"""For whom and when a page is made: all that decides about its words, beside what it is about."""

from datetime import datetime
from typing import Any

from litestar import Request
from litestar.di import NamedDependency
from msgspec import Struct

from server.api.told.words import Words, words_in
from server.domain.calendar import Calendar, find_calendar
from server.domain.city import City
from server.domain.hours import DAY, civil_minute
from server.http.site import Site


class Edition(Struct, frozen=True):
    """One language, on one day of the city."""

    city: City
    site: str  # where it is reached, without a slash at its end
    language: str  # zh-CN or en
    words: Words
    calendar: Calendar
    today: int  # civil day number
    is_demo: bool


async def edition_of(
    request: Request[Any, Any, Any],
    city: NamedDependency[City],
    site: NamedDependency[Site],
    language: NamedDependency[str],
    now: NamedDependency[datetime],
) -> Edition:
    """That of this call."""
    return Edition(
        city=city,
        site=site.public_url,
        language=language,
        words=words_in(language),
        calendar=await find_calendar(),
        today=civil_minute(now, city.utc_offset) // DAY,
        is_demo=bool(request.app.state.demo),
    )
