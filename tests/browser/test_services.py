"""Finding help near one's door: one's community, the search, one service; with and without a network."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chaos import Chaos
from tests.browser.conftest import Site, installed, settled
from tests.browser.finding import NO_WORKER, QINGNIANLU, YUEWANGLU, ids, names, row, search, settled_in
from tests.browser.looks import every_look_of, in_every_look

HEMU_HUAFENG = "330105004051"  # a community without any services of its own
SIDEWAYS = "() => document.scrollingElement.scrollWidth - document.documentElement.clientWidth"


def test_j01_she_chooses_among_three_communities_of_the_same_name(
    site: Site, open_phone: Callable[..., Page]
) -> None:
    phone = open_phone(permissions=[])
    phone.add_init_script(NO_WORKER)
    phone.goto(site.url)
    phone.get_by_role("button", name="大字").click()
    expect(phone.locator("html")).to_have_attribute("data-text", "large")

    phone.get_by_label("搜社区或村").fill("huafeng")
    same = phone.get_by_role("radio", name="华丰社区")
    expect(same).to_have_count(3)
    expect(phone.get_by_role("radio", checked=True)).to_have_count(0)
    for place in ["拱墅区 和睦街道", "拱墅区 石桥街道", "余杭区 闲林街道"]:
        expect(phone.get_by_role("radio", name=f"华丰社区 {place}")).to_have_count(1)
    phone.get_by_text("拱墅区 石桥街道").click()
    phone.get_by_role("button", name="进入华丰社区").click()

    header = phone.get_by_role("banner")
    expect(header).to_contain_text("华丰社区")
    expect(header).to_contain_text("拱墅区 石桥街道")
    assert phone.evaluate(SIDEWAYS) <= 0

    search(phone, "量血压")
    first = phone.get_by_role("main").get_by_role("listitem").first
    expect(first).to_contain_text("卫生")
    expect(first).to_contain_text("走路")
    assert first.locator(".open").inner_text()
    assert (first.get_by_role("link", name="打电话").get_attribute("href") or "").startswith("tel:")

    again = phone.context.new_page()  # the next day
    again.goto(site.url)
    expect(again.get_by_role("banner")).to_contain_text("华丰社区")
    expect(again.locator("html")).to_have_attribute("data-text", "large")


def test_j01_a_community_without_services_shows_those_above_it(site: Site, phone: Page) -> None:
    settled(phone, site.url, place=HEMU_HUAFENG)

    expect(phone.get_by_text("华丰社区自己还没有登记服务，上面是街道、区和全市的。")).to_be_visible()
    assert phone.get_by_role("main").get_by_role("listitem").count() > 1


def test_j01_a_cut_network_leaves_search_and_numbers_and_says_how_old_they_are(
    site: Site, net: Chaos, phone: Page
) -> None:
    settled(phone, net.url, place=YUEWANGLU)
    expect(phone.get_by_role("heading", name="现在")).to_be_visible()
    phone.wait_for_load_state("networkidle")
    net.cut()
    phone.context.set_offline(True)

    search(phone, "配药")

    expect(phone.get_by_role("status").filter(has_text="没有网络。")).to_contain_text("存下的")
    assert "岳王路社区卫生服务站" in names(phone)


def test_without_a_worker_what_was_kept_still_answers_after_a_reload_cut_in_the_middle(
    site: Site, net: Chaos, phone: Page
) -> None:
    phone.add_init_script(NO_WORKER)
    settled(phone, net.url, place=YUEWANGLU)
    expect(phone.get_by_role("heading", name="现在")).to_be_visible()
    net.hook = lambda data: "cut" if b"/api/" in data else "pass"

    phone.reload()

    expect(phone.get_by_role("heading", name="现在")).to_be_visible()


def test_walking_down_the_network_finds_a_community_too(site: Site, phone: Page) -> None:
    phone.goto(site.url)
    phone.get_by_role("link", name="按区划选").click()
    phone.get_by_role("button", name="上城区 14 个街道、乡镇").click()
    phone.get_by_role("button", name="湖滨街道 6 个社区、村").click()
    phone.get_by_text("岳王路社区").click()

    phone.get_by_role("button", name="进入岳王路社区").click()

    expect(phone.get_by_role("banner")).to_contain_text("上城区 湖滨街道")


def test_the_community_can_be_changed_and_both_stay_at_hand(site: Site, phone: Page) -> None:
    settled(phone, site.url, place=YUEWANGLU)
    phone.get_by_role("button", name="岳王路社区").click()
    phone.get_by_role("dialog").get_by_role("link", name="另选一个社区或村").click()
    phone.get_by_label("搜社区或村").fill("青年路")
    phone.get_by_role("radio", name="青年路社区 上城区").check()
    phone.get_by_role("button", name="进入青年路社区").click()
    phone.get_by_role("button", name="青年路社区").click()

    phone.get_by_role("dialog").get_by_role("button", name="岳王路社区 上城区").click()

    expect(phone.get_by_role("banner")).to_contain_text("岳王路社区")


def test_near_me_offers_communities_and_ticks_none(site: Site, open_phone: Callable[..., Page]) -> None:
    here = {"latitude": 30.2556, "longitude": 120.1640}
    phone = open_phone(permissions=["geolocation"], geolocation=here)
    phone.goto(site.url)

    phone.get_by_role("button", name="找我附近的社区").click()

    expect(phone.get_by_role("heading", name="您住在这附近吗？")).to_be_visible()
    assert phone.get_by_role("radio").count() >= 3
    expect(phone.get_by_role("radio", checked=True)).to_have_count(0)


def test_j01_a_position_that_comes_late_or_never_leaves_the_list_as_it_is(site: Site, phone: Page) -> None:
    phone.add_init_script(
        "navigator.geolocation.getCurrentPosition = (done) => Object.assign(window, { done })"
    )
    phone.goto(site.url)
    phone.get_by_role("button", name="找我附近的社区").click()
    expect(phone.get_by_role("status").filter(has_text="正在找")).to_be_visible()

    phone.get_by_label("搜社区或村").fill("huafeng")
    same = phone.get_by_role("radio", name="华丰社区")
    expect(same).to_have_count(3)
    with phone.expect_response(re.compile(r"[?&]near=30\.")):
        phone.evaluate("() => window.done({ coords: { latitude: 30.2556, longitude: 120.164 } })")

    phone.get_by_text("拱墅区 石桥街道").click()
    expect(same).to_have_count(3)
    phone.get_by_role("button", name="进入华丰社区").click()
    expect(phone.get_by_role("banner")).to_contain_text("拱墅区 石桥街道")


def test_a_refused_position_says_what_else_can_be_done(site: Site, open_phone: Callable[..., Page]) -> None:
    phone = open_phone(permissions=[])
    phone.goto(site.url)

    phone.get_by_role("button", name="找我附近的社区").click()

    expect(phone.get_by_text("没拿到位置。")).to_be_visible()
    expect(phone.get_by_label("搜社区或村")).to_be_editable()


@pytest.mark.parametrize("typed", ["卫生服务站", "wsfwz", "weishengfuwuzhan", "看病"])
def test_a_clinic_is_found_by_name_sound_initials_and_what_people_say(
    site: Site, phone: Page, typed: str
) -> None:
    settled(phone, site.url, place=YUEWANGLU)

    search(phone, typed)

    assert "岳王路社区卫生服务站" in names(phone)[:3]


def test_typing_keeps_the_field_so_that_pinyin_can_be_composed(site: Site, phone: Page) -> None:
    settled(phone, site.url, place=YUEWANGLU)
    field = phone.get_by_label("搜服务")
    field.focus()
    phone.evaluate("() => { window.typedInto = document.activeElement; }")

    phone.keyboard.type("falv", delay=60)

    expect(phone).to_have_url(f"{site.url}/search?q=falv")
    assert phone.evaluate("() => document.activeElement === window.typedInto")
    phone.go_back()
    expect(phone).to_have_url(f"{site.url}/")


def test_filters_narrow_stay_in_the_address_and_come_off_again(site: Site, phone: Page) -> None:
    settled(phone, site.url, place=YUEWANGLU)
    search(phone, "维修")
    all_of_them = phone.locator("main .results__head b").inner_text()
    phone.get_by_role("button", name="筛选", exact=True).click()
    sheet = phone.get_by_role("dialog")
    counted = sheet.get_by_role("button", name="持社区服务证书").locator(".num").inner_text()

    sheet.get_by_role("button", name="持社区服务证书").click()
    sheet.get_by_role("button", name="看这").click()

    expect(phone.locator("main .results__head b")).to_have_text(f"{counted.strip()} 处")
    expect(phone.get_by_role("button", name="持社区服务证书")).to_have_attribute("aria-pressed", "true")
    for each in phone.get_by_role("main").locator("ul.rows > li").all():
        expect(each).to_contain_text("持社区服务证书")
    assert "certified=1" in phone.url
    phone.reload()
    expect(phone.get_by_role("button", name="持社区服务证书")).to_have_attribute("aria-pressed", "true")
    phone.get_by_role("button", name="持社区服务证书").click()
    expect(phone.locator("main .results__head b")).to_have_text(all_of_them)


def test_filters_combine_count_what_is_left_and_are_reset_at_once(site: Site, phone: Page) -> None:
    settled_in(phone, site.url, [YUEWANGLU])
    phone.goto(f"{site.url}/search")
    phone.get_by_role("button", name="筛选", exact=True).click()
    sheet = phone.get_by_role("dialog")

    for wish in ["免费", "老人", "3 公里内"]:
        left = sheet.get_by_role("button", name=wish).locator(".num").inner_text().strip()
        sheet.get_by_role("button", name=wish).click()
        expect(sheet.get_by_role("button", name="看这")).to_have_text(f"看这 {left} 处")
    kind = sheet.get_by_role("combobox").locator("optgroup option").first
    name, _, left = kind.inner_text().rstrip("）").rpartition("（")
    sheet.get_by_role("combobox").select_option(kind.get_attribute("value"))
    expect(sheet.get_by_role("button", name="看这")).to_have_text(f"看这 {left} 处")
    sheet.get_by_role("button", name="看这").click()

    for chip in [name.split("，")[0], "老人", "3 公里内", "免费"]:
        expect(phone.get_by_role("button", name=chip)).to_have_attribute("aria-pressed", "true")
    assert re.search(r"/search\?category=[a-z-]+&for=elderly&within=3000&free=1$", phone.url), (
        "and no position"
    )

    phone.get_by_role("button", name="筛选 4").click()
    phone.get_by_role("dialog").get_by_role("button", name="全部去掉").click()
    assert phone.url == f"{site.url}/search"


def test_back_from_a_service_finds_words_and_filters_as_they_were(site: Site, phone: Page) -> None:
    settled(phone, site.url, place=YUEWANGLU)
    search(phone, "法律")
    phone.get_by_role("button", name="免费").click()
    expect(phone).to_have_url(re.compile("free=1"))
    before = names(phone)

    phone.get_by_role("main").get_by_role("link", name=before[0]).first.click()
    expect(phone.get_by_role("heading", level=1)).to_have_text(before[0])
    phone.go_back()

    expect(phone.get_by_label("搜服务")).to_have_value("法律")
    expect(phone.get_by_role("button", name="免费")).to_have_attribute("aria-pressed", "true")
    assert names(phone) == before
    phone.go_back()
    expect(phone).to_have_url(f"{site.url}/")


def test_for_whom_is_chosen_from_a_sheet_that_escape_closes(site: Site, phone: Page) -> None:
    settled(phone, f"{site.url}/search", place=YUEWANGLU)
    opener = phone.get_by_role("button", name="筛选", exact=True)
    opener.click()
    phone.keyboard.press("Escape")
    expect(phone.get_by_role("dialog")).to_have_count(0)
    expect(opener).to_be_focused()

    opener.click()
    phone.get_by_role("dialog").get_by_role("button", name="老人").click()

    assert "for=elderly" in phone.url
    phone.keyboard.press("Escape")
    expect(phone.get_by_role("button", name="老人")).to_have_attribute("aria-pressed", "true")


def test_nearest_comes_first_once_the_phone_may_say_where_it_is(
    site: Site, open_phone: Callable[..., Page]
) -> None:
    here = {"latitude": 30.27419, "longitude": 120.15513}  # the city's centre, not hers
    phone = open_phone(permissions=["geolocation"], geolocation=here)
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    settled_in(phone, site.url, [YUEWANGLU])
    phone.goto(f"{site.url}/search?q=图书")
    best = names(phone)

    phone.get_by_role("button", name="离我近的在前").click()
    expect(phone.get_by_role("button", name="最合适的在前")).to_be_visible()

    assert sorted(names(phone)) == sorted(best)
    assert "near=1" in phone.url
    kept = phone.evaluate("() => JSON.stringify({ ...localStorage, ...sessionStorage })")
    for trace in [*asked, phone.url, kept]:
        assert not re.search(r"30\.274|120\.155", trace), trace


def test_a_position_that_comes_late_or_never_keeps_nobody_waiting(
    site: Site, open_phone: Callable[..., Page]
) -> None:
    phone = open_phone()
    phone.add_init_script(
        "navigator.geolocation.getCurrentPosition = (done) => Object.assign(window, { done })"
    )
    settled_in(phone, site.url, [YUEWANGLU])
    phone.goto(f"{site.url}/search?q=图书")
    expect(row(phone, "岳王路社区图书阅览室")).to_contain_text("走路约")

    phone.get_by_role("button", name="离我近的在前").click()

    expect(phone.get_by_role("button", name="正在找")).to_be_visible()
    assert names(phone)[0] == "岳王路社区图书阅览室", "sorted from the office of the community meanwhile"
    search(phone, "看书")
    phone.evaluate("() => window.done({ coords: { latitude: 30.4, longitude: 120.3 } })")
    expect(row(phone, "岳王路社区图书阅览室")).to_contain_text("公里")
    phone.get_by_role("button", name="最合适的在前").click()
    expect(phone.get_by_role("button", name="离我近的在前")).to_be_visible()


def test_a_refused_position_says_from_where_nearness_counts(
    site: Site, open_phone: Callable[..., Page]
) -> None:
    phone = open_phone(permissions=[])
    settled_in(phone, site.url, [YUEWANGLU])
    phone.goto(f"{site.url}/search?q=图书")

    phone.get_by_role("button", name="离我近的在前").click()

    expect(phone.get_by_text("没拿到位置，从社区服务站算远近。")).to_be_visible()
    assert names(phone)[0] == "岳王路社区图书阅览室"


def test_her_mother_s_community_has_a_name_of_its_own_and_is_one_tap_away(site: Site, phone: Page) -> None:
    settled_in(phone, site.url, [QINGNIANLU, YUEWANGLU])
    phone.get_by_role("button", name="青年路社区").click()
    sheet = phone.get_by_role("dialog")
    sheet.get_by_role("button", name="给“岳王路社区”改个叫法").click()
    sheet.get_by_label("您管岳王路社区叫什么？").fill("妈妈家")
    sheet.get_by_role("button", name="就这么叫").click()
    phone.keyboard.press("Escape")

    phone.get_by_role("banner").get_by_role("button", name="换到妈妈家").click()

    header = phone.get_by_role("banner")
    expect(header.locator("b")).to_have_text("妈妈家")
    expect(header).to_contain_text("岳王路社区 · 上城区 湖滨街道")
    expect(header.get_by_role("button", name="换到青年路社区")).to_be_visible()
    phone.reload()
    expect(phone.get_by_role("banner").locator("b")).to_have_text("妈妈家")


def test_favourites_open_without_a_network_and_after_a_move(site: Site, net: Chaos, phone: Page) -> None:
    settled_in(phone, net.url, [YUEWANGLU])
    installed(phone, net.url)
    search(phone, "岳王路社区卫生服务站")
    phone.get_by_role("main").get_by_role("link", name="岳王路社区卫生服务站").first.click()
    phone.get_by_role("button", name="收藏").first.click()
    expect(phone.get_by_text("收藏了，没网也能看")).to_be_visible()
    settled_in(phone, net.url, [HEMU_HUAFENG])
    expect(phone.get_by_role("heading", name="现在")).to_be_visible()
    net.cut()
    phone.context.set_offline(True)
    phone.goto(net.url)

    phone.get_by_role("link", name="我的收藏").click()

    expect(row(phone, "岳王路社区卫生服务站").locator(".open")).to_be_visible()
    expect(row(phone, "岳王路社区卫生服务站").get_by_role("link", name="电话").first).to_have_attribute(
        "href", re.compile("^tel:")
    )
    phone.get_by_role("link", name="岳王路社区卫生服务站").first.click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("岳王路社区卫生服务站")
    phone.go_back()
    phone.get_by_role("button", name="整理").click()
    phone.get_by_role("button", name="不再收藏岳王路社区卫生服务站").click()
    expect(phone.get_by_text("还没有收藏")).to_be_visible()


def test_when_nothing_fits_there_are_three_ways_on(site: Site, phone: Page) -> None:
    settled(phone, site.url, place=YUEWANGLU)

    search(phone, "潜水艇")

    expect(phone.get_by_text("没有找到“潜水艇”")).to_be_visible()
    expect(phone.get_by_role("main").get_by_role("link", name="打 96345 问")).to_have_attribute(
        "href", "tel:96345"
    )
    expect(phone.get_by_role("link", name="卫生服务")).to_be_visible()
    phone.get_by_role("link", name="没有合适的？").click()
    expect(phone).to_have_title("我要求助 · 邻里")


def test_a_service_says_hours_price_papers_and_calls_with_one_tap(site: Site, phone: Page) -> None:
    settled(phone, site.url, place=YUEWANGLU)
    search(phone, "岳王路社区卫生服务站")

    phone.get_by_role("main").get_by_role("link", name="岳王路社区卫生服务站").first.click()

    expect(phone.get_by_role("heading", level=1)).to_have_text("岳王路社区卫生服务站")
    for words in ["开门时间", "今天", "身份证或医保码", "核对过"]:
        expect(phone.get_by_role("main")).to_contain_text(words)
    call = phone.get_by_role("link", name="打电话")
    assert (call.get_attribute("href") or "").startswith("tel:")
    expect(call).to_contain_text("演示号码，打不通")
    expect(phone.get_by_role("button", name="怎么去")).to_be_visible()


def test_a_link_to_a_service_opens_for_somebody_who_never_chose_a_community(
    site: Site, phone: Page, open_phone: Callable[..., Page]
) -> None:
    settled(phone, site.url, place=YUEWANGLU)
    search(phone, "岳王路社区卫生服务站")
    link = (
        phone.get_by_role("main").get_by_role("link", name="岳王路社区卫生服务站").first.get_attribute("href")
    )
    father = open_phone()

    father.goto(f"{site.url}{link}")

    expect(father.get_by_role("heading", level=1)).to_have_text("岳王路社区卫生服务站")
    expect(father.get_by_role("link", name="打电话")).to_be_visible()
    assert father.evaluate("() => JSON.parse(localStorage.getItem('linli.places') ?? '[]')") == []


def test_a_service_that_is_not_there_says_so_and_offers_the_hotline(site: Site, phone: Page) -> None:
    settled(phone, f"{site.url}/s/00000000-0000-4000-8000-000000000000", place=YUEWANGLU)

    expect(phone.get_by_role("heading", level=1)).to_have_text("没有这个服务")
    expect(phone.get_by_role("link", name="打 96345 问")).to_be_visible()


def test_the_app_and_the_server_name_the_same_open_services(site: Site, phone: Page) -> None:
    settled(phone, f"{site.url}/search?open=1", place=YUEWANGLU)
    expect(phone.locator("main .results__head b")).to_be_visible()
    shown = ids(phone)

    answer: list[str] = []
    cursor = ""
    while True:
        now = phone.evaluate("() => new Date().toISOString()")
        query = {"division": YUEWANGLU, "open_at": now, "cursor": cursor}
        page = phone.request.get(f"{site.url}/api/services", params=query).json()
        answer += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
        if not cursor:
            break
    assert sorted(shown) == sorted(answer)


def test_english_readers_find_services_in_english(site: Site, phone: Page) -> None:
    settled(phone, site.url, place=YUEWANGLU, lang="en")

    phone.get_by_label("Search services").fill("blood pressure")

    expect(phone.get_by_role("main").get_by_role("link", name="Health Station").first).to_be_visible()
    expect(phone.locator("html")).to_have_attribute("lang", "en")


def test_a_service_once_seen_opens_without_a_network(site: Site, net: Chaos, phone: Page) -> None:
    settled(phone, net.url, place=YUEWANGLU)
    installed(phone, net.url)
    search(phone, "助餐")
    net.cut()
    phone.context.set_offline(True)

    phone.get_by_role("main").get_by_role("link", name="湖滨助餐点").first.click()

    expect(phone.get_by_role("heading", level=1)).to_have_text("湖滨助餐点")
    expect(phone.get_by_role("status").filter(has_text="没有网络。")).to_be_visible()


SCREENS = [
    "/welcome",
    "/welcome/tree?open=330102003000",
    "/",
    "/search",
    "/search?q=量血压",
    "/search?q=zzz&free=1",
    "/search?q=大字",
    "/s/{id}",
    "/search?q=图书&at=2026-10-02T10:00&for=elderly&within=3000",
    "/saved",
    "/nowhere",
]


def test_nobody_is_kept_out(site: Site, phone: Page, axe: Callable[[Page], None]) -> None:
    settled(phone, site.url, place=YUEWANGLU)
    query = {"division": YUEWANGLU, "q": "量血压"}
    found = phone.request.get(f"{site.url}/api/services", params=query).json()
    in_every_look(phone, axe, [site.url + path.format(id=found["items"][0]["id"]) for path in SCREENS])


def test_filters_and_communities_keep_nobody_out_in_any_size(
    site: Site, phone: Page, axe: Callable[[Page], None]
) -> None:
    phone.emulate_media(reduced_motion="reduce")
    settled_in(phone, site.url, [QINGNIANLU, YUEWANGLU])
    every_look_of(phone, axe)
    phone.get_by_role("button", name="青年路社区").click()
    phone.get_by_role("dialog").get_by_role("button", name="给“岳王路社区”改个叫法").click()
    every_look_of(phone, axe)

    phone.goto(f"{site.url}/search?q=量血压&for=elderly")
    phone.get_by_role("button", name="筛选 1").click()
    phone.get_by_role("dialog").get_by_role("button", name="另选日子和钟点").click()
    expect(phone.get_by_label("哪一天")).to_be_visible()
    every_look_of(phone, axe)
