"""Telling the stories from beginning to end: what people did, and between it what time does."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from msgspec import Struct

from server.data.demo.history import write_history
from server.data.demo.material import Material
from server.data.demo.stories import Teller
from server.domain.city import City
from server.domain.escalation import climb_overdue, close_silent
from server.domain.numbers import Numbers
from server.domain.people import Actor
from server.domain.photos import Darkroom
from server.domain.places import Map, Places, read_map
from server.domain.requests import Reception
from server.storage.database import raw


class Told(Struct, frozen=True):
    """How much was told, and how many steps of the stories could not be taken."""

    requests: int
    photos: int
    overtaken: int
    before: int  # requests of the months before


class Still(Places):
    """The network as it is now, for every time that is told of."""

    def __init__(self, known: Map) -> None:
        super().__init__(known.zone)
        self.known = known

    async def at(self, now: datetime, *codes: str) -> Map:
        """Always the same."""
        return self.known


async def tell(
    material: Material, actors: Mapping[str, Actor], city: City, room: Darkroom, now: datetime
) -> Told:
    """All stories, up to `now`: unanswered requests climb, silence closes, as in every other city."""
    known = await read_map(city.zone, now)
    places = Still(known)
    reception = Reception(places, Numbers(city.zone), room.keys, city.sms_countries)
    teller = Teller(material, actors, reception=reception, room=room, known=known)
    for at, act in teller.events():
        await pass_time(places, at)
        await act(at)
    await pass_time(places, now)
    await raw("DELETE FROM job WHERE due <= {}", now)  # that news was told when it was new
    before = await write_history(material, actors, known, places, now)
    return Told(len(material.stories), teller.photos, teller.overtaken, before)


NEXT: Final = (
    "SELECT due_at FROM service_request WHERE closed_at IS NULL AND due_at <= {} AND "
    "(state = 'resolved' OR (state = 'submitted' AND holder NOT LIKE '____00000000')) "
    "ORDER BY due_at LIMIT 1"
)


async def pass_time(places: Places, until: datetime) -> None:
    """The sweeps of the clock, at each moment at which they have something to do."""
    while due := await raw(NEXT, until):
        await climb_overdue(places, due[0]["due_at"])
        await close_silent(places, due[0]["due_at"])
