"""The built app: the page always fresh, hashed files for a year, a screen's address gives the page."""

import gzip
import json
import os
import time
from pathlib import Path
from typing import Any

import brotli
import pytest
from httpx import AsyncClient

from server.http.pages import Pages
from tests.builders import Here

PAGE = '<!doctype html><script type="application/json" id="city"></script><div id="app"></div>' + " " * 2000
NAVIGATION = {"Accept": "text/html,application/xhtml+xml"}


@pytest.fixture
def engine() -> str:
    """Which database it is does not matter here."""
    return "sqlite"


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A small built app."""
    folder = tmp_path / "static"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text(PAGE)
    (folder / "sw.js").write_text("self.addEventListener('fetch', () => {});")
    (folder / "manifest.webmanifest").write_text('{"name": "邻里"}')
    script = b"export const services = 1;" * 100
    (folder / "assets" / "main-1a2b.js").write_bytes(script)
    (folder / "assets" / "main-1a2b.js.br").write_bytes(brotli.compress(script, quality=11))
    (folder / "assets" / "main-1a2b.js.gz").write_bytes(gzip.compress(script))
    return folder


@pytest.fixture
async def site(api: AsyncClient, built: Path) -> AsyncClient:
    """The app under test, serving that."""
    parts = Here.app.state.parts
    parts.pages = Pages(parts.sealing, built)
    parts.pages.put_city({"name": "杭州", "trick": "</script><script>alert(1)</script>"})
    return api


async def test_the_page_carries_the_city_and_nothing_can_break_out_of_it(site: AsyncClient) -> None:
    page = await site.get("/")

    start, end = page.text.index('id="city">') + 10, page.text.index("</script>")
    assert json.loads(page.text[start:end])["name"] == "杭州"
    assert page.text.count("<script") == 1
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "path", ["/help/new", "/help/r/1", "/desk/r/2", "/survey?step=3", "/hs", "//evil", "/%2e%2e/x"]
)
async def test_the_address_of_a_screen_gives_the_page(site: AsyncClient, path: str) -> None:
    answer = await site.get(path, headers=NAVIGATION)

    assert answer.status_code == 200
    assert 'id="app"' in answer.text


@pytest.mark.parametrize("accept", ["*/*", "text/html", "text/html,*/*;q=0.8"])
async def test_a_link_opened_by_a_program_gives_the_page_too(site: AsyncClient, accept: str) -> None:
    """As curl does, and the chats that look for a link's title."""
    answer = await site.get("/help/new", headers={"Accept": accept})

    assert answer.headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("accept", [NAVIGATION["Accept"], "image/*", "application/json", "*/*"])
@pytest.mark.parametrize(
    "path",
    ["/assets/gone-9f.js", "/assets/", "/icons/none.png", "/gone.js", "/api/none", "/schema/x"],
)
async def test_a_missing_file_is_never_the_page(site: AsyncClient, path: str, accept: str) -> None:
    answer = await site.get(path, headers={"Accept": accept})

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("method", ["POST", "DELETE", "OPTIONS"])
@pytest.mark.parametrize("path", ["/", "/sw.js"])
async def test_a_file_can_only_be_read(site: AsyncClient, method: str, path: str) -> None:
    answer = await site.request(method, path)

    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")


async def test_hashed_files_are_kept_for_a_year_and_the_worker_is_asked_for_each_time(
    site: AsyncClient,
) -> None:
    script, worker = await site.get("/assets/main-1a2b.js"), await site.get("/sw.js")

    assert script.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert script.headers["content-type"] == "text/javascript; charset=utf-8"
    assert worker.headers["cache-control"] == "no-cache"
    assert "connect-src 'self'" in worker.headers["content-security-policy"]
    assert (await site.get("/manifest.webmanifest")).headers["content-type"] == "application/manifest+json"


@pytest.mark.parametrize(
    ("accept", "encoding"), [("br, gzip", "br"), ("gzip", "gzip"), ("br;q=0", None), ("", None)]
)
async def test_each_encoding_has_its_bytes_and_its_own_etag(
    site: AsyncClient, accept: str, encoding: str | None
) -> None:
    path, headers = "/assets/main-1a2b.js", {"Accept-Encoding": accept}

    answer = await site.get(path, headers=headers)
    again = await site.get(path, headers=headers | {"If-None-Match": answer.headers["etag"]})
    other = await site.get(
        path, headers={"Accept-Encoding": "identity", "If-None-Match": answer.headers["etag"]}
    )

    assert answer.headers.get("content-encoding") == encoding
    assert answer.content == b"export const services = 1;" * 100
    assert answer.headers["vary"] == "Accept-Encoding"
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == answer.headers["etag"]
    assert other.status_code == (200 if encoding else 304)


async def test_what_was_packed_at_build_time_is_given_as_it_is(site: AsyncClient, built: Path) -> None:
    answer = await site.get("/assets/main-1a2b.js", headers={"Accept-Encoding": "br"})

    packed = (built / "assets" / "main-1a2b.js.br").stat().st_size
    assert int(answer.headers["content-length"]) == packed


async def test_a_tab_from_before_the_update_finds_its_chunks_for_thirty_days(
    site: AsyncClient, built: Path, home: Path
) -> None:
    pages = Here.app.state.parts.pages
    pages.keep_chunks(home)
    (built / "assets" / "main-1a2b.js").rename(built / "assets" / "main-2b3c.js")
    (built / "assets" / "main-1a2b.js.br").unlink()
    (built / "assets" / "main-1a2b.js.gz").unlink()
    after = Here.app.state.parts.pages = Pages(pages.sealing, built)
    after.keep_chunks(home)
    soon = await site.get("/assets/main-1a2b.js")

    month_ago = time.time() - 31 * 86400
    os.utime(home / "chunks" / "main-1a2b.js", (month_ago, month_ago))
    after.keep_chunks(home)
    late = await site.get("/assets/main-1a2b.js")

    assert (soon.status_code, late.status_code) == (200, 404)
    assert soon.content == b"export const services = 1;" * 100
    assert (await site.get("/assets/main-2b3c.js")).status_code == 200


@pytest.mark.parametrize("name", ["..%2f..%2fsecret.key", ".hidden", "%2e%2e", "a/b.js"])
async def test_nothing_but_chunks_comes_out_of_their_folder(site: AsyncClient, home: Path, name: str) -> None:
    Here.app.state.parts.pages.keep_chunks(home)
    (home / "secret.key").write_text("secret")
    (home / "chunks" / ".hidden").write_text("secret")

    answer = await site.get(f"/assets/{name}")

    assert answer.status_code == 404
    assert "secret" not in answer.text


async def test_what_is_shared_without_the_worker_goes_to_the_help_page_unread(site: AsyncClient) -> None:
    answer = await site.post("/share", files={"photos": b"x" * 100_000}, headers={"Sec-Fetch-Site": "none"})

    assert (answer.status_code, answer.headers["location"]) == (303, "/help")
    assert answer.headers["connection"] == "close"


async def test_an_app_that_was_not_built_says_how_to_build_it(api: AsyncClient, tmp_path: Path) -> None:
    parts: Any = Here.app.state.parts
    parts.pages = Pages(parts.sealing, tmp_path / "nothing")

    answer = await api.get("/", headers=NAVIGATION | {"Accept-Language": "en"})

    assert answer.status_code == 503
    assert answer.json()["detail"] == "The app has not been built. Run `make run`."
    assert (await api.get("/api/city")).status_code == 200
