"""Opening hours in HSDS: a schedule a rule, its times with the zone, its holidays as a word and a fact.

HSDS has no form for a part of every year: a season becomes a row for each year, with a fact that says which
season it is, and comes back as one rule. A row that is shut has no times.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

import msgspec

from server.domain.hours import Rule, season_of
from server.domain.hsds.given import Given
from server.domain.hsds.ids import ident
from server.domain.hsds.records import Attribute, Schedule
from server.domain.hsds.taxonomy import FACT, attribute
from server.domain.schedules import LONGEST_NOTE, troubles_of

POLICIES: Final = {"work": "按国家放假和调休安排", "closed": "法定节假日休息", "plain": ""}
PLAIN: Final = "plain"  # what schedules of others mean: HSDS knows of no holidays
MIDNIGHT: Final = "00:00"
FREE: Final = ("interval", "wkst", "byday", "bymonthday", "dtstart", "until", "valid_from", "valid_to")
NOT_COVERED: Final = ("count", "byweekno", "byyearday")


def schedules_of(service: UUID, rules: Iterable[Rule], offset: str, year: int) -> list[Schedule]:
    """A schedule for each rule, in an order that does not depend on that of the rows.

    `offset` is the city's, like +08:00; seasons are written out for `year` and the next.
    """
    known: Counter[str] = Counter()
    made = []
    for rule in sorted(map(_plain, rules), key=_order):
        key = msgspec.json.encode(rule).decode()
        known[key] += 1
        for place, (first, last) in enumerate(_spans(rule, year)):
            id = ident(service, "schedule", key, known[key], place if rule.season else "")
            made.append(_schedule(id, rule, first, last, offset))
    return made


def _plain(rule: Rule) -> Rule:
    """As it comes back: the day's end is its 00:00, and what is shut has no times."""
    if rule.closed:
        return msgspec.structs.replace(rule, opens_at=MIDNIGHT, closes_at=MIDNIGHT)
    return msgspec.structs.replace(rule, closes_at=MIDNIGHT) if rule.closes_at == "24:00" else rule


def _order(rule: Rule) -> tuple[Any, ...]:
    return rule.closed, rule.freq == "MONTHLY", rule.byday, rule.opens_at, msgspec.json.encode(rule)


def _schedule(id: UUID, rule: Rule, first: date | None, last: date | None, offset: str) -> Schedule:
    hours = int(offset[:3]) + (int(offset[4:]) / 60 if offset[4:] != "00" else 0)
    made = Schedule(
        id=id, freq=rule.freq, interval=rule.interval, timezone=hours, attributes=_facts(id, rule)
    )
    if rule.wkst != "MO":
        made.wkst = rule.wkst  # type: ignore[assignment]  # one of the seven: `schedules` has seen to it
    for name in ("byday", "bymonthday", "dtstart", "until"):
        if value := getattr(rule, name):
            setattr(made, name, value)
    if first:
        made.valid_from = first
    if last:
        made.valid_to = last
    if rule.note:
        made.notes = rule.note
    if rule.closed:
        return made
    made.opens_at = rule.opens_at + offset
    made.closes_at = rule.closes_at + offset
    if words := POLICIES[rule.holidays]:
        made.description = words
    return made


def _facts(id: UUID, rule: Rule) -> list[Attribute]:
    facts = {"holidays": rule.holidays, "season": _season(rule)}
    made = [attribute(id, "schedule", FACT, code, value=value) for code, value in facts.items() if value]
    return [*made, attribute(id, "schedule", FACT, "closed")] if rule.closed else made


def _season(rule: Rule) -> str:
    """06-15..09-15, and the days from and to which it is in force, if there are any."""
    if not rule.season or not (rule.valid_from or rule.valid_to):
        return rule.season
    return f"{rule.season} {rule.valid_from or ''}/{rule.valid_to or ''}"


