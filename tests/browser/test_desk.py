"""The desk: a morning by keyboard, what two clerks do to one request, and what a resident sees of it."""

import json
import re
import secrets
import sqlite3
import urllib.request
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.clerks import Clerk
from tests.browser.conftest import HERE, Site
from tests.browser.looks import SIDEWAYS, every_look_of, in_every_look
from tests.browser.residents import QINGNIANLU, ask, at_home, rows, stored, until
from tests.browser.signing import sign_in_staff
from tests.pictures import a_photo

YUEWANGLU: Final = "330102003055"
DESK: Final = {"viewport": {"width": 1280, "height": 800}, **HERE}


@pytest.fixture
def open_desk(browser: Browser) -> Any:
    """Makes pages of wide screens, each a machine of its own."""
    contexts = []

    def make(**but: Any) -> Page:
        contexts.append(browser.new_context(**{**DESK, **but}))
        return contexts[-1].new_page()

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def desk(open_desk: Callable[..., Page]) -> Page:
    """A page of a wide screen."""
    return open_desk()


def a_request(site: Site, words: str, place: str = YUEWANGLU, photos: int = 0, **but: Any) -> str:
    """A request as a phone sends it, with its photos; gives its id."""
    id, key = str(uuid4()), secrets.token_urlsafe(32)
    shots = [str(uuid4()) for _ in range(photos)]
    contact = {"name": "孙丽", "phone": "13490000301", "address": "3 幢 502", "wish": "call"}
    body = {
        "place": place,
        "category": "lighting",
        "description": words,
        "photos": photos,
        "contact": contact,
    } | but
    send(site, f"/api/requests/{id}", key, json.dumps(body).encode(), "application/json")
    for shot in shots:
        send(site, f"/api/requests/{id}/photos/{shot}", key, a_photo(), "image/jpeg")
    return id


def send(site: Site, path: str, key: str, body: bytes, kind: str) -> None:
    headers = {"Content-Type": kind, "Linli-Key": key, "Linli-Client": "test/1"}
    urllib.request.urlopen(
        urllib.request.Request(site.url + path, body, headers, method="PUT"), timeout=30
    ).close()


def state_of(site: Site, request: str) -> str:
    (row,) = rows(site, "SELECT state FROM service_request WHERE id = ?", request)
    state: str = row["state"]
    return state


def steps_of(site: Site, request: str) -> list[dict[str, Any]]:
    return rows(site, "SELECT * FROM request_step WHERE request = ? ORDER BY at", request)


def test_a_clerk_sees_her_own_community_and_what_is_due_first_stands_first(site: Site, desk: Page) -> None:
    a_request(site, "岳王路的灯不亮")
    a_request(site, "青年路的灯不亮", QINGNIANLU)
    sign_in_staff(desk, site, "hexiao")
    desk.get_by_role("button", name="全部在办").click()
    expect(desk.get_by_text("岳王路的灯不亮").first).to_be_visible()

    assert {cell.inner_text() for cell in desk.locator(".queue td:nth-child(5)").all()} == {"岳王路社区"}
    expect(desk.get_by_text("青年路的灯不亮")).to_have_count(0)
    queue = Clerk(site, "hexiao").ask("GET", "/api/desk/requests?view=open")["items"]
    due = [item["due_at"] for item in queue if item["due_at"] and not item["urgent"]]
    assert due == sorted(due)


def test_a_link_to_a_request_of_another_street_leads_nowhere(site: Site, desk: Page) -> None:
    foreign = a_request(site, "清波门的人不该看到这件", QINGNIANLU)
    sign_in_staff(desk, site, "shijing")
    with desk.expect_response(f"**/api/desk/requests/{foreign}") as answer:
        desk.goto(f"{site.url}/desk/r/{foreign}")

    expect(desk.get_by_text("没有这件求助，或者不在您管的范围。")).to_be_visible()
    assert answer.value.status == 404
    expect(desk.get_by_text("清波门的人不该看到这件")).to_have_count(0)


