"""A household answers the yearly survey: with a letter or without, in one go or two, online or not."""

import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Page, expect

from tests.browser.chaos import Chaos
from tests.browser.conftest import Site, installed, settled
from tests.browser.looks import every_look_of, in_every_look
from tests.browser.residents import QINGNIANLU, shelf, until

FIVE: Final = ["很满意", "比较满意", "一般", "不太满意", "很不满意"]


def letters(site: Site, group: str = "residents") -> list[str]:
    """Codes of letters that the demonstration sent to households and that nobody used yet."""
    kept = Path(site.home, "demo-logins.txt").read_text("utf-8")
    return re.findall(rf"^([A-Z0-9]{{4}}(?:-[A-Z0-9]{{4}}){{3}})\s+{group}\s", kept, re.MULTILINE)


def sheets(site: Site) -> list[dict[str, Any]]:
    """The sheets of this year's wave, as the survey's own database has them."""
    with closing(sqlite3.connect(f"file:{site.home}/survey.db?mode=ro", uri=True)) as database:
        database.row_factory = sqlite3.Row
        return [
            dict(row) for row in database.execute("SELECT * FROM response WHERE wave = ?", [this_wave(site)])
        ]


def this_wave(site: Site) -> str:
    with closing(sqlite3.connect(f"file:{site.home}/linli.db?mode=ro", uri=True)) as database:
        wave: str = database.execute("SELECT id FROM wave ORDER BY year DESC LIMIT 1").fetchone()[0]
        return wave


def begin(page: Page, url: str, code: str = "", group: str = "本地居民户") -> Page:
    """To the first question: by the link of a letter, or without one."""
    page.goto(f"{url}/survey/start" + (f"#{code}" if code else ""))
    if not code:
        page.get_by_role("radio", name=group).check()
    page.get_by_role("button", name="开始答第 1 题").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("住了多久")
    return page


def onwards(page: Page) -> None:
    """To the next question, by its one filled button."""
    before = page.locator("h1").inner_text()
    page.locator(".actionbar .btn--primary").click()
    expect(page.locator("h1")).not_to_have_text(before)


def to_the_last(page: Page) -> None:
    """Skip what is left."""
    while page.get_by_role("button", name="交答卷").count() == 0:
        onwards(page)


def hand_in(page: Page) -> None:
    page.get_by_role("button", name="交答卷").click()
    page.wait_for_url("**/survey/thanks")


def test_without_a_letter_one_answers_for_ones_community_and_is_told_it_does_not_count_in_the_estimate(
    site: Site, phone: Page
) -> None:
    before = len(sheets(site))
    settled(phone, f"{site.url}/survey", place=QINGNIANLU)
    phone.get_by_role("link", name="开始答卷").click()
    expect(phone.get_by_text("不算进抽样的满意率")).to_be_visible()
    expect(phone.get_by_role("radio", checked=True)).to_have_count(0)
    begin(phone, site.url)
    onwards(phone)
    expect(phone.get_by_role("radio")).to_have_count(6)
    assert [radio.inner_text() for radio in phone.locator(".choice").all()] == [*FIVE, "说不清"]
    expect(phone.get_by_role("radio", checked=True)).to_have_count(0)
    phone.get_by_role("radio", name="比较满意").check()
    expect(phone.get_by_text("第 2 题")).to_be_visible()

    to_the_last(phone)
    hand_in(phone)

    expect(phone.get_by_role("status").filter(has_text="您的意见已收到")).to_contain_text(
        re.compile("结果 .*公布")
    )
    expect(phone.get_by_role("link", name="居民满不满意")).to_contain_text("年杭州市的居民满意率")
    found = sheets(site)
    assert len(found) == before + 1
    assert (found[-1]["kind"], found[-1]["division"]) in {(row["kind"], row["division"]) for row in found}
    assert {"R2": "4"} in [json.loads(row["answers"]) for row in found if row["division"] == QINGNIANLU]


def test_the_code_of_a_letter_fills_itself_in_and_stands_in_no_address(site: Site, phone: Page) -> None:
    code = letters(site)[0]
    settled(phone, site.url, place=QINGNIANLU)

    phone.goto(f"{site.url}/survey#{code}")

    expect(phone.get_by_label("信上的邀请码")).to_have_value(code)
    expect(phone.get_by_role("radio")).to_have_count(0)
    assert phone.url == f"{site.url}/survey/start"
    phone.get_by_role("button", name="开始答第 1 题").click()
    onwards(phone)
    phone.get_by_role("radio", name="很满意", exact=True).check()
    to_the_last(phone)
    hand_in(phone)
    expect(phone.get_by_text("这个邀请码用过了")).to_be_visible()
    expect(phone.get_by_text("您家的答卷已收到")).to_be_visible()
    assert code not in phone.url
    assert code not in Path(site.home, "serve.log").read_text("utf-8")


def test_a_letter_needs_no_community_to_be_chosen_first(site: Site, phone: Page) -> None:
    begin(phone, site.url, letters(site)[1])


