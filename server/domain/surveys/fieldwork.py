"""Whose hands a wave's sampled units are in: the statistician's, and those to whom he gave some of them.

A manager sees and prints what was handed out within the own subtree; an interviewer sees the units that bear
the own name, and nothing else. None of them sees what anybody answered.
"""

from datetime import date, datetime
from typing import Annotated, Final
from uuid import UUID, uuid4

from msgspec import Meta, Struct

from server.domain.access import Seen, any_of, in_scope
from server.domain.errors import Invalid, NotAllowed, NotFound, NotSignedIn, StepNotAllowed
from server.domain.people import Actor, Right, Role
from server.domain.scope import contains
from server.domain.sign_in import as_username
from server.domain.surveys.waves import WaveState
from server.models.people import Grant, Person
from server.models.surveys import Wave
from server.storage.database import raw, write
from server.storage.rows import select_in

LEADS: Final = frozenset({Role.STATISTICIAN})
PRINTS: Final = frozenset({Role.MANAGER})
WATCHES: Final = LEADS | PRINTS | {Role.AUDITOR}  # reads response rates
VISITS: Final = frozenset({Role.INTERVIEWER})
AT_WORK: Final = frozenset({WaveState.DRAFT, WaveState.OPEN})
INTERVIEWERS: Final = (
    "SELECT p.id, p.name, g.division FROM role_grant g JOIN person p ON p.id = g.person "
    "WHERE g.role = 'interviewer' AND g.valid_to IS NULL AND p.disabled_at IS NULL ORDER BY p.name, p.id"
)


class HandOut(Struct, frozen=True, forbid_unknown_fields=True):
    """Sampled units of a division to an interviewer, or all of them to its managers, to be printed.

    Without `units` all that have not answered; `interviewer` null takes them back.
    """

    division: str
    to: Annotated[str, Meta(pattern="^(interviewer|printing)$")]
    interviewer: UUID | None = None
    units: Annotated[list[str], Meta(max_length=2000)] = []


class HandedOut(Struct, frozen=True):
    """How many units changed hands; of a division for printing 0."""

    units: int


class InterviewerShown(Struct, frozen=True):
    """Somebody who visits, and how far they are."""

    id: UUID
    name: str
    division: str
    units: int
    answered: int


class PrintedBy(Struct, frozen=True):
    """A division whose managers may print."""

    division: str
    day: date


class HandOuts(Struct, frozen=True):
    """Who has what."""

    interviewers: list[InterviewerShown]
    printing: list[PrintedBy]


async def any_wave(id: UUID, actor: Actor) -> Wave:
    """A wave, open or not, for those who work with it. Raises NotSignedIn, NotAllowed, NotFound."""
    if not actor.person:
        raise NotSignedIn
    if not any(right.role in WATCHES | VISITS for right in actor.rights):
        raise NotAllowed
    wave = await Wave.objects().get(Wave.id == id)
    if wave is None:
        raise NotFound(wave=id)
    return wave


async def wave_at_work(id: UUID, actor: Actor) -> Wave:
    """The same, while letters go out and answers come in. Raises StepNotAllowed too."""
    wave = await any_wave(id, actor)
    if wave.state not in AT_WORK:
        raise StepNotAllowed(state=wave.state)
    return wave


async def desks_of(actor: Actor, wave: UUID) -> list[str]:
    """Where somebody organizes the visits: a statistician; a manager, as far as it was handed out."""
    own = actor.divisions(PRINTS)
    handed = await raw("SELECT division FROM survey.hand_out WHERE wave = {}", str(wave)) if own else []
    shared = {
        inner
        for code in own
        for inner, outer in ((row["division"], code) for row in handed)
        if contains(outer, inner)
    } | {code for code in own if any(contains(row["division"], code) for row in handed)}
    return [*actor.divisions(LEADS), *sorted(shared)]


async def units_of(actor: Actor, wave: UUID) -> Seen:
    """A condition on `survey.unit u`: those that they organize, and those they were handed."""
    either = [in_scope("u.division", code) for code in await desks_of(actor, wave)]
    if actor.person and actor.divisions(VISITS):
        either.append(Seen("u.interviewer = {}", (str(actor.person),)))
    return any_of(either)


async def must_organize(actor: Actor, wave: UUID, division: str) -> None:
    """Raises NotAllowed for a division whose units are somebody else's."""
    if not any(contains(code, division) for code in await desks_of(actor, wave)):
        raise NotAllowed


