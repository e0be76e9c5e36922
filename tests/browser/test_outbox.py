"""What is written without a network arrives, once, whatever happens on the way."""

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, BrowserType, Page, Route, expect

from tests.browser.chaos import Chaos
from tests.browser.conftest import HERE, PHONE, Site, settled
from tests.browser.residents import (
    QINGNIANLU,
    ask,
    at_home,
    kept_pictures,
    rows,
    shelf,
    size_of,
    stored,
    until,
    write,
    written_down,
)
from tests.pictures import CANARY, UPRIGHT, a_noisy_photo, a_photo, corners

PROBLEM = "application/problem+json"


def cut(net: Chaos, page: Page) -> None:
    net.cut()
    page.context.set_offline(True)


def mend(net: Chaos, page: Page) -> None:
    net.mend()
    page.context.set_offline(False)


def test_written_without_network_closed_and_opened_it_arrives_exactly_once(
    site: Site, net: Chaos, phone: Page
) -> None:
    words = "窨井盖破了，两张照片"
    at_home(phone, net.url)
    cut(net, phone)
    id = ask(phone, words, [a_photo(6, (4000, 3000)), a_photo(1)])
    expect(phone.get_by_role("heading", level=1)).to_have_text("存在手机里，等待发送")
    context = phone.context
    phone.close()

    net.lose_answers(f"PUT /api/requests/{id} ", 2)
    net.lose_answers(f"PUT /api/requests/{id}/photos/", 1)
    net.mend()
    context.set_offline(False)
    again = context.new_page()
    again.goto(f"{net.url}/help")
    expect(again.get_by_text(words)).to_be_visible()
    until(lambda: len(kept_pictures(site, id)) == 2 and not shelf(again, "outbox"), again)

    (request,) = stored(site, words)
    assert (request["photos_expected"], net.lost) == (2, 3)
    turned, small = kept_pictures(site, id)
    assert (size_of(turned), size_of(small)) == ((1600, 1200), (320, 200))
    assert corners(turned) == corners(small) == UPRIGHT
    assert CANARY.encode() not in turned + small
    assert shelf(again, "photos") == []


def test_the_hour_it_was_written_and_the_hour_it_came_are_both_kept(
    site: Site, net: Chaos, phone: Page
) -> None:
    words = "写得早，送得晚"
    phone.clock.install()
    at_home(phone, net.url)
    cut(net, phone)
    ask(phone, words)
    phone.clock.fast_forward("03:00:00")
    mend(net, phone)
    phone.evaluate("dispatchEvent(new Event('online'))")
    (request,) = until(lambda: stored(site, words), phone)

    assert request["written_at"] < request["sent_at"]


def test_two_tabs_send_it_once(site: Site, net: Chaos, phone: Page) -> None:
    words = "两个标签页，一条求助"
    at_home(phone, net.url)
    other = phone.context.new_page()
    other.goto(f"{net.url}/help")
    expect(other.get_by_role("link", name="我要求助")).to_be_visible()
    phone.bring_to_front()
    cut(net, phone)
    id = ask(phone, words)
    expect(other.get_by_text("存在手机里，等待发送")).to_be_visible()

    puts = written_down(net)
    mend(net, phone)
    until(lambda: stored(site, words) and not shelf(phone, "outbox"), phone)
    other.wait_for_timeout(800)

    assert puts == [f"/api/requests/{id}"]
    expect(other.get_by_text("存在手机里，等待发送")).to_have_count(0)


def test_a_browser_killed_right_after_it_was_kept_loses_nothing(
    site: Site,
    net: Chaos,
    browser_type: BrowserType,
    browser_type_launch_args: dict[str, Any],
    tmp_path: Path,
) -> None:
    words = "刚存好就断电"
    profile = tmp_path / "profile"

    def launched() -> BrowserContext:
        return browser_type.launch_persistent_context(
            str(profile), **browser_type_launch_args, **PHONE, **HERE
        )

    context = launched()
    page = context.new_page()
    at_home(page, net.url)
    cut(net, page)
    id = ask(page, words, [a_photo()])
    expect(page.get_by_role("heading", level=1)).to_have_text("存在手机里，等待发送")
    kill(profile)

    net.mend()
    context = launched()
    page = context.new_page()
    page.goto(f"{net.url}/help")
    until(lambda: len(kept_pictures(site, id)) == 1 and not shelf(page, "outbox"), page)

    assert len(stored(site, words)) == 1
    context.close()


