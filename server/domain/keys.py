"""One key a purpose, derived from the city's secret: a token of one kind never passes for another.

HKDF-SHA-256 (RFC 5869). The secret itself signs nothing and is kept outside the database.
"""

import hmac

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class Keys:
    """The keys of this installation. `master` has at least 32 bytes."""

    def __init__(self, master: bytes) -> None:
        if len(master) < 32:
            raise ValueError("the secret key has fewer than 32 bytes")
        self._master = master
        self._derived: dict[str, bytes] = {}
        self._macs: dict[str, hmac.HMAC] = {}

    def derive(self, purpose: str) -> bytes:
        """32 bytes for one purpose: jwt, codes, lookup, photo, cursor, invitations …"""
        if purpose not in self._derived:
            hkdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"linli:" + purpose.encode())
            self._derived[purpose] = hkdf.derive(self._master)
        return self._derived[purpose]

    def mac(self, purpose: str, *parts: str) -> bytes:
        """HMAC-SHA-256 over the parts; each carries its length, so that no two lists of parts agree."""
        message = b"".join(len(part.encode()).to_bytes(4, "big") + part.encode() for part in parts)
        if purpose not in self._macs:
            self._macs[purpose] = hmac.new(self.derive(purpose), digestmod="sha256")
        mac = self._macs[purpose].copy()
        mac.update(message)
        return mac.digest()
