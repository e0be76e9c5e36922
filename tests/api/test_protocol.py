"""The socket under hostile hands: heads without end, trickled bodies, floods; others must not notice."""

import asyncio
import http.client
import re
import time
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import uvicorn

from server.app import Linli, create_app
from server.http import protocol
from server.http.gathering import MOST, Gathering
from server.http.protocol import Protocol
from server.settings import Settings

HEAD = b"GET /api/city HTTP/1.1\r\nHost: 127.0.0.1\r\n"
BODY = b"PUT /api/requests/3f6c6a0e-4f9c-4f5b-9d7e-0c2f9a3c5b11 HTTP/1.1\r\nHost: 127.0.0.1\r\n"
JSON = b"Content-Type: application/json\r\n"


class Served:
    """The app on a real socket of this machine."""

    def __init__(self, app: Linli, port: int) -> None:
        self.app, self.port = app, port

    async def connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection("127.0.0.1", self.port)

    async def say(self, *parts: bytes, pause: float = 0.0) -> bytes:
        """Everything that comes back until the server hangs up or is silent for two seconds."""
        reader, writer = await self.connect()
        answer = b""
        try:
            for part in parts:
                writer.write(part)
                await writer.drain()
                await asyncio.sleep(pause)
            while chunk := await asyncio.wait_for(reader.read(65536), 2):
                answer += chunk
        except (TimeoutError, ConnectionError):
            pass
        finally:
            writer.close()
        return answer

    async def is_well(self) -> float:
        """Seconds that somebody else's call takes."""
        began = time.perf_counter()
        answer = await self.say(HEAD + b"Connection: close\r\n\r\n")
        assert answer.startswith(b"HTTP/1.1 200"), answer[:200]
        return time.perf_counter() - began


@pytest.fixture
async def served(home: Path) -> AsyncIterator[Served]:
    """As `linli serve` runs it, on a free port."""
    app = create_app(Settings(home=home, secret_key="5e" * 32, clock="off"))
    config = uvicorn.Config(app, port=0, http=Protocol, log_config=None, lifespan="on", server_header=False)
    server = uvicorn.Server(config)
    server.capture_signals = no_signals  # type: ignore[method-assign]
    running = asyncio.create_task(server.serve())
    while not server.started:
        assert not running.done(), running
        await asyncio.sleep(0.02)
    yield Served(app, server.servers[0].sockets[0].getsockname()[1])
    server.should_exit = True
    await running


class Wire(asyncio.Transport):
    """What the kernel would be given, call by call."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[bytes] = []

    def writelines(self, list_of_data: Iterable[Any]) -> None:
        self.calls.append(b"".join(list_of_data))

    def write(self, data: Any) -> None:
        self.calls.append(bytes(data))

    def close(self) -> None:
        self.calls.append(b"closed")


async def test_head_and_body_of_an_answer_go_out_together_and_nothing_is_lost_at_the_end() -> None:
    wire = Wire()
    transport = Gathering(wire, asyncio.get_running_loop())
    transport.write(b"head ")
    transport.write(b"body")
    assert wire.calls == []
    await asyncio.sleep(0)
    assert wire.calls == [b"head body"]
    large = b"x" * (MOST + 1)
    transport.write(large)
    assert wire.calls[1:] == [large]  # not kept: a slow reader must be noticed
    transport.write(b"first")
    transport.write_at_once(b"second")
    assert wire.calls[2:] == [b"first", b"second"]
    transport.write(b"last words")
    transport.close()
    assert wire.calls[4:] == [b"last words", b"closed"]


class no_signals:  # noqa: N801  (stands where uvicorn calls a method)
    """The test's process keeps its signals."""

    def __enter__(self) -> None:
        """Nothing."""

    def __exit__(self, *_: object) -> None:
        """Nothing."""


def status(answer: bytes) -> int:
    """Of the first answer in it; 0 for none."""
    match = re.match(rb"HTTP/1\.1 (\d+)", answer)
    return int(match[1]) if match else 0


async def test_an_ordinary_call_is_answered_and_the_connection_kept(served: Served) -> None:
    reader, writer = await served.connect()
    for _ in range(3):
        writer.write(HEAD + b"\r\n")
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 5)
        length = int(re.search(rb"content-length: (\d+)", head)[1])  # type: ignore[index]
        assert head.startswith(b"HTTP/1.1 200 OK")
        assert len(await reader.readexactly(length)) == length
    writer.close()


async def test_a_kept_answer_is_the_same_from_the_connection_as_from_the_application(served: Served) -> None:
    def without_ids(answer: bytes) -> list[bytes]:
        lines = answer.partition(b"\r\n\r\n")[0].lower().split(b"\r\n")
        return sorted(line for line in lines if not line.startswith((b"x-request-id", b"date")))

    close = b"Connection: close\r\n\r\n"
    made = await served.say(HEAD + close)
    kept = await served.say(HEAD + b"\r\n" + HEAD + close)
    quick, _, rest = kept.partition(b"HTTP/1.1 200 OK\r\n")[2].partition(b"HTTP/1.1 200 OK")

    assert status(made) == 200
    assert without_ids(b"HTTP/1.1 200 OK\r\n" + quick) == [
        line for line in without_ids(made) if line != b"connection: close"
    ]
    assert quick.partition(b"\r\n\r\n")[2] == made.partition(b"\r\n\r\n")[2]
    assert b"x-request-id" in quick
    assert b"date: " in quick
    assert rest


