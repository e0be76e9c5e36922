"""The operator on call: full disks, backups under load, wrong settings, a stop in the middle of the work.

Each command is a real `linli` on a home of its own, as somebody types it at three in the morning.
"""

import asyncio
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

import pytest
from httpx import AsyncClient, Client, HTTPError, Response
from PIL import Image

from tests.asking import an_ask
from tests.builders import a_key
from tests.pictures import a_noisy_photo, a_photo

ROOT: Final = Path(__file__).parents[1]
PLACE: Final = "330106005055"  # 翠苑一区, of the network that every home of Hangzhou starts with
TYPED: Final = "from server.cli import linli; linli(prog_name='linli')"
NEARLY_FULL: Final = "from server.storage import space; space.PHOTOS_NEED = 10**18; "
FULL: Final = "from server.storage import space; space.WRITES_NEED = 10**18; "
JPEG: Final = {"Content-Type": "image/jpeg"}


class Linli:
    """An installation, and the operator who types. `disk` makes the program believe that little is free."""

    def __init__(self, home: Path) -> None:
        self.home, self.disk = home, ""
        self.log = home.with_name(f"{home.name}.log")

    def command(self, *words: str) -> list[str]:
        """What is run."""
        return [sys.executable, "-c", self.disk + TYPED, *words]

    def environment(self, settings: dict[str, str]) -> dict[str, str]:
        """Nothing but ours."""
        return {"PATH": "/usr/bin:/bin", "LINLI_HOME": str(self.home), "LINLI_LIMITS": "off"} | settings

    def types(self, *words: str, **settings: str) -> "subprocess.CompletedProcess[str]":
        """A command to its end."""
        return subprocess.run(
            self.command(*words),
            cwd=ROOT,
            env=self.environment(settings),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    @contextmanager
    def serving(self, *words: str) -> Iterator["Serving"]:
        """`linli serve`, ready; told to stop at the end if it still runs."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                self.command("serve", "--port", str(port), *words),
                cwd=ROOT,
                env=self.environment({}),
                stdout=log,
                stderr=log,
            )
        server = Serving(f"http://127.0.0.1:{port}", process)
        try:
            server.wait(self.log)
            yield server
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                try:
                    process.wait(25)
                finally:
                    process.kill()

    def rows(self, sql: str) -> list[Any]:
        """What is in linli.db."""
        with closing(sqlite3.connect(self.home / "linli.db")) as con:
            return con.execute(sql).fetchall()


class Serving:
    """A server that runs."""

    def __init__(self, url: str, process: "subprocess.Popen[bytes]") -> None:
        self.url, self.process = url, process

    def wait(self, log: Path) -> None:
        """Until it is ready."""
        ends = time.monotonic() + 60
        with Client(base_url=self.url) as client:
            while self.process.poll() is None and time.monotonic() < ends:
                try:
                    if client.get("/readyz").status_code in {200, 503}:
                        return
                except HTTPError:
                    time.sleep(0.05)
        pytest.fail(log.read_text()[-2000:])


class Resident:
    """Somebody with a key for each request."""

    def __init__(self, client: AsyncClient) -> None:
        self.client = client
        self.keys: dict[UUID, dict[str, str]] = {}
        self.photos: dict[UUID, UUID] = {}

    async def asks(self, words: str = "楼道灯不亮", **more: Any) -> UUID:
        """A request that was taken."""
        id, key = uuid4(), a_key()
        ask = an_ask(place=PLACE, description=words, **more)
        taken = await self.client.put(f"/api/requests/{id}", json=ask, headers=key)
        assert taken.status_code == 201, taken.text
        self.keys[id] = key
        return id

    async def sends_photo(self, request: UUID, photo: UUID, data: bytes | None = None) -> Response:
        """A photo of it."""
        answer = await self.client.put(
            f"/api/requests/{request}/photos/{photo}",
            content=data or a_photo(),
            headers=self.keys[request] | JPEG,
        )
        if answer.status_code == 201:
            self.photos[request] = photo
        return answer

    async def sees(self, request: UUID, client: AsyncClient | None = None) -> dict[str, Any]:
        """How it stands."""
        answer = await (client or self.client).get(f"/api/requests/{request}", headers=self.keys[request])
        assert answer.status_code == 200, answer.text
        seen: dict[str, Any] = answer.json()
        return seen


@asynccontextmanager
async def a_resident_of(server: Serving) -> AsyncIterator[Resident]:
    """Somebody with a phone."""
    async with AsyncClient(base_url=server.url, timeout=20) as client:
        yield Resident(client)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the network of Hangzhou, a member of staff, one request with its photo."""
    linli = Linli(tmp_path_factory.mktemp("city") / "home")

    async def fill() -> None:
        async with a_resident_of(server) as resident:
            await resident.sends_photo(await resident.asks(), uuid4())

    with linli.serving() as server:
        asyncio.run(fill())
    return linli.home


@pytest.fixture
def linli(city: Path, tmp_path: Path) -> Linli:
    """An installation like it, stopped."""
    return Linli(Path(shutil.copytree(city, tmp_path / "home")))


def test_the_doctor_names_each_trouble_and_its_cure_in_one_line_each(linli: Linli) -> None:
    linli.disk = NEARLY_FULL
    (linli.home / "secret.key").chmod(0o644)
    with closing(sqlite3.connect(linli.home / "linli.db")) as con:
        con.executescript(
            "DROP INDEX service_request_over; DROP INDEX access_log_at;"
            "DELETE FROM migration WHERE name LIKE '0002%'"
        )
    found = linli.types("doctor")
    lines = found.stdout.splitlines()

    assert found.returncode == 2
    assert found.stderr == ""
    assert [line.split(": ")[0] for line in lines] == ["trouble", "trouble", "warning", "trouble"]
    disk, key, backup, migrations = lines
    assert "photos are refused. make room." in disk
    assert f"mode 0644). chmod 600 {linli.home / 'secret.key'}." in key
    assert "there is no backup yet. run `linli backup FILE`" in backup
    assert "1 migrations have not run, first 0002_what_is_old. run `linli migrate`." in migrations

    linli.disk = ""
    (linli.home / "secret.key").chmod(0o600)
    assert linli.types("migrate").stdout == "ran 0002_what_is_old\n"
    assert linli.types("backup", str(linli.home.with_name("linli.tar"))).returncode == 0
    cured = linli.types("doctor")
    assert (cured.stdout, cured.returncode) == ("nothing is wrong\n", 0)

    next((linli.home / "media").glob("??/*-1600")).unlink()
    (line,) = linli.types("doctor").stdout.splitlines()
    assert line.startswith("trouble: 1 photos have no file")
    assert line.endswith("bring them back from the last backup.")


async def test_a_backup_of_a_busy_server_opens_on_a_second_machine(linli: Linli, tmp_path: Path) -> None:
    file, second = tmp_path / "linli.tar", Linli(tmp_path / "second")
    with linli.serving() as server:
        async with a_resident_of(server) as resident:
            done = asyncio.Event()

            async def writes() -> None:
                while not done.is_set():
                    await resident.sends_photo(await resident.asks(photos=1), uuid4())

            writing = [asyncio.create_task(writes()) for _ in range(4)]
            while len(resident.photos) < 8:
                await asyncio.sleep(0.02)
            before = dict(resident.photos)
            said = await asyncio.to_thread(linli.types, "backup", str(file))
            done.set()
            await asyncio.gather(*writing)
    assert said.returncode == 0, said.stderr
    assert len(resident.photos) > len(before)

    back = second.types("restore", str(file))
    shutil.copy(linli.home / "secret.key", second.home)
    assert back.returncode == 0, back.stderr
    ((count,),) = second.rows("SELECT count(*) FROM service_request")
    assert f"{count} requests" in said.stdout
    assert f"{count} requests" in back.stdout
    assert count >= len(before) + 1
    with second.serving() as server:
        async with AsyncClient(base_url=server.url, timeout=20) as client:
            for request, photo in before.items():
                assert (await resident.sees(request, client))["photos_received"] == 1
                url = f"/api/requests/{request}/photos/{photo}/1600"
                picture = await client.get(url, headers=resident.keys[request])
                assert Image.open(BytesIO(picture.content)).size == (320, 200)


async def test_a_disk_that_fills_up_while_a_photo_comes_loses_no_word(linli: Linli) -> None:
    linli.disk = NEARLY_FULL
    photo = uuid4()
    with linli.serving() as server:
        async with a_resident_of(server) as resident:
            request = await resident.asks("水管漏水，楼下也进水了", photos=1)
            refused = await resident.sends_photo(request, photo, a_noisy_photo())
            assert (await resident.client.get("/readyz")).status_code == 200
    assert (refused.status_code, refused.headers["content-type"]) == (507, "application/problem+json")
    assert refused.json()["detail"].startswith("服务器快满了")

    linli.disk = FULL
    with linli.serving() as server:
        async with a_resident_of(server) as other:
            again = await other.client.put(
                f"/api/requests/{uuid4()}", json=an_ask(place=PLACE), headers=a_key()
            )
            assert again.status_code == 507
            assert (await other.client.get("/readyz")).text == "disk\n"
            seen = await resident.sees(request, other.client)
            assert (seen["description"], seen["photos_received"]) == ("水管漏水，楼下也进水了", 0)

    linli.disk = ""
    with linli.serving() as server:
        async with a_resident_of(server) as later:
            later.keys = resident.keys
            assert (await later.sends_photo(request, photo, a_noisy_photo())).status_code == 201
            assert (await later.sees(request))["photos_received"] == 1


PHONE, NAME, WORDS, DOOR = "13857109876", "司马静", "三楼漏水滴到插座", "文三路九十八号"


async def test_beside_a_running_server_and_nothing_that_people_wrote_is_in_its_log(linli: Linli) -> None:
    with linli.serving() as server:
        added = linli.types(
            "staff", "add", "wangfang", "--name", "欧阳芳", "--role", "clerk", "--division", PLACE
        )
        twice = linli.types("serve", "--port", "0")
        password = added.stdout.strip().rpartition("password ")[2]
        async with a_resident_of(server) as resident:
            secrets, answers = await a_full_round(resident, linli.home, password)
    log = linli.log.read_text() + added.stderr + twice.stdout + twice.stderr

    assert added.returncode == 0, added.stderr
    assert twice.returncode == 1
    assert f"another `linli serve` runs on {linli.home}" in twice.stderr
    assert len(twice.stderr.splitlines()) == 1
    assert log.count('"event":"call"') > 12
    canaries = [PHONE, f"86{PHONE}", NAME, "欧阳芳", WORDS, DOOR, *secrets]
    assert [canary for canary in canaries if canary in log] == []
    assert "Traceback" not in log
    for answer in answers:
        assert 400 <= answer.status_code < 500, answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        traces = ("Traceback", ".py", "sqlite", "msgspec", "litestar", "Error(", PHONE, *secrets)
        assert [trace for trace in traces if trace in answer.text] == []


async def a_full_round(resident: Resident, home: Path, password: str) -> tuple[list[str], list[Response]]:
    """Sign in both ways, ask, look, answer, be refused: which secrets were used, and the refusals."""
    client = resident.client
    asked = (await client.post("/api/session/codes", json={"phone": PHONE})).json()
    code = await the_code(home)
    answer = {"challenge": asked["challenge"], "code": code, "as_token": True}
    tokens = (await client.post("/api/session", json=answer)).json()
    signed_in = {"Authorization": f"Bearer {tokens['access_token']}"}
    request = await resident.asks(
        WORDS, contact={"name": NAME, "phone": PHONE, "address": DOOR, "wish": "message"}, photos=1
    )
    await resident.sends_photo(request, uuid4())
    key = resident.keys[request]
    staff = {"username": "wangfang", "password": password, "as_token": True}
    clerk = (await client.post("/api/session", json=staff)).json()
    at_desk = {"Authorization": f"Bearer {clerk['access_token']}"}
    desk = f"/api/desk/requests/{request}"
    read = await client.post(f"{desk}/contact", json={"reason": NAME}, headers=at_desk)
    assert read.json()["phone"] == f"+86{PHONE}"
    step = {"act": "accept", "version": 1, "note": f"{NAME}，{DOOR}，马上来"}
    taken = await client.put(f"{desk}/steps/{uuid4()}", json=step, headers=at_desk)
    assert taken.status_code == 201, taken.text
    assert (await client.get("/api/me", headers=signed_in)).json()["phone"] == "138****9876"
    renewed = {"refresh_token": tokens["refresh_token"]}
    assert (await client.post("/api/session/refresh", json=renewed)).status_code == 200
    refusals = [
        await client.post("/api/session", json=answer | {"code": "000000"}),
        await client.post("/api/session", json=staff | {"password": f"{password}!"}),
        await client.get(f"/api/requests/{NAME}{PHONE}"),
        await client.get(f"/api/services?q={WORDS}&near={PHONE}"),
        await client.put(f"/api/requests/{uuid4()}", json=an_ask(place="999999999999"), headers=key),
        await client.put(
            f"/api/requests/{uuid4()}", json=an_ask(place=PLACE) | {"phone": PHONE}, headers=key
        ),
        await client.put(f"/api/requests/{uuid4()}", content=f'{{"{NAME}'.encode(), headers=key | a_json()),
        await client.put(f"/api/requests/{uuid4()}", content=b'{"a":"\xff\xfe"}', headers=key | a_json()),
        await client.put(f"/api/requests/{request}/photos/{uuid4()}", content=b"<html>", headers=key | JPEG),
        await client.put(f"{desk}/steps/{uuid4()}", json=step, headers=at_desk),
        await client.request("TRACE", "/api/me", headers=signed_in),
    ]
    await asyncio.sleep(1.5)  # the message goes out, and the log is written
    secret = (home / "secret.key").read_text().strip()
    used = [code, password, key["Linli-Key"], secret, tokens["access_token"], tokens["refresh_token"]]
    return [*used, clerk["access_token"], str(request), asked["challenge"]], refusals


def a_json() -> dict[str, str]:
    """Of a body that says it is."""
    return {"Content-Type": "application/json"}


async def the_code(home: Path) -> str:
    """As it stands in the message."""
    file = home / "outbox" / "sms.jsonl"
    async with asyncio.timeout(10):
        while not file.exists() or not file.read_text().strip():
            await asyncio.sleep(0.05)
    code: str = json.loads(file.read_text().splitlines()[-1])["code"]
    return code


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"LINLI_SMS": "pigeon"}, "LINLI_SMS is "),
        ({"LINLI_SECRET_KEY": "5e5e"}, "LINLI_SECRET_KEY is "),
    ],
)
def test_a_wrong_setting_is_one_line_with_an_example_and_exit_code_2(
    tmp_path: Path, settings: dict[str, str], said: str
) -> None:
    refused = Linli(tmp_path / "home").types("serve", **settings)

    assert refused.returncode == 2
    (line,) = refused.stderr.splitlines()
    assert said in line
    assert "Example: " in line
    assert refused.stdout == ""


