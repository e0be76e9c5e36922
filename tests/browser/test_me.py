"""我的: how one wants the app, who one is, and how everything personal leaves a shared phone again."""

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, settled
from tests.browser.looks import every_look_of, in_every_look
from tests.browser.residents import QINGNIANLU, ask, rows, shelf, stored, until, write
from tests.browser.signing import ask_for_code, code_sent_to, forget_codes, sign_in


def test_text_size_theme_and_language_take_effect_at_once_and_stay(site: Site, phone: Page) -> None:
    phone.goto(f"{site.url}/me")
    phone.get_by_role("button", name="特大").click()
    expect(phone.locator("html")).to_have_attribute("data-text", "xlarge")
    assert phone.evaluate("getComputedStyle(document.body).fontSize") == "30px"
    phone.get_by_label("夜间模式").select_option("夜间")
    expect(phone.locator("html")).to_have_attribute("data-theme", "dark")
    phone.get_by_label("语言 Language").select_option("English")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Me")

    phone.reload()

    expect(phone.locator("html")).to_have_attribute("lang", "en")
    expect(phone.locator("html")).to_have_attribute("data-text", "xlarge")
    expect(phone.locator("html")).to_have_attribute("data-theme", "dark")


def test_one_goes_back_and_forth_between_ones_own_and_mothers_community(site: Site, phone: Page) -> None:
    settled(phone, f"{site.url}/me", place=QINGNIANLU)
    phone.get_by_role("link", name="我的社区").click()
    phone.get_by_role("link", name="再加一个社区").click()
    phone.get_by_label("搜社区或村").fill("岳王路")
    phone.get_by_role("radio", name="岳王路社区").check()
    phone.get_by_role("button", name="进入").click()
    phone.goto(f"{site.url}/me/places")
    expect(phone.get_by_role("button", name="岳王路社区").first).to_have_attribute("aria-current", "true")

    phone.get_by_role("button", name="换到青年路社区").click()
    phone.goto(f"{site.url}/me/places")
    expect(phone.get_by_role("button", name="青年路社区").first).to_have_attribute("aria-current", "true")
    phone.get_by_role("button", name="去掉岳王路社区").click()
    expect(phone.get_by_text("岳王路社区")).to_have_count(0)


def test_privacy_about_and_feedback_are_two_taps_away(site: Site, phone: Page) -> None:
    for name, title in (("隐私说明", "隐私说明"), ("关于邻里", "关于邻里"), ("意见反馈", "意见反馈")):
        phone.goto(f"{site.url}/me")
        phone.get_by_role("link", name=name).click()
        expect(phone.get_by_role("heading", level=1)).to_have_text(title)
    phone.get_by_role("link", name="写意见").click()
    expect(phone).to_have_url(re.compile(r"/help/new\?"))


@pytest.mark.parametrize(("typed", "said"), [("0571-87654321", "座机收不到短信"), ("1380", "不像是电话号码")])
def test_a_number_that_gets_no_message_is_told_which_one_does(
    site: Site, phone: Page, typed: str, said: str
) -> None:
    phone.goto(f"{site.url}/sign-in")
    phone.get_by_label("手机号").fill(typed)
    phone.get_by_role("button", name="发验证码").click()

    expect(phone.get_by_label("手机号")).to_be_focused()
    expect(phone.locator("#phone-error")).to_contain_text(said)
    expect(phone.get_by_label("手机号")).to_have_value(typed)
    expect(phone.get_by_text("验证码别告诉任何人，工作人员也不会问。")).to_be_visible()


@pytest.mark.parametrize(
    ("typed", "number"), [("134 9000 0201", "+8613490000201"), ("+86 134-9000-0202", "+8613490000202")]
)
def test_a_number_is_taken_as_people_write_it(site: Site, phone: Page, typed: str, number: str) -> None:
    ask_for_code(phone, site.url, typed)
    phone.get_by_label("验证码").fill(code_sent_to(site, number, phone))
    phone.get_by_role("button", name="登录").click()

    expect(phone).to_have_url(f"{site.url}/me")  # where one was
    expect(phone.get_by_text(f"已登录 {number[3:6]}")).to_be_visible()


def test_who_signs_in_while_writing_finds_the_words_again(site: Site, phone: Page) -> None:
    settled(phone, f"{site.url}/help", place=QINGNIANLU)
    write(phone, "信箱的锁坏了，信都看得见。")
    phone.wait_for_timeout(600)  # a pause in typing

    sign_in(phone, site, "13490000203")

    phone.get_by_role("link", name="求助", exact=True).click()
    expect(phone.get_by_text("信箱的锁坏了")).to_be_visible()


