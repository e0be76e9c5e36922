"""Numbers that the rules of print leave to a person: somebody looks, decides and says why.

A decision does not print a number by itself: the whole release is computed anew with it, because what is
printed beside it may have to go, so that nothing withheld can be worked out.
"""

from collections import Counter
from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID, uuid4

from msgspec import Meta, Struct

from server.domain.errors import Invalid, NotAllowed, NotFound, NotSignedIn, StepNotAllowed
from server.domain.people import Actor, Role
from server.domain.scope import contains
from server.domain.surveys.items import texts_of
from server.domain.surveys.questionnaire import read_questionnaire
from server.domain.surveys.results import compute
from server.domain.surveys.verdict import Reason
from server.domain.surveys.waves import WaveState
from server.domain.texts import clean
from server.models.network import Division
from server.models.surveys import Estimate, SurveyRelease, SurveyReview, Wave
from server.storage.database import Sql, together, write

REVIEWS: Final = frozenset({Role.STATISTICIAN})
SEES: Final = frozenset({Role.STATISTICIAN, Role.AUDITOR})
SHORTEST: Final = 5  # characters of a reason
LONGEST: Final = 1000
REVIEWED: Final = (
    "SELECT e.* FROM estimate e WHERE e.wave = {} AND EXISTS (SELECT 1 FROM survey_review r "
    "WHERE r.wave = e.wave AND r.division = e.division AND r.audience = e.audience "
    "AND r.statistic = e.statistic)"
)
NARROWEST: Final = 20  # withheld numbers that are shown with what could be worked out about them


class Decide(Struct, frozen=True, forbid_unknown_fields=True):
    """Print it or not, and why."""

    audience: Annotated[str, Meta(max_length=10)]
    statistic: Annotated[str, Meta(max_length=20)]
    released: bool
    note: Annotated[str, Meta(max_length=4 * LONGEST)]


class Decision(Struct, frozen=True):
    """What somebody decided."""

    released: bool
    note: str
    person_name: str
    at: datetime


class ToReview(Struct, frozen=True):
    """A number before a person, with its figures. `reason` null: it will be printed."""

    division: str
    name: str
    name_en: str
    audience: str
    statistic: str
    text: dict[str, str] | None
    answers: int
    point: float | None
    low: float | None
    high: float | None
    reason: Reason | None
    decisions: list[Decision]  # the first to the last


class Audited(Struct, frozen=True):
    """The interval to which a reader could narrow a withheld number."""

    division: str
    name: str
    name_en: str
    audience: str
    statistic: str
    text: dict[str, str] | None
    reason: Reason
    low: float
    high: float


class Results(Struct, frozen=True):
    """A closed or published wave before its statistician: what is printed, what not, and what may leak."""

    state: WaveState
    year: int
    goal: float | None  # null: computed before that was kept
    heard: int | None
    room: float | None
    shown: int
    withheld: dict[str, int]  # by reason
    reviews: list[ToReview]
    narrowest: list[Audited]
    revises: UUID | None
    may_review: bool