def test_three_are_done_by_keyboard_alone_each_with_her_name_and_the_hour(site: Site, desk: Page) -> None:
    mine = {a_request(site, f"键盘第 {n} 件", urgent=True): n for n in range(3)}
    sign_in_staff(desk, site, "hexiao")
    desk.get_by_role("button", name="待我办理").click()
    expect(desk.locator("tr[aria-selected=true]")).to_have_count(1)
    desk.keyboard.press("j")
    desk.keyboard.press("k")
    expect(desk.locator(".queue tbody tr").first).to_have_attribute("aria-selected", "true")
    while "键盘第" not in desk.locator("tr[aria-selected=true]").inner_text():
        desk.keyboard.press("j")

    desk.keyboard.press("Enter")
    for left in (2, 1, 0):
        expect(desk.locator(".words")).to_contain_text("键盘第")
        expect(desk.get_by_text("归谁管")).to_be_visible()
        desk.keyboard.press("a")
        expect(desk.locator("#reply")).to_be_focused()
        desk.keyboard.press("Shift+Tab")  # nothing of this is typed into the reply
        desk.get_by_role("button", name="常用语").press("Enter")
        desk.get_by_role("dialog").get_by_role("button").first.press("Enter")
        expect(desk.locator("#reply")).to_have_value(re.compile("岳王路社区 何晓。您的求助 .+ 已受理"))
        before = desk.locator(".words").inner_text()
        desk.locator("#reply").press("Control+Enter")
        if left:
            expect(desk.locator(".words")).not_to_have_text(before, timeout=20_000)

    until(lambda: all(len(steps_of(site, id)) == 3 for id in mine), desk)
    for id in mine:
        assert [(step["act"], step["by_name"]) for step in steps_of(site, id)][1:] == [
            ("accept", "何晓"),
            ("message", "何晓"),
        ]


def test_the_keys_stand_behind_the_question_mark_and_rest_while_one_types(site: Site, desk: Page) -> None:
    sign_in_staff(desk, site, "hexiao")
    expect(desk.locator(".queue, .empty").first).to_be_visible()
    desk.keyboard.press("?")
    expect(desk.get_by_role("dialog", name="快捷键")).to_be_visible()
    desk.keyboard.press("Escape")
    expect(desk.get_by_role("dialog")).to_have_count(0)

    desk.keyboard.press("/")
    expect(desk.get_by_role("searchbox")).to_be_focused()
    desk.keyboard.type("ja?")
    expect(desk.get_by_role("searchbox")).to_have_value("ja?")
    expect(desk.get_by_role("dialog")).to_have_count(0)
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("没有找到")).to_be_visible()


def test_an_acceptance_is_taken_back_in_time(site: Site, desk: Page) -> None:
    id = a_request(site, "受理错了的一件", urgent=True)
    sign_in_staff(desk, site, "hexiao", to=f"/desk/r/{id}")
    expect(desk.locator(".words")).to_have_text("受理错了的一件")
    desk.get_by_role("button", name="受理 A").click()
    expect(desk.get_by_role("button", name="撤销")).to_be_visible()
    assert state_of(site, id) == "accepted"

    desk.get_by_role("button", name="撤销").click()

    until(lambda: state_of(site, id) == "submitted", desk)
    expect(desk.get_by_role("button", name="受理 A")).to_be_visible()


def test_when_a_colleague_was_faster_it_says_who_and_the_words_stay(site: Site, desk: Page) -> None:
    id = a_request(site, "两个人同时办的一件")
    sign_in_staff(desk, site, "hexiao", to=f"/desk/r/{id}")
    desk.locator("#reply").fill("您好，我这就去看。")
    Clerk(site, "shenjia").does("accept", id)

    desk.locator("h1").click()
    desk.keyboard.press("a")

    expect(desk.get_by_role("alert")).to_contain_text("沈佳 刚受理了")
    expect(desk.locator("#reply")).to_have_value("您好，我这就去看。")
    assert [step["act"] for step in steps_of(site, id)] == ["submit", "accept"]


