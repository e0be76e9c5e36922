"""The screens of asking for help: what stands there, in which order, for every reader."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chaos import Chaos
from tests.browser.clerks import Clerk
from tests.browser.conftest import Site, settled
from tests.browser.residents import (
    QINGNIANLU,
    ask,
    at_home,
    choose_photos,
    picture_file,
    stored,
    until,
    write,
)
from tests.pictures import a_photo

SIDEWAYS = "() => document.scrollingElement.scrollWidth - document.documentElement.clientWidth"
KUNMING = {"latitude": 25.04, "longitude": 102.71}
MOBILE_DATA = "Object.defineProperty(navigator, 'connection', { value: { type: 'cellular' } })"
PAPERS = re.compile("身份证|户口|户籍|居住证|请登录")
MOST_GUESSES = 20  # of one address in an hour
LOOKS = [{"lang": "zh-CN"}, {"lang": "en", "theme": "dark"}, {"lang": "en", "text": "xlarge"}]


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: "-".join(look.values()))
def test_every_step_keeps_nobody_out_and_scrolls_only_downwards(
    site: Site, phone: Page, axe: Callable[[Page], None], look: dict[str, str]
) -> None:
    def check() -> None:
        expect(phone.locator("h1").first).to_be_attached()
        axe(phone)
        assert phone.evaluate(SIDEWAYS) == 0

    next_step = phone.locator(".actionbar .btn--primary")
    at_home(phone, site.url, **look)
    check()
    phone.locator(".ask").click()
    choose_photos(phone, picture_file(a_photo()), picture_file(b"", "empty.jpg"))
    check()
    next_step.click()
    phone.locator("textarea").fill("厨房有煤气味，头晕")
    expect(phone.locator(".dangerpanel")).to_be_visible()
    check()
    phone.locator(".dangerpanel .btn--quiet").click()
    next_step.click()
    phone.locator("input[name=on-behalf]").check()
    next_step.click()
    expect(phone.locator("#phone-error")).to_be_visible()
    check()
    phone.locator("#place").click()
    expect(phone.get_by_role("dialog")).to_be_visible()
    check()
    phone.keyboard.press("Escape")
    phone.locator("input[name=on-behalf]").uncheck()
    phone.locator("input[name=no-phone]").check()
    next_step.click()
    expect(phone.locator(".ticket")).to_be_visible()
    check()
    next_step.click()
    expect(phone.locator(".timeline")).to_be_visible()
    check()
    phone.goto(f"{site.url}/help/lookup")
    check()
    phone.goto(f"{site.url}/help")
    expect(phone.locator(".rcard")).to_be_visible()
    check()


def test_the_empty_list_says_what_can_be_asked_and_that_no_sign_in_is_needed(site: Site, phone: Page) -> None:
    at_home(phone, site.url)

    expect(phone.get_by_role("heading", name="还没有求助")).to_be_visible()
    expect(phone.get_by_text("不用登录，没有网也能写。")).to_be_visible()
    expect(phone.get_by_role("link", name="119")).to_have_attribute("href", "tel:119")


def test_what_waits_for_the_resident_stands_first_and_is_counted_on_the_tab(
    site: Site, net: Chaos, phone: Page
) -> None:
    clerk = Clerk(site)
    at_home(phone, net.url)
    waiting = ask(phone, "等您：您答一句")
    expect(phone.get_by_role("heading", name="收到了")).to_be_visible()
    phone.get_by_role("link", name="回到求助").click()
    ask(phone, "在办：还没人接")
    expect(phone.get_by_role("heading", name="收到了")).to_be_visible()
    clerk.does("accept", waiting)
    clerk.does("ask", waiting, note="是哪一天？")
    net.lose_answers("PUT /api/requests/", 1000)
    phone.get_by_role("link", name="回到求助").click()
    ask(phone, "没发出去：没有回音")
    expect(phone.get_by_text("服务器没有回应。")).to_be_visible()
    phone.get_by_role("link", name="回到求助").click()
    expect(phone.get_by_text("青年路社区问您：是哪一天？")).to_be_visible()
    net.cut()
    phone.context.set_offline(True)
    ask(phone, "等待发送：没有网")
    phone.get_by_role("link", name="回到求助").click()

    expect(phone.locator(".section-head h2")).to_have_text(["等您", "没发出去", "等待发送", "在办"])
    expect(phone.get_by_role("navigation").get_by_role("link", name="求助")).to_contain_text("2 件等您")


def test_danger_opens_a_panel_before_anything_else_without_a_network_too(
    site: Site, net: Chaos, phone: Page
) -> None:
    at_home(phone, net.url)
    net.cut()
    phone.context.set_offline(True)
    phone.get_by_role("link", name="我要求助").click()
    phone.get_by_role("button", name="直接写").click()
    field = phone.get_by_role("textbox", name="出了什么事？")
    field.fill("厨房有煤气味，头晕")

    panel = phone.get_by_role("alert")
    expect(panel).to_contain_text("先出去，别开灯、别点火")
    for number in ("110", "119", "120"):
        expect(panel.get_by_role("link", name=number, exact=False).first).to_have_attribute(
            "href", f"tel:{number}"
        )
    expect(panel.get_by_role("link", name="不方便说话，发短信到 12110")).to_have_attribute(
        "href", "sms:12110"
    )
    panel.get_by_role("button", name="接着写，算紧急").click()
    expect(panel).to_have_count(0)
    expect(field).to_have_value("厨房有煤气味，头晕")
    field.press_sequentially("，人已经出来了")
    expect(panel).to_have_count(0)


def test_who_does_not_want_to_live_is_shown_the_line_that_hears_them_first(site: Site, phone: Page) -> None:
    at_home(phone, site.url)
    phone.get_by_role("link", name="我要求助").click()
    phone.get_by_role("button", name="直接写").click()
    phone.get_by_role("textbox", name="出了什么事？").fill("活不下去了")

    expect(phone.get_by_role("alert").get_by_role("link").first).to_have_attribute("href", "tel:12356")


def test_danger_makes_a_request_urgent_unless_there_is_none(site: Site, phone: Page) -> None:
    for words, button, urgent in (
        ("电表箱在冒烟，没人管", "接着写，算紧急", 1),
        ("楼下在打架，小猫打架", "没有危险", 0),
    ):
        at_home(phone, site.url)
        phone.get_by_role("link", name="我要求助").click()
        phone.get_by_role("button", name="直接写").click()
        phone.get_by_role("textbox", name="出了什么事？").fill(words)
        phone.get_by_role("alert").get_by_role("button", name=button).click()
        phone.get_by_role("button", name="下一步：在哪里").click()
        phone.get_by_role("checkbox", name="不留电话").check()
        phone.get_by_role("button", name="提交求助").click()
        (request,) = until(lambda words=words: stored(site, words), phone)
        assert request["urgent"] == urgent


def test_the_kind_is_proposed_from_the_words_and_can_be_changed(site: Site, phone: Page) -> None:
    words = "楼道灯不亮，走路要摸黑"
    at_home(phone, site.url)
    phone.get_by_role("link", name="我要求助").click()
    phone.get_by_role("button", name="直接写").click()
    phone.get_by_role("textbox", name="出了什么事？").fill(words)
    expect(phone.get_by_text("看起来是：公共照明")).to_be_visible()
    expect(phone.get_by_role("radio", name="公共照明")).to_be_checked()
    phone.get_by_role("button", name="别的").click()
    phone.get_by_role("radio", name="物业", exact=True).check(force=True)
    phone.get_by_role("button", name="下一步：在哪里").click()
    phone.get_by_role("checkbox", name="不留电话").check()
    phone.get_by_role("button", name="提交求助").click()

    (request,) = until(lambda: stored(site, words), phone)
    assert request["category"] == "property"


def test_a_home_address_is_kept_with_the_contact_a_public_place_with_the_request(
    site: Site, phone: Page
) -> None:
    for words, address, is_public in (
        ("路灯不亮，公共的", "青年路 23 号", True),
        ("想找钟点工，家里的", "3 单元 402", False),
    ):
        at_home(phone, site.url)
        write(phone, words)
        phone.get_by_role("textbox", name="在哪里？").fill(address)
        phone.get_by_role("button", name="提交求助").click()
        (request,) = until(lambda words=words: stored(site, words), phone)
        assert request["address"] == (address if is_public else "")


def test_somebody_elses_request_needs_their_name_and_consent(site: Site, phone: Page) -> None:
    words = "替妈妈问送餐"
    at_home(phone, site.url)
    write(phone, words, phone="138 0571 0002")
    phone.get_by_role("checkbox", name="替别人求助").check()
    phone.get_by_role("button", name="提交求助").click()
    expect(phone.get_by_label("对方怎么称呼")).to_be_focused()
    expect(phone.get_by_label("对方怎么称呼")).to_have_accessible_description(
        "请写对方怎么称呼，办事的人好找到。"
    )
    phone.get_by_label("对方怎么称呼").fill("顾奶奶")
    phone.get_by_label("对方的号码（可不写）").fill("0571 8888 1234")
    phone.get_by_role("button", name="提交求助").click()
    expect(phone.get_by_role("checkbox", name="对方同意我替他求助")).to_be_focused()
    phone.get_by_role("checkbox", name="对方同意我替他求助").check()
    expect(phone.locator(".review")).to_contain_text("顾奶奶")
    phone.get_by_role("button", name="提交求助").click()

    until(lambda: stored(site, words), phone)


def test_another_community_is_found_by_its_initials_and_acts_first(site: Site, phone: Page) -> None:
    words = "华丰那边的路灯"
    at_home(phone, site.url)
    write(phone, words)
    phone.get_by_role("button", name="归哪个社区？").click()
    dialog = phone.get_by_role("dialog")
    dialog.get_by_role("textbox", name="找别的社区").fill("huafeng")
    dialog.get_by_role("radio", name="华丰社区 拱墅区 石桥街道").click()
    expect(phone.get_by_text("先由华丰社区办；到时间没人办，自动转给石桥街道。")).to_be_visible()
    phone.get_by_role("button", name="提交求助").click()

    (request,) = until(lambda: stored(site, words), phone)
    assert request["place"] == request["holder"] != "330102003052"


def test_j03_a_migrant_asks_without_papers_phone_or_house_number_and_follows_it_on_a_friends_phone(
    site: Site, open_phone: Callable[..., Page]
) -> None:
    words = "老板三个月没发工资，不知道找谁"
    phone = open_phone(permissions=["geolocation"], geolocation=KUNMING)
    phone.add_init_script(MOBILE_DATA)
    phone.goto(f"{site.url}/help")  # no community chosen
    write(phone, words, [a_photo()])
    expect(phone.locator(".help__note")).to_contain_text("两个都有才能查，请拍下来。")
    expect(phone.locator(".review")).to_contain_text(re.compile(r"1 张，约 [\d.]+ [KM]B 现在用的是流量。"))
    phone.get_by_role("textbox", name="在哪里？").fill("蓝色铁门那栋，三楼")
    place = phone.get_by_role("button", name="归哪个社区？")
    phone.get_by_role("button", name="用我现在的位置").click()
    expect(phone.get_by_role("button", name="换成")).to_be_visible()  # asked, as it is outside of all
    expect(place).to_contain_text("请选出事的地方归哪个社区。")
    phone.get_by_role("button", name="提交求助").click()
    expect(place).to_be_focused()
    expect(place).to_have_accessible_description("请选出事的地方归哪个社区。")
    assert stored(site, words) == []
    phone.get_by_role("button", name="不附位置").click()
    place.click()
    dialog = phone.get_by_role("dialog")
    dialog.get_by_role("textbox", name="找别的社区").fill("qingnianlu")
    dialog.get_by_role("radio", name="青年路社区 上城区").click()
    expect(place).to_contain_text("青年路社区")
    assert not PAPERS.search(phone.get_by_role("main").inner_text())
    phone.get_by_role("button", name="提交求助").click()
    expect(phone.locator(".ticket dd")).to_have_count(2)
    expect(phone.get_by_text("请拍下来：两个都有，在别的手机上也能查。")).to_be_visible()
    assert not PAPERS.search(phone.get_by_role("main").inner_text())
    id = phone.url.rsplit("/", 1)[1]
    number, code = phone.locator(".ticket dd").all_inner_texts()
    (request,) = stored(site, words)
    assert request["place"] == request["holder"] == QINGNIANLU

    friend = open_phone(extra_http_headers={"X-Forwarded-For": "203.0.113.33"})
    friend.clock.install(time=datetime.now(UTC) + timedelta(days=1))
    settled(friend, f"{site.url}/help", place=QINGNIANLU)
    friend.get_by_role("link", name="用编号和查询码查进展").click()
    friend.get_by_label("求助编号").fill(number)
    friend.get_by_role("button", name="查进展").click()
    expect(friend.get_by_label("8 位查询码")).to_have_accessible_description("查询码是 8 个数字。")
    for _ in range(5):
        assert looked_up(friend, "0000 0000") == 404
        expect(friend.get_by_role("alert")).to_contain_text("没有查到。")
    assert looked_up(friend, code) == 200
    expect(friend.get_by_role("heading", name=words)).to_be_visible()
    expect(friend.locator(".timeline li")).to_contain_text(
        re.compile("您提交了求助.*昨天|昨天.*您提交了求助")
    )
    expect(friend.get_by_text("这是按编号打开的，只能看。")).to_be_visible()
    expect(friend.get_by_role("button", name="补充一句")).to_have_count(0)
    assert friend.url == f"{site.url}/help/r/{id}"

    friend.goto(f"{site.url}/help/lookup")
    friend.get_by_label("求助编号").fill(number)
    answers = [looked_up(friend, "0000 0000") for _ in range(MOST_GUESSES)]
    assert set(answers) == {404, 429}
    assert looked_up(friend, code) == 429  # the right one has to wait, too
    expect(friend.get_by_role("alert")).to_contain_text("请稍等一会儿再试。")
    friend.goto(f"{site.url}/help")
    expect(friend.get_by_role("heading", name="还没有求助")).to_be_visible()


def looked_up(page: Page, code: str) -> int:
    """Number and this code, as typed; gives the server's answer."""
    page.get_by_label("8 位查询码").fill(code)
    with page.expect_response("**/api/requests/lookup") as answer:
        page.get_by_role("button", name="查进展").click()
    expect(page.locator("form [aria-busy=true]")).to_have_count(0)
    return answer.value.status


