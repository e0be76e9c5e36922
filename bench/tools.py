"""Starting what is measured, and measuring it: `linli serve` on demonstration data, a bare app, wrk."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
SECONDS = 2
ROUNDS = 3
WARMING = 1
CONNECTIONS = 32
COMMUNITY = "330102001051"
ASK = {
    "place": COMMUNITY,
    "category": "lighting",
    "description": "2 单元楼道灯全不亮，楼上有两位八十多岁老人，晚上不敢下楼。",
    "photos": 0,
    "contact": {"name": "王桂珍", "phone": "13800000188", "address": "东坡路 12 号 2 单元", "wish": "call"},
    "on_behalf": None,
    "location": None,
    "address": "",
    "urgent": False,
    "written_at": None,
}
REPORT = """
done = function(s, l)
  local bad = s.errors.status + s.errors.connect + s.errors.read + s.errors.timeout
  local rate = s.requests / s.duration * 1e6
  local p50, p99 = l:percentile(50) / 1000, l:percentile(99) / 1000
  io.write(string.format("\\nRATE %f P50 %f P99 %f BAD %d\\n", rate, p50, p99, bad))
end
"""


@dataclass(frozen=True)
class Load:
    """What wrk saw: requests a second, p50 and p99 in ms, answers that were no 2xx or 3xx."""

    rate: float
    p50: float
    p99: float
    errors: int


@dataclass(frozen=True)
class Result:
    """One line of the table. `goal` is what the ratio or figure has to reach; `ok` says whether it does."""

    name: str
    value: str
    goal: str
    ok: bool


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


@contextmanager
def process(
    command: list[str], url: str, env: dict[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """A server, from when it answers `url` until the end of the block."""
    with tempfile.TemporaryFile() as log:
        started = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **(env or {})}, stdout=log, stderr=log
        )
        try:
            while not answers(url):
                if started.poll() is not None:
                    log.seek(0)
                    raise RuntimeError(f"{command} ended: {log.read().decode()[-400:]}")
                time.sleep(0.1)
            yield started
        finally:
            started.send_signal(signal.SIGTERM)
            started.wait(30)


def answers(url: str) -> bool:
    """Somebody listens there."""
    try:
        urllib.request.urlopen(url, timeout=1)
    except OSError:
        return False
    return True


@contextmanager
def linli(home: Path, **env: str) -> Iterator[tuple[str, int]]:
    """`linli serve` on a home; gives its address and process id."""
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    command = [str(ROOT / ".venv/bin/linli"), "serve", "--port", str(port)]
    with process(command, f"{base}/healthz", {"LINLI_HOME": str(home), "LINLI_DEMO": "1", **env}) as started:
        yield base, started.pid


@contextmanager
def bare(answer: bytes, status: int = 200) -> Iterator[str]:
    """The floor: uvicorn with an app that reads the body and answers these bytes."""
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    with tempfile.NamedTemporaryFile() as file:
        Path(file.name).write_bytes(answer)
        command = [sys.executable, "-m", "bench.bare", file.name, str(status), str(port)]
        with process(command, base):
            yield base


def demo_home() -> Path:
    """A home filled with the demonstration; kept for all paths of one run."""
    home = Path(tempfile.mkdtemp(prefix="linli-bench-"))
    subprocess.run(
        [str(ROOT / ".venv/bin/linli"), "demo"],
        env={**os.environ, "LINLI_HOME": str(home)},
        check=True,
        capture_output=True,
    )
    return home


def wrk(
    url: str,
    headers: dict[str, str] | None = None,
    lua: str = "",
    seconds: int = SECONDS,
    connections: int = CONNECTIONS,
) -> Load:
    """Load on one address, or as `lua` says; each connection asks again when it has its answer.

    A second of the same goes before and is not counted: a server that has just started is not the question.
    """
    if not shutil.which("wrk"):
        raise SystemExit("wrk is missing: apt-get install wrk")
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(lua + REPORT)
        script.flush()
        command = ["wrk", "-t1", f"-c{connections}", "-s", script.name]
        for name, value in (headers or {}).items():
            command += ["-H", f"{name}: {value}"]
        for length in (WARMING, seconds):
            out = subprocess.run(
                [*command, f"-d{length}s", url], capture_output=True, text=True, check=True
            ).stdout
    found = re.search(r"RATE (\S+) P50 (\S+) P99 (\S+) BAD (\d+)", out)
    if not found:
        raise RuntimeError(out)
    return Load(float(found[1]), float(found[2]), float(found[3]), int(found[4]))


def in_turn(*loads: Callable[[], Load]) -> list[Load]:
    """Each of them three times, one after the other; the best of each, for other work disturbs all alike."""
    rounds = [[load() for load in loads] for _ in range(ROUNDS)]
    return [max(seen, key=lambda load: load.rate) for seen in zip(*rounds, strict=True)]


def fetch(
    url: str, headers: dict[str, str] | None = None, data: bytes | None = None, method: str | None = None
) -> tuple[dict[str, str], bytes]:
    """One answer: its headers (lower case) and bytes."""
    request = urllib.request.Request(url, headers=headers or {}, data=data, method=method)
    with urllib.request.urlopen(request) as answer:
        return {k.lower(): v for k, v in answer.headers.items()}, answer.read()


def fetch_json(url: str, headers: dict[str, str] | None = None, data: object = None) -> dict[str, object]:
    """One JSON answer."""
    body = None if data is None else json.dumps(data).encode()
    given = {**(headers or {}), **({"Content-Type": "application/json"} if body else {})}
    return dict(json.loads(fetch(url, given, body)[1]))


def ratio(name: str, ours: Load, floor: Load, goal: float, more: str = "") -> Result:
    """Our rate in % of the bare app's."""
    share = 100 * ours.rate / floor.rate
    errors = f", {ours.errors} errors" if ours.errors else ""
    shown = f"{share:.1f}" if share < 10 else f"{share:.0f}"
    value = f"{shown} % ({ours.rate:,.0f}/s of {floor.rate:,.0f}/s, p99 {ours.p99:.1f} ms{errors}{more})"
    return Result(name, value, f"≥ {goal:.0f} %", share >= goal and not ours.errors)


def peak_memory(pid: int) -> float:
    """The most that a process and its children held, in MiB."""
    pids = [pid, *map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]
    return sum(
        int(line.split()[1]) / 1024
        for one in pids
        for line in Path(f"/proc/{one}/status").read_text().splitlines()
        if line.startswith("VmHWM")
    )
