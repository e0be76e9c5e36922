"""Telling departments' systems what happened to a request, at least once, signed.

Each step of a request queues one job if there is any webhook; that job queues one delivery for each that
wants it. A delivery says which request, which step and where the request stands: no words, no names, no
contact; who may read more asks for it. It is tried ten times over some four hours, then it is a dead letter,
listed on the desk until somebody has it tried again. Deliveries may come twice or out of order: `id` and
`version` say. The signature is over time and body, so that nobody else can say it, nor say it again later.
"""

import hmac
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

import msgspec
from msgspec import Struct

from server.domain.api_keys import must_issue
from server.domain.errors import Invalid, NotFound
from server.domain.jobs import queueing
from server.domain.keys import Keys
from server.domain.lifecycle import Act
from server.domain.people import Actor
from server.domain.scope import contains
from server.domain.timeline import who_did
from server.domain.webhooks import DELIVER, OWN, Event, letters_of, secret_of, within_scope
from server.storage.database import Sql, raw, together, write
from server.storage.egress import Egress, Forbidden, Unreached
from server.storage.rows import select_in

ANNOUNCE: Final = "webhooks"  # the job of a step
PAGE: Final = 50
NOTED_EVERY: Final = timedelta(minutes=1)  # how exactly the last success is known


class Told(Struct, frozen=True):
    """What a delivery says of a request: state and version after the step, the rest as it is now."""

    id: UUID
    number: str
    category: str
    place: str
    holder: str
    state: str
    outcome: str | None
    urgent: bool
    version: int


class Delivery(Struct, frozen=True):
    """The body of a delivery. `id` is the step's: the same twice is the same news."""

    id: UUID
    event: str
    act: str
    by: str  # resident, staff or clock
    at: datetime
    request: Told


class DeadLetter(Struct, frozen=True):
    """A delivery that was given up."""

    step: UUID
    request: UUID
    number: str
    event: str
    at: datetime  # of the step
    trouble: str


class DeadLetters(Struct, frozen=True):
    """A page of them, the oldest first."""

    items: list[DeadLetter]
    next_cursor: str | None


def signature(secret: str, at: int, body: bytes) -> str:
    """The header `Linli-Signature`: the time (seconds since 1970) and the HMAC over `time.body`."""
    mac = hmac.new(secret.encode(), b"%d.%b" % (at, body), sha256)
    return f"t={at},v1={mac.hexdigest()}"


# One row a step, if there is any webhook at all: which of them wants it, the job finds out.
ANNOUNCING: Final = (
    "INSERT INTO job (ident, what, facts, due) SELECT {}, {}, {}, {} "
    "WHERE EXISTS (SELECT 1 FROM webhook WHERE ended_at IS NULL) ON CONFLICT (ident) DO NOTHING"
)


def announcing(step_id: UUID, at: datetime) -> Sql:
    """The statement that queues the news of a step, for `together`, in one transaction with it."""
    facts = f'{{"id":"{step_id}"}}'
    return Sql(ANNOUNCING, f"{ANNOUNCE}:{step_id}", ANNOUNCE, facts, at)


STEP: Final = (
    "SELECT s.id, s.act, s.by, s.internal, s.version, s.state, s.at, s.facts, r.id AS request, r.number, "
    "r.category, r.place, r.holder, r.outcome, r.urgent FROM request_step s "
    "JOIN service_request r ON r.id = s.request WHERE s.id = {}"
)
HOOKS: Final = "SELECT id, division, categories, events FROM webhook WHERE ended_at IS NULL"


async def announce(step_id: UUID, now: datetime) -> None:
    """The job of a step: a delivery for each webhook that wants it. Safe twice."""
    rows = await raw(STEP, step_id)
    if not rows or (event := event_of(rows[0])) is None:
        return
    step = rows[0]
    wanting = [
        hook["id"] for hook in await raw(HOOKS) if _wants(hook, event, step["category"], scopes_of(step))
    ]
    if wanting:
        async with write():
            await together(
                *(
                    queueing(DELIVER, f"{id}:{step_id}", now, hook=str(id), step=str(step_id))
                    for id in wanting
                )
            )


def event_of(step: dict[str, Any]) -> Event | None:
    """What a step is to a webhook; None for what only the offices read."""
    act = Act(step["act"])
    if act is Act.SUBMIT:
        return "submitted"
    if act is Act.MESSAGE:
        return None if step["internal"] else "message"
    return None if act is Act.PHOTO_GIVEN_UP else "changed"


def scopes_of(step: dict[str, Any]) -> list[str]:
    """The offices that a request concerns: of its place, of who holds it, of who held it before."""
    facts = msgspec.json.decode(step["facts"], type=dict[str, Any])
    return [step["place"], step["holder"], str(facts.get("from", ""))]


