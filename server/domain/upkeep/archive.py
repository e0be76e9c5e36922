"""The backup file: a tar of the databases and photos, its manifest last, so that half a file has none.

linli.db  survey.db  secret.key session.keys (both if asked for)  media/<name>…  manifest.json
"""

import hashlib
import io
import os
import re
import tarfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, Final

import msgspec
from msgspec import Struct

from server.domain.upkeep import NotDone
from server.storage.database import DATABASE, SURVEY
from server.storage.key_files import SESSIONS
from server.storage.media import FileMedia
from server.storage.secret import SECRET

MANIFEST: Final = "manifest.json"
MEDIA: Final = "media/"
FILES: Final = "|".join(map(re.escape, (DATABASE, SURVEY, SECRET, SESSIONS, MANIFEST)))
MEMBER: Final = re.compile(f"{FILES}|{MEDIA}[0-9A-Za-z][0-9A-Za-z._-]*")
PIECE: Final = 2**20


class Manifest(Struct):
    """What is in a backup: who made it and when, how many rows a table has, the SHA-256 of each file."""

    linli: str  # version of the program
    made_at: datetime
    engine: str  # sqlite, or postgres: then the rows are in a dump of pg_dump
    migration: str  # the last that had run
    counts: dict[str, int]
    files: dict[str, str]


class Packing:
    """A backup being written."""

    def __init__(self, out: IO[bytes], now: datetime) -> None:
        self.files: dict[str, str] = {}
        self._tar = tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT)  # noqa: SIM115  (closed by `seal`)
        self._now = now

    def add_bytes(self, name: str, data: bytes) -> None:
        """A small file."""
        self._add(name, len(data), io.BytesIO(data))
        self.files[name] = hashlib.sha256(data).hexdigest()

    def add_file(self, name: str, file: Path) -> None:
        """A file of any size, that nobody changes meanwhile."""
        with file.open("rb") as data:
            self.files[name] = hashlib.file_digest(data, "sha256").hexdigest()
            data.seek(0)
            self._add(name, file.stat().st_size, data)

    def seal(self, manifest: Manifest) -> None:
        """The manifest, and the end."""
        text = msgspec.json.format(msgspec.json.encode(manifest))
        self._add(MANIFEST, len(text), io.BytesIO(text))
        self._tar.close()

    def _add(self, name: str, size: int, data: IO[bytes]) -> None:
        head = tarfile.TarInfo(name)
        head.size, head.mode, head.mtime = size, 0o600, int(self._now.timestamp())
        self._tar.addfile(head, data)


def unpack(file: Path, home: Path) -> Manifest:
    """Every member to its place in a new home. Raises NotDone unless each byte is as it was packed."""
    media = FileMedia(home / "media")
    found: dict[str, str] = {}
    manifest = None
    try:
        for name, data in _members(file):
            if name == MANIFEST:
                manifest = msgspec.json.decode(data.read(), type=Manifest)
            elif name.startswith(MEDIA):
                found[name] = _write(media.path(name.removeprefix(MEDIA)), data)
            else:
                found[name] = _write(home / name, data)
    except (tarfile.TarError, EOFError, msgspec.DecodeError) as error:
        raise NotDone(f"{file} is damaged or no backup: {error}") from None
    if manifest is None:
        raise NotDone(f"{file} ends too early: it has no {MANIFEST}")
    if wrong := sorted(
        name for name in found | manifest.files if found.get(name) != manifest.files.get(name)
    ):
        raise NotDone(f"{file} is damaged: {len(wrong)} files are not as they were packed, first {wrong[0]}")
    return manifest


def _members(file: Path) -> Iterator[tuple[str, IO[bytes]]]:
    with tarfile.open(file, "r|") as tar:
        for member in tar:
            data = tar.extractfile(member) if member.isreg() else None
            if data is None or not MEMBER.fullmatch(member.name):
                raise NotDone(f"{file} is no backup of Linli: it holds {member.name!r}")
            yield member.name, data


def _write(file: Path, data: IO[bytes]) -> str:
    """Its SHA-256."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    summed = hashlib.sha256()
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        while piece := data.read(PIECE):
            summed.update(piece)
            out.write(piece)
    return summed.hexdigest()