def kill(profile: Path) -> None:
    """As the system kills an app: the one browser of this profile, at once."""
    mine = [int(folder.name) for folder in Path("/proc").glob("[0-9]*") if is_browser_of(profile, folder)]
    for pid in mine:
        os.kill(pid, signal.SIGKILL)
    assert mine
    for lock in profile.glob("Singleton*"):
        lock.unlink()


def is_browser_of(profile: Path, process: Path) -> bool:
    """The main process only: its children end with it."""
    try:
        command = (process / "cmdline").read_text("utf-8", errors="replace")
    except OSError:
        return False
    return f"--user-data-dir={profile}" in command and "--type=" not in command


def test_a_draft_survives_a_reload_and_a_second_one_can_be_begun(site: Site, phone: Page) -> None:
    at_home(phone, site.url)
    phone.get_by_role("link", name="我要求助").click()
    phone.get_by_role("button", name="直接写").click()
    phone.get_by_role("textbox", name="出了什么事？").fill("写到一半")
    expect(phone.get_by_text("草稿已存好")).to_be_visible()

    phone.reload()
    expect(phone.get_by_role("textbox", name="出了什么事？")).to_have_value("写到一半")
    phone.get_by_role("link", name="关闭，草稿会留着").click()
    phone.get_by_role("link", name="我要求助").click()
    phone.get_by_role("button", name="直接写").click()
    phone.get_by_role("textbox", name="出了什么事？").fill("另一件事")
    phone.get_by_role("link", name="关闭，草稿会留着").click()

    expect(phone.locator(".draft")).to_have_count(2)
    phone.get_by_role("link", name="写到一半").click()
    expect(phone.get_by_role("textbox", name="出了什么事？")).to_have_value("写到一半")


def test_a_waiting_request_may_be_changed_until_it_leaves(site: Site, net: Chaos, phone: Page) -> None:
    at_home(phone, net.url)
    cut(net, phone)
    ask(phone, "灯不亮，先写错了")
    phone.get_by_role("link", name="回到求助").click()
    phone.get_by_role("button", name="改一改").click()
    phone.get_by_role("textbox", name="出了什么事？").fill("灯不亮，改对了")
    phone.get_by_role("button", name="下一步：在哪里").click()
    phone.get_by_role("button", name="提交求助").click()
    phone.wait_for_url("**/help/sent/*")

    mend(net, phone)
    until(lambda: stored(site, "灯不亮，改对了"), phone)

    assert stored(site, "灯不亮，先写错了") == []


def test_what_may_have_arrived_cannot_be_changed_and_says_why(site: Site, net: Chaos, phone: Page) -> None:
    words = "发了一半，不知道到没到"
    at_home(phone, net.url)
    net.lose_answers("PUT /api/requests/", 1000)
    ask(phone, words)
    until(lambda: stored(site, words), phone)
    phone.get_by_role("link", name="回到求助").click()

    expect(phone.get_by_text("可能已经发到了，不能再改。")).to_be_visible()
    expect(phone.get_by_role("button", name="改一改")).to_have_count(0)


def test_what_may_have_arrived_is_withdrawn_when_it_is_not_wanted_any_more(
    site: Site, net: Chaos, phone: Page
) -> None:
    words = "发了一半，又不要了"
    at_home(phone, net.url)
    net.lose_answers("PUT /api/requests/", 1000)
    ask(phone, words)
    until(lambda: stored(site, words), phone)
    phone.get_by_role("link", name="回到求助").click()
    phone.get_by_role("button", name="不发了").click()
    phone.get_by_role("dialog").get_by_role("button", name="不发了").click()
    expect(phone.get_by_text(words)).to_have_count(0)

    net.lose_answers("PUT /api/requests/", 0)
    until(lambda: stored(site, words)[0]["state"] == "withdrawn", phone)


