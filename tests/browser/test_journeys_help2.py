"""Journeys of residents and a clerk: no voice, danger, for a mother, as neighbours, after silence."""

import json
import sqlite3
import urllib.error
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.browser.clerks import Clerk
from tests.browser.conftest import Site
from tests.browser.residents import ask, at_home, choose_photos, picture_file, rows, stored, until, write
from tests.pictures import a_photo

RATED = "SELECT q.id FROM follower_rating q JOIN follower f ON f.id = q.follower WHERE f.request = ?"


def texts_about(site: Site, number: str) -> list[str]:
    """The text messages that name this request."""
    file = Path(site.home, "outbox/sms.jsonl")
    lines = file.read_text("utf-8").splitlines() if file.exists() else []
    return [text for text in (json.loads(line)["text"] for line in lines) if number in text]


def is_night() -> bool:
    """In Hangzhou, now: no text message goes out before the morning, unless it is urgent."""
    return not time(7) <= datetime.now(ZoneInfo("Asia/Shanghai")).time() < time(22)


def number_of(page: Page) -> str:
    """As it stands on the screen after sending."""
    expect(page.get_by_role("heading", name="收到了")).to_be_visible()
    return page.locator(".ticket dd").first.inner_text()


def opened(page: Page, site: Site, id: str) -> None:
    """Its page, as the resident finds it."""
    page.goto(f"{site.url}/help/r/{id}")
    expect(page.locator(".timeline")).to_be_visible()


def test_j09_a_deaf_resident_is_helped_from_beginning_to_end_without_a_call(
    own_site: Site, phone: Page, axe: Callable[[Page], None]
) -> None:
    words = "门铃坏了，我听不见，请发消息"
    at_home(phone, own_site.url)
    phone.get_by_role("link", name="我要求助").click()
    phone.get_by_role("button", name="直接写").click()
    phone.get_by_role("textbox", name="出了什么事？").fill(words)
    phone.get_by_role("button", name="下一步：在哪里").click()
    phone.get_by_text("发短信", exact=True).click()
    expect(phone.get_by_text("不会打电话给您，只发短信，或在这里留言。")).to_be_visible()
    phone.get_by_label("您的号码").fill("138 0000 0009")
    phone.get_by_role("button", name="提交求助").click()
    phone.wait_for_url("**/help/sent/*")
    id, number = phone.url.rsplit("/", 1)[1], number_of(phone)

    clerk = Clerk(own_site)
    assert clerk.ask("GET", f"/api/desk/requests/{id}")["contact"]["wish"] == "message"
    assert clerk.looks_at_contact(id)["wish"] == "message"
    clerk.does("accept", id)
    clerk.does("ask", id, note="门铃是有线的还是无线的？")
    (paused,) = stored(own_site, words)
    assert (paused["state"], paused["due_at"]) == ("waiting", None)  # her time is not the clerk's
    if is_night():
        waits = "SELECT due FROM job WHERE what = 'tell-resident' AND due > ?"
        until(lambda: rows(own_site, waits, datetime.now(UTC).isoformat(" ")), phone)
    else:
        until(lambda: any("等您回话" in text for text in texts_about(own_site, number)), phone)

    phone.goto(f"{own_site.url}/help")
    expect(phone.get_by_role("navigation").get_by_role("link", name="求助")).to_contain_text("1 件等您")
    expect(phone.get_by_text("等您回话").first).to_be_visible()
    axe(phone)
    phone.locator(".rcard").click()
    phone.get_by_role("textbox", name="您的回话").fill("无线的，电池换过")
    phone.locator("input[data-source=album]").first.set_input_files([picture_file(a_photo(1))])
    phone.get_by_role("button", name="回话", exact=True).click()
    expect(phone.get_by_text("您回了话")).to_be_visible()
    until(lambda: stored(own_site, words)[0]["due_at"] is not None, phone)
    (asked,) = rows(own_site, "SELECT count(*) AS n FROM request_photo WHERE request = ?", id)
    assert asked["n"] == 1

    clerk.does("resolve", id, note="换了带闪灯的门铃。", outcome="solved")
    opened(phone, own_site, id)
    phone.get_by_text("办好了", exact=True).click()
    phone.get_by_text("很满意", exact=True).click()
    phone.get_by_role("button", name="提交评价").click()
    expect(phone.locator(".timeline .what").first).to_have_text("您评了“很满意”")
    assert not [text for text in texts_about(own_site, number) if "门铃" in text or "电话" in text]


