"""Asking other people's servers: only public addresses, only https, nothing that goes on for long.

An address that somebody wrote down may point into our own network, at once or after a name was resolved a
second time. So the name is resolved once, every address that it has must be a public one, and the connection
goes to that address; certificates are still checked against the name. Redirects are not followed, and no
proxy of the environment is asked.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final
from urllib.parse import urlsplit

import httpx
from msgspec import Struct

PATIENCE: Final = 5.0  # seconds, from the name to the last byte
PORT: Final = 443
HERE: Final = frozenset({"127.0.0.1", "::1"})
LONGEST: Final = 500  # characters of an address
# `is_global` says yes to these: multicast, NAT64, 6to4, Teredo and what is left of site-local addresses.
NOT_PUBLIC: Final = [
    ip_network(block)
    for block in (
        *("192.0.0.0/24", "192.88.99.0/24", "224.0.0.0/3"),
        *("64:ff9b::/32", "2001::/32", "2002::/16", "fec0::/10", "ff00::/8"),
    )
]
Address = IPv4Address | IPv6Address
Resolve = Callable[[str, int], Awaitable[list[str]]]


class Unreached(Exception):
    """It did not answer, or not in time; it may later. The text holds nothing of the address."""


class Forbidden(Exception):
    """It is not asked, now or later: another scheme, a private address, a redirect, too much."""


class Asked(Struct, frozen=True):
    """What is said to another server, and how much of its answer is read."""

    method: str
    headers: dict[str, str] = {}
    body: bytes = b""
    most: int = 0  # bytes


class Fetched(Struct, frozen=True):
    """What was said."""

    status: int
    kind: str  # content type
    body: bytes


def is_public(address: Address) -> bool:
    """Does it belong to the internet, and to one machine there?"""
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    inside = any(address in block for block in NOT_PUBLIC if block.version == address.version)
    return address.is_global and not address.is_multicast and not inside


async def resolve(host: str, port: int) -> list[str]:
    """Every address of a name. Raises Unreached."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unreached("no such name") from None
    return [str(each[4][0]) for each in found]


class Egress:
    """The one way out. `loopback`: this machine may be asked too, by http, which only tests want."""

    def __init__(self, resolve: Resolve = resolve, loopback: bool = False) -> None:
        self.resolve, self.loopback = resolve, loopback

    def check(self, url: str) -> httpx.URL:
        """The address, if it is of a kind that is asked at all. Raises Forbidden."""
        if len(url) > LONGEST or not url.isprintable() or " " in url:
            raise Forbidden("not an address")
        try:
            parts, asked = urlsplit(url), httpx.URL(url)
            port = asked.port or PORT
        except (ValueError, httpx.InvalidURL):
            raise Forbidden("not an address") from None
        if not asked.host or parts.username is not None or parts.password is not None:
            raise Forbidden("not an address")
        if self.loopback and asked.host in HERE:
            return asked
        if asked.scheme != "https" or port != PORT:
            raise Forbidden("not https")
        return asked

    async def get(self, url: str, most: int) -> Fetched:
        """At most so many bytes of an address. Raises Unreached or Forbidden."""
        return await self._ask(url, Asked("GET", most=most))

    async def post(self, url: str, headers: dict[str, str], body: bytes) -> int:
        """The status of the answer. Raises Unreached or Forbidden."""
        return (await self._ask(url, Asked("POST", headers, body))).status

    async def _ask(self, url: str, asked: Asked) -> Fetched:
        named = self.check(url)
        try:
            async with asyncio.timeout(PATIENCE):
                return await _exchange(asked, named, named.copy_with(host=await self._address_of(named)))
        except TimeoutError:
            raise Unreached("too slow") from None
        except httpx.HTTPError as error:
            raise Unreached(type(error).__name__) from None

    async def _address_of(self, named: httpx.URL) -> str:
        """One address of its host, if all are public. Raises Unreached or Forbidden."""
        found = [ip_address(each) for each in await self.resolve(named.host, named.port or PORT)]
        if not found:
            raise Unreached("no such name")
        here = self.loopback and named.host in HERE
        if not here and not all(is_public(each) for each in found):
            raise Forbidden("a private address")
        return str(found[0])


async def _exchange(asked: Asked, named: httpx.URL, pinned: httpx.URL) -> Fetched:
    headers = {**asked.headers, "Host": named.netloc.decode("ascii"), "User-Agent": "Linli"}
    # The certificate is that of the name, though the connection is to an address.
    extensions = {"sni_hostname": named.host}
    client = httpx.AsyncClient(timeout=PATIENCE, trust_env=False, follow_redirects=False)
    async with (
        client,
        client.stream(
            asked.method, pinned, headers=headers, content=asked.body or None, extensions=extensions
        ) as answer,
    ):
        if answer.is_redirect:
            raise Forbidden("a redirect")
        return Fetched(
            answer.status_code, answer.headers.get("content-type", ""), await _read(answer, asked.most)
        )


async def _read(answer: httpx.Response, most: int) -> bytes:
    """All of the body, or nothing of one that is not asked for. Raises Forbidden for a longer one."""
    if not most:
        return b""
    parts, size = [], 0
    async for part in answer.aiter_bytes():
        size += len(part)
        if size > most:
            raise Forbidden("too large")
        parts.append(part)
    return b"".join(parts)
