"""Letters are printed, one is scanned and answered; the desk sees that somebody did, and nothing else."""

import json
import re
import urllib.request
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

from playwright.sync_api import Page, expect

from server.api.told.letters import MASK
from server.api.told.pages import qr_of
from tests.browser.clerks import Clerk
from tests.browser.conftest import Site
from tests.browser.looks import every_look_of
from tests.browser.residents import QINGNIANLU
from tests.browser.signing import sign_in_staff
from tests.browser.test_survey import hand_in, to_the_last

CODE = re.compile(r'<p class="code">([0-9A-Z ]{19})')


class Statistician(Clerk):
    """何平, of the city."""

    def __init__(self, site: Site) -> None:
        super().__init__(site, "heping")

    def draws(self, doors: int) -> str:
        """A survey of so many dwellings of one community, drawn."""
        wave, today = str(uuid4()), date.today()
        days = {"opens_on": 0, "closes_on": 14, "result_on": 60}
        dates = {name: str(today + timedelta(after)) for name, after in days.items()}
        self.ask("PUT", f"/api/desk/waves/{wave}", version=0, year=today.year + 1, **dates)
        rows = [f"{QINGNIANLU},{1 + n // 8} 幢,青年路 {1 + n // 8} 幢 {101 + n % 8} 室" for n in range(doors)]
        self._brings(wave, "\n".join(["社区,楼栋,地址", *rows]))
        plan = {"way": "margin", "margin": 0.2, "response": 0.5}
        self.ask("PUT", f"/api/desk/waves/{wave}/draw", version=2, plan=plan)
        return wave

    def _brings(self, wave: str, text: str) -> None:
        headers = {
            "Content-Type": "text/csv",
            "Linli-Client": "test/1",
            "Authorization": f"Bearer {self._token}",
        }
        url = f"{self.site.url}/api/desk/waves/{wave}/frame?group=residents"
        with urllib.request.urlopen(
            urllib.request.Request(url, text.encode(), headers, method="PUT")
        ) as answer:
            assert json.loads(answer.read())["taken"]


def test_a_letter_is_printed_once_and_scanned_and_the_desk_sees_only_that_somebody_answered(
    own_site: Site, page: Page, phone: Page, axe: Callable[..., None], tmp_path: Path
) -> None:
    he = Statistician(own_site)
    wave = he.draws(24)
    page.set_viewport_size({"width": 1280, "height": 800})
    sign_in_staff(page, own_site, "heping", to=f"/desk/surveys/{wave}/letters?in={QINGNIANLU}")
    page.get_by_role("button", name=re.compile(r"印 \d+ 封信")).click()
    expect(page.get_by_text("屏幕上不显示码")).to_be_visible()
    with page.expect_download() as saving:
        page.get_by_role("button", name="存成文件").click()
    saving.value.save_as(tmp_path / "letters.html")
    printed = (tmp_path / "letters.html").read_text("utf-8")
    codes = [code.replace(" ", "-") for code in CODE.findall(printed)]
    link = f"{own_site.url}/survey/start#{codes[0]}"
    assert qr_of(link, MASK) in printed
    assert not any(code in page.content() or code.replace("-", " ") in page.content() for code in codes)
    page.get_by_role("button", name="印好了，收起").click()
    expect(page.get_by_text("这里的信都印过了")).to_be_visible()
    he.ask("PUT", f"/api/desk/waves/{wave}/state", state="open", confirm=True)

    answers(phone, link)

    page.reload()
    expect(page.locator(".letters__unit")).to_have_count(len(codes))
    expect(page.locator(".letters__unit .badge", has_text="已答")).to_have_count(1)
    expect(page.get_by_text(f"抽到 {len(codes)} 户")).to_be_visible()
    every_look_of(page, axe)
    page.set_viewport_size({"width": 390, "height": 844})
    every_look_of(page, axe)
    said = (own_site.home / "serve.log").read_text("utf-8")
    assert not any(code in said for code in codes)


def answers(phone: Page, link: str) -> None:
    """By the link of a letter, to the end; the code stands nowhere in the address after."""
    phone.goto(link)
    phone.get_by_role("button", name="开始答第 1 题").click()
    assert "#" not in phone.url
    phone.get_by_role("radio", name="3 年以上").check()
    to_the_last(phone)
    hand_in(phone)
    expect(phone.get_by_text("您家的答卷已收到")).to_be_visible()  # by the server, not only by the phone
