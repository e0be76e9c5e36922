"""The keys that sign sessions: the newest from its file, the one before it for another day."""

from pathlib import Path

from server.domain.keys import Keys
from server.domain.tokens import Ring, SigningKey
from server.storage.key_files import SESSIONS, VERIFIES_FOR, session_keys


def ring_of(home: Path, keys: Keys) -> Ring:
    """Until the first rotation one key, derived from the secret; then it retires as any other."""
    made = session_keys(home)
    secrets = [*(bytes.fromhex(key.secret) for key in made), keys.derive("jwt")]
    until = [None, *(key.made_at + VERIFIES_FOR for key in made)]  # each retires by the one after it
    return Ring([SigningKey(secret, end) for secret, end in zip(secrets, until, strict=True)])


class KeyFile:
    """Notices that another process rotated the keys."""

    def __init__(self, home: Path) -> None:
        self.file = home / SESSIONS
        self._seen = self._changed_at()

    def has_changed(self) -> bool:
        """True once after each change."""
        before, self._seen = self._seen, self._changed_at()
        return before != self._seen

    def _changed_at(self) -> int:
        return self.file.stat().st_mtime_ns if self.file.exists() else 0
