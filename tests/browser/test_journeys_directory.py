"""Finding, by people: at home and at her son's, on a holiday without a network, at night, in a hurry."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chaos import Chaos
from tests.browser.conftest import Site, installed
from tests.browser.finding import (
    NO_WORKER,
    QINGNIANLU,
    YUEWANGLU,
    Fingers,
    ids,
    names,
    row,
    search,
    settled_in,
)
from tests.browser.test_desk_directory import OFFICE, Editor

SHANGHAI = timezone(timedelta(hours=8))
ROOM = "岳王路社区图书阅览室"
CLINIC = "岳王路社区卫生服务站"


def shanghai(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of 2026 on the city's clock."""
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


def at(page: Page, moment: datetime) -> None:
    """The phone's clock stands there from now on."""
    page.clock.install(time=moment)


# J01: Wang Guizhen, 72, in WeChat, at her son's.


def test_j01_from_the_link_to_the_call_in_seven_taps(site: Site, open_phone: Callable[..., Page]) -> None:
    phone = open_phone(permissions=[])
    phone.add_init_script(NO_WORKER)
    fingers = Fingers(phone)
    phone.goto(site.url)

    fingers.tap(phone.get_by_role("button", name="大字"))
    fingers.tap(phone.get_by_label("搜社区或村"))
    phone.keyboard.type("yuewang", delay=30)
    fingers.letters += 7
    fingers.tap(phone.get_by_text("上城区 湖滨街道"))
    fingers.tap(phone.get_by_role("button", name="进入岳王路社区"))
    fingers.tap(phone.get_by_label("搜服务"))
    phone.keyboard.insert_text("量血压")

    first = phone.get_by_role("main").get_by_role("listitem").filter(has=phone.locator(".open")).first
    expect(first).to_contain_text("走路约")
    call = first.get_by_role("link", name="打电话")
    assert (call.get_attribute("href") or "").startswith("tel:")
    assert fingers.taps + 1 <= 7
    assert fingers.letters <= 7


# J02: Mr Zhou, 66, wants the reading room on National Day; last online on 20 September.


@pytest.fixture(params=["Asia/Shanghai", "America/New_York"])
def on_holiday(request: pytest.FixtureRequest, net: Chaos, open_phone: Callable[..., Page]) -> Page:
    """His phone on 2 October 2026, 10:00, cut; also where its zone is another."""
    phone = open_phone(timezone_id=request.param)
    at(phone, shanghai(9, 20, 9))
    settled_in(phone, net.url, [YUEWANGLU])
    installed(phone, net.url)
    expect(phone.get_by_role("heading", name="现在")).to_be_visible()
    net.cut()
    phone.context.set_offline(True)
    phone.clock.set_system_time(shanghai(10, 2, 10))
    phone.goto(net.url)
    return phone


def choose_time(page: Page, day: str, clock: str) -> None:
    """In the sheet of filters."""
    page.get_by_role("button", name="筛选").first.click()
    sheet = page.get_by_role("dialog")
    other = sheet.get_by_role("button", name="另选日子和钟点")
    if other.get_attribute("aria-pressed") == "false":
        other.click()
    sheet.get_by_label("哪一天").fill(day)
    sheet.get_by_label("几点").fill(clock)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_j02_the_room_is_shut_for_the_holiday_and_says_until_when(on_holiday: Page) -> None:
    phone = on_holiday
    expect(phone.get_by_role("status").filter(has_text="没有网络。")).to_contain_text("9 月 20 日")

    search(phone, "图书")

    expect(row(phone, ROOM)).to_contain_text("国庆节放假，10 月 8 日 9:00 开")
    expect(row(phone, "上城区图书馆").locator(".open--shut")).to_have_count(0)


def test_j02_a_breakfast_place_that_knows_no_holidays_says_until_when(on_holiday: Page) -> None:
    phone = on_holiday
    phone.clock.set_system_time(shanghai(10, 2, 7))
    phone.reload()

    search(phone, "早点")

    assert re.search(r"开到|分钟后关|\d 关", phone.locator("main ul.rows .open").first.inner_text())


