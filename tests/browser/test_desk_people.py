"""Staff come and go at the desk: invited by a link, their own password, and gone at once when they leave."""

from collections.abc import Callable
from uuid import uuid4

from playwright.sync_api import Browser, Page, expect

from tests.browser.clerks import Clerk
from tests.browser.conftest import Site
from tests.browser.looks import every_look_of, in_every_look
from tests.browser.residents import QINGNIANLU
from tests.browser.signing import sign_in_staff
from tests.browser.test_desk_directory import desk, open_desk  # noqa: F401 - fixtures

MANAGER = "xuhui"  # of 上城区
CHOSEN = "seven swallows over the lake"


def test_a_manager_invites_a_colleague_who_works_and_later_leaves(
    site: Site,
    desk: Page,  # noqa: F811
    browser: Browser,
    axe: Callable[[Page], None],
) -> None:
    username = f"xinren{uuid4().hex[:6]}"
    sign_in_staff(desk, site, MANAGER, to="/desk/people")
    desk.get_by_role("button", name="邀请一位").click()
    sheet = desk.get_by_role("dialog", name="邀请一位工作人员")
    sheet.get_by_role("button", name="生成邀请链接").click()
    expect(sheet.locator("#f-name-error")).to_be_visible()
    sheet.get_by_label("姓名").fill("新来的")
    sheet.get_by_label("用户名").fill(username)
    sheet.get_by_role("button", name="选社区或街道").click()
    desk.get_by_role("searchbox", name="选社区或街道").fill("青年路")
    desk.get_by_role("dialog").get_by_role("button", name="青年路").first.click()
    axe(desk)
    sheet.get_by_role("button", name="生成邀请链接").click()
    link = desk.get_by_label("链接", exact=True).input_value()
    desk.get_by_role("button", name="关闭").click()
    card = desk.get_by_role("article", name="新来的").first
    expect(card).to_contain_text("还没登录过")
    expect(card).to_contain_text("邀请链接到")

    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN")
    hers = context.new_page()
    hers.goto(link)
    expect(hers.get_by_text("新来的，您好")).to_be_visible()
    hers.get_by_label("密码", exact=True).fill("short")
    hers.get_by_label("再输一次").fill("short")
    hers.get_by_role("button", name="设好").click()
    expect(hers.locator("#f-password-error")).to_be_visible()
    every_look_of(hers, axe)
    hers.get_by_label("密码", exact=True).fill(CHOSEN)
    hers.get_by_label("再输一次").fill(CHOSEN)
    hers.get_by_role("button", name="设好").click()
    expect(hers.get_by_role("heading", name="密码设好了")).to_be_visible()
    assert "#" not in hers.url
    hers.get_by_role("link", name="去登录").click()
    hers.get_by_label("用户名").fill(username)
    hers.get_by_label("密码").fill(CHOSEN)
    hers.get_by_role("button", name="登录").click()
    expect(hers.locator(".desk__main")).to_be_visible()
    request = a_request_of(site, username)

    desk.reload()
    card = desk.get_by_role("article", name="新来的").first
    expect(card).to_contain_text("手上 1 件")
    card.get_by_role("button", name="离岗").click()
    sheet = desk.get_by_role("dialog", name="新来的离岗")
    sheet.get_by_label("手上还有 1 件，交给谁？").select_option(label=heir_in(sheet))
    axe(desk)
    sheet.get_by_role("button", name="确认离岗").click()
    expect(desk.get_by_text("移交 1 件")).to_be_visible()
    desk.get_by_text("离岗", exact=True).first.click()
    expect(desk.get_by_role("article", name="新来的").first).to_contain_text("离岗")
    hers.reload()
    expect(hers.get_by_label("用户名")).to_be_visible()
    context.close()
    case = Clerk(site).ask("GET", f"/api/desk/requests/{request}")
    assert case["steps"][-1]["act"] == "hand_over"
    assert case["steps"][-1]["facts"]["to_name"] == "周敏"


def heir_in(sheet: object) -> str:
    """The line of 周敏 in the list of colleagues."""
    option = sheet.locator("option", has_text="周敏")  # type: ignore[attr-defined]  # a Locator
    expect(option).to_have_count(1)
    return str(option.inner_text())


def a_request_of(site: Site, username: str) -> str:
    """A request of 青年路社区 that is assigned to this member of staff."""
    clerk, manager = Clerk(site), Clerk(site, MANAGER)
    (person,) = manager.ask("GET", f"/api/desk/people?q={username}")["items"]
    todo = clerk.ask("GET", "/api/desk/requests?view=unassigned")["items"]
    request = next(item["id"] for item in todo if item["place"] == QINGNIANLU)
    clerk.does("assign", request, to=person["id"])
    return str(request)


def test_the_staff_are_read_in_every_look(
    site: Site,
    desk: Page,  # noqa: F811
    axe: Callable[[Page], None],
) -> None:
    sign_in_staff(desk, site, MANAGER, to="/desk/people")
    expect(desk.get_by_role("article").first).to_be_visible()
    in_every_look(desk, axe, [f"{site.url}/desk/people", f"{site.url}/desk/invited#nothing"])
