"""The desk sends a firm to see about a request, by a link; and takes it back from one that says nothing.

The link's key is computed from the dispatch's id and the city's secret and kept nowhere: the database has its
hash. The answer that shows it can be given again to who made it, in the hour after, and never later. The firm
has two hours of the desk's working time for a first word; what is urgent, two by the wall clock. A firm
with a mobile number is texted the link, too, and not by night unless it is urgent.
"""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Annotated, Any, Final
from uuid import UUID, uuid5

from msgspec import Meta, Struct

from server.domain.asks import MOST_WORDS
from server.domain.categories import is_for_firms
from server.domain.desk import must_read
from server.domain.dispatches import deal_of
from server.domain.errors import (
    ChangedMeanwhile,
    DispatchOver,
    FirmHasIt,
    Invalid,
    NotForFirms,
    NotFound,
    SentOtherwise,
    StepNotAllowed,
)
from server.domain.firm_links import key_of, link_of, texted_at, texting
from server.domain.keys import Keys
from server.domain.lifecycle import Act
from server.domain.moves import TakeStep
from server.domain.once import Once, Stamp
from server.domain.people import CLOCK
from server.domain.places import ORGANIZATION, Places
from server.domain.requests import Reception
from server.domain.steps import take_step
from server.domain.terms import Span
from server.domain.timeline import Deal
from server.storage.database import raw, together, write

SHOWN_AGAIN: Final = timedelta(hours=1)
PATIENCE: Final = 2  # hours
BATCH: Final = 200


class SendFirm(Struct, frozen=True, forbid_unknown_fields=True):
    """Which firm, and what it should know beside the resident's words."""

    organization: UUID
    version: Annotated[int, Meta(ge=1)]
    note: Annotated[str, Meta(max_length=MOST_WORDS)] = ""


class TakeBack(Struct, frozen=True, forbid_unknown_fields=True):
    """Why it is taken back; the firm does not read it."""

    version: Annotated[int, Meta(ge=1)]
    note: Annotated[str, Meta(max_length=MOST_WORDS)] = ""


class FirmSent(Struct, frozen=True):
    """A dispatch, and the link for the firm."""

    id: UUID
    name: str
    url: str
    due_at: datetime
    texted_at: datetime | None  # when a text message brings it the link; None: it has no mobile number
    version: int  # of the request now


FIRM: Final = "SELECT name, phone FROM organization WHERE id = {} AND deleted_at IS NULL"
REQUEST: Final = "SELECT id, holder, category, urgent FROM service_request WHERE id = {}"
LIVE: Final = "SELECT name FROM dispatch WHERE request = {} AND ended_at IS NULL"
OLD: Final = "SELECT made_by, made_at, due_at, name, ended_at FROM dispatch WHERE id = {}"
ROW: Final = (
    "INSERT INTO dispatch (id, body_hash, request, organization, name, key_hash, made_by, made_by_name, "
    "made_at, due_at, state) VALUES ({}, {}, {}, {}, {}, {}, {}, {}, {}, {}, 'sent')"
)


async def send_firm(
    request: UUID, id: UUID, ask: SendFirm, stamp: Stamp, *, reception: Reception, site: str
) -> Once[FirmSent]:
    """Send one. Raises NotSignedIn, NotAllowed, NotFound, StepNotAllowed, ChangedMeanwhile, Invalid,
    NotForFirms, FirmHasIt; SentOtherwise when it was sent long ago.
    """
    must_read(stamp.by)
    firms = await raw(FIRM, ask.organization)
    if not firms:
        raise Invalid({"organization": "no-such-holder"})
    name, phone = firms[0]["name"], firms[0]["phone"]
    places, at = reception.places, stamp.at
    step = TakeStep(
        Act.DISPATCH,
        ask.note,
        version=ask.version,
        internal=True,
        deal=Deal(f"{ORGANIZATION}{ask.organization}", name),
    )
    async with write():
        taken = await take_step(request, id, step, stamp, places=places, side="desk")
        (row,) = await raw(REQUEST, request)
        if taken.is_new:
            due = await _write_down(id, ask, stamp, places, name=name, keys=reception.keys, request=row)
        else:
            (old,) = await raw(OLD, id)
            if old["made_by"] != stamp.by.person or old["ended_at"] or at - old["made_at"] > SHOWN_AGAIN:
                raise SentOtherwise
            due, name, at = old["due_at"], old["name"], old["made_at"]
        texted = texted_at(phone, reception.countries, at, None if row["urgent"] else places.zone)
        if texted and taken.is_new:
            await together(texting(id, texted, site))
    sent = FirmSent(id, name, link_of(reception.keys, id, site), due, texted, taken.answer.version)
    return Once(sent, is_new=taken.is_new)