def test_a_wrong_code_says_how_many_tries_are_left_and_the_sixth_finds_it_dead(
    site: Site, phone: Page
) -> None:
    ask_for_code(phone, site.url, "13490000204")
    code = code_sent_to(site, "+8613490000204", phone)
    wrong = "000000" if code != "000000" else "111111"
    for left in (4, 3, 2, 1):
        phone.get_by_label("验证码").fill(wrong)
        phone.get_by_role("button", name="登录").click()
        expect(phone.locator("#code-error")).to_contain_text(f"还能试 {left} 次")
    phone.get_by_label("验证码").fill(wrong)
    phone.get_by_role("button", name="登录").click()
    expect(phone.locator("#code-error")).to_contain_text("这个码作废了")

    phone.get_by_label("验证码").fill(code)
    phone.get_by_role("button", name="登录").click()

    expect(phone.locator("#code-error")).to_contain_text("这个码作废了")


def test_after_five_minutes_a_code_is_dead_and_the_next_one_opens(site: Site, phone: Page) -> None:
    phone.clock.install()
    ask_for_code(phone, site.url, "13490000205")
    old = code_sent_to(site, "+8613490000205", phone)
    expect(phone.get_by_role("button", name="秒后可再发一条")).to_be_visible()
    forget_codes(site)
    phone.clock.fast_forward(timedelta(minutes=6).total_seconds() * 1000)
    phone.get_by_label("验证码").fill(old)
    phone.get_by_role("button", name="登录").click()
    expect(phone.locator("#code-error")).to_contain_text("过了 5 分钟")

    phone.get_by_role("button", name="再发一条").click()
    new = code_sent_to(site, "+8613490000205", phone, after=1)
    phone.get_by_label("验证码").fill(new)
    phone.get_by_role("button", name="登录").click()
    expect(phone.get_by_text("已登录")).to_be_visible()


def test_a_phone_whose_clock_is_ten_minutes_wrong_signs_in_all_the_same(site: Site, phone: Page) -> None:
    phone.clock.install(time=datetime.now() + timedelta(minutes=10))
    sign_in(phone, site, "13490000206")


def test_without_a_network_the_number_stays_and_one_is_told_to_come_back(site: Site, phone: Page) -> None:
    phone.goto(f"{site.url}/sign-in")
    phone.get_by_label("手机号").fill("13490000207")
    phone.context.set_offline(True)
    phone.get_by_role("button", name="发验证码").click()

    expect(phone.locator("#phone-error")).to_contain_text("连上网再登录")
    expect(phone.get_by_label("手机号")).to_have_value("13490000207")


def test_signing_out_warns_of_the_unsent_and_the_next_person_finds_nothing(site: Site, phone: Page) -> None:
    settled(phone, f"{site.url}/help", place=QINGNIANLU)
    sign_in(phone, site, "13490000208")
    phone.goto(f"{site.url}/help")
    ask(phone, "爷爷的求助：楼道灯坏了。", phone="13490000208")
    expect(phone.get_by_text("求助编号").first).to_be_visible()
    phone.route("**/api/requests/*", lambda route: route.abort())
    phone.goto(f"{site.url}/help")
    ask(phone, "爷爷的另一件，还没发出去。")
    phone.goto(f"{site.url}/survey/start")
    phone.get_by_role("radio", name="本地居民户").check()
    phone.get_by_role("button", name="开始答第 1 题").click()
    phone.get_by_role("radio", name="3 年以上").check()

    phone.goto(f"{site.url}/me")
    phone.get_by_role("button", name="退出登录").click()
    expect(phone.get_by_role("dialog")).to_contain_text("还有 1 件没发出去")
    expect(phone.get_by_role("dialog")).to_contain_text("收藏留着")
    phone.get_by_role("button", name="先不退出").click()
    assert len(shelf(phone, "mine")) == 2
    phone.get_by_role("button", name="退出登录").click()
    phone.get_by_role("button", name="退出并删掉").click()

    expect(phone.get_by_text("还没登录")).to_be_visible()
    for store in ("mine", "drafts", "outbox", "photos", "answers", "pages"):
        assert shelf(phone, store) == [], store
    assert "13490000208" not in phone.evaluate("JSON.stringify(localStorage)")
    phone.get_by_role("link", name="求助", exact=True).click()
    expect(phone.get_by_text("爷爷")).to_have_count(0)
    assert stored(site, "爷爷的求助：楼道灯坏了。")


def test_a_session_that_ran_out_while_writing_is_renewed_and_the_request_is_ones_own(
    site: Site, phone: Page
) -> None:
    settled(phone, f"{site.url}/help", place=QINGNIANLU)
    sign_in(phone, site, "13490000209")
    phone.goto(f"{site.url}/help")
    write(phone, "写着写着登录到时间了，这件照样要到。")
    phone.context.add_cookies([{"name": "linli", "value": "ten.minutes.over", "url": site.url}])

    phone.get_by_role("button", name="提交求助").click()
    phone.wait_for_url("**/help/sent/*")

    (mine,) = until(lambda: stored(site, "写着写着登录到时间了，这件照样要到。"), phone)
    (me,) = rows(site, "SELECT id FROM person WHERE phone = '+8613490000209'")
    assert mine["resident"] == me["id"]


