"""Opening hours that nobody could work out are refused, each with the field and the reason."""

from datetime import date

import pytest

from server.domain.hours import Rule
from server.domain.schedules import troubles_of
from server.http.messages import SENTENCES

MONDAY = date(2026, 11, 23)

REFUSED = [
    (Rule("8:30", "17:30", "MO"), "opens_at", "hours-time"),
    (Rule("早上", "17:30", "MO"), "opens_at", "hours-time"),
    (Rule("24:00", "17:30", "MO"), "opens_at", "hours-time"),
    (Rule("08:30", "24:30", "MO"), "closes_at", "hours-time"),
    (Rule("08:30", "17:30", "MON"), "byday", "hours-days-of-week"),
    (Rule("08:30", "17:30", "MO, TU"), "byday", "hours-days-of-week"),
    (Rule("08:30", "17:30", "2TU"), "byday", "hours-days-of-week"),
    (Rule("08:30", "17:30", "6TU", "MONTHLY"), "byday", "hours-days-of-month"),
    (Rule("08:30", "17:30", "-TU", "MONTHLY"), "byday", "hours-days-of-month"),
    (Rule("08:30", "17:30", bymonthday="15"), "bymonthday", "hours-month-days"),
    (Rule("08:30", "17:30", freq="MONTHLY", bymonthday="32"), "bymonthday", "hours-month-days"),
    (Rule("08:30", "17:30"), "byday", "hours-no-day"),
    (Rule("08:30", "17:30", valid_from=MONDAY, valid_to=date(2026, 11, 27)), "byday", "hours-no-day"),
    (Rule("08:30", "17:30", "MO", interval=2), "interval", "hours-interval"),
    (Rule("08:30", "17:30", "MO", interval=0, dtstart=MONDAY), "interval", "hours-interval"),
    (Rule("08:30", "17:30", "MO", interval=53, dtstart=MONDAY), "interval", "hours-interval"),
    (Rule("08:30", "17:30", "MO", wkst="XX"), "wkst", "hours-week-start"),
    (
        Rule("08:30", "17:30", "MO", valid_from=MONDAY, valid_to=date(2026, 1, 1)),
        "valid_to",
        "hours-ends-early",
    ),
    (Rule("08:30", "17:30", "MO", dtstart=MONDAY, until=date(2026, 1, 1)), "until", "hours-ends-early"),
    (Rule("08:30", "17:30", "MO", season="夏天"), "season", "hours-season"),
    (Rule("08:30", "17:30", "MO", season="06-31..09-15"), "season", "hours-season"),
    (Rule("08:30", "17:30", "MO", season="6-15..9-15"), "season", "hours-season"),
    (Rule(closed=True), "valid_from", "hours-shut-from"),
    (Rule("08:30", "17:30", "MO", note="长" * 201), "note", "hours-note"),
]


@pytest.mark.parametrize(("rule", "field", "key"), REFUSED)
def test_a_rule_that_cannot_be_worked_out_is_refused_with_field_and_reason(
    rule: Rule, field: str, key: str
) -> None:
    fine = Rule("08:30", "17:30", "MO")

    found = troubles_of([fine, rule])

    assert [(it.place, it.field, it.key) for it in found] == [(1, field, key)]
    assert all(SENTENCES[key]), "and in words, in both languages"


@pytest.mark.parametrize(
    "rule",
    [
        Rule("08:30", "17:30", "MO,TU,WE,TH,FR"),
        Rule("22:00", "06:00", "SA"),
        Rule("00:00", "24:00", "SU"),
        Rule("14:00", "16:00", "2TU,-1FR,MO", "MONTHLY"),
        Rule("09:00", "12:00", freq="MONTHLY", bymonthday="1,15,-1"),
        Rule("09:00", "12:00", "MO", interval=2, dtstart=MONDAY, until=date(2027, 6, 30)),
        Rule("14:30", "17:30", "MO", season="06-15..09-15"),
        Rule("14:00", "17:00", "MO", season="09-16..06-14"),
        Rule("14:00", "17:00", "MO", season="02-29..02-29"),
        Rule("09:00", "12:00", valid_from=MONDAY, valid_to=MONDAY, holidays="plain"),
        Rule(closed=True, valid_from=MONDAY, valid_to=MONDAY, note="装修"),
        Rule(closed=True, valid_from=MONDAY),
    ],
)
def test_whatever_the_evaluator_covers_may_be_written(rule: Rule) -> None:
    assert troubles_of([rule]) == []
