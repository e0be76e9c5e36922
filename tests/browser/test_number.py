"""Is it good enough here? The number of the last published year, and what stands there when there is none."""

import re
from collections.abc import Callable
from typing import Final

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chaos import Chaos
from tests.browser.clerks import Clerk
from tests.browser.conftest import Site, installed, settled
from tests.browser.looks import in_every_look
from tests.browser.residents import QINGNIANLU

NOT_SAMPLED: Final = "330110011017"  # 余杭区 闲林街道 华丰社区
FIGURE: Final = re.compile(r"\d+\.\d%")


def test_people_come_before_percent_and_the_range_stands_beside_the_estimate(site: Site, phone: Page) -> None:
    settled(phone, f"{site.url}/number", place=QINGNIANLU)
    said = Clerk(site).ask("GET", f"/api/satisfaction?division={QINGNIANLU}")["items"][0]
    point, low, high = (f"{said[end] * 100:.1f}%" for end in ("point", "low", "high"))

    card = phone.locator("section.card").first
    expect(card).to_contain_text("青年路社区，每 100 户")
    expect(card).to_contain_text(f"{said['answers']} 户答了，估计 {point} 满意")
    expect(card).to_contain_text(f"很可能在 {low} 到 {high} 之间")
    expect(card).to_contain_text("尚不能判定")
    expect(card).to_contain_text("这和办件满意率（办完后评价）是两回事")
    expect(
        phone.get_by_role(
            "img", name=f"青年路社区：估计 {point}，范围 {low} 到 {high}，目标线 85%，尚不能判定"
        )
    ).to_be_visible()
    expect(phone.locator(".dots i")).to_have_count(100)


def test_one_sees_ones_community_street_district_and_city_in_the_same_digits_as_the_api(
    site: Site, phone: Page
) -> None:
    settled(phone, f"{site.url}/number", place=QINGNIANLU)
    levels = Clerk(site).ask("GET", f"/api/satisfaction?division={QINGNIANLU}")["items"]

    for level in levels:
        row = phone.locator(".lvl", has_text=level["name"])
        for end in ("point", "low", "high"):
            expect(row).to_contain_text(f"{level[end] * 100:.1f}%")
    phone.get_by_role("button", name="湖滨街道").click()
    expect(phone.get_by_role("button", name="湖滨街道")).to_have_attribute("aria-pressed", "true")
    expect(phone.locator("section.card").first).to_contain_text("湖滨街道，每 100 户")


def test_where_it_is_withheld_it_says_why_and_shows_no_figure_at_all(site: Site, phone: Page) -> None:
    settled(phone, f"{site.url}/number", place=NOT_SAMPLED)

    card = phone.locator("section.card").first
    expect(card).to_contain_text("不公布")
    expect(card).to_contain_text("这一年没有抽到这里，所以没有数字。")
    expect(card.locator("svg.est, .dots, .bignum")).to_have_count(0)
    assert not FIGURE.search(card.inner_text())
    line = phone.locator(".lvl").first
    assert not re.search(r"\d", line.inner_text())


@pytest.mark.parametrize(
    "reason", ["too_few", "too_wide", "strata_missing", "protects_another", "review", "as_before"]
)
def test_each_reason_to_withhold_has_its_sentence_and_no_figure(site: Site, phone: Page, reason: str) -> None:
    named = {"division": QINGNIANLU, "level": "community", "name": "青年路社区", "name_en": "Qingnianlu"}
    nothing = dict.fromkeys(["answers", "point", "low", "high"])
    withheld = named | nothing | {"group": "all", "verdict": "withheld", "reason": reason}
    body = {
        "division": QINGNIANLU,
        "year": 2025,
        "goal": 0.85,
        "published_on": None,
        "next": None,
        "items": [withheld],
    }
    phone.route("**/api/satisfaction*", lambda route: route.fulfill(json=body))
    settled(phone, f"{site.url}/number", place=QINGNIANLU)

    expect(phone.locator("section.card").first).to_contain_text("不公布")
    expect(phone.locator("section.card p").first).to_contain_text("所以")
    assert not re.search(r"\d", phone.locator("section.card").first.inner_text().replace("100", ""))


def test_while_this_years_survey_is_open_only_its_date_is_shown(site: Site, phone: Page) -> None:
    settled(phone, f"{site.url}/number", place=QINGNIANLU)

    expect(phone.get_by_text(re.compile(r"\d{4} 年的调查正在做，结果 .*公布"))).to_be_visible()
    expect(phone.get_by_text(re.compile(r"\d{4} 年（已公布）"))).to_be_visible()
    phone.get_by_role("link", name="年的调查，我也来答").click()
    expect(phone).to_have_url(f"{site.url}/survey")


def test_without_a_network_the_stored_number_stands_with_its_date(
    site: Site, net: Chaos, phone: Page
) -> None:
    settled(phone, net.url, place=QINGNIANLU)
    installed(phone, f"{net.url}/number")
    expect(phone.locator(".est").first).to_be_visible()
    net.cut()
    phone.context.set_offline(True)
    phone.reload()

    expect(phone.get_by_text(re.compile("没有网络，这是今天 .*存的"))).to_be_visible()
    expect(phone.locator("section.card").first).to_contain_text("青年路社区，每 100 户")


def test_the_number_keeps_nobody_out(site: Site, phone: Page, axe: Callable[[Page], None]) -> None:
    settled(phone, f"{site.url}/number", place=QINGNIANLU)
    in_every_look(
        phone, axe, [f"{site.url}/number", f"{site.url}/number?division={NOT_SAMPLED}"], ready=".lvl"
    )
