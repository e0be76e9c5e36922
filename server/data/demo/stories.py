"""What people do about the forty requests: by the product's own rules, at the time that is told."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from functools import partial
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
from server.domain.contacts import RevealContact, reveal_contact
from server.domain.errors import StepNotAllowed
from server.domain.lifecycle import Act, Outcome, Reason
from server.domain.moves import TakeStep
from server.domain.once import Stamp
from server.domain.people import Actor
from server.domain.photos import Darkroom, keep_photo
from server.domain.places import ORGANIZATION, Map
from server.domain.requests import Reception, send_request
from server.domain.steps import take_step
from server.domain.trace import Side
from server.storage.database import raw

ORIENTATIONS: Final = 8
LARGE: Final = "manhole"  # the scene of which one photo comes as a new telephone takes it
RESIDENT: Final = "resident"
Event = Callable[[datetime], Awaitable[None]]
CALL_TAKER: Final = "lijing"
NEAR: Final = 0.0015  # degrees between a centre and what is photographed


class Teller:
    """Acts for everybody in the stories. `known` is the network, read at the moment that is told from."""

    def __init__(
        self,
        material: Material,
        actors: Mapping[str, Actor],
        *,
        reception: Reception,
        room: Darkroom,
        known: Map,
    ) -> None:
        self.material = material
        self.actors = actors
        self.reception = reception
        self.room = room
        self.known = known
        self.spots = {place.code: place for place in material.places.place}
        self.photos = 0
        self.large_sent = False
        self.overtaken = 0

    def events(self) -> list[tuple[datetime, Event]]:
        """Everything that people do in all stories, in the order in which it happened."""
        told: list[tuple[datetime, Event]] = []
        for story in self.material.stories:
            told.append((self.time(story.at), partial(self.send, story)))
            told += [(self.time(at), partial(self.look, story, who, why)) for at, who, why in story.looks]
            told += [
                (self.time(step.at), partial(self.take, story, number, step))
                for number, step in enumerate(story.steps)
            ]
        return sorted(told, key=lambda event: event[0])

    async def send(self, story: Story, at: datetime) -> None:
        """The request itself, and its photos."""
        id, sender, ask = self.id_of(story), self._sender(story), self._ask(story)
        await send_request(id, ask, stamp(sender, at, ask), self.reception)
        if story.source == "phone":
            await raw("UPDATE service_request SET source = 'phone' WHERE id = {}", id)
        for scene in story.photos:
            await self._send_photo(id, story, scene, sender, at)

    async def take(self, story: Story, number: int, told: StoryStep, at: datetime) -> None:
        """One step, unless time was faster: a long holiday can close what was to be confirmed."""
        request, step = self.id_of(story), self._step(told)
        by = self._sender(story) if told.by == RESIDENT else self.actors[told.by]
        side: Side = "resident" if told.by == RESIDENT else "desk"
        id = ident("step", request, number)
        try:
            await take_step(request, id, step, stamp(by, at, step), places=self.reception.places, side=side)
        except StepNotAllowed:
            self.overtaken += 1

    async def look(self, story: Story, who: str, why: str, at: datetime) -> None:
        """Somebody of the staff reads the telephone number."""
        await reveal_contact(self.id_of(story), RevealContact(why), self.actors[who], at)

    def id_of(self, story: Story) -> UUID:
        """By its place in the list."""
        return ident("request", self.material.stories.index(story))

    def time(self, told: str) -> datetime:
        """In UTC."""
        return moment(told, self.known.read_at, self.known.zone, self.known.calendar)

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


def stamp(by: Actor, at: datetime, said: Struct) -> Stamp:
    """As the sender's bytes would make it."""
    return Stamp(by, at, sha256(msgspec.json.encode(said)).hexdigest())
