"""Takes the pictures of the printed help pages, of a running demonstration; by hand, when the look changes.

python scripts/guide.py http://127.0.0.1:8000 var pwa/public/guides

In large text and Chinese, on a phone of 390 × 844, as Wang Guizhen of the demonstration has it; `var` is its
LINLI_HOME, where the code of the text message is.
"""

import json
import shutil
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import Image
from playwright.sync_api import Page, sync_playwright

COMMUNITIES: Final = ["330102003052", "330106005055"]  # 青年路社区, 翠苑一区社区
RESIDENT: Final = "13490000101"
WIDTH: Final = 585  # pixels of a picture: 57 mm of paper at 260 dots an inch
QUALITY: Final = 50
MORNING: Final = datetime(2026, 11, 24, 2, tzinfo=UTC)  # a Tuesday, ten o'clock: most doors are open
SETTLE: Final = """async (codes) => {
  const places = await Promise.all(codes.map(async (code) => {
    const { name, name_en, level, path, centre } = await (await fetch(`/api/divisions/${code}`)).json();
    return { code, name, name_en, level, path, centre };
  }));
  localStorage.setItem("linli.places", JSON.stringify(places));
  localStorage.setItem("linli.text", "large");
}"""
POST: Final = """async ([path, body]) => {
  const headers = { "content-type": "application/json" };
  return (await fetch(path, { method: "POST", headers, body: JSON.stringify(body) })).json();
}"""
REQUESTS: Final = "async () => (await (await fetch('/api/requests')).json()).items"


def sign_in(page: Page, home: Path) -> None:
    """As the resident, by the code of the text message."""
    challenge = page.evaluate(POST, ["/api/session/codes", {"phone": RESIDENT}])["challenge"]
    page.wait_for_timeout(1500)  # the message is written by a job
    lines = (home / "outbox/sms.jsonl").read_text("utf-8").splitlines()
    code = next(
        m["code"] for m in map(json.loads, reversed(lines)) if m["to"] == f"+86{RESIDENT}" and m.get("code")
    )
    page.evaluate(POST, ["/api/session", {"challenge": challenge, "code": code, "own_phone": True}])


def a_service(page: Page) -> None:
    """The first that was found."""
    page.goto("/search?q=量血压")
    page.locator("main a[href^='/s/']").first.click()
    page.wait_for_url("**/s/*")


def a_timeline(page: Page) -> None:
    """The one with the most to read."""
    longest = max(page.evaluate(REQUESTS), key=lambda item: len(item.get("steps", [])))
    page.goto(f"/help/r/{longest['id']}")


def a_question(page: Page) -> None:
    """Of this year's survey."""
    page.goto("/survey/start")
    page.get_by_role("radio", name="本地居民户").check()
    page.get_by_role("button", name="开始答第 1 题").click()
    page.wait_for_url("**/survey/answer")


def at(path: str) -> Callable[[Page], None]:
    """A screen that has an address."""

    def show(page: Page) -> None:
        page.goto(path)

    return show


PICTURES: Final[dict[str, tuple[Callable[[Page], None], ...]]] = {
    "services": (at("/"), at("/search?q=量血压"), a_service),
    "help": (at("/help"), at("/help/new?step=words"), a_timeline),
    "survey": (at("/survey"), a_question, at("/number")),
    "me": (at("/me"), at("/me/places"), at("/me/privacy")),
}


def main(url: str, home: Path, folder: Path) -> None:
    """Three files a tab."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        context = browser.new_context(
            base_url=url,
            viewport={"width": 390, "height": 844},
            device_scale_factor=2,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            reduced_motion="reduce",
        )
        context.clock.set_fixed_time(MORNING)
        page = context.new_page()
        page.goto("/")
        page.evaluate(SETTLE, COMMUNITIES)
        sign_in(page, home)
        for tab, screens in PICTURES.items():
            for number, show in enumerate(screens, 1):
                show(page)
                page.wait_for_load_state("networkidle")
                page.wait_for_timeout(500)
                keep(page.screenshot(), folder / f"{tab}-{number}.webp")
        browser.close()


def keep(picture: bytes, file: Path) -> None:
    """Small: a page of three is printed by somebody with a slow line."""
    with Image.open(BytesIO(picture)) as large:
        height = round(large.height * WIDTH / large.width)
        large.convert("RGB").resize((WIDTH, height), Image.Resampling.LANCZOS).save(
            file, quality=QUALITY, method=6
        )
    print(json.dumps({"file": str(file), "bytes": file.stat().st_size}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
