"""The shell: first start, languages, large text, addresses, offline, and how new versions come in."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chaos import Chaos
from tests.browser.conftest import ROOT, Site, installed, settled

QINGNIANLU = "330102003052"
SIDEWAYS = "() => document.scrollingElement.scrollWidth - document.documentElement.clientWidth"


def test_nothing_is_asked_before_the_first_service_but_where_one_lives(site: Site, phone: Page) -> None:
    phone.goto(site.url)

    expect(phone.get_by_role("heading", level=1)).to_have_text("您住在哪个社区或村？")
    expect(phone.get_by_role("radio", checked=True)).to_have_count(0)
    expect(phone.get_by_role("link", name="隐私说明")).to_be_visible()


def test_a_link_into_the_app_leads_there_and_back_leads_up_not_out(site: Site, phone: Page) -> None:
    settled(phone, site.url, place=QINGNIANLU)
    phone.goto(f"{site.url}/help/lookup")

    phone.get_by_role("link", name="返回").click()

    expect(phone).to_have_url(f"{site.url}/help")


def test_the_back_button_undoes_each_step_and_focus_begins_at_the_title(site: Site, phone: Page) -> None:
    settled(phone, site.url, place=QINGNIANLU)
    phone.get_by_role("link", name="求助").click()
    expect(phone).to_have_title("求助 · 邻里")
    expect(phone.locator("h1")).to_be_focused()

    phone.get_by_role("link", name="我的", exact=True).click()
    expect(phone).to_have_title("我的 · 邻里")
    phone.go_back()
    expect(phone).to_have_title("求助 · 邻里")
    phone.go_back()
    expect(phone).to_have_title("服务 · 邻里")


def test_another_language_is_spoken_at_once_and_the_page_says_which(site: Site, phone: Page) -> None:
    phone.goto(site.url)

    phone.get_by_role("button", name="English").click()

    expect(phone.get_by_role("heading", level=1)).to_have_text("Which community or village do you live in?")
    expect(phone.locator("html")).to_have_attribute("lang", "en")
    phone.reload()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Which community or village do you live in?")


def letters(page: Page) -> float:
    """Height of the letters under the first door, in CSS pixels."""
    return float(page.locator(".tile").first.evaluate("tile => parseFloat(getComputedStyle(tile).fontSize)"))


def test_large_text_comes_at_one_tap_and_stays(site: Site, phone: Page) -> None:
    settled(phone, site.url, place=QINGNIANLU)
    before = letters(phone)

    phone.get_by_role("button", name="大字").click()

    assert letters(phone) >= 1.4 * before
    phone.reload()
    expect(phone.get_by_role("button", name="换回标准字")).to_be_visible()


def test_somebody_who_searches_for_large_letters_finds_the_switch(site: Site, phone: Page) -> None:
    settled(phone, site.url, place=QINGNIANLU)

    phone.get_by_label("搜服务").fill("关怀版")
    phone.get_by_role("switch", name="打开长辈版").check()

    expect(phone.locator("html")).to_have_attribute("data-text", "large")


def test_dark_follows_the_phone(site: Site, open_phone: Callable[..., Page]) -> None:
    page = open_phone(color_scheme="dark")
    page.goto(site.url)

    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.emulate_media(color_scheme="light")
    expect(page.locator("html")).to_have_attribute("data-theme", "light")


@pytest.mark.parametrize("path", ["/", "/welcome", "/search", "/search?q=量血压"])
@pytest.mark.parametrize("lang", ["zh-CN", "en"])
def test_nothing_scrolls_sideways_in_the_largest_text(site: Site, phone: Page, path: str, lang: str) -> None:
    settled(phone, site.url + path, place=QINGNIANLU, text="xlarge", lang=lang)
    phone.wait_for_load_state("networkidle")

    assert phone.evaluate(SIDEWAYS) <= 0


def test_an_address_that_leads_nowhere_says_so_and_leads_home(site: Site, phone: Page) -> None:
    settled(phone, site.url, place=QINGNIANLU)
    phone.goto(f"{site.url}/no/such/page")

    expect(phone.get_by_role("heading", level=1)).to_have_text("没有这一页")
    phone.get_by_role("link", name="回到服务").click()
    expect(phone).to_have_url(f"{site.url}/")


def test_the_app_can_be_installed(site: Site, phone: Page) -> None:
    phone.goto(site.url)
    session = phone.context.new_cdp_session(phone)

    manifest = session.send("Page.getAppManifest")

    assert manifest["errors"] == []
    told = json.loads(manifest["data"])
    assert {icon["purpose"] for icon in told["icons"]} == {"any", "maskable"}
    for picture in [*told["icons"], *told["screenshots"]]:
        answer = phone.request.get(site.url + picture["src"])
        assert answer.ok, picture["src"]
        assert answer.headers["content-type"] == "image/png"


def test_the_first_load_fits_the_budget(site: Site, phone: Page) -> None:
    settled(phone, f"{site.url}/me/about", place=QINGNIANLU)
    sizes: dict[str, int] = {}  # bytes on the wire, by address
    urls: dict[str, str] = {}
    wire = phone.context.new_cdp_session(phone)
    wire.on(
        "Network.requestWillBeSent", lambda event: urls.update({event["requestId"]: event["request"]["url"]})
    )
    wire.on(
        "Network.loadingFinished",
        lambda event: sizes.update(
            {url: event["encodedDataLength"] for url in [urls.get(event["requestId"])] if url}
        ),  # what has no address began on the page before
    )
    wire.send("Network.enable")
    wire.send("Network.clearBrowserCache")
    phone.goto(site.url)
    expect(phone.get_by_role("heading", name="现在")).to_be_visible()

    assert sum(size for url, size in sizes.items() if "/api/catalogue/" in url) <= 30_000
    app = {url: size for url, size in sizes.items() if "/api/" not in url and "/assets/sounds-" not in url}
    assert sum(app.values()) <= 60_000, app


def test_what_is_kept_for_use_without_a_network_fits_the_budget(site: Site, phone: Page) -> None:
    installed(phone, site.url)

    urls = phone.evaluate(
        """async () => {
          const name = (await caches.keys()).find((key) => key.includes("precache"));
          return (await (await caches.open(name)).keys()).map((request) => request.url);
        }"""
    )

    heads = [phone.request.head(url, headers={"accept-encoding": "br"}).headers for url in urls]
    assert sum(int(head["content-length"]) for head in heads) <= 150_000
    assert not [url for url in urls if "/assets/desk-" in url]


def test_the_app_opens_without_a_network(site: Site, net: Chaos, phone: Page) -> None:
    settled(phone, net.url, place=QINGNIANLU)
    installed(phone, net.url)
    net.cut()

    for path, title in [("/", "服务"), ("/help", "求助"), ("/me", "我的"), ("/survey", "居民调查")]:
        phone.goto(net.url + path)
        expect(phone.get_by_role("heading", level=1)).to_have_text(title)


@pytest.fixture(scope="session")
def newer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the server with a newer build of the app in it."""
    code = tmp_path_factory.mktemp("newer")
    shutil.copytree(ROOT / "server", code / "server", ignore=shutil.ignore_patterns("static", "__pycache__"))
    build = ["npx", "vite", "build", "--logLevel", "error", "--outDir", str(code / "dist"), "--emptyOutDir"]
    subprocess.run(build, cwd=ROOT, env={**os.environ, "LINLI_VERSION": "9.9.9"}, check=True)
    publish = ["node", "scripts/publish.mjs", str(code / "dist"), str(code / "server/static")]
    subprocess.run(publish, cwd=ROOT, check=True)
    return code


