"""What the rooms of http must know of this installation: where it is reached, and under which names."""

from urllib.parse import urlsplit

from msgspec import Struct

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1", "[::1]"})


class Site(Struct, frozen=True):
    """One installation as browsers see it."""

    public_url: str  # without a slash at its end

    @property
    def secure(self) -> bool:
        """Reached by https."""
        return self.public_url.startswith("https://")

    @property
    def is_local(self) -> bool:
        """Only for this machine: a developer's, or a test's."""
        return urlsplit(self.public_url).hostname in LOOPBACK

    @property
    def access_cookie(self) -> str:
        """The name of the cookie with the token; `__Host-` binds it to this host and to https."""
        return "__Host-linli" if self.secure else "linli"

    @property
    def refresh_cookie(self) -> str:
        """Its path is /api/session, so it cannot carry `__Host-`."""
        return "__Secure-linli_refresh" if self.secure else "linli_refresh"

    @property
    def device_cookie(self) -> str:
        """Says that a number signed in on this device before."""
        return "__Secure-linli_device" if self.secure else "linli_device"
