"""A day without a network: find a service, ask for help, answer the survey; all of it arrives once."""

from playwright.sync_api import Page, expect

from tests.browser.chaos import Chaos
from tests.browser.conftest import Site, installed, settled
from tests.browser.residents import QINGNIANLU, ask, kept_pictures, shelf, stored, until
from tests.browser.test_survey import begin, hand_in, onwards, sheets, to_the_last
from tests.pictures import a_photo

WORDS = "没网的一天，楼道灯坏了"


def test_what_is_done_without_a_network_arrives_once_though_the_first_answers_are_lost(
    site: Site, net: Chaos, phone: Page
) -> None:
    settled(phone, net.url, place=QINGNIANLU)
    installed(phone, net.url)
    until(lambda: len(shelf(phone, "fragments")) == 4 and len(shelf(phone, "pages")) >= 3, phone)
    sheets_before = len(sheets(site))
    net.cut()
    phone.context.set_offline(True)

    phone.goto(net.url)
    phone.get_by_label("搜服务").fill("liangxueya")
    expect(phone.get_by_role("link", name="卫生服务站").first).to_be_visible()
    phone.goto(f"{net.url}/help")
    id = ask(phone, WORDS, [a_photo(6), a_photo(1)])
    expect(phone.get_by_role("heading", level=1)).to_have_text("存在手机里，等待发送")
    begin(phone, net.url)
    onwards(phone)
    phone.get_by_role("radio", name="比较满意").check()
    to_the_last(phone)
    hand_in(phone)
    expect(phone.get_by_text("存在这部手机里")).to_be_visible()
    context = phone.context
    phone.close()
    assert stored(site, WORDS) == []

    for first in (f"PUT /api/requests/{id} ", f"PUT /api/requests/{id}/photos/", "PUT /api/waves/"):
        net.lose_answers(first, 1)
    net.mend()
    context.set_offline(False)
    again = context.new_page()
    again.goto(net.url)
    until(lambda: not shelf(again, "outbox"), again)

    assert net.lost == 3
    (request,) = stored(site, WORDS)
    assert request["photos_expected"] == len(kept_pictures(site, id)) == 2
    assert len(sheets(site)) == sheets_before + 1


def test_the_first_start_without_a_network_says_so_at_once_and_goes_on_when_it_is_back(
    site: Site, phone: Page
) -> None:
    installed(phone, site.url)
    phone.context.set_offline(True)
    phone.goto(site.url)

    expect(phone.get_by_text("第一次选社区要连一下网，以后没网也能用。打电话不用等。")).to_have_count(1)
    expect(phone.get_by_role("link", name="96345").first).to_be_visible()
    phone.get_by_label("搜社区或村").fill("qingnianlu")
    expect(phone.get_by_text("第一次选社区要连一下网")).to_have_count(1)

    phone.context.set_offline(False)
    expect(phone.get_by_role("radio", name="青年路社区").first).to_be_visible()
    expect(phone.get_by_text("第一次选社区要连一下网")).to_have_count(0)
