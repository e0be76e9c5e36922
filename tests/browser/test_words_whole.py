"""What is read at a glance is never cut: words, numbers and times stay whole, and so does what is wrong."""

from typing import Final

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, settled
from tests.browser.residents import QINGNIANLU, choose_photos, picture_file, until
from tests.pictures import a_photo

SCREENS: Final = [
    "/",
    "/help",
    "/help/lookup",
    "/survey",
    "/survey/start",
    "/number",
    "/me/privacy",
    "/sign-in",
]
CUT: Final = r"""() => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const cut = [];
  while (texts.nextNode()) {
    const { data, parentElement } = texts.currentNode;
    if (!parentElement.checkVisibility() || parentElement.closest(".vh, script")) continue;
    for (const { 0: word, index } of data.matchAll(/[A-Za-z][A-Za-z'’]{2,}|\d[\d:.,–-]*\d/g)) {
      const range = document.createRange();
      range.setStart(texts.currentNode, index);
      range.setEnd(texts.currentNode, index + word.length);
      const boxes = [...range.getClientRects()].filter((box) => box.width > 1);
      const lines = new Set(boxes.map((box) => Math.round(box.top)));
      if (lines.size > 1) cut.push(`${word} in ${parentElement.className || parentElement.tagName}`);
    }
  }
  return cut;
}"""


@pytest.mark.parametrize("text", ["std", "large", "xlarge"])
@pytest.mark.parametrize("lang", ["zh-CN", "en"])
def test_no_word_and_no_number_is_cut(phone: Page, site: Site, lang: str, text: str) -> None:
    settled(phone, site.url, place=QINGNIANLU, lang=lang, text=text)
    clinic = phone.evaluate(
        """() => fetch("/api/services?division=330102003052&category=clinic")
          .then((answer) => answer.json()).then(({ items }) => items[0].id)"""
    )

    for path in [*SCREENS, f"/s/{clinic}"]:
        phone.goto(f"{site.url}{path}")
        expect(phone.locator("h1").first).to_be_attached()
        expect(phone.locator("[aria-busy=true]")).to_have_count(0)
        assert phone.evaluate(CUT) == [], f"{path} in {lang}, {text}"


def test_what_is_wrong_with_a_field_is_seen_above_the_button(phone: Page, site: Site) -> None:
    settled(phone, f"{site.url}/help/new?step=3", place=QINGNIANLU)
    phone.goto(f"{site.url}/help/new")
    phone.get_by_role("button", name="下一步：说情况").click()
    phone.get_by_role("textbox", name="出了什么事？").fill("楼道灯不亮")
    phone.get_by_role("button", name="下一步：在哪里").click()
    phone.get_by_role("button", name="提交求助").click()

    wrong = phone.get_by_text("请写号码，或者勾上“不留电话”。")
    expect(wrong).to_be_in_viewport()
    bar = phone.locator(".actionbar")

    def is_above() -> bool:
        said, below = wrong.bounding_box(), bar.bounding_box()
        return bool(said and below) and said["y"] + said["height"] <= below["y"]

    until(is_above, phone)  # it is scrolled there


def test_why_a_file_is_no_photo_stands_in_one_row(phone: Page, site: Site) -> None:
    settled(phone, f"{site.url}/help/new", place=QINGNIANLU)
    choose_photos(phone, picture_file(b"<html></html>"), picture_file(a_photo()))

    tile = phone.locator(".addphoto--bad").bounding_box()
    assert tile
    assert tile["height"] < 120, "a sentence, not a square"


def test_an_old_link_to_the_code_leads_to_the_survey(phone: Page, site: Site) -> None:
    settled(phone, f"{site.url}/survey/code", place=QINGNIANLU)

    expect(phone).to_have_url(f"{site.url}/survey")
    expect(phone.get_by_role("link", name="开始答卷")).to_be_visible()


def test_whoever_cannot_read_the_survey_calls_with_one_tap(phone: Page, site: Site) -> None:
    settled(phone, f"{site.url}/survey", place=QINGNIANLU)

    expect(phone.get_by_role("link", name="96345")).to_have_attribute("href", "tel:96345")


def test_danger_is_called_in_the_order_of_its_words(phone: Page, site: Site) -> None:
    settled(phone, f"{site.url}/help", place=QINGNIANLU)

    expect(phone.locator(".danger")).to_contain_text("着火、受伤、煤气味、打架：先打 119 / 120 / 110")
