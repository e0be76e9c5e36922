"""A real browser on a real `linli serve` with demonstration content.

`site` is shared by the whole session: read from it, or write what no other test looks at. `own_site` starts
one for a single test, on a copy of the same home. `net` is a network in front of `site` that can be cut.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.chaos import Chaos
from tests.once import made_once

ROOT = Path(__file__).parents[2]
LINLI = Path(sys.executable).with_name("linli")
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
HERE = {
    "locale": "zh-CN",
    "timezone_id": "Asia/Shanghai",
    "reduced_motion": "reduce",
}  # nobody waits for a slide
AXE = ROOT / "node_modules/axe-core/axe.min.js"
RUN_AXE = "(how) => (window.axe ? window.axe.run(document, how) : null)"
PATIENCE_S = 30

expect.set_options(timeout=20_000)  # a busy machine is slow, not wrong


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Last of all: while Playwright runs, the thread has its event loop, and no async test could run."""
    items.sort(key=lambda item: "tests/browser/" in item.nodeid)


class Site:
    """One `linli serve` in a process of its own, on a home of its own."""

    def __init__(self, home: Path, **settings: str) -> None:
        self.home = home
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._settings = settings
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, linli: Sequence[str] = (str(LINLI),), code: Path = ROOT) -> None:
        """Resolves when it answers; what it wrote until then stands in the error when it does not.

        `linli` and `code` are for another version than the one under test.
        """
        log = (self.home / "serve.log").open("ab")
        command = [*linli, "serve", "--port", str(self.port)]
        self._process = subprocess.Popen(command, cwd=code, env=self.environment, stdout=log, stderr=log)
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.url}/healthz", timeout=2):
                    return
            except OSError:
                time.sleep(0.1)
        self.stop()
        raise RuntimeError(f"linli serve did not start:\n{(self.home / 'serve.log').read_text()[-2000:]}")

    def stop(self) -> None:
        """As a service manager stops it: asked first, killed when it does not go."""
        if self._process:
            self._process.terminate()
            try:
                self._process.wait(15)
            except subprocess.TimeoutExpired:
                self.kill()
                raise

    def kill(self) -> None:
        """As a power failure stops it."""
        if self._process:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait(15)

    def run(self, *arguments: str) -> str:
        """The output of a `linli` command on this home."""
        done = subprocess.run(
            [str(LINLI), *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"linli {' '.join(arguments)}:\n{done.stdout}{done.stderr}")
        return done.stdout

    @property
    def environment(self) -> dict[str, str]:
        """Settings of this site; nothing of whoever runs the tests."""
        kept = {key: text for key, text in os.environ.items() if not key.startswith("LINLI_")}
        return kept | {"LINLI_HOME": str(self.home), "LINLI_SMS": "file", "LINLI_DEMO": "1"} | self._settings


def free_port() -> int:
    """A port of this machine that nobody has."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home filled by `linli demo`; to be copied, never served."""
    return made_once(tmp_path_factory, "demo-home", lambda home: Site(home).run("demo"))


@pytest.fixture(scope="session")
def site(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site that all tests share."""
    home = tmp_path_factory.mktemp("site") / "home"
    shutil.copytree(demo_home, home)
    shared = Site(home)
    shared.start()
    yield shared
    shared.stop()


@pytest.fixture
def own_site(demo_home: Path, tmp_path: Path) -> Iterator[Site]:
    """A site for one test: to be stopped, killed, emptied."""
    home = tmp_path / "home"
    shutil.copytree(demo_home, home)
    own = Site(home)
    own.start()
    yield own
    own.stop()


@pytest.fixture
def net(site: Site) -> Iterator[Chaos]:
    """A network in front of `site`: open `net.url` instead of `site.url`."""
    chaos = Chaos(site.port)
    yield chaos
    chaos.close()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium, in a container and as root too; the shell without a window takes 2/3 of the time."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser")
    chromium = next(filter(None, map(shutil.which, names)), None)
    return {
        **browser_type_launch_args,
        "executable_path": chromium,
        "args": ["--no-sandbox", "--disable-gpu"],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """In Hangzhou, in Chinese."""
    return {**browser_context_args, **HERE}


@pytest.fixture
def open_phone(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Makes pages of small phones, each a phone of its own; keywords are Playwright's of a context."""
    contexts: list[BrowserContext] = []

    def make(**but: Any) -> Page:
        contexts.append(browser.new_context(**{**PHONE, **HERE, **but}))
        return contexts[-1].new_page()

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def phone(open_phone: Callable[..., Page]) -> Page:
    """A page of a small phone, 360 × 740."""
    return open_phone()


@pytest.fixture(scope="session")
def axe() -> Callable[..., None]:
    """`axe(page)`: nothing on this page keeps anybody out, as far as a machine can tell.

    `axe(page, rules)` asks only those of its rules.
    """
    source = AXE.read_text("utf-8")  # half a megabyte: a document gets it once

    def look(page: Page, rules: Sequence[str] = ()) -> None:
        how: dict[str, Any] = {"resultTypes": ["violations"], "preload": False}
        if rules:
            how["runOnly"] = {"type": "rule", "values": rules}
        found = page.evaluate(RUN_AXE, how)
        if found is None:
            page.evaluate(source)
            found = page.evaluate(RUN_AXE, how)
        told = [
            "\n    ".join([f"{rule['id']}: {rule['help']}", *(node["html"][:200] for node in rule["nodes"])])
            for rule in found["violations"]
        ]
        assert not told, f"{page.url}\n" + "\n".join(told)

    return look


def installed(page: Page, url: str) -> None:
    """Open the app and wait until it is kept for use without a network; the page is then under the worker."""
    page.goto(url)
    page.wait_for_function("() => navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function(
        """async () => {
          const name = (await caches.keys()).find((key) => key.includes("precache"));
          return name !== undefined && (await (await caches.open(name)).keys()).length >= 10;
        }"""
    )
    page.goto(url)


def settled(page: Page, at: str, **choices: str) -> Page:
    """A phone as its owner left it: `place` (a division code), `text`, `theme`, `lang`."""
    place = choices.pop("place", None)
    for name, value in choices.items():
        page.add_init_script(f"try {{ localStorage.setItem('linli.{name}', '{value}') }} catch {{}}")
    if place:
        page.goto(at)
        page.evaluate(
            """async (code) => {
              const answer = await fetch(`/api/divisions/${code}`);
              if (!answer.ok) throw new Error(`no division ${code}`);
              const { name, name_en, level, path } = await answer.json();
              localStorage.setItem("linli.places", JSON.stringify([{ code, name, name_en, level, path }]));
            }""",
            place,
        )
    page.goto(at)
    return page
