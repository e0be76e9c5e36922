"""Room on the disk, and files that are there whole or not at all."""

import os
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


def free_bytes(folder: Path) -> int:
    """What this user may still write there."""
    disk = os.statvfs(folder)
    return disk.f_bavail * disk.f_frsize


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
