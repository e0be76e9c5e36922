"""The city learns what its residents say: a search in vain on a phone, and one tap at the desk."""

import os
from collections.abc import Callable

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import HERE, Site, settled
from tests.browser.residents import QINGNIANLU
from tests.browser.signing import sign_in_staff

VAIN = "龙门阵"


def test_what_a_phone_searched_in_vain_is_found_after_the_desk_gave_it_a_meaning(
    own_site: Site, phone: Page, browser: Browser, axe: Callable[[Page], None]
) -> None:
    settled(phone, own_site.url, place=QINGNIANLU)
    with phone.expect_response("**/api/searches/*") as told:
        phone.goto(f"{own_site.url}/search?q={VAIN}")
    assert told.value.status == 201
    assert "cookie" not in told.value.request.all_headers()
    expect(phone.get_by_role("link", name="96345").first).to_be_visible()
    pictured(phone, "in-vain")

    desk = browser.new_context(**HERE, viewport={"width": 1280, "height": 800}).new_page()
    sign_in_staff(desk, own_site, "fangwei", to="/desk/directory/words")
    pictured(desk, "wide")
    desk.get_by_role("button", name=VAIN).click()
    axe(desk)
    desk.get_by_role("dialog").get_by_role("button", name="老年之家").click()
    expect(desk.get_by_text(f"加上了“{VAIN}”")).to_be_visible()
    expect(desk.get_by_text("没有搜不到的词")).to_be_visible()
    desk.get_by_text("老年之家").first.click()
    expect(desk.get_by_role("button", name=f"去掉“{VAIN}”")).to_be_visible()
    axe(desk)
    pictured(desk, "added")
    desk.set_viewport_size({"width": 390, "height": 844})
    desk.evaluate("() => scrollTo(0, 0)")
    pictured(desk, "phone")
    desk.context.close()

    settled(phone, own_site.url, place=QINGNIANLU)
    phone.evaluate(
        "async () => { for (const {name} of await indexedDB.databases()) indexedDB.deleteDatabase(name) }"
    )
    phone.goto(f"{own_site.url}/search?q={VAIN}")
    expect(phone.locator(".suggested").get_by_role("link", name="老年之家")).to_be_visible()


def pictured(page: Page, name: str) -> None:
    """For whoever wants to look: LINLI_PICTURES is a folder."""
    if folder := os.environ.get("LINLI_PICTURES"):
        page.screenshot(path=f"{folder}/words-{name}.png")
