"""Certificates and proposals: what a manager does, what a provider does by a link, what residents see."""

import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import date, timedelta
from urllib.parse import quote
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import HERE, Site, settled
from tests.browser.looks import every_look_of, in_every_look
from tests.browser.residents import QINGNIANLU, until
from tests.browser.signing import sign_in_staff
from tests.browser.test_desk_directory import Editor, desk, open_desk, zhoumin  # noqa: F401 - fixtures

MANAGER = "xuhui"  # of 上城区
CERTIFICATES = "/desk/directory/certificates"
PROPOSALS = "/desk/directory/proposals"


def get(url: str) -> tuple[int, str]:
    """Status and text, without a browser."""
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()


def a_firm(editor: Editor, name: str) -> tuple[str, str]:
    """An organization and its service."""
    firm = editor.an_organization(name)
    return firm, editor.a_service(f"{name}的修伞", organization=firm)


def a_link(editor: Editor, firm: str) -> str:
    """The address that is handed to it."""
    url: str = editor.ask("PUT", f"/api/desk/organizations/{firm}/links/{uuid4()}")["url"]
    return url.partition("/provider")[2]


def test_j_a_manager_issues_a_certificate_it_is_on_the_entry_and_in_the_doorway_and_revoking_ends_it(
    site: Site,
    zhoumin: Editor,  # noqa: F811
    desk: Page,  # noqa: F811
    phone: Page,
) -> None:
    _, service = a_firm(zhoumin, "发证试点")
    number = "杭证〔2026〕8号"
    sign_in_staff(desk, site, MANAGER, to=CERTIFICATES)
    desk.get_by_role("button", name="发一张").click()
    desk.get_by_role("button", name="发证").click()
    expect(desk.locator("#f-organization-error")).to_be_visible()
    desk.get_by_role("button", name="选机构").click()
    desk.get_by_role("searchbox", name="选机构").fill("发证试点")
    desk.get_by_role("dialog").get_by_role("button", name="发证试点").click()
    desk.get_by_label("编号").fill("有 空格")
    desk.get_by_label("服务种类").fill("修伞")
    desk.get_by_role("button", name="发证").click()
    expect(desk.locator("#f-number-error")).to_contain_text("没有空格")
    desk.get_by_label("编号").fill(number)
    desk.get_by_role("button", name="发证").click()
    expect(desk.get_by_text(f"已发证 {number}")).to_be_visible()

    link = f"{site.url}/c/{quote(number)}"
    status, told = get(link)
    assert (status, "<b>有效</b>" in told) == (200, True)
    settled(phone, site.url, place=QINGNIANLU)
    phone.goto(f"{site.url}/s/{service}")
    expect(phone.locator("#told")).to_have_count(0)
    badge = phone.get_by_role("link", name=number)
    expect(badge).to_have_attribute("href", f"/c/{quote(number)}")
    with phone.context.expect_page() as opened:
        badge.click()
    expect(opened.value.get_by_role("heading", level=1)).to_contain_text(number)
    expect(opened.value.get_by_text("发证试点")).to_be_visible()

    card = desk.get_by_role("article").filter(has_text=number)
    card.get_by_role("button", name="吊销").click()
    sheet = desk.get_by_role("dialog")
    sheet.get_by_role("button", name="吊销").click()
    expect(sheet.locator("#stop-reason-error")).to_be_visible()
    sheet.get_by_label("原因").fill("冒用他人名义")
    sheet.get_by_role("button", name="吊销").click()
    expect(desk.get_by_text(f"已吊销 {number}")).to_be_visible()
    told = get(link)[1]
    assert "已经吊销" in told
    assert "冒用他人名义" in told
    until(lambda: number not in get(f"{site.url}/s/{service}")[1], phone)


def test_a_provider_proposes_by_its_link_and_the_desk_publishes_what_it_accepts(
    site: Site,
    zhoumin: Editor,  # noqa: F811
    desk: Page,  # noqa: F811
    phone: Page,
) -> None:
    firm, service = a_firm(zhoumin, "提议试点")
    sign_in_staff(desk, site, "zhoumin", to=f"/desk/directory/o/{firm}")
    desk.get_by_role("button", name="做一个链接").click()
    field = desk.get_by_label("链接只显示这一次，请现在复制发给对方")
    until(lambda: field.input_value() != "", desk)
    fragment = field.input_value().partition("/provider")[2]
    assert len(fragment) == 44

    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    phone.goto(f"{site.url}/provider{fragment}")
    phone.get_by_role("button", name="提议试点的修伞").click()
    phone.get_by_role("button", name="提交，请社区看").click()
    expect(phone.get_by_text("没有要改的")).to_be_visible()
    phone.get_by_label("电话").fill("12")
    phone.get_by_role("button", name="提交，请社区看").click()
    expect(phone.locator("#f-phone-error")).to_be_visible()
    phone.get_by_label("电话").fill("0571-87001234")
    phone.get_by_role("button", name="暂停").click()
    phone.get_by_label("第 1 段，几点开").first.fill("9")
    phone.get_by_role("button", name="提交，请社区看").click()
    expect(phone.get_by_text("社区在看")).to_be_visible()
    assert not [url for url in asked if fragment[1:] in url.partition("#")[0]]

    desk.goto(f"{site.url}{PROPOSALS}")
    card = desk.get_by_role("article").filter(has_text="提议试点的修伞")
    expect(card.get_by_role("region", name="电话")).to_contain_text("0571-87001234")
    expect(card.get_by_role("region", name="开门时间")).to_contain_text("9:00")
    zhoumin.changes(service, documents="带伞来")  # somebody edits meanwhile
    card.get_by_role("button", name="采用并发布").click()
    expect(desk.get_by_text("目录里刚刚改过")).to_be_visible()
    card.get_by_role("button", name="采用并发布").click()
    expect(desk.get_by_text("已发布，居民看得到了")).to_be_visible()
    shown = zhoumin.ask("GET", f"/api/services/{service}")
    assert (shown["phone"], shown["documents"], shown["status"]) == (
        "0571-87001234",
        "带伞来",
        "temporarily closed",
    )
    phone.reload()
    expect(phone.get_by_text("已采用")).to_be_visible()