@pytest.fixture
def upgrade(own_site: Site, newer: Path) -> Iterator[Callable[[], None]]:
    """Stops the server and starts the newer one on the same home and port, as an operator does."""

    def act() -> None:
        own_site.stop()
        own_site.start([sys.executable, "-c", "from server.cli import linli; linli()"], code=newer)

    return act


def version(page: Page) -> str:
    """Which build this page runs: the name of its script."""
    return str(page.evaluate("() => document.querySelector('script[type=module]').src.split('/').pop()"))


def test_an_open_page_goes_on_with_what_it_has_and_updates_when_asked(
    own_site: Site, upgrade: Callable[[], None], phone: Page
) -> None:
    settled(phone, own_site.url, place=QINGNIANLU)
    installed(phone, own_site.url)
    phone.get_by_label("搜服务").fill("半句")
    old = version(phone)

    upgrade()
    phone.evaluate("() => navigator.serviceWorker.getRegistration().then((known) => known.update())")

    expect(phone.get_by_text("有新版本。")).to_be_visible()
    expect(phone.get_by_label("搜服务")).to_have_value("半句")
    assert version(phone) == old
    phone.get_by_role("button", name="现在换").click()
    phone.wait_for_function(
        "(old) => document.querySelector('script[type=module]')?.src.split('/').pop() !== old", arg=old
    )
    expect(phone.get_by_label("搜服务")).to_have_value("半句")


def test_a_piece_that_the_server_no_longer_has_brings_the_new_version_in(
    own_site: Site, upgrade: Callable[[], None], phone: Page
) -> None:
    settled(phone, own_site.url, place=QINGNIANLU)
    installed(phone, own_site.url)
    old = version(phone)

    shutil.rmtree(own_site.home / "chunks")
    upgrade()
    phone.evaluate("() => { history.pushState({}, '', '/desk'); dispatchEvent(new Event('popstate')); }")

    phone.wait_for_function(
        "(old) => document.querySelector('script[type=module]')?.src.split('/').pop() !== old", arg=old
    )
    expect(phone.get_by_role("heading", level=1)).to_be_visible()


def test_a_page_opened_before_an_update_still_finds_its_pieces(
    own_site: Site, upgrade: Callable[[], None], open_phone: Callable[..., Page]
) -> None:
    page = open_phone(service_workers="block")
    settled(page, own_site.url, place=QINGNIANLU)
    old = version(page)

    upgrade()
    page.get_by_role("link", name="求助").click()

    expect(page).to_have_title("求助 · 邻里")
    assert version(page) == old


def test_photos_from_the_share_sheet_of_the_phone_lie_in_a_new_request(
    site: Site, net: Chaos, phone: Page
) -> None:
    settled(phone, net.url, place=QINGNIANLU)
    installed(phone, net.url)
    net.cut()
    phone.context.set_offline(True)

    phone.evaluate(
        """async () => {
          const canvas = Object.assign(document.createElement("canvas"), { width: 40, height: 30 });
          canvas.getContext("2d").fillRect(0, 0, 40, 30);
          const picture = await new Promise((done) => canvas.toBlob(done, "image/jpeg"));
          const field = Object.assign(document.createElement("input"), { type: "file", name: "photos" });
          const given = new DataTransfer();
          given.items.add(new File([picture], "lamp.jpg", { type: "image/jpeg" }));
          field.files = given.files;
          const form = document.createElement("form");
          Object.assign(form, { method: "post", action: "/share", enctype: "multipart/form-data" });
          form.append(field);
          document.body.append(form);
          form.submit();
        }"""
    )

    expect(phone).to_have_title("我要求助 · 邻里")
    expect(phone.get_by_role("main").locator("img")).to_have_count(1)
