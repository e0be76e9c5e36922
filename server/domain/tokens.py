"""Signed access tokens of ten minutes: HS256 and nothing else, our own key ids, every claim required.

A token says who and which session, never what they may do: rights are read from the grants at each request.
JWT (RFC 7519) with `typ` against mix-ups (RFC 9068); a token of another purpose has another key.
"""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final
from uuid import UUID

import jwt
from jwt.types import Options
from msgspec import Struct

LASTS: Final = timedelta(minutes=10)
AUDIENCE: Final = "linli"
TYPE: Final = "at+jwt"
CLAIMS: Final = ["exp", "iat", "aud", "sub", "sid", "typ"]
# The clock comes in as an argument, so `read` compares the expiry, and not the library.
OPTIONS: Final[Options] = {"require": CLAIMS, "verify_exp": False, "verify_iat": False}
OLDEST_KEYS: Final = 3  # that still verify, the newest among them


class BadToken(Exception):
    """Forged, over, or not ours; nobody is told which."""


class SigningKey(Struct, frozen=True):
    """One key of the ring; `until` is when it stops verifying, None for the newest, which signs."""

    secret: bytes
    until: datetime | None = None

    @property
    def kid(self) -> str:
        """Names the key without saying anything of it."""
        return sha256(b"kid" + self.secret).hexdigest()[:8]


class Claims(Struct, frozen=True):
    """What a valid token says."""

    person: UUID
    session: UUID
    expires: int  # seconds since 1970


class Ring:
    """The keys that sign and verify: newest first, at most three."""

    def __init__(self, keys: list[SigningKey]) -> None:
        self.newest = keys[0]
        self.by_kid = {key.kid: key for key in keys[:OLDEST_KEYS]}

    def sign(self, person: UUID, session: UUID, now: datetime) -> str:
        """A token for ten minutes."""
        issued = int(now.timestamp())
        claims = {
            "sub": str(person),
            "sid": str(session),
            "aud": AUDIENCE,
            "typ": TYPE,
            "iat": issued,
            "exp": issued + int(LASTS.total_seconds()),
        }
        return jwt.encode(claims, self.newest.secret, "HS256", {"kid": self.newest.kid, "typ": TYPE})

    def read(self, token: str, now: datetime) -> Claims:
        """Its claims. Raises BadToken."""
        claims = self._verified(token, now)
        if claims.expires <= now.timestamp():
            raise BadToken
        return claims

    def _verified(self, token: str, now: datetime) -> Claims:
        try:
            key = self.by_kid[jwt.get_unverified_header(token)["kid"]]
            if key.until is not None and key.until <= now:
                raise BadToken
            said = jwt.decode(token, key.secret, ["HS256"], OPTIONS, audience=AUDIENCE)
            if said["typ"] != TYPE or type(said["exp"]) is not int or type(said["iat"]) is not int:
                raise BadToken
            return Claims(UUID(said["sub"]), UUID(said["sid"]), said["exp"])
        except (jwt.PyJWTError, KeyError, ValueError, TypeError, AttributeError) as error:
            raise BadToken from error
