"""Whom and what a step means: the clerk, the office, the other request, the step that is undone."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from msgspec.structs import replace

from server.domain.access import visible_to
from server.domain.categories import is_for_requests
from server.domain.clock import Clock
from server.domain.errors import Invalid
from server.domain.lifecycle import CAN_BE_UNDONE, UNDO_WITHIN, Act, Outcome
from server.domain.moves import Matter, Meant, TakeStep
from server.domain.people import DESK, Actor, Role
from server.domain.places import ORGANIZATION, Map, firms_of
from server.domain.reaching import may_call, must_have_tried
from server.domain.reckoning import read_events, reckon
from server.domain.scope import scope_of
from server.domain.terms import terms_of
from server.domain.timeline import facts_of, position_before
from server.storage.database import raw, together

NOBODY_MEANT: Final = Meant()
STAYING: Final = (  # that leave a request where it is
    Act.MESSAGE,
    Act.PHOTO_GIVEN_UP,
    Act.TRIED,
    Act.REMIND,
    Act.SUPERVISE,
    Act.RECKON,
)


async def meant_by(
    step: TakeStep, matter: Matter, actor: Actor, now: datetime, known: Map
) -> tuple[Meant, TakeStep]:
    """What the step means, and the step with its target in one form. Raises Invalid."""
    match step.act:
        case Act.ASSIGN:
            return await the_clerk(step.to, matter.position.holder, actor, now), step
        case Act.TRANSFER if step.to:
            return NOBODY_MEANT, replace(step, to=await the_holder(step.to, matter, known, now))
        case Act.MERGE if step.to:
            return NOBODY_MEANT, replace(step, to=str(await the_other(step.to, matter, actor)))
        case Act.RETURN if matter.position.holder.startswith(ORGANIZATION):
            return Meant(returned=await times_returned(matter)), step
        case Act.RECATEGORIZE if step.to:
            return Meant(clock=await the_clock(replace_category(step.to, matter), known)), step
        case Act.RECKON:
            return Meant(clock=await the_clock(matter, known)), step
        case Act.TRIED:
            await may_call(matter.id)
        case Act.RESOLVE if step.outcome is Outcome.NO_CONTACT:
            await must_have_tried(matter.id, known.zone)
        case Act.REOPEN:
            return Meant(is_clerk_gone=await is_gone(matter, now)), step
        case Act.UNDO:
            return await the_undone(matter, actor, now), step
    return NOBODY_MEANT, step


RETURNED: Final = "SELECT facts FROM request_step WHERE request = {} AND act = 'return'"


async def times_returned(matter: Matter) -> int:
    """How often the firm that has it sent it back before."""
    rows = await raw(RETURNED, matter.id)
    return sum(facts_of(row).source == matter.position.holder for row in rows)


def replace_category(category: str, matter: Matter) -> Matter:
    """The same request, about something else. Raises Invalid."""
    if not is_for_requests(category):
        raise Invalid({"to": "not-for-requests"})
    if category == matter.category:
        raise Invalid({"to": "same-category"})
    return replace(matter, category=category)


async def the_clock(matter: Matter, known: Map) -> Clock:
    """The clock of a request by the promise of its category and the calendar as it is now."""
    terms = terms_of(matter.category, matter.urgent)
    return reckon(await read_events(matter.id), terms, known.working)


CLERKS: Final = (
    "SELECT p.name, g.role, g.division, g.valid_from, g.valid_to FROM person p "
    "JOIN role_grant g ON g.person = p.id WHERE p.id = {} AND p.disabled_at IS NULL"
)


async def the_clerk(to: str, holder: str, actor: Actor, now: datetime) -> Meant:
    """Somebody who may act at the holder's desk; without a name, oneself."""
    id = _uuid(to) if to else actor.person
    grants = await raw(CLERKS, id) if id else []
    for grant in grants:
        if _works(grant, holder, now):
            return Meant(clerk=id, clerk_name=grant["name"])
    raise Invalid({"to": "no-such-clerk"})


async def is_gone(matter: Matter, now: datetime) -> bool:
    """Whether its clerk left the desk that has it, since it was closed."""
    at = matter.position
    rows = await raw(CLERKS, at.clerk) if at.clerk else []
    return not any(_works(row, at.holder, now) for row in rows)


def _works(grant: dict[str, Any], holder: str, now: datetime) -> bool:
    low, high = scope_of(grant["division"] or "0" * 12)
    in_force = grant["valid_from"] <= now and (grant["valid_to"] is None or grant["valid_to"] > now)
    return in_force and Role(grant["role"]) in DESK and low <= holder <= high


async def the_holder(to: str, matter: Matter, known: Map, now: datetime) -> str:
    """An office of the network, or a firm; another than the one that has it."""
    if to.startswith(ORGANIZATION):
        id = _uuid(to.removeprefix(ORGANIZATION))
        holder = f"{ORGANIZATION}{id}"
        exists = id is not None and bool(await firms_of([holder]))
    else:
        holder, exists = to, known.is_open(to, now.astimezone(known.zone).date())
    if not exists or holder == matter.position.holder:
        raise Invalid({"to": "no-such-holder"})
    return holder


OTHER: Final = "SELECT r.id FROM service_request r WHERE r.id = {} AND r.state <> 'merged' AND SEEN"


async def the_other(to: str, matter: Matter, actor: Actor) -> UUID:
    """The request that goes on for both; one that the clerk may see."""
    id = _uuid(to)
    found: list[dict[str, Any]] = []
    if id is not None and id != matter.id:
        (found,) = await together(visible_to(actor).within(OTHER, id))
    if not found or id is None:
        raise Invalid({"to": "no-such-request"})
    return id


LAST: Final = (
    "SELECT id, act, by, facts, at FROM request_step WHERE request = {} AND act NOT IN (STAYING) "
    "ORDER BY version DESC LIMIT 1"
).replace("STAYING", ", ".join(["{}"] * len(STAYING)))


async def the_undone(matter: Matter, actor: Actor, now: datetime) -> Meant:
    """The last step that moved it: one's own, a few seconds old."""
    (last,) = await raw(LAST, matter.id, *STAYING)
    if not can_be_undone(last, actor, now):
        return NOBODY_MEANT  # and so the table refuses it, with what is possible
    return Meant(undoes=last["id"], before=position_before(facts_of(last)))


def can_be_undone(step: dict[str, Any], actor: Actor, now: datetime) -> bool:
    """A step of theirs, of a kind that can be taken back, before the resident is told."""
    return (
        step["by"] == str(actor.person)
        and Act(step["act"]) in CAN_BE_UNDONE
        and now - step["at"] <= UNDO_WITHIN
        and position_before(facts_of(step)) is not None
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
