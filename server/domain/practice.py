"""Practising in a demonstration: a made-up resident asks, a member of staff acts, the traces tell how far.

The resident of one person's case holds a key made of that person and the case, so the requests of a case are
found by that key and nothing is stored beside them; the last one counts. They come in by the same functions
as any other request, and lie in the queue among them.
"""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import Any, Final, Literal
from uuid import UUID, uuid5

from msgspec import Struct

from server.domain import phones
from server.domain.access import Reader
from server.domain.asks import Reach, SendRequest
from server.domain.errors import NotAllowed, NotFound, NotSignedIn
from server.domain.lifecycle import Act, State
from server.domain.moves import TakeStep
from server.domain.once import Stamp
from server.domain.people import DESK, Actor
from server.domain.places import Map
from server.domain.practice_cases import CALLER, CASES, LOOKED, NEIGHBOUR, Case, Said, Scene, Trace, Which
from server.domain.requests import Reception, send_request
from server.domain.scope import contains, digits_of
from server.domain.steps import take_step
from server.domain.timeline import RESIDENT, facts_of
from server.storage.database import Sql, raw, together
from server.storage.rows import in_keys

PRACTICE: Final = UUID("5b6f0c1e-6d0a-4c55-9a0c-7f3a5d3f2b10")  # the name space of their ids
COMMUNITY: Final = 4  # level
Row = dict[str, Any]


class GoalSeen(Struct, frozen=True):
    """One step of a case, and when it was done."""

    code: str
    at: datetime | None


class CaseSeen(Struct, frozen=True):
    """How far somebody is. `request`: what to open; `next`: what the made-up resident does when asked to."""

    code: str
    request: UUID | None
    number: str
    goals: list[GoalSeen]
    next: Literal["ask", "answer", "ask_again"]


class Attempt(Struct, frozen=True):
    """The last request of a case, and the one beside it."""

    rows: dict[Which, Row]
    count: int  # how many there were of it


def must_practise(actor: Actor) -> UUID:
    """Who works with requests. Raises NotSignedIn or NotAllowed."""
    if actor.person is None:
        raise NotSignedIn
    if not actor.divisions(DESK):
        raise NotAllowed
    return actor.person


async def list_cases(reader: Reader, reception: Reception) -> list[CaseSeen]:
    """All six, as far as this person is. Raises NotSignedIn or NotAllowed."""
    person = must_practise(reader.actor)
    attempts = {code: await find_attempt(person, code, reception) for code in CASES}
    ids = [row["id"] for attempt in attempts.values() for row in attempt.rows.values()]
    traces = await read_traces(person, ids)
    return [seen(code, attempts[code], traces) for code in CASES]


async def go_on(code: str, reader: Reader, reception: Reception) -> CaseSeen:
    """The made-up resident answers if something was asked back; else they ask, anew. Raises NotFound too."""
    person = must_practise(reader.actor)
    if code not in CASES:
        raise NotFound
    attempt = await find_attempt(person, code, reception)
    if next_of(attempt) == "answer":
        await _answer(code, attempt.rows["it"], person, reader, reception)
    else:
        await _ask(code, attempt, person, reader, reception)
    attempt = await find_attempt(person, code, reception)
    traces = await read_traces(person, [row["id"] for row in attempt.rows.values()])
    return seen(code, attempt, traces)


async def _ask(code: str, attempt: Attempt, person: UUID, reader: Reader, reception: Reception) -> None:
    case, known = CASES[code], await reception.places.at(reader.now)
    place = community_of(reader.actor, known, reader.now)
    asked: list[tuple[Which, Said]] = [("other" if case.by_phone else "it", case.said)]
    if case.other:
        asked.insert(0, ("other", case.other))
    for which, said in asked:
        key = key_of(person, code, which, reception)
        id = uuid5(PRACTICE, f"{key} {attempt.count}")  # pressed twice at once: the same request
        reach = Reach(
            name="周阿姨（练习）", phone=CALLER if case.by_phone else NEIGHBOUR, address=said.address
        )
        ask = SendRequest(place, said.category, said.words, contact=reach, address=said.address)
        await send_request(id, ask, _stamp(key, reader.now, str(id)), reception, reader.language)


async def _answer(code: str, row: Row, person: UUID, reader: Reader, reception: Reception) -> None:
    key, step = key_of(person, code, "it", reception), TakeStep(Act.ANSWER, CASES[code].answer)
    step_id = uuid5(row["id"], str(row["version"]))
    stamp = _stamp(key, reader.now, str(step_id))
    await take_step(row["id"], step_id, step, stamp, places=reception.places, side="resident")


def _stamp(key: str, now: datetime, body: str) -> Stamp:
    return Stamp(Actor(key_hash=key), now, sha256(body.encode()).hexdigest())


