"""The keys in LINLI_HOME: read only when nobody else may read them; those of sessions can be rotated."""

import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from secrets import token_bytes, token_hex
from typing import Final

import msgspec
from msgspec import Struct

from server.storage.secret import SECRET, read_or_make_secret

SESSIONS: Final = "session.keys"
VERIFIES_FOR: Final = timedelta(days=1)  # after the next key has come; tokens live ten minutes


class BadSecret(Exception):
    """One line: what is wrong with the file, and what to do."""


class SessionKey(Struct):
    """One key that signs access tokens."""

    secret: str  # hex
    made_at: datetime


def secret_of(home: Path, given: str | None) -> bytes:
    """The secret from the settings, or from its file, made at the first start. Raises BadSecret."""
    if given is not None:
        return bytes.fromhex(given)
    check_mode(home / SECRET)
    try:
        return read_or_make_secret(home)
    except ValueError:
        raise BadSecret(
            f"{home / SECRET} must hold at least 64 hexadecimal digits, as `openssl rand -hex 32` makes them"
        ) from None


def session_keys(home: Path) -> list[SessionKey]:
    """The keys that were made by rotating, newest first; none before the first time. Raises BadSecret."""
    file = home / SESSIONS
    if not file.exists():
        return []
    check_mode(file)
    try:
        return msgspec.json.decode(file.read_bytes(), type=list[SessionKey])
    except msgspec.DecodeError as error:
        raise BadSecret(f"{file} cannot be read: {error}") from None


def add_session_key(home: Path, now: datetime) -> None:
    """A new key that signs from now on; those that can no longer verify anything are left out."""
    keys = session_keys(home)
    still = [key for at, key in enumerate(keys) if at == 0 or keys[at - 1].made_at + VERIFIES_FOR > now]
    fresh = SessionKey(token_bytes(32).hex(), now.astimezone(UTC))
    _write(home / SESSIONS, msgspec.json.encode([fresh, *still]).decode() + "\n")


def check_mode(file: Path) -> None:
    """Nobody but the owner may read it. Raises BadSecret."""
    mode = stat.S_IMODE(file.stat().st_mode) if file.exists() else 0
    if mode & 0o077:
        raise BadSecret(f"{file} can be read by others (mode {mode:o}); run: chmod 600 {file}")


def _write(file: Path, text: str) -> None:
    """Whole or not at all, and readable by nobody else at any moment."""
    beside = file.with_name(f".{file.name}.{token_hex(4)}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    beside.rename(file)
