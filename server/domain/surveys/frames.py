"""A wave's frame at rest: how many dwellings each stratum has, and the addresses of those that came as lists.

Addresses are encrypted (AES-256-GCM, a nonce each) under a key that is not in the database. They are deleted
by an act, and by themselves some time after the numbers are published; how many there were stays.
"""

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from server.domain.keys import Keys

NONCE: Final = 12  # bytes
PURPOSE: Final = "frames"


def seal(keys: Keys, text: str) -> str:
    """As it is kept; nothing stays nothing."""
    if not text:
        return ""
    nonce = os.urandom(NONCE)
    return urlsafe_b64encode(
        nonce + AESGCM(keys.derive(PURPOSE)).encrypt(nonce, text.encode(), None)
    ).decode()


def unseal(keys: Keys, kept: str) -> str:
    """As it was written."""
    if not kept:
        return ""
    raw = urlsafe_b64decode(kept)
    return AESGCM(keys.derive(PURPOSE)).decrypt(raw[:NONCE], raw[NONCE:], None).decode()