def test_j02_any_day_can_be_asked_about(on_holiday: Page) -> None:
    phone = on_holiday
    search(phone, "图书")

    choose_time(phone, "2026-10-10", "09:00")  # a Saturday that is worked instead
    expect(row(phone, ROOM)).to_contain_text("开到 20:00")  # on weekends until five
    expect(phone.get_by_role("main")).to_contain_text("这天调休，要上班")
    assert "at=2026-10-10T09%3A00" in phone.url

    choose_time(phone, "2026-09-20", "10:00")  # a Sunday that was
    expect(row(phone, ROOM)).to_contain_text("开到 20:00")

    choose_time(phone, "2026-09-25", "10:00")
    expect(phone.get_by_role("main")).to_contain_text("中秋节放假")
    expect(row(phone, "上城区图书馆")).to_be_visible()
    assert ROOM not in names(phone)

    choose_time(phone, "2027-10-12", "10:00")  # of a year without a table
    expect(phone.get_by_role("main")).to_contain_text("2027 年放假安排还没公布")
    expect(row(phone, ROOM)).to_contain_text("平时这个时间开着，先打电话问")


def test_j02_what_shuts_by_itself_is_shut_also_on_a_day_that_is_worked(site: Site, phone: Page) -> None:
    clerk = Editor(site, "zhoumin")
    repairs = {"closed": True, "valid_from": "2026-10-10", "valid_to": "2026-10-10", "note": "装修"}
    clerk.a_service("甜水巷修锁甲店")
    clerk.a_service("甜水巷修锁乙店", hours=[*OFFICE, repairs])
    at(phone, shanghai(10, 10, 9))
    settled_in(phone, site.url, [QINGNIANLU])

    search(phone, "甜水巷修锁")

    expect(row(phone, "甜水巷修锁甲店")).to_contain_text("开到 12:00")
    expect(row(phone, "甜水巷修锁乙店")).to_contain_text("装修")
    expect(row(phone, "甜水巷修锁乙店").locator(".open--shut")).to_be_visible()
    asked = {"division": QINGNIANLU, "q": "甜水巷修锁", "open_at": shanghai(10, 10, 9).isoformat()}
    answer = phone.request.get(f"{site.url}/api/services", params=asked).json()
    named = [item["name"] for item in answer["items"]]
    assert "甜水巷修锁甲店" in named
    assert "甜水巷修锁乙店" not in named


