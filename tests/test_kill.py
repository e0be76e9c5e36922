"""Pulling the plug: whatever was acknowledged before is there after, and nothing is there twice.

A real `linli serve` on a home of its own is killed (SIGKILL) while eight phones send requests with a photo
each and repeat what got no answer, as the app does: the same bytes under the same ids.
"""

import asyncio
import random
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psutil
import pytest
from httpx import AsyncClient, HTTPError
from PIL import Image

from tests.asking import an_ask
from tests.builders import a_key
from tests.pictures import a_photo

ROOT = Path(__file__).parents[1]
LINLI = Path(sys.executable).with_name("linli")
PHONES = 8
PLACE = "330106005055"  # of the network that every home of Hangzhou starts with


class Plug:
    """A server that can be pulled out, and put in again on the same home and port."""

    def __init__(self, home: Path) -> None:
        self.home = home
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    async def put_in(self) -> None:
        """Resolves when it is ready."""
        environment = {"LINLI_HOME": str(self.home), "LINLI_LIMITS": "off", "PATH": "/usr/bin:/bin"}
        with (self.home / "serve.log").open("ab") as log:
            self.process = subprocess.Popen(
                [LINLI, "serve", "--port", str(self.port)],
                cwd=ROOT,
                env=environment,
                stdout=log,
                stderr=log,
            )
        async with AsyncClient(base_url=self.url) as client:
            for _ in range(600):
                try:
                    if (await client.get("/readyz")).status_code == 200:
                        return
                except HTTPError:
                    pass
                await asyncio.sleep(0.05)
        pytest.fail((self.home / "serve.log").read_text()[-2000:])

    def pull(self) -> list[psutil.Process]:
        """SIGKILL; the processes that it had started."""
        assert self.process is not None
        children = psutil.Process(self.process.pid).children(recursive=True)
        self.process.kill()
        self.process.wait()
        return children

    def stop(self) -> None:
        """As a service manager does."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(20)


class Phone:
    """Sends one request after another, each until it is acknowledged, and remembers what it was told."""

    def __init__(self, url: str, number: int) -> None:
        self.client = AsyncClient(base_url=url, timeout=5)
        self.number = number
        self.told: dict[UUID, dict[str, Any]] = {}
        self.keys: dict[UUID, dict[str, str]] = {}
        self.photos: dict[UUID, UUID] = {}
        self.repeated = 0

    async def send_until(self, enough: asyncio.Event) -> None:
        """The last one is brought to its end too."""
        while not enough.is_set():
            await self._send_one(f"第 {self.number} 部手机，第 {len(self.told)} 件")
        await self.client.aclose()

    async def _send_one(self, words: str) -> None:
        id, photo_id, key = uuid4(), uuid4(), a_key()
        url = f"/api/requests/{id}"
        ask = an_ask(place=PLACE, description=words, photos=1)
        self.keys[id] = key
        self.told[id] = await self._until_acknowledged(url, key, json=ask)
        again = await self.client_put(url, key, json=ask)
        assert again is None or again == self.told[id]
        picture = key | {"Content-Type": "image/jpeg"}
        photo = await self._until_acknowledged(f"{url}/photos/{photo_id}", picture, content=a_photo())
        assert (photo["width"], photo["height"]) == (320, 200)
        self.photos[id] = photo_id

    async def _until_acknowledged(self, url: str, headers: dict[str, str], **body: Any) -> dict[str, Any]:
        while (told := await self.client_put(url, headers, **body)) is None:
            self.repeated += 1
            await asyncio.sleep(0.05)
        return told

    async def client_put(self, url: str, headers: dict[str, str], **body: Any) -> dict[str, Any] | None:
        """The answer; None when there was none, or "later"."""
        try:
            answer = await self.client.put(url, headers=headers, **body)
        except HTTPError:
            return None
        if answer.status_code >= 500:
            return None
        assert answer.status_code in {200, 201}, answer.text
        told: dict[str, Any] = answer.json()
        return told


@pytest.fixture
async def plug(home: Path) -> AsyncIterator[Plug]:
    plug = Plug(home)
    await plug.put_in()
    yield plug
    plug.stop()


async def test_what_was_acknowledged_survives_kill_9_and_nothing_comes_twice(plug: Plug, rounds: int) -> None:
    enough = asyncio.Event()
    phones = [Phone(plug.url, number) for number in range(PHONES)]
    sending = [asyncio.create_task(phone.send_until(enough)) for phone in phones]
    orphans: list[psutil.Process] = []

    for _ in range(rounds):
        await more(phones, 3 * PHONES)
        await asyncio.sleep(random.uniform(0, 0.1))  # at any moment of their work
        orphans += plug.pull()
        await plug.put_in()
    await more(phones, PHONES)
    enough.set()
    await asyncio.gather(*sending)

    told = {id: answer for phone in phones for id, answer in phone.told.items()}
    assert len(told) > 3 * PHONES * rounds
    assert sum(phone.repeated for phone in phones) > 0
    await every_request_is_there(plug, phones)
    plug.stop()
    requests, photos, steps = rows_of(plug.home)
    assert dict(requests) == {str(id): answer["number"] for id, answer in told.items()}
    assert len({number for _, number in requests}) == len(requests) == len(told)
    assert photos == {str(photo) for phone in phones for photo in phone.photos.values()}
    assert steps == len(told)
    objects = [file for file in (plug.home / "media").glob("??/*") if not file.name.startswith(".")]
    assert len(objects) == 2 * len(told)
    _, alive = await asyncio.to_thread(psutil.wait_procs, orphans, 10)
    assert not [orphan for orphan in alive if not is_dead(orphan)]


async def more(phones: list[Phone], count: int) -> None:
    """Resolves when so many more photos are acknowledged."""

    def acknowledged() -> int:
        return sum(len(phone.photos) for phone in phones)

    target = acknowledged() + count
    async with asyncio.timeout(60):
        while acknowledged() < target:
            await asyncio.sleep(0.01)


async def every_request_is_there(plug: Plug, phones: list[Phone]) -> None:
    """Each phone reads what it sent, words and picture."""
    async with AsyncClient(base_url=plug.url) as client:
        for phone in phones:
            for id, answer in phone.told.items():
                seen = (await client.get(f"/api/requests/{id}", headers=phone.keys[id])).json()
                assert seen["number"] == answer["number"]
                assert seen["photos_received"] == 1
                url = f"/api/requests/{id}/photos/{phone.photos[id]}/1600"
                picture = await client.get(url, headers=phone.keys[id])
                assert Image.open(BytesIO(picture.content)).size == (320, 200)


def rows_of(home: Path) -> tuple[list[tuple[str, str]], set[str], int]:
    """Ids and numbers of requests, ids of photos, how many steps: from the file itself, which is sound."""
    con = sqlite3.connect(home / "linli.db")
    try:
        assert con.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        requests = con.execute("SELECT id, number FROM service_request").fetchall()
        photos = {id for (id,) in con.execute("SELECT id FROM request_photo")}
        ((steps,),) = con.execute("SELECT count(*) FROM request_step")
    finally:
        con.close()
    return requests, photos, steps


def is_dead(process: psutil.Process) -> bool:
    """Also when nobody has asked yet how it ended."""
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True
