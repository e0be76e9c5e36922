"""`linli serve` as an operator meets it: ready soon, alone on its home, and gone without losing a call."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

LINLI = [sys.executable, "-c", "from server.cli import linli; linli(prog_name='linli')"]


class Process:
    """One `linli serve`."""

    def __init__(self, home: Path, *words: str, **settings: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        kept = {name: text for name, text in os.environ.items() if not name.startswith("LINLI_")}
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            [*LINLI, "serve", "--port", str(self.port), *words],
            env=kept | {"LINLI_HOME": str(home)} | settings,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def get(self, path: str) -> tuple[int, bytes]:
        """Status and body; 0 while nobody listens."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read()
        except OSError:
            return 0, b""

    def ready(self, within: float = 30) -> float:
        """Seconds until /readyz said so."""
        while self.get("/readyz")[0] != 200:
            assert self.process.poll() is None, self.process.stdout and self.process.stdout.read().decode()
            assert time.monotonic() - self.began < within
            time.sleep(0.02)
        return time.monotonic() - self.began

    def stop(self) -> tuple[int, str]:
        """By SIGTERM; its exit code and all it said."""
        self.process.send_signal(signal.SIGTERM)
        said, _ = self.process.communicate(timeout=25)
        return self.process.returncode, said.decode()


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[list[Process]]:
    """Whatever a test starts is stopped after it."""
    started: list[Process] = []
    yield started
    for each in started:
        if each.process.poll() is None:
            each.process.kill()
            each.process.wait()


def test_it_serves_the_city_of_an_empty_home_and_starts_again(tmp_path: Path, serve: list[Process]) -> None:
    home = tmp_path / "home"
    serve.append(first := Process(home))
    first.ready()
    status, found = first.get("/api/divisions/330106000000")
    code, said = first.stop()

    serve.append(second := Process(home))
    second.ready()
    second.stop()

    assert status == 200
    assert json.loads(found)["name"] == "西湖区"
    assert said.splitlines()[0] == f"Linli · 杭州 · http://127.0.0.1:{first.port}"
    assert code in {0, -signal.SIGTERM, 128 + signal.SIGTERM}
    assert "Traceback" not in said
    assert not (home / "linli.db-wal").exists() or (home / "linli.db-wal").stat().st_size == 0


def test_a_second_one_on_the_same_home_is_told_so(tmp_path: Path, serve: list[Process]) -> None:
    serve.append(first := Process(tmp_path / "home"))
    first.ready()

    serve.append(second := Process(tmp_path / "home"))
    said, _ = second.process.communicate(timeout=20)

    assert second.process.returncode == 1
    assert b"another `linli serve` runs on" in said
    assert first.get("/readyz")[0] == 200


def test_while_it_drains_the_balancer_is_told_and_calls_are_still_answered(
    tmp_path: Path, serve: list[Process]
) -> None:
    serve.append(server := Process(tmp_path / "home", "--drain", "2"))
    server.ready()

    server.process.send_signal(signal.SIGTERM)
    time.sleep(0.5)
    ready, healthy, city = server.get("/readyz"), server.get("/healthz"), server.get("/api/city")
    server.process.communicate(timeout=25)

    assert ready == (503, b"stopping\n")
    assert (healthy[0], city[0]) == (200, 200)


def test_it_serves_from_a_socket_that_somebody_else_holds(tmp_path: Path, serve: list[Process]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as held:
        os.set_inheritable(held.fileno(), True)
        kept = {name: text for name, text in os.environ.items() if not name.startswith("LINLI_")}
        process = subprocess.Popen(
            [*LINLI, "serve", "--fd", str(held.fileno())],
            env=kept | {"LINLI_HOME": str(tmp_path / "home")},
            pass_fds=[held.fileno()],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        server = Process.__new__(Process)
        server.process, server.port, server.began = process, held.getsockname()[1], time.monotonic()
        serve.append(server)

        server.ready()

        assert server.get("/api/city")[0] == 200
        server.stop()
