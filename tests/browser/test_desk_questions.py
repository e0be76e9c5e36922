"""A statistician writes what a survey asks, and sees at once how a phone asks it and what is still wrong."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.browser.looks import every_look_of
from tests.browser.signing import sign_in_staff

ROWS = ".q-row__main"


def a_draft(site: Site) -> str:
    """A survey of the next year, not begun, that asks what this year's asked."""
    with closing(sqlite3.connect(Path(site.home, "linli.db"), timeout=20)) as database:
        database.row_factory = sqlite3.Row
        row = dict(database.execute("SELECT * FROM wave ORDER BY year DESC LIMIT 1").fetchone())
        row |= {"id": str(uuid4()), "year": row["year"] + 1, "state": "draft"}
        row |= {"opens_on": "2027-11-01", "closes_on": "2027-11-30"}
        marks = ", ".join("?" * len(row))
        database.execute(f"INSERT INTO wave ({', '.join(row)}) VALUES ({marks})", [*row.values()])
        database.commit()
        return str(row["id"])


def kept(site: Site, wave: str) -> dict[str, Any]:
    """The questionnaire as the server has it."""
    with closing(sqlite3.connect(f"file:{site.home}/linli.db?mode=ro", uri=True)) as database:
        (text,) = database.execute("SELECT questionnaire FROM wave WHERE id = ?", [wave]).fetchone()
        read: dict[str, Any] = json.loads(text)
        return read


def test_a_question_with_a_skip_is_written_seen_on_the_phone_checked_and_taken_along(
    own_site: Site, open_phone: Callable[..., Page], axe: Callable[[Page], None], tmp_path: Path
) -> None:
    site, wave = own_site, a_draft(own_site)
    desk = open_phone(viewport={"width": 1280, "height": 800}, is_mobile=False)
    sign_in_staff(desk, site, "heping", to=f"/desk/surveys/{wave}/questions")
    saved = desk.locator("[data-standing=saved]")
    preview = desk.get_by_role("region", name="手机上的样子")
    checks = desk.get_by_role("region", name="检查")
    expect(checks.get_by_text("没有问题，可以开始调查。")).to_be_visible()

    # a ranking, asked only of those who have lived here for more than three years
    desk.get_by_role("button", name="加一题", exact=True).click()
    desk.keyboard.type("最先办哪几件？")  # the new question has the focus
    desk.get_by_label("题型").select_option("ranking")
    for number, name in (("1", "装电梯"), ("2", "停车")):
        desk.get_by_label(f"选项 {number}（中文）").fill(name)
    desk.get_by_role("button", name="加一个条件").click()
    desk.get_by_label("看哪一题").select_option("R1")
    desk.get_by_role("checkbox", name="3 年以上").check()

    # skipped on the phone, until somebody answers so; ranked by keys alone
    expect(preview.get_by_text("这一题会跳过")).to_be_visible()
    preview.get_by_role("button", name="从头答").click()
    preview.get_by_role("radio", name="3 年以上").check()
    desk.locator(ROWS).last.click()
    desk.locator(ROWS).last.click()
    expect(preview.get_by_text("这一题会跳过")).to_have_count(0)
    preview.get_by_role("button", name="停车").focus()
    desk.keyboard.press("Enter")
    desk.keyboard.press("Enter")  # the focus went on to what is left
    expect(preview.get_by_role("listitem")).to_have_text(["1停车", "2装电梯"])
    preview.get_by_role("button", name="“装电梯”往前移").press("Enter")
    expect(preview.get_by_role("listitem")).to_have_text(["1装电梯", "2停车"])
    expect(preview.get_by_role("button", name="“装电梯”往前移")).to_be_focused()

    # the check asks for English, and leads there
    expect(checks.get_by_text("还没有英文。（3 处）")).to_be_visible()
    checks.get_by_role("button", name="居民户第 16 题").click()
    expect(desk.get_by_label("题目（英文）")).to_be_focused()
    every_look_of(desk, axe)
    desk.keyboard.type("What should come first?")
    for number, name in (("1", "A lift"), ("2", "Parking")):
        desk.get_by_label(f"选项 {number}（英文）").fill(name)
    expect(checks.get_by_text("没有问题，可以开始调查。")).to_be_visible()
    expect(saved).to_be_visible()

    # what was exported comes back as it was
    with desk.expect_download() as file:
        desk.get_by_role("button", name="导出").click()
    file.value.save_as(tmp_path / "asked.json")
    there = kept(site, wave)
    assert json.loads((tmp_path / "asked.json").read_text("utf-8")) | {"version": there["version"]} == there
    desk.get_by_role("button", name="删掉这题").click()
    expect(desk.locator(ROWS)).to_have_count(15)
    expect(saved).to_be_visible()
    desk.get_by_role("button", name="导入").click()
    desk.get_by_label("文件").set_input_files(tmp_path / "asked.json")
    desk.get_by_role("button", name="换成这一份").click()
    expect(desk.locator(ROWS)).to_have_count(16)
    expect(saved).to_be_visible()
    desk.reload()
    expect(desk.locator(ROWS)).to_have_count(16)
    now = kept(site, wave)
    assert now | {"version": 0} == there | {"version": 0}

    # what cannot be sent stays on this machine, over a reload too, until it can
    desk.route(
        "**/questionnaire", lambda call: call.abort() if call.request.method == "PUT" else call.continue_()
    )
    desk.get_by_text("开头的话").first.click()
    desk.get_by_label("开头的话（中文）").fill("您家是抽中的。")
    expect(desk.get_by_text("没存上，写的都在这台电脑里")).to_be_visible()
    desk.reload()
    desk.get_by_text("开头的话").first.click()
    expect(desk.get_by_label("开头的话（中文）")).to_have_value("您家是抽中的。")
    assert kept(site, wave) == now
    desk.unroute("**/questionnaire")
    expect(saved).to_be_visible()
    assert kept(site, wave)["opening"] == {**now["opening"], "zh": "您家是抽中的。"}
