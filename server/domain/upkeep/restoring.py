"""From a backup to a home: beside it first, checked, then put in its place by one rename.

Never over what is there: a database beside a left-over -wal of another silently becomes the other.
"""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from server.domain.upkeep import NotDone
from server.domain.upkeep.archive import MEDIA, Manifest, unpack
from server.domain.upkeep.backups import PHOTOS, SURVEY_TABLES, photo_files
from server.models.migrations.runner import all_migrations
from server.storage.database import DATABASE, SURVEY
from server.storage.snapshots import faults_of, read_file
from server.storage.space import sync_folder


def restore_backup(
    file: Path, home: Path, *, on_postgres: bool, before_use: Callable[[Path], None] | None = None
) -> Manifest:
    """Make `home`, which must be empty or absent, from a backup. Raises NotDone; then nothing has changed.

    `before_use` is given the new home while nobody can serve it yet.
    """
    home = home.resolve()
    beside = home.with_name(f"{home.name}.new")
    if home.exists() and any(home.iterdir()):
        raise NotDone(f"{home} is not empty: move it away first, or set LINLI_HOME to a new folder")
    if beside.exists():
        raise NotDone(f"{beside} is left over from an earlier try: look at it, then remove it")
    beside.mkdir(parents=True, mode=0o700)
    try:
        manifest = unpack(file, beside)
        _check(manifest, beside, on_postgres)
        if before_use:
            before_use(beside)
        os.sync()
        beside.rename(home)
        sync_folder(home.parent)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    return manifest


def _check(manifest: Manifest, home: Path, on_postgres: bool) -> None:
    if (manifest.engine == "postgres") != on_postgres:
        raise NotDone(
            f"this backup is of an installation on {manifest.engine}: "
            + ("set LINLI_DATABASE_URL" if manifest.engine == "postgres" else "unset LINLI_DATABASE_URL")
        )
    if manifest.migration not in all_migrations():
        raise NotDone(f"it was made by Linli {manifest.linli}, which is newer than this one: upgrade first")
    if on_postgres:
        return
    for name in (DATABASE, SURVEY):
        if faults := faults_of(home / name):
            raise NotDone(f"{name} in it is damaged: {faults[0]}")
    for table, count in manifest.counts.items():
        if (found := _count(home, table)) != count:
            raise NotDone(f"{table} has {found} rows, {count} were packed")
    photos = photo_files(read_file(home / DATABASE, PHOTOS))
    if missing := sorted({MEDIA + name for name in photos} - manifest.files.keys()):
        raise NotDone(f"{len(missing)} photos have no file in it, first {missing[0]}")


def _count(home: Path, table: str) -> int:
    apart = table.removeprefix("survey.")
    if not apart.isidentifier():
        raise NotDone(f"{table!r} is not a table")
    file = SURVEY if apart in SURVEY_TABLES and apart != table else DATABASE
    return int(read_file(home / file, f"SELECT count(*) AS n FROM {apart}")[0]["n"])  # noqa: S608  (checked above)