def test_j10_danger_is_called_first_and_then_sent_as_urgent(
    own_site: Site, phone: Page, axe: Callable[[Page], None]
) -> None:
    site, words = own_site, "厨房有煤气味，头晕"
    can_be_texted(site, "zhoumin")
    at_home(phone, site.url)
    phone.context.set_offline(True)
    phone.get_by_role("link", name="我要求助").click()
    phone.get_by_role("button", name="直接写").click()
    field = phone.get_by_role("textbox", name="出了什么事？")
    field.fill("煤气灶用了两年，想换")
    expect(phone.locator(".dangerpanel")).to_have_count(0)
    field.fill(words)
    panel = phone.locator(".dangerpanel")
    expect(panel).to_contain_text("先出去，别开灯、别点火，到外面再打。")
    assert [link.get_attribute("href") for link in panel.get_by_role("link").all()] == [
        "tel:119",
        "tel:120",
        "tel:110",
        "sms:12110",
    ]
    axe(phone)
    expect(field).to_have_value(words)
    phone.get_by_role("button", name="接着写，算紧急").click()
    expect(panel).to_have_count(0)
    phone.get_by_text("噪音", exact=True).click()  # whatever it is called, it is urgent
    phone.get_by_role("button", name="下一步：在哪里").click()
    expect(
        phone.get_by_text("发出后马上有编号，写明哪天几点前有回音。")
    ).to_be_visible()  # no time without a network
    phone.get_by_role("checkbox", name="不留电话").check()
    phone.context.set_offline(False)
    expect(phone.get_by_text("现在发出，青年路")).to_be_visible()
    phone.get_by_role("button", name="提交求助").click()
    phone.wait_for_url("**/help/sent/*")
    id = phone.url.rsplit("/", 1)[1]
    expect(phone.get_by_role("heading", name="收到了")).to_be_visible()

    (request,) = stored(site, words)
    sent, due = (datetime.fromisoformat(request[name]) for name in ("sent_at", "due_at"))
    assert request["urgent"]
    assert due - sent == timedelta(hours=1)
    until(lambda: rows(site, "SELECT * FROM told WHERE request = ?", id), phone)
    opened(phone, site, id)
    expect(phone.get_by_role("heading", name="紧急，已经通知")).to_be_visible()
    expect(phone.get_by_text("周敏").first).to_be_visible()
    axe(phone)


def can_be_texted(site: Site, username: str) -> None:
    """The clerk has a phone for urgent ones; those of the demonstration have none."""
    site.stop()
    with closing(sqlite3.connect(f"{site.home}/linli.db")) as database, database:
        database.execute("UPDATE person SET phone = '+8613800000010' WHERE username = ?", (username,))
    site.start()


def test_j10_a_word_too_many_costs_one_tap_and_the_panel_speaks_english(site: Site, phone: Page) -> None:
    at_home(phone, site.url, lang="en")
    phone.goto(f"{site.url}/help/new?step=words")
    phone.context.set_offline(True)
    field = phone.get_by_role("textbox", name="What happened?")
    field.fill("I can smell gas")
    expect(phone.locator(".dangerpanel")).to_contain_text("12110")
    phone.get_by_role("button", name="No danger").click()
    expect(phone.locator(".dangerpanel")).to_have_count(0)
    field.fill("I can smell gas, but it is only the restaurant")
    expect(phone.locator(".dangerpanel")).to_have_count(0)


