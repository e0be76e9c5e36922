"""What happened to a request, step by step: as it is stored, as its resident reads it, and as the desk does.

A step is never changed. What it says beside act, state and words are its facts, stored as JSON. The resident
does not read internal words, nor steps that concern only the offices, nor a step that was undone at once.
"""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec
from msgspec import UNSET, Raw, Struct, UnsetType
from msgspec.structs import replace

from server.domain.desk import without_numbers
from server.domain.lifecycle import WITH_A_FIRM, Act, State
from server.domain.places import ORGANIZATION, Map

RESIDENT: Final = "resident"  # in a step's `by`
CLOCK: Final = "clock"
STAFF: Final = "staff"
FIRM: Final = "firm"  # of whom a link was given to; stored as a holder is
OFFICES_ONLY: Final = frozenset({Act.RETURN, Act.UNDO, Act.HAND_OVER})
BETWEEN_TWO: Final = WITH_A_FIRM | {
    Act.ASK,
    Act.ANSWER,
    Act.MESSAGE,
    Act.PHOTO_GIVEN_UP,
}  # not for neighbours
NEIGHBOUR: Final = "neighbour"  # in a step's `by`, for who follows it: the one who asked


class Position(Struct, frozen=True, omit_defaults=True):
    """What a step can change of a request; kept with the step, so that an undo can put it back."""

    state: State
    holder: str
    clerk: UUID | None = None
    outcome: str | None = None
    rating: int | None = None
    reopened: int = 0
    due_at: datetime | None = None
    due_provisional: bool = False
    left_s: int | None = None
    closed_at: datetime | None = None


class Deal(Struct, frozen=True):
    """Which firm, as a holder is written, and what it offers."""

    firm: str = ""
    name: str = ""
    fen: int | None = None
    begins: datetime | None = None  # when it comes, between these two
    ends: datetime | None = None


class Facts(Struct, frozen=True, omit_defaults=True, rename={"source": "from"}):
    """What a step says beside its words; only what it has."""

    rule: str = ""  # of routing, with the first step
    rule_version: int = 0
    estate: str = ""  # whose address it was
    passed: tuple[str, ...] = ()  # offices that would have had it, but nobody is there
    due_at: datetime | None = None  # promised then
    was_due_at: datetime | None = None  # before it was reckoned again
    why: str = ""  # overdue, vacant: why the clock passed it on
    told: tuple[str, ...] = ()  # the names of those at the office that it went to
    source: str = ""  # the holder before
    to: str = ""  # the holder after; of an assignment, the person; of a merger, the other request; a category
    was: str = ""  # the category before
    name: str = ""  # of the person it was assigned to, or of the firm that was sent
    fen: int | None = None  # of an offer: its price, and when they come
    begins: datetime | None = None
    ends: datetime | None = None
    rating: int | None = None
    solved: bool | None = None  # as the resident says
    reasons: tuple[str, ...] = ()  # of a rating
    outcome: str = ""
    reason: str = ""
    photo: UUID | None = None
    undoes: UUID | None = None
    before: Raw | UnsetType = UNSET  # a Position: looked into only by an undo


class FactsSeen(
    Struct, frozen=True, omit_defaults=True, rename={"source": "from", "source_name": "from_name"}
):
    """The facts of a step for a reader: holders have names, and what is only for the server is left out."""

    due_at: datetime | None = None
    was_due_at: datetime | None = None
    why: str = ""
    told: tuple[str, ...] = ()  # for staff
    was: str = ""
    source: str = ""
    source_name: str = ""
    to: str = ""
    to_name: str = ""
    fen: int | None = None
    begins: datetime | None = None
    ends: datetime | None = None
    rating: int | None = None
    solved: bool | None = None
    reasons: tuple[str, ...] = ()
    outcome: str = ""
    reason: str = ""


class StepSeen(Struct, frozen=True):
    """One step. `by` is resident, staff, firm or clock; of staff, name and office are as they were then."""

    id: UUID
    act: Act
    by: str
    by_name: str
    division_name: str
    note: str
    internal: bool
    facts: FactsSeen
    state: State
    version: int
    at: datetime
    photo: UUID | None


