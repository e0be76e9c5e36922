"""Starting: from the command to the first answer that says it is ready, on a filled home."""

import os
import signal
import subprocess
import time
import urllib.request
from pathlib import Path

from bench.tools import ROOT, Result, free_port

TRIES = 3
PATIENCE = 30.0  # seconds


def run(home: Path) -> list[Result]:
    """The median of a few starts."""
    took = sorted(start(home) for _ in range(TRIES))[TRIES // 2]
    return [Result("`linli serve` on demonstration data, until ready", f"{took:.2f} s", "≤ 2 s", took <= 2)]


def start(home: Path) -> float:
    """Seconds until /readyz says ok."""
    port = free_port()
    command = [str(ROOT / ".venv/bin/linli"), "serve", "--port", str(port)]
    began = time.perf_counter()
    env = {**os.environ, "LINLI_HOME": str(home), "LINLI_DEMO": "1"}
    served = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while not is_ready(port):
            if served.poll() is not None or time.perf_counter() - began > PATIENCE:
                raise RuntimeError("it did not start")
            time.sleep(0.01)
        return time.perf_counter() - began
    finally:
        served.send_signal(signal.SIGTERM)
        served.wait(30)


def is_ready(port: int) -> bool:
    """It is."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
