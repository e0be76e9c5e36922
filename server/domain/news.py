"""Telling somebody that something happened: whom, when, by which steps, in words that hide the matter.

A message waits as long as a step can be undone, and outside emergencies until the morning: nobody is woken
for a lamp. Its text says neither what it is about nor who asked, for it lies open on a locked screen.
"""

from datetime import datetime, time, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import Struct

from server.domain.jobs import queueing
from server.domain.lifecycle import UNDO_WITHIN, Act
from server.domain.moves import Move
from server.domain.people import DESK, Role
from server.storage.database import Sql, raw

TOLD: Final = frozenset({Act.SUBMIT, Act.ACCEPT, Act.ASK, Act.RESOLVE, Act.DECLINE, Act.MESSAGE})
TOLD_TO_CALLED: Final = frozenset({Act.ASK, Act.RESOLVE, Act.DECLINE})  # whom we call hears the rest so
MOST_MESSAGES: Final = 4  # about one request
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
    "SELECT s.act, r.number, c.phone, c.wish, p.language, "
    "(SELECT count(*) FROM request_step e WHERE e.request = r.id AND e.version <= s.version "
    "AND e.internal = FALSE AND (e.by NOT IN ('resident', 'clock') OR e.act = 'submit') "
    "AND e.act IN ('submit', 'accept', 'ask', 'resolve', 'decline', 'message')) AS told "
    "FROM request_step s JOIN service_request r ON r.id = s.request "
    "JOIN request_contact c ON c.request = r.id LEFT JOIN person p ON p.id = r.resident WHERE s.id = {}"
)


async def news_for_resident(step_id: UUID) -> Note | None:
    """The message about a step; None for who left no number, wants none, or has had enough."""
    rows = await raw(STEP, step_id)
    if not rows or not rows[0]["phone"]:
        return None
    row, act = rows[0], Act(rows[0]["act"])
    wanted = {"message": TOLD, "call": TOLD_TO_CALLED}.get(row["wish"], frozenset())
    if act not in wanted or row["told"] > MOST_MESSAGES:
        return None
    zh, en = WORDS[act]
    number = f"{row['number'][:4]}-{row['number'][4:]}"
    return Note(row["phone"], (en if row["language"] == "en" else zh).format(number=number))


OFFICE: Final = (
    "SELECT DISTINCT p.id, p.phone, g.role, g.valid_from, g.valid_to, r.number FROM service_request r "
    "JOIN role_grant g ON g.division = r.holder JOIN person p ON p.id = g.person "
    "WHERE r.id = {} AND r.state = 'submitted' AND p.phone IS NOT NULL AND p.disabled_at IS NULL"
)


async def news_for_office(request_id: UUID, now: datetime) -> list[Note]:
    """To everybody at the holder's desk who has a number, while nobody has taken it on."""
    rows = await raw(OFFICE, request_id)
    at_desk = [
        row
        for row in rows
        if Role(row["role"]) in DESK
        and row["valid_from"] <= now
        and (row["valid_to"] is None or row["valid_to"] > now)
    ]
    number = f"{at_desk[0]['number'][:4]}-{at_desk[0]['number'][4:]}" if at_desk else ""
    return [
        Note(to, f"【邻里】有一件紧急求助等人受理，编号 {number}。")
        for to in sorted({row["phone"] for row in at_desk})
    ]


WORDS: Final = {
    Act.SUBMIT: (
        "【邻里】编号 {number} 已收到，有进展会发短信告诉您。",
        "Linli: {number} was received. We will text you.",
    ),
    Act.ACCEPT: ("【邻里】编号 {number} 有人接手了。", "Linli: somebody has taken {number} on."),
    Act.ASK: (
        "【邻里】编号 {number} 等您回话，请打开邻里看看。",
        "Linli: {number} waits for your answer. Please open Linli.",
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
