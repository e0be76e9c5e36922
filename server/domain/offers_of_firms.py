"""What a firm does with the link to a request: read, offer a time and a price, refuse, say that it is done.

Whoever holds the link acts for the firm, about this one request. It sees words, photos and the building, and
no contact; once the resident has agreed, the address at which it is awaited, and each look at that is a row
that the resident reads. Their number it never gets: it calls through the desk.
"""

from datetime import datetime, timedelta
from typing import Annotated, Any, Final
from uuid import UUID, uuid4

from msgspec import Meta, Struct

from server.domain.access import visible_to
from server.domain.asks import MOST_WORDS
from server.domain.desk import without_numbers
from server.domain.dispatches import OfferSeen, Stands, building_of, deal_of, offer_seen, stands
from server.domain.dispatching import is_known
from server.domain.errors import DispatchOver, Invalid, NotFound
from server.domain.following import PhotoSeen, photos_seen
from server.domain.lifecycle import Act, Outcome, State
from server.domain.moves import TakeStep
from server.domain.once import Once, Stamp
from server.domain.people import Actor, Right, Role
from server.domain.photos import Darkroom, Size
from server.domain.places import ORGANIZATION, Map, Places
from server.domain.steps import take_step
from server.domain.texts import clean, required
from server.domain.timeline import Deal, facts_of
from server.domain.trace import StepTaken
from server.storage.database import Sql, raw, together, write
from server.storage.media import MediaMissing

LASTS: Final = timedelta(days=90)
MOST_FEN: Final = 10_000_000  # 100,000 yuan
FARTHEST: Final = timedelta(days=60)
LONGEST: Final = timedelta(hours=12)  # between "from" and "until"

Words = Annotated[str, Meta(max_length=MOST_WORDS)]


class MakeOffer(Struct, frozen=True, forbid_unknown_fields=True):
    """When they come, and what it costs: in fen, 0 for nothing."""

    fen: Annotated[int, Meta(ge=0, le=MOST_FEN)]
    comes_at: Annotated[datetime, Meta(tz=True)]
    leaves_at: Annotated[datetime, Meta(tz=True)]
    note: Words = ""


class FirmSays(Struct, frozen=True, forbid_unknown_fields=True):
    """Why they do not come, or what they did."""

    note: Words


class ForFirm(Struct, frozen=True):
    """A request as a firm reads it. When it is over for the firm, only that."""

    firm: str
    state: Stands
    why: str  # over: refused, silent, declined, unanswered, recalled, reopened
    number: str
    desk: str  # the name of the office that sent it
    desk_phone: str  # "": the city's hotline
    by_name: str
    note: str  # what the desk adds
    sent_at: datetime
    due_at: datetime  # for a first word
    urgent: bool
    category: str
    description: str
    place_name: str
    place_path: list[str]
    building: str
    wish_on: str  # a day; "": any of these days
    wish_part: str  # morning, afternoon, evening; "": nobody said
    photos: list[PhotoSeen]
    offer: OfferSeen | None


class Awaited(Struct, frozen=True):
    """Where, and by whom, a firm is awaited; without a number."""

    name: str  # "": they wish to stay unnamed
    address: str


DISPATCH: Final = (
    "SELECT d.id, d.request, d.organization, d.name, d.made_by_name, d.made_at, d.due_at, d.state, d.why, "
    "d.offer, d.fen, d.comes_at, d.leaves_at, d.ended_at, s.note, q.note AS desk_note, q.by_division, "
    "r.number, r.state AS standing, r.place, r.category, r.description, r.address, r.urgent, r.wish_on, "
    "r.wish_part, c.address AS home, n.phone AS desk_phone FROM dispatch d "
    "JOIN service_request r ON r.id = d.request LEFT JOIN request_contact c ON c.request = r.id "
    "LEFT JOIN request_step s ON s.id = d.offer LEFT JOIN request_step q ON q.id = d.id "
    "LEFT JOIN centre n ON n.division = q.by_division WHERE d.key_hash = {} AND d.made_at > {}"
)
PHOTOS: Final = (
    "SELECT id, width, height, step FROM request_photo WHERE request = {} AND step IS NULL ORDER BY at, id"
)
SUBMITTED: Final = "SELECT facts FROM request_step WHERE id = {}"


