"""The installation's secret, kept in the home when the settings give none; nobody else may read it."""

import os
import secrets
from pathlib import Path
from typing import Final

SECRET: Final = "secret.key"  # noqa: S105  (a name, in LINLI_HOME: 64 or more hexadecimal digits)


def read_or_make_secret(home: Path) -> bytes:
    """At least 32 bytes; made on the first start. Raises ValueError if the file holds something else."""
    file = home / SECRET
    if not file.exists():
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        beside = file.with_name(f".{SECRET}.{os.getpid()}")
        put_secret(beside, secrets.token_hex(32))
        try:
            os.link(beside, file)  # of two that start at once the first wins, and neither sees half a key
        except FileExistsError:
            pass
        finally:
            beside.unlink()
    return secret_in(file)


def secret_in(file: Path) -> bytes:
    """The bytes that a file of hexadecimal digits stands for. Raises ValueError."""
    secret = bytes.fromhex(file.read_text("ascii"))
    if len(secret) < 32:
        raise ValueError(f"{file} holds fewer than 64 hexadecimal digits")
    return secret


def put_secret(file: Path, digits: str) -> None:
    """Write it, mode 0600, on the disk when it returns."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as out:
        out.write(digits + "\n")
        out.flush()
        os.fsync(out.fileno())
