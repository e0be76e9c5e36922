"""Opening hours in words: of today, of this week, of an ordinary week in one line."""

from collections.abc import Sequence
from html import escape

from server.api.told.words import Words
from server.domain.calendar import english_names
from server.domain.hours import DAY, Rule, Span
from server.domain.week import DayShown, clock_of, usual_week


def day_in_words(day: DayShown, words: Words, language: str) -> str:
    """8:30–11:30, 13:30–17:00; or why it is shut."""
    if day.windows:
        said = windows_in_words(day.windows, words)
        return said if day.is_sure else f"{said}{words.comma}{words.call_first}"
    if day.holiday:
        name = english_names().get(day.holiday, day.holiday) if language == "en" else day.holiday
        return words.holiday.format(name=name)
    return words.shut if day.is_sure else words.call_first


def windows_in_words(windows: Sequence[Span], words: Words) -> str:
    """The windows of one day, as the app writes them."""
    joint = "、" if words.comma == "，" else ", "
    return joint.join(
        words.always if (begin, end) == (0, DAY) else f"{clock_of(begin)}–{clock_of(end)}"
        for begin, end in windows
    )


def usual_in_words(rules: Sequence[Rule], today: int, words: Words) -> str:
    """周一至周五 8:30–17:30，周六 9:00–12:00: days that are alike stand together; "" where nothing recurs."""
    runs: list[tuple[int, int, list[Span]]] = []
    for weekday, windows in enumerate(usual_week(rules, today)):
        if runs and runs[-1][1] == weekday - 1 and runs[-1][2] == windows:
            runs[-1] = (runs[-1][0], weekday, windows)
        elif windows:
            runs.append((weekday, weekday, windows))
    return words.comma.join(
        f"{_days(first, last, words)} {windows_in_words(windows, words)}" for first, last, windows in runs
    )


def _days(first: int, last: int, words: Words) -> str:
    if first == last:
        return words.days[first]
    return words.span.format(first=words.days[first], last=words.days[last])


def week_table(week: Sequence[DayShown], today: int, words: Words, language: str) -> str:
    """Monday to Sunday, today marked."""
    rows = ""
    for day in week:
        name = words.days[day.weekday]
        is_today = day.number == today
        shown = words.this_day.format(day=name) if is_today else name
        mark = ' class="now-day"' if is_today else ""
        said = escape(day_in_words(day, words, language))
        rows += f'<tr{mark}><th scope="row">{shown}</th><td>{said}</td></tr>'
    return f'<table class="week num"><tbody>{rows}</tbody></table>'
