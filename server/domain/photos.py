"""Photos of a request: each sent once under its own id, made safe, durable before it is acknowledged.

What is kept is never what was uploaded, but two pictures made from it: upright, in sRGB, without position or
any other metadata. Their bytes lie under a name that nobody can guess, made of the upload's own hash: sending
the same bytes again after a crash writes the same two objects and leaves no orphans.
"""

from typing import Any, Final, Literal
from uuid import UUID

from msgspec import Struct

from server.domain.access import Reader, Seen, roles_in, visible_to
from server.domain.errors import (
    NotFound,
    PhotosEnough,
    PictureBroken,
    PictureTooLarge,
    PictureUnknown,
    Refusal,
    SentOtherwise,
    Unavailable,
)
from server.domain.keys import Keys
from server.domain.lifecycle import ANYBODY
from server.domain.once import Once, Stamp
from server.domain.timeline import facts_of
from server.domain.topics import bumping
from server.storage.database import Sql, raw, together, write
from server.storage.errors import Duplicate
from server.storage.media import Media, MediaMissing
from server.storage.pictures import KINDS, Busy, PictureRefused, Pictures, Shrunk, kind_of

MOST: Final = 6  # of one request, later words included
Size = Literal["1600", "400"]
REFUSALS: Final[dict[str, type[Refusal]]] = {
    "unknown": PictureUnknown,
    "huge": PictureTooLarge,
    "broken": PictureBroken,
    "flood": PictureBroken,
    "slow": PictureBroken,
}


class PhotoStored(Struct, frozen=True):
    """The first answer: only what never changes. Pixels of the larger size."""

    id: UUID
    width: int
    height: int


class Darkroom(Struct, frozen=True):
    """Where a photo is made safe, named and kept."""

    pictures: Pictures
    media: Media
    keys: Keys


REQUEST: Final = (
    "SELECT r.holder, r.key_hash, r.resident, "
    "(SELECT count(*) FROM request_photo p WHERE p.request = r.id) AS photos "
    "FROM service_request r WHERE r.id = {} AND SEEN"
)
FIRST: Final = "SELECT id, request, body_hash, width, height FROM request_photo WHERE id = {}"


async def keep_photo(
    request_id: UUID, photo_id: UUID, content_type: str, data: bytes, *, stamp: Stamp, room: Darkroom
) -> Once[PhotoStored]:
    """Store a photo of a request that the sender may act on.

    Raises NotFound, PictureUnknown, PictureBroken, PictureTooLarge, PhotosEnough, SentOtherwise, Unavailable.
    """
    requests, firsts = await together(visible_to(stamp.by).within(REQUEST, request_id), Sql(FIRST, photo_id))
    if not requests or not _acts(stamp, requests[0]):
        raise NotFound
    if firsts:
        return Once(_first(firsts[0], request_id, stamp), is_new=False)
    if requests[0]["photos"] >= MOST:
        raise PhotosEnough(most=MOST)
    shrunk = await shrink(content_type, data, room.pictures)
    name = room.keys.mac("photo", str(request_id), str(photo_id), stamp.body_hash).hex()[:32]
    await room.media.put(f"{name}-1600", shrunk.large)
    await room.media.put(f"{name}-400", shrunk.small)
    try:
        await _store(request_id, photo_id, name, shrunk, stamp)
    except Duplicate:  # its twin was faster, and wrote the same two objects
        (first,) = await raw(FIRST, photo_id)
        return Once(_first(first, request_id, stamp), is_new=False)
    except PhotosEnough:
        await room.media.delete(f"{name}-1600")
        await room.media.delete(f"{name}-400")
        raise
    return Once(PhotoStored(photo_id, shrunk.width, shrunk.height), is_new=True)


def _acts(stamp: Stamp, row: dict[str, Any]) -> bool:
    return not roles_in(stamp.by, row["holder"], row["key_hash"], row["resident"]).isdisjoint(ANYBODY)


def _first(row: dict[str, Any], request_id: UUID, stamp: Stamp) -> PhotoStored:
    if row["request"] != request_id or row["body_hash"] != stamp.body_hash:
        raise SentOtherwise
    return PhotoStored(row["id"], row["width"], row["height"])


async def shrink(content_type: str, data: bytes, pictures: Pictures) -> Shrunk:
    """The two sizes, if the bytes are a picture and the one that they are called."""
    kind = kind_of(data)
    if kind is None or kind != KINDS.get(content_type.partition(";")[0].strip().lower()):
        raise PictureUnknown
    try:
        return await pictures.shrink(data)
    except PictureRefused as refused:
        raise REFUSALS[refused.why] from None
    except Busy:
        raise Unavailable(retry_after=3) from None


LOCK: Final = (
    "UPDATE service_request SET version = version WHERE id = {} RETURNING holder"  # its photos queue
)
COUNT: Final = "SELECT count(*) AS photos FROM request_photo WHERE request = {}"
STEPS: Final = (
    "SELECT id, facts FROM request_step WHERE request = {} AND act IN ('message', 'answer', 'reopen')"
)
PHOTO: Final = (
    "INSERT INTO request_photo "
    "(id, request, step, body_hash, media, width, height, bytes_1600, bytes_400, at) "
    "VALUES ({}, {}, {}, {}, {}, {}, {}, {}, {}, {})"
)


async def _store(request_id: UUID, photo_id: UUID, name: str, shrunk: Shrunk, stamp: Stamp) -> None:
    async with write():
        rows, counts, steps = await together(
            Sql(LOCK, request_id), Sql(COUNT, request_id), Sql(STEPS, request_id)
        )
        if not rows:
            raise NotFound
        if counts[0]["photos"] >= MOST:  # its siblings came at the same time
            raise PhotosEnough(most=MOST)
        step = next((row["id"] for row in steps if facts_of(row).photo == photo_id), None)
        row = Sql(
            PHOTO,
            photo_id,
            request_id,
            step,
            stamp.body_hash,
            name,
            shrunk.width,
            shrunk.height,
            len(shrunk.large),
            len(shrunk.small),
            stamp.at,
        )
        await together(row, bumping(f"queue:{rows[0]['holder']}"))


BYTES: Final = (
    "SELECT p.media FROM request_photo p JOIN service_request r ON r.id = p.request "
    "WHERE p.request = {} AND p.id = {} AND SEEN"
)


async def read_photo(
    request_id: UUID, photo_id: UUID, size: Size, *, reader: Reader, room: Darkroom
) -> bytes:
    """The JPEG bytes of a photo, for whom its request is visible. Raises NotFound."""
    number = reader.ticket.digits if reader.ticket.opens(request_id, room.keys) else ""
    seen: Seen = visible_to(reader.actor, number)
    (rows,) = await together(seen.within(BYTES, request_id, photo_id))
    if not rows:
        raise NotFound
    try:
        return await room.media.get(f"{rows[0]['media']}-{size}")
    except MediaMissing:
        raise NotFound from None
