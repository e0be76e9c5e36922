"""A manager reads who is not content, and ends it with words."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.clerks import Clerk
from tests.browser.conftest import Site
from tests.browser.looks import in_every_look
from tests.browser.residents import ask, at_home, rows


def signed_in(page: Page, site: Site, username: str, at: str) -> None:
    """On the desk, at this address."""
    lines = Path(site.home, "demo-logins.txt").read_text("utf-8").splitlines()
    password = next(line.split()[1] for line in lines if line.split()[:1] == [username])
    page.goto(f"{site.url}/desk/sign-in?to={at}")
    page.locator("input").first.fill(username)
    page.locator("input[type=password]").fill(password)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{at}")


def test_a_manager_ends_a_bad_rating_with_words(
    own_site: Site, phone: Page, open_phone: Callable[..., Page]
) -> None:
    at_home(phone, own_site.url)
    id = ask(phone, "楼道灯不亮")
    expect(phone.get_by_role("heading", name="收到了")).to_be_visible()
    Clerk(own_site).does("resolve", id, note="换了。", outcome="solved")
    phone.goto(f"{own_site.url}/help/r/{id}")
    phone.get_by_text("办好了", exact=True).click()
    phone.get_by_text("很不满意", exact=True).click()
    phone.get_by_label("想说的").fill("等了五天")
    phone.get_by_role("button", name="提交评价").click()
    expect(phone.get_by_text("您评了“很不满意”")).to_be_visible()

    desk = open_phone(viewport={"width": 1280, "height": 800}, is_mobile=False)
    signed_in(desk, own_site, "shenjia", "/desk/tasks")
    rail = desk.get_by_role("link", name="不满意件")
    waiting = int(rail.locator(".count").inner_text())
    card = desk.get_by_role("article").filter(has_text="等了五天")
    card.get_by_role("button", name="写明怎么处理").click()
    card.get_by_role("button", name="办结").click()
    expect(card.get_by_text("请写明怎么处理的，才能办结。")).to_be_visible()
    card.get_by_label("怎么处理的").fill("打过电话，道了歉，下次两天内换。")
    card.get_by_role("button", name="办结").click()
    expect(card).to_have_count(0)
    expect(rail.locator(".count")).to_have_text(str(waiting - 1))
    desk.get_by_text("已处理", exact=True).click()
    expect(desk.get_by_role("article").filter(has_text="等了五天")).to_contain_text("道了歉")

    (task,) = rows(own_site, "SELECT * FROM task WHERE request = ?", id)
    assert (task["closed_by_name"], task["kind"]) == ("沈佳", "bad_rating")


def test_a_clerk_has_no_such_page(site: Site, open_phone: Callable[..., Page]) -> None:
    desk = open_phone(viewport={"width": 1280, "height": 800}, is_mobile=False)
    signed_in(desk, site, "zhoumin", "/desk/tasks")

    expect(desk.get_by_text("这一页只给负责人看。")).to_be_visible()
    expect(desk.get_by_role("link", name="不满意件")).to_have_count(0)


def test_the_tasks_keep_nobody_out(
    site: Site, open_phone: Callable[..., Page], axe: Callable[[Page], None]
) -> None:
    size: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}, "is_mobile": False}
    desk = open_phone(**size)
    signed_in(desk, site, "shenjia", "/desk/tasks")

    in_every_look(desk, axe, [f"{site.url}/desk/tasks"])
