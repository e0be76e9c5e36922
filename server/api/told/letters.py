"""Letters and lists of a survey, on A4 by building: the one place where a code is written out.

A document of its own with its style inside, because it goes to a printer's machine and is opened there.
"""

from collections.abc import Callable
from datetime import date
from html import escape
from itertools import groupby
from typing import Final

from server.api.told.pages import qr_of
from server.domain.city import City
from server.domain.surveys.letters import Envelope, Printed
from server.domain.surveys.questionnaire import Group

# Both languages stand on the paper: nobody knows who opens it.
TO: Final = {
    Group.RESIDENTS: ("住户收", "To the household"),
    Group.MIGRANTS: ("住户收", "To the household"),
    Group.UNITS: ("单位负责人收", "To the head of the unit"),
}
WHO: Final = {
    Group.RESIDENTS: (
        "请家里 18 岁以上、<b>下一个过生日</b>的那位来答",
        "The adult (18+) whose birthday comes next should answer.",
    ),
    Group.MIGRANTS: (
        "请同住的人里 18 岁以上、<b>下一个过生日</b>的那位来答",
        "Of those who live here, the adult (18+) whose birthday comes next should answer.",
    ),
    Group.UNITS: (
        "请单位负责人，或者最了解情况的人来答",
        "The head, or whoever knows the unit best, should answer.",
    ),
}
LEAD: Final = ("社区服务好不好，请您家说一说", "How good are the services in your community?")
HOW: Final = ("用微信扫一扫，约 5 分钟", "Scan it: about five minutes")
BY_HAND: Final = ("扫不了？打开 {site}，输入邀请码", "Cannot scan? Open {site} and type the code.")
CHANCE: Final = (
    "您家是随机抽到的，替没有抽到的邻居一起说。",
    "Your home was drawn by chance and speaks for its neighbours too.",
)
ANONYMOUS: Final = (
    "<b>不记名。</b>系统只知道这封信用过没有，不知道哪一家答了什么。一封信答一次。",
    "Anonymous: we know only that a letter was used, never what a household said.",
)
HOTLINE: Final = ("不会用手机、有疑问，打", "No phone at hand, or questions? Call")
AGAIN: Final = (
    "这一封代替之前的信，之前信上的码已作废；已经答过就不用再答。",
    "This replaces our earlier letter; its code no longer works. If you have answered, thank you.",
)
LIST: Final = "还没有答的住户 · 请再去提醒"
LIST_HINT: Final = "这张单子没有邀请码。住户丢了信，请统计员换印新的一封。"
STYLE: Final = """
@page{size:A4;margin:0}*{box-sizing:border-box}
body{margin:0;color:#000;
font:12pt/1.45 "Noto Sans CJK SC","Source Han Sans SC","PingFang SC","Microsoft YaHei",sans-serif}
.building+.building{break-before:page}
.letter{height:148.4mm;padding:9mm 14mm 7mm;display:grid;grid-template-columns:1fr 54mm;
grid-template-rows:auto auto 1fr auto;gap:2mm 8mm;break-inside:avoid;border-bottom:1px dashed #999;
overflow:hidden}
.letter:nth-of-type(2n){break-after:page;border-bottom:0}
.to{grid-column:1/-1;display:flex;justify-content:space-between;gap:6mm;font-size:12pt;
border-bottom:1px solid #000;padding-bottom:2mm}.to b{font-size:14pt}
h1{grid-column:1/-1;margin:0;font-size:18pt;line-height:1.3}h1 small{font-size:10pt;font-weight:400}
p{margin:0 0 2mm}.who{font-size:14pt}[lang=en]{display:block;color:#333;font-size:9pt;line-height:1.35}
figure{margin:0;text-align:center}figure svg{width:54mm;height:54mm;display:block;margin:0 auto}
.code{grid-column:1/-1;text-align:center;font:700 17pt/1.2 "DejaVu Sans Mono",Consolas,monospace;
letter-spacing:.06em;border:1px solid #000;border-radius:2mm;padding:2mm}
.code small{font-size:9.5pt;font-weight:400;font-family:sans-serif;letter-spacing:0;display:block}
.list{padding:14mm;break-after:page}h2{font-size:14pt;margin:0 0 2mm}
table{width:100%;border-collapse:collapse}td{border:1px solid #999;padding:1.5mm 2mm;text-align:left}
.screen{margin:0;padding:4mm 14mm;background:#fff3d6;font-size:12pt}@media print{.screen{display:none}}
td:first-child{width:9mm}td:last-child{width:45%}
"""
SCREEN: Final = (
    "按 Ctrl+P 打印。印好就删掉这个文件：谁有它，谁就能代住户答。",
    "Press Ctrl+P to print, then delete this file: whoever has it can answer for the households.",
)
MASK: Final = 3  # there are thousands of letters
Names = Callable[[str], str]


