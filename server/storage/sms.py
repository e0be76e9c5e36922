"""How a text message leaves: into a file, for trying things out, or to a gateway by http."""

import asyncio
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final, Protocol

import httpx
import msgspec
from msgspec import Struct

PATIENCE: Final = 5.0  # seconds for the gateway


class NotSent(Exception):
    """The gateway did not take it."""


class Message(Struct, frozen=True):
    """One text message: number (E.164), words, the code in them, when."""

    to: str
    text: str
    code: str
    sent_at: datetime


class Sms(Protocol):
    """Sends one message."""

    async def send(self, message: Message) -> None:
        """It is on its way when this returns. Raises NotSent."""


class FileSms:
    """One JSON line a message in home/outbox/sms.jsonl, on the disk before it counts as sent."""

    def __init__(self, home: Path, tell: Callable[[Message], None] | None = None) -> None:
        self.file = home / "outbox" / "sms.jsonl"
        self.tell = tell

    async def send(self, message: Message) -> None:
        """Append it, and say it in the terminal if there is one."""
        await asyncio.to_thread(self._append, msgspec.json.encode(message) + b"\n")
        if self.tell:
            self.tell(message)

    def _append(self, line: bytes) -> None:
        self.file.parent.mkdir(mode=0o700, exist_ok=True)
        descriptor = os.open(self.file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(descriptor, line)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


class HttpSms:
    """Posts {to, text, code} to a gateway: no redirects, no proxy from the environment, five seconds."""

    def __init__(self, url: str) -> None:
        self.url = url

    async def send(self, message: Message) -> None:
        """Raises NotSent, without what was to be sent."""
        said = {"to": message.to, "text": message.text, "code": message.code}
        try:
            async with httpx.AsyncClient(timeout=PATIENCE, trust_env=False, follow_redirects=False) as client:
                answer = await client.post(self.url, json=said)
        except httpx.HTTPError as error:
            raise NotSent(type(error).__name__) from None
        if not answer.is_success:
            raise NotSent(f"status {answer.status_code}")
