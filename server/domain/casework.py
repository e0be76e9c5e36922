"""One request as the staff of its place or holder read it: all but contact data, and why it came here."""

from datetime import datetime
from typing import Final
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from server.domain.access import READERS, Reader, acts_now, may_speak, roles_in, visible_to
from server.domain.api_keys import programs_of
from server.domain.contacts import ContactHinted, hint
from server.domain.desk import must_read, without_numbers
from server.domain.dispatches import DispatchSeen, acts_with_a_firm, dispatch_seen, of_requests
from server.domain.errors import NotFound
from server.domain.following import Look, PhotoSeen, Wished, looks_seen, photos_seen, standing_of, window_of
from server.domain.lifecycle import WORKER, Act, State, acts_open_to
from server.domain.meaning import STAYING, can_be_undone
from server.domain.people import DESK, Actor
from server.domain.places import Map, Places, firms_of
from server.domain.presence import presence_of
from server.domain.pressing import may_press, pressed
from server.domain.records import Record, Row, read_records
from server.domain.routing import Rule
from server.domain.rules import rule_as_it_was
from server.domain.scope import contains
from server.domain.timeline import StepSeen, facts_of, for_desk
from server.storage.database import Sql, raw, together

ONE: Final = "r.id = {} AND SEEN"
HOUSEHOLDS: Final = (
    "SELECT count(DISTINCT COALESCE(f.person, f.id)) AS households FROM follower f "
    "WHERE f.ended_at IS NULL AND f.request = {}"
)
TOLD: Final = "SELECT person_name, division, at FROM told WHERE request = {} ORDER BY at, id"
CLERK: Final = "SELECT name FROM person WHERE id = {}"
CALL: Final = "SELECT speaks, incomplete FROM intake WHERE request = {}"
BY_VOICE: Final = frozenset({"phone", "counter"})


class Why(Struct, frozen=True):
    """The rule by which it came to its first holder."""

    rule: str
    version: int  # of the rule; 0: as the release brought it
    category: str
    division: str  # the office or firm that had it first
    division_name: str
    words: str  # as the rule read then
    estate: str  # whose address it was
    passed: list[str]  # names of the offices that would have had it, but nobody was there
    on_duty: list[str]  # names of those who were on duty, outside the office's hours


class CallNoted(Struct, frozen=True):
    """What was noted of a call: for who calls back."""

    speaks: str  # "": the common language; local: the city's dialect
    incomplete: bool  # they hung up before all was said


class RequestForDesk(Struct, frozen=True):
    """A request for staff: internal words too; of the contact data only that there are some."""

    id: UUID
    number: str
    place: str
    place_name: str
    place_path: list[str]
    holder: str
    holder_name: str
    category: str
    description: str
    address: str
    latitude: float | None
    longitude: float | None
    source: str
    state: State
    outcome: str | None
    urgent: bool
    version: int
    written_at: datetime | None
    sent_at: datetime
    due_at: datetime | None
    due_provisional: bool
    closed_at: datetime | None
    rating: int | None
    reopened: int
    clerk: UUID | None
    clerk_name: str
    photos: list[PhotoSeen]
    photos_expected: int
    photos_received: int
    contact: ContactHinted | None
    why: Why
    acts: list[Act]
    steps: list[StepSeen]
    reads: list[Look]
    through_desk: bool = False  # for a firm: it reaches the resident through the desk alone
    call: CallNoted | None = None
    source_name: str = ""  # of the program, if it came by Open311
    window: Wished | None = None
    dispatch: DispatchSeen | None = None  # to a firm: the last one
    households: int = 1  # who asked, and who follows it
    told: list[Look] = []  # who of the staff was sent a message, since it is urgent
    on_duty: list[str] = []  # names of those on duty now where it lies


class Beside(Struct, frozen=True):
    """What belongs to a request beside its own rows."""

    households: int
    told: list[Look]
    dispatches: list[Row]
    on_duty: list[str]


async def read_case(id: UUID, reader: Reader, places: Places) -> RequestForDesk:
    """One request. Raises NotSignedIn, NotAllowed or NotFound."""
    must_read(reader.actor)
    records = await read_records(visible_to(reader.actor).within(ONE, id))
    if not records:
        raise NotFound
    record = records[0]
    clerk = record.request["clerk"]
    clerks = await raw(CLERK, clerk) if clerk else []
    first = facts_of(record.steps[0])
    rule = await rule_as_it_was(first.rule, first.rule_version)
    firms = await firms_of([record.request["holder"], first.to, *first.passed])
    known = await places.at(reader.now, record.request["place"])
    cause = why(record, rule, known, firms, reader.language)
    name = clerks[0]["name"] if clerks else ""
    around = await beside(record, known, reader)
    case = as_desk_reads(record, reader, known, firms, clerk_name=name, cause=cause, around=around)
    if is_of_a_firm(reader.actor, record.request):
        return for_firm(case)
    program = (await programs_of([record.request])).get(id, "")
    return replace(case, call=await call_noted(record.request), source_name=program)


