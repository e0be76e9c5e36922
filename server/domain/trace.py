"""Writing a step down: the row that stays, the request's new position, the news for resident and desk."""

from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from msgspec import Struct

from server.domain.errors import ChangedMeanwhile, SentOtherwise
from server.domain.lifecycle import Act, State
from server.domain.moves import Matter, Move, TakeStep
from server.domain.news import news_of
from server.domain.once import Stamp
from server.domain.people import DESK, Actor
from server.domain.places import Map
from server.domain.scope import digits_of, scope_of
from server.domain.timeline import facts_json
from server.domain.topics import bumping
from server.storage.database import Sql, together

Side = Literal["resident", "desk", "clock"]  # the door through which somebody comes


class StepTaken(Struct, frozen=True):
    """The first answer: only what never changes."""

    id: UUID
    act: Act
    state: State
    version: int
    at: datetime


class Named(Struct, frozen=True):
    """Which step, of which request, by whom, from which side."""

    id: UUID
    request: UUID
    stamp: Stamp
    side: Side

    @property
    def by(self) -> str:
        """As it is stored."""
        return str(self.stamp.by.person) if self.side == "desk" else self.side


STEP: Final = (
    "INSERT INTO request_step (id, body_hash, request, act, by, by_name, by_division, note, internal, facts, "
    "version, state, at) VALUES ({}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}) "
    "ON CONFLICT (id) DO NOTHING RETURNING id"
)
MOVED: Final = (
    "UPDATE service_request SET state = {}, holder = {}, clerk = {}, outcome = {}, rating = {}, "
    "reopened = {}, due_at = {}, due_provisional = {}, left_s = {}, closed_at = {}, photos_expected = {}, "
    "version = {} WHERE id = {} AND version = {} RETURNING id"
)
PHOTO: Final = "UPDATE request_photo SET step = {} WHERE id = {} AND request = {} AND step IS NULL"


async def write_down(named: Named, step: TakeStep, matter: Matter, moved: Move, known: Map) -> StepTaken:
    """To be called within `write()`. The database says who was first: SentOtherwise, ChangedMeanwhile."""
    version, at = matter.version + 1, named.stamp.at
    statements = [
        _step_row(named, step, moved, version),
        _moved_row(matter, moved, version),
        *(bumping(f"queue:{holder}") for holder in sorted({matter.position.holder, moved.position.holder})),
    ]
    if named.side != "resident" and not step.internal:
        statements += news_of(named.id, step.act, moved, at, None if matter.urgent else known.zone)
    if step.photo and step.act is not Act.PHOTO_GIVEN_UP:
        statements.append(Sql(PHOTO, named.id, step.photo, named.request))
    inserted, updated, *_ = await together(*statements)
    if not inserted:
        raise SentOtherwise
    if not updated:
        raise ChangedMeanwhile
    return StepTaken(named.id, step.act, moved.position.state, version, at)


def _step_row(named: Named, step: TakeStep, moved: Move, version: int) -> Sql:
    by = named.stamp.by
    staff = named.side == "desk"
    return Sql(
        STEP,
        named.id,
        named.stamp.body_hash,
        named.request,
        step.act.value,
        named.by,
        by.name if staff else "",
        division_of(by, moved) if staff else None,
        step.note,
        step.internal and staff,
        facts_json(moved.facts),
        version,
        moved.position.state.value,
        named.stamp.at,
    )


def division_of(by: Actor, moved: Move) -> str | None:
    """For which office somebody acted: the narrowest of theirs that covers the holder they acted for."""
    holder = moved.facts.source or moved.position.holder
    covering = [code for code in by.divisions(DESK) if scope_of(code)[0] <= holder <= scope_of(code)[1]]
    return max(covering or by.divisions(DESK), key=lambda code: len(digits_of(code)), default=None)


def _moved_row(matter: Matter, moved: Move, version: int) -> Sql:
    to = moved.position
    return Sql(
        MOVED,
        to.state.value,
        to.holder,
        to.clerk,
        to.outcome,
        to.rating,
        to.reopened,
        to.due_at,
        to.due_provisional,
        to.left_s,
        to.closed_at,
        moved.photos_expected,
        version,
        matter.id,
        matter.version,
    )