def test_not_sent_after_all_leaves_nothing_on_the_phone_and_nothing_in_the_city(
    site: Site, net: Chaos, phone: Page
) -> None:
    words = "写了又不发了"
    at_home(phone, net.url)
    cut(net, phone)
    ask(phone, words, [a_photo()])
    phone.get_by_role("link", name="回到求助").click()
    phone.get_by_role("button", name="不发了").click()
    phone.get_by_role("dialog").get_by_role("button", name="不发了").click()
    expect(phone.get_by_role("heading", name="还没有求助")).to_be_visible()

    mend(net, phone)
    phone.wait_for_timeout(500)

    assert [shelf(phone, store) for store in ("outbox", "photos", "mine", "drafts")] == [[], [], [], []]
    assert stored(site, words) == []


def test_a_refused_request_says_why_and_goes_when_it_is_mended(site: Site, phone: Page) -> None:
    words = "写了一个没有的社区"
    at_home(phone, site.url)
    phone.evaluate(
        """() => {
          const [place] = JSON.parse(localStorage.getItem("linli.places"));
          localStorage.setItem("linli.places", JSON.stringify([{ ...place, code: "330102999999" }, place]));
        }"""
    )
    phone.reload()
    ask(phone, words)
    phone.get_by_role("link", name="回到求助").click()
    refused = phone.get_by_role("region", name="没发出去")
    expect(refused).to_contain_text("内容都在。")
    expect(phone.get_by_role("heading", name="没发出去")).to_be_visible()
    expect(phone.get_by_role("navigation").get_by_role("link", name="求助")).to_contain_text("1")

    refused.get_by_role("button", name="改一改").click()
    phone.get_by_role("button", name="下一步：在哪里").click()
    phone.get_by_role("button", name="归哪个社区？").click()
    phone.get_by_role("dialog").locator(f"input[value='{QINGNIANLU}']").click()
    phone.get_by_role("button", name="提交求助").click()

    until(lambda: stored(site, words), phone)
    assert len(stored(site, words)) == 1


def test_the_server_may_ask_for_patience_and_gets_it(site: Site, phone: Page) -> None:
    words = "服务器说等一等"
    at_home(phone, site.url)
    tries: list[str] = []

    def busy(route: Route) -> None:
        tries.append(route.request.url)
        route.fulfill(status=503, headers={"Retry-After": "600"}, content_type=PROBLEM, body="{}")

    phone.route("**/api/requests/*", busy)
    ask(phone, words)
    expect(phone.get_by_text("那边正忙，今天")).to_be_visible()
    phone.unroute("**/api/requests/*")
    phone.evaluate("dispatchEvent(new Event('online'))")
    phone.wait_for_timeout(800)

    assert (len(tries), stored(site, words)) == (1, [])


def test_a_login_page_of_a_hotel_is_no_confirmation(site: Site, phone: Page) -> None:
    words = "酒店的登录页也说 200"
    at_home(phone, site.url)
    phone.route("**/api/requests/*", lambda route: route.fulfill(body="<p>Welcome", content_type="text/html"))
    ask(phone, words)
    expect(phone.get_by_text("服务器没有回应。内容都在，会自己再发。")).to_be_visible()
    phone.unroute("**/api/requests/*")
    phone.evaluate("dispatchEvent(new Event('online'))")

    until(lambda: stored(site, words), phone)
    expect(phone.get_by_role("heading", name="收到了")).to_be_visible()


@pytest.mark.parametrize("missing", ["serviceWorker", "locks"])
def test_a_phone_without_workers_or_locks_sends_it_once_too(
    site: Site, net: Chaos, open_phone: Callable[..., Page], missing: str
) -> None:
    words = f"没有 {missing} 的手机"
    page = open_phone()
    page.add_init_script(f"delete Navigator.prototype.{missing}")
    page.goto(net.url)
    page.evaluate(
        """async (code) => {
          const { name, name_en, level, path } = await (await fetch(`/api/divisions/${code}`)).json();
          localStorage.setItem("linli.places", JSON.stringify([{ code, name, name_en, level, path }]));
        }""",
        QINGNIANLU,
    )
    page.goto(f"{net.url}/help")
    id = ask(page, words, [a_photo()])
    until(lambda: len(kept_pictures(site, id)) == 1, page)

    assert len(stored(site, words)) == 1


