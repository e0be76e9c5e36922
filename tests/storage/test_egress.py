"""Asking other people's servers: never our own network, however its address is written."""

import asyncio
from collections.abc import AsyncIterator
from typing import Final

import pytest

from server.storage.egress import Egress, Forbidden, Unreached

OUTSIDE: Final = "93.184.215.14"
NOT_ASKED: Final = [
    "http://example.org/a.jpg",
    "ftp://example.org/a.jpg",
    "file:///etc/passwd",
    "gopher://example.org/",
    "https://example.org:8443/a.jpg",
    "https://example.org:22/",
    "https://user:secret@example.org/",
    "https://user@example.org/",
    "https:///a.jpg",
    "https://",
    "//example.org/a.jpg",
    "example.org/a.jpg",
    "javascript:alert(1)",
    "data:image/png;base64,AAAA",
    "https://exa mple.org/",
    "https://example.org/\r\nHost: inside",
    "https://example.org:port/",
    "https://[::1/",
    f"https://example.org/{'a' * 500}",
    "",
]
INSIDE: Final = [
    *("127.0.0.1", "127.1", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1"),
    *("169.254.169.254", "100.64.0.1", "192.0.0.8", "192.0.2.1", "198.18.0.1", "198.51.100.1"),
    *("203.0.113.1", "192.88.99.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255"),
    *("::1", "::", "fe80::1", "fc00::1", "fd12:3456::1", "fec0::1", "ff02::1", "2001:db8::1"),
    *("64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "2001::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1"),
]


def resolving(*addresses: str) -> Egress:
    """Every name has these addresses."""

    async def found(host: str, port: int) -> list[str]:
        return list(addresses)

    return Egress(found)


@pytest.mark.parametrize("url", NOT_ASKED)
async def test_only_plain_https_is_asked(url: str) -> None:
    with pytest.raises(Forbidden):
        await resolving(OUTSIDE).get(url, 1000)


@pytest.mark.parametrize("address", [each for each in INSIDE if each != "127.1"])
async def test_a_name_that_points_inside_is_not_asked(address: str) -> None:
    with pytest.raises(Forbidden, match="private"):
        await resolving(address).get("https://example.org/a.jpg", 1000)


async def test_one_private_address_among_public_ones_is_enough() -> None:
    with pytest.raises(Forbidden, match="private"):
        await resolving(OUTSIDE, "10.0.0.1").get("https://example.org/a.jpg", 1000)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "[::1]", "[::ffff:7f00:1]", "localhost"],
)
async def test_however_this_machine_is_called_it_is_not_asked(host: str) -> None:
    with pytest.raises((Forbidden, Unreached)):
        await Egress().get(f"https://{host}/a.jpg", 1000)


async def test_the_name_is_resolved_once_and_the_connection_goes_there() -> None:
    asked = []

    async def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return [OUTSIDE] if len(asked) == 1 else ["127.0.0.1"]

    with pytest.raises((Unreached, Forbidden)):  # there is no way out of a test
        await Egress(rebinding).get("https://example.org/a.jpg", 1000)

    assert asked == ["example.org"]


class Server:
    """Somebody's server on this machine: answers what it is told to."""

    def __init__(self, answer: bytes, pause: float = 0) -> None:
        self.answer, self.pause, self.heads = answer, pause, b""

    async def serve(self) -> AsyncIterator[str]:
        """Its address."""

        async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            self.heads += await reader.readuntil(b"\r\n\r\n")
            await asyncio.sleep(self.pause)
            writer.write(self.answer)
            writer.close()

        server = await asyncio.start_server(talk, "127.0.0.1", 0)
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/a.jpg"
        server.close()


def an_answer(status: str, head: str = "", body: bytes = b"") -> bytes:
    """As bytes."""
    return f"HTTP/1.1 {status}\r\nConnection: close\r\n{head}\r\n".encode() + body


async def test_what_is_larger_than_asked_for_is_not_read_to_its_end() -> None:
    async for url in Server(an_answer("200 OK", body=b"x" * 100_000)).serve():
        with pytest.raises(Forbidden, match="large"):
            await Egress(loopback=True).get(url, 10_000)
        assert len((await Egress(loopback=True).get(url, 100_000)).body) == 100_000


async def test_a_redirect_is_not_followed() -> None:
    inside = Server(an_answer("302 Found", "Location: http://127.0.0.1:1/\r\n"))
    async for url in inside.serve():
        with pytest.raises(Forbidden, match="redirect"):
            await Egress(loopback=True).get(url, 10_000)


async def test_who_does_not_answer_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.storage.egress.PATIENCE", 0.2)
    async for url in Server(an_answer("200 OK"), pause=5).serve():
        with pytest.raises(Unreached, match="slow"):
            await Egress(loopback=True).get(url, 10_000)


async def test_no_proxy_of_the_environment_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    server = Server(an_answer("200 OK", body=b"here"))
    async for url in server.serve():
        assert (await Egress(loopback=True).get(url, 10_000)).body == b"here"
        assert f"Host: {url.split('/')[2]}".encode() in server.heads
