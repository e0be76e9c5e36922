"""The staffed office of each demonstrated division, and when somebody is there."""

import json
from collections.abc import Iterable, Iterator
from typing import Final

from server.data.demo.directory import centre_address, centre_name
from server.data.demo.seed import stream
from server.data.demo.words import Spot
from server.models.network import Centre

WEEK: Final = {"byday": "MO,TU,WE,TH,FR", "opens_at": "08:30", "closes_at": "17:30", "holidays": "work"}
SATURDAY: Final = {"byday": "SA", "opens_at": "09:00", "closes_at": "12:00", "holidays": "closed"}


def centres(spots: Iterable[Spot], phones: Iterator[str]) -> list[Centre]:
    """One for each; a street's is open on Saturday mornings too."""
    return [a_centre(spot, next(phones)) for spot in spots]


def a_centre(spot: Spot, phone: str) -> Centre:
    """The office of one division, graded from 1 to 5."""
    return Centre(
        division=spot.code,
        name=centre_name(spot),
        address=centre_address(spot),
        phone=phone,
        hours=json.dumps([WEEK, SATURDAY] if spot.level == "street" else [WEEK]),
        grade=stream("grade", spot.code).randint(3, 5),
        latitude=spot.place.latitude,
        longitude=spot.place.longitude,
    )
