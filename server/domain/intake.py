"""Calls and walk-ins: staff write a request down while somebody talks, and it goes the way of all requests.

Nobody holds a key to it: the number and its code, read out or texted, open it for looking. What was answered
on the spot is resolved by the same call, if it came to an office of who answered; else the words are the
first that the responsible office reads. Each of these is idempotent under ids made of the request's, so that
a call that is sent again after a cut line is still one request, one answer, one merger.
"""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Annotated, Final
from uuid import UUID, uuid5

from msgspec import Meta, Struct
from msgspec.structs import replace

from server.domain import phones
from server.domain.access import roles_in, visible_to
from server.domain.asks import LOWEST, MOST_WORDS, Reach, SendRequest
from server.domain.errors import Invalid, NotAllowed, NotSignedIn, StepNotAllowed
from server.domain.jobs import queueing
from server.domain.lifecycle import Act, Outcome, State
from server.domain.moves import TakeStep
from server.domain.news import by_day
from server.domain.once import Once, Stamp
from server.domain.people import DESK, Actor
from server.domain.requests import Door, Reception, RequestReceived, send_request
from server.domain.scope import contains
from server.domain.steps import take_step
from server.domain.texts import line
from server.storage.database import Sql, raw, together

TELL: Final = "tell-caller"
JUST_NOW: Final = timedelta(hours=1)  # so long after it was written, whoever called is still awake
CITY: Final = 1  # level; of an early end nobody may know the community yet

Speaks = Annotated[str, Meta(max_length=40)]


class TakeCall(SendRequest, frozen=True, forbid_unknown_fields=True):
    """What somebody says on the telephone or across the counter."""

    source: Annotated[str, Meta(pattern="^(phone|counter)$")] = "phone"
    speaks: Speaks = ""
    incomplete: bool = False  # they hung up early: call back
    answered: Annotated[str, Meta(max_length=MOST_WORDS)] = ""  # what they were told on the spot
    completes: UUID | None = None  # the incomplete one about which we called back


class CallTaken(Struct, frozen=True):
    """The first answer: only what never changes. `texted`: number and code go to a mobile phone as well."""

    id: UUID
    number: str
    lookup_code: str
    place: str
    holder: str
    holder_name: str
    sent_at: datetime
    due_at: datetime
    state: State
    texted: bool


async def take_call(
    id: UUID, call: TakeCall, stamp: Stamp, reception: Reception, language: str
) -> Once[CallTaken]:
    """Store what was said. Raises NotSignedIn, NotAllowed, Invalid or SentOtherwise."""
    must_take_calls(stamp.by)
    stamp = replace(stamp, by=replace(stamp.by, key_hash=""))
    if not covers(stamp.by, call.place):
        raise Invalid({"place": "beyond-desk"})
    if call.incomplete and not (call.contact and call.contact.phone.strip()):
        raise Invalid({"contact.phone": "required"})
    if call.completes and not await may_complete(call.completes, stamp.by):
        raise Invalid({"completes": "no-such-request"})
    texted = not call.incomplete and gets_texts(call.contact, reception.countries)
    sent = await send_request(
        id, call, stamp, reception, language, door=door_of(id, call, stamp, reception, texted)
    )
    state = await answer_at_once(sent.answer, call, stamp, reception)
    if call.completes:
        await complete(call.completes, id, stamp, reception)
    return Once(taken(sent.answer, state, texted), is_new=sent.is_new)


def must_take_calls(actor: Actor) -> None:
    """Who works with requests takes calls. Raises NotSignedIn or NotAllowed."""
    if actor.person is None:
        raise NotSignedIn
    if not actor.divisions(DESK):
        raise NotAllowed


def covers(actor: Actor, place: str) -> bool:
    """Is it in the part of the network for which they take calls? For the hotline that is the city."""
    return any(contains(code, place) for code in actor.divisions(DESK))


def gets_texts(contact: Reach | None, countries: list[int]) -> bool:
    """A mobile number, of somebody who does not mind."""
    if contact is None or contact.wish == "none":
        return False
    return phones.takes_texts(contact.phone, countries)


INTAKE: Final = "INSERT INTO intake (request, speaks, incomplete) VALUES ({}, {}, {})"


def door_of(id: UUID, call: TakeCall, stamp: Stamp, reception: Reception, texted: bool) -> Door:
    """What is written down beside the request."""
    rows = [Sql(INTAKE, id, line(call.speaks), call.incomplete)]
    if texted:
        written = call.written_at or stamp.at
        is_late = stamp.at - written > JUST_NOW and not call.urgent
        due = by_day(stamp.at, reception.places.zone) if is_late else stamp.at
        rows.append(queueing(TELL, id, due))
    lowest = CITY if call.incomplete else LOWEST
    return Door(source=call.source, rows=tuple(rows), tells=False, lowest=lowest)


async def answer_at_once(sent: RequestReceived, call: TakeCall, stamp: Stamp, reception: Reception) -> State:
    """The state after what was answered on the spot."""
    if not call.answered.strip() or call.incomplete:
        return State.SUBMITTED
    step = TakeStep(Act.MESSAGE, call.answered)
    if not roles_in(stamp.by, sent.holder, None, None).isdisjoint(DESK):
        step = TakeStep(Act.RESOLVE, call.answered, outcome=Outcome.ANSWERED)
    step_id = uuid5(sent.id, "answered")
    once = await take_step(sent.id, step_id, step, stamp, places=reception.places, side="desk")
    return once.answer.state


COMPLETED: Final = "UPDATE intake SET incomplete = FALSE WHERE request = {}"
OF_A_CALL: Final = (
    "SELECT r.id FROM service_request r JOIN intake i ON i.request = r.id WHERE r.id = {} AND SEEN"
)


async def may_complete(id: UUID, by: Actor) -> bool:
    """A call of theirs; perhaps completed by now, for this may be sent a second time."""
    (rows,) = await together(visible_to(by).within(OF_A_CALL, id))
    return bool(rows)


async def complete(old: UUID, new: UUID, stamp: Stamp, reception: Reception) -> None:
    """The call back was made: the new request goes on for both."""
    step = TakeStep(Act.MERGE, to=str(new))
    with suppress(StepNotAllowed):  # somebody closed it, or took it to another office: both stand
        await take_step(old, uuid5(new, "completes"), step, stamp, places=reception.places, side="desk")
    await raw(COMPLETED, old)


def taken(sent: RequestReceived, state: State, texted: bool) -> CallTaken:
    """The answer to the call taker."""
    return CallTaken(
        id=sent.id,
        number=sent.number,
        lookup_code=sent.lookup_code,
        place=sent.place,
        holder=sent.holder,
        holder_name=sent.holder_name,
        sent_at=sent.sent_at,
        due_at=sent.due_at,
        state=state,
        texted=texted,
    )
