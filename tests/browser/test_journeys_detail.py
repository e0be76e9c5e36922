"""J05: a service is sent from hand to hand, read without scripts, printed, found closed; and the poster."""

import json
import re
import sqlite3
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from io import BytesIO
from typing import Any, Final

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.chaos import Chaos
from tests.browser.clerks import Clerk
from tests.browser.conftest import HERE, Site, installed, settled
from tests.browser.looks import SIDEWAYS, every_look_of, in_every_look
from tests.browser.residents import QINGNIANLU, rows, until
from tests.browser.signing import sign_in_staff
from tests.pages import Read
from tests.schema_org import troubles

HUBIN: Final = "330102003000"  # 湖滨街道
ELSEWHERE: Final = "330105004051"  # 华丰社区, in another district
YUEWANGLU: Final = "330102003055"
LAPTOP: Final = {"viewport": {"width": 1280, "height": 800}, **HERE}
PAGES: Final = re.compile(rb"/Type /Page\b(?!s)")
SHARES: Final = "navigator.share = (data) => { window.given = data; return Promise.resolve(); }"
PLACES: Final = "() => localStorage.getItem('linli.places')"


@pytest.fixture
def open_laptop(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Makes pages of laptops, each a machine of its own."""
    contexts: list[BrowserContext] = []

    def make(**but: Any) -> Page:
        contexts.append(browser.new_context(**{**LAPTOP, **but}))
        return contexts[-1].new_page()

    yield make
    for context in contexts:
        context.close()


def a_service_of(site: Site, where: str, **also: str) -> dict[str, Any]:
    """One that is on, with hours, phone and place, offered in a division; `also`: what its columns say."""
    more = "".join(f" AND s.{column} = '{text}'" for column, text in also.items())
    found = rows(
        site,
        "SELECT s.id, s.name, s.phone, l.address, l.latitude, l.longitude, o.certificate, o.id AS provider "
        "FROM service s JOIN organization o ON o.id = s.organization JOIN service_area r ON r.service = s.id "
        "JOIN service_at_location a ON a.service = s.id JOIN location l ON l.id = a.location "
        "WHERE r.division = ? AND s.status = 'active' AND s.phone <> '' AND s.verified_on IS NOT NULL "
        f"AND s.id IN (SELECT service FROM schedule){more} ORDER BY s.id LIMIT 1",
        where,
    )
    return found[0]


def get(url: str) -> tuple[int, str]:
    """As a chat's server asks for a link."""
    try:
        with urllib.request.urlopen(url, timeout=20) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def change(site: Site, sql: str, *values: Any) -> None:
    """In the database of a site of one's own, as another process."""
    with closing(sqlite3.connect(f"{site.home}/linli.db", timeout=20)) as database:
        database.execute(sql, values)
        database.execute("UPDATE topic_version SET version = version + 1 WHERE topic = 'directory'")
        database.commit()


def test_j05_she_gives_the_link_and_a_chat_shows_title_line_and_picture(
    site: Site, open_laptop: Callable[..., Page]
) -> None:
    service = a_service_of(site, HUBIN)
    laptop = open_laptop()
    laptop.add_init_script(SHARES)
    laptop.goto(f"{site.url}/s/{service['id']}")
    laptop.get_by_role("button", name="转给家人").click()
    given = laptop.evaluate("() => window.given")
    assert given["url"] == f"{site.url}/s/{service['id']}"
    assert service["name"] in given["text"]

    status, page = get(given["url"])
    read = Read(page)
    assert status == 200
    assert read.meta("og:title").startswith(service["name"])
    assert service["phone"] in read.meta("og:description")
    with urllib.request.urlopen(read.meta("og:image"), timeout=20) as answer:
        assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
        assert Image.open(BytesIO(answer.read())).size == (800, 420)


def test_j05_father_reads_it_with_scripts_off(site: Site, open_phone: Callable[..., Page]) -> None:
    service = a_service_of(site, HUBIN)
    phone = open_phone(java_script_enabled=False)
    phone.goto(f"{site.url}/s/{service['id']}")
    expect(phone.get_by_role("heading", level=1)).to_have_text(service["name"])
    expect(phone.get_by_text(service["address"])).to_be_visible()
    expect(phone.get_by_text("今天（")).to_be_visible()
    call = phone.get_by_role("link", name="打电话")
    assert call.get_attribute("href") == f"tel:{service['phone'].replace('-', '').replace(' ', '')}"
    expect(phone.get_by_role("row")).to_have_count(7)
    expect(phone.get_by_text("JavaScript")).to_have_count(0)


def test_j05_opening_the_app_shows_the_same_service_and_keeps_his_own_community(
    site: Site, open_phone: Callable[..., Page]
) -> None:
    service = a_service_of(site, HUBIN)
    phone = open_phone(service_workers="block")
    settled(phone, site.url, place=ELSEWHERE)
    before = phone.evaluate(PLACES)
    phone.route("**/assets/*.js", lambda route: route.abort())  # the app does not come at first
    phone.goto(f"{site.url}/s/{service['id']}")
    link = phone.get_by_role("link", name="打开邻里")
    expect(link).to_be_visible()
    phone.unroute("**/assets/*.js")
    link.click()

    expect(phone.get_by_role("button", name="怎么去")).to_be_visible()
    expect(phone.get_by_role("heading", level=1)).to_have_text(service["name"])
    expect(phone.locator("#told")).to_have_count(0)
    expect(phone.get_by_text("您看的还是华丰社区，没有换。")).to_be_visible()
    assert phone.evaluate(PLACES) == before


def test_j05_hours_and_phone_are_the_same_on_page_app_in_json_ld_and_hsds(
    site: Site, open_phone: Callable[..., Page]
) -> None:
    service = a_service_of(site, HUBIN)
    read = Read(get(f"{site.url}/s/{service['id']}")[1])
    assert troubles(read.data) == []
    assert service["phone"] in json.dumps(read.data, ensure_ascii=False)
    still = open_phone(java_script_enabled=False)
    still.goto(f"{site.url}/s/{service['id']}")
    phone = open_phone()
    phone.goto(f"{site.url}/s/{service['id']}")
    expect(phone.get_by_role("button", name="怎么去")).to_be_visible()
    assert hours_on(phone) == hours_on(still)
    calls = [page.locator("a[href^='tel:']").last.get_attribute("href") for page in (still, phone)]
    digits = re.sub(r"\D", "", service["phone"])
    assert {re.sub(r"\D", "", call or "") for call in calls} == {digits}

    exchanged = json.loads(get(f"{site.url}/hsds/services/{service['id']}")[1])
    assert exchanged["phones"][0]["number"] == f"+86{digits.removeprefix('0')}"
    told = [
        (day.removeprefix("https://schema.org/")[:2].upper(), each["opens"], each["closes"])
        for each in read.data["hoursAvailable"]
        if "validFrom" not in each  # a holiday of the next weeks
        for day in each["dayOfWeek"]
    ]
    passed_on = [
        (day, each["opens_at"].removesuffix("+08:00"), each["closes_at"].removesuffix("+08:00"))
        for each in exchanged["schedules"]
        for day in each["byday"].split(",")
    ]
    usual = week_of(told)
    assert any(usual)
    assert week_of(passed_on) == usual
    assert {day for day in hours_on(still) if day} <= set(usual)  # in a week with holidays, fewer


def week_of(windows: list[tuple[str, str, str]]) -> list[str]:
    """Monday to Sunday in the digits of the page, from days (MO) with two times each."""
    return [
        " ".join(
            f"{int(clock[:2])}:{clock[3:]}"
            for _, *window in sorted(each for each in windows if each[0] == day)
            for clock in window
        )
        for day in ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
    ]


def hours_on(page: Page) -> list[str]:
    """The windows of each day of the week, in digits."""
    return [" ".join(re.findall(r"\d+:\d\d", row)) for row in page.locator(".week tr").all_inner_texts()]


def test_j05_she_prints_one_sheet_with_big_number_code_and_date(
    site: Site, open_laptop: Callable[..., Page]
) -> None:
    laptop = open_laptop()
    for service in (a_service_of(site, HUBIN), a_service_of(site, QINGNIANLU, category="clinic")):
        laptop.goto(f"{site.url}/s/{service['id']}")
        expect(laptop.get_by_role("button", name="怎么去")).to_be_visible()
        code = laptop.locator(".paper__code")
        laptop.wait_for_function("() => document.querySelector('.paper__code').naturalWidth > 0")
        assert len(PAGES.findall(laptop.pdf(prefer_css_page_size=True))) == 1

        laptop.emulate_media(media="print")
        number = laptop.locator(".paper__phone")
        expect(number).to_have_text(service["phone"])
        expect(code).to_be_visible()
        assert (
            laptop.evaluate("(it) => parseFloat(getComputedStyle(it).fontSize)", number.element_handle()) > 40
        )
        expect(laptop.get_by_text(re.compile("核对过"))).to_be_visible()
        expect(laptop.get_by_role("button")).to_have_count(0)
        laptop.emulate_media(media="null")


def test_j05_a_phone_fetches_the_code_only_when_it_prints(site: Site, phone: Page) -> None:
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url) if "qr.svg" in request.url else None)
    phone.add_init_script(
        "window.print = () => { window.printed = document.querySelector('.paper__code').naturalWidth; }"
    )
    phone.goto(f"{site.url}/s/{a_service_of(site, HUBIN)['id']}")
    expect(phone.get_by_role("button", name="怎么去")).to_be_visible()
    assert not asked
    phone.get_by_role("button", name="打印").click()
    phone.wait_for_function("() => window.printed > 0")
    assert len(asked) == 1