async def dispatch_of(key_hash: str, now: datetime) -> dict[str, Any]:
    """The row that a key opens. Raises NotFound for an unknown key as for one that is too old."""
    rows = await raw(DISPATCH, key_hash, now - LASTS) if key_hash else []
    if not rows:
        raise NotFound
    return rows[0]


async def read_for_firm(key_hash: str, now: datetime, places: Places, language: str) -> ForFirm:
    """What the link shows. Raises NotFound."""
    row = await dispatch_of(key_hash, now)
    known = await places.at(now, row["place"])
    is_over = stands(row, State(row["standing"])) == "over"
    (photos, firsts) = await together(Sql(PHOTOS, row["request"]), Sql(SUBMITTED, row["request"]))
    estate = facts_of(firsts[0]).estate if firsts else ""
    return _shown(row, known, language, photos=[] if is_over else photos, estate=estate, is_over=is_over)


def _shown(
    row: dict[str, Any],
    known: Map,
    language: str,
    *,
    photos: list[dict[str, Any]],
    estate: str,
    is_over: bool,
) -> ForFirm:
    state = State(row["standing"])
    building = building_of(row["address"]) or building_of(row["home"] or "")
    return ForFirm(
        firm=row["name"],
        state=stands(row, state),
        why=row["why"],
        number=row["number"],
        desk=known.name(row["by_division"], language),
        desk_phone=row["desk_phone"] or "",
        by_name=row["made_by_name"],
        note="" if is_over else row["desk_note"] or "",
        sent_at=row["made_at"],
        due_at=row["due_at"],
        urgent=bool(row["urgent"]),
        category=row["category"],
        description="" if is_over else without_numbers(row["description"]),
        place_name=known.name(row["place"], language),
        place_path=known.path(row["place"], language),
        building="" if is_over else " ".join(each for each in (estate, building) if each),
        wish_on=row["wish_on"].isoformat() if row["wish_on"] else "",
        wish_part=row["wish_part"],
        photos=photos_seen(photos),
        offer=offer_seen(row, state),
    )


OFFER: Final = (
    "UPDATE dispatch SET state = 'offered', offer = {}, fen = {}, comes_at = {}, leaves_at = {}, "
    "answered_at = COALESCE(answered_at, {}) WHERE id = {} AND ended_at IS NULL "
    "AND state IN ('sent', 'offered') RETURNING id"
)
REFUSE: Final = (
    "UPDATE dispatch SET state = 'over', why = 'refused', ended_at = {}, "
    "answered_at = COALESCE(answered_at, {}) WHERE id = {} AND ended_at IS NULL RETURNING id"
)
AGREED: Final = "SELECT id FROM dispatch WHERE id = {} AND ended_at IS NULL AND state = 'agreed'"


async def make_offer(id: UUID, ask: MakeOffer, stamp: Stamp, places: Places) -> Once[StepTaken]:
    """A time and a price; a later offer takes the place of an earlier one until the resident agrees.

    Raises NotFound, Invalid, DispatchOver, StepNotAllowed or SentOtherwise.
    """
    row = await dispatch_of(stamp.by.key_hash, stamp.at)
    deal = Deal(f"{ORGANIZATION}{row['organization']}", row["name"], ask.fen, ask.comes_at, ask.leaves_at)
    update = Sql(OFFER, id, ask.fen, ask.comes_at, ask.leaves_at, stamp.at, row["id"])
    step = TakeStep(Act.OFFER, clean(ask.note), deal=deal)

    def check() -> None:
        check_times(ask, stamp.at)

    return await _take(id, row, step, update, stamp, places=places, check=check)


def check_times(ask: MakeOffer, now: datetime) -> None:
    """It lies ahead, ends after it begins, and nobody waits all day. Raises Invalid."""
    if not now < ask.comes_at <= now + FARTHEST:
        raise Invalid({"comes_at": "time-ahead"})
    if not timedelta(0) < ask.leaves_at - ask.comes_at <= LONGEST:
        raise Invalid({"leaves_at": "window-too-long"})


async def refuse(id: UUID, ask: FirmSays, stamp: Stamp, places: Places) -> Once[StepTaken]:
    """They do not come: it goes back to the desk, with words. Raises as an offer does."""
    row = await dispatch_of(stamp.by.key_hash, stamp.at)
    note = required("note", clean(ask.note))
    step = TakeStep(Act.HAND_BACK, note, internal=True, why="refused", deal=deal_of(row))
    return await _take(id, row, step, Sql(REFUSE, stamp.at, stamp.at, row["id"]), stamp, places=places)


