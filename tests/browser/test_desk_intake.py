"""The telephone at 96345: written down while somebody talks, by keyboard, and sent once whatever happens."""

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chaos import Chaos
from tests.browser.clerks import Clerk
from tests.browser.conftest import HERE, Site
from tests.browser.looks import every_look_of, in_every_look
from tests.browser.residents import QINGNIANLU, rows, stored
from tests.browser.signing import sign_in_staff
from tests.browser.test_desk import a_request

LANDLINE: Final = "0571-87654321"
CLICKS: Final = """
  window.clicks = 0;
  addEventListener("pointerdown", () => { window.clicks += 1; }, true);
"""


@pytest.fixture
def machine(browser: Browser) -> Iterator[Page]:
    """The machine of a call taker: a wide screen, and a count of what the mouse does."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, **HERE)
    page = context.new_page()
    page.add_init_script(CLICKS)
    yield page
    context.close()


def at_the_phone(page: Page, site: Site, url: str = "", source: str = "phone") -> Page:
    """李静 of 96345, with an empty form."""
    to = "/desk/intake" + ("?source=counter" if source == "counter" else "")
    sign_in_staff(page, site, "lijing", url, to)
    expect(page.locator("#phone")).to_be_focused()
    return page


def choose_place(page: Page, name: str = "青年路") -> None:
    """By typing."""
    page.locator("#place").fill(name)
    expect(page.get_by_role("option").first).to_contain_text(name)
    page.locator("#place").press("Enter")
    expect(page.locator("#place")).to_have_value(re.compile(name))


def fill(page: Page, words: str, phone: str = "") -> None:
    """What a call needs at least."""
    page.locator("#phone").fill(phone)
    page.locator("#words").fill(words)
    choose_place(page)


def send(page: Page) -> None:
    page.locator("#words").press("Control+Enter")


def number_on(page: Page) -> str:
    """The number that stands there to be read out, its groups put together."""
    said = page.locator(".readout__said").inner_text()
    found = re.search(r"求助编号：([\d ]+)", said)
    assert found, said
    return found[1].replace(" ", "")


def test_two_matters_of_an_old_man_on_a_landline_in_three_minutes_without_a_mouse(
    site: Site, machine: Page
) -> None:
    contact = {"name": "陈大爷", "phone": LANDLINE, "wish": "call"}
    for words in ("上次问过助餐", "楼上漏水"):
        a_request(site, words, QINGNIANLU, contact=contact, category="noise")
    sign_in_staff(machine, site, "lijing")
    expect(machine.locator(".queue, .empty").first).to_be_visible()
    machine.wait_for_timeout(300)  # the keys listen after the first paint
    machine.evaluate("window.clicks = 0")
    began = time.monotonic()

    machine.keyboard.press("c")
    expect(machine.locator("#phone")).to_be_focused()
    machine.keyboard.type(LANDLINE)
    expect(machine.get_by_text("这个号码有过 2 件")).to_be_visible()
    expect(machine.get_by_text("以下别念给来电人")).to_be_visible()
    expect(machine.get_by_text("上次问过助餐")).to_have_count(0)
    expect(machine.locator("#place")).to_have_value("青年路社区")

    machine.keyboard.press("Tab")
    machine.keyboard.press("Tab")
    machine.keyboard.type("屋里灯弗亮")
    expect(machine.get_by_text("像是“公共照明")).to_be_visible()
    machine.keyboard.press("Tab")
    machine.keyboard.press("Enter")
    expect(machine.get_by_text("记成“公共照明")).to_be_visible()
    machine.keyboard.press("Tab")
    machine.keyboard.press("Tab")
    machine.keyboard.type("3 幢 2 单元")
    machine.keyboard.press("Tab")
    machine.keyboard.press("Tab")
    machine.keyboard.press("ArrowRight")
    expect(machine.get_by_role("radio", name="杭州话")).to_be_checked()
    expect(machine.locator(".readout")).to_contain_text("您说的是：屋里灯弗亮")
    expect(machine.locator(".readout")).not_to_contain_text("编号：")
    machine.keyboard.press("Control+Enter")

    expect(machine.locator(".readout__said")).to_contain_text("求助编号")
    first = number_on(machine)
    in_fours = re.sub(r"(.{4})(?=.)", r"\1 ", first)
    assert machine.locator(".readout__said").inner_text().count(in_fours) == 2  # no text message: said twice
    expect(machine.get_by_role("button", name="再记一件")).to_be_focused()
    machine.keyboard.press("Enter")

    expect(machine.locator("#words")).to_be_focused()
    expect(machine.locator("#phone")).to_have_value(LANDLINE)
    machine.keyboard.type("中午哪里有饭吃")
    machine.keyboard.press("Tab")
    machine.keyboard.type("吃中饭")
    named = machine.locator("[role=group][aria-label=现在就能答的] [role=option]").first
    expect(named).to_be_visible()
    while named.get_attribute("aria-selected") != "true":
        machine.keyboard.press("ArrowDown")
    machine.keyboard.press("Enter")
    expect(machine.locator("#answered")).to_have_value(re.compile("。"))
    machine.keyboard.press("Control+Enter")
    expect(machine.locator(".readout__said")).to_contain_text("算办结")

    took, clicks = time.monotonic() - began, machine.evaluate("window.clicks")
    assert (took <= 180, clicks <= 3) == (True, True), (took, clicks)
    (lamp,) = stored(site, "屋里灯弗亮")
    (lunch,) = stored(site, "中午哪里有饭吃")
    assert (lamp["state"], lamp["category"], lamp["source"], lamp["place"]) == (
        "submitted",
        "lighting",
        "phone",
        QINGNIANLU,
    )
    assert (lunch["state"], lunch["outcome"], lunch["category"]) == ("resolved", "answered", "meals")
    queue = Clerk(site).ask("GET", "/api/desk/requests?view=todo")["items"]
    assert lamp["number"] in {item["number"] for item in queue}
    (noted,) = rows(site, "SELECT speaks FROM intake WHERE request = ?", lamp["id"])
    assert noted["speaks"] == "local"


def test_a_cut_line_promises_no_number_and_what_was_written_is_sent_once(
    site: Site, net: Chaos, machine: Page
) -> None:
    at_the_phone(machine, site, net.url)
    fill(machine, "断网时打来的一件", LANDLINE)
    net.cut()
    send(machine)

    expect(machine.get_by_text("先别念编号")).to_be_visible()
    expect(machine.locator(".readout__said")).to_contain_text("有了编号，我们打电话告诉您")
    expect(machine.locator(".readout")).not_to_contain_text("求助编号：")
    machine.get_by_role("button", name="下一个").press("Enter")
    expect(machine.get_by_text("1 件还没发出去")).to_be_visible()
    machine.locator("#words").fill("下一个人说的")
    net.mend()
    machine.evaluate("dispatchEvent(new Event('online'))")

    expect(machine.get_by_text("要打电话报编号")).to_be_visible(timeout=40_000)
    expect(machine.locator("#words")).to_have_value("下一个人说的")
    (row,) = stored(site, "断网时打来的一件")
    expect(machine.get_by_text(re.sub(r"(.{4})(?=.)", r"\1 ", row["number"]))).to_be_visible()
    machine.get_by_role("button", name="报过了").click()
    expect(machine.get_by_text("要打电话报编号")).to_have_count(0)


def test_an_answer_that_was_lost_makes_no_second_request(site: Site, net: Chaos, machine: Page) -> None:
    at_the_phone(machine, site, net.url)
    fill(machine, "回音丢了的一件", LANDLINE)
    net.lose_answers(r"PUT /api/desk/intake/", 1)
    send(machine)

    expect(machine.locator(".readout__said")).to_contain_text("求助编号", timeout=60_000)
    (row,) = stored(site, "回音丢了的一件")
    assert number_on(machine) == row["number"]


def test_a_reload_in_mid_call_loses_nothing(site: Site, machine: Page) -> None:
    at_the_phone(machine, site)
    fill(machine, "讲到一半刷新了", "13490000377")
    machine.wait_for_timeout(600)  # it is kept a moment after each change
    machine.reload()

    expect(machine.locator("#words")).to_have_value("讲到一半刷新了")
    expect(machine.locator("#phone")).to_have_value("13490000377")
    expect(machine.locator("#place")).to_have_value("青年路社区")


def test_who_hangs_up_early_is_called_back_and_it_goes_on_there(site: Site, machine: Page) -> None:
    at_the_phone(machine, site)
    machine.locator("#words").fill("挂断前说的半句")
    machine.get_by_role("button", name="挂断了").press("Enter")
    expect(machine.get_by_text("没有号码，回不了电话")).to_be_visible()
    machine.locator("#phone").fill(LANDLINE)
    machine.get_by_role("button", name="挂断了").press("Enter")

    waiting = machine.locator(".intake__calls > li", has_text="挂断前说的半句")
    expect(waiting).to_contain_text("李静接的")
    expect(machine.locator("#words")).to_have_value("")
    waiting.get_by_role("button", name="打回去，接着记").press("Enter")
    expect(machine.locator("#words")).to_have_value("挂断前说的半句")
    expect(machine.locator("#phone")).to_have_value(re.compile("87654321"))
    machine.locator("#words").fill("打回去问全了")
    choose_place(machine)
    send(machine)

    expect(machine.locator(".readout__said")).to_contain_text("求助编号")
    expect(waiting).to_have_count(0)
    assert stored(site, "挂断前说的半句")[0]["state"] == "merged"
    assert stored(site, "打回去问全了")[0]["state"] == "submitted"


def test_danger_is_transferred_first_and_the_request_is_urgent(site: Site, machine: Page) -> None:
    at_the_phone(machine, site)
    expect(machine.get_by_text(re.compile("有危险，先转 .*119"))).to_be_visible()
    fill(machine, "楼道里闻到煤气味", LANDLINE)

    panel = machine.get_by_role("alert")
    expect(panel).to_contain_text("先转 119")
    expect(panel.get_by_role("link", name=re.compile("119"))).to_have_attribute("href", "tel:119")
    panel.get_by_role("button", name="转过了").press("Enter")
    expect(panel).to_have_count(0)
    send(machine)

    expect(machine.locator(".readout__said")).to_contain_text("求助编号")
    assert stored(site, "楼道里闻到煤气味")[0]["urgent"]


def test_for_somebody_else_only_with_their_consent(site: Site, machine: Page) -> None:
    at_the_phone(machine, site)
    fill(machine, "替妈妈问上门照护", LANDLINE)
    machine.get_by_role("radio", name="家人").check(force=True)
    machine.get_by_label("那个人怎么称呼").fill("陈奶奶")
    send(machine)
    expect(machine.get_by_text("要本人同意才能记下他的事")).to_be_visible()
    expect(machine.locator("#consent")).to_be_focused()

    machine.locator("#consent").press("Space")
    send(machine)

    expect(machine.locator(".readout__said")).to_contain_text("求助编号")
    (row,) = stored(site, "替妈妈问上门照护")
    (contact,) = rows(site, "SELECT other_name FROM request_contact WHERE request = ?", row["id"])
    assert contact["other_name"] == "陈奶奶"


def test_a_number_that_cannot_be_is_marked_in_its_field_and_nothing_is_stored(
    site: Site, machine: Page
) -> None:
    at_the_phone(machine, site)
    fill(machine, "号码写错的一件", "1380571")
    send(machine)

    expect(machine.locator("#phone")).to_have_attribute("aria-invalid", "true")
    expect(machine.locator("#phone")).to_be_focused()
    assert stored(site, "号码写错的一件") == []
    machine.locator("#phone").fill("13490000378")
    send(machine)
    expect(machine.locator(".readout__said")).to_contain_text("也发到您手机上了")


def test_somebody_at_the_counter_gets_a_receipt_of_one_small_page_without_their_data(
    site: Site, machine: Page, tmp_path: Path
) -> None:
    at_the_phone(machine, site, source="counter")
    machine.locator("#name").fill("周阿姨")
    machine.locator("#address").fill("7 幢 701")
    fill(machine, "到窗口说的一件", "13490000379")
    send(machine)
    expect(machine.locator(".readout__said")).to_contain_text("求助编号")
    (row,) = stored(site, "到窗口说的一件")
    assert row["source"] == "counter"

    machine.emulate_media(media="print")
    paper = machine.locator("body").inner_text()
    pdf = machine.pdf(path=tmp_path / "receipt.pdf", prefer_css_page_size=True)

    assert f"{row['number'][:4]}-{row['number'][4:]}" in paper
    assert not {"周阿姨", "13490000379", "7 幢 701", "到窗口说的一件"} & set(re.split(r"\s+", paper))
    assert not any(secret in paper for secret in ("周阿姨", "13490000379", "幢 701", "窗口说的"))
    assert not re.search("今天|明天", paper)  # read on another day
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1


def test_nobody_signs_out_over_a_call_that_has_not_left(site: Site, net: Chaos, machine: Page) -> None:
    at_the_phone(machine, site, net.url)
    fill(machine, "退出前没发的一件", LANDLINE)
    net.cut()
    send(machine)
    expect(machine.get_by_text("先别念编号")).to_be_visible()
    machine.get_by_role("button", name="退出").click()
    expect(machine.get_by_text("还有电话登记没发出去")).to_be_visible()
    net.mend()

    machine.get_by_role("button", name="退出").click()

    expect(machine.get_by_label("用户名")).to_be_visible()
    assert len(stored(site, "退出前没发的一件")) == 1


def test_the_clerk_who_calls_back_reads_the_language(site: Site, machine: Page) -> None:
    at_the_phone(machine, site)
    fill(machine, "说杭州话的一件", LANDLINE)
    machine.get_by_role("radio", name="杭州话").check(force=True)
    send(machine)
    expect(machine.locator(".readout__said")).to_contain_text("求助编号")
    id = Clerk(site, "lijing").ask("GET", "/api/desk/requests?view=all")["items"][0]["id"]

    machine.goto(f"{site.url}/desk/r/{id}")

    expect(machine.locator(".words")).to_have_text("说杭州话的一件")
    expect(machine.get_by_text("杭州话", exact=True)).to_be_visible()


def test_intake_in_every_look(site: Site, machine: Page, axe: Callable[[Page], None]) -> None:
    at_the_phone(machine, site)
    in_every_look(
        machine, axe, [f"{site.url}/desk/intake", f"{site.url}/desk/intake?source=counter"], ".intake"
    )
    machine.evaluate("localStorage.setItem('linli.lang', 'zh-CN')")
    machine.goto(f"{site.url}/desk/intake")
    fill(machine, "有人打架，流血了", LANDLINE)
    machine.get_by_role("radio", name="别人").check(force=True)
    machine.set_viewport_size({"width": 390, "height": 844})
    every_look_of(machine, axe)
    machine.get_by_role("button", name="转过了").click()
    machine.locator("#consent").check(force=True)
    send(machine)
    expect(machine.locator(".readout__said")).to_contain_text("求助编号")
    every_look_of(machine, axe)