async def read_results(id: UUID, actor: Actor) -> Results:
    """Of a closed wave. Raises NotSignedIn, NotAllowed, NotFound, StepNotAllowed while answers arrive."""
    mine = _mine(actor, SEES)
    wave = await _closed(id)
    release, decisions, hidden, shown, reviewed = await together(
        SurveyRelease.select().where(SurveyRelease.wave == id),
        SurveyReview.select().where(SurveyReview.wave == id).order_by(SurveyReview.at),
        Estimate.select().where((Estimate.wave == id) & (Estimate.released == False)),  # noqa: E712 - SQL
        Sql("SELECT COUNT(*) AS shown FROM estimate WHERE wave = {} AND released", id),
        Sql(REVIEWED, id),
    )
    about: dict[tuple[str, str, str], list[Decision]] = {}
    for row in decisions:
        said = Decision(row["released"], row["note"], row["person_name"], row["at"])
        about.setdefault(_key(row), []).append(said)
    withheld = [row for row in hidden if any(contains(code, row["division"]) for code in mine)]
    decided = [row for row in reviewed if any(contains(code, row["division"]) for code in mine)]
    waiting = [row for row in withheld if row["reason"] == Reason.REVIEW and _key(row) not in about]
    derivable = sorted(
        (row for row in withheld if row["derived_low"] is not None),
        key=lambda row: row["derived_high"] - row["derived_low"],
    )[:NARROWEST]
    names = await _names({row["division"] for row in [*decided, *waiting, *derivable]})
    words = read_questionnaire(wave.questionnaire)

    def named(row: dict[str, Any]) -> dict[str, Any]:
        keys = {name: row[name] for name in ("division", "audience", "statistic")}
        name, name_en = names.get(row["division"], (row["division"], row["division"]))
        return (
            keys
            | {"name": name, "name_en": name_en}
            | {"text": texts_of(row["statistic"], row["audience"], words)}
        )

    first = release[0] if release else {}
    return Results(
        state=WaveState(wave.state),
        year=wave.year,
        goal=first.get("goal"),
        heard=first.get("heard"),
        room=first.get("room"),
        shown=shown[0]["shown"],
        withheld=dict(Counter(row["reason"] for row in withheld)),
        reviews=[
            ToReview(
                **named(row),
                answers=row["answers"],
                point=row["point"],
                low=row["low"],
                high=row["high"],
                reason=Reason(row["reason"]) if row["reason"] else None,
                decisions=about.get(_key(row), []),
            )
            for row in sorted([*waiting, *decided], key=_key)
        ],
        narrowest=[
            Audited(
                **named(row),
                reason=Reason(row["reason"]),
                low=round(row["derived_low"], 3),
                high=round(row["derived_high"], 3),
            )
            for row in derivable
        ],
        revises=wave.revises,
        may_review=bool(actor.divisions(REVIEWS)),
    )


async def decide(id: UUID, division: str, said: Decide, actor: Actor, now: datetime) -> None:
    """Keep the decision, and compute the release anew with it. The same again changes nothing.

    Raises NotSignedIn, NotAllowed, NotFound for a number that is none of theirs or that no person need look
    at, Invalid without a reason, StepNotAllowed once it is published.
    """
    mine = _mine(actor, REVIEWS)
    note = clean(said.note)
    if not SHORTEST <= len(note) <= LONGEST:
        raise Invalid({"note": "too-short" if len(note) < SHORTEST else "too-long"}, limit=LONGEST)
    if not any(contains(code, division) for code in mine):
        raise NotFound(division=division)
    wave = await _closed(id)
    if wave.state != WaveState.CLOSED:
        raise StepNotAllowed(state=wave.state)
    key = (division, said.audience, said.statistic)
    this = _of(SurveyReview, id, key)
    before, waiting, release = await together(
        SurveyReview.select().where(this).order_by(SurveyReview.at),
        Estimate.select(Estimate.reason).where(_of(Estimate, id, key) & (Estimate.reason == Reason.REVIEW)),
        SurveyRelease.select(SurveyRelease.goal).where(SurveyRelease.wave == id),
    )
    if not (before or waiting) or not release:
        raise NotFound(division=division)
    if before and (before[-1]["released"], before[-1]["note"]) == (said.released, note):
        return
    row: dict[str, Any] = {"id": uuid4(), "wave": id, "division": division, "audience": said.audience}
    row |= {"statistic": said.statistic, "released": said.released, "note": note}
    async with write():
        await SurveyReview.insert(SurveyReview(**row, person=actor.person, person_name=actor.name, at=now))
    await compute(id, release[0]["goal"])


def _of(table: Any, wave: UUID, key: tuple[str, str, str]) -> Any:
    division, audience, statistic = key
    return (
        (table.wave == wave)
        & (table.division == division)
        & (table.audience == audience)
        & (table.statistic == statistic)
    )


def _mine(actor: Actor, roles: frozenset[Role]) -> list[str]:
    if actor.person is None:
        raise NotSignedIn
    codes = actor.divisions(roles)
    if not codes:
        raise NotAllowed
    return codes


async def _closed(id: UUID) -> Wave:
    wave = await Wave.objects().get(Wave.id == id)
    if wave is None:
        raise NotFound(wave=id)
    if wave.state not in {WaveState.CLOSED, WaveState.PUBLISHED}:
        raise StepNotAllowed(state=wave.state)
    return wave


async def _names(codes: set[str]) -> dict[str, tuple[str, str]]:
    rows = await Division.select(Division.code, Division.short_name, Division.name_en).where(
        Division.code.is_in(sorted(codes) or [""])
    )
    return {row["code"]: (row["short_name"], row["name_en"]) for row in rows}


def _key(row: dict[str, Any]) -> tuple[str, str, str]:
    return row["division"], row["audience"], row["statistic"]