async def statistician(username: str, now: datetime) -> Actor:
    """One of the staff by the name with which they sign in, as a statistician alone. Raises NotAllowed."""
    person = await Person.objects().get(
        (Person.username == as_username(username)) & Person.disabled_at.is_null()
    )
    grants = await Grant.objects().where(
        (Grant.person == (person.id if person else None))
        & (Grant.role == Role.STATISTICIAN.value)
        & (Grant.valid_from <= now)
        & (Grant.valid_to.is_null() | (Grant.valid_to > now))
    )
    if person is None or not grants:
        raise NotAllowed
    rights = tuple(Right(Role.STATISTICIAN, grant.division) for grant in grants)
    return Actor(person=person.id, name=person.name, rights=rights)


def must_lead(actor: Actor, division: str) -> None:
    """Raises NotAllowed for whoever is not the statistician there."""
    if not any(contains(code, division) for code in actor.divisions(LEADS)):
        raise NotAllowed


async def hand_out(id: UUID, ask: HandOut, by: Actor, today: date) -> HandedOut:
    """Give units into hands. Raises NotAllowed, Invalid, StepNotAllowed."""
    wave = await wave_at_work(id, by)
    if ask.to == "printing":
        must_lead(by, ask.division)
        await _to_managers(wave.id, ask.division, by, today)
        return HandedOut(0)
    await must_organize(by, wave.id, ask.division)
    if ask.interviewer:
        await _must_visit(ask.interviewer, ask.division)
    return HandedOut(await _to_interviewer(wave.id, ask))


async def list_hand_outs(id: UUID, actor: Actor) -> HandOuts:
    """Interviewers of one's part, with what they have, and what may be printed there."""
    wave = await any_wave(id, actor)
    desks = await desks_of(actor, wave.id)
    counts = await raw(
        "SELECT u.interviewer, count(*) AS units, "
        "sum(CASE WHEN i.used = 1 THEN 1 ELSE 0 END) AS answered "
        "FROM survey.unit u LEFT JOIN survey.invitation i ON i.code_mac = u.code_mac "
        "WHERE u.wave = {} AND u.interviewer IS NOT NULL GROUP BY u.interviewer",
        str(wave.id),
    )
    held = {row["interviewer"]: row for row in counts}
    shown = dict[str, InterviewerShown]()
    for row in await raw(INTERVIEWERS):
        code, has = row["division"], held.get(str(row["id"]))
        if any(contains(desk, code) or contains(code, desk) for desk in desks):
            number = (int(has["units"]), int(has["answered"])) if has else (0, 0)
            shown.setdefault(str(row["id"]), InterviewerShown(_uuid(row["id"]), row["name"], code, *number))
    printing = await raw(
        "SELECT division, day FROM survey.hand_out WHERE wave = {} ORDER BY division", str(wave.id)
    )
    return HandOuts(
        list(shown.values()),
        [
            PrintedBy(row["division"], date.fromisoformat(row["day"]))
            for row in printing
            if any(contains(desk, row["division"]) for desk in desks)
        ],
    )


async def _to_managers(wave: UUID, division: str, by: Actor, today: date) -> None:
    async with write():
        await raw(
            "INSERT INTO survey.hand_out (id, wave, division, day, person) VALUES ({}, {}, {}, {}, {}) "
            "ON CONFLICT DO NOTHING",
            str(uuid4()),
            str(wave),
            division,
            today.isoformat(),
            str(by.person),
        )


async def _must_visit(person: UUID, division: str) -> None:
    """Somebody who is an interviewer there."""
    found = [row for row in await raw(INTERVIEWERS) if str(row["id"]) == str(person)]
    if not any(contains(row["division"], division) for row in found):
        raise Invalid({"interviewer": "no-interviewer-there"})


async def _to_interviewer(wave: UUID, ask: HandOut) -> int:
    which = in_scope("division", ask.division)
    person = str(ask.interviewer) if ask.interviewer else None
    template = (
        f"UPDATE survey.unit SET interviewer = {{}} WHERE wave = {{}} AND sampled > 0 AND {which.sql} "  # noqa: S608
        "AND NOT EXISTS (SELECT 1 FROM survey.invitation i "
        "WHERE i.code_mac = survey.unit.code_mac AND i.used = 1)"
    )
    async with write():
        if ask.units:
            moved = await select_in(
                f"{template} AND id IN (KEYS) RETURNING id", ask.units, person, str(wave), *which.args
            )
        else:
            moved = await raw(f"{template} RETURNING id", person, str(wave), *which.args)
    return len(moved)


def _uuid(value: object) -> UUID:
    return value if isinstance(value, UUID) else UUID(str(value))
