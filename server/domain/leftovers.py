"""Photos' files that no row speaks of: they stay for seven days, longer than any backup runs, and then go.

A backup copies the rows first and the files after them. So a row that goes leaves its files behind for a
while, and the job that takes them away is queued in the transaction in which the row went.
"""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from server.domain.jobs import queueing
from server.models.requests import Photo
from server.storage.database import raw, together
from server.storage.media import Media

JOB: Final = "drop-photo"
KEPT: Final = timedelta(days=7)
SIZES: Final = ("1600", "400")  # each photo lies in media as <media>-<size>
SPOKEN_OF: Final = "SELECT media FROM request_photo"
AWAITED: Final = "SELECT substr(ident, 12) AS media FROM job WHERE what = 'drop-photo'"  # after "drop-photo:"


async def part_with_photos(requests: list[UUID], now: datetime) -> None:
    """Within `write()`: the rows go now, their files in seven days."""
    gone = await Photo.delete().where(Photo.request.is_in(requests)).returning(Photo.media)
    if gone:
        await together(*(queueing(JOB, row["media"], now + KEPT) for row in gone))


async def drop_photo(media: Media, name: str) -> None:
    """Both sizes. Safe twice."""
    for file in files_of(name):
        await media.delete(file)


async def leftovers(media: Media, before: datetime) -> list[str]:
    """Files written before then that no row and no job speaks of, as an upload leaves them that was cut off.

    The files are listed first: whatever is stored meanwhile is not among them.
    """
    there = await media.names(before)
    known = [*await raw(SPOKEN_OF), *await raw(AWAITED)] if there else []
    spoken_of = {file for row in known for file in files_of(row["media"])}
    return [file for file in there if file not in spoken_of]


async def drop_leftovers(media: Media, now: datetime) -> int:
    """How many files went. Safe twice."""
    found = await leftovers(media, now - KEPT)
    for file in found:
        await media.delete(file)
    return len(found)


def files_of(name: str) -> list[str]:
    """The files of one photo."""
    return [f"{name}-{size}" for size in SIZES]
