"""Telling somebody that something happened: whom, when, by which steps, in words that hide the matter.

A message waits as long as a step can be undone, and outside emergencies until the morning: nobody is woken
for a lamp. Its text says neither what it is about nor who asked, for it lies open on a locked screen.
"""

from datetime import datetime, time, timedelta
from typing import Any, Final
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from msgspec import Struct

from server.domain.jobs import queueing
from server.domain.keys import Keys
from server.domain.lifecycle import UNDO_WITHIN, Act
from server.domain.moves import Move
from server.domain.numbers import lookup_code
from server.domain.people import DESK, Role
from server.domain.timeline import CLOCK, RESIDENT, facts_of
from server.storage.database import Sql, raw

TOLD: Final = frozenset(
    {Act.SUBMIT, Act.ACCEPT, Act.ASSIGN, Act.ASK, Act.OFFER, Act.RESOLVE, Act.DECLINE, Act.MESSAGE}
)
NEEDS_THEM: Final = frozenset(
    {Act.ASK, Act.OFFER, Act.RESOLVE, Act.DECLINE}
)  # who is called hears the rest so
WANTED: Final = {"message": TOLD, "call": NEEDS_THEM}  # by how they wish to be reached
MOST_MESSAGES: Final = 4  # about one request
MOST_PASSING: Final = 2  # of them, for what does not need the resident
EVENING: Final = time(22)
MORNING: Final = time(7)
FORGET: Final = "DELETE FROM job WHERE ident = {} AND state = 'ready'"


class Note(Struct, frozen=True):
    """One message: a number (E.164) and words."""

    to: str
    text: str


def news_of(step_id: UUID, act: Act, moved: Move, at: datetime, zone: ZoneInfo | None) -> list[Sql]:
    """What a step of staff queues: its news, or that the news of an undone step is not told.

    `zone`: nobody is woken there; None: it is urgent.
    """
    if moved.facts.undoes:
        return [Sql(FORGET, f"tell-resident:{moved.facts.undoes}")]
    if act in TOLD:
        due = at + UNDO_WITHIN
        return [queueing("tell-resident", step_id, by_day(due, zone) if zone else due)]
    return []


def by_day(at: datetime, zone: ZoneInfo) -> datetime:
    """That moment, or the next morning if it lies in the night."""
    local = at.astimezone(zone)
    if MORNING <= local.time() < EVENING:
        return at
    morning = datetime.combine(local.date(), MORNING, zone)
    return morning if local.time() < MORNING else morning + timedelta(days=1)


STEP: Final = (
    "SELECT s.version, r.number, r.id AS request, c.phone, c.wish, p.language FROM request_step s "
    "JOIN service_request r ON r.id = s.request JOIN request_contact c ON c.request = r.id "
    "LEFT JOIN person p ON p.id = r.resident WHERE s.id = {}"
)
STEPS: Final = (
    "SELECT id, act, by, internal, facts FROM request_step WHERE request = {} AND version <= {} "
    "ORDER BY version"
)


async def news_for_resident(step_id: UUID) -> Note | None:
    """The message about a step; None for who left no number, wants none, or has had enough."""
    rows = await raw(STEP, step_id)
    if not rows or not rows[0]["phone"]:
        return None
    row = rows[0]
    steps = await raw(STEPS, row["request"], row["version"])
    if step_id not in worth_telling(steps, WANTED.get(row["wish"], frozenset())):
        return None
    zh, en = WORDS[Act(steps[-1]["act"])]
    number = f"{row['number'][:4]}-{row['number'][4:]}"
    return Note(row["phone"], (en if row["language"] == "en" else zh).format(number=number))


def worth_telling(steps: list[dict[str, Any]], wanted: frozenset[Act]) -> list[UUID]:
    """Of the steps of one request, in order: those with a message of their own, never more than four.

    Half of them are kept for what needs the resident; what only passes by then stands in the app alone.
    """
    undone = {facts_of(step).undoes for step in steps if step["act"] == Act.UNDO}
    told: list[UUID] = []
    passing = 0
    for step in steps:
        act = Act(step["act"])
        by_staff = step["by"] not in {RESIDENT, CLOCK} or act is Act.SUBMIT
        if act not in wanted or step["internal"] or step["id"] in undone or not by_staff:
            continue
        if len(told) >= MOST_MESSAGES or (act not in NEEDS_THEM and passing >= MOST_PASSING):
            continue
        told.append(step["id"])
        passing += act not in NEEDS_THEM
    return told


CALLER: Final = (
    "SELECT r.number, c.phone FROM service_request r JOIN request_contact c ON c.request = r.id "
    "WHERE r.id = {}"
)


