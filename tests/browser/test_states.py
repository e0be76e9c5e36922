"""The ten states of a request, reached by a resident and a clerk who talk with each other in two browsers.

The resident has no network whenever either of them writes: what they write waits on the phone, and what the
clerk writes is read when there is a network again.
"""

import re
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page, expect

from server.domain.lifecycle import State
from tests.browser.chaos import Chaos
from tests.browser.conftest import Site
from tests.browser.residents import ask, at_home, rows, stored, until
from tests.browser.signing import sign_in_staff
from tests.browser.test_desk import DESK, state_of


class Two:
    """A resident's phone behind a network that is cut, and a clerk's desk."""

    def __init__(self, site: Site, net: Chaos, phone: Page, desk: Page) -> None:
        self.site, self.net, self.phone, self.desk = site, net, phone, desk
        self.reached: set[str] = set()

    @contextmanager
    def offline(self) -> Any:
        """Meanwhile the phone has no network."""
        self.net.cut()
        self.phone.context.set_offline(True)
        yield
        self.net.mend()
        self.phone.context.set_offline(False)

    def stands(self, id: str, state: State) -> None:
        """It comes to stand there."""
        until(lambda: state_of(self.site, id) == state, self.desk)
        self.reached.add(state)

    def asks(self, words: str) -> str:
        """A request that is written without a network."""
        self.phone.goto(f"{self.net.url}/help")
        with self.offline():
            id = ask(self.phone, words)
            expect(self.phone.get_by_role("heading", name="存在手机里，等待发送")).to_be_visible()
            assert stored(self.site, words) == []
        until(lambda: stored(self.site, words), self.phone)
        self.stands(id, State.SUBMITTED)
        return id

    def does(self, id: str, act: str, after: State, note: str = "", choice: str = "") -> None:
        """A step at the desk, while the phone has no network."""
        with self.offline():
            self.desk.goto(f"{self.site.url}/desk/r/{id}")
            self.desk.locator(".acts__card").get_by_role("button", name=re.compile(f"^{act}")).click()
            sheet = self.desk.get_by_role("dialog")
            if choice:
                sheet.get_by_role("radio", name=re.compile(choice)).check()
            if note:
                sheet.get_by_label("给居民的话").fill(note)
            if note or choice:
                sheet.locator("button.btn--primary").click()
            self.stands(id, after)

    def reads(self, id: str, words: str) -> Page:
        """With a network again the resident sees it."""
        self.phone.goto(f"{self.net.url}/help/r/{id}")
        expect(self.phone.get_by_text(words).first).to_be_visible()
        return self.phone


def test_two_who_talk_reach_every_state_though_the_phone_is_offline_whenever_one_writes(
    browser: Browser, site: Site, net: Chaos, phone: Page
) -> None:
    at_home(phone, net.url)
    two = Two(site, net, phone, browser.new_context(**DESK).new_page())
    sign_in_staff(two.desk, site, "zhoumin")

    first = two.asks("装修噪音，每天六点就开始")
    two.does(first, "受理", State.ACCEPTED)
    two.does(first, "派单", State.ASSIGNED, choice="周敏")
    two.reads(first, "青年路社区 周敏 已受理")
    with two.offline():
        phone.get_by_role("button", name="补充一句").click()
        phone.get_by_role("textbox", name="您要补充的话").fill("星期天也吵")
        phone.get_by_role("button", name="发出去").click()
        expect(phone.get_by_text("补充的话，等待发送")).to_be_visible()
    expect(phone.get_by_text("您补充了一句")).to_be_visible(timeout=20_000)
    two.does(first, "开始办理", State.IN_PROGRESS)
    expect(two.desk.get_by_text("星期天也吵")).to_be_visible()

    again = two.asks("装修噪音，又是楼上")
    with two.offline():
        two.desk.goto(f"{site.url}/desk/r/{again}")
        alike = two.desk.locator("section", has=two.desk.get_by_role("heading", name="附近同类，正在办"))
        line = alike.locator("li", has_text="装修噪音，每天六点就开始")
        line.get_by_role("button", name=re.compile("^并案")).click()
        two.desk.get_by_role("button", name="并案办理").click()
        two.stands(again, State.MERGED)

    two.does(first, "请居民补充", State.WAITING, note="是几楼？")
    two.reads(first, "是几楼？")
    phone.get_by_role("button", name="回话").click()
    with two.offline():
        phone.get_by_label("您的回话").fill("六楼")
        phone.get_by_role("button", name="回话").click()
        assert state_of(site, first) == State.WAITING
    two.stands(first, State.IN_PROGRESS)
    two.does(first, "办结", State.RESOLVED, note="说好了，八点以后。", choice="已解决")
    two.reads(first, "说好了，八点以后。")
    with two.offline():
        phone.get_by_text("办好了", exact=True).click()
        phone.get_by_text("比较满意", exact=True).click()
        phone.get_by_role("button", name="提交评价").click()
        assert state_of(site, first) == State.RESOLVED
    two.stands(first, State.CLOSED)
    two.reads(again, "和同一件事一起办").get_by_role("link", name="看一起办的那一件").click()
    expect(phone.get_by_text("说好了，八点以后。").first).to_be_visible()

    vain = two.asks("装修噪音，想让别人家搬走")
    two.does(vain, "不予受理", State.DECLINED, note="这件事社区办不了，可以找人民调解。", choice="现在办不了")
    two.reads(vain, "可以找人民调解")

    spared = two.asks("装修噪音，先记下")
    two.reads(spared, "您提交了求助")
    with two.offline():
        phone.get_by_role("button", name="更多").click()
        phone.get_by_role("dialog").get_by_role("button", name="撤回求助").click()
        phone.get_by_text("自己解决了", exact=True).click()
        phone.get_by_role("dialog").get_by_role("button", name="撤回求助").click()
        assert state_of(site, spared) == State.SUBMITTED
    two.stands(spared, State.WITHDRAWN)

    two.desk.context.close()
    assert two.reached == set(State)
    mine = "SELECT act FROM request_step WHERE request = ? AND by = 'resident' ORDER BY version"
    assert [row["act"] for row in rows(site, mine, first)] == [
        "submit",
        "message",
        "answer",
        "confirm",
    ]  # each once