def test_j05_a_service_that_closed_says_so_and_names_the_nearest_alike(
    own_site: Site, open_phone: Callable[..., Page]
) -> None:
    closed = a_service_of(own_site, QINGNIANLU, category="clinic")
    change(own_site, "UPDATE service SET status = 'defunct' WHERE id = ?", closed["id"])
    link = f"{own_site.url}/s/{closed['id']}"
    status, page = get(link)
    assert status == 410
    assert "已经停办" in page

    for scripts in (False, True):
        phone = open_phone(java_script_enabled=scripts)
        phone.goto(link)
        expect(phone.get_by_role("heading", level=1)).to_have_text(closed["name"])
        expect(phone.get_by_text("已经停办")).to_be_visible()
        others = phone.get_by_role("main").get_by_role("listitem").get_by_role("link")
        assert others.count() == 3
        name = others.first.inner_text().split("\n")[0]
        others.first.click()
        expect(phone.get_by_role("heading", level=1)).to_have_text(name)


def test_j05_what_was_never_shown_is_not_found_but_a_draft_by_its_desk(site: Site) -> None:
    clerk, draft = Clerk(site), "7f000000-0000-4000-8000-00000000d4af"
    shown = a_service_of(site, QINGNIANLU, owner=QINGNIANLU)["id"]
    body = clerk.ask("GET", f"/api/desk/services/{shown}")["published"] | {"name": "还没发布的磨刀"}
    clerk.ask("PUT", f"/api/desk/services/{draft}/draft", **body)
    for id in ("7f000000-0000-4000-8000-000000000000", "x", draft):
        assert get(f"{site.url}/s/{id}")[0] == 404
    for path in (f"/api/services/{draft}", f"/hsds/services/{draft}"):
        assert get(f"{site.url}{path}")[0] == 404
    kept = clerk.ask("GET", f"/api/desk/services/{draft}")
    assert kept["draft"]["body"]["name"] == "还没发布的磨刀"


