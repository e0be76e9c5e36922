"""Whole journeys of asking for help: by keyboard and ear, with everything going wrong, on a shared phone."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, BrowserType, Locator, Page, expect

from tests.browser.chaos import Chaos
from tests.browser.clerks import Clerk
from tests.browser.conftest import HERE, PHONE, Site
from tests.browser.residents import (
    ask,
    at_home,
    kept_pictures,
    shelf,
    stored,
    until,
    write,
)
from tests.browser.test_outbox import kill
from tests.pictures import UPRIGHT, a_photo, corners


def tab_to(page: Page, wanted: Locator) -> Locator:
    """By the Tab key alone; a keyboard never needs more than 60 to get anywhere."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if wanted.evaluate("(element) => element === document.activeElement"):
            return wanted
    raise AssertionError(f"no Tab leads to {wanted}")


def test_a_blind_resident_asks_and_rates_by_keyboard_alone(
    site: Site, phone: Page, axe: Callable[[Page], None]
) -> None:
    words = "楼道灯不亮，我看不见，家人看得见"
    at_home(phone, site.url)
    tab_to(phone, phone.get_by_role("link", name="我要求助"))
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("heading", level=1)).to_be_focused()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("第 1 步，共 3 步。")
    tab_to(phone, phone.get_by_role("button", name="直接写"))
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("heading", level=1)).to_contain_text("第 2 步，共 3 步。")
    tab_to(phone, phone.get_by_role("textbox", name="出了什么事？"))
    phone.keyboard.type(words)
    axe(phone)
    tab_to(phone, phone.get_by_role("button", name="下一步：在哪里"))
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("heading", level=1)).to_contain_text("第 3 步，共 3 步。")
    tab_to(phone, phone.get_by_role("textbox", name="在哪里？"))
    phone.keyboard.type("青年路 23 号 3 单元")

    tab_to(phone, phone.get_by_role("button", name="归哪个社区？"))
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("dialog")).to_be_visible()
    phone.keyboard.press("Escape")
    expect(phone.get_by_role("button", name="归哪个社区？")).to_be_focused()

    tab_to(phone, phone.get_by_label("您的号码"))
    phone.keyboard.type("138 0000 00")
    tab_to(phone, phone.get_by_role("button", name="提交求助"))
    phone.keyboard.press("Enter")
    number = phone.get_by_label("您的号码")
    expect(number).to_be_focused()
    expect(number).to_have_accessible_description(
        "号码不完整：手机 11 位，座机请加区号。 只有办事的工作人员看得到，办结 12 个月后删除。"
    )
    phone.keyboard.press("End")
    phone.keyboard.type("01")
    tab_to(phone, phone.get_by_role("button", name="提交求助"))
    phone.keyboard.press("Enter")
    said = phone.get_by_role("main").get_by_role("status")
    expect(said.filter(has_text="收到了。求助编号")).to_have_count(1)
    axe(phone)

    id = phone.url.rsplit("/", 1)[1]
    clerk = Clerk(site)
    clerk.does("accept", id)
    clerk.does("resolve", id, note="换好了。", outcome="solved")
    tab_to(phone, phone.get_by_role("link", name="看进展"))
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("group", name="这次办得怎样？")).to_be_visible()
    expect(phone.get_by_role("radio", checked=True)).to_have_count(0)
    axe(phone)
    tab_to(phone, phone.get_by_role("radio", name="办好了"))
    phone.keyboard.press("Space")
    tab_to(phone, phone.get_by_role("radio", name="很满意", exact=True))
    phone.keyboard.press("ArrowDown")
    expect(phone.get_by_role("radio", name="比较满意")).to_be_checked()
    tab_to(phone, phone.get_by_role("button", name="提交评价"))
    phone.keyboard.press("Enter")

    expect(phone.locator(".timeline .what").first).to_have_text("您评了“比较满意”")
    (request,) = stored(site, words)
    assert (request["rating"], request["state"]) == (4, "closed")


