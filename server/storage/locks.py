"""A lock between processes on one machine: it ends with its process, however that ends."""

import fcntl
import os
from pathlib import Path
from types import TracebackType


class FileLock:
    """An exclusive flock on a file of its own; not for two threads. Never on a network disk."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def __enter__(self) -> None:
        fcntl.flock(self._file, fcntl.LOCK_EX)

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        fcntl.flock(self._file, fcntl.LOCK_UN)

    def taken(self) -> bool:
        """Somebody else holds it now."""
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        fcntl.flock(self._file, fcntl.LOCK_UN)
        return False

    def close(self) -> None:
        """Let go of the file too."""
        os.close(self._file)
