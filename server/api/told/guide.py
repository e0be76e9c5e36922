"""Help on paper, a sheet a tab of the app: three screens in large text, a sentence each, to hand out.

Both languages stand on the sheet, as on the poster: whoever hands it out need not ask.
"""

from html import escape
from typing import Final

from msgspec import Struct

from server.api.told.edition import Edition
from server.http.shell import Told

InTwo = tuple[str, str]  # Chinese, English


class Sheet(Struct, frozen=True):
    """One tab. `path`: what its QR code opens."""

    name: InTwo
    title: InTwo
    path: str
    says: tuple[InTwo, InTwo, InTwo]


SHEETS: Final = {
    "services": Sheet(
        ("服务", "Services"),
        ("怎么找服务", "How to find a service"),
        "/",
        (
            (
                "打开就是您社区的服务；点右上角的“Aa”，字就变大。",
                "It opens with your community’s services. “Aa” at the top right makes the text larger.",
            ),
            (
                "想找什么就打几个字，比如“量血压”。",
                "Type a few words of what you need, such as “blood pressure”.",
            ),
            (
                "时间、地址、要带什么都写着；点“打电话”就拨过去。",
                "Hours, address, what to bring: all is there. One tap calls them.",
            ),
        ),
    ),
    "help": Sheet(
        ("求助", "Help"),
        ("怎么求助", "How to ask for help"),
        "/help",
        (
            (
                "灯不亮、水管漏，点“我要求助”；有危险先打 {emergency}。",
                "A dark stairwell, a leak: ask here. In danger call {emergency} first.",
            ),
            (
                "说一两句就够，也能拍照片；没网也能写，有网自己发出去。",
                "A sentence will do, or a photo. Without a network it waits and sends itself later.",
            ),
            (
                "办到哪一步随时能看；办好了，请说一声满不满意。",
                "See at any time how far it is. When it is done, say whether you are content.",
            ),
        ),
    ),
    "survey": Sheet(
        ("调查", "Survey"),
        ("怎么答调查", "How to answer the survey"),
        "/survey",
        (
            (
                "点“开始答卷”，约 5 分钟，不写名字。",
                "“Start” takes about five minutes, and nobody’s name.",
            ),
            (
                "一次一道题，点一下就选好；中途停下，下次接着答。",
                "One question at a time, one tap each. Stop, and go on later where you were.",
            ),
            (
                "您的社区和全市满不满意，结果每年公布，人人都能看。",
                "How content your community and the city are is published each year for all.",
            ),
        ),
    ),
    "me": Sheet(
        ("我的", "Me"),
        ("怎么调成您顺手的样子", "How to make it yours"),
        "/me",
        (
            (
                "字的大小在这里换，点“大”或“特大”，马上变。",
                "Change the size of the text here; it takes effect at once.",
            ),
            (
                "最多存 5 个社区，爸妈家的也能存，点一下就换过去。",
                "Keep up to five communities, your parents’ too; one tap changes over.",
            ),
            (
                "您写的东西谁能看、留多久、怎么删，都写得明白。",
                "Who may read what you wrote, how long it is kept, how to delete it.",
            ),
        ),
    ),
}
ASK: Final[InTwo] = ("不会用？打", "Any trouble? Call")
SCAN: Final[InTwo] = ("扫一扫就打开，不用下载，不用登录", "Scan to open it: no download, no sign-in")
FROM: Final[InTwo] = ("图里是演示内容", "The pictures show demonstration content")
LABEL: Final = "其他几张 · Other sheets"


def guide(tab: str, code: str, edition: Edition) -> Told:
    """One A4 page of a tab in SHEETS. `code`: the QR code of its address, as SVG."""
    sheet, city = SHEETS[tab], edition.city
    numbers = [each.number for each in city.emergency]
    blanks = {"emergency": ("、".join(numbers), ", ".join(numbers))}
    steps = "".join(
        f'<li><img src="/guides/{tab}-{number}.webp" alt="" width="585" height="1266">'
        f"<p><b>{number}</b>{_in_two(_filled(says, blanks))}</p></li>"
        for number, says in enumerate(sheet.says, 1)
    )
    others = "".join(
        f'<a href="/guide/{other}"{" aria-current=page" if other == tab else ""}>{each.name[0]}'
        f' <span lang="en">{each.name[1]}</span></a>'
        for other, each in SHEETS.items()
    )
    hotline = escape(city.hotline)
    body = (
        f'<nav lang="zh-CN" aria-label="{LABEL}">{others}</nav><main class="sheet" lang="zh-CN">'
        '<header><img src="/icons/icon.svg" alt="" width="64" height="64"><p class="word">邻里</p></header>'
        f"<h1>{_in_two(sheet.title)}</h1><ol>{steps}</ol>"
        f'<footer>{code}<div><p class="hotline">{ASK[0]} <b>{hotline}</b>'
        f'<span lang="en">{ASK[1]} {hotline}</span></p><p class="scan">{_in_two(SCAN)}</p>'
        f'<p class="from">{FROM[0]} · <span lang="en">{FROM[1]}</span></p></div></footer></main>'
    )
    at = 1 if edition.language == "en" else 0
    return Told(edition.language, f"{sheet.title[at]} · {edition.words.app}", sheet.title[at], body)


def _filled(says: InTwo, blanks: dict[str, InTwo]) -> InTwo:
    zh, en = ({name: both[at] for name, both in blanks.items()} for at in (0, 1))
    return says[0].format(**zh), says[1].format(**en)


def _in_two(words: InTwo) -> str:
    return f'{escape(words[0])}<span lang="en">{escape(words[1])}</span>'
