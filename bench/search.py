"""Searching in the app, letter by letter, in Chromium with a processor four times slower.

The catalogue is that of tests/fixtures/search, made large. What counts of a key: the one task that it causes,
in which the page can take no other (the search, and its list put into the page); that the letter comes first.
"""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec
from playwright.sync_api import Page, Route, sync_playwright

from bench.tools import Result, linli
from server.domain.calendar import calendar_of, read_holidays
from server.domain.fragments import for_the_city, fragment_of
from server.domain.sounds import read_sounds
from tests.fixtures.search import DIVISIONS, a_catalogue

SIZES = [500, 1000]
SLOWER = 4
ROUNDS = 3
GOAL_MS = 50
PATIENCE_MS = 60_000
PAUSE_MS = 600  # until what was typed before has gone from the address
# Every rule is asked: written, homophones, sentences, pinyin, initials, and slips that fall to the last rule.
TYPED = [
    "法律援助",
    "法律圆助",
    "没钱请律师打官司",
    "老头子血压高想量一量",
    "朝阳公证",
    "水管漏水",
    "falvyuanzu",
    "gongzhegn",
    "zhiyepeixun",
    "jiatingyisheng",
    "chaoyanggongzheng",
    "flyz",
    "tushuguang",
]
PLACE = {
    "code": next(iter(DIVISIONS)),
    "level": "community",
    "name": "翠苑一区",
    "name_en": "Cuiyuanyiqu",
    "path": [],
    "centre": {"latitude": 30.2841, "longitude": 120.121},
}
# Notes when a letter came and when it was painted; then the work that follows it, a timer without a delay:
# from its beginning until the list has changed, which is in the same task.
WATCH = """
  window.__keys = [];
  const later = window.setTimeout;
  let begun = 0;
  window.setTimeout = (work, delay, ...rest) => later(delay ? work : () => {
    begun = performance.now();
    work();
  }, delay, ...rest);
  const watch = new MutationObserver(() => {
    const key = window.__keys.at(-1);
    if (key && !key.done && begun > key.at) {
      const now = performance.now();
      Object.assign(key, { took: now - begun, shown: now - key.at, done: true });
    }
  });
  const all = { subtree: true, childList: true, characterData: true };
  addEventListener("DOMContentLoaded", () => watch.observe(document.body, all));
  addEventListener("input", (event) => {
    const key = { at: performance.now(), text: event.target.value };
    window.__keys.push(key);
    requestAnimationFrame(() => { key.painted = performance.now() - key.at; });
  }, true);
"""


def run(home: Path) -> list[Result]:
    """For each size: the work of a key, and the longest that typing had to wait."""
    with linli(home) as (base, _), chromium() as page:
        return [result for size in SIZES for result in measured(page, base, size)]


def measured(page: Page, base: str, size: int) -> list[Result]:
    """Types everything a few times; of each key the best counts, for other work only ever adds."""
    serve(page, size)
    best: dict[tuple[str, str], float] = {}
    for _ in range(ROUNDS):
        open_search(page, base)
        for key in [key for text in TYPED for key in typed(page, text)]:
            for what in ("took", "painted", "shown"):
                best[what, key["text"]] = min(key[what], best.get((what, key["text"]), key[what]))
    name = f"{size:,} services searched in the app, processor {SLOWER} × slower, a key:"
    return [
        result(f"{name} the search and its list", best, "took"),
        result(f"{name} until its letter is painted", best, "painted"),
        result(f"{name} until its list is there", best, "shown", 2 * GOAL_MS),
    ]


def result(name: str, best: dict[tuple[str, str], float], what: str, goal: float = GOAL_MS) -> Result:
    """The figure of the slow keys."""
    ordered = sorted(value for (which, _), value in best.items() if which == what)
    p95 = ordered[(len(ordered) * 95 - 1) // 100]
    value = f"p95 {p95:.0f} ms (most {ordered[-1]:.0f}, {len(ordered)} keys)"
    return Result(name, value, f"≤ {goal:.0f} ms", p95 <= goal)


def typed(page: Page, text: str) -> list[dict[str, Any]]:
    """Letter by letter, each when the list of the one before stands there."""
    field = page.locator("input[inputmode=search]")
    field.fill("")
    page.wait_for_timeout(PAUSE_MS)
    page.evaluate("() => { window.__keys.length = 0; }")
    for end in range(1, len(text) + 1):
        field.press_sequentially(text[end - 1])
        page.wait_for_function(f"() => window.__keys[{end - 1}]?.done", timeout=PATIENCE_MS)
    keys: list[dict[str, Any]] = page.evaluate("() => window.__keys")
    return keys


def open_search(page: Page, base: str) -> None:
    """The app on its search, the catalogue kept and made ready, and only then slow."""
    slow(page, 1)
    page.goto(f"{base}/?bench")
    page.evaluate("(place) => localStorage.setItem('linli.places', JSON.stringify([place]))", PLACE)
    page.goto(f"{base}/search?q={quote('借书')}")
    page.get_by_role("status").first.wait_for()
    page.wait_for_timeout(2500)  # until the sounds have come and the index is made
    slow(page, SLOWER)


def slow(page: Page, times: int) -> None:
    """The processor of this page, so many times slower."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": times})


def serve(page: Page, size: int) -> None:
    """The network gives the large catalogue instead of the home's own."""
    made, sounds = a_catalogue(size), read_sounds("hangzhou")
    *_, city = DIVISIONS
    fragments = {code: fragment_of(code, made[code], sounds) for code in DIVISIONS}
    fragments[city] = for_the_city(fragments[city], "hangzhou", calendar_of(read_holidays()))
    versions = [{"code": code, "level": "", "version": f"bench{size}"} for code in reversed(DIVISIONS)]
    about = json.dumps({"code": PLACE["code"], "fragments": versions, "calendar": "1", "made_at": None})

    def answer(route: Route) -> None:
        *_, code, last = route.request.url.split("?")[0].split("/")
        body = (
            about.encode()
            if last in fragments and code == "catalogue"
            else msgspec.json.encode(fragments[code])
        )
        route.fulfill(body=body, content_type="application/json", headers={"etag": f'"{size}"'})

    page.unroute_all()
    page.route("**/api/catalogue/**", answer)


@contextmanager
def chromium() -> Iterator[Page]:
    """A phone's page; without a service worker, whose own fetches no route can answer."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        context = browser.new_context(
            viewport={"width": 360, "height": 740},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            service_workers="block",
        )
        context.add_init_script(WATCH)
        yield context.new_page()
        browser.close()
