"""Texts that lie in the database only encrypted: AES-256-GCM, one key a purpose, a new nonce each time."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from secrets import token_bytes
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from server.domain.keys import Keys

NONCE: Final = 12  # bytes (NIST SP 800-38D, 8.2.2)


class NotOurs(ValueError):
    """It was sealed with another key, or changed since."""


def seal(text: str, keys: Keys, purpose: str) -> str:
    """The text, readable only with this installation's key."""
    nonce = token_bytes(NONCE)
    return urlsafe_b64encode(
        nonce + AESGCM(keys.derive(purpose)).encrypt(nonce, text.encode(), None)
    ).decode()


def unseal(sealed: str, keys: Keys, purpose: str) -> str:
    """The text again. Raises NotOurs."""
    both = urlsafe_b64decode(sealed)
    try:
        return AESGCM(keys.derive(purpose)).decrypt(both[:NONCE], both[NONCE:], None).decode()
    except InvalidTag:
        raise NotOurs from None
