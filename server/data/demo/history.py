"""What was asked in the months before the forty stories, and is over: figures, rates, forecast come of it.

Written as rows, by the product's own clock and routing: three thousand stories told step by step would take
minutes. Nobody's name is in it; what was over a year ago says nothing any more (`domain.retention`).
"""

from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from hashlib import sha256
from itertools import accumulate
from random import Random
from typing import Any, Final
from uuid import UUID

from server.data.demo.case import Case
from server.data.demo.material import Kind, Material
from server.data.demo.seed import ident, stream
from server.domain.casewords import index_changed
from server.domain.figures.counting import count_changed
from server.domain.figures.releasing import release_months
from server.domain.lifecycle import OUTCOME_OF, SILENCE, Act, Outcome, Reason
from server.domain.numbers import a_block, number_of
from server.domain.people import Actor, Role
from server.domain.places import Map, Places
from server.domain.retention import REQUESTS
from server.domain.scope import contains, level_of, parent_of
from server.domain.timeline import CLOCK, RESIDENT, Facts
from server.models.requests import ServiceRequest
from server.storage.database import write
from server.storage.rows import insert

MONTHS: Final = 14
A_DISTRICT, A_COMMUNITY = 20, 13  # requests a month: of a district that is not shown, of a community that is
GROWTH: Final = 0.25  # of the last month's number, as many came in the first
SPREAD: Final = 4  # communities of a district that is not shown
COMMUNITY: Final = 4  # its level
SOURCES: Final = {"app": 62, "phone": 28, "counter": 10}
ENDS: Final = {Act.RESOLVE: 91, Act.DECLINE: 6, Act.WITHDRAW: 3}
WORDS_AFTER: Final = {Act.CONFIRM: 80, Act.REOPEN: 4, Act.CLOSE: 16}
RATINGS: Final = {5: 48, 4: 34, 3: 11, 2: 5, 1: 2}
LATE: Final = 0.09  # of the answers, and of the ends
SETTLED: Final = timedelta(days=1)  # before now: younger ones are told, not written


