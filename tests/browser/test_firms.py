"""A resident needs somebody at home: a firm is sent, offers by its link, and is agreed to."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import HERE, Site
from tests.browser.looks import SIDEWAYS
from tests.browser.residents import at_home, rows
from tests.browser.signing import sign_in_staff

WORDS = "家里水龙头滴水，请人来修，电话 13490000355"
DOOR = "岳王公寓 3 幢 2 单元 501"


def test_a_firm_is_sent_offers_without_an_account_and_is_agreed_to_and_done(
    browser: Browser, open_phone: Callable[..., Page], site: Site, axe: Callable[[Page], None]
) -> None:
    phone = at_home(open_phone(viewport={"width": 390, "height": 844}), site.url)
    phone.get_by_role("link", name="我要求助").click()
    phone.get_by_role("button", name="下一步：说情况").click()
    phone.get_by_role("textbox", name="出了什么事？").fill(WORDS)
    phone.get_by_role("button", name="别的").click()
    phone.get_by_role("radio", name="维修").check(force=True)
    phone.get_by_role("button", name="下一步：在哪里").click()
    phone.get_by_role("checkbox", name="不留电话").check()
    phone.get_by_role("textbox", name="在哪里？").fill(DOOR)
    phone.get_by_role("radio", name="明天下午").check(force=True)
    phone.get_by_role("button", name="提交求助").click()
    phone.wait_for_url("**/help/sent/*")
    request = phone.url.rsplit("/", 1)[1]
    expect(phone.get_by_role("heading", name="收到了")).to_be_visible()

    desk = browser.new_context(viewport={"width": 1280, "height": 800}, **HERE).new_page()
    sign_in_staff(desk, site, "zhoumin", to=f"/desk/r/{request}")
    card = desk.get_by_role("region", name="服务商")
    expect(card).to_contain_text("明天下午")
    card.get_by_role("button", name="派给服务商").click()
    desk.get_by_role("radio", name=re.compile("青年路便民维修点")).check()
    desk.get_by_label("给服务商的话").fill("带上生料带")
    desk.get_by_role("button", name="派出去").click()
    link = desk.get_by_label("服务商的链接").input_value()
    assert link.startswith(f"{site.url}/firm#")
    desk.get_by_role("button", name="好了").click()
    expect(card).to_contain_text("等青年路便民维修点回话")

    firm = open_phone(viewport={"width": 390, "height": 844})
    firm.goto(link)
    expect(firm.get_by_text("请在")).to_be_visible()
    page = firm.locator("main")
    expect(page).to_contain_text("岳王公寓 3 幢")
    expect(page).not_to_contain_text("单元 501")
    expect(page).not_to_contain_text("13490000355")
    expect(firm.get_by_label("最早几点到")).to_have_value("14:00")
    firm.get_by_role("button", name="发给居民").click()
    expect(firm.get_by_text("请写钱数")).to_be_visible()
    firm.get_by_label("价格（元）").fill("79.5")
    firm.get_by_label("说明").fill("换阀芯，含材料")
    axe(firm)
    assert firm.evaluate(SIDEWAYS) == 0
    firm.get_by_role("button", name="发给居民").click()
    expect(firm.get_by_text("已经发给居民，等回话")).to_be_visible()

    phone.goto(f"{site.url}/help/r/{request}")
    offer = phone.get_by_role("region", name="可以上门，您看行不行？")
    expect(offer).to_contain_text("青年路便民维修点")
    expect(offer).to_contain_text("79.50 元")
    axe(phone)
    assert phone.evaluate(SIDEWAYS) == 0
    offer.get_by_role("button", name="同意，请来").click()
    expect(phone.get_by_text("约好了")).to_be_visible()

    firm.reload()
    expect(firm.get_by_text("居民同意了", exact=True)).to_be_visible()
    firm.get_by_role("button", name="看门牌，会留记录").click()
    expect(page).to_contain_text("单元 501")
    firm.get_by_label("做了什么？").fill("换了阀芯，不滴了")
    firm.get_by_role("button", name="告诉居民办好了").click()
    expect(firm.get_by_text("已告诉居民，等居民看看")).to_be_visible()

    phone.reload()
    expect(phone.get_by_text("办好了吗？")).to_be_visible()
    expect(phone.get_by_text("上门前看过门牌")).to_be_visible()
    desk.goto(f"{site.url}/desk/firms")
    row: Any = desk.get_by_role("row", name=re.compile("青年路便民维修点"))
    expect(row).to_be_visible()
    desk.goto(f"{site.url}/desk/r/{request}")
    expect(card).to_contain_text("青年路便民维修点说办好了")
    axe(desk)
    acts = [
        row["act"]
        for row in rows(site, "SELECT act FROM request_step WHERE request = ? ORDER BY version", request)
    ]
    assert acts == ["submit", "dispatch", "offer", "agree", "resolve"]
    small = browser.new_context(viewport={"width": 390, "height": 844}, **HERE).new_page()
    sign_in_staff(small, site, "qianmin", to="/desk/more")
    expect(small.get_by_role("link", name="小区和物业")).to_be_visible()
    axe(small)
    small.goto(f"{site.url}/desk/firms")
    expect(small.get_by_role("heading", name="近一年的回话情况")).to_be_visible()
    assert small.evaluate(SIDEWAYS) == 0
    small.goto(f"{site.url}/desk/r/{request}")
    expect(small.get_by_role("region", name="服务商")).to_be_visible()
    assert small.evaluate(SIDEWAYS) == 0
    firm.evaluate("() => (document.documentElement.dataset.text = 'xlarge')")
    assert firm.evaluate(SIDEWAYS) == 0
    small.context.close()
    desk.context.close()
