"""The statistician's way to an open survey: dates, frame, plan, draw, open."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.browser.looks import every_look_of
from tests.browser.signing import sign_in_staff

FRAME = """区划代码,群体,户数
330102001051,居民,1200
330102001051,新居民,400
330102001052,居民,1500
330102003052,居民,1800
330102003055,居民,900
"""
WRONG = FRAME.replace("1500", "很多")


def test_from_the_frame_to_an_open_survey(page: Page, own_site: Site, axe: Callable[..., None]) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in_staff(page, own_site, "heping", to="/desk/surveys")
    page.get_by_role("button", name="新的调查").click()
    page.get_by_role("button", name="保存").click()
    expect(page.locator(".waves__next h2")).to_have_text("带入抽样框")
    every_look_of(page, axe)

    page.locator(".waves__next a").click()
    choose(page, WRONG)
    expect(page.get_by_role("alert")).to_contain_text("不是户数")
    choose(page, FRAME)
    page.get_by_role("button", name="带入", exact=True).click()
    expect(page.get_by_role("row")).to_have_count(6)
    every_look_of(page, axe)

    page.get_by_role("link", name="回到概况").click()
    page.locator(".waves__next a").click()
    expect(page.locator(".waves__sentence")).to_contain_text("在每个街道分清 85 % 和 80 %")
    expect(page.locator(".waves__powers b").first).to_have_text(re.compile(r"^[78]\d %$"))
    every_look_of(page, axe)
    page.get_by_label("种子").fill("2027-spring")
    page.get_by_role("button", name=re.compile("^抽 ")).click()
    expect(page.get_by_text("种子 2027-spring。再抽一次")).to_be_visible()

    page.get_by_role("link", name="回到概况").click()
    page.get_by_role("button", name="开始调查").click()
    page.get_by_role("button", name="开始", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("还没有印过邀请信")
    page.get_by_role("button", name="看过了，确认").click()
    expect(page.locator(".waves__next h2")).to_have_text("结束调查")
    every_look_of(page, axe)


def choose(page: Page, text: str) -> None:
    """Pick a file for the frame; it is looked through at once."""
    file = {"name": "frame.csv", "mimeType": "text/csv", "buffer": text.encode()}
    page.locator("input[type=file]").set_input_files([file])  # type: ignore[list-item]  # playwright's own dict