def test_a_slip_in_the_number_is_found_before_anybody_is_asked(site: Site, phone: Page) -> None:
    at_home(phone, site.url)
    phone.get_by_role("link", name="用编号和查询码查进展").click()
    phone.get_by_label("求助编号").fill("2611-000019")
    phone.get_by_label("8 位查询码").fill("12345678")
    phone.get_by_role("button", name="查进展").click()

    expect(phone.get_by_label("求助编号")).to_be_focused()
    expect(phone.get_by_label("求助编号")).to_have_accessible_description(
        "编号少了一位，或错了一位，再看看。 比如 2611-000018"
    )


def test_the_course_is_told_newest_first_with_who_looked_at_the_number(site: Site, phone: Page) -> None:
    clerk = Clerk(site)
    at_home(phone, site.url)
    id = ask(phone, "经过：谁在什么时候", phone="138 0571 0003")
    expect(phone.get_by_role("heading", name="收到了")).to_be_visible()
    clerk.does("accept", id, note="明天来看。")
    clerk.looks_at_contact(id)
    phone.get_by_role("link", name="看进展").click()

    expect(phone.locator(".timeline .what")).to_have_text(["青年路社区 周敏 已受理", "您提交了求助"])
    expect(phone.locator(".bubble")).to_have_text("明天来看。")
    expect(phone.get_by_text("青年路社区 周敏，今天")).to_be_visible()