def test_j05_without_a_valid_certificate_there_is_no_badge(
    own_site: Site, open_phone: Callable[..., Page]
) -> None:
    firm = next(
        service
        for place in (QINGNIANLU, YUEWANGLU)
        for service in [a_service_of(own_site, place, category="housekeeping")]
        if service["certificate"]
    )
    link = f"{own_site.url}/s/{firm['id']}"
    over = "UPDATE certificate SET issued_on = '2020-01-01', expires_on = '2021-01-01' WHERE number = ?"
    change(own_site, over, firm["certificate"])  # else the clock finds it good, and puts it back
    change(own_site, "UPDATE organization SET certificate = NULL WHERE id = ?", firm["provider"])
    phone = open_phone()
    assert firm["certificate"] not in get(link)[1]
    assert "证书" not in get(link)[1]
    assert "Certification" not in get(link)[1]
    phone.goto(link)
    expect(phone.get_by_role("button", name="怎么去")).to_be_visible()
    expect(phone.get_by_text("证书")).to_have_count(0)


def test_the_way_is_asked_of_a_map_that_is_told_the_shifted_point(site: Site, phone: Page) -> None:
    service = a_service_of(site, HUBIN)
    phone.goto(f"{site.url}/s/{service['id']}")
    phone.get_by_role("button", name="怎么去").click()
    links = {
        a.inner_text(): a.get_attribute("href") or ""
        for a in phone.get_by_role("dialog").get_by_role("link").all()
    }
    assert list(links) == ["高德地图", "百度地图", "手机自带的地图"]
    east, north = map(float, re.findall(r"position=([\d.]+)%2C([\d.]+)", links["高德地图"])[0])
    assert 0.003 < east - service["longitude"] < 0.006
    assert 0.001 < abs(north - service["latitude"]) < 0.004
    assert f"geo:{service['latitude']},{service['longitude']}" in links["手机自带的地图"]
    phone.keyboard.press("Escape")
    expect(phone.get_by_role("dialog")).to_have_count(0)


