"""Opening hours in one cell, as a community writes them, to rules and back.

    周一至周五 8:30-11:30 14:00-17:30；周六 9:00-12:00（节假日休息）
    每天 全天（节假日照常）
    每月第一个周五 9:00-11:00；每月15日 14:00-16:00
    周一至周五 8:30-17:30（6月15日至9月15日）
    2026-10-01至2026-10-07 休息（国庆）

What stands in one pair of brackets is the policy for holidays, a season or a note. Rules for which there are
no such words are written as `OTHERWISE`: a cell that nobody touched changes nothing.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import Any, Final

from msgspec.structs import replace

from server.domain.errors import Invalid
from server.domain.hours import WEEKDAYS, Rule

OTHERWISE: Final = "※ 在工作台上看和改"
NAMES: Final = dict(zip(WEEKDAYS, "一二三四五六日", strict=True))
CODES: Final = {name: code for code, name in NAMES.items()} | {"天": "SU"}
ORDINALS: Final = {"一": "1", "二": "2", "三": "3", "四": "4", "五": "5"}
POLICIES: Final = {"节假日按国家安排": "work", "节假日休息": "closed", "节假日照常": "plain"}
POLICY_WORDS: Final = {code: words for words, code in POLICIES.items()}
ALL_DAY: Final = "全天"
SHUT: Final = "休息"

TO: Final = r"\s*(?:至|到|-|–|—|~|～)\s*"
TIME: Final = r"(?:[01]?\d|2[0-4])[:：][0-5]\d"
WINDOW: Final = re.compile(rf"({TIME}){TO}(?:次日)?({TIME})")
DATE: Final = r"(\d{4})[-/年.](\d{1,2})[-/月.](\d{1,2})日?"
DATES: Final = re.compile(rf"{DATE}(?:{TO}{DATE})?[：:]?\s*")
SEASON: Final = re.compile(rf"(\d{{1,2}})月(\d{{1,2}})日{TO}(\d{{1,2}})月(\d{{1,2}})日")
DAY: Final = r"(?:周|星期|礼拜)([一二三四五六日天])"
DAYS: Final = re.compile(rf"{DAY}(?:{TO}{DAY})?")
NTH: Final = re.compile(rf"第([一二三四五])个{DAY}|最后一个{DAY}")
OF_MONTH: Final = re.compile(r"(\d{1,2})[日号]|最后一天")
BRACKETS: Final = re.compile(r"[（(]([^）)]*)[）)]\s*$")
PARTS: Final = re.compile(r"[；;。\n]+")


def to_words(rules: Sequence[Rule]) -> str:
    """The cell that says these rules; `OTHERWISE` where there are no words for all of them."""
    parts = []
    for _, alike in groupby(rules, key=lambda rule: replace(rule, opens_at="", closes_at="")):
        parts.append(_part(list(alike)))
    words = "；".join(parts)
    try:
        return words if from_words(words) == list(rules) else OTHERWISE
    except Invalid:
        return OTHERWISE


def _part(rules: list[Rule]) -> str:
    """Several windows of the same days."""
    first = rules[0]
    dates = "" if first.valid_from is None else _dates(first.valid_from, first.valid_to)
    if first.closed:
        return f"{dates} {SHUT}{f'（{first.note}）' if first.note else ''}"
    aside = [
        *([POLICY_WORDS[first.holidays]] if first.holidays != "work" else []),
        *([_season_words(first.season)] if first.season else []),
        *([first.note] if first.note else []),
    ]
    when = f"{dates}：{_days(first)}" if dates else _days(first)
    words = " ".join([when, *map(_window, rules)])
    return f"{words}（{'，'.join(aside)}）" if aside else words


def _dates(begin: date, end: date | None) -> str:
    return f"{begin.isoformat()}至{end.isoformat()}" if end and end != begin else begin.isoformat()


def _season_words(season: str) -> str:
    return "至".join(f"{int(day[:2])}月{int(day[3:])}日" for day in season.split(".."))


def _window(rule: Rule) -> str:
    if (rule.opens_at, rule.closes_at) == ("00:00", "24:00"):
        return ALL_DAY
    return f"{rule.opens_at.removeprefix('0')}-{rule.closes_at.removeprefix('0')}"


def _days(rule: Rule) -> str:
    if rule.freq == "MONTHLY":
        on = [_nth(day) for day in rule.byday.split(",") if day]
        on += ["最后一天" if day == "-1" else f"{day}日" for day in rule.bymonthday.split(",") if day]
        return f"每月{'、'.join(on)}"
    days = rule.byday.split(",")
    if days == WEEKDAYS:
        return "每天"
    places = [WEEKDAYS.index(day) for day in days if day in WEEKDAYS]
    if len(places) > 2 and places == list(range(places[0], places[-1] + 1)):
        return f"周{NAMES[days[0]]}至周{NAMES[days[-1]]}"
    return "、".join(f"周{NAMES.get(day, '？')}" for day in days)


def _nth(day: str) -> str:
    if day.startswith("-1"):
        return f"最后一个周{NAMES.get(day[2:], '？')}"
    return f"第{'一二三四五'[int(day[0]) - 1] if day[:1].isdigit() else '？'}个周{NAMES.get(day[1:], '？')}"


def from_words(words: str) -> list[Rule]:
    """The rules that a cell says. Raises Invalid for `hours`, with the part that was not understood."""
    return [rule for part in PARTS.split(words) if part.strip() for rule in _rules(part.strip())]


def _rules(part: str) -> list[Rule]:
    common: dict[str, Any] = {}
    rest = part
    if found := BRACKETS.search(rest):
        common |= _aside(found[1])
        rest = rest[: found.start()].strip()
    if found := DATES.match(rest):
        common |= _valid(found, part)
        rest = rest[found.end() :].strip()
        if rest.startswith(SHUT):
            return [Rule(closed=True, **{"valid_to": common["valid_from"], **common})]
    windows = [_times(*found) for found in WINDOW.findall(rest)]
    rest = WINDOW.sub("", rest)
    if ALL_DAY in rest:
        windows.append(("00:00", "24:00"))
        rest = rest.replace(ALL_DAY, "")
    common |= _on(rest.strip(" 　，,、：:"), part)
    if not windows:
        raise _not_understood(part)
    return [Rule(opens_at=opens, closes_at=closes, **common) for opens, closes in windows]


def _aside(words: str) -> dict[str, Any]:
    """What stands in brackets: a policy, a season, else a note."""
    said: dict[str, Any] = {}
    notes = []
    for piece in re.split(r"[，,]", words):
        if piece.strip() in POLICIES:
            said["holidays"] = POLICIES[piece.strip()]
        elif found := SEASON.fullmatch(piece.strip()):
            begin, end = (f"{int(found[at]):02}-{int(found[at + 1]):02}" for at in (1, 3))
            said["season"] = f"{begin}..{end}"
        else:
            notes.append(piece)
    return said | ({"note": "，".join(notes).strip()} if notes else {})


def _valid(found: re.Match[str], part: str) -> dict[str, Any]:
    try:
        begin = date(*(int(number) for number in found.groups()[:3]))
        end = date(*(int(number) for number in found.groups()[3:])) if found[4] else begin
    except ValueError:
        raise _not_understood(part) from None
    return {"valid_from": begin, "valid_to": end}


def _times(opens: str, closes: str) -> tuple[str, str]:
    first, second = (time.replace("：", ":").rjust(5, "0") for time in (opens, closes))
    return first, second


def _on(words: str, part: str) -> dict[str, Any]:
    """The days, from what is left when the times are taken out."""
    if words.startswith("每月"):
        return {"freq": "MONTHLY", **_of_month(words[2:], part)}
    days = {"每天": WEEKDAYS, "每日": WEEKDAYS, "工作日": WEEKDAYS[:5], "周末": WEEKDAYS[5:]}.get(words)
    if days is None:
        if not words or re.sub(r"[、，,\s和及]+", "", DAYS.sub("", words)):
            raise _not_understood(part)
        days = list(_weekdays(DAYS.findall(words)))
    return {"byday": ",".join(day for day in WEEKDAYS if day in days)}


def _weekdays(found: Iterable[tuple[str, str]]) -> Iterable[str]:
    for first, last in found:
        at = WEEKDAYS.index(CODES[first])
        until = WEEKDAYS.index(CODES[last]) if last else at
        for step in range((until - at) % 7 + 1):
            yield WEEKDAYS[(at + step) % 7]


def _of_month(words: str, part: str) -> dict[str, str]:
    nth = [
        f"{ORDINALS[number]}{CODES[day]}" if number else f"-1{CODES[last]}"
        for number, day, last in NTH.findall(words)
    ]
    left = NTH.sub("", words)
    days = [found[1] or "-1" for found in OF_MONTH.finditer(left)]
    if re.sub(r"[、，,\s和及]+", "", OF_MONTH.sub("", left)) or bool(nth) == bool(days):
        raise _not_understood(part)
    return {"byday": ",".join(nth)} if nth else {"bymonthday": ",".join(days)}


def _not_understood(part: str) -> Invalid:
    return Invalid({"hours": "hours-not-understood"}, part=part[:40])


def is_kept(words: str, rules: Sequence[Rule]) -> bool:
    """Does the cell say what is there already?"""
    return words.strip() == to_words(rules)