def test_j11_a_daughter_asks_for_her_mother_who_lives_elsewhere(
    own_site: Site, phone: Page, axe: Callable[[Page], None]
) -> None:
    words = "妈妈八十一岁，想有人陪她去医院"
    at_home(phone, own_site.url)
    write(phone, words, phone="139 0000 0011")
    phone.get_by_role("textbox", name="在哪里？").fill("吴山路 5 号 2 单元")
    phone.get_by_role("button", name="归哪个社区？").click()
    phone.get_by_role("textbox", name="找别的社区").fill("清波门")
    phone.get_by_role("radio", name="清波门").first.click()
    expect(phone.get_by_text("先由清波门")).to_be_visible()
    phone.get_by_role("checkbox", name="替别人求助").check()
    phone.get_by_label("对方怎么称呼").fill("林妈妈")
    phone.get_by_label("对方的号码").fill("8790 0011")
    phone.get_by_label("您是对方的谁").fill("女儿")
    phone.get_by_role("button", name="提交求助").click()
    expect(phone.get_by_text("号码不完整：手机 11 位，座机请加区号。")).to_be_visible()
    expect(phone.get_by_text("要对方同意，我们才能记下对方的事。")).to_be_visible()
    axe(phone)
    phone.get_by_label("对方的号码").fill("0571 8790 0011")
    phone.get_by_role("checkbox", name="对方同意").check()
    phone.get_by_role("button", name="提交求助").click()
    phone.wait_for_url("**/help/sent/*")
    id = phone.url.rsplit("/", 1)[1]
    expect(phone.get_by_role("heading", name="收到了")).to_be_visible()

    (request,) = stored(own_site, words)
    place = str(request["place"])
    foreign = Clerk(own_site)  # of 青年路社区: for them it does not exist
    assert place != "330102003052"
    with pytest.raises(urllib.error.HTTPError, match="404"):
        foreign.ask("GET", f"/api/desk/requests/{id}")
    own = Clerk(own_site, clerk_of(own_site, place))
    seen = own.looks_at_contact(id)
    assert (seen["other_name"], seen["other_phone"], seen["relation"]) == ("林妈妈", "+8657187900011", "女儿")
    opened(phone, own_site, id)
    expect(phone.get_by_text("替别人求助 · 林妈妈 · 女儿")).to_be_visible()
    expect(phone.get_by_text("还没有人看过。")).to_have_count(0)
    expect(phone.get_by_text("办结 12 个月后，称呼、电话、写的话和照片自动删除。")).to_be_visible()

    phone.get_by_role("button", name="更多").click()
    with phone.expect_download() as download:
        phone.get_by_role("button", name="导出这件求助").click()
    export = json.loads(Path(download.value.path()).read_text("utf-8"))
    assert export["contacts"][0]["other_phone"] == "+8657187900011"
    assert len(export["read_by"]) == 1
    phone.get_by_role("button", name="更多").click()
    phone.get_by_role("button", name="删掉我的资料").click()
    phone.get_by_role("button", name="都删掉").click()
    expect(phone.get_by_role("heading", name="还没有求助")).to_be_visible()
    assert rows(own_site, "SELECT * FROM request_contact WHERE request = ?", id) == []
    (gone,) = rows(own_site, "SELECT state, description FROM service_request WHERE id = ?", id)
    assert (gone["state"], gone["description"]) == ("withdrawn", "")


def clerk_of(site: Site, place: str) -> str:
    """Somebody of the demonstration city whose desk holds this community."""
    found = rows(
        site,
        "SELECT p.username FROM person p JOIN role_grant g ON g.person = p.id "
        "WHERE p.username IS NOT NULL AND g.role IN ('clerk', 'manager') AND "
        "substr(?, 1, length(rtrim(g.division, '0'))) = rtrim(g.division, '0') "
        "ORDER BY length(rtrim(g.division, '0')) DESC",
        place,
    )
    logins = Path(site.home, "demo-logins.txt").read_text("utf-8")
    return next(str(row["username"]) for row in found if f"\n{row['username']} " in f"\n{logins}")


def test_j12_three_neighbours_one_dark_stairwell(
    own_site: Site, open_phone: Callable[..., Page], axe: Callable[[Page], None]
) -> None:
    first, second, third = (at_home(open_phone(), own_site.url) for _ in range(3))
    dark = "3 单元楼道灯不亮，我姓赵"
    one = ask(first, dark, phone="137 0000 0012")
    expect(first.get_by_role("heading", name="收到了")).to_be_visible()
    clerk = Clerk(own_site)
    clerk.does("accept", one)
    clerk.does("start", one)

    write(second, "楼道灯坏了，看不见台阶")
    card = second.get_by_role("region", name="附近有人已经说了，是同一件吗？")
    expect(card).to_contain_text("青年路")
    expect(card).to_contain_text("今天说的，正在办")
    assert not [word for word in ("赵", "3 单元", "137") if word in second.locator("main").inner_text()]
    axe(second)
    card.get_by_role("button", name="跟着看").first.click()
    second.wait_for_url(f"**/help/r/{one}")
    expect(second.get_by_text("这件事有 2 户在等，您是跟着看的一户。")).to_be_visible()
    expect(second.get_by_text("有邻居说了这件事")).to_be_visible()
    assert stored(own_site, "楼道灯坏了，看不见台阶") == []
    axe(second)

    words = "还是楼道灯，我自己说"
    write(third, words)
    none_of_these(third)
    third.get_by_role("button", name="提交求助").click()
    third.wait_for_url("**/help/sent/*")
    other = third.url.rsplit("/", 1)[1]
    expect(third.get_by_role("heading", name="收到了")).to_be_visible()
    clerk.does("merge", other, to=one)
    clerk.does("resolve", one, note="灯换好了。", outcome="solved")

    opened(third, own_site, other)
    third.get_by_role("link", name="看一起办的那一件").click()
    expect(third.get_by_text("这件事有 3 户在等")).to_be_visible()
    for page, word in ((second, "很满意"), (third, "很不满意")):
        if page is second:
            page.goto(f"{own_site.url}/help")
            expect(page.get_by_role("navigation").get_by_role("link", name="求助")).to_contain_text(
                "1 件等您"
            )
            page.locator(".rcard").first.click()
        expect(page.get_by_text("灯换好了。")).to_be_visible()
        expect(page.get_by_role("radio", checked=True)).to_have_count(0)
        page.get_by_text("办好了" if page is second else "还没有", exact=True).click()
        page.get_by_text(word, exact=True).click()
        axe(page)
        page.get_by_role("button", name="提交评价").click()
        expect(page.get_by_role("group", name="这次办得怎样？")).to_have_count(0)
    opened(first, own_site, one)
    first.get_by_text("办好了", exact=True).click()
    first.get_by_text("比较满意", exact=True).click()
    first.get_by_role("button", name="提交评价").click()
    until(lambda: stored(own_site, dark)[0]["rating"] == 4, first)
    until(lambda: len(rows(own_site, RATED, one)) == 2, first)
    (task,) = rows(own_site, "SELECT kind FROM task WHERE request = ?", one)
    assert task["kind"] == "not_solved"

    opened(second, own_site, one)
    second.get_by_role("button", name="更多").click()
    second.get_by_role("button", name="不跟了").click()
    second.get_by_role("dialog").get_by_role("button", name="不跟了").click()
    expect(second.get_by_role("heading", name="还没有求助")).to_be_visible()


