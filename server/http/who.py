"""Who is asking: the token in a cookie or after `Bearer`, and the key of a request.

A token that is presented must be good: a bad or old one is 401 and not "nobody", so that an app whose ten
minutes are over renews its session and asks again, and never acts under another name than it believes.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

import msgspec
from litestar import Request
from litestar.datastructures import Headers

from server.domain.errors import Invalid, NotSignedIn
from server.domain.people import NOBODY, Actor
from server.domain.sessions import actor_of
from server.domain.tokens import BadToken, Claims, Ring
from server.http.cookies import cleared
from server.http.problems import Problem
from server.http.site import Site

KNOWN_FOR: Final = timedelta(seconds=5)  # a changed grant or an ended session is noticed by then
MOST: Final = 20_000  # entries of each memory; emptied when full
KEY: Final = re.compile(r"[A-Za-z0-9_-]{43}")


class SessionOver(NotSignedIn):
    """The token is good, its session is not: there is nothing to renew, so the cookies may go."""


class Doorkeeper:
    """Remembers for a moment who was let in: verified tokens, and the rights of running sessions."""

    def __init__(self, site: Site, ring: Ring) -> None:
        self.site, self.ring = site, ring
        self.clock: Callable[[], datetime] = lambda: datetime.now(UTC)
        self._claims: dict[str, Claims] = {}
        self._actors: dict[UUID, tuple[datetime, Actor]] = {}

    def token_in(self, authorization: str, cookies: dict[str, str]) -> str:
        """The presented token; "" for none."""
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() == "bearer":
            return token.strip()
        return cookies.get(self.site.access_cookie, "")

    def token_in_heads(self, heads: dict[bytes, bytes]) -> str:
        """The same, from raw headers, for the layer before the handlers."""
        authorization = heads.get(b"authorization", b"")
        return self.token_in(authorization.decode("latin-1"), cookies_in(heads.get(b"cookie", b"")))

    def claims_of(self, token: str) -> Claims:
        """What a token says; the signature is computed once. Raises BadToken."""
        now = self.clock()
        known = self._claims.get(token)
        if known is None:
            known = self.ring.read(token, now)
            if len(self._claims) >= MOST:
                self._claims.clear()
            self._claims[token] = known
        if known.expires <= now.timestamp():
            del self._claims[token]
            raise BadToken
        return known

    def session_of(self, token: str) -> UUID | None:
        """The session of a token, if it is a good one."""
        try:
            return self.claims_of(token).session
        except BadToken:
            return None

    async def actor_of(self, token: str) -> Actor:
        """Who acts with this token. Raises NotSignedIn for a bad or old one, SessionOver."""
        try:
            claims = self.claims_of(token)
        except BadToken:
            raise NotSignedIn from None
        now = self.clock()
        known = self._actors.get(claims.session)
        if known and timedelta(0) <= now - known[0] < KNOWN_FOR and known[1].person == claims.person:
            return known[1]
        actor = await actor_of(claims, now)
        if actor is None:
            self._actors.pop(claims.session, None)
            raise SessionOver
        if len(self._actors) >= MOST:
            self._actors.clear()
        self._actors[claims.session] = now, actor
        return actor

    def forget(self, session: UUID | None = None) -> None:
        """What was known of a session, or of all: it ended, or a grant changed."""
        if session is None:
            self._actors.clear()
        else:
            self._actors.pop(session, None)

    def turn_keys(self, ring: Ring) -> None:
        """Another ring: what the old one verified is asked again."""
        self.ring = ring
        self._claims.clear()


async def who(request: Request[Any, Any, Any]) -> Actor:
    """The actor of a call. Raises NotSignedIn, or Invalid for a key that is none."""
    doorkeeper: Doorkeeper = request.app.state.doorkeeper
    token = doorkeeper.token_in(request.headers.get("authorization", ""), request.cookies)
    actor = NOBODY
    if token:
        try:
            actor = await doorkeeper.actor_of(token)
        except SessionOver:
            raise Problem(401, "not-signed-in").with_cookies(cleared(doorkeeper.site)) from None
    key_hash = key_hash_in(request.headers)
    return msgspec.structs.replace(actor, key_hash=key_hash) if key_hash else actor


def key_hash_in(headers: Headers) -> str:
    """SHA-256 of the key that a phone made for its request; "" without one. Raises Invalid."""
    key = headers.get("linli-key", "")
    if not key:
        return ""
    if not KEY.fullmatch(key):
        raise Invalid({"Linli-Key": "bad-key"})
    return sha256(key.encode()).hexdigest()


def cookies_in(header: bytes) -> dict[str, str]:
    """Names and values of a Cookie header; ours need no unquoting."""
    pairs = (part.partition("=") for part in header.decode("latin-1").split(";"))
    return {name.strip(): value.strip() for name, found, value in pairs if found}