def is_of_a_firm(actor: Actor, row: Row) -> bool:
    """Do they read it for the firm that has it, and not for an office?"""
    codes = actor.divisions(READERS)
    return not any(contains(code, row[column]) for code in codes for column in ("place", "holder"))


def for_firm(case: RequestForDesk) -> RequestForDesk:
    """Without contacts, without what offices wrote for each other, and who looked at what."""
    seen = [replace(step, note="" if step.internal else step.note) for step in case.steps]
    return replace(
        case,
        description=without_numbers(case.description),
        contact=None,
        through_desk=True,
        steps=[step for step in seen if not (step.internal and step.act is Act.MESSAGE)],
        reads=[],
        told=[],
        dispatch=None,
    )


async def beside(record: Record, known: Map, reader: Reader) -> Beside:
    """What belongs to a request beside its own rows: neighbours, alarms, firms, who is on duty there."""
    id, holder = record.request["id"], record.request["holder"]
    followers, told, dispatches = await together(Sql(HOUSEHOLDS, id), Sql(TOLD, id), of_requests([id]))
    presence = await presence_of([holder], known.zone, reader.now)
    return Beside(
        households=1 + int(followers[0]["households"]),
        told=looks_seen([row | {"what": "told"} for row in told], known, reader.language),
        dispatches=dispatches,
        on_duty=[shift.name for shift in presence.duty.get(holder, [])],
    )


async def call_noted(row: Row) -> CallNoted | None:
    """What was noted when it was taken by telephone or at the counter."""
    noted = await raw(CALL, row["id"]) if row["source"] in BY_VOICE else []
    return CallNoted(noted[0]["speaks"], bool(noted[0]["incomplete"])) if noted else None


def as_desk_reads(
    record: Record,
    reader: Reader,
    known: Map,
    firms: dict[str, str],
    *,
    clerk_name: str,
    cause: Why,
    around: Beside,
) -> RequestForDesk:
    """What staff see, and what they can press."""
    row, language = record.request, reader.language
    return RequestForDesk(
        id=row["id"],
        number=row["number"],
        place=row["place"],
        place_name=known.name(row["place"], language),
        place_path=known.path(row["place"], language),
        holder=row["holder"],
        holder_name=firms.get(row["holder"]) or known.name(row["holder"], language),
        category=row["category"],
        description=row["description"],
        address=row["address"],
        latitude=row["latitude"],
        longitude=row["longitude"],
        source=row["source"],
        state=State(row["state"]),
        outcome=row["outcome"],
        urgent=bool(row["urgent"]),
        version=row["version"],
        written_at=row["written_at"],
        sent_at=row["sent_at"],
        due_at=row["due_at"],
        due_provisional=bool(row["due_provisional"]),
        closed_at=row["closed_at"],
        rating=row["rating"],
        reopened=row["reopened"],
        clerk=row["clerk"],
        clerk_name=clerk_name,
        photos=photos_seen(record.photos),
        photos_expected=row["photos_expected"],
        photos_received=record.photos_received,
        contact=hint(record.contact),
        why=cause,
        acts=acts_of(record, reader, around.dispatches),
        steps=for_desk(record.steps, record.photos, known, language),
        reads=looks_seen(record.looks, known, language),
        window=window_of(row),
        dispatch=dispatch_seen(around.dispatches, State(row["state"])),
        households=around.households,
        told=around.told,
        on_duty=around.on_duty,
    )


def acts_of(record: Record, reader: Reader, dispatches: list[Row]) -> list[Act]:
    """What they can do now; staff of the place may speak also where another office acts."""
    row, actor = record.request, reader.actor
    roles = roles_in(actor, row["holder"], None, None) & WORKER
    standing = standing_of(record)
    acts = acts_now(roles, standing)
    opened = acts_open_to(roles & DESK, standing.state, standing.reopened)
    acts += acts_with_a_firm(row["category"], standing.state, dispatches, opened)
    if not roles and may_speak(actor, row["place"]):
        acts = [act for act in acts_now(DESK, standing) if act is Act.MESSAGE]
    acts += may_press(actor, pressed(row), reader.now)
    last = [step for step in record.steps if step["act"] not in STAYING][-1]
    if can_be_undone(last, actor, reader.now):  # perhaps they have just passed it on to another office
        acts.append(Act.UNDO)
    return acts


def why(record: Record, rule: Rule, known: Map, firms: dict[str, str], language: str) -> Why:
    """By which rule and version, for which category, to which office, and past whom."""
    first = facts_of(record.steps[0])
    name = firms | {
        code: known.name(code, language) for code in (first.to, *first.passed) if code in known.divisions
    }
    sorted_as = [facts.was for facts in map(facts_of, record.steps) if facts.was]
    return Why(
        rule=rule.id,
        version=first.rule_version,
        category=next(iter(sorted_as), record.request["category"]),  # as it was sent
        division=first.to,
        division_name=name.get(first.to, ""),
        words=rule.words(language),
        estate=first.estate,
        passed=[name.get(code, "") for code in first.passed],
        on_duty=list(first.told),
    )
