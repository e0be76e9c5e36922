"""News in both directions with the program that sent a request, as FixMyStreet's client exchanges them.

A program hears of its own requests only: each step that their resident would read, as soon as it can no
longer be taken back, with its words. What it sends becomes the resident's word on the request.
"""

from datetime import timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from server.domain.api_keys import Program
from server.domain.asks import MOST_WORDS
from server.domain.errors import Invalid, NotFound, StepNotAllowed
from server.domain.jobs import queue
from server.domain.lifecycle import OUTCOME_OF, UNDO_WITHIN, Act, Outcome, Reason, State
from server.domain.moves import TakeStep
from server.domain.numbers import digits_in, is_number
from server.domain.once import Stamp
from server.domain.open311.given import MOST, Given
from server.domain.open311.listing import Reading, names_of
from server.domain.open311.markup import Tree, when
from server.domain.open311.private import published
from server.domain.open311.receiving import Office
from server.domain.open311.sender import FETCH, GIVE_UP_AFTER, id_of, sender_of
from server.domain.open311.words import DONE, news_of_step, peer_status
from server.domain.records import Row
from server.domain.steps import take_step
from server.domain.texts import at_most
from server.domain.timeline import RESIDENT, facts_of
from server.domain.trace import Named
from server.storage.database import raw, write
from server.storage.rows import select_in

USUAL: Final = timedelta(days=1)
LONGEST_ID: Final = 200
SOLVED: Final = ("报告人说：已经好了。", "The reporter says: it is solved.")
REOPENS: Final = "REOPEN"
SAYS_SOLVED: Final = frozenset({"FIXED"})
NOT_TOLD: Final = frozenset({Act.SUBMIT, Act.UNDO, Act.PHOTO_GIVEN_UP})
STEPS: Final = (
    "SELECT s.id, s.request, s.act, s.by, s.note, s.internal, s.version, s.state, s.at, "
    "r.number, c.name, c.other_name FROM request_step s JOIN service_request r ON r.id = s.request "
    "JOIN open311_request o ON o.request = r.id LEFT JOIN request_contact c ON c.request = r.id "
    "WHERE o.api_key = {} AND s.at BETWEEN {} AND {} ORDER BY s.at, s.request, s.version LIMIT {}"
)
UNDOING: Final = "SELECT facts FROM request_step WHERE act = 'undo' AND request IN (KEYS)"
ENDS: Final = (
    "SELECT request, version, act, facts FROM request_step WHERE act IN ('resolve', 'decline', 'merge') "
    "AND request IN (KEYS) ORDER BY version"
)


async def list_updates(asked: Given, program: Program, reading: Reading) -> list[Tree]:
    """What happened to a program's requests, in order; by default within a day. Raises Invalid."""
    start, end = asked.window(reading.now, USUAL)
    end = min(end, reading.now - UNDO_WITHIN)
    rows = [row for row in await raw(STEPS, program.id, start, end, MOST) if _is_told(row)]
    if not rows:
        return []
    requests = sorted({row["request"] for row in rows})
    undone = {facts_of(row).undoes for row in await select_in(UNDOING, requests)}
    ends = await select_in(ENDS, requests)
    zone = reading.places.zone
    return [
        _told(row, outcome_of(row, ends), reading.language, zone) for row in rows if row["id"] not in undone
    ]


def _is_told(row: Row) -> bool:
    """A step of the offices or of the clock that the resident reads; not what the program itself sent."""
    silent = row["internal"] and row["act"] == Act.MESSAGE
    return row["by"] != RESIDENT and row["act"] not in NOT_TOLD and not silent


def outcome_of(row: Row, ends: list[Row]) -> str | None:
    """What had come of the request by this step; None while it is open."""
    if State(row["state"]) not in DONE:
        return None
    for end in reversed(ends):
        if end["request"] == row["request"] and end["version"] <= row["version"]:
            facts = facts_of(end)
            if end["act"] == Act.MERGE:
                return Outcome.DUPLICATE
            return facts.outcome or OUTCOME_OF[Reason(facts.reason)]
    return None


def _told(row: Row, outcome: str | None, language: str, zone: ZoneInfo) -> Tree:
    act, state = Act(row["act"]), State(row["state"])
    note = "" if row["internal"] else published(row["note"], names_of(row))
    news = "" if act is Act.MESSAGE else news_of_step(act, state, outcome, language)
    return {
        "update_id": str(row["id"]),
        "service_request_id": row["number"],
        "status": peer_status(state, outcome),
        "updated_datetime": when(row["at"], zone),
        "description": "\n".join(each for each in (news, note) if each),
    }


async def take_update(given: Given, program: Program, office: Office, stamp: Stamp, language: str) -> str:
    """A program's word on its request; the id of the step. The same `update_id` again is the same step.

    Raises NotFound for a request that is not its own, Invalid, SentOtherwise, StepNotAllowed.
    """
    update = at_most("update_id", given.one("update_id"), LONGEST_ID)
    if not update:
        raise Invalid({"update_id": "required"})
    request = await _own_request(given.one("service_request_id"), program)
    status = given.one("status").upper()
    said = [SOLVED[language == "en"]] if status in SAYS_SOLVED else []
    note = at_most("description", "\n".join([*said, given.one("description")]).strip(), MOST_WORDS)
    urls = given.all("media_url")[:1] if program.fetches else []
    step_id = id_of(office.keys, program.id, request, update)
    by = Stamp(sender_of(request, office.keys), stamp.at, stamp.body_hash)
    if note or status == REOPENS:
        await _say(Named(step_id, request, by, "resident"), note, status == REOPENS, office)
    elif not urls:
        return str(step_id)  # only a state that the other side has now: ours is for our staff to say
    for url in urls:
        until = (stamp.at + GIVE_UP_AFTER).isoformat()
        photo = id_of(office.keys, step_id, url)
        async with write():
            await queue(FETCH, photo, stamp.at, request=str(request), url=url, until=until, said=False)
    return str(step_id)


async def _say(named: Named, note: str, reopens: bool, office: Office) -> None:
    """Taken up again where that is possible, else said."""
    if reopens:
        try:
            await _take(named, TakeStep(Act.REOPEN, note), office)
            return
        except StepNotAllowed:
            if not note:
                raise
    await _take(named, TakeStep(Act.MESSAGE, note), office)


async def _take(named: Named, step: TakeStep, office: Office) -> None:
    places = office.reception.places
    await take_step(named.request, named.id, step, named.stamp, places=places, side=named.side)


OWN: Final = (
    "SELECT r.id FROM service_request r JOIN open311_request o ON o.request = r.id "
    "WHERE r.number = {} AND o.api_key = {}"
)


async def _own_request(number: str, program: Program) -> UUID:
    digits = digits_in(number)
    rows = await raw(OWN, digits, program.id) if is_number(digits) else []
    if not rows:
        raise NotFound(service_request_id=number[:40])
    id: UUID = rows[0]["id"]
    return id
