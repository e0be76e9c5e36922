"""The two cookies of a session, and the one that says: this number signed in on this device before."""

from secrets import token_urlsafe
from typing import Final

from litestar.datastructures import Cookie

from server.domain.keys import Keys
from server.domain.sessions import Passes
from server.http.site import Site

SESSION_PATH: Final = "/api/session"
A_YEAR: Final = 365 * 86400


def set_by(passes: Passes, site: Site) -> list[Cookie]:
    """Both cookies. The first outlives its token, so that an old token is told from none: it is a 401."""
    return [
        _cookie(site, site.access_cookie, passes.access, "/", passes.keep),
        _cookie(site, site.refresh_cookie, passes.refresh, SESSION_PATH, passes.keep),
    ]


def cleared(site: Site) -> list[Cookie]:
    """Both cookies gone."""
    return [
        _cookie(site, site.access_cookie, "", "/", 0),
        _cookie(site, site.refresh_cookie, "", SESSION_PATH, 0),
    ]


def device_known(phone: str, keys: Keys, site: Site) -> Cookie:
    """For a year this device may ask for codes of this number, whoever else asks for them."""
    nonce = token_urlsafe(12)
    value = f"{nonce}.{keys.mac('device', phone, nonce).hex()[:32]}"
    return _cookie(site, site.device_cookie, value, SESSION_PATH, A_YEAR)


def is_known_device(value: str, phone: str, keys: Keys) -> bool:
    """Whether the cookie of this device was made for this number."""
    nonce, _, mac = value.partition(".")
    return bool(mac) and keys.mac("device", phone, nonce).hex()[:32] == mac


def _cookie(site: Site, name: str, value: str, path: str, keep: int | None) -> Cookie:
    return Cookie(
        key=name, value=value, path=path, max_age=keep, httponly=True, secure=site.secure, samesite="lax"
    )
