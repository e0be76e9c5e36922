"""Who must act: a manager's pages, and the lift that belongs to property management."""

import re
import time
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from playwright.sync_api import Browser, Page, expect

from tests.browser.clerks import Clerk
from tests.browser.conftest import HERE, Site
from tests.browser.looks import in_every_look
from tests.browser.residents import QINGNIANLU
from tests.browser.signing import sign_in_staff

DESKTOP = {"width": 1280, "height": 800}
MANAGER = "shenjia"
COMPANY = "anju"  # works for 安居物业公司
SHEET = f"""community,road,numbers,estate,company
{QINGNIANLU},东坡路,2-20双,东坡花园,安居物业公司
{QINGNIANLU},东坡路,1-19单,湖景苑,湖景物业
"""


def estates(site: Site) -> None:
    """A city's sheet is brought in, as the operator does it."""
    sheet = Path(site.home, "estates.csv")
    sheet.write_text(SHEET, "utf-8")
    assert "2 new" in site.run("import", "estates", str(sheet))
    time.sleep(1.5)  # whoever serves asks once a second


def test_the_lift_goes_to_its_company_which_sees_everything_but_the_neighbour(
    own_site: Site, browser: Browser
) -> None:
    estates(own_site)
    clerk = Clerk(own_site)
    asked = str(uuid4())
    contact = {"name": "张三", "phone": "13805710001", "address": "三单元 401", "wish": "call"}
    body = {"place": QINGNIANLU, "category": "lifts", "description": "电梯停了，里面没有人"}
    clerk.ask("PUT", f"/api/requests/{asked}", **body, address="东坡路 12 号", contact=contact)

    page = browser.new_context(viewport=DESKTOP, **HERE).new_page()
    sign_in_staff(page, own_site, COMPANY)
    page.get_by_text("电梯停了，里面没有人").first.click()

    expect(page.get_by_text("东坡路 12 号").first).to_be_visible()
    expect(page.get_by_text("安居物业").first).to_be_visible()
    words = page.locator("main").inner_text()
    assert not re.search(r"张三|1380571|(?<!\d)(0001|401)(?!\d)", words)
    assert page.get_by_role("link", name="谁来办").count() == 0
    page.context.close()


def test_a_manager_tries_out_where_it_would_go_and_changes_it(
    own_site: Site, browser: Browser, axe: Callable[[Page], None]
) -> None:
    estates(own_site)
    page = browser.new_context(viewport=DESKTOP, **HERE).new_page()
    sign_in_staff(page, own_site, MANAGER, to="/desk/rules")

    page.locator("#f-place").click()
    page.get_by_role("searchbox").fill("qingnianlu")
    page.get_by_role("button", name="青年路").first.click()
    page.get_by_label("地址（可不填）").fill("东坡路 12 号")
    page.get_by_role("button", name="试一试").click()
    expect(page.get_by_text("派给：安居物业公司")).to_be_visible()
    page.get_by_label("地址（可不填）").fill("东坡路 900 号")
    page.get_by_role("button", name="试一试").click()
    expect(page.get_by_text("会先问居民")).to_be_visible()
    axe(page)

    page.get_by_role("button", name="新规则").click()
    page.locator(".sheet .chip", has_text="电梯").click()
    page.get_by_label("派给哪一级").select_option("street")
    page.get_by_label("给居民看的原因（中文）").fill("电梯由街道统一派。")
    page.get_by_label("给居民看的原因（英文）").fill("Lifts go to the subdistrict.")
    axe(page)
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("规则已保存")).to_be_visible()
    page.get_by_role("button", name="试一试").click()
    expect(page.locator(".whose__answer").get_by_text("第 1 版")).to_be_visible()
    page.context.close()


def test_an_address_finds_its_estate_on_the_desk(
    own_site: Site, browser: Browser, axe: Callable[[Page], None]
) -> None:
    estates(own_site)
    page = browser.new_context(viewport=DESKTOP, **HERE).new_page()
    sign_in_staff(page, own_site, MANAGER, to="/desk/estates")
    expect(page.get_by_role("heading", name="湖景苑")).to_be_visible()
    expect(page.get_by_text("还没有人能登录")).to_be_visible()

    page.get_by_label("小区、物业、路名或地址").fill("东坡路 12 号")

    expect(page.get_by_role("heading", name="湖景苑")).to_have_count(0)
    expect(page.get_by_role("heading", name="东坡花园")).to_be_visible()
    page.get_by_role("button", name="修改 东坡花园").click()
    page.get_by_label("号码").fill("1-30")
    axe(page)
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("已经属于湖景苑")).to_be_visible()
    page.context.close()


def test_a_night_is_given_to_somebody_on_a_phone(
    own_site: Site, open_phone: Callable[..., Page], axe: Callable[[Page], None]
) -> None:
    page = open_phone(viewport={"width": 390, "height": 844})
    sign_in_staff(page, own_site, MANAGER, to="/desk/roster")
    expect(page.locator(".week__day")).to_have_count(7)

    page.locator(".week__day").nth(2).get_by_role("button", name="加班次").click()
    person = page.get_by_label("谁值班")
    person.select_option(index=1)
    name = person.locator("option").nth(1).inner_text()
    axe(page)
    page.get_by_role("button", name="保存").click()

    shift = page.locator(".week__day").nth(2).locator(".shift")
    expect(shift).to_contain_text(name)
    expect(shift).to_contain_text("17:30–次日08:30")
    page.get_by_role("button", name="下一周").click()
    expect(page.locator(".week__day").nth(2).locator(".shift")).to_contain_text(name)
    axe(page)


def test_the_pages_keep_nobody_out_in_any_look(
    own_site: Site, browser: Browser, axe: Callable[[Page], None]
) -> None:
    estates(own_site)
    page = browser.new_context(viewport=DESKTOP, **HERE).new_page()
    sign_in_staff(page, own_site, MANAGER)
    addresses = [f"{own_site.url}/desk/{name}" for name in ("rules", "estates", "roster")]
    in_every_look(page, axe, addresses, ready=".whose, .estates, .week")
    page.context.close()
