"""Writing a step down: the row that stays, the request's new position, the news for resident and desk."""

from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from msgspec import Struct

from server.domain.danger import dangers_in
from server.domain.deliveries import announcing
from server.domain.dispatches import ending
from server.domain.errors import ChangedMeanwhile, SentOtherwise
from server.domain.followers import following_after_merge, following_after_undo
from server.domain.lifecycle import Act, State
from server.domain.moves import Matter, Move, TakeStep
from server.domain.news import alarming, news_of
from server.domain.once import Stamp
from server.domain.people import DESK, Actor
from server.domain.places import ORGANIZATION, Map
from server.domain.scope import digits_of, scope_of
from server.domain.tasks import Concern, Said, making_task
from server.domain.timeline import facts_json
from server.domain.topics import bumping
from server.storage.database import Sql, together

Side = Literal["resident", "desk", "clock", "firm"]  # the door through which somebody comes


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
        by = self.stamp.by
        if self.side == "firm":
            return f"{ORGANIZATION}{by.rights[0].organization}"
        return str(by.person) if self.side == "desk" else self.side


STEP: Final = (
    "INSERT INTO request_step (id, body_hash, request, act, by, by_name, by_division, note, internal, facts, "
    "version, state, at) VALUES ({}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}) "
    "ON CONFLICT (id) DO NOTHING RETURNING id"
)
MOVED: Final = (
    "UPDATE service_request SET state = {}, holder = {}, clerk = {}, outcome = {}, rating = {}, "
    "reopened = {}, due_at = {}, due_provisional = {}, left_s = {}, closed_at = {}, photos_expected = {}, "
    "category = {}, version = {} WHERE id = {} AND version = {} RETURNING id"
)
PHOTO: Final = "UPDATE request_photo SET step = {} WHERE id = {} AND request = {} AND step IS NULL"


async def write_down(named: Named, step: TakeStep, matter: Matter, moved: Move, known: Map) -> StepTaken:
    """To be called within `write()`. The database says who was first: SentOtherwise, ChangedMeanwhile."""
    version, at = matter.version + 1, named.stamp.at
    concerned = {matter.place, matter.position.holder, moved.position.holder}
    statements = [
        _step_row(named, step, moved, version),
        _moved_row(matter, moved, version),
        *(bumping(f"queue:{office}") for office in sorted(concerned)),
    ]
    # Who gets it unanswered tells the resident by that: it is taken on.
    silent = step.act is Act.ASSIGN and matter.position.state is not State.SUBMITTED
    if named.side != "resident" and not step.internal and not silent:
        statements += news_of(named.id, step.act, moved, at, None if matter.urgent else known.zone)
    statements.append(announcing(named.id, at))
    if named.side == "resident":
        statements += what_residents_cause(named, step, matter, known)
    statements += mergers(step, matter, moved, at)
    if step.act is Act.REOPEN:
        statements.append(ending(named.request, "reopened", at))  # the desk sends a firm anew, or does not
    if step.photo and step.act is not Act.PHOTO_GIVEN_UP:
        statements.append(Sql(PHOTO, named.id, step.photo, named.request))
    inserted, updated, *_ = await together(*statements)
    if not inserted:
        raise SentOtherwise
    if not updated:
        raise ChangedMeanwhile
    return StepTaken(named.id, step.act, moved.position.state, version, at)


def what_residents_cause(named: Named, step: TakeStep, matter: Matter, known: Map) -> list[Sql]:
    """A bad rating, or "not solved", is a task for a manager; words of danger make it urgent at once."""
    at, statements = named.stamp.at, []
    if step.act in {Act.CONFIRM, Act.REOPEN}:
        solved = False if step.act is Act.REOPEN else step.solved
        said = Said(solved, step.rating, step.reasons, step.note)
        concern = Concern(named.request, matter.position.holder, matter.place)
        statements += making_task(named.id, concern, said, at, known)
    if step.note and dangers_in(step.note):
        statements += alarming(named.request, named.id, at)
    return statements


def mergers(step: TakeStep, matter: Matter, moved: Move, at: datetime) -> list[Sql]:
    """Who asked for the same follows the request that goes on, until the merger is taken back."""
    if step.act is Act.MERGE:
        return following_after_merge(matter.id, UUID(step.to), at)
    if step.act is Act.UNDO and matter.position.state is State.MERGED:
        return following_after_undo(matter.id)
    return []


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
        by.name if named.side in {"desk", "firm"} else "",
        division_of(by, moved) if staff else None,
        step.note,
        step.internal and named.side != "resident",
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
        moved.category,
        version,
        matter.id,
        matter.version,
    )
