"""The words of the pages that the server makes, Chinese and English; the app's own stand in pwa/src/i18n."""

from dataclasses import dataclass
from typing import Final

from server.domain.calendar import date_of


@dataclass(frozen=True)
class Words:
    """One language's; `{blanks}` are filled by `format`."""

    app: str
    demo: str
    by: str
    today: str  # {day}
    this_day: str  # {day}, of the table
    days: tuple[str, ...]
    shut: str
    holiday: str  # {name}
    always: str
    call_first: str
    hours: str
    hours_unknown: str
    resting: str
    call: str
    demo_number: str
    hotline: str  # {number}
    open_app: str
    does: str
    address: str
    fee: str
    free: str
    yuan: str  # {amount}
    documents: str
    eligibility: str
    application: str
    wait: str
    accessibility: str
    languages: str
    home_visit: str
    visits: str
    certified: str
    certificate: str  # {number}
    certificate_no: str  # {number}
    standings: dict[str, str]
    as_of: str  # {day}
    because: str  # {reason}
    holder: str
    certified_for: str
    grade: str
    issued: str
    expires: str
    code_of: str
    code_hint: str
    no_certificate: str
    no_certificate_hint: str  # {number}: of the hotline
    checked: str  # {day}, {who}
    not_checked: str
    date: str  # {year}, {month}, {day}
    comma: str
    stop: str
    span: str  # {first}, {last}: days
    over: str
    over_hint: str
    alike: str
    nothing: str
    nothing_hint: str
    home: str
    away: str  # {metres}
    missing: str
    phone: str  # {number}
    tongues: dict[str, str]


ZH: Final = Words(
    app="邻里",
    demo="演示内容，不是真的机构和电话",
    by="{name} 办",
    today="今天（{day}）",
    this_day="{day}，今天",
    days=("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
    shut="休息",
    holiday="{name}放假",
    always="24 小时",
    call_first="放假安排还没公布，先打电话问",
    hours="开门时间",
    hours_unknown="开门时间没有登记，打电话问",
    resting="暂停服务",
    call="打电话",
    demo_number="演示号码，打不通",
    hotline="打 {number} 问",
    open_app="打开邻里",
    does="能办什么",
    address="在哪儿",
    fee="多少钱",
    free="免费",
    yuan="{amount} 元",
    documents="带什么",
    eligibility="谁能来",
    application="怎么办",
    wait="要等多久",
    accessibility="无障碍",
    languages="会说什么话",
    home_visit="上门",
    visits="能上门服务",
    certified="证书",
    certificate="持社区服务证书，编号 {number}",
    certificate_no="社区服务证书 {number}",
    standings={
        "valid": "有效",
        "not_yet": "还没生效",
        "expired": "已经过期",
        "suspended": "暂停中，现在不算数",
        "revoked": "已经吊销",
        "listed": "有登记，但没有写明有效日期",
    },
    as_of="{day}查到的",
    because="原因：{reason}",
    holder="发给谁",
    certified_for="服务种类",
    grade="等级",
    issued="从哪天起",
    expires="到哪天为止",
    code_of="打开本页的二维码",
    code_hint="扫一扫，随时看这张证书现在还算不算数。",
    no_certificate="没有这个编号的证书",
    no_certificate_hint="请对照原件再看一遍编号；如果没有抄错，这张证书不是本市发的。可以打 {number} 问。",
    checked="{day}由{who}核对过",
    not_checked="还没有核对过",
    date="{year} 年 {month} 月 {day} 日",
    comma="，",
    stop="。",
    span="{first}至{last}",
    over="已经停办",
    over_hint="这项服务不再办了。",
    alike="附近同类的",
    nothing="没有这个服务",
    nothing_hint="链接可能旧了，或者少抄了一段。",
    home="看家门口的服务",
    away="离原来的地方 {metres} 米",
    missing="没有登记，打电话问",
    phone="电话 {number}",
    tongues={
        "zh": "普通话",
        "en": "英语",
        "csl": "手语",
        "wuu": "吴语",
        "ja": "日语",
        "ko": "韩语",
    },
)
EN: Final = Words(
    app="Linli",
    demo="Demonstration: no real providers, no real numbers",
    by="by {name}",
    today="Today ({day})",
    this_day="{day}, today",
    days=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    shut="closed",
    holiday="closed for {name}",
    always="24 hours",
    call_first="the holidays are not announced yet, call first",
    hours="Opening hours",
    hours_unknown="Nobody wrote down the hours, call and ask",
    resting="Paused",
    call="Call",
    demo_number="a demonstration number, nobody answers",
    hotline="Ask {number}",
    open_app="Open Linli",
    does="What they do",
    address="Where",
    fee="Price",
    free="Free",
    yuan="¥{amount}",
    documents="Bring",
    eligibility="For whom",
    application="How to apply",
    wait="Waiting time",
    accessibility="Access",
    languages="Spoken here",
    home_visit="Home visits",
    visits="Comes to your home",
    certified="Certificate",
    certificate="Certified, no. {number}",
    certificate_no="Community service certificate {number}",
    standings={
        "valid": "Valid",
        "not_yet": "Not valid yet",
        "expired": "Expired",
        "suspended": "Suspended: not valid now",
        "revoked": "Revoked",
        "listed": "Known, but without its dates",
    },
    as_of="as of {day}",
    because="Why: {reason}",
    holder="Given to",
    certified_for="Kind of service",
    grade="Grade",
    issued="Valid from",
    expires="Last day",
    code_of="QR code of this page",
    code_hint="Scan it to see at any time whether this certificate still holds.",
    no_certificate="No certificate has this number",
    no_certificate_hint="Compare the number with the paper once more. If it is the same, the paper is not of "
    "this city. Ask {number}.",
    checked="Checked on {day} by {who}",
    not_checked="Not checked yet",
    date="{day} {name} {year}",
    comma=", ",
    stop=". ",
    span="{first}–{last}",
    over="No longer given",
    over_hint="This service is not given any more.",
    alike="The nearest like it",
    nothing="There is no such service",
    nothing_hint="The link may be old, or a piece of it is missing.",
    home="Services near you",
    away="{metres} m from where it was",
    missing="Not written down, call and ask",
    phone="phone {number}",
    tongues={
        "zh": "Mandarin",
        "en": "English",
        "csl": "Chinese Sign Language",
        "wuu": "Wu",
        "ja": "Japanese",
        "ko": "Korean",
    },
)
MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def words_in(language: str) -> Words:
    """Of "zh-CN" or "en"."""
    return EN if language == "en" else ZH


def day_words(words: Words, number: int) -> str:
    """A civil day with its year."""
    day = date_of(number)
    return words.date.format(year=day.year, month=day.month, day=day.day, name=MONTHS[day.month - 1])