def test_a_question_is_answered_with_words_and_a_photo_right_below_it(site: Site, phone: Page) -> None:
    clerk = Clerk(site)
    at_home(phone, site.url)
    id = ask(phone, "问了就答")
    expect(phone.get_by_role("heading", name="收到了")).to_be_visible()
    clerk.does("accept", id)
    clerk.does("ask", id, note="哪个桶满了？")
    phone.get_by_role("link", name="看进展").click()
    expect(phone.get_by_role("heading", name="青年路社区 周敏 问您")).to_be_visible()
    phone.get_by_role("button", name="回话").click()
    expect(phone.get_by_label("您的回话")).to_have_accessible_description("请写一句，或加一张照片。")
    phone.get_by_label("您的回话").fill("最里面的绿桶")
    phone.locator("form input[data-source=album]").set_input_files([picture_file(a_photo())])
    phone.get_by_role("button", name="回话").click()

    expect(phone.locator(".timeline .what").first).to_have_text("您回了话")
    expect(phone.locator(".timeline li").first).to_contain_text("最里面的绿桶")
    expect(
        phone.locator(".timeline li").first.get_by_role("button", name="照片 1，点开看大图")
    ).to_be_visible()
    assert clerk.ask("GET", f"/api/desk/requests/{id}")["state"] == "in_progress"


