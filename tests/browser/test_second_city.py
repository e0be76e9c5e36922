"""Another city is another folder: with one that does not exist, no screen speaks of Hangzhou."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Site, settled

CITY = """
code = "990100000000"
name = "云水"
name_en = "Yunshui"
time_zone = "Asia/Shanghai"
utc_offset = "+08:00"
languages = ["zh-CN", "en"]
holidays = "CN"
sms_countries = [86]
hotline = "95001"
goal = 0.9

[[emergency]]
number = "910"
zh = "报警"
en = "Police"

[[lines]]
number = "95002"
zh = "投诉"
en = "Complaints"
"""
NETWORK = """code,level,name,parent_code
990100000000,city,云水市,
990102000000,district,竹溪区,990100000000
990102001000,street,青石街道,990102000000
990102001001,community,桥头社区居委会,990102001000
"""
SCREENS = [
    "/welcome",
    "/welcome/tree",
    "/",
    "/search?q=%E6%B3%95%E5%BE%8B",
    "/help",
    "/help/new",
    "/help/lookup",
    "/survey",
    "/survey/start",
    "/number",
    "/me",
    "/me/privacy",
    "/me/places",
    "/me/about",
    "/me/feedback",
    "/sign-in",
    "/desk/sign-in",
]
HANGZHOU = re.compile(r"杭州|Hangzhou|96345|12345|上城|余杭", re.IGNORECASE)


@pytest.fixture(scope="module")
def yunshui(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """An empty home of an invented city."""
    folder = tmp_path_factory.mktemp("second-city")
    city, home = folder / "yunshui", folder / "home"
    city.mkdir()
    home.mkdir(mode=0o700)
    (city / "city.toml").write_text(CITY, "utf-8")
    (city / "divisions.csv").write_text(NETWORK, "utf-8")
    site = Site(home, LINLI_CITY=str(city), LINLI_DEMO="0")
    site.start()
    yield site
    site.stop()


@pytest.mark.parametrize("lang", ["zh-CN", "en"])
def test_no_screen_of_another_city_names_hangzhou_or_its_numbers(
    yunshui: Site, open_phone: Callable[..., Page], lang: str
) -> None:
    page = settled(open_phone(), yunshui.url, place="990102001001", lang=lang)
    said = ""
    for screen in SCREENS:
        page.goto(yunshui.url + screen)
        page.wait_for_selector("h1", state="attached")
        page.wait_for_load_state("networkidle")
        text = page.evaluate("() => document.title + document.body.innerText + document.body.outerHTML")
        found = HANGZHOU.search(re.sub(r"<script[^>]*id=\"city\".*?</script>", "", text))
        assert not found, f"{screen} says {text[max(0, found.start() - 60) : found.end() + 60]}"
        said += text
    assert "95001" in said
    assert "95002" in said
    assert ("桥头社区" if lang == "zh-CN" else "Qiaotou Community") in said