def _wants(hook: dict[str, Any], event: str, category: str, scopes: list[str]) -> bool:
    categories = msgspec.json.decode(hook["categories"], type=list[str])
    events = msgspec.json.decode(hook["events"], type=list[str])
    within = any(contains(hook["division"], code) for code in scopes)
    return event in events and within and (not categories or category in categories)


HOOK: Final = "SELECT id, url FROM webhook WHERE id = {} AND ended_at IS NULL"
WELL: Final = (
    "UPDATE webhook SET delivered_at = {}, failing_since = NULL, trouble = '' WHERE id = {} "
    "AND (failing_since IS NOT NULL OR delivered_at IS NULL OR delivered_at <= {})"
)
ILL: Final = (
    "UPDATE webhook SET failing_since = coalesce(failing_since, {}), trouble = {} WHERE id = {} "
    "AND (failing_since IS NULL OR trouble <> {})"
)


class NotDelivered(Exception):
    """The other side did not take it; the queue tries again, and says why on the desk."""


async def deliver(hook_id: UUID, step_id: UUID, now: datetime, keys: Keys, egress: Egress) -> None:
    """The job of one delivery, at least once. Raises NotDelivered."""
    hooks, steps = await together(Sql(HOOK, hook_id), Sql(STEP, step_id))
    if not hooks or not steps or (event := event_of(steps[0])) is None:
        return
    body = msgspec.json.encode(delivery_of(steps[0], event))
    headers = {
        "Content-Type": "application/json",
        "Linli-Event": event,
        "Linli-Delivery": str(step_id),
        "Linli-Signature": signature(secret_of(hook_id, keys), int(now.timestamp()), body),
    }
    try:
        status = await egress.post(hooks[0]["url"], headers, body)
    except (Unreached, Forbidden) as error:
        why = str(error)
    else:
        if 200 <= status < 300:
            await together(Sql(WELL, now, hook_id, now - NOTED_EVERY))
            return
        why = f"status {status}"
    await together(Sql(ILL, now, why, hook_id, why))
    raise NotDelivered(why)


def delivery_of(step: dict[str, Any], event: str) -> Delivery:
    """Nothing of anybody: which request, which step, and where it stands."""
    by = who_did(step["by"])
    about = Told(
        id=step["request"],
        number=step["number"],
        category=step["category"],
        place=step["place"],
        holder=step["holder"],
        state=step["state"],
        outcome=step["outcome"],
        urgent=bool(step["urgent"]),
        version=step["version"],
    )
    return Delivery(step["id"], event, step["act"], by, step["at"], about)


LETTERS: Final = (
    "SELECT ident, facts, trouble FROM job WHERE what = {} AND state = 'dead' AND ident LIKE {} "
    "AND ident > {} ORDER BY ident LIMIT {}"
)
STEPS: Final = (
    "SELECT s.id, s.act, s.internal, s.at, s.request, r.number FROM request_step s "
    "JOIN service_request r ON r.id = s.request WHERE s.id IN (KEYS)"
)


async def list_dead(id: UUID, actor: Actor, cursor: str = "") -> DeadLetters:
    """A page of what was given up. Raises NotSignedIn, NotAllowed, NotFound, Invalid."""
    must_issue(actor)
    after = f"{DELIVER}:{id}:{_step_in(cursor) if cursor else ''}"
    owns, jobs = await together(
        within_scope(actor, "division").within(OWN, id),
        Sql(LETTERS, DELIVER, letters_of(id), after, PAGE + 1),
    )
    if not owns:
        raise NotFound
    page = {UUID(row["ident"].rpartition(":")[2]): row["trouble"] for row in jobs[:PAGE]}
    steps = {row["id"]: row for row in await select_in(STEPS, list(page))} if page else {}
    items = [_letter(steps[step], trouble) for step, trouble in page.items() if step in steps]
    return DeadLetters(items, str(list(page)[-1]) if len(jobs) > PAGE else None)


def _letter(step: dict[str, Any], trouble: str) -> DeadLetter:
    event = event_of(step) or ""
    return DeadLetter(step["id"], step["request"], step["number"], event, step["at"], trouble)


def _step_in(cursor: str) -> UUID:
    try:
        return UUID(cursor)
    except ValueError:
        raise Invalid({"cursor": "bad-value"}) from None


AGAIN: Final = (
    "UPDATE job SET state = 'ready', tries = 0, due = {}, trouble = '' "
    "WHERE what = {} AND state = 'dead' AND ident LIKE {}"
)


async def retry_dead(id: UUID, step: UUID | None, actor: Actor, now: datetime) -> None:
    """One letter, or all of them, from the beginning. Raises NotSignedIn, NotAllowed, NotFound."""
    must_issue(actor)
    async with write():
        (owns,) = await together(within_scope(actor, "division").within(OWN, id))
        if not owns:
            raise NotFound
        which = f"{DELIVER}:{id}:{step}" if step else letters_of(id)
        await together(Sql(AGAIN, now, DELIVER, which))
