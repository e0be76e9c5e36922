"""The figures at the desk, and the three rates that everybody may read, in a real browser."""

import io
import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook

from tests.browser.conftest import Site
from tests.browser.looks import in_every_look
from tests.browser.signing import sign_in_staff

PAGE = 50  # requests of a list


def test_each_number_leads_to_its_requests_and_stands_in_the_workbook(page: Page, site: Site) -> None:
    sign_in_staff(page, site, "shenjia", to="/desk/figures")
    received = page.locator(".figures__counts a").first
    count = received.inner_text()

    with page.expect_download() as download:
        page.get_by_role("button", name="导出 Excel").click()
    book = CalamineWorkbook.from_filelike(io.BytesIO(Path(download.value.path()).read_bytes()))
    assert book.get_sheet_by_name("合计").to_python()[1][1] == int(count)
    parts = book.get_sheet_by_name("按区划").to_python()[1:]
    assert sum(int(str(row[1]).partition(".")[0]) for row in parts) == int(count)

    received.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("收到的求助")
    expect(page.locator(".figures__line")).to_have_count(min(int(count), PAGE))
    for shown in range(2 * PAGE, int(count) + PAGE, PAGE):
        page.get_by_role("button", name="再看一些").click()
        expect(page.locator(".figures__line")).to_have_count(min(int(count), shown))
    expect(page.get_by_role("button", name="再看一些")).to_have_count(0)
    page.locator(".figures__line a").first.click()
    expect(page).to_have_url(re.compile("/desk/r/"))


def test_a_row_can_be_opened_and_the_way_back_is_there(page: Page, site: Site) -> None:
    sign_in_staff(page, site, "xuhui", to="/desk/figures?look=table")
    page.get_by_role("rowheader").get_by_role("link", name="湖滨街道").click()
    expect(page.locator(".figures__path b")).to_have_text("湖滨街道")
    page.locator(".figures__path").get_by_role("link", name="上城区").click()
    expect(page.locator(".figures__path b")).to_have_text("上城区")


def test_the_figures_keep_nobody_out(page: Page, site: Site, axe: Callable[[Page], None]) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in_staff(page, site, "shenjia", to="/desk/figures")
    addresses = [f"{site.url}/desk/figures?of=answer", f"{site.url}/desk/figures?look=table&by=month"]
    in_every_look(page, axe, addresses, ready=".figures__rates")


def test_everybody_finds_the_rates_from_the_number(
    phone: Page, site: Site, axe: Callable[[Page], None]
) -> None:
    phone.goto(f"{site.url}/number?division=330102003000")
    phone.get_by_role("link", name="看求助办得怎么样").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("求助办得怎么样")
    expect(phone.get_by_text("这和居民满意率（抽样调查）是两回事")).to_be_visible()
    in_every_look(phone, axe, [f"{site.url}/rates?division=330102003000"])