async def news_for_caller(request_id: UUID, keys: Keys) -> Note | None:
    """Number and code of what somebody asked for by voice: with both it can be looked up on any phone."""
    rows = await raw(CALLER, request_id)
    if not rows or not rows[0]["phone"]:
        return None
    number, code = rows[0]["number"], lookup_code(keys, request_id)
    return Note(
        rows[0]["phone"],
        f"【邻里】编号 {number[:4]}-{number[4:]} 已收到，查询码 {code[:4]} {code[4:]}。"
        "打开邻里，在“求助”里查进展。",
    )


OFFICE: Final = (
    "SELECT DISTINCT p.id, p.name, p.phone, g.role, g.division, g.valid_from, g.valid_to, r.number, r.state "
    "FROM service_request r JOIN role_grant g ON g.division = r.holder JOIN person p ON p.id = g.person "
    "WHERE r.id = {} AND r.closed_at IS NULL AND p.phone IS NOT NULL AND p.disabled_at IS NULL"
)


class Alarm(Struct, frozen=True):
    """A message for one of the staff: about which request, to whom, in the name of which office."""

    note: Note
    request: UUID
    person: UUID
    name: str
    division: str


async def news_for_office(request_id: UUID, now: datetime, is_new: bool = True) -> list[Alarm]:
    """To everybody at the holder's desk who has a number: of a new request while nobody has taken it on."""
    at_desk = {
        row["phone"]: row
        for row in await raw(OFFICE, request_id)
        if Role(row["role"]) in DESK
        and row["valid_from"] <= now
        and (row["valid_to"] is None or row["valid_to"] > now)
        and (row["state"] == "submitted" or not is_new)
    }
    return [
        Alarm(
            Note(phone, urgent_words(row["number"], is_new)),
            request_id,
            row["id"],
            row["name"],
            row["division"],
        )
        for phone, row in sorted(at_desk.items())
    ]


def urgent_words(number: str, is_new: bool) -> str:
    """What staff read on a locked screen."""
    shown = f"{number[:4]}-{number[4:]}"
    if is_new:
        return f"【邻里】有一件紧急求助等人受理，编号 {shown}。"
    return f"【邻里】编号 {shown} 有紧急情况，请马上看。"


URGENT: Final = "UPDATE service_request SET urgent = TRUE WHERE id = {} AND closed_at IS NULL"


def alarming(request: UUID, step: UUID, at: datetime) -> list[Sql]:
    """A later word names danger: it is urgent from now on, and its office hears of it at once."""
    return [Sql(URGENT, request), queueing("tell-desk", step, at, request=str(request))]


TOLD_BY: Final = UUID("b7f2d1c8-0a51-4f4f-9f0e-3b0c5b7d1e44")  # the name space of the rows that say so
NOTE_TOLD: Final = (
    "INSERT INTO told (id, request, person_name, division, at) VALUES ({}, {}, {}, {}, {}) "
    "ON CONFLICT (id) DO NOTHING"
)


async def note_told(alarm: Alarm, cause: str, now: datetime) -> None:
    """The resident reads whom, of which office, and when. Once for each cause."""
    id = uuid5(TOLD_BY, f"{cause} {alarm.person}")
    await raw(NOTE_TOLD, id, alarm.request, alarm.name, alarm.division, now)


WORDS: Final = {
    Act.SUBMIT: (
        "【邻里】编号 {number} 已收到，有进展会发短信告诉您。",
        "Linli: {number} was received. We will text you.",
    ),
    Act.ACCEPT: ("【邻里】编号 {number} 有人接手了。", "Linli: somebody has taken {number} on."),
    Act.ASSIGN: (  # of what was unanswered
        "【邻里】编号 {number} 有人接手了。",
        "Linli: somebody has taken {number} on.",
    ),
    Act.ASK: (
        "【邻里】编号 {number} 等您回话，请打开邻里看看。",
        "Linli: {number} waits for your answer. Please open Linli.",
    ),
    Act.OFFER: (
        "【邻里】编号 {number} 有人能上门了，请打开邻里看时间和价格。",
        "Linli: somebody can come for {number}. Please open Linli for time and price.",
    ),
    Act.RESOLVE: (
        "【邻里】编号 {number} 有结果了，请打开邻里看看。",
        "Linli: there is a result for {number}. Please open Linli and check.",
    ),
    Act.DECLINE: (
        "【邻里】编号 {number} 有答复，请打开邻里看看。",
        "Linli: there is an answer to {number}. Please open Linli.",
    ),
    Act.MESSAGE: (
        "【邻里】编号 {number} 有新的回话，请打开邻里看看。",
        "Linli: there is a new word on {number}. Please open Linli.",
    ),
}
