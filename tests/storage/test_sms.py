"""How a text message leaves: into a file, or to a gateway that may be slow, rude or away."""

import asyncio
import json
import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from server.storage import sms
from server.storage.sms import FileSms, HttpSms, Message, NotSent
from tests.builders import NOON

MESSAGE = Message("+8613800138000", "【邻里】123456，5分钟内有效。", "123456", NOON)


async def test_the_file_has_one_line_a_message_that_only_its_owner_reads(home: Path) -> None:
    heard: list[Message] = []
    sender = FileSms(home, heard.append)

    await asyncio.gather(*(sender.send(MESSAGE) for _ in range(20)))

    file = home / "outbox" / "sms.jsonl"
    lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert len(lines) == len(heard) == 20
    assert lines[0] == {
        "to": "+8613800138000",
        "text": "【邻里】123456，5分钟内有效。",
        "code": "123456",
        "sent_at": "2026-11-24T04:00:00Z",
    }
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@asynccontextmanager
async def a_gateway(answer: bytes) -> AsyncIterator[tuple[str, list[bytes]]]:
    """A gateway on this machine that always says the same; its address and what it was told."""
    told: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(
            int(line[15:]) for line in head.lower().split(b"\r\n") if line[:15] == b"content-length:"
        )
        told.append(head + await reader.readexactly(length))
        writer.write(answer)
        await writer.drain()
        if answer:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/send", told


async def test_a_gateway_gets_number_words_and_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")  # a proxy of the environment is not asked
    async with a_gateway(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n") as (url, told):
        await HttpSms(url).send(MESSAGE)

    head, _, body = told[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /send HTTP/1.1")
    assert json.loads(body) == {"to": MESSAGE.to, "text": MESSAGE.text, "code": MESSAGE.code}


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 500 No\r\ncontent-length: 0\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n",
        b"rubbish\r\n\r\n",
        b"",
    ],
)
async def test_what_it_did_not_take_is_not_sent_and_the_reason_holds_no_number(
    monkeypatch: pytest.MonkeyPatch, answer: bytes
) -> None:
    monkeypatch.setattr(sms, "PATIENCE", 0.3)
    async with a_gateway(answer) as (url, _):
        with pytest.raises(NotSent) as failed:
            await HttpSms(url).send(MESSAGE)

    assert "138" not in str(failed.value)


async def test_a_gateway_that_is_away_is_not_sent() -> None:
    with pytest.raises(NotSent):
        await HttpSms("http://127.0.0.1:1/send").send(MESSAGE)