def test_a_copied_session_ends_for_both_and_the_owner_is_told_why(
    site: Site, open_phone: Callable[..., Page]
) -> None:
    renew = "() => fetch('/api/session/refresh', { method: 'POST' }).then((answer) => answer.status)"
    owner = open_phone()
    sign_in(owner, site, "13490000210")
    thief = open_phone(storage_state=owner.context.storage_state())
    thief.goto(f"{site.url}/me")
    assert [owner.evaluate(renew), owner.evaluate(renew)] == [200, 200]

    assert thief.evaluate(renew) == 401

    owner.context.add_cookies([{"name": "linli", "value": "ten.minutes.over", "url": site.url}])
    owner.goto(f"{site.url}/me")
    owner.get_by_role("button", name="导出我的资料").click()
    expect(owner.get_by_text("同一个登录在两处用过")).to_be_visible()
    expect(owner.get_by_text("还没登录")).to_be_visible()


def test_one_sees_where_one_is_signed_in_and_ends_all_but_here(
    site: Site, phone: Page, open_phone: Callable[..., Page], axe: Callable[[Page], None]
) -> None:
    lent = open_phone()
    sign_in(lent, site, "13800138077")
    forget_codes(site)
    ask_for_code(phone, site.url, "13800138077")
    phone.get_by_label("验证码").fill(code_sent_to(site, "+8613800138077", phone, after=1))
    phone.get_by_role("button", name="登录").click()

    phone.get_by_role("link", name="在哪里登录着").click()
    expect(phone.get_by_role("listitem").filter(has_text="登录，最近一次用")).to_have_count(2)
    every_look_of(phone, axe)
    phone.get_by_role("button", name="退出别的地方").click()

    expect(phone.get_by_text("别的地方都没有登录。")).to_be_visible()
    with lent.expect_response(lambda answer: answer.url.endswith("/api/session/refresh")):
        lent.goto(f"{site.url}/help")
    lent.goto(f"{site.url}/me")
    expect(lent.get_by_text("还没登录")).to_be_visible()
    phone.goto(f"{site.url}/me")
    expect(phone.get_by_text("已登录")).to_be_visible()


def test_one_takes_all_that_is_held_about_oneself_home_as_a_file(site: Site, phone: Page) -> None:
    sign_in(phone, site, "13490000211")
    with phone.expect_download() as waiting:
        phone.get_by_role("button", name="导出我的资料").click()

    held = json.loads(Path(waiting.value.path()).read_text("utf-8"))
    assert "+8613490000211" in json.dumps(held)


def test_an_account_is_deleted_after_one_question_whose_safe_answer_is_nearer(
    site: Site, phone: Page
) -> None:
    sign_in(phone, site, "13490000212")
    phone.get_by_role("button", name="注销账号").click()
    phone.get_by_role("button", name="不注销").click()
    assert rows(site, "SELECT id FROM person WHERE phone = '+8613490000212'")
    phone.get_by_role("button", name="注销账号").click()
    phone.get_by_role("button", name="注销，不能恢复").click()

    expect(phone.get_by_text("还没登录")).to_be_visible()
    assert not rows(site, "SELECT id FROM person WHERE phone = '+8613490000212'")


def test_on_a_borrowed_phone_the_session_ends_with_the_browser(site: Site, phone: Page) -> None:
    ask_for_code(phone, site.url, "13490000213")
    phone.get_by_label("验证码").fill(code_sent_to(site, "+8613490000213", phone))
    phone.get_by_label("这不是我的手机").check()
    phone.get_by_role("button", name="登录").click()
    expect(phone.get_by_text("已登录")).to_be_visible()

    assert {
        cookie["expires"]
        for cookie in phone.context.cookies()
        if cookie["name"].startswith("linli") and "device" not in cookie["name"]
    } == {-1}


def test_no_screen_of_mine_keeps_anybody_out(site: Site, phone: Page, axe: Callable[[Page], None]) -> None:
    settled(phone, f"{site.url}/me", place=QINGNIANLU)
    screens = ("me", "me/places", "me/privacy", "me/about", "me/feedback", "sign-in")
    in_every_look(phone, axe, [f"{site.url}/{screen}" for screen in screens])
    phone.evaluate("localStorage.setItem('linli.lang', 'zh-CN')")
    ask_for_code(phone, site.url, "13490000214")
    phone.get_by_role("button", name="登录").click()
    every_look_of(phone, axe)
    phone.get_by_label("验证码").fill(code_sent_to(site, "+8613490000214", phone))
    phone.get_by_role("button", name="登录").click()
    phone.get_by_role("button", name="退出登录").click()
    every_look_of(phone, axe)