def test_a_rider_without_signal_shuts_everything_at_once_and_it_arrives_once(
    site: Site,
    net: Chaos,
    browser_type: BrowserType,
    browser_type_launch_args: dict[str, Any],
    tmp_path: Path,
) -> None:
    profile = tmp_path / "profile"

    def launched() -> BrowserContext:
        return browser_type.launch_persistent_context(
            str(profile), **browser_type_launch_args, **PHONE, **HERE
        )

    page = launched().new_page()
    at_home(page, net.url)
    net.cut()
    page.context.set_offline(True)
    write(page, "窨井盖翻了，先写错一个字", [a_photo(6), a_photo(1)])
    page.get_by_role("textbox", name="在哪里？").fill("体育场路菜场门口")
    page.get_by_role("button", name="提交求助").click()
    expect(page.get_by_role("heading", name="存在手机里，等待发送")).to_be_visible()
    page.get_by_role("link", name="回到求助").click()
    page.get_by_role("button", name="改一改").click()  # before it leaves it may be changed
    words = "窨井盖翻了，有人差点摔进去"
    page.get_by_role("textbox", name="出了什么事？").fill(words)
    page.get_by_role("button", name="下一步：在哪里").click()
    page.get_by_role("button", name="提交求助").click()
    expect(page.get_by_role("heading", name="存在手机里，等待发送")).to_be_visible()
    id = page.url.rsplit("/", 1)[1]
    kill(profile)

    net.lose_answers(f"PUT /api/requests/{id} ", 1000)
    net.mend()
    context = launched()
    page, other = context.new_page(), context.new_page()
    tab = page.get_by_role("navigation").get_by_role("link", name="求助")
    page.goto(f"{net.url}/help")
    other.goto(f"{net.url}/help")
    expect(page.get_by_text("没发出去", exact=True)).to_be_visible()
    expect(tab).to_contain_text("1 件等您")
    expect(page.get_by_role("button", name="改一改")).to_have_count(0)
    expect(page.get_by_text("可能已经发到了，不能再改。")).to_be_visible()
    until(lambda: net.lost >= 2, page)
    net.lose_answers(f"PUT /api/requests/{id} ", 0)
    until(lambda: len(kept_pictures(site, id)) == 2 and not shelf(page, "outbox"), page)
    expect(tab).not_to_contain_text("件等您")
    page.get_by_role("link", name=words).click()
    expect(page.get_by_role("button", name="照片 2，点开看大图")).to_be_visible()

    (request,) = stored(site, words)
    assert request["written_at"] < request["sent_at"]
    assert [corners(picture) for picture in kept_pictures(site, id)] == [UPRIGHT, UPRIGHT]
    assert stored(site, "窨井盖翻了，先写错一个字") == []
    assert shelf(page, "photos") == []
    context.close()


def test_grandson_sees_nothing_of_grandfather_after_he_signed_out(
    own_site: Site, open_phone: Callable[..., Page]
) -> None:
    page = at_home(open_phone(), own_site.url)
    ask(page, "爷爷的求助", phone="134 9000 0101")
    expect(page.get_by_role("heading", name="收到了")).to_be_visible()
    number = page.locator(".ticket dd").first.inner_text()
    page.goto(f"{own_site.url}/sign-in")
    page.get_by_label("手机号").fill("+86 134 9000 0101")
    page.get_by_role("button", name="发验证码").click()
    sms = Path(own_site.home, "outbox/sms.jsonl")
    until(sms.exists, page)
    page.locator("input[inputmode=numeric]").first.fill(
        json.loads(sms.read_text("utf-8").splitlines()[-1])["code"]
    )
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url(lambda url: "/sign-in" not in url)
    page.goto(f"{own_site.url}/help")
    expect(page.get_by_text("爷爷的求助")).to_be_visible()
    expect(page.locator(".rcard")).not_to_have_count(1)  # those of the account are there too
    page.context.set_offline(True)
    ask(page, "还没发出去的一件", [a_photo()])
    page.goto(f"{own_site.url}/me")
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_role("dialog")).to_contain_text("还有 1 件没发出去。")
    page.context.set_offline(False)
    until(lambda: not shelf(page, "outbox"), page)
    page.get_by_role("button", name="退出并删掉").click()
    expect(page.get_by_role("dialog")).to_have_count(0)

    page.goto(f"{own_site.url}/help")
    expect(page.get_by_role("heading", name="还没有求助")).to_be_visible()
    assert [shelf(page, store) for store in ("mine", "drafts", "outbox", "photos")] == [[], [], [], []]
    assert number not in page.content()
    page.get_by_role("link", name="我要求助").click()
    page.get_by_role("button", name="直接写").click()
    page.get_by_role("textbox", name="出了什么事？").fill("孙子的求助")
    page.get_by_role("button", name="下一步：在哪里").click()
    expect(page.get_by_label("您的号码")).to_have_value("")
