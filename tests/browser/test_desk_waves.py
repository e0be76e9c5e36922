"""The whole way of a survey: frame, plan, draw, letters, an answer without a network, its number."""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.chaos import Chaos
from tests.browser.clerks import Clerk
from tests.browser.conftest import Site, installed
from tests.browser.looks import every_look_of
from tests.browser.residents import QINGNIANLU
from tests.browser.signing import sign_in_staff
from tests.browser.test_journeys_number import answers_arrive, move, percent
from tests.browser.test_letters import CODE
from tests.browser.test_survey import hand_in, to_the_last

FRAME = """区划代码,群体,户数
330102001051,居民,1200
330102001051,新居民,400
330102001052,居民,1500
330102003052,居民,1800
330102003052,新居民,500
330102003055,居民,900
"""
WRONG = FRAME.replace("1500", "很多")


def test_from_the_frame_to_the_number_that_a_resident_reads(
    page: Page, phone: Page, own_site: Site, axe: Callable[..., None], tmp_path: Path
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in_staff(page, own_site, "heping", to="/desk/surveys")
    page.get_by_role("button", name="新的调查").click()
    page.get_by_role("button", name="保存").click()
    expect(page.locator(".waves__next h2")).to_have_text("带入抽样框")
    every_look_of(page, axe)

    page.locator(".waves__next a").click()
    choose(page, WRONG)
    expect(page.get_by_role("alert")).to_contain_text("不是户数")
    choose(page, FRAME)
    page.get_by_role("button", name="带入", exact=True).click()
    expect(page.get_by_role("row")).to_have_count(7)
    every_look_of(page, axe)

    page.get_by_role("link", name="回到概况").click()
    page.locator(".waves__next a").click()
    expect(page.locator(".waves__sentence")).to_contain_text("在每个街道分清 85 % 和 80 %")
    expect(page.locator(".waves__powers b").first).to_have_text(re.compile(r"^[78]\d %$"))
    every_look_of(page, axe)
    page.get_by_label("种子").fill("2027-spring")
    page.get_by_role("button", name=re.compile("^抽 ")).click()
    expect(page.get_by_text("种子 2027-spring。再抽一次")).to_be_visible()

    page.get_by_role("link", name="回到概况").click()
    expect(page.locator(".waves__next h2")).to_have_text("开始调查")
    wave = page.url.rpartition("/")[2]
    page.get_by_role("button", name="开始调查").click()
    page.get_by_role("button", name="开始", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("还没有印过邀请信")
    page.get_by_role("dialog").get_by_role("button", name="取消").click()
    code = a_letter(page, f"{own_site.url}/desk/surveys/{wave}", tmp_path / "letters.html")
    page.get_by_role("button", name="开始调查").click()
    page.get_by_role("button", name="开始", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("比计划的日期早开始")
    expect(page.get_by_role("alert")).not_to_contain_text("邀请信")
    page.get_by_role("button", name="看过了，确认").click()
    expect(page.locator(".waves__next h2")).to_have_text("结束调查")
    every_look_of(page, axe)

    net = Chaos(own_site.port)
    answers_without_a_network(phone, net, code)
    with closing(sqlite3.connect(own_site.home / "survey.db", timeout=20)) as database:
        spent = database.execute("SELECT COUNT(*) FROM invitation WHERE wave = ? AND used = 1", [wave])
        kept = database.execute("SELECT COUNT(*) FROM response WHERE wave = ? AND mode = 'web'", [wave])
        assert (spent.fetchone()[0], kept.fetchone()[0]) == (1, 1)
    assert answers_arrive(own_site) == wave
    move(page, own_site, wave, ("结束调查", "结束", "看过了，确认"), "调查结束了")
    move(page, own_site, wave, ("公布结果", "公布"), "结果已公布")

    said = Clerk(own_site).ask("GET", f"/api/satisfaction?division={QINGNIANLU}")["items"][0]
    phone.goto(f"{net.url}/number?division={QINGNIANLU}")
    card = phone.locator("section.card").first
    expect(card).to_contain_text(f"很可能在 {percent(said['low'])} 到 {percent(said['high'])} 之间")
    expect(card).to_contain_text(f"{said['answers']} 户答了")
    if said["verdict"] == "undecided":
        expect(card).to_contain_text(f"大约再多 {said['still_needed']:,} 户答")
    every_look_of(phone, axe)
    net.close()


def a_letter(page: Page, survey: str, file: Path) -> str:
    """Prints those of a community; gives a code as it stands on the paper of a household."""
    page.goto(f"{survey}/letters?in={QINGNIANLU}")
    page.get_by_role("button", name=re.compile(r"印 \d+ 封信")).click()
    with page.expect_download() as saving:
        page.get_by_role("button", name="存成文件").click()
    saving.value.save_as(file)
    page.get_by_role("button", name="印好了，收起").click()
    page.goto(survey)
    return next(code for code in CODE.findall(file.read_text("utf-8")) if code.startswith("J"))


def answers_without_a_network(phone: Page, net: Chaos, code: str) -> None:
    """The letter is opened where there is a network, and answered where there is none; it arrives later."""
    installed(phone, f"{net.url}/survey")
    phone.goto(f"{net.url}/survey/start#{code.replace(' ', '-')}")
    phone.get_by_role("button", name="开始答第 1 题").click()
    net.cut()
    phone.context.set_offline(True)
    phone.get_by_role("radio", name="3 年以上").check()
    to_the_last(phone)
    hand_in(phone)
    expect(phone.get_by_text("存在这部手机里")).to_be_visible()
    net.mend()
    phone.context.set_offline(False)
    phone.evaluate("dispatchEvent(new Event('online'))")
    expect(phone.get_by_text("您家的答卷已收到")).to_be_visible(timeout=25_000)


def choose(page: Page, text: str) -> None:
    """Pick a file for the frame; it is looked through at once."""
    file = {"name": "frame.csv", "mimeType": "text/csv", "buffer": text.encode()}
    page.locator("input[type=file]").set_input_files([file])  # type: ignore[list-item]  # playwright's own dict
