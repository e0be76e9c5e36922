"""A clerk practises in the demonstration city; a resident prints how to use the app."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.browser.looks import SIDEWAYS, in_every_look
from tests.browser.signing import sign_in_staff

DESK = {"viewport": {"width": 1280, "height": 800}, "is_mobile": False, "has_touch": False}


def test_the_first_case_is_done_to_its_last_tick(
    site: Site, open_phone: Callable[..., Page], axe: Callable[..., None]
) -> None:
    desk = open_phone(**DESK)
    sign_in_staff(desk, site, "hexiao", to="/desk/practice")
    card = desk.get_by_role("article").filter(has=desk.get_by_role("heading", name="受理和办结"))
    expect(card.get_by_text("做好了")).to_have_count(0)
    card.get_by_role("button", name="来一件", exact=True).click()
    card.get_by_role("link", name="打开").click()

    desk.get_by_role("button", name="受理 A").click()
    desk.get_by_role("button", name="开始办理").click()
    desk.get_by_role("button", name="办结").click()
    sheet = desk.get_by_role("dialog")
    sheet.get_by_role("radio", name="已解决").check()
    sheet.get_by_label("给居民的话").fill("灯泡换好了，今晚就亮。")
    sheet.get_by_role("button", name="办结，请居民看看").click()
    expect(sheet).to_be_hidden()
    desk.get_by_role("link", name="练习").click()

    expect(card.get_by_text("做好了")).to_have_count(3)
    expect(card.get_by_text("做完了")).to_be_visible()
    expect(desk.get_by_role("status").filter(has_text="做完 1 / 6 件")).to_be_visible()
    desk.set_viewport_size({"width": 390, "height": 844})
    in_every_look(desk, axe, [f"{site.url}/desk/practice"], ".practice__case")


def test_a_sheet_for_each_tab_opens_from_me_and_fits_one_page(
    site: Site, phone: Page, axe: Callable[..., None]
) -> None:
    phone.goto(f"{site.url}/me")
    with phone.context.expect_page() as opened:
        phone.get_by_role("link", name="怎么用 · 可打印").click()
    sheet = opened.value
    for name in ("求助", "调查", "我的", "服务"):
        sheet.get_by_role("link", name=name).click()
        expect(sheet.get_by_role("link", name=name)).to_have_attribute("aria-current", "page")
        sheet.wait_for_load_state()
        pictures = sheet.locator("li img")
        assert pictures.evaluate_all("(all) => all.map((one) => one.naturalWidth > 500)") == [True] * 3
        assert sheet.evaluate(SIDEWAYS) == 0
        axe(sheet)
        assert sheet.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 1