def test_not_yet_opens_it_again_under_the_same_number(site: Site, phone: Page) -> None:
    clerk = Clerk(site)
    at_home(phone, site.url)
    id = ask(phone, "灯还是不亮")
    expect(phone.get_by_role("heading", name="收到了")).to_be_visible()
    clerk.does("accept", id)
    clerk.does("resolve", id, note="修好了。", outcome="solved")
    phone.get_by_role("link", name="看进展").click()
    expect(phone.get_by_role("radio", checked=True)).to_have_count(0)
    phone.get_by_text("还没有", exact=True).click()
    phone.get_by_role("button", name="提交评价").click()
    expect(phone.get_by_label("哪里还没好？")).to_be_focused()
    phone.get_by_label("哪里还没好？").fill("三楼还是黑的")
    phone.get_by_role("button", name="提交评价").click()

    expect(phone.locator(".timeline .what").first).to_have_text("您说还没办好，再办")
    assert clerk.ask("GET", f"/api/desk/requests/{id}")["state"] == "accepted"


def test_it_can_be_withdrawn_with_a_reason(site: Site, phone: Page) -> None:
    words = "又自己修好了"
    at_home(phone, site.url)
    ask(phone, words)
    expect(phone.get_by_role("heading", name="收到了")).to_be_visible()
    phone.get_by_role("link", name="看进展").click()
    phone.get_by_role("button", name="更多").click()
    phone.get_by_role("dialog").get_by_role("button", name="撤回求助").click()
    phone.get_by_text("自己解决了", exact=True).click()
    phone.get_by_role("dialog").get_by_role("button", name="撤回求助").click()

    expect(phone.locator(".timeline .what").first).to_have_text("您撤回了求助")
    expect(phone.locator(".timeline li").first).to_contain_text("自己解决了")


