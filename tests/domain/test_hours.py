"""Is it open, and until when? The same answers here and on the phone, three weeks without a network."""

import json
import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from server.domain.calendar import UNKNOWN, calendar_of, day_number, read_holidays
from server.domain.hours import DAY, Rule, civil_minute, day_of, open_state, recurs_on
from tests.fixtures.hours import SPAN, START, a_random_rule, days_by_dateutil

FOLDER = Path(__file__).parents[1] / "fixtures/hours"
VECTORS = json.loads((FOLDER / "vectors.json").read_text("utf-8"))
CALENDAR = calendar_of(read_holidays())
EPOCH = datetime(1970, 1, 1)


@pytest.mark.parametrize("moment", VECTORS["moments"], ids=lambda moment: f"{moment['place']} {moment['at']}")
def test_a_place_stands_as_its_board_at_the_door_says(moment: dict[str, Any]) -> None:
    rules = msgspec.convert(VECTORS["places"][moment["place"]], list[Rule])
    at = datetime.fromisoformat(moment["at"])

    said = open_state(rules, CALENDAR, (at - EPOCH) // timedelta(minutes=1))

    assert as_written(said) == {key: moment[key] for key in moment if key not in {"place", "at"}}


def as_written(said: Any) -> dict[str, Any]:
    """A state with its times as the vectors have them, without what is usual."""
    if said is None:
        return {"state": None}
    written = msgspec.to_builtins(said)
    times = {key: written[key] for key in ("next", "again") if key in written}
    return written | {
        key: (EPOCH + timedelta(minutes=m)).isoformat(timespec="minutes") for key, m in times.items()
    }


def test_recurrences_agree_with_dateutil(rounds: int) -> None:
    chance = random.Random()
    for _ in range(150 * rounds):  # three thousand in `make soak`
        rule = a_random_rule(chance)
        assert days_of_ours(rule) == days_by_dateutil(rule), rule


def test_the_phone_is_held_to_what_dateutil_says_today() -> None:
    shared = json.loads((FOLDER / "recurrences.json").read_text("utf-8"))

    for each in shared["rules"]:
        rule = msgspec.convert(each["rule"], Rule)
        assert [day - shared["from"] for day in days_of_ours(rule)] == each["on"]
        assert days_of_ours(rule) == days_by_dateutil(rule)


def days_of_ours(rule: Rule) -> list[int]:
    """The days on which our evaluator lets a rule recur."""
    first = day_number(START)
    return [number for number in range(first, first + SPAN) if recurs_on(rule, day_of(number))]


def test_an_hour_is_the_city_s_wherever_the_server_stands() -> None:
    noon = datetime(2026, 11, 24, 4, 0, 59, tzinfo=UTC)

    assert civil_minute(noon, "+08:00") == day_number(date(2026, 11, 24)) * DAY + 12 * 60
    assert civil_minute(noon, "-03:30") == day_number(date(2026, 11, 24)) * DAY + 30


def test_without_any_calendar_nothing_is_sure() -> None:
    rules = [Rule(byday="MO,TU,WE,TH,FR", opens_at="08:00", closes_at="17:00")]

    said = open_state(rules, UNKNOWN, day_number(date(2026, 11, 24)) * DAY + 600)

    assert said is not None
    assert (said.state, said.sure) == ("usually", False)
