"""Signing in as a resident or as staff, with what a phone or a desk shows."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.browser.residents import until


def code_sent_to(site: Site, number: str, page: Page, after: int = 0) -> str:
    """The code of the last text message to a number (E.164), once there are more than `after`."""

    def messages() -> list[str]:
        box = Path(site.home, "outbox/sms.jsonl")
        lines = box.read_text("utf-8").splitlines() if box.exists() else []
        return [
            message["code"]
            for message in map(json.loads, lines)
            if message["to"] == number and message.get("code")
        ]

    until(lambda: len(messages()) > after, page)
    return messages()[-1]


def ask_for_code(page: Page, url: str, typed: str) -> None:
    """From 我的 to the field for the code."""
    page.goto(f"{url}/me")
    page.get_by_role("link", name="登录").click()
    page.get_by_label("手机号").fill(typed)
    page.get_by_role("button", name="发验证码").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("填短信里的 6 位数字")


def sign_in(page: Page, site: Site, number: str, url: str = "") -> None:
    """Signed in with a Chinese mobile number of eleven digits, and back on 我的."""
    ask_for_code(page, url or site.url, number)
    page.get_by_label("验证码").fill(code_sent_to(site, f"+86{number}", page))
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_text("已登录")).to_be_visible()


def forget_codes(site: Site) -> None:
    """As if all codes had run out, and a minute had passed since the last was asked for."""
    with closing(sqlite3.connect(Path(site.home, "linli.db"), timeout=20)) as database:
        database.execute("DELETE FROM sign_in_code")
        database.commit()


def password_of(site: Site, username: str) -> str:
    lines = Path(site.home, "demo-logins.txt").read_text("utf-8").splitlines()
    return next(line.split()[1] for line in lines if line.split()[:1] == [username])


def sign_in_staff(page: Page, site: Site, username: str, url: str = "", to: str = "/desk") -> None:
    """At the desk's own door; opens `to` first and is led back to it."""
    page.goto(f"{url or site.url}{to}")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(password_of(site, username))
    page.get_by_role("button", name="登录").click()
    expect(page.locator(".desk__main")).to_be_visible()