def test_the_stored_copy_is_read_without_a_network_and_says_of_when_it_is(
    site: Site, net: Chaos, phone: Page
) -> None:
    at_home(phone, net.url)
    id = ask(phone, "没网也要看得到")
    expect(phone.get_by_role("heading", name="收到了")).to_be_visible()
    phone.get_by_role("link", name="看进展").click()
    expect(phone.get_by_text("您提交了求助")).to_be_visible()
    net.cut()
    phone.context.set_offline(True)
    phone.goto(f"{net.url}/help/r/{id}")

    expect(phone.get_by_text("没有网络，这是今天")).to_be_visible()
    expect(phone.get_by_text("您提交了求助")).to_be_visible()


def test_a_photo_opens_as_large_as_the_screen_and_escape_closes_it(site: Site, phone: Page) -> None:
    at_home(phone, site.url)
    ask(phone, "两张照片看大图", [a_photo(), a_photo(3)])
    expect(phone.get_by_role("heading", name="收到了")).to_be_visible()
    phone.get_by_role("link", name="看进展").click()
    opener = phone.get_by_role("button", name="照片 1，点开看大图")
    opener.click()
    viewer = phone.get_by_role("dialog", name="照片 1，共 2 张")
    expect(viewer.get_by_role("img", name="照片 1")).to_be_visible()
    phone.keyboard.press("ArrowRight")
    expect(phone.get_by_role("dialog").get_by_role("img", name="照片 2")).to_be_visible()
    phone.keyboard.press("Escape")

    expect(phone.get_by_role("dialog")).to_have_count(0)
    expect(opener).to_be_focused()


def test_back_goes_one_step_back_with_everything_kept(site: Site, phone: Page) -> None:
    at_home(phone, site.url)
    write(phone, "返回也不丢")
    phone.go_back()
    expect(phone.get_by_role("textbox", name="出了什么事？")).to_have_value("返回也不丢")
    phone.go_back()
    expect(phone.get_by_role("button", name="拍照片")).to_be_visible()
    phone.go_back()
    expect(phone.get_by_role("link", name="返回也不丢")).to_be_visible()
