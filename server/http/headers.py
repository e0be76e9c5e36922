"""The security headers of every answer, errors too, and under which names we answer at all.

The strings are the final ones of the security notes. They are raw header pairs, made once: the front layer
appends them after everything else, so no handler can forget or lose them.
"""

from typing import Final
from urllib.parse import urlsplit

from server.http.site import LOOPBACK, Site

Header = tuple[bytes, bytes]

PAGE_CSP: Final = (
    b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
    b"connect-src 'self'; font-src 'self'; manifest-src 'self'; worker-src 'self'; media-src 'self' blob:; "
    b"object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    b"require-trusted-types-for 'script'; trusted-types sw"  # the app registers its worker by a policy `sw`
)
DATA_CSP: Final = b"default-src 'none'; frame-ancestors 'none'; base-uri 'none'"
PHOTO_CSP: Final = b"default-src 'none'; sandbox; frame-ancestors 'none'"
COMMON: Final[list[Header]] = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (
        b"permissions-policy",
        b"camera=(self), geolocation=(self), microphone=(self), payment=(), usb=(), interest-cohort=()",
    ),
]
OURS: Final[Header] = (b"cross-origin-resource-policy", b"same-origin")
EVERYBODYS: Final[list[Header]] = [
    (b"cross-origin-resource-policy", b"cross-origin"),
    (b"access-control-allow-origin", b"*"),
]


class Sealing:
    """Which headers go on which kind of answer, at one site."""

    def __init__(self, site: Site) -> None:
        common = list(COMMON)
        upgrade = b""
        if site.secure:
            common.append((b"strict-transport-security", b"max-age=31536000; includeSubDomains"))
            upgrade = b"; upgrade-insecure-requests"
        policy = b"content-security-policy"
        # A script may be a worker's, and a worker lives under the policy that it came with.
        self.page: list[Header] = [(policy, PAGE_CSP + upgrade), OURS, *common]
        self.data: list[Header] = [(policy, DATA_CSP), OURS, *common]
        self.public: list[Header] = [(policy, DATA_CSP), *EVERYBODYS, *common]
        self.photo: list[Header] = [
            (policy, PHOTO_CSP),
            (b"content-disposition", b'inline; filename="photo.jpg"'),
            OURS,
            *common,
        ]

    def of(self, content_type: bytes) -> list[Header]:
        """The headers of an answer of a handler; the only SVG is our own drawing, not somebody's photo."""
        if content_type.startswith(b"image/") and not content_type.startswith(b"image/svg"):
            return self.photo
        return self.page if content_type.startswith(b"text/html") else self.data


def hosts_of(site: Site) -> frozenset[bytes]:
    """The values of `Host` that we answer to: the public one, and this machine's when it is that."""
    parts = urlsplit(site.public_url)
    names = {parts.hostname or ""} | (LOOPBACK if site.is_local else set())
    hosts = set()
    for name in names:
        shown = f"[{name}]" if ":" in name and not name.startswith("[") else name
        hosts.add(shown.encode())
    return frozenset(hosts)


def name_in(host: bytes) -> bytes:
    """`Host` without its port: a test and a forwarded port choose their own."""
    if host.startswith(b"["):
        return host[: host.find(b"]") + 1].lower()
    return host.partition(b":")[0].lower()