def key_of(person: UUID, code: str, which: Which, reception: Reception) -> str:
    """As it stands with a request. No key has this hash, so nobody opens them from outside."""
    return reception.keys.mac("practice", str(person), code, which).hex()


def community_of(actor: Actor, known: Map, now: datetime) -> str:
    """Where they work, or the first community below. Raises NotAllowed if there is none."""
    own = max(actor.divisions(DESK), key=lambda code: len(digits_of(code)))
    today = now.astimezone(known.zone).date()
    below = [
        code
        for code, place in known.divisions.items()
        if place.level == COMMUNITY and contains(own, code) and known.is_open(code, today)
    ]
    if not below:
        raise NotAllowed
    return min(below)


def next_of(attempt: Attempt) -> Literal["ask", "answer", "ask_again"]:
    """What the made-up resident does when asked to go on."""
    if attempt.rows.get("it", {}).get("state") == State.WAITING:
        return "answer"
    return "ask_again" if attempt.count else "ask"


OF_KEY: Final = (
    "SELECT id, number, place, state, version, sent_at FROM service_request WHERE key_hash = {} "
    "ORDER BY sent_at DESC, number DESC"
)
BY_PHONE: Final = (
    "SELECT r.id, r.number, r.place, r.state, r.version, r.sent_at, r.address, r.description, "
    "c.address AS home FROM service_request r JOIN request_contact c ON c.request = r.id "
    "JOIN request_step s ON s.id = r.id WHERE c.phone = {} AND s.by = {} AND r.source = 'phone' "
    "AND r.sent_at >= {} ORDER BY r.sent_at DESC, r.number DESC LIMIT 1"
)


async def find_attempt(person: UUID, code: str, reception: Reception) -> Attempt:
    """The last one."""
    case = CASES[code]
    own, others = await together(
        *(Sql(OF_KEY, key_of(person, code, which, reception)) for which in ("it", "other"))
    )
    first = others if case.by_phone else own
    rows: dict[Which, Row] = {"it": own[0]} if own else {}
    if others:
        rows["other"] = others[0]
    if case.by_phone and others:
        phone = phones.for_contact(CALLER, reception.countries)
        taken = await raw(BY_PHONE, phone, str(person), others[0]["sent_at"])
        rows |= {"it": taken[0]} if taken else {}
    return Attempt(rows, len(first))


STEPS: Final = (
    "SELECT id, request, act, by, note, internal, facts, at FROM request_step WHERE request IN (KEYS) "
    "ORDER BY request, version"
)
LOOKS: Final = "SELECT request, what, at FROM access_log WHERE person = {} AND request IN (KEYS) ORDER BY at"


async def read_traces(person: UUID, ids: list[UUID]) -> dict[UUID, list[Row]]:
    """What this person, and the made-up resident, did to these requests; less what was undone."""
    traces: dict[UUID, list[Row]] = {id: [] for id in ids}
    if not ids:
        return traces
    steps, looks = await together(in_keys(STEPS, ids), in_keys(LOOKS, ids, person))
    undone = {facts_of(row).undoes for row in steps if row["act"] == Act.UNDO}
    for row in steps:
        if row["id"] not in undone and row["by"] in {str(person), RESIDENT}:
            traces[row["request"]].append(row)
    for row in looks:
        traces[row["request"]].append(
            {"act": LOOKED, "note": row["what"], "at": row["at"], "internal": False, "facts": "{}"}
        )
    return traces


def seen(code: str, attempt: Attempt, traces: dict[UUID, list[Row]]) -> CaseSeen:
    """Each goal, with the first trace that reaches it."""
    case, rows = CASES[code], attempt.rows
    other = rows.get("other", {}).get("id")
    scene = Scene(next((row["place"] for row in rows.values()), ""), other)
    left = [trace for which, row in rows.items() for trace in traces_of(which, row, case, traces[row["id"]])]
    goals = [
        GoalSeen(goal, min((trace.at for trace in left if reached(trace, scene)), default=None))
        for goal, reached in case.goals.items()
    ]
    it = rows.get("it", {})
    return CaseSeen(code, it.get("id"), it.get("number", ""), goals, next_of(attempt))


def traces_of(which: Which, row: Row, case: Case, rows: Iterable[Row]) -> list[Trace]:
    """Of one request. What a call was written down as is the note of its first step."""
    said = " ".join(row.get(name, "") for name in ("address", "home", "description"))
    return [
        Trace(
            which=which,
            act=trace["act"],
            at=trace["at"],
            note=said if trace["act"] == Act.SUBMIT and case.by_phone else trace["note"],
            internal=bool(trace["internal"]),
            to=facts_of(trace).to,
        )
        for trace in rows
    ]