async def say_done(id: UUID, ask: FirmSays, stamp: Stamp, places: Places) -> Once[StepTaken]:
    """They were there: the resident is asked whether it is solved. Raises as an offer does."""
    row = await dispatch_of(stamp.by.key_hash, stamp.at)
    note = required("note", clean(ask.note))
    step = TakeStep(Act.RESOLVE, note, outcome=Outcome.SOLVED, deal=Deal(name=row["name"]))
    return await _take(id, row, step, Sql(AGREED, row["id"]), stamp, places=places)


async def _take(
    id: UUID,
    row: dict[str, Any],
    step: TakeStep,
    condition: Sql,
    stamp: Stamp,
    *,
    places: Places,
    check: Any = None,
) -> Once[StepTaken]:
    """The row moves if the condition holds, and the step is taken in the same transaction."""
    firm = Actor(name=row["name"], rights=(Right(Role.PROVIDER, organization=row["organization"]),))
    by_firm = Stamp(firm, stamp.at, stamp.body_hash)
    async with write():
        if not await is_known(id):  # else it is a retry: its first answer, whatever happened since
            if check:
                check()
            (moved,) = await together(condition)
            if not moved and not await is_known(id):
                raise DispatchOver
        return await take_step(row["request"], id, step, by_firm, places=places, side="firm")


CONTACT: Final = "SELECT name, address, anonymous FROM request_contact WHERE request = {}"
LOG: Final = (
    "INSERT INTO access_log (id, person, person_name, division, request, what, reason, at) "
    "VALUES ({}, {}, {}, {}, {}, 'address', '', {})"
)


async def show_address(key_hash: str, now: datetime) -> Awaited:
    """Where they are awaited, once the resident agreed; the resident reads that they looked.

    Raises NotFound or DispatchOver.
    """
    row = await dispatch_of(key_hash, now)
    if stands(row, State(row["standing"])) != "agreed":
        raise DispatchOver
    async with write():
        contacts, _ = await together(
            Sql(CONTACT, row["request"]),
            Sql(LOG, uuid4(), row["organization"], row["name"], None, row["request"], now),
        )
    if not contacts:
        return Awaited("", row["address"])
    contact = contacts[0]
    name = "" if contact["anonymous"] else contact["name"]
    return Awaited(name, contact["address"] or row["address"])


MEDIA: Final = "SELECT media FROM request_photo WHERE request = {} AND id = {} AND step IS NULL"


async def read_photo(key_hash: str, photo: UUID, size: Size, now: datetime, room: Darkroom) -> bytes:
    """The JPEG bytes of one of the request's photos. Raises NotFound."""
    row = await dispatch_of(key_hash, now)
    rows = [] if stands(row, State(row["standing"])) == "over" else await raw(MEDIA, row["request"], photo)
    if not rows:
        raise NotFound
    try:
        return await room.media.get(f"{rows[0]['media']}-{size}")
    except MediaMissing:
        raise NotFound from None


THEIRS: Final = "SELECT r.id FROM service_request r WHERE r.id = {} AND SEEN"
ANSWER: Final = (
    "UPDATE dispatch SET state = {}, why = {}, agreed_at = {}, ended_at = {} WHERE request = {} "
    "AND offer = {} AND state = 'offered' AND ended_at IS NULL AND comes_at > {} "
    "RETURNING organization, name, fen, comes_at, leaves_at"
)


async def answer_offer(
    request: UUID, id: UUID, act: Act, offer: UUID | None, note: str, *, stamp: Stamp, places: Places
) -> Once[StepTaken]:
    """The resident takes an offer, or does not. Raises NotFound, Invalid, DispatchOver, StepNotAllowed."""
    if offer is None:
        raise Invalid({"offer": "required"})
    yes, now = act is Act.AGREE, stamp.at
    state, why = ("agreed", "") if yes else ("over", "declined")
    async with write():
        (seen,) = await together(visible_to(stamp.by).within(THEIRS, request))
        if not seen:
            raise NotFound
        deal = Deal()
        if not await is_known(id):
            condition = Sql(
                ANSWER, state, why, now if yes else None, None if yes else now, request, offer, now
            )
            (moved,) = await together(condition)
            if moved:
                deal = deal_of(moved[0])
            elif not await is_known(id):
                raise DispatchOver
        step = TakeStep(act, note, deal=deal)
        return await take_step(request, id, step, stamp, places=places, side="resident")