NO_FACTS: Final = Facts()
_encoder: Final = msgspec.json.Encoder()
_facts: Final = msgspec.json.Decoder(Facts)
_position: Final = msgspec.json.Decoder(Position)


def facts_json(facts: Facts) -> str:
    """As it is stored."""
    return _encoder.encode(facts).decode()


def facts_of(row: dict[str, Any]) -> Facts:
    """Of a row of `request_step`."""
    stored: str = row["facts"]
    return NO_FACTS if stored == "{}" else _facts.decode(stored)


def raw_position(position: Position) -> Raw:
    """As it lies in facts."""
    return Raw(_encoder.encode(position))


def position_before(facts: Facts) -> Position | None:
    """The position that an undo of this step goes back to."""
    return None if facts.before is UNSET else _position.decode(facts.before)


def for_resident(
    rows: list[dict[str, Any]], photos: list[dict[str, Any]], known: Map, language: str
) -> list[StepSeen]:
    """The steps that a resident reads, in order."""
    undone = {facts_of(row).undoes for row in rows if row["act"] == Act.UNDO}
    return [
        _seen(row | {"note": "" if row["internal"] else row["note"]}, photos, known, language, within=False)
        for row in rows
        if row["act"] not in OFFICES_ONLY
        and row["id"] not in undone
        and not (row["act"] == Act.MESSAGE and row["internal"])
    ]


def for_follower(rows: list[dict[str, Any]], known: Map, language: str) -> list[StepSeen]:
    """The public part: what the offices did and answered. Nothing that the one who asked wrote or rated."""
    return [
        replace(step, by=NEIGHBOUR, note="", facts=FactsSeen()) if step.by == RESIDENT else public(step)
        for step in for_resident(rows, [], known, language)
        if step.act not in BETWEEN_TWO
    ]


def public(step: StepSeen) -> StepSeen:
    """Without the numbers that somebody may have written into an answer."""
    return replace(step, note=without_numbers(step.note), photo=None)


def for_desk(
    rows: list[dict[str, Any]], photos: list[dict[str, Any]], known: Map, language: str
) -> list[StepSeen]:
    """Every step, in order."""
    return [_seen(row, photos, known, language, within=True) for row in rows]


def who_did(by: str) -> str:
    """Of a step's `by`: from which side it came."""
    if by in {RESIDENT, CLOCK}:
        return by
    return FIRM if by.startswith(ORGANIZATION) else STAFF


def _seen(
    row: dict[str, Any], photos: list[dict[str, Any]], known: Map, language: str, *, within: bool
) -> StepSeen:
    facts, act = facts_of(row), Act(row["act"])
    by = who_did(row["by"])
    names_an_id = act in {Act.ASSIGN, Act.HAND_OVER, Act.MERGE}  # of a person or of somebody else's request
    return StepSeen(
        id=row["id"],
        act=act,
        by=by,
        by_name=row["by_name"] if by in {STAFF, FIRM} else "",
        division_name=known.name(row["by_division"], language),
        note=row["note"],
        internal=bool(row["internal"]),
        facts=FactsSeen(
            due_at=facts.due_at,
            was_due_at=facts.was_due_at,
            why=facts.why,
            was=facts.was,
            told=facts.told if within else (),
            source=facts.source,
            source_name=known.name(facts.source, language),
            to="" if names_an_id and not within else facts.to,
            to_name=facts.name or known.name(facts.to, language),
            fen=facts.fen,
            begins=facts.begins,
            ends=facts.ends,
            rating=facts.rating,
            solved=facts.solved,
            reasons=facts.reasons,
            outcome=facts.outcome,
            reason=facts.reason,
        ),
        state=State(row["state"]),
        version=row["version"],
        at=row["at"],
        photo=facts.photo or next((photo["id"] for photo in photos if photo["step"] == row["id"]), None),
    )