def test_j02_the_app_and_the_server_name_the_same_open_services_at_fifty_instants(
    own_site: Site, phone: Page
) -> None:
    settled_in(phone, own_site.url, [YUEWANGLU])
    phone.goto(f"{own_site.url}/search?open=1")
    phone.locator("main .results__head b").wait_for()
    begin = shanghai(9, 27, 0)
    instants = [begin + timedelta(minutes=n * (14 * 1440 // 50) + n) for n in range(50)]

    for instant in instants:
        chosen = instant.strftime("%Y-%m-%dT%H:%M")
        phone.evaluate(
            """(address) => {
              history.replaceState(history.state, "", address);
              dispatchEvent(new PopStateEvent("popstate"));
            }""",
            f"/search?at={chosen}",
        )
        day = "一二三四五六日"[instant.weekday()]
        words = f"{instant.month} 月 {instant.day} 日周{day} {instant.hour}:{chosen[-2:]}"
        expect(phone.get_by_role("button", name=words)).to_be_visible()
        shown = [] if phone.get_by_text(f"{words}都关着").count() else ids(phone)
        assert sorted(shown) == sorted(open_on_the_server(phone, own_site, instant)), chosen


def open_on_the_server(page: Page, site: Site, instant: datetime) -> list[str]:
    """What `GET /api/services?open_at=` names, page by page; waits where the server says so."""
    found: list[str] = []
    query: dict[str, Any] = {"division": YUEWANGLU, "open_at": instant.astimezone(UTC).isoformat()}
    while True:
        answer = page.request.get(f"{site.url}/api/services", params=query)
        if answer.status == 429:
            page.wait_for_timeout(1000 * int(answer.headers["retry-after"]))
            continue
        body = answer.json()
        found += [item["id"] for item in body["items"]]
        if not body["next_cursor"]:
            return found
        query["cursor"] = body["next_cursor"]


# J03: Li Qiang, 29, migrant worker, is owed his wages.


def test_j03_unpaid_wages_lead_to_legal_aid_and_mediation_that_cost_nothing(site: Site, phone: Page) -> None:
    settled_in(phone, site.url, [YUEWANGLU])

    search(phone, "拖欠工资")

    terms = {
        term
        for link in names(phone)[:3]
        for term in [
            phone.request.get(f"{site.url}/api/services", params={"division": YUEWANGLU, "q": link}).json()[
                "items"
            ][0]["category"]
        ]
    }
    assert terms <= {"legal-aid", "mediation"}

    phone.get_by_role("button", name="筛选", exact=True).click()
    sheet = phone.get_by_role("dialog")
    sheet.get_by_role("button", name="免费").click()
    sheet.get_by_role("button", name="新居民").click()
    sheet.get_by_role("button", name="看这").click()
    assert names(phone)
    for each in phone.get_by_role("main").locator("ul.rows > li").all():
        expect(each).to_contain_text("免费")
    phone.get_by_role("main").locator("ul.rows a").first.click()
    expect(phone.get_by_role("main")).to_contain_text("没有本地户口也行")
    expect(phone.get_by_role("main")).to_contain_text("身份证和有关的材料：合同、工资条、聊天记录都行")


# J04: Zhang Min, 31, at 23:40, her child has a fever; dark mode.


@pytest.fixture
def at_night(site: Site, open_phone: Callable[..., Page]) -> Page:
    """Her phone on a Tuesday, 23:40."""
    phone = open_phone(color_scheme="dark")
    at(phone, shanghai(11, 24, 23, 40))
    settled_in(phone, site.url, [YUEWANGLU])
    return phone


def test_j04_at_night_no_clinic_pretends_to_be_open_and_somebody_answers(at_night: Page) -> None:
    phone = at_night

    search(phone, "发烧")

    said = phone.get_by_role("status").filter(has_text="现在都关了")
    expect(said).to_contain_text(re.compile(r"最早开的是.+：明天 \d+:\d\d 开"))
    expect(row(phone, CLINIC)).to_contain_text("明天 8:00 开")
    first = phone.get_by_role("main").locator("ul.rows > li").first.bounding_box()
    for number in ["120", "96345"]:
        call = phone.get_by_role("main").locator(f"a.btn[href='tel:{number}']")
        expect(call).to_be_visible()
        box = call.bounding_box()
        assert box
        assert first
        assert box["y"] < first["y"], "above the list"


@pytest.mark.parametrize("hour", [(24, 23, 40), (25, 0, 30)])
def test_j04_a_pharmacy_open_overnight_is_open_before_and_after_midnight(
    at_night: Page, hour: tuple[int, int, int]
) -> None:
    phone = at_night
    phone.clock.set_system_time(shanghai(11, *hour))
    phone.reload()

    search(phone, "夜间药房")

    expect(row(phone, "湖滨夜间药房")).to_contain_text(re.compile(r"开到 (明天 )?6:00"))


# A resident who never saw the app: four taps, or six letters.


@pytest.fixture
def newcomer(site: Site, open_phone: Callable[..., Page]) -> Callable[[], Fingers]:
    """Opens the app for somebody who has only chosen the community; Tuesday, 10:00."""

    def open_app() -> Fingers:
        phone = open_phone()
        at(phone, shanghai(11, 24, 10))
        settled_in(phone, site.url, [YUEWANGLU])
        return Fingers(phone)

    return open_app


def expect_call(fingers: Fingers, name: str, *words: str) -> None:
    """The service is in sight with these words, open, and can be called."""
    found = row(fingers.page, name)
    expect(found).to_be_in_viewport()
    expect(found.locator(".open:not(.open--shut)")).to_be_visible()
    for word in words:
        expect(found).to_contain_text(word)


def test_blood_pressure_near_here_now_by_taps(newcomer: Callable[[], Fingers]) -> None:
    fingers = newcomer()

    fingers.tap(fingers.page.get_by_role("link", name="卫生服务"))
    fingers.tap(fingers.page.get_by_role("button", name="现在开着"))

    expect_call(fingers, CLINIC, "量血压", "走路约")
    assert fingers.taps <= 4


def test_blood_pressure_near_here_now_by_letters(newcomer: Callable[[], Fingers]) -> None:
    fingers = newcomer()

    fingers.type("lxy")

    expect_call(fingers, CLINIC, "量血压", "走路约")
    assert fingers.letters <= 6


def test_a_lawyer_who_costs_nothing_by_taps(newcomer: Callable[[], Fingers]) -> None:
    fingers = newcomer()

    fingers.tap(fingers.page.get_by_role("link", name="法律援助"))
    fingers.tap(fingers.page.get_by_role("button", name="免费"))

    first = fingers.page.get_by_role("main").locator("ul.rows > li").first
    expect(first).to_be_in_viewport()
    expect(first).to_contain_text("免费")
    expect(first).to_contain_text("法律")
    assert fingers.taps <= 4


def test_a_lawyer_who_costs_nothing_by_letters(newcomer: Callable[[], Fingers]) -> None:
    fingers = newcomer()

    fingers.type("lvshi")

    first = fingers.page.get_by_role("main").locator("ul.rows > li").first
    expect(first).to_be_in_viewport()
    expect(first).to_contain_text("免费")
    expect(first).to_contain_text(re.compile("法律|律师"))
    assert fingers.letters <= 6
