"""Where photos' bytes lie. A write is on the disk, folder entry too, before it is said to be done."""

import asyncio
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from server.storage.space import sync_folder, written_whole


class MediaMissing(Exception):
    """There is no object of this name."""


class Media(Protocol):
    """A flat store of objects. Names are ours: hex, a dash, a size."""

    async def put(self, name: str, data: bytes) -> None:
        """Store; durable when it returns. Raises Full."""

    async def get(self, name: str) -> bytes:
        """The bytes. Raises MediaMissing."""

    async def delete(self, name: str) -> None:
        """Gone, also if it was not there."""

    async def names(self, before: datetime | None = None) -> list[str]:
        """Every name, sorted; or those that were written before then."""


def open_media(url: str | None, home: Path) -> Media:
    """Where photos lie: a bucket, a folder, or by default the home's own. `url` is LINLI_MEDIA_URL."""
    if url and url.startswith("s3:"):
        from server.storage.bucket import BucketMedia  # 16 MB that a single machine never loads

        return BucketMedia(url)
    return FileMedia(folder_of(url, home))


def folder_of(url: str | None, home: Path) -> Path:
    """The folder of a file:/// address; that of the home where there is none."""
    return Path(unquote(urlsplit(url).path)) if url and url.startswith("file:") else home / "media"


class FileMedia:
    """Files in a folder, 256 subfolders by the first two characters."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._shelves: set[Path] = set()  # whose entry in root is on the disk

    def path(self, name: str) -> Path:
        """Where a name lies."""
        return self.root / name[:2] / name

    async def put(self, name: str, data: bytes) -> None:
        """Written beside, synced, renamed, and the folder synced: a crash leaves all of it or nothing."""
        await asyncio.to_thread(self._put, name, data)

    def _put(self, name: str, data: bytes) -> None:
        path = self.path(name)
        if path.parent not in self._shelves:
            path.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
            sync_folder(self.root)
            self._shelves.add(path.parent)
        with written_whole(path) as out:
            out.write(data)

    async def get(self, name: str) -> bytes:
        """The bytes. Raises MediaMissing."""
        try:
            return await asyncio.to_thread(self.path(name).read_bytes)
        except FileNotFoundError:
            raise MediaMissing(name) from None

    async def delete(self, name: str) -> None:
        """Gone, also if it was not there."""
        await asyncio.to_thread(self.path(name).unlink, missing_ok=True)

    async def names(self, before: datetime | None = None) -> list[str]:
        """Every name, sorted, or those that were written before then; unfinished writes are left out."""
        return await asyncio.to_thread(self._names, before)

    def _names(self, before: datetime | None) -> list[str]:
        found = []
        for path in self.root.glob("??/*"):
            if path.name.startswith("."):
                continue
            with suppress(FileNotFoundError):  # deleted meanwhile
                if before is None or path.stat().st_mtime < before.timestamp():
                    found.append(path.name)
        return sorted(found)


async def move_all(source: Media, target: Media) -> int:
    """Every object from one store to another; how many. Broken off and begun again, it loses nothing."""
    count = 0
    for name in await source.names():
        await target.put(name, await source.get(name))
        await source.delete(name)
        count += 1
    return count
