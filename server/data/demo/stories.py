"""The forty requests: sent and moved on by the product's own rules, at the times they are told for."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct

from server.data.demo.material import Material, Story, StoryStep
from server.data.demo.moments import moment
from server.data.demo.scenes import TWELVE_MEGAPIXELS, photo
from server.data.demo.seed import ident, stream
from server.domain.asks import OnBehalf, Reach, SendRequest, Spot
from server.domain.city import City
from server.domain.keys import Keys
from server.domain.lifecycle import Act, Outcome, Reason
from server.domain.moves import TakeStep
from server.domain.numbers import Numbers
from server.domain.once import Stamp
from server.domain.people import CLOCK, Actor
from server.domain.photos import Darkroom, keep_photo
from server.domain.places import ORGANIZATION, Map, Places, read_map
from server.domain.requests import Reception, send_request
from server.domain.steps import Side, take_step
from server.storage.database import raw

ORIENTATIONS: Final = 8
LARGE: Final = "manhole"  # the scene of which one photo comes as a new telephone takes it
SIDES: Final[dict[str, Side]] = {"resident": "resident", "clock": "clock"}  # everybody else: the desk
CALL_TAKER: Final = "lijing"
NEAR: Final = 0.0015  # degrees between a centre and what is photographed


class Told(Struct, frozen=True):
    """How much was told."""

    requests: int
    photos: int


class Still(Places):
    """The network as it is now, for every time that is told of."""

    def __init__(self, known: Map) -> None:
        super().__init__(known.zone)
        self._known = known

    async def at(self, now: datetime, *codes: str) -> Map:
        """Always the same."""
        return self._known


class Teller:
    """Tells one story after the other."""

    def __init__(
        self,
        material: Material,
        actors: Mapping[str, Actor],
        reception: Reception,
        room: Darkroom,
        now: datetime,
    ) -> None:
        self.material = material
        self.actors = actors
        self.reception = reception
        self.room = room
        self.now = now
        self.zone = reception.places.zone
        self.spots = {place.code: place for place in material.places.place}
        self.photos = 0
        self.large_sent = False

    async def tell(self, story: Story) -> None:
        """One request from its beginning to now."""
        id, at = self.id_of(story), self.time(story.at)
        sender = self._sender(story)
        ask = self._ask(story)
        await send_request(id, ask, stamp(sender, at, ask), self.reception)
        if story.source == "phone":
            await raw("UPDATE service_request SET source = 'phone' WHERE id = {}", id)
        for scene in story.photos:
            await self._send_photo(id, story, scene, sender, at)
        for number, told in enumerate(story.steps):
            await self._take(id, ident("step", id, number), told, sender)

    async def _take(self, request: UUID, id: UUID, told: StoryStep, sender: Actor) -> None:
        by = {"resident": sender, "clock": CLOCK}.get(told.by) or self.actors[told.by]
        side = SIDES.get(told.by, "desk")
        step = self._step(told)
        when = stamp(by, self.time(told.at), step)
        await take_step(request, id, step, when, places=self.reception.places, side=side)

    def id_of(self, story: Story) -> UUID:
        """By its place in the list."""
        return ident("request", self.material.stories.index(story))

    def time(self, told: str) -> datetime:
        """In UTC."""
        return moment(told, self.now, self.zone)

    def _sender(self, story: Story) -> Actor:
        """A resident, a clerk at the telephone or the counter, or somebody with nothing but a key."""
        if story.sender:
            return self.actors[story.sender]
        if story.source == "phone":
            return self.actors[CALL_TAKER]
        if story.source == "counter":
            return self.actors[story.steps[0].by]
        return Actor(key_hash=f"{stream('key', self.id_of(story)).getrandbits(256):064x}")

    def _ask(self, story: Story) -> SendRequest:
        mobile, area_code = self.material.people.mobile, self.material.places.area_code
        contact = behalf = None
        if story.contact:
            name, digits, wish = story.contact
            contact = msgspec.convert(
                {"name": name, "phone": mobile + digits, "wish": wish, "address": story.home}, Reach
            )
        if story.behalf:
            name, digits, relation = story.behalf
            behalf = OnBehalf(name, f"{area_code}-{digits}", relation, consent=True)
        return SendRequest(
            place=story.place,
            category=story.category,
            description=story.words,
            photos=story.announced or len(story.photos),
            contact=contact,
            on_behalf=behalf,
            location=self._spot(story) if story.address else None,
            address=story.address,
            urgent=story.urgent,
            written_at=self.time(story.written) if story.written else None,
        )

    def _spot(self, story: Story) -> Spot:
        place, chance = self.spots[story.place], stream("spot", self.id_of(story))
        return Spot(
            place.latitude + chance.uniform(-NEAR, NEAR), place.longitude + chance.uniform(-NEAR, NEAR)
        )

    def _step(self, told: StoryStep) -> TakeStep:
        return TakeStep(
            act=Act(told.act),
            note=told.note,
            internal=told.internal,
            to=self._target(told),
            outcome=Outcome(told.outcome) if told.outcome else None,
            reason=Reason(told.reason) if told.reason else None,
            rating=told.rating,
        )

    def _target(self, told: StoryStep) -> str:
        """A clerk, a firm or another request, as the rules name it."""
        if told.into is not None:
            return str(ident("request", told.into - 1))
        kind, _, name = told.to.partition(":")
        if kind == "org":
            return f"{ORGANIZATION}{ident('organization', name)}"
        return str(self.actors[name].person) if kind == "clerk" else told.to

    async def _send_photo(self, request: UUID, story: Story, scene: str, sender: Actor, at: datetime) -> None:
        """Each is turned by another EXIF orientation, one has twelve megapixels; all tell their position."""
        place = self.spots[story.place]
        picture = photo(
            scene,
            variant=self.photos,
            orientation=self.photos % ORIENTATIONS + 1,
            size=TWELVE_MEGAPIXELS if scene == LARGE and not self.large_sent else None,
            position=(place.latitude, place.longitude),
        )
        self.large_sent |= scene == LARGE
        when = Stamp(sender, at, sha256(picture).hexdigest())
        id = ident("photo", self.photos)
        await keep_photo(request, id, "image/jpeg", picture, stamp=when, room=self.room)
        self.photos += 1


async def a_reception(city: City, keys: Keys, now: datetime) -> Reception:
    """What receives the requests: the network as it is now, numbers from the database."""
    return Reception(Still(await read_map(city.zone, now)), Numbers(city.zone), keys, city.sms_countries)


async def tell_all(teller: Teller) -> Told:
    """The oldest first, so that numbers count up as they would have."""
    for story in sorted(teller.material.stories, key=lambda story: teller.time(story.at)):
        await teller.tell(story)
    return Told(len(teller.material.stories), teller.photos)


def stamp(by: Actor, at: datetime, said: Struct) -> Stamp:
    """As the sender's bytes would make it."""
    return Stamp(by, at, sha256(msgspec.json.encode(said)).hexdigest())
