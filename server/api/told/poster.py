"""A sheet for the door of a community's office: what the app does there, and the code that opens it."""

from html import escape
from typing import Final

from server.api.told.edition import Edition
from server.domain.divisions import DivisionShown
from server.http.shell import Told

# Both languages stand on the paper, whichever the reader of the page has: a door is for everybody.
LEAD: Final = ("扫一扫，看家门口的服务", "Scan for the services around your home")
DOES: Final = (
    (
        "找服务",
        "现在谁开着、多远、多少钱，一按就能打电话",
        "Find a service: open now, how far, what it costs",
    ),
    ("写求助", "说情况、拍照片，两分钟；能一直看到办到哪一步", "Ask for help in two minutes, and follow it"),
    (
        "不用登录和下载",
        "微信、相机扫都行；打开过一次，没网也能看",
        "No sign-in, no download; works with no network",
    ),
)
HOTLINE: Final = ("不会用手机？打", "No phone at hand? Call")
DEMO: Final = "演示内容 · Demonstration"


def poster(division: DivisionShown, url: str, code: str, edition: Edition) -> Told:
    """One A4 page. `code`: the QR code as SVG; `url`: what it says."""
    above = " ".join(step.name for step in division.path if step.level != "city")
    city, language = edition.city, edition.language
    does = "".join(
        f'<li><b>{name}</b><span>{how}</span><span lang="en">{en}</span></li>' for name, how, en in DOES
    )
    demo = f'<p class="demo">{DEMO}</p>' if edition.is_demo else ""
    body = (
        f'<main class="sheet" lang="zh-CN">{demo}'
        '<header><img src="/icons/icon.svg" alt="" width="64" height="64"><p class="word">邻里</p></header>'
        f'<p class="above">{escape(above)}</p><h1>{escape(division.name)}</h1>'
        f'<p class="lead">{LEAD[0]}<span lang="en">{LEAD[1]}</span></p>'
        f'<figure>{code}<figcaption class="num">{escape(_spoken(url))}</figcaption></figure>'
        f"<ul>{does}</ul>"
        f'<p class="hotline">{HOTLINE[0]} <b class="num">{escape(city.hotline)}</b>'
        f'<span lang="en">{HOTLINE[1]} {escape(city.hotline)}</span></p></main>'
    )
    return Told(language, f"{division.name} · {edition.words.app}", LEAD[1 if language == "en" else 0], body)


def _spoken(url: str) -> str:
    """As somebody types it who cannot scan."""
    return url.removeprefix("https://").removeprefix("http://")
