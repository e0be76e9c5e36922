"""Fetching the pictures whose addresses a program sent: later, by a job, and only from the open internet.

What cannot be had at all (a private address, a page, too large) is no longer waited for; what does not answer
is asked again for some hours. The bytes go the way of every photo.
"""

from datetime import datetime
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from msgspec import Struct

from server.domain.errors import (
    NotFound,
    PhotosEnough,
    PictureBroken,
    PictureTooLarge,
    PictureUnknown,
    StepNotAllowed,
)
from server.domain.lifecycle import Act
from server.domain.moves import TakeStep
from server.domain.once import Stamp
from server.domain.open311.sender import id_of, sender_of
from server.domain.photos import Darkroom, keep_photo
from server.domain.places import Places
from server.domain.steps import take_step
from server.storage.egress import Egress, Fetched, Forbidden, Unreached

MOST_BYTES: Final = 15_000_000
WELL: Final = 200
LATER: Final = frozenset({408, 425, 429})
REFUSED: Final = (Unreached, Forbidden, PictureUnknown, PictureBroken, PictureTooLarge, PhotosEnough)


class Tray(Struct, frozen=True):
    """What fetching takes."""

    egress: Egress
    room: Darkroom
    places: Places


async def fetch_picture(facts: dict[str, Any], now: datetime, tray: Tray) -> None:
    """The job of one. Safe twice: the same photo is kept once. Raises Unreached to be called again."""
    request, photo = UUID(facts["request"]), UUID(facts["id"])
    announced, late = facts["said"], now >= datetime.fromisoformat(facts["until"])
    by = sender_of(request, tray.room.keys)
    try:
        fetched = _taken(await tray.egress.get(facts["url"], MOST_BYTES))
        if not announced:  # with an update: it is a word of its own, once it is here
            await _say(request, photo, Act.MESSAGE, Stamp(by, now, str(photo)), tray)
        stamp = Stamp(by, now, sha256(fetched.body).hexdigest())
        await keep_photo(request, photo, fetched.kind, fetched.body, stamp=stamp, room=tray.room)
    except REFUSED as refused:
        if isinstance(refused, Unreached) and not late:
            raise
        if announced:
            await _give_up(request, photo, Stamp(by, now, str(photo)), tray)
    except (NotFound, StepNotAllowed):  # anonymised or withdrawn meanwhile
        return


def _taken(fetched: Fetched) -> Fetched:
    """What was said, if it may be a picture. Raises Unreached or Forbidden."""
    if fetched.status == WELL:
        return fetched
    if fetched.status >= 500 or fetched.status in LATER:
        raise Unreached(f"status {fetched.status}")
    raise Forbidden(f"status {fetched.status}")


async def _give_up(request: UUID, photo: UUID, stamp: Stamp, tray: Tray) -> None:
    """It was announced with the request and will not come."""
    try:
        await _say(request, photo, Act.PHOTO_GIVEN_UP, stamp, tray)
    except NotFound:
        return


async def _say(request: UUID, photo: UUID, act: Act, stamp: Stamp, tray: Tray) -> None:
    step_id = id_of(tray.room.keys, photo, act)
    step = TakeStep(act, photo=photo)
    await take_step(request, step_id, step, stamp, places=tray.places, side="resident")
