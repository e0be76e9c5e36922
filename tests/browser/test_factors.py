"""A manager signs in with an authenticator, and shows it again before inviting somebody."""

import base64
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.browser.looks import every_look_of
from tests.browser.signing import password_of

MANAGER = "xuhui"  # of 上城区
CODE = "手机验证器上的六位动态码"


def change(site: Site, statement: str, *values: object) -> None:
    """In the database beside the running server."""
    with closing(sqlite3.connect(Path(site.home, "linli.db"), timeout=20)) as database:
        database.execute(statement, values)
        database.commit()


@pytest.fixture
def lent(site: Site) -> Iterator[None]:
    """Other tests sign in as the same manager, without an authenticator."""
    yield
    change(site, "DELETE FROM second_factor")


@pytest.mark.usefixtures("lent")
def test_an_authenticator_is_set_up_and_asked_for_again_before_what_is_dangerous(
    page: Page, site: Site, axe: Callable[..., None]
) -> None:
    page.goto(f"{site.url}/desk/sign-in")
    page.get_by_label("用户名").fill(MANAGER)
    page.get_by_label("密码").fill(password_of(site, MANAGER))
    page.get_by_role("button", name="设置手机验证器").click()
    expect(page.get_by_role("img", name="验证器的二维码")).to_be_visible()
    secret = base64.b32decode(page.locator(".factor__secret").inner_text().replace(" ", ""))
    expect(page.get_by_text("备用码")).to_have_count(0)  # there are none yet
    every_look_of(page, axe)
    page.get_by_label(CODE).fill("000000")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_text("动态码不对")).to_be_visible()
    page.get_by_label(CODE).fill(TOTP(secret, 6, SHA1(), 30).generate(int(time.time())).decode())
    page.get_by_role("button", name="登录").click()
    codes = page.locator(".factor__codes li")
    expect(codes).to_have_count(10)
    spare = codes.nth(0).inner_text()
    page.get_by_role("button", name="我抄好了").click()
    expect(page.locator(".desk__main")).to_be_visible()

    long_ago = (datetime.now(UTC) - timedelta(minutes=11)).isoformat(" ")
    change(site, "UPDATE session SET verified_at = ? WHERE verified_at IS NOT NULL", long_ago)
    page.goto(f"{site.url}/desk/people")
    page.get_by_role("button", name="邀请一位").click()
    sheet = page.get_by_role("dialog", name="邀请一位工作人员")
    sheet.get_by_label("姓名").fill("陈静")
    sheet.get_by_label("用户名").fill(f"chenjing{uuid4().hex[:6]}")
    sheet.get_by_role("button", name="选社区或街道").click()
    page.get_by_role("searchbox", name="选社区或街道").fill("青年路")
    page.get_by_role("dialog").get_by_role("button", name="青年路").first.click()
    sheet.get_by_role("button", name="生成邀请链接").click()
    again = page.get_by_role("dialog", name="再确认一次是您")
    again.get_by_label(CODE).fill(spare)
    again.get_by_role("button", name="确认").click()
    expect(page.get_by_label("链接", exact=True)).to_be_visible()