def test_a_full_phone_says_so_and_keeps_the_form(site: Site, phone: Page) -> None:
    words = "手机满了，内容都在"
    chrome = phone.context.new_cdp_session(phone)
    chrome.send("Storage.overrideQuotaForOrigin", {"origin": site.url, "quotaSize": 1})
    settled(phone, f"{site.url}/help", place=QINGNIANLU)
    write(phone, words)
    expect(phone.get_by_text("手机满了，没存下")).to_be_visible()
    phone.get_by_role("button", name="提交求助").click()

    expect(phone.get_by_role("alert")).to_contain_text("手机满了，没存下。")
    expect(phone.get_by_role("alert").get_by_role("link", name="打 96345 说")).to_be_visible()
    expect(phone.locator(".review")).to_contain_text(words)
    chrome.send("Storage.overrideQuotaForOrigin", {"origin": site.url})
    phone.get_by_role("button", name="提交求助").click()
    until(lambda: stored(site, words), phone)


def test_on_a_slow_line_each_photo_says_how_far_it_is(site: Site, phone: Page) -> None:
    at_home(phone, site.url)
    noisy = a_noisy_photo(900, 700)
    write(phone, "慢慢发，两张照片", [noisy, noisy])
    chrome = phone.context.new_cdp_session(phone)
    chrome.send("Network.enable")
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 60_000}
    chrome.send("Network.emulateNetworkConditions", slow)
    phone.get_by_role("button", name="提交求助").click()
    phone.get_by_role("link", name="回到求助").click()

    expect(phone.get_by_text("求助已送到，编号")).to_be_visible()
    expect(phone.get_by_text("发到第 1 张照片，共 2 张")).to_be_visible()
    bar = phone.get_by_role("progressbar", name="发送进度")
    before = bar.evaluate("(bar) => bar.value")
    until(lambda: bar.evaluate("(bar) => bar.value") > before, phone)
    chrome.send("Network.emulateNetworkConditions", slow | {"uploadThroughput": -1})
    until(lambda: not shelf(phone, "outbox"), phone)


def test_a_step_written_without_network_arrives_once(site: Site, net: Chaos, phone: Page) -> None:
    words = "补一句也要送到"
    at_home(phone, net.url)
    id = ask(phone, words)
    expect(phone.get_by_role("heading", name="收到了")).to_be_visible()
    phone.get_by_role("link", name="看进展").click()
    expect(phone.get_by_text("您提交了求助")).to_be_visible()
    cut(net, phone)
    phone.get_by_role("button", name="补充一句").click()
    phone.get_by_role("textbox", name="您要补充的话").fill("四楼也不亮")
    phone.get_by_role("button", name="发出去").click()
    expect(phone.get_by_text("补充的话，等待发送")).to_be_visible()

    net.lose_answers("/steps/", 2)
    mend(net, phone)

    expect(phone.get_by_text("您补充了一句")).to_be_visible(timeout=20_000)
    steps = rows(site, "SELECT note FROM request_step WHERE request = ? AND act = 'message'", id)
    assert steps == [{"note": "四楼也不亮"}]


def test_a_browser_that_is_shown_nothing_sends_nothing_by_its_worker(
    site: Site, net: Chaos, browser: Browser
) -> None:
    context = browser.new_context(**{**PHONE, **HERE})
    page = context.new_page()
    at_home(page, net.url)
    handled: list[str] = []
    context.on("request", lambda request: handled.append(request.url) if request.service_worker else None)
    ask(page, "不经过后台程序")
    expect(page.get_by_role("heading", name="收到了")).to_be_visible()

    assert not [url for url in handled if "/api/" in url]
    context.close()