def test_help_with_this_service_opens_a_request_that_is_filled_in(site: Site, phone: Page) -> None:
    settled(phone, site.url, place=QINGNIANLU)
    service = a_service_of(site, QINGNIANLU)
    phone.goto(f"{site.url}/s/{service['id']}")
    phone.get_by_role("link", name="要人帮忙办这件事").click()
    phone.get_by_role("button", name="下一步：说情况").click()
    expect(phone.get_by_role("textbox", name="出了什么事？")).to_have_value(f"我想办：{service['name']}。")


def test_a_service_of_another_community_is_kept_and_opens_without_a_network(
    site: Site, net: Chaos, phone: Page
) -> None:
    settled(phone, net.url, place=ELSEWHERE)
    installed(phone, net.url)
    service = a_service_of(site, QINGNIANLU)
    phone.goto(f"{net.url}/s/{service['id']}")
    phone.get_by_role("button", name="收藏", pressed=False).click()
    expect(phone.get_by_role("button", name="收藏", pressed=True)).to_be_visible()
    net.cut()
    phone.reload()
    expect(phone.get_by_role("heading", level=1)).to_have_text(service["name"])
    expect(phone.get_by_text(service["address"])).to_be_visible()
    net.mend()
    phone.get_by_role("button", name="收藏", pressed=True).click()
    expect(phone.get_by_role("button", name="收藏", pressed=False)).to_be_visible()


def test_what_is_wrong_waits_for_the_network_and_reaches_the_desk_once(
    site: Site, net: Chaos, phone: Page, open_laptop: Callable[..., Page]
) -> None:
    settled(phone, net.url, place=QINGNIANLU)
    installed(phone, net.url)
    service = a_service_of(site, QINGNIANLU, owner=QINGNIANLU)
    phone.goto(f"{net.url}/s/{service['id']}")
    expect(phone.get_by_role("heading", level=1)).to_have_text(service["name"])
    net.cut()
    phone.get_by_role("button", name="信息不对？").click()
    phone.get_by_role("button", name="发出").click()
    expect(phone.get_by_text("选一下哪里不对。")).to_be_visible()
    phone.get_by_text("别的", exact=True).click()
    phone.get_by_role("button", name="发出").click()
    expect(phone.get_by_role("textbox", name="说一下哪里不对")).to_be_focused()
    words = "门口的坡道拆了，轮椅上不去"
    phone.get_by_role("textbox", name="说一下哪里不对").fill(words)
    phone.get_by_role("button", name="发出").click()
    expect(phone.get_by_text("还没发出，有网就发。")).to_be_visible()
    assert not rows(site, "SELECT id FROM mistake WHERE words = ?", words)

    phone.reload()  # it is on the phone, not on the page
    expect(phone.get_by_text("还没发出，有网就发。")).to_be_visible()
    net.lose_answers("/mistakes/", 1)
    net.mend()
    phone.evaluate("() => dispatchEvent(new Event('online'))")
    until(lambda: rows(site, "SELECT id FROM mistake WHERE words = ?", words), phone)
    phone.evaluate("() => dispatchEvent(new Event('online'))")
    expect(phone.get_by_text("已经送到。")).to_be_visible()
    assert len(rows(site, "SELECT id FROM mistake WHERE words = ?", words)) == 1

    desk = open_laptop()
    sign_in_staff(desk, site, "zhoumin")
    desk.goto(f"{site.url}/desk/directory/mistakes")
    card = desk.get_by_role("article").filter(has_text=words)
    expect(card).to_contain_text(service["name"])
    assert card.get_by_role("link", name="去改").get_attribute("href") == f"/desk/directory/s/{service['id']}"
    expect(desk.get_by_role("link", name=re.compile(r"报错\s*[1-9]"))).to_be_visible()
    card.get_by_role("textbox").fill("坡道月底修好")
    card.get_by_role("button", name="改好了").click()
    expect(card).to_have_count(0)
    desk.get_by_role("radio", name="改好了").check(force=True)
    expect(desk.get_by_role("article").filter(has_text=words)).to_contain_text("坡道月底修好")
    assert "open" not in {
        row["state"] for row in rows(site, "SELECT state FROM mistake WHERE words = ?", words)
    }