async def test_a_stop_in_the_middle_of_the_work_loses_no_call(linli: Linli) -> None:
    with linli.serving("--drain", "1") as server:
        async with a_resident_of(server) as resident:
            requests = [await resident.asks(photos=1) for _ in range(6)]
            slow = a_noisy_photo(4000, 3000)
            sending = [
                asyncio.create_task(resident.sends_photo(request, uuid4(), slow)) for request in requests
            ]
            await asyncio.sleep(0.3)
            server.process.send_signal(signal.SIGTERM)
            await asyncio.sleep(0.2)
            stopping = await resident.client.get("/readyz")
            late = await resident.asks("赶在关门之前")
            answers = await asyncio.gather(*sending)
        stopped = await asyncio.to_thread(server.process.wait, 25)

    assert (stopping.status_code, stopping.text) == (503, "stopping\n")
    assert [answer.status_code for answer in answers] == [201] * 6
    assert stopped in {0, -signal.SIGTERM, 128 + signal.SIGTERM}
    assert "Traceback" not in linli.log.read_text()
    kept = {row[0] for row in linli.rows("SELECT request FROM request_photo")}
    assert {str(request) for request in requests} <= kept
    assert linli.rows(f"SELECT state FROM service_request WHERE id = '{late}'") == [("submitted",)]
    wal = linli.home / "linli.db-wal"
    assert not wal.exists() or os.path.getsize(wal) == 0
