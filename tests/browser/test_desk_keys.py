"""The desk's page of other software: a key is issued and shown once, a webhook set up, both ended."""

import json
import re
import urllib.request
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.browser.looks import every_look_of
from tests.browser.signing import sign_in_staff

MANAGER = "fangwei"  # of the city


def at_desk(page: Page, site: Site, username: str, to: str) -> Page:
    """On a wide screen, signed in."""
    page.set_viewport_size({"width": 1280, "height": 800})
    sign_in_staff(page, site, username, to=to)
    return page


@pytest.fixture
def desk(own_site: Site, page: Page) -> Page:
    """The page, for a manager of the city."""
    return at_desk(page, own_site, MANAGER, "/desk/keys")


def test_a_key_is_shown_once_used_and_ended(own_site: Site, desk: Page) -> None:
    desk.get_by_role("button", name="发一个密钥").click()
    desk.get_by_label("系统名称").fill("数字城管")
    desk.get_by_text("公共照明", exact=True).click()
    desk.get_by_role("button", name="保存").click()
    secret = desk.get_by_role("dialog", name="只显示这一次")
    key = secret.locator("output").inner_text()
    secret.get_by_role("button", name="我已经交给对方").click()
    number = sent(own_site, key)
    desk.reload()

    expect(desk.get_by_text("数字城管")).to_be_visible()
    expect(desk.get_by_text(re.compile("报来 1 件"))).to_be_visible()
    assert key not in desk.content()
    desk.goto(f"{own_site.url}/desk")
    expect(desk.get_by_role("row", name=re.compile(f"{number}.*数字城管")).first).to_be_visible()
    desk.goto(f"{own_site.url}/desk/keys")
    desk.get_by_role("button", name="停用").first.click()
    desk.get_by_role("dialog").get_by_role("button", name="停用").click()
    expect(desk.get_by_text("已停用")).to_be_visible()


def sent(site: Site, key: str) -> str:
    """A program reports a lamp with this key: the number."""
    fields = {
        "api_key": key,
        "service_code": "lighting",
        "address_string": "青年路社区",
        "description": "灯坏了",
    }
    request = urllib.request.Request(f"{site.url}/open311/v2/requests.json", urlencode(fields).encode())
    with urllib.request.urlopen(request, timeout=20) as answer:
        number: str = json.loads(answer.read())[0]["service_request_id"]
        return number


def test_a_webhook_says_what_is_wrong_with_its_address(desk: Page) -> None:
    desk.get_by_role("button", name="加一个推送").click()
    desk.get_by_label("系统名称").fill("城管系统")
    address = desk.get_by_label("接收地址")
    address.fill("http://10.0.0.1/in")
    desk.get_by_role("button", name="保存").click()
    expect(desk.get_by_text("请填写 https:// 开头的公网地址")).to_be_visible()

    address.fill("https://example.org/in")
    desk.get_by_role("button", name="保存").click()
    expect(desk.get_by_role("dialog", name="只显示这一次").locator("output")).to_have_text(
        re.compile("^linlihook_")
    )
    desk.get_by_role("button", name="我已经交给对方").click()

    expect(desk.get_by_text("https://example.org/in")).to_be_visible()


def test_it_reads_in_every_look(desk: Page, axe: Callable[[Page], None]) -> None:
    desk.emulate_media(reduced_motion="reduce")
    desk.get_by_role("button", name="发一个密钥").click()
    desk.get_by_role("button", name="加一个推送").click()
    every_look_of(desk, axe)


def test_a_clerk_has_no_entry_for_it(own_site: Site, page: Page) -> None:
    clerk = at_desk(page, own_site, "zhoumin", "/desk")

    expect(clerk.get_by_role("link", name="服务目录").first).to_be_visible()
    expect(clerk.get_by_role("link", name="外部系统")).to_have_count(0)