def test_what_is_typed_outlives_a_session_and_one_is_led_back_to_it(site: Site, desk: Page) -> None:
    id = a_request(site, "写到一半登录结束的一件")
    sign_in_staff(desk, site, "hexiao", to=f"/desk/r/{id}")
    desk.locator("#reply").fill("您好，写到一半。")
    expect(desk.get_by_role("button", name="受理 A")).to_be_visible()
    with closing(sqlite3.connect(Path(site.home, "linli.db"), timeout=20)) as database:
        her = "(SELECT id FROM person WHERE username = 'hexiao')"
        database.execute(f"UPDATE session SET ended_at = created_at WHERE person = {her}")
        database.commit()
    desk.context.add_cookies([{"name": "linli", "value": "ten.minutes.over", "url": site.url}])

    desk.get_by_role("button", name="发给居民").click()
    expect(desk.get_by_text("登录已经结束，请重新登录。您写的都在。")).to_be_visible()
    sign_in_staff(desk, site, "hexiao", to=desk.url.removeprefix(site.url))

    expect(desk.locator(".words")).to_have_text("写到一半登录结束的一件")
    expect(desk.locator("#reply")).to_have_value("您好，写到一半。")


def test_a_reply_that_holds_a_phone_number_is_asked_about_once(site: Site, desk: Page) -> None:
    id = a_request(site, "电话写错了框的一件")
    sign_in_staff(desk, site, "hexiao", to=f"/desk/r/{id}")
    desk.locator("#reply").fill("业主电话 13490000399，你去找他。")
    desk.get_by_role("button", name="发给居民").click()

    expect(desk.get_by_role("alert")).to_contain_text("居民看得到")
    assert len(steps_of(site, id)) == 1
    desk.get_by_role("button", name="照样发给居民").click()
    until(lambda: len(steps_of(site, id)) == 2, desk)


def test_a_note_is_for_colleagues_and_never_reaches_the_resident(
    site: Site, open_desk: Any, phone: Page
) -> None:
    at_home(phone, site.url)
    id = ask(phone, "备注看不到的一件")
    until(lambda: stored(site, "备注看不到的一件"), phone)
    desk = open_desk()
    sign_in_staff(desk, site, "zhoumin", to=f"/desk/r/{id}")
    desk.get_by_label("备注：只有同事看得到").fill("上个月也报过一次。")
    desk.get_by_role("button", name="存备注").click()
    expect(desk.locator(".bubble--note")).to_have_text("上个月也报过一次。")
    desk.get_by_label("回复居民，居民看得到").fill("您好，今天来看。")
    desk.get_by_role("button", name="发给居民").click()
    expect(desk.locator(".bubble").first).to_have_text("您好，今天来看。")

    phone.goto(f"{site.url}/help/r/{id}")
    expect(phone.get_by_text("您好，今天来看。")).to_be_visible()
    expect(phone.get_by_text("上个月也报过一次。")).to_have_count(0)


def test_a_look_at_the_number_is_written_down_and_the_resident_sees_whose(
    site: Site, open_desk: Any, phone: Page
) -> None:
    at_home(phone, site.url)
    id = ask(phone, "看过号码的一件", phone="13490000302")
    until(lambda: stored(site, "看过号码的一件"), phone)
    desk = open_desk()
    sign_in_staff(desk, site, "zhoumin", to=f"/desk/r/{id}")
    expect(desk.get_by_text("134****0302")).to_be_visible()
    expect(desk.get_by_text("13490000302")).to_have_count(0)

    desk.get_by_role("button", name="显示号码，会留记录").click()

    expect(desk.get_by_role("link", name="13490000302")).to_be_visible()
    expect(desk.get_by_text("居民看得到这条记录")).to_be_visible()
    phone.goto(f"{site.url}/help/r/{id}")
    expect(phone.get_by_text("周敏").first).to_be_visible()


def test_a_request_is_closed_with_an_outcome_and_words_for_the_resident(site: Site, desk: Page) -> None:
    id = a_request(site, "办完的一件")
    sign_in_staff(desk, site, "hexiao", to=f"/desk/r/{id}")
    expect(desk.get_by_text("办完的一件")).to_be_visible()
    desk.wait_for_timeout(300)  # the keys listen after the first paint
    desk.keyboard.press("a")
    expect(desk.get_by_text("已受理").first).to_be_visible()
    desk.get_by_role("button", name="办结").click()
    sheet = desk.get_by_role("dialog", name="办得怎么样？")
    sheet.get_by_role("button", name="办结，请居民看看").click()
    expect(sheet.get_by_text("请选一项。")).to_be_visible()
    sheet.get_by_role("radio", name="已解决").check()
    sheet.get_by_label("给居民的话").fill("灯换好了。")
    sheet.get_by_role("button", name="办结，请居民看看").click()

    until(lambda: state_of(site, id) == "resolved", desk)
    expect(desk.get_by_text("待评价").first).to_be_visible()
    assert steps_of(site, id)[-1]["note"] == "灯换好了。"


