"""A backup of a running installation: the database first, then the photos, so that no row lacks its file.

It holds because a photo is written before its row, and its file outlives a deleted row by seven days. The
secret key stays out unless it is asked for: with it a stolen backup would forge sessions. While a wave is
open exactly one copy of its answers may exist: two would tell by comparison who answered in between.
"""

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import msgspec
from msgspec import Struct

from server import __version__
from server.domain.leftovers import files_of
from server.domain.upkeep import NotDone
from server.domain.upkeep.archive import MEDIA, Manifest, Packing
from server.models import TABLES
from server.models.migrations.runner import migrations_done
from server.storage.database import DATABASE, SURVEY, raw
from server.storage.key_files import SESSIONS
from server.storage.media import Media, MediaMissing
from server.storage.secret import SECRET
from server.storage.snapshots import faults_of, read_file, take_blank, take_snapshot
from server.storage.space import written_whole

LAST: Final = "last-backup.json"  # in LINLI_HOME
SURVEY_TABLES: Final = ("invitation", "receipt", "response")
PHOTOS: Final = "SELECT media FROM request_photo"


class LastBackup(Struct):
    """What was written last, for the doctor and for the next backup."""

    at: datetime
    file: str
    holds_open_wave: bool
    answers_in: str = (
        ""  # the file with a copy of answers that was made while they arrived, this one or an earlier
    )


class Source(Struct):
    """What is to be backed up. On PostgreSQL its database must be open."""

    home: Path
    media: Media
    on_postgres: bool
    with_survey: bool = True
    with_key: bool = False


async def make_backup(file: Path, source: Source, now: datetime) -> Manifest:
    """Write `file` (absolute), whole or not at all, over an older one. Raises NotDone or Full."""
    with TemporaryDirectory(prefix=".linli-backup-", dir=file.parent) as folder, written_whole(file) as out:
        rows = _Rows(Path(folder), source)
        rows.take()
        open_wave = bool(await rows.ask("SELECT id FROM wave WHERE state = 'open'"))
        _refuse_a_second_copy(file, source)
        packing = Packing(out, now)
        for name, copy in rows.copies.items():
            packing.add_file(name, copy)
        await _pack_photos(packing, source.media, photo_files(await rows.ask(PHOTOS)))
        if source.with_key:
            for name in (SECRET, SESSIONS):
                if (source.home / name).exists():
                    packing.add_bytes(name, (source.home / name).read_bytes())
        manifest = Manifest(
            linli=__version__,
            made_at=now,
            engine="postgres" if source.on_postgres else "sqlite",
            migration=await rows.last_migration(),
            counts=await rows.counts(),
            files=packing.files,
        )
        packing.seal(manifest)
    holds = open_wave and source.with_survey
    answers_in = str(file) if holds else str(_copy_of_answers(source.home, beside=file) or "")
    _remember(source.home, LastBackup(now, str(file), holds, answers_in))
    return manifest


def photo_files(rows: list[dict[str, Any]]) -> set[str]:
    """Names in media that the rows of `PHOTOS` speak of."""
    return {file for row in rows for file in files_of(row["media"])}


def last_backup(home: Path) -> LastBackup | None:
    """What `make_backup` wrote down; None if there was none."""
    try:
        return msgspec.json.decode((home / LAST).read_bytes(), type=LastBackup)
    except (FileNotFoundError, msgspec.DecodeError):
        return None


class _Rows:
    """The rows to back up: snapshots of the files, or the open PostgreSQL database."""

    def __init__(self, folder: Path, source: Source) -> None:
        self.source = source
        self.copies: dict[str, Path] = {}
        self._folder = folder

    def take(self) -> None:
        """Snapshots, checked; nothing on PostgreSQL, whose rows pg_dump keeps."""
        if self.source.on_postgres:
            return
        for name in (DATABASE, SURVEY):
            original, copy = self.source.home / name, self._folder / name
            if not original.is_file():
                raise NotDone(f"there is no {original} to back up; LINLI_HOME says where it is")
            take = take_snapshot if name == DATABASE or self.source.with_survey else take_blank
            take(original, copy)
            if faults := faults_of(copy):
                raise NotDone(f"{original} is damaged ({faults[0]}): see `linli doctor`")
            self.copies[name] = copy

    async def ask(self, sql: str) -> list[dict[str, Any]]:
        """A SELECT on linli.db."""
        if self.source.on_postgres:
            return await raw(sql)
        return read_file(self.copies[DATABASE], sql)

    async def counts(self) -> dict[str, int]:
        """Rows of each table."""
        found = {}
        for table in [table._meta.tablename for table in TABLES]:
            found[table] = (await self.ask(f"SELECT count(*) AS n FROM {table}"))[0]["n"]  # noqa: S608  (our own name)
        for table in SURVEY_TABLES if SURVEY in self.copies else ():
            sql = f"SELECT count(*) AS n FROM {table}"  # noqa: S608  (our own name)
            found[f"survey.{table}"] = read_file(self.copies[SURVEY], sql)[0]["n"]
        return found

    async def last_migration(self) -> str:
        """Its name."""
        if self.source.on_postgres:
            return (await migrations_done())[-1]
        return str((await self.ask("SELECT max(name) AS name FROM migration"))[0]["name"])


def _refuse_a_second_copy(file: Path, source: Source) -> None:
    """After the close too: what was answered since the first copy would stand out against it."""
    if not source.with_survey or source.on_postgres:
        return
    if other := _copy_of_answers(source.home, beside=file):
        raise NotDone(
            f"{other} holds a copy of the answers of a wave that was open: two copies would show who "
            "answered in between. Write over that file, delete it, or use --without-survey"
        )


def _copy_of_answers(home: Path, beside: Path) -> Path | None:
    """Another file than `beside` that holds one and is still there."""
    last = last_backup(home)
    name = (last.answers_in or (last.file if last.holds_open_wave else "")) if last else ""
    return Path(name) if name and Path(name) != beside and Path(name).exists() else None


async def _pack_photos(packing: Packing, media: Media, wanted: set[str]) -> None:
    """All of media, so that a dump of PostgreSQL made a little earlier finds its photos too."""
    packed = set()
    for name in await media.names():
        try:
            packing.add_bytes(MEDIA + name, await media.get(name))
        except MediaMissing:  # swept meanwhile
            continue
        packed.add(name)
    if missing := sorted(wanted - packed):
        raise NotDone(f"{len(missing)} photos have no file, first {missing[0]}: see `linli doctor`")


def _remember(home: Path, last: LastBackup) -> None:
    with written_whole(home / LAST) as out:
        out.write(msgspec.json.encode(last))