def test_a_declined_proposal_tells_why_and_an_ended_link_opens_nothing(
    site: Site,
    zhoumin: Editor,  # noqa: F811
    desk: Page,  # noqa: F811
    phone: Page,
) -> None:
    firm, _ = a_firm(zhoumin, "谢绝试点")
    fragment = a_link(zhoumin, firm)
    phone.goto(f"{site.url}/provider{fragment}")
    phone.get_by_role("button", name="谢绝试点 机构").click()
    phone.get_by_label("能办什么").fill("全城最好")
    phone.get_by_role("button", name="提交，请社区看").click()
    expect(phone.get_by_text("社区在看")).to_be_visible()

    sign_in_staff(desk, site, "zhoumin", to=PROPOSALS)
    card = desk.get_by_role("article").filter(has_text="全城最好")
    card.get_by_role("button", name="不采用").click()
    expect(card.get_by_text("这一项要填")).to_be_visible()
    card.get_by_label("给对方的话").fill("请写具体能办的事")
    card.get_by_role("button", name="不采用").click()
    expect(desk.get_by_text("已回复对方")).to_be_visible()
    phone.reload()
    expect(phone.get_by_text("社区回复：请写具体能办的事")).to_be_visible()

    desk.goto(f"{site.url}/desk/directory/o/{firm}")
    desk.get_by_role("button", name="停用").click()
    expect(desk.get_by_text("已停用")).to_be_visible()
    phone.reload()
    expect(phone.get_by_text("链接打不开了")).to_be_visible()


def test_what_a_provider_typed_survives_a_cut_line(site: Site, zhoumin: Editor, phone: Page) -> None:  # noqa: F811
    firm, _ = a_firm(zhoumin, "断网试点")
    phone.goto(f"{site.url}/provider{a_link(zhoumin, firm)}")
    phone.get_by_role("button", name="断网试点的修伞").click()
    phone.get_by_label("电话").fill("0571-87005678")
    phone.context.set_offline(True)
    phone.get_by_role("button", name="提交，请社区看").click()
    expect(phone.get_by_text("写的都还在")).to_be_visible()
    phone.context.set_offline(False)
    phone.get_by_role("button", name="提交，请社区看").click()
    expect(phone.get_by_text("社区在看")).to_be_visible()


def test_the_pages_keep_nobody_out(
    site: Site,
    zhoumin: Editor,  # noqa: F811
    desk: Page,  # noqa: F811
    axe: Callable[[Page], None],
) -> None:
    firm, _ = a_firm(zhoumin, "无障碍试点")
    fragment = a_link(zhoumin, firm)
    sign_in_staff(desk, site, MANAGER)
    in_every_look(desk, axe, [f"{site.url}{CERTIFICATES}", f"{site.url}{PROPOSALS}"])
    desk.goto(f"{site.url}/provider{fragment}")
    desk.reload()
    expect(desk.locator(".row").first).to_be_visible()
    every_look_of(desk, axe)
    desk.locator(".row").last.click()
    expect(desk.locator("form")).to_be_visible()
    every_look_of(desk, axe)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_doorways_page_reads_without_the_app(
    site: Site,
    zhoumin: Editor,  # noqa: F811
    browser: Browser,
    axe: Callable[[Page], None],
    scheme: str,
) -> None:
    firm, _ = a_firm(zhoumin, f"门口试点{scheme}")
    number = f"DOOR-{scheme}"
    today = date.today()
    manager = Editor(site, MANAGER)
    manager.ask(
        "PUT",
        f"/api/desk/certificates/{number}",
        organization=firm,
        kind="修伞",
        issued_on=(today - timedelta(days=9)).isoformat(),
        expires_on=(today + timedelta(days=9)).isoformat(),
    )
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme=scheme, **HERE)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{site.url}/c/{number}")
    expect(page.get_by_text("有效", exact=True)).to_be_visible()
    code = page.get_by_role("img", name="打开本页的二维码")
    assert code.evaluate("(image) => image.complete && image.naturalWidth > 0")
    axe(page)
    context.close()