def test_a_photo_is_seen_whole_and_the_keyboard_gets_its_place_back(site: Site, desk: Page) -> None:
    id = a_request(site, "有照片的一件", photos=2)
    sign_in_staff(desk, site, "hexiao", to=f"/desk/r/{id}")
    desk.get_by_role("button", name="照片 2").press("Enter")
    whole = desk.get_by_role("dialog").get_by_role("img")
    expect(whole).to_be_visible()
    expect(whole).to_have_attribute("src", re.compile("/1600$"))
    until(lambda: whole.evaluate("(img) => img.complete && img.naturalWidth > 0"), desk)
    desk.keyboard.press("Escape")

    expect(desk.get_by_role("dialog")).to_have_count(0)
    expect(desk.get_by_role("button", name="照片 2")).to_be_focused()


def test_on_a_phone_rows_are_cards_and_nothing_scrolls_sideways(site: Site, phone: Page) -> None:
    id = a_request(site, "手机上看的一件", photos=1)
    sign_in_staff(phone, site, "hexiao")
    expect(phone.locator(".queue tbody tr").first).to_be_visible()
    assert phone.evaluate(SIDEWAYS) == 0
    phone.goto(f"{site.url}/desk/r/{id}")
    expect(phone.locator(".words")).to_be_visible()
    assert phone.evaluate(SIDEWAYS) == 0
    accept, reply = phone.get_by_role("button", name="受理", exact=True), phone.locator("#reply")
    assert (accept.bounding_box() or {})["y"] < (reply.bounding_box() or {})["y"]


def test_no_residents_phone_fetches_anything_of_the_desk(site: Site, phone: Page) -> None:
    fetched: list[str] = []
    phone.context.on("request", lambda request: fetched.append(request.url))
    for address in ("/", "/help", "/survey", "/me", "/number"):
        phone.goto(f"{site.url}{address}")
        expect(phone.locator("h1").first).to_be_attached()
    phone.wait_for_function("() => navigator.serviceWorker.ready.then(() => true)")

    kept = phone.evaluate(
        """async () => {
          const caches_ = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
          return (await Promise.all(caches_.map((cache) => cache.keys()))).flat().map((each) => each.url);
        }"""
    )

    assert kept
    assert not [url for url in (*fetched, *kept) if "/assets/desk" in url]


def test_signing_out_takes_what_staff_saw_and_wrote_off_the_machine(site: Site, desk: Page) -> None:
    id = a_request(site, "退出以后看不到的一件")
    sign_in_staff(desk, site, "hexiao", to=f"/desk/r/{id}")
    desk.locator("#reply").fill("没写完的话")
    desk.goto(f"{site.url}/desk")
    desk.get_by_role("button", name="退出").click()
    expect(desk.get_by_label("用户名")).to_be_visible()

    sign_in_staff(desk, site, "hexiao", to=f"/desk/r/{id}")
    expect(desk.locator(".words")).to_be_visible()
    expect(desk.locator("#reply")).to_have_value("")


def test_the_desk_keeps_nobody_out(site: Site, desk: Page, axe: Callable[[Page], None]) -> None:
    id = a_request(site, "大家都能办的一件", photos=1)
    in_every_look(goto(desk, f"{site.url}/desk/sign-in"), axe, [f"{site.url}/desk/sign-in"])
    desk.evaluate("localStorage.setItem('linli.lang', 'zh-CN')")
    sign_in_staff(desk, site, "xuhui")
    in_every_look(desk, axe, [f"{site.url}/desk", f"{site.url}/desk/r/{id}"])
    desk.evaluate("localStorage.setItem('linli.lang', 'zh-CN')")
    desk.goto(f"{site.url}/desk/r/{id}")
    desk.get_by_role("button", name="办结").click()
    every_look_of(desk, axe)


def goto(page: Page, address: str) -> Page:
    page.goto(address)
    return page