def letters_page(printed: Printed, city: City, site: str, names: Names) -> str:
    """Two letters a page; each building begins on a page of its own."""
    parts = [
        '<section class="building">'
        + "".join(_letter(one, printed, city, site, names) for one in letters)
        + "</section>"
        for _, letters in _by_building(printed.envelopes)
    ]
    return _document(printed.wave.title, "".join(parts))


def reminders_page(printed: Printed, names: Names) -> str:
    """A table a building, without a code on it."""
    parts = []
    for (division, building), letters in _by_building(printed.envelopes):
        rows = "".join(f"<tr><td>□</td><td>{escape(_door(one, names))}</td><td></td></tr>" for one in letters)
        parts.append(
            f'<section class="list"><h2>{escape(names(division))} {escape(building)}</h2>'
            f"<p>{LIST}</p><table>{rows}</table><p>{LIST_HINT}</p></section>"
        )
    return _document(printed.wave.title, "".join(parts))


def _letter(one: Envelope, printed: Printed, city: City, site: str, names: Names) -> str:
    wave, to, who = printed.wave, TO[one.audience], WHO[one.audience]
    address = site.removeprefix("https://").removeprefix("http://") + "/survey"
    by_hand = [text.format(site=escape(address)) for text in BY_HAND]
    again = _both(AGAIN) if printed.replaced else ""
    return (
        f'<article class="letter" lang="zh-CN"><p class="to"><span><b>{escape(_door(one, names))}</b> '
        f"{to[0]}</span><span>{escape(names(one.division))} · {escape(wave.title)}</span></p>"
        f"<h1>{LEAD[0]}<small lang='en'>{LEAD[1]}</small></h1>"
        f'<div>{again}<p class="who">{who[0]}<span lang="en">{who[1]}</span></p>'
        f"<p>{_dates(wave.opens_on, wave.closes_on)}</p>{_both(CHANCE)}{_both(ANONYMOUS)}"
        f"<p>{HOTLINE[0]} <b>{escape(city.hotline)}</b>"
        f'<span lang="en">{HOTLINE[1]} {escape(city.hotline)}</span></p></div>'
        f"<figure>{qr_of(f'{site}/survey/start#{one.code}', MASK)}<figcaption>{HOW[0]}"
        f'<span lang="en">{HOW[1]}</span></figcaption></figure>'
        f'<p class="code">{escape(" ".join(one.code.split("-")))}<small>{by_hand[0]}'
        f'<span lang="en">{by_hand[1]}</span></small></p></article>'
    )


def _door(one: Envelope, names: Names) -> str:
    """Where it goes; of a frame of totals the number in the community's own list."""
    return one.address or f"{names(one.division)} · 第 {one.number} 户"


def _both(words: tuple[str, str]) -> str:
    return f'<p>{words[0]}<span lang="en">{words[1]}</span></p>'


def _dates(first: date, last: date) -> str:
    return (
        f"<b>{first.month} 月 {first.day} 日到 {last.month} 月 {last.day} 日</b>都可以答"
        f'<span lang="en">Open from {first.day} {first:%B} to {last.day} {last:%B} {last.year}.</span>'
    )


def _by_building(envelopes: list[Envelope]) -> list[tuple[tuple[str, str], list[Envelope]]]:
    return [
        (house, list(letters))
        for house, letters in groupby(envelopes, lambda one: (one.division, one.building))
    ]


def _bar() -> str:
    """On the screen of whoever opens the file, not on paper."""
    return f'<p class="screen">{SCREEN[0]}<span lang="en">{SCREEN[1]}</span></p>'


def _document(title: str, body: str) -> str:
    return (
        f'<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{STYLE}</style></head><body>{_bar()}{body}</body></html>"
    )