def test_nothing_of_the_answers_stays_on_the_phone_but_that_they_were_handed_in(
    site: Site, phone: Page
) -> None:
    settled(phone, site.url, place=QINGNIANLU)
    begin(phone, site.url, letters(site)[2])
    phone.get_by_role("radio", name="3 年以上").check()
    to_the_last(phone)
    hand_in(phone)
    expect(phone.get_by_text("您家的答卷已收到")).to_be_visible()

    assert shelf(phone, "answers") == [{"id": this_wave(site), "invited": True, "handedIn": True}]
    assert shelf(phone, "outbox") == []


def test_who_stops_goes_on_at_the_same_question_another_day(
    site: Site, open_phone: Callable[..., Page]
) -> None:
    phone = open_phone()
    code = letters(site)[3]
    begin(phone, site.url, code)
    phone.get_by_role("radio", name="3 年以上").check()
    for _ in range(4):
        onwards(phone)
    question = phone.locator("h1").inner_text()
    phone.close()

    again = phone.context.new_page()
    again.goto(f"{site.url}/survey")
    again.get_by_role("link", name="接着答").click()
    expect(again.locator("h1")).to_have_text(question)
    again.goto(f"{site.url}/survey/start#{code}")  # the letter scanned once more
    again.get_by_role("button", name="接着答").click()
    expect(again.locator("h1")).to_have_text(question)
    for _ in range(4):
        again.get_by_role("button", name="上一题").click()
    expect(again.get_by_role("radio", name="3 年以上")).to_be_checked()


def test_services_that_were_not_used_are_not_rated_and_a_rating_goes_with_its_service(
    site: Site, phone: Page
) -> None:
    settled(phone, site.url, place="330102003057")
    begin(phone, site.url)
    onwards(phone)
    onwards(phone)
    phone.get_by_role("checkbox", name="图书室、阅览室").check()
    onwards(phone)
    expect(phone.get_by_role("group", name="图书室、阅览室")).to_be_visible()
    expect(phone.get_by_role("group", name="社区卫生服务站")).to_have_count(0)
    phone.get_by_role("group", name="图书室、阅览室").get_by_role("radio", name="一般").check()
    phone.get_by_role("button", name="上一题").click()
    phone.get_by_role("checkbox", name="都没有用过").check()
    expect(phone.get_by_role("checkbox", name="图书室、阅览室")).not_to_be_checked()
    to_the_last(phone)
    hand_in(phone)
    expect(phone.get_by_text("您的意见已收到")).to_be_visible()

    found = [json.loads(row["answers"]) for row in sheets(site) if row["division"] == "330102003057"]
    assert {"R3": ["0"]} in found


def test_a_sheet_finished_without_a_network_arrives_once_when_its_first_answers_are_lost(
    site: Site, net: Chaos, phone: Page
) -> None:
    settled(phone, net.url, place="330102003058")
    installed(phone, f"{net.url}/survey")
    expect(phone.get_by_role("link", name="开始答卷")).to_be_visible()
    phone.wait_for_timeout(300)  # the questions are fetched behind the screen
    net.cut()
    phone.context.set_offline(True)
    begin(phone, net.url)
    onwards(phone)
    phone.get_by_role("radio", name="很不满意").check()
    to_the_last(phone)
    hand_in(phone)
    expect(phone.get_by_text("存在这部手机里")).to_be_visible()
    phone.reload()
    expect(phone.get_by_text("存在这部手机里")).to_be_visible()
    before = len(sheets(site))

    net.lose_answers("PUT /api/waves/", 2)
    net.mend()
    phone.context.set_offline(False)
    for _ in range(3):
        phone.wait_for_timeout(400)
        phone.evaluate("dispatchEvent(new Event('online'))")

    expect(phone.get_by_text("您的意见已收到")).to_be_visible(timeout=25_000)
    assert net.lost == 2
    assert len(sheets(site)) == before + 1
    assert shelf(phone, "outbox") == []


def test_a_code_that_was_used_is_told_kindly_and_the_answers_go_in_with_another(
    site: Site, open_phone: Callable[..., Page]
) -> None:
    used, other = letters(site)[4:6]
    first = open_phone()
    begin(first, site.url, used)
    first.get_by_role("radio", name="不到半年").check()
    to_the_last(first)
    hand_in(first)
    expect(first.get_by_text("您家的答卷已收到")).to_be_visible()
    before = len(sheets(site))

    neighbour = open_phone()
    begin(neighbour, site.url, used)
    neighbour.get_by_role("radio", name="3 年以上").check()
    to_the_last(neighbour)
    hand_in(neighbour)
    expect(neighbour.get_by_role("heading", level=1)).to_have_text("这个邀请码已经用过了")
    expect(neighbour.get_by_text("不知道是谁答的")).to_be_visible()
    assert len(sheets(site)) == before

    neighbour.get_by_role("button", name="再对一次").click()
    neighbour.get_by_label("信上的邀请码").fill(other.lower().replace("-", " "))
    neighbour.get_by_role("button", name="交答卷").click()
    expect(neighbour.get_by_text("您家的答卷已收到")).to_be_visible()
    assert len(sheets(site)) == before + 1


