"""Room on the disk, and files that are there whole or not at all."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final
from uuid import uuid4

from server.storage.errors import Full

RESERVE: Final = "reserve"  # in LINLI_HOME: bytes to give back when nothing else can be deleted
RESERVED: Final = 64 * 2**20
PLENTY: Final = 20 * RESERVED  # free bytes below which no reserve is laid by
NO_SPACE: Final = {28, 122}  # ENOSPC, EDQUOT
MEGABYTE: Final = 2**20
PHOTOS_NEED = 500 * MEGABYTE  # free bytes below which photos are refused: words need what is left
WRITES_NEED = 100 * MEGABYTE  # below which every write is: SQLite needs room to go on, an engineer to mend it
LOOK_AGAIN: Final = 1.0  # seconds


def free_bytes(folder: Path) -> int:
    """What this user may still write there."""
    disk = os.statvfs(folder)
    return disk.f_bavail * disk.f_frsize


class Room:
    """Whether there is room in a home, and for photos, which may lie on a disk of their own.

    The disk is looked at once a second at most, so that every write may ask.
    """

    def __init__(self, home: Path, media: Path) -> None:
        self.home, self.media = home, media
        self._free = self._free_for_photos = 0
        self._looked_at = -LOOK_AGAIN

    def free(self) -> int:
        """Bytes free where the database is."""
        self._look()
        return self._free

    def takes_writes(self) -> bool:
        """Words may be stored."""
        return self.free() >= WRITES_NEED

    def takes_photos(self) -> bool:
        """Photos may be stored too."""
        return self.free() >= PHOTOS_NEED and self._free_for_photos >= PHOTOS_NEED

    def _look(self) -> None:
        now = time.monotonic()
        if now - self._looked_at >= LOOK_AGAIN:
            self._looked_at, self._free = now, free_bytes(self.home)
            self._free_for_photos = free_bytes(self.media) if self.media.exists() else self._free


def lay_by_reserve(home: Path) -> bool:
    """Take 64 MB now, so that a full disk can be mended: true if the reserve is there."""
    file = home / RESERVE
    if not file.exists() and free_bytes(home) > PLENTY:
        with written_whole(file) as out:
            os.posix_fallocate(out.fileno(), 0, RESERVED)
    return file.exists()


def give_back_reserve(home: Path) -> int:
    """Delete it; how many bytes that freed."""
    file = home / RESERVE
    size = file.stat().st_size if file.exists() else 0
    file.unlink(missing_ok=True)
    return size


@contextmanager
def written_whole(file: Path) -> Iterator[BinaryIO]:
    """A file, mode 0600, that is there, and on the disk, when the block is left well. Raises Full."""
    beside = file.with_name(f".{file.name}.{uuid4().hex}.part")
    try:
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        beside.rename(file)
        sync_folder(file.parent)
    except OSError as error:
        if error.errno in NO_SPACE:
            raise Full(f"no room for {file}") from error
        raise
    finally:
        beside.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """A renamed file's new name is on the disk when its folder is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