class Historian:
    """Writes what happened to each."""

    def __init__(self, material: Material, actors: Mapping[str, Actor], known: Map, now: datetime) -> None:
        self.known, self.now, self.kinds = known, now, material.kinds
        self.until = list(accumulate(kind.share for kind in material.kinds))
        self.shown = [place.code for place in material.places.place if level_of(place.code) == COMMUNITY]
        clerks = [each for each in actors.values() if each.divisions(frozenset({Role.CLERK}))]
        self.clerks = sorted(clerks, key=lambda each: -level_of(_office(each)))
        self.caller = next(
            each for each in actors.values() if any(right.role is Role.CALL_TAKER for right in each.rights)
        )

    def cases(self) -> Iterator[Case]:
        """Every case that was over a day ago, by month."""
        for back, month in enumerate(self.months()):
            for code, count in self.places(1 - (1 - GROWTH) * back / (MONTHS - 1)):
                chance = stream("history", month, code)
                for number in range(count):
                    case = self.case(ident("history", month, code, number), code, month, chance)
                    if case is not None:
                        yield case

    def months(self) -> list[date]:
        """The first days of this month and of those before it."""
        today = self.now.astimezone(self.known.zone).date()
        counted = today.year * 12 + today.month - 1
        return [date((counted - n) // 12, (counted - n) % 12 + 1, 1) for n in range(MONTHS)]

    def places(self, part: float) -> Iterator[tuple[str, int]]:
        """Communities, and how many requests of a month come from each."""
        for code in self.shown:
            yield code, round(part * A_COMMUNITY)
        districts = {code[:6] for code in self.shown}
        by_district: dict[str, list[str]] = {}
        for code, place in sorted(self.known.divisions.items()):
            if place.level == COMMUNITY and code[:6] not in districts:
                by_district.setdefault(code[:6], []).append(code)
        for codes in by_district.values():
            count = round(part * A_DISTRICT)
            some = codes[:: max(1, len(codes) // SPREAD)][:SPREAD]
            for rank, code in enumerate(some):
                yield code, count * (rank + 1) // len(some) - count * rank // len(some)

    def case(self, id: UUID, place: str, month: date, chance: Random) -> Case | None:
        """One from beginning to end; None if it were not over yet."""
        kind = self.kinds[bisect(self.until, chance.randrange(self.until[-1]))]
        local = datetime.combine(month, time(), self.known.zone) + timedelta(
            days=chance.randrange(28), hours=chance.randint(7, 21), minutes=chance.randrange(60)
        )
        case = Case(id, place, kind, local.astimezone(self.now.tzinfo), self.known)
        end = drawn(ENDS, chance)
        if end is Act.WITHDRAW:
            case.at += timedelta(minutes=chance.randint(5, 90))
            case.move(end, RESIDENT, Facts(), closed_at=case.at, due_at=None)
        else:
            self.answered(case, chance)
            self.ended(case, end, kind, chance)
        over = case.at < self.now - SETTLED
        return case if over else None

    def answered(self, case: Case, chance: Random) -> None:
        """Taken on by who has it, or by the level above, which it climbed to unanswered."""
        hours = case.terms.answer.hours
        if chance.random() < LATE:
            case.at, above = case.due, parent_of(case.holder)
            facts = Facts(why="overdue", source=case.holder, to=above)
            case.holder = above
            case.due = case.working.due(case.at, case.terms.answer).at
            case.move(Act.ESCALATE, CLOCK, facts, holder=above, due_at=case.due)
        case.at = case.working.after(case.at, timedelta(hours=chance.uniform(0.05, 0.9) * hours)).at
        self.take_on(case)

    def take_on(self, case: Case) -> None:
        """From now on it is somebody's."""
        case.due = case.working.due(case.at, case.terms.done).at
        clerk = self.clerk_of(case.holder)
        case.move(Act.ACCEPT, clerk, Facts(), office=case.holder, clerk=clerk.person, due_at=case.due)

    def ended(self, case: Case, end: Act, kind: Kind, chance: Random) -> None:
        """Declined, or resolved; then what the resident says of it, once more if that was no."""
        clerk = self.clerk_of(case.holder)
        if end is Act.DECLINE:
            case.at = case.working.after(case.at, timedelta(hours=chance.uniform(0.3, 5))).at
            reason = chance.choice((Reason.NOT_OURS, Reason.NOT_POSSIBLE, Reason.SETTLED))
            facts = Facts(reason=reason, outcome=OUTCOME_OF[reason])
            note = "这件事不归我们办，已告诉您该找哪里。" if reason is Reason.NOT_OURS else "已向您说明原因。"
            over: dict[str, Any] = {"outcome": OUTCOME_OF[reason].value, "closed_at": case.at, "due_at": None}
            case.move(end, clerk, facts, note, case.holder, **over)
            return
        self.resolved(case, kind, chance)
        word = drawn(WORDS_AFTER, chance)
        if word is Act.REOPEN:
            rating = chance.choice((1, 2))
            case.at += timedelta(hours=chance.uniform(1, 30))
            case.due = case.working.due(case.at, case.terms.done).at
            nothing: dict[str, Any] = {"reopened": 1, "outcome": None, "due_at": case.due}
            case.move(word, RESIDENT, Facts(solved=False, rating=rating), "还是老样子。", **nothing)
            self.resolved(case, kind, chance)
            word = Act.CONFIRM
        if word is Act.CLOSE:
            case.at += SILENCE
            case.move(word, CLOCK, Facts(), closed_at=case.at, due_at=None)
        else:
            rating = drawn(RATINGS, chance)
            case.at += timedelta(hours=chance.uniform(0.2, 60))
            facts = Facts(solved=rating > 1, rating=rating)
            case.move(word, RESIDENT, facts, rating=rating, closed_at=case.at, due_at=None)

    def resolved(self, case: Case, kind: Kind, chance: Random) -> None:
        """Done, mostly in time."""
        span = case.terms.done
        work = timedelta(hours=chance.uniform(0.05, 0.8) * (8 * span.days or 6))
        start = case.due if chance.random() < LATE else case.at
        case.at = case.working.after(start, work).at
        outcome = Outcome.SOLVED if chance.random() < 0.85 else Outcome.ANSWERED
        position: dict[str, Any] = {"outcome": outcome.value, "due_at": case.at + SILENCE}
        facts = Facts(outcome=outcome)
        clerk, note = self.clerk_of(case.holder), chance.choice(kind.done)
        case.move(Act.RESOLVE, clerk, facts, note, case.holder, **position)

    def clerk_of(self, holder: str) -> Actor:
        """Whose desk is nearest to it."""
        return next(each for each in self.clerks if contains(_office(each), holder))


def _office(clerk: Actor) -> str:
    return clerk.divisions(frozenset({Role.CLERK}))[0]


def drawn(shares: Mapping[Any, int], chance: Random) -> Any:
    """One of the keys, as often as its share."""
    (one,) = chance.choices(list(shares), list(shares.values()))
    return one


async def write_history(
    material: Material, actors: Mapping[str, Actor], known: Map, places: Places, now: datetime
) -> int:
    """All of it, then counted, released, and found by its words. Gives how many requests."""
    if not material.kinds:
        return 0
    historian = Historian(material, actors, known, now)
    cases = sorted(historian.cases(), key=lambda case: (case.sent, case.id))
    numbers = await _numbers(cases, known)
    rows = [_row(case, number, historian, now) for case, number in zip(cases, numbers, strict=True)]
    async with write():
        await insert(rows)
        await insert([step for case in cases for step in case.steps])
    for each in (partial(count_changed, places, now, len(cases)), index_changed):
        while await each():
            pass
    await release_months(places, now)
    return len(cases)


async def _numbers(cases: Sequence[Case], known: Map) -> list[str]:
    """In the order in which they came, month by month."""
    left: dict[str, Iterator[int]] = {}
    numbers = []
    for case in cases:
        month = case.sent.astimezone(known.zone).strftime("%y%m")
        count = next(left.get(month, iter(())), None)
        if count is None:
            left[month] = await a_block(month)
            count = next(left[month])
        numbers.append(number_of(month, count))
    return numbers


def _row(case: Case, number: str, historian: Historian, now: datetime) -> ServiceRequest:
    """The request as it is now; what was over a year ago has no words any more, nor have its steps."""
    chance, at = stream("words", case.id), case.position
    kind = next(kind for kind in historian.kinds if kind.category == case.category)
    source = drawn(SOURCES, chance)
    if source != "app":
        by = historian.caller if source == "phone" else historian.clerk_of(case.place)
        case.steps[0].by, case.steps[0].by_name = str(by.person), by.name
    is_old = at.closed_at is not None and at.closed_at <= now - REQUESTS
    if is_old:
        for step in case.steps:
            step.note = step.body_hash = ""
    version = len(case.steps)
    return ServiceRequest(
        id=case.id,
        number=number,
        body_hash="" if is_old else sha256(case.id.bytes).hexdigest(),
        source=source,
        place=case.place,
        holder=at.holder,
        clerk=at.clerk,
        category=case.category,
        description="" if is_old else chance.choice(kind.words),
        state=at.state,
        outcome=at.outcome,
        version=version,
        sent_at=case.sent,
        reopened=at.reopened,
        rating=at.rating,
        closed_at=at.closed_at,
        indexed=version if is_old else 0,
    )