def none_of_these(page: Page) -> None:
    """Another trouble than all that are offered."""
    other = page.get_by_role("button", name="不是同一件")
    expect(other.first).to_be_visible()
    for left in reversed(range(other.count())):
        other.first.click()
        expect(other).to_have_count(left)


def test_j12_care_at_home_is_never_offered_and_what_ended_meanwhile_cannot_be_followed(
    own_site: Site, open_phone: Callable[..., Page]
) -> None:
    first, second = (at_home(open_phone(), own_site.url) for _ in range(2))
    ask(first, "陪老人看病")
    expect(first.get_by_role("heading", name="收到了")).to_be_visible()
    write(second, "陪老人看病，我也要")
    second.wait_for_timeout(1000)
    expect(second.get_by_text("附近有人已经说了")).to_have_count(0)

    one = ask(at_home(first, own_site.url), "楼道灯不亮")
    expect(first.get_by_role("heading", name="收到了")).to_be_visible()
    third = at_home(open_phone(), own_site.url)
    write(third, "楼道灯不亮，二楼")
    offers = third.get_by_role("button", name="跟着看")
    expect(offers.first).to_be_visible()
    before = offers.count()
    Clerk(own_site).does("resolve", one, note="换好了。", outcome="solved")
    offers.first.click()
    expect(third.get_by_text("那件事刚办完，跟不了了。请接着写您的。")).to_be_visible()
    expect(offers).to_have_count(before - 1)
    third.get_by_role("button", name="提交求助").click()
    third.wait_for_url("**/help/sent/*")