def test_a_poster_asks_whether_one_lives_there_and_leaves_the_address_clean(site: Site, phone: Page) -> None:
    phone.goto(f"{site.url}/?c={QINGNIANLU}")
    expect(phone.get_by_role("heading", name="您住在青年路社区吗？")).to_be_visible()
    expect(phone.get_by_text("上城区 湖滨街道")).to_be_visible()
    assert phone.evaluate("location.search") == ""
    assert phone.evaluate(PLACES) == "[]"
    phone.get_by_role("button", name="进入青年路社区").click()
    expect(phone.get_by_role("banner")).to_contain_text("青年路社区")
    phone.goto(f"{site.url}/?c={QINGNIANLU}")  # the same poster tomorrow
    expect(phone.get_by_role("banner")).to_contain_text("青年路社区")
    expect(phone.get_by_role("dialog")).to_have_count(0)


def test_who_does_not_live_there_chooses_as_always(site: Site, phone: Page) -> None:
    phone.goto(f"{site.url}/?c={QINGNIANLU}")
    phone.get_by_role("button", name="不是，选别的").click()
    expect(phone.get_by_role("heading", name="您住在哪个社区或村？")).to_be_visible()
    for code in ("330102009999", "abc"):
        phone.goto(f"{site.url}/?c={code}")
        expect(phone.get_by_role("heading", name="您住在哪个社区或村？")).to_be_visible()


def test_another_poster_changes_nothing_unless_one_says_so(site: Site, phone: Page) -> None:
    settled(phone, site.url, place=QINGNIANLU)
    phone.goto(f"{site.url}/?c={YUEWANGLU}")
    sheet = phone.get_by_role("dialog", name="这张海报是岳王路社区的")
    sheet.get_by_role("button", name="留在青年路社区").click()
    expect(phone.get_by_role("banner")).to_contain_text("青年路社区")
    phone.reload()
    expect(phone.get_by_role("banner")).to_contain_text("青年路社区")
    expect(phone.get_by_role("dialog")).to_have_count(0)
    phone.goto(f"{site.url}/?c={YUEWANGLU}")
    sheet.get_by_role("button", name="看岳王路社区").click()
    expect(phone.get_by_role("banner")).to_contain_text("岳王路社区")


def test_a_poster_is_one_sheet_whose_code_leads_to_its_community(
    site: Site, open_laptop: Callable[..., Page], axe: Callable[[Page], None]
) -> None:
    laptop = open_laptop()
    installed(laptop, site.url)  # the worker lets it through
    laptop.goto(f"{site.url}/poster/{QINGNIANLU}")
    expect(laptop.get_by_role("heading", level=1)).to_have_text("青年路社区")
    expect(laptop.get_by_text(f"/?c={QINGNIANLU}")).to_be_visible()
    assert len(PAGES.findall(laptop.pdf(prefer_css_page_size=True))) == 1
    axe(laptop)
    laptop.set_viewport_size({"width": 360, "height": 740})
    assert laptop.evaluate(SIDEWAYS) == 0


def test_nobody_is_kept_out(site: Site, open_phone: Callable[..., Page], axe: Callable[[Page], None]) -> None:
    phone = open_phone(service_workers="block")
    service = a_service_of(site, QINGNIANLU, category="housekeeping")
    settled(phone, site.url, place=QINGNIANLU)
    in_every_look(phone, axe, [f"{site.url}/s/{service['id']}"], ready=".fact")
    for name in ("怎么去", "信息不对？"):
        phone.evaluate("localStorage.setItem('linli.lang', 'zh-CN')")
        phone.goto(f"{site.url}/s/{service['id']}")
        phone.get_by_role("button", name=name).click()
        expect(phone.get_by_role("dialog")).to_be_visible()
        every_look_of(phone, axe)
    phone.route("**/assets/*.js", lambda route: route.abort())
    phone.goto(f"{site.url}/s/{service['id']}")
    every_look_of(phone, axe)


def test_the_report_is_seen_by_its_own_desk_and_those_above(site: Site) -> None:
    service = a_service_of(site, QINGNIANLU, owner=QINGNIANLU)
    body = json.dumps({"kind": "closed", "words": ""}).encode()
    id = "b7a0c0de-0000-4000-8000-00000000abcd"
    url = f"{site.url}/api/services/{service['id']}/mistakes/{id}"
    headers = {"Content-Type": "application/json", "Linli-Client": "test/1"}
    urllib.request.urlopen(urllib.request.Request(url, body, headers, method="PUT"), timeout=20).close()
    seen = [
        id in json.dumps(Clerk(site, name).ask("GET", "/api/desk/mistakes"))
        for name in ("zhoumin", "fengtao", "hexiao")  # the community's, its street's, another community's
    ]
    assert seen == [True, True, False]