def test_a_mistyped_code_is_noticed_without_a_network(site: Site, net: Chaos, phone: Page) -> None:
    installed(phone, f"{net.url}/survey")
    phone.get_by_role("link", name="开始答卷").click()
    net.cut()
    code = letters(site)[6]
    wrong = code[:-1] + ("A" if code[-1] != "A" else "C")

    phone.get_by_label("信上的邀请码").fill(wrong)
    phone.get_by_role("radio", name="本地居民户").check()
    phone.get_by_role("button", name="开始答第 1 题").click()

    expect(phone.get_by_label("信上的邀请码")).to_be_focused()
    expect(phone.get_by_label("信上的邀请码")).to_have_accessible_description(re.compile("抄错了"))


def test_when_the_survey_closes_a_late_sheet_is_refused_in_words_and_not_kept(
    own_site: Site, phone: Page
) -> None:
    settled(phone, own_site.url, place=QINGNIANLU)
    begin(phone, own_site.url)
    phone.get_by_role("radio", name="3 年以上").check()
    to_the_last(phone)
    own_site.stop()
    with closing(sqlite3.connect(Path(own_site.home, "linli.db"))) as database:
        over = date.today() - timedelta(days=3)
        database.execute(
            "UPDATE wave SET closes_on = ?, accepts_until = ? WHERE id = ?",
            [f"{over}", f"{over + timedelta(days=1)} 16:00:00+00:00", this_wave(own_site)],
        )
        database.commit()
    own_site.start()

    hand_in(phone)
    expect(phone.get_by_role("heading", level=1)).to_have_text("这次调查已经结束")
    expect(phone.get_by_text("没有收下，也没有留下")).to_be_visible()
    phone.get_by_role("button", name="知道了").click()
    until(lambda: shelf(phone, "answers") == [] and shelf(phone, "outbox") == [], phone)
    phone.goto(f"{own_site.url}/survey/start#{letters(own_site)[0]}")
    expect(phone.get_by_role("heading", level=1)).to_have_text("这次调查已经结束")
    expect(phone.get_by_text(re.compile("结果 .*公布"))).to_be_visible()


def test_a_full_phone_says_so_and_the_answer_stays_on_the_screen(site: Site, phone: Page) -> None:
    settled(phone, site.url, place=QINGNIANLU)
    begin(phone, site.url)
    phone.evaluate(
        """() => {
          IDBObjectStore.prototype.put = () => { throw new DOMException("no room", "QuotaExceededError") };
        }"""
    )
    phone.get_by_role("radio", name="3 年以上").check()

    expect(phone.get_by_role("alert")).to_contain_text("手机存满了")
    expect(phone.get_by_role("radio", name="3 年以上")).to_be_checked()


def test_the_scale_is_answered_by_keyboard_alone(site: Site, phone: Page) -> None:
    settled(phone, site.url, place=QINGNIANLU)
    begin(phone, site.url)
    onwards(phone)
    phone.get_by_role("radio", name="很满意", exact=True).focus()
    phone.keyboard.press("ArrowDown")
    phone.keyboard.press("ArrowDown")
    expect(phone.get_by_role("radio", name="一般")).to_be_checked()
    while "btn--primary" not in phone.evaluate("document.activeElement.className"):
        phone.keyboard.press("Tab")
    phone.keyboard.press("Enter")

    expect(phone.locator("h1")).to_contain_text("用过")
    expect(phone.locator("h1")).to_be_focused()


def test_the_phones_back_goes_to_the_question_before(site: Site, phone: Page) -> None:
    settled(phone, site.url, place=QINGNIANLU)
    begin(phone, site.url)
    onwards(phone)
    second = phone.locator("h1").inner_text()
    onwards(phone)

    phone.go_back()

    expect(phone.locator("h1")).to_have_text(second)


def test_no_screen_of_the_survey_keeps_anybody_out(
    site: Site, phone: Page, axe: Callable[[Page], None]
) -> None:
    settled(phone, f"{site.url}/survey", place=QINGNIANLU)
    in_every_look(phone, axe, [f"{site.url}/survey", f"{site.url}/survey/start"], ready=".btn--primary")
    phone.evaluate("localStorage.setItem('linli.lang', 'zh-CN')")
    begin(phone, site.url)
    onwards(phone)
    phone.get_by_role("radio", name="一般").check()
    every_look_of(phone, axe)
    onwards(phone)
    phone.get_by_role("checkbox").first.check()
    every_look_of(phone, axe)
    onwards(phone)
    every_look_of(phone, axe)
    to_the_last(phone)
    every_look_of(phone, axe)
    hand_in(phone)
    expect(phone.get_by_text("您的意见已收到")).to_be_visible()
    in_every_look(phone, axe, [f"{site.url}/survey/thanks", f"{site.url}/survey"], ready=".rows")