async def _write_down(
    id: UUID, ask: SendFirm, stamp: Stamp, places: Places, *, name: str, keys: Keys, request: dict[str, Any]
) -> datetime:
    """The row; its step has the request's row locked by now. Gives by when the firm answers."""
    if not is_for_firms(request["category"]):
        raise NotForFirms
    if live := await raw(LIVE, request["id"]):
        raise FirmHasIt(name=live[0]["name"])
    span = Span(hours=PATIENCE, around_the_clock=bool(request["urgent"]))
    due = (await places.at(stamp.at)).working(request["holder"]).due(stamp.at, span).at
    by, key = stamp.by, key_of(keys, id)
    await raw(
        ROW,
        *(id, stamp.body_hash, request["id"], ask.organization, name, sha256(key.encode()).hexdigest()),
        *(by.person, by.name, stamp.at, due),
    )
    return due


END: Final = (
    "UPDATE dispatch SET state = 'over', why = {}, ended_at = {} "
    "WHERE id = {} AND request = {} AND ended_at IS NULL "
    "RETURNING organization, name, fen, comes_at, leaves_at"
)
NAMED: Final = (
    "SELECT organization, name, fen, comes_at, leaves_at FROM dispatch WHERE id = {} AND request = {}"
)


STEP: Final = "SELECT id FROM request_step WHERE id = {}"


async def is_known(step: UUID) -> bool:
    """Was it taken before? Then its first answer is given again."""
    return bool(await raw(STEP, step))


async def take_back(request: UUID, id: UUID, ask: TakeBack, stamp: Stamp, places: Places) -> int:
    """Take it back from the firm; a second time is no second time. Gives the request's version after it.

    Raises NotSignedIn, NotAllowed, NotFound, StepNotAllowed or ChangedMeanwhile.
    """
    must_read(stamp.by)
    async with write():
        ended = await raw(END, "recalled", stamp.at, id, request)
        rows = ended or await raw(NAMED, id, request)
        if not rows:
            raise NotFound
        if not ended and not await is_known(uuid5(id, "recalled")):
            raise DispatchOver
        step = TakeStep(
            Act.HAND_BACK,
            ask.note,
            version=ask.version,
            internal=True,
            why="recalled",
            deal=deal_of(rows[0]),
        )
        taken = await take_step(request, uuid5(id, "recalled"), step, stamp, places=places, side="desk")
    return taken.answer.version


SILENT: Final = (
    "SELECT d.id, d.request FROM dispatch d JOIN service_request r ON r.id = d.request "
    "WHERE d.ended_at IS NULL AND r.closed_at IS NULL AND "
    "((d.state = 'sent' AND d.due_at <= {} AND r.state IN ('accepted', 'assigned', 'in_progress')) "
    "OR (d.state = 'offered' AND d.comes_at <= {} "
    "AND r.state IN ('accepted', 'assigned', 'in_progress', 'waiting'))) ORDER BY d.due_at LIMIT {}"
)
END_SILENT: Final = (
    "UPDATE dispatch SET state = 'over', why = CASE WHEN state = 'sent' THEN 'silent' ELSE 'unanswered' END, "
    "ended_at = {} WHERE id = {} AND ended_at IS NULL AND ((state = 'sent' AND due_at <= {}) "
    "OR (state = 'offered' AND comes_at <= {})) RETURNING why, organization, name, fen, comes_at, leaves_at"
)


async def take_back_silent(places: Places, now: datetime) -> int:
    """From firms that said nothing in time, and whose offered time came without an answer. Gives how many.

    Safe twice and in several processes: the row is ended once, in the transaction of its step.
    """
    return sum([await _give_up(row, places, now) for row in await raw(SILENT, now, now, BATCH)])


async def _give_up(row: dict[str, Any], places: Places, now: datetime) -> bool:
    stamp = Stamp(by=CLOCK, at=now, body_hash="")
    try:
        async with write():
            ended = await raw(END_SILENT, now, row["id"], now, now)
            if not ended:
                return False
            step = TakeStep(Act.HAND_BACK, why=ended[0]["why"], deal=deal_of(ended[0]))
            await take_step(
                row["request"], uuid5(row["id"], "silent"), step, stamp, places=places, side="clock"
            )
            return True
    except (ChangedMeanwhile, NotFound, SentOtherwise, StepNotAllowed):
        return False  # somebody did something with it meanwhile; the next pass looks again
