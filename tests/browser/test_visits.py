"""An interviewer's days without a network: each household alone with its answers, each sheet sent once."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.chaos import Chaos, Fate
from tests.browser.conftest import Site
from tests.browser.residents import until
from tests.browser.rounds import ELSEWHERE, Round, at_door, carried, handed_over, sign_in, to_the_end
from tests.browser.test_shell import newer, upgrade, version  # noqa: F401 - fixtures

MISTYPED = "J7TQ-AHGM-R63T-FQ3X"
SHEETS = 200
BY_HAND = 3

TYPE_IN = """async (codes) => {
  const ready = async (what) => {
    while (!document.querySelector(what)) await new Promise(requestAnimationFrame);
    return document.querySelector(what);
  };
  for (const code of codes) {
    const box = await ready("#code");
    box.value = code;
    box.dispatchEvent(new InputEvent("input", { bubbles: true }));
    box.form.requestSubmit();
    (await ready(".enter__one input")).click();
    (await ready(".enter__one input:checked")).form.requestSubmit();
  }
  await ready("#code");
}"""


def cut(net: Chaos, page: Page) -> None:
    net.cut()
    page.context.set_offline(True)


def mend(net: Chaos, page: Page) -> None:
    net.mend()
    page.context.set_offline(False)


def no_sheet_leaves(data: bytes) -> Fate:
    """Everything but what was kept goes through."""
    return "cut" if data.startswith(b"PUT ") else "pass"


def test_two_hundred_kept_sheets_outlive_reloads_crashes_and_a_new_version_and_arrive_once(
    own_site: Site,
    upgrade: Callable[[], None],  # noqa: F811
    open_phone: Callable[..., Page],
) -> None:
    round = Round(own_site, doors=BY_HAND + 1, letters=SHEETS - BY_HAND)
    last, net = round.codes.pop(BY_HAND), Chaos(own_site.port)
    before = round.sheets("visit") + round.sheets("paper")
    page = carried(open_phone(), own_site, net.url)
    page.goto(f"{net.url}/desk/visits/enter?mode=paper")
    expect(page.get_by_label("信上的邀请码")).to_be_visible()
    page.goto(f"{net.url}/desk/visits")
    cut(net, page)

    for nth in range(1, BY_HAND + 1):
        at_door(page, nth)
        handed_over(page, round.codes[nth - 1])
        page.get_by_role("radio", name="3 年以上").check()
        to_the_end(page)
        page.get_by_role("button", name="我是访问员，去下一户").click()
    page.goto(f"{net.url}/desk/visits/enter?mode=paper")
    page.evaluate(TYPE_IN, round.codes[BY_HAND:])
    page.goto(f"{net.url}/desk/visits")
    expect(page.get_by_text(f"存着 {SHEETS} 份，已发 0 份")).to_be_visible()

    net.hook = no_sheet_leaves
    old = version(page)
    upgrade()
    mend(net, page)
    page.evaluate("() => navigator.serviceWorker.getRegistration().then((known) => known.update())")
    page.get_by_role("button", name="现在换").click()
    page.wait_for_function(
        "(old) => document.querySelector('script[type=module]')?.src.split('/').pop() !== old", arg=old
    )
    cut(net, page)
    page.reload()
    expect(page.get_by_text(f"存着 {SHEETS} 份，已发 0 份")).to_be_visible()

    net.hook = lambda data: "pass"
    net.lose_answers("PUT /api/waves/", 5)
    mend(net, page)
    page.evaluate("() => dispatchEvent(new Event('online'))")
    until(lambda: round.used() > SHEETS // 4, page)
    context = page.context
    page.close(run_before_unload=False)
    assert round.used() < SHEETS
    again = context.new_page()
    again.goto(f"{net.url}/desk/visits")

    expect(again.get_by_text(f"存着 0 份，已发 {SHEETS} 份")).to_be_visible(timeout=40_000)
    assert round.used() == SHEETS
    assert round.sheets("visit") + round.sheets("paper") - before == SHEETS

    cut(net, again)
    at_door(again, BY_HAND + 1)
    handed_over(again, last)
    again.get_by_role("radio", name="3 年以上").check()
    to_the_end(again)
    again.get_by_role("button", name="我是访问员，去下一户").click()
    round.close()
    mend(net, again)
    again.evaluate("() => dispatchEvent(new Event('online'))")
    expect(again.get_by_text("它还在手机里，您说可以了才删")).to_be_visible()
    again.get_by_role("button", name="知道了，删掉这份").click()
    expect(again.get_by_text("它还在手机里")).to_have_count(0)
    net.close()


def test_on_a_stairwell_each_household_is_alone_with_its_answers(
    site: Site, net: Chaos, phone: Page, open_phone: Callable[..., Page]
) -> None:
    round = Round(site, doors=5)
    elsewhere = round.letter(ELSEWHERE)
    page = carried(phone, site, net.url)
    before = round.sheets("visit")

    at_door(page, 1)
    handed_over(page, elsewhere)
    expect(page.get_by_text("这个码是别的社区的")).to_be_visible()
    handed_over(page, round.codes[1])
    expect(page.get_by_text("这个码是另一户的")).to_be_visible()
    cut(net, page)
    handed_over(page, MISTYPED)
    expect(page.get_by_text("这个码抄错了")).to_be_visible()

    handed_over(page, round.codes[0])
    expect(page.get_by_role("radio", checked=True)).to_have_count(0)
    page.get_by_role("radio", name="3 年以上").check()
    page.get_by_role("button", name="下一题").click()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("请把手机交还给访问员")
    expect(page.get_by_text("青年里")).to_have_count(0)
    page.get_by_role("button", name="接着答").click()
    to_the_end(page)
    page.get_by_role("button", name="我是访问员，去下一户").click()
    page.go_back()
    expect(page.locator(".choice")).to_have_count(0)
    page.go_forward()
    expect(page.get_by_role("link", name="青年里 2 幢")).to_be_visible()
    expect(page.locator(".choice")).to_have_count(0)

    page.goto(f"{net.url}/desk/visits")
    for nth, result in ((2, "不愿意答"), (3, "没人在家")):
        at_door(page, nth)
        page.get_by_role("button", name=result).click()
        expect(page.get_by_role("searchbox")).to_be_visible()
    at_door(page, 4)
    handed_over(page, round.codes[3])
    expect(page.get_by_role("radio", checked=True)).to_have_count(0)
    page.get_by_role("radio", name="不到半年").check()
    to_the_end(page)
    page.get_by_role("button", name="我是访问员，去下一户").click()
    expect(page.get_by_text("存着 2 份，已发 0 份")).to_be_visible()
    expect(page.get_by_text("另有 2 条上门记录没发")).to_be_visible()

    family = open_phone()
    family.goto(f"{site.url}/survey/start#{round.codes[3]}")
    family.get_by_role("button", name="开始答第 1 题").click()
    family.get_by_role("radio", name="半年至 3 年").check()
    while family.get_by_role("button", name="交答卷").count() == 0:
        family.locator(".actionbar .btn--primary").click()
    family.get_by_role("button", name="交答卷").click()
    family.wait_for_url("**/survey/thanks")
    until(lambda: round.used() == 1, family)

    page.context.clear_cookies()  # her session has ended meanwhile
    mend(net, page)
    page.evaluate("() => dispatchEvent(new Event('online'))")
    sign_in(page, site)
    expect(page.get_by_text("1 份没有收下，等您处理")).to_be_visible()
    expect(page.get_by_text("按一户一份，这份不再收，这一户只算一次")).to_be_visible()
    until(lambda: round.tries() == ["not_home", "refused"], page)
    page.get_by_role("button", name="知道了，删掉这份").click()
    expect(page.get_by_text("存着 0 份，已发 1 份")).to_be_visible()
    assert round.sheets("visit") - before == 1
    assert round.used() == 2
