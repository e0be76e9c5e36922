"""The doctor's look at the place: the home and its disk, the secret, the address, the last backup."""

import os
import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from msgspec import Struct

from server.domain.upkeep.backups import last_backup
from server.domain.upkeep.findings import Finding, trouble, warning
from server.storage.database import DATABASE, SURVEY
from server.storage.secret import SECRET, secret_in
from server.storage.snapshots import faults_of
from server.storage.space import MEGABYTE, RESERVE, Room

WAL_LIMIT: Final = 256 * MEGABYTE  # above this some reader has been stuck for long
BACKUP_AGE: Final = timedelta(hours=26)  # a nightly backup that is two hours late
OLDEST_SQLITE: Final = (3, 35)  # knows RETURNING
LOOPBACK: Final = {"127.0.0.1", "localhost", "::1"}
NETWORK_DISKS: Final = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs"}


class House(Struct):
    """What the settings say of this installation."""

    home: Path
    media: Path
    public_url: str
    on_postgres: bool
    demo: bool
    sms_to_file: bool
    secret_given: bool  # by LINLI_SECRET_KEY


def look_at_house(house: House, now: datetime) -> Iterator[Finding]:
    """Everything that can be seen without opening the database."""
    yield from look_at_address(house)
    if not house.home.is_dir():
        yield trouble(f"LINLI_HOME {house.home} is not there", "make it, or `linli serve` does")
        return
    yield from look_at_home(house)
    yield from look_at_secret(house)
    yield from look_at_backup(house, now)
    if not house.on_postgres:
        yield from look_at_sqlite(house)


def look_at_address(house: House) -> Iterator[Finding]:
    """What residents open, and what must not be open to them."""
    url = urlsplit(house.public_url)
    if url.hostname in LOOPBACK:
        return
    if url.scheme != "https":
        yield trouble(
            f"LINLI_PUBLIC_URL {house.public_url} is not https", "put TLS in front, and say https://"
        )
    if house.demo:
        yield trouble(
            "demonstration content is on a public address", "unset LINLI_DEMO and use a home of its own"
        )
    if house.sms_to_file:
        yield trouble("codes go to a file, so nobody can sign in", "set LINLI_SMS=http and LINLI_SMS_URL")


def look_at_home(house: House) -> Iterator[Finding]:
    """Who can read it, and whether there is room."""
    home = house.home
    mode = home.stat().st_mode & 0o777
    if mode & 0o077:
        yield trouble(f"others may look into {home} (mode 0{mode:o})", f"chmod 700 {home}")
    if not os.access(home, os.W_OK | os.X_OK):
        yield trouble(f"{home} cannot be written to", f"chown -R $USER {home}")
    if (kind := disk_of(home)) in NETWORK_DISKS and not house.on_postgres:
        yield trouble(f"{home} is on a network disk ({kind}), where SQLite loses data", "use a local disk")
    yield from look_at_disk(house)


def look_at_disk(house: House) -> Iterator[Finding]:
    """As the server does before it takes a write."""
    room = Room(house.home, house.media)
    left = f"{room.free() // MEGABYTE} MB are free"
    if not room.takes_writes():
        yield trouble(
            f"the disk is full ({left}): nothing is stored", "`linli doctor --free`, then make room"
        )
    elif not room.takes_photos():
        yield trouble(f"the disk is nearly full ({left}): photos are refused", "make room")
    elif not (house.home / RESERVE).exists():
        yield warning("there is no reserve for a full disk", "`linli serve` lays it by at its next start")


def look_at_secret(house: House) -> Iterator[Finding]:
    """There is one, it is long enough, and nobody else can read it."""
    file = house.home / SECRET
    if house.secret_given:
        return
    if not file.exists():
        yield warning(
            f"there is no secret key at {file}", "`linli serve` makes it; after a restore put yours back"
        )
        return
    try:
        secret_in(file)
    except ValueError as error:
        yield trouble(
            f"the secret key is unusable: {error}", f"put yours back, or openssl rand -hex 32 > {file}"
        )
    mode = file.stat().st_mode & 0o777
    if mode & 0o077:
        yield trouble(f"others may read the secret key (mode 0{mode:o})", f"chmod 600 {file}")


def look_at_backup(house: House, now: datetime) -> Iterator[Finding]:
    """A last one that is young enough."""
    last = last_backup(house.home)
    if last is None:
        yield warning("there is no backup yet", "run `linli backup FILE` every night, see docs/operate.md")
    elif now - last.at > BACKUP_AGE:
        yield warning(
            f"the last backup is of {last.at:%Y-%m-%d %H:%M} UTC", "see why the nightly backup did not run"
        )


def look_at_sqlite(house: House) -> Iterator[Finding]:
    """Its version, its files, and a write-ahead log that grew."""
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        yield trouble(f"SQLite {sqlite3.sqlite_version} is too old", "use a Python with SQLite 3.35 or newer")
    if not (house.home / DATABASE).exists():
        yield warning(
            "there is no database yet", "`linli serve` makes it, `linli restore FILE` brings one back"
        )
        return
    for name in (DATABASE, SURVEY):
        if faults := faults_of(house.home / name):
            yield trouble(f"{name} is damaged: {faults[0]}", "stop the server and restore the last backup")
    wal = house.home / f"{DATABASE}-wal"
    if wal.exists() and (size := wal.stat().st_size) > WAL_LIMIT:
        yield warning(
            f"the write-ahead log has {size // MEGABYTE} MB: a reader is stuck", "restart `linli serve`"
        )


def disk_of(folder: Path) -> str:
    """The type of the file system it lies on; "" if the system does not say."""
    try:
        mounts = Path("/proc/self/mounts").read_text("utf-8").splitlines()
    except OSError:
        return ""
    place = folder.resolve()
    found = [(len(at), kind) for _, at, kind, *_ in map(str.split, mounts) if place.is_relative_to(at)]
    return max(found)[1] if found else ""
