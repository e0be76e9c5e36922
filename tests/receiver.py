"""Somebody else's server, on this machine: it hears deliveries, and gives pictures."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import msgspec

from server.domain.open311.fetching import Tray
from server.jobs.clock import Tools, sweep_all
from server.storage.egress import Egress
from tests.builders import Here


class Receiver:
    """What came, and what is answered."""

    def __init__(self) -> None:
        self.heard: list[tuple[dict[str, str], bytes]] = []
        self.status = "200 OK"
        self.kind, self.body = "text/plain", b""
        self.url = ""

    @property
    def news(self) -> list[dict[str, Any]]:
        """The bodies that came, decoded."""
        return [msgspec.json.decode(body) for _, body in self.heard]

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One exchange."""
        lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")[1:-2]
        heads = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
        self.heard.append((heads, await reader.readexactly(int(heads.get("content-length", "0")))))
        head = f"HTTP/1.1 {self.status}\r\nContent-Type: {self.kind}\r\nContent-Length: {len(self.body)}\r\n"
        writer.write(f"{head}Connection: close\r\n\r\n".encode() + self.body)
        writer.close()


@asynccontextmanager
async def a_receiver() -> AsyncIterator[Receiver]:
    """It listens; the app under test may ask this machine, too."""
    receiver = Receiver()
    server = await asyncio.start_server(receiver.talk, "127.0.0.1", 0)
    receiver.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/in"
    Here.app.state.house.egress.loopback = True
    yield receiver
    server.close()


async def time_passes(now: Any, egress: Egress | None = None) -> None:
    """Everything that is due by then is done."""
    house = Here.app.state.house
    tray = Tray(egress or house.egress, house.darkroom, house.places)
    tools = Tools(house.places, house.sms, house.city, house.media, house.settings.home, house.keys, tray)
    await sweep_all(tools, now)
