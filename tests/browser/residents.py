"""What a resident does on /help, in the words of the screen, and what the city then has of it."""

import json
import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.chaos import Chaos, Fate
from tests.browser.conftest import Site, installed, settled

QINGNIANLU: Final = "330102003052"
PATIENCE_S: Final = 25


def at_home(page: Page, url: str, **choices: str) -> Page:
    """A phone whose app is installed and whose community is 青年路社区, on /help."""
    settled(page, url, place=QINGNIANLU, **choices)
    installed(page, f"{url}/help")
    return page


def picture_file(data: bytes, name: str = "a.jpg", kind: str = "image/jpeg") -> dict[str, Any]:
    """A file as Playwright hands it to an input."""
    return {"name": name, "mimeType": kind, "buffer": data}


def choose_photos(page: Page, *files: dict[str, Any]) -> None:
    """From the album, on the step that asks for photos; resolves when each tile says what became of it."""
    before = page.locator(".photos > li:not(:has(button.addphoto))").count()
    page.locator("input[data-source=album]").first.set_input_files(files)
    expect(page.locator(".photos .photo__skel")).to_have_count(0, timeout=PATIENCE_S * 1000)
    expect(page.locator(".photos > li:not(:has(button.addphoto))")).not_to_have_count(before)


def write(page: Page, words: str, photos: Sequence[bytes] = (), phone: str = "") -> None:
    """Everything of the form but the last button. Without a phone number: "no phone"."""
    page.get_by_role("link", name="我要求助").click()
    if photos:
        choose_photos(page, *(picture_file(data, f"{n}.jpg") for n, data in enumerate(photos)))
    page.get_by_role("button", name="下一步：说情况").click()
    page.get_by_role("textbox", name="出了什么事？").fill(words)
    page.get_by_role("button", name="下一步：在哪里").click()
    if phone:
        page.get_by_label("您的号码").fill(phone)
    else:
        page.get_by_role("checkbox", name="不留电话").check()


def ask(page: Page, words: str, photos: Sequence[bytes] = (), phone: str = "") -> str:
    """From /help to "kept" or "received"; gives the request's id."""
    write(page, words, photos, phone)
    page.get_by_role("button", name="提交求助").click()
    page.wait_for_url("**/help/sent/*")
    return page.url.rsplit("/", 1)[1]


def stored(site: Site, words: str) -> list[dict[str, Any]]:
    """The requests with these words, as the database has them."""
    return rows(site, "SELECT * FROM service_request WHERE description = ?", words)


def rows(site: Site, sql: str, *values: Any) -> list[dict[str, Any]]:
    """Of the running site's database, read beside it."""
    with closing(sqlite3.connect(f"file:{site.home}/linli.db?mode=ro", uri=True)) as database:
        database.row_factory = sqlite3.Row
        return [dict(row) for row in database.execute(sql, values)]


def kept_pictures(site: Site, request: str) -> list[bytes]:
    """The larger pictures of a request, as they lie in the media, in the order in which they came."""
    found = rows(site, "SELECT media FROM request_photo WHERE request = ? ORDER BY at", hexed(request))
    return [
        path.read_bytes() for row in found for path in Path(site.home, "media").rglob(f"{row['media']}-1600*")
    ]


def size_of(picture: bytes) -> tuple[int, int]:
    """Its pixels."""
    return Image.open(BytesIO(picture)).size


def hexed(id: str) -> str:
    """An id as SQLite keeps it."""
    return id


def until(look: Callable[[], Any], page: Page) -> Any:
    """The first true thing that `look` gives; the page goes on meanwhile."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        if found := look():
            return found
        page.wait_for_timeout(100)
    raise AssertionError(f"never: {look}")


def shelf(page: Page, store: str) -> list[dict[str, Any]]:
    """What lies in a store of the phone's database, without its bytes."""
    read: list[dict[str, Any]] = json.loads(
        page.evaluate(
            """async (store) => {
              const db = await new Promise((done) => {
                const opening = indexedDB.open("linli");
                opening.onsuccess = () => done(opening.result);
              });
              const rows = await new Promise((done) => {
                const asking = db.transaction(store).objectStore(store).getAll();
                asking.onsuccess = () => done(asking.result);
              });
              db.close();
              return JSON.stringify(rows);
            }""",
            store,
        )
    )
    return read


def written_down(net: Chaos) -> list[str]:
    """The PUTs that pass the network from now on, by their addresses."""
    puts: list[str] = []

    def note(data: bytes) -> Fate:
        first = data.split(b"\r\n", 1)[0]
        if first.startswith(b"PUT "):
            puts.append(first.split(b" ")[1].decode())
        return "pass"

    net.hook = note
    return puts