def test_j14_not_solved_opens_again_and_silence_is_no_satisfaction(
    own_site: Site, phone: Page, axe: Callable[[Page], None]
) -> None:
    words = "楼道灯还是黑的"
    at_home(phone, own_site.url)
    id, clerk = ask(phone, words), Clerk(own_site)
    number = number_of(phone)
    clerk.does("accept", id)
    phone.goto(f"{own_site.url}/help")
    expect(phone.get_by_role("region", name="新消息")).to_contain_text("青年路社区 周敏 已受理")
    expect(phone.get_by_role("navigation").get_by_role("link", name="求助")).to_contain_text("有新消息")
    axe(phone)
    phone.get_by_role("region", name="新消息").get_by_role("link").click()
    expect(phone.locator(".timeline")).to_be_visible()
    phone.get_by_role("link", name="返回").click()
    expect(phone.get_by_role("heading", name="新消息")).to_have_count(0)  # seen is seen
    clerk.does("resolve", id, note="换了灯泡。", outcome="solved")
    phone.goto(f"{own_site.url}/help")
    phone.locator(".rcard").click()
    expect(phone.get_by_role("radio", checked=True)).to_have_count(0)
    phone.get_by_text("还没有", exact=True).click()
    phone.get_by_role("button", name="提交评价").click()
    expect(phone.get_by_text("请写一句，或加一张照片，好让人知道去做什么。")).to_be_visible()
    phone.context.set_offline(True)
    phone.get_by_label("哪里还没好？").fill("一楼亮了，二楼还是黑的")
    phone.get_by_role("button", name="提交评价").click()
    expect(phone.get_by_text("“没办好”，等待发送")).to_be_visible()
    expect(phone.get_by_role("button", name="提交评价")).to_have_count(0)  # said is said
    phone.context.set_offline(False)
    expect(phone.get_by_text("您说还没办好，再办")).to_be_visible()
    assert number in f"{phone.locator('.topbar').inner_text()}"
    (again,) = stored(own_site, words)
    case = clerk.ask("GET", f"/api/desk/requests/{id}")
    assert (again["state"], again["reopened"], case["clerk_name"]) == ("accepted", 1, "周敏")
    (task,) = rows(own_site, "SELECT * FROM task WHERE request = ?", id)
    assert (task["kind"], "二楼" in task["said"]) == ("not_solved", True)

    clerk.does("resolve", id, note="二楼也换了。", outcome="solved")
    own_site.stop()
    on = (datetime.now(UTC) + timedelta(days=7, minutes=5)).isoformat(timespec="seconds")
    swept = [own_site.run("sweep", "--now", on) for _ in range(2)]
    assert swept
    own_site.start()
    opened(phone, own_site, id)
    said = phone.locator(".timeline .what").first
    expect(said).to_contain_text("没有等到您的回音，先结束。不算满意")
    expect(phone.get_by_text("已结束", exact=True).first).to_be_visible()
    assert not [word for word in ("已解决", "满意了") if word in said.inner_text()]
    assert len(rows(own_site, "SELECT id FROM request_step WHERE request = ? AND act = 'close'", id)) == 1
    (ended,) = stored(own_site, words)
    assert (ended["state"], ended["rating"]) == ("closed", None)


def test_j14_the_second_time_it_goes_to_a_manager_and_she_is_told(own_site: Site, phone: Page) -> None:
    words = "楼道灯又灭了"
    at_home(phone, own_site.url)
    id, clerk = ask(phone, words), Clerk(own_site)
    expect(phone.get_by_role("heading", name="收到了")).to_be_visible()
    clerk.does("resolve", id, note="换了。", outcome="solved")
    opened(phone, own_site, id)
    phone.get_by_text("还没有", exact=True).click()
    phone.get_by_label("哪里还没好？").fill("又灭了")
    phone.get_by_role("button", name="提交评价").click()
    expect(phone.get_by_text("您说还没办好，再办")).to_be_visible()
    clerk.does("resolve", id, note="又换了。", outcome="solved")
    opened(phone, own_site, id)
    phone.get_by_text("还没有", exact=True).click()
    expect(phone.get_by_text("提交以后，交给上一级负责人决定怎么办")).to_be_visible()
    phone.get_by_text("不太满意", exact=True).click()
    phone.get_by_text("太慢", exact=True).click()
    phone.get_by_label("想说的").fill("第三次了")
    phone.get_by_role("button", name="提交评价").click()
    expect(phone.get_by_text("您说还没办好，交给上一级负责人")).to_be_visible()

    said: list[dict[str, Any]] = [
        json.loads(task["said"]) for task in rows(own_site, "SELECT said FROM task WHERE request = ?", id)
    ]
    assert {"solved": False, "rating": 2, "reasons": ["slow"], "note": "第三次了"} in said


def test_four_photos_each_say_how_far_they_are(site: Site, phone: Page) -> None:
    at_home(phone, site.url)
    phone.context.set_offline(True)
    phone.get_by_role("link", name="我要求助").click()
    choose_photos(phone, *(picture_file(a_photo(1), f"{n}.jpg") for n in range(2)))
    phone.get_by_role("button", name="下一步：说情况").click()
    phone.get_by_role("textbox", name="出了什么事？").fill("两张照片")
    phone.get_by_role("button", name="下一步：在哪里").click()
    phone.get_by_role("checkbox", name="不留电话").check()
    phone.get_by_role("button", name="提交求助").click()
    phone.wait_for_url("**/help/sent/*")
    phone.route("**/photos/*", lambda route: route.abort())
    phone.context.set_offline(False)
    expect(phone.get_by_role("list", name="每张照片")).to_contain_text("等着发")
    phone.unroute("**/photos/*")
    phone.evaluate("dispatchEvent(new Event('online'))")
    until(lambda: stored(site, "两张照片") and not phone.locator(".photoparts").count(), phone)