async def test_who_has_it_is_told_so_from_the_connection_too(served: Served) -> None:
    made = await served.say(HEAD + b"Connection: close\r\n\r\n")
    etag = re.search(rb"etag: (\S+)", made)[1]  # type: ignore[index]

    answer = await served.say(HEAD + b"If-None-Match: " + etag + b"\r\n\r\n")

    assert status(answer) == 304
    assert answer.endswith(b"\r\n\r\n")


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(HEAD + b"X: " + b"x" * 40_000 + b"\r\n\r\n", id="one field of 40 kB"),
        pytest.param(HEAD + b"".join(b"X%d: x\r\n" % n for n in range(101)) + b"\r\n", id="101 fields"),
        pytest.param(
            b"GET /" + b"x" * 9000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", id="an address of 9 kB"
        ),
        pytest.param(HEAD + b"Host: evil.example\r\n\r\n", id="two hosts"),
        pytest.param(b"GET /api/city HTTP/1.1\r\n\r\n", id="no host"),
        pytest.param(BODY + JSON + b"Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}", id="two lengths"),
        pytest.param(
            BODY + JSON + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
            id="a length and chunks",
        ),
        pytest.param(
            BODY + JSON + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            id="two codings",
        ),
        pytest.param(HEAD + b"X : y\r\n\r\n", id="a blank before the colon"),
        pytest.param(b"\x16\x03\x01\x02\x00\x01\x00", id="not HTTP at all"),
    ],
)
async def test_a_head_that_cannot_be_read_in_one_way_is_a_400_and_the_end(
    served: Served, head: bytes
) -> None:
    answer = await served.say(head)

    assert status(answer) == 400
    assert b"connection: close" in answer
    assert b"x-content-type-options: nosniff" in answer
    assert b"application/problem+json" in answer
    await served.is_well()


async def test_a_head_without_end_is_cut_at_32_kib(served: Served) -> None:
    reader, writer = await served.connect()
    writer.write(HEAD + b"X: ")
    sent = 0
    try:
        while sent < 4_000_000:
            writer.write(b"x" * 8192)
            await writer.drain()
            sent += 8192
            await asyncio.sleep(0)
        answer = await asyncio.wait_for(reader.read(1000), 2)
    except ConnectionError:
        answer = b""
    writer.close()

    assert status(answer) in {0, 400}
    assert sent < 1_000_000 or status(answer) == 400
    await served.is_well()


async def test_blank_lines_without_end_are_a_head_too(served: Served) -> None:
    answer = await served.say(*[b"\r\n" * 4096] * 6)

    assert status(answer) == 400


async def test_silence_and_half_a_head_are_hung_up_on(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(protocol, "HEAD_SECONDS", 0.5)
    began = time.perf_counter()

    silent, half, trickled = await asyncio.gather(
        served.say(b""), served.say(b"GET / HT"), served.say(*[b"X"] * 20, pause=0.2)
    )

    assert {silent, half, trickled} == {b""}
    assert time.perf_counter() - began < 6


async def test_a_trickled_body_is_hung_up_on_and_a_slow_honest_one_is_not(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(protocol, "GRACE_SECONDS", 0.3)
    head = BODY + JSON + b"Content-Length: 6000\r\n\r\n"

    trickled, honest = await asyncio.gather(
        served.say(head, *[b" "] * 30, pause=0.1),
        served.say(head, *[b" " * 500] * 12, pause=0.2),
    )

    assert trickled == b""
    assert 400 <= status(honest) < 500
    await served.is_well()


async def test_thousands_of_calls_in_one_breath_are_cut_at_sixteen(served: Served) -> None:
    flood = (b"GET /api/me HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n") * 3000

    floods = [asyncio.create_task(served.say(flood)) for _ in range(10)]
    await asyncio.sleep(0.05)
    others = [await served.is_well() for _ in range(5)]
    answers = await asyncio.gather(*floods)

    assert all(answer.count(b"HTTP/1.1 ") <= 18 for answer in answers)
    assert max(others) < 1.0


async def test_a_few_calls_in_one_breath_are_all_answered_in_order(served: Served) -> None:
    mixed = HEAD + b"\r\n" + b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" + HEAD + b"\r\n"

    answer = await served.say(mixed * 3)

    routes = re.findall(rb'(ok\n|"hotline")', answer)
    assert routes == [b'"hotline"', b"ok\n", b'"hotline"'] * 3


async def test_who_sends_on_after_a_refusal_still_hears_why(served: Served) -> None:
    """As most clients do: all of the body first, and only then a look at the answer."""
    body = b"x" * 2_000_000

    def told() -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=10)
        path = f"/api/requests/{uuid4()}"
        connection.request("PUT", path, body, {"Content-Type": "application/json", "Linli-Key": "k" * 43})
        answer = connection.getresponse()
        return answer.status, answer.read()

    for _ in range(5):
        code, problem = await asyncio.to_thread(told)
        assert code == 413
        assert b"/problems/too-large" in problem


async def test_a_refused_body_is_not_drained(served: Served) -> None:
    _, writer = await served.connect()
    writer.write(BODY + JSON + b"Transfer-Encoding: chunked\r\n\r\n")
    sent = 0
    try:
        while sent < 50_000_000:
            writer.write(b"4000\r\n" + b" " * 0x4000 + b"\r\n")
            await writer.drain()
            sent += 0x4000
            await asyncio.sleep(0)
    except ConnectionError:
        pass
    writer.close()

    assert sent < 5_000_000
    await served.is_well()


async def test_a_hundred_silent_connections_do_not_keep_others_waiting(served: Served) -> None:
    silent = [await served.connect() for _ in range(100)]

    assert await served.is_well() < 1.0

    for _, writer in silent:
        writer.close()


async def test_no_version_of_anything_is_told(served: Served) -> None:
    answer: Any = await served.say(HEAD + b"Connection: close\r\n\r\n")

    assert b"server:" not in answer.lower()
    assert b"uvicorn" not in answer.lower()