def _spans(rule: Rule, year: int) -> list[tuple[date | None, date | None]]:
    """From when to when a row of the rule stands: once, or in this year's season and the next."""
    if not rule.season:
        return [(rule.valid_from, rule.valid_to)]
    first, last = season_of(rule.season)
    spans = []
    for begins in range(year - 1, year + 2):
        start, end = _day(begins, first, 1), _day(begins + (last < first), last, 0)
        start, end = max(start, rule.valid_from or start), min(end, rule.valid_to or end)
        if start <= end and end.year >= year:
            spans.append((start, end))
    return list(spans)


def _day(year: int, of_year: int, later: int) -> date:
    """615 is 15 June; 29 February, in a year that has none, is the day before or after it."""
    month, day = divmod(of_year, 100)
    if (month, day) == (2, 29) and (year % 4 or (year % 100 == 0 and year % 400)):
        return date(year, 3, 1) if later else date(year, 2, 28)
    return date(year, month, day)


def taken_rules(schedules: Sequence[Given], offset: str) -> list[Rule]:
    """The rules that these schedules say. What cannot be worked out here is left lying, whole."""
    rules: dict[str, Rule] = {}
    for place, schedule in enumerate(schedules):
        rule = _rule(schedule, offset)
        if rule is not None:
            key = f"{place}" if not rule.season else msgspec.json.encode(rule).decode()
            rules.setdefault(key, rule)
    return list(rules.values())


def _rule(schedule: Given, offset: str) -> Rule | None:
    facts = {code: fact.text("value") for code, fact in taken_facts(schedule).items()}
    closed = "closed" in facts
    body: dict[str, Any] = {name: schedule.body[name] for name in FREE if schedule.has(name)}
    times = {name: _clock(schedule.body.get(name), offset) for name in ("opens_at", "closes_at")}
    policy = facts.get("holidays", PLAIN)
    season, _, span = facts.get("season", "").partition(" ")
    if season:
        first, _, last = span.partition("/")
        body |= {"season": season, "valid_from": first or None, "valid_to": last or None}
    said = schedule.text("notes") or _words(schedule)
    body |= {"freq": schedule.body.get("freq", "WEEKLY"), "holidays": policy, "note": said, "closed": closed}
    body |= {"opens_at": MIDNIGHT, "closes_at": MIDNIGHT} if closed else times
    rule = _checked(body) if _is_covered(schedule, offset) and (closed or all(times.values())) else None
    if rule is None:
        schedule.leave("notes", "description")
        return None
    schedule.keep(*FREE, "freq", "opens_at", "closes_at", "timezone")
    if schedule.text("description") in POLICIES.values() or schedule.body.get("description") == rule.note:
        schedule.keep("description")
    else:
        schedule.leave("description")
    return rule


def _words(schedule: Given) -> str:
    """What a schedule of others says of itself, where there is room for it."""
    said = str(schedule.body.get("description") or "").strip()
    return said if len(said) <= LONGEST_NOTE and said not in POLICIES.values() else ""


def _is_covered(schedule: Given, offset: str) -> bool:
    zone = schedule.body.get("timezone")
    ours = int(offset[:3]) + int(offset[4:]) / 60
    return not any(schedule.has(name) for name in NOT_COVERED) and (zone is None or float(zone) == ours)


def _checked(body: dict[str, Any]) -> Rule | None:
    try:
        rule = msgspec.convert(body, Rule)
    except msgspec.ValidationError:
        return None
    return None if troubles_of([rule]) else rule


def _clock(text: Any, offset: str) -> str:
    """08:30 of 08:30:00+08:00; "" if it is of another zone, or told to the second."""
    if not isinstance(text, str) or len(text) < 5:
        return ""
    time, rest = text[:5], text[5:]
    if rest.startswith(":"):
        if rest[1:3] != "00":
            return ""
        rest = rest[3:]
    return time if rest in {"", offset, offset.replace(":", "")} else ""


def taken_facts(given: Given) -> dict[str, Given]:
    """The facts of our own that a record carries, by their code."""
    found = {}
    for each in given.many("attributes"):
        term = each.body.get("taxonomy_term") or {}
        if each.body.get("link_type") == FACT and term.get("code"):
            each.keep("link_type", "link_entity", "link_id", "value", "taxonomy_term", "taxonomy_term_id")
            found[term["code"]] = each
    return found
