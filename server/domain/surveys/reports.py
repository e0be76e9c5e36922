"""The released numbers as staff read them: a division, its parts, groups, kinds of service, needs, years.

What is withheld has no number here either. Parts stand in the order of their codes: overlapping intervals
make no ranking.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final
from uuid import UUID

from msgspec import Struct

from server.domain.city import City
from server.domain.errors import NotAllowed, NotFound, NotSignedIn
from server.domain.network import LEVEL_NAMES
from server.domain.people import DESK, Actor, Role
from server.domain.places import all_above
from server.domain.scope import contains, level_of, scope_of
from server.domain.surveys.items import NEED, OPEN, SERVICE, TOOK_PART, texts_of
from server.domain.surveys.questionnaire import Questionnaire, read_questionnaire
from server.domain.surveys.satisfaction import ALL, Announced, Earlier, announced, earlier_of, newest
from server.domain.surveys.trend import Released, ShareChange, change
from server.domain.surveys.verdict import Reason, Verdict
from server.domain.surveys.waves import WaveState
from server.models.network import Division
from server.models.surveys import Estimate, SurveyRelease, Wave
from server.storage.database import together

READERS: Final = DESK | {Role.STATISTICIAN, Role.AUDITOR}
SATISFIED: Final = "satisfied"


class Figure(Struct, frozen=True):
    """One share of one division. A withheld one says why, and has no number and no count."""

    division: str
    level: str
    name: str
    name_en: str
    group: str  # all, residents, migrants, units
    statistic: str  # satisfied, service:a, need:k, took_part
    text: dict[str, str] | None  # of a kind of service or a need, by language
    answers: int | None
    point: float | None
    low: float | None
    high: float | None
    verdict: Verdict | None  # null: there is no goal for it
    reason: Reason | None
    still_needed: int | None  # more answers that would probably decide an undecided one
    cannot_say: float | None  # their share among those heard
    response_rate: float | None  # heard of those drawn
    change: ShareChange | None  # since the year before; null: one of the two has no number


class Above(Struct, frozen=True):
    """A division on the way up."""

    code: str
    name: str
    name_en: str


class OpenAnswers(Struct, frozen=True):
    """Of those who answered without an invitation: a crowd that chose itself, and no sample of anybody."""

    answers: int | None
    point: float | None


class YearOf(Struct, frozen=True):
    """The number of one year. `since` its change from the year before it."""

    year: int
    figure: Figure


class NumberShown(Struct, frozen=True):
    """All that was released of a division in a year. Empty but for the announcement before the first one."""

    division: str
    level: str
    name: str
    name_en: str
    path: list[Above]  # the city first, itself left out, as far as the reader may read
    own: list[Above]  # the reader's divisions
    year: int | None
    years: list[int]  # that were published, the newest first
    goal: float
    published_on: str | None  # a civil day
    revised: bool  # it corrects an earlier release of the year
    note: str  # why
    next: Announced | None
    figure: Figure | None
    rows: list[Figure]  # its parts, by code
    groups: list[Figure]
    units: list[Figure]
    services: list[Figure]
    needs: list[Figure]  # by share; what cannot be told apart stands in one rank
    open: OpenAnswers | None
    history: list[YearOf]  # the newest first
    earlier: list[Earlier]  # by other methods: never in one line with these


async def read_number(actor: Actor, division: str, year: int | None, city: City) -> NumberShown:
    """What the reader's divisions can read; of the widest of them if none is named.

    Raises NotSignedIn, NotAllowed, NotFound for another's division or a year without a release.
    """
    mine = own_divisions(actor)
    code = division or mine[0]
    if not any(contains(outer, code) for outer in mine):
        raise NotFound(division=code)
    waves, divisions, earlier = await together(
        Wave.select().where(Wave.state != WaveState.DRAFT).order_by(Wave.year, ascending=False),
        _divisions(code, mine),
        earlier_of(code),
    )
    places = {row["code"]: row for row in divisions}
    if code not in places:
        raise NotFound(division=code)
    published = newest(waves)
    if year is not None and year not in published:
        raise NotFound(year=year)
    wave = published.get(year or max(published, default=0))
    figures = _Figures(places, wave, published)
    await figures.read(code)
    here = places[code]
    return NumberShown(
        division=code,
        level=LEVEL_NAMES[here["level"]],
        name=here["short_name"],
        name_en=here["name_en"],
        path=[_above(places[up]) for up in all_above(code) if any(contains(outer, up) for outer in mine)],
        own=[_above(places[own]) for own in mine if own in places],
        year=wave["year"] if wave else None,
        years=sorted(published, reverse=True),
        goal=figures.goal or city.goal,
        published_on=wave["published_at"].astimezone(city.zone).date().isoformat() if wave else None,
        revised=bool(wave and wave["revises"]),
        note=wave["note"] if wave and wave["revises"] else "",
        next=announced(waves),
        figure=figures.one(code, ALL, SATISFIED),
        rows=[
            figure
            for part in sorted(places)
            if part != code and _is_part(part, code) and (figure := figures.one(part, ALL, SATISFIED))
        ],
        groups=figures.several(code, SATISFIED, ("residents", "migrants")),
        units=[*figures.several(code, SATISFIED, ("units",)), *figures.several(code, TOOK_PART, ("units",))],
        services=figures.items(code, SERVICE),
        needs=figures.items(code, NEED),
        open=figures.opened(code),
        history=figures.history(code),
        earlier=earlier_shown(earlier),
    )


def own_divisions(actor: Actor) -> list[str]:
    """Of whom somebody reads numbers, the widest first. Raises NotSignedIn, NotAllowed."""
    if actor.person is None:
        raise NotSignedIn
    codes = sorted(set(actor.divisions(READERS)), key=lambda code: (level_of(code), code))
    if not codes:
        raise NotAllowed
    return codes


def earlier_shown(rows: Iterable[dict[str, Any]]) -> list[Earlier]:
    """The newest first."""
    return [Earlier(row["year"], row["point"], row["answers"], row["method"]) for row in rows]


def _divisions(code: str, mine: Sequence[str]) -> Any:
    low, high = scope_of(code)
    wanted = [code, *all_above(code), *mine]
    return Division.select(
        Division.code, Division.level, Division.short_name, Division.name_en, Division.valid_to
    ).where(
        Division.code.is_in(wanted)
        | (
            (Division.code > low)
            & (Division.code <= high)
            & (Division.level == level_of(code) + 1)
            & Division.valid_to.is_null()
        )
    )


def _is_part(part: str, code: str) -> bool:
    return contains(code, part) and level_of(part) == level_of(code) + 1


def _above(row: dict[str, Any]) -> Above:
    return Above(row["code"], row["short_name"], row["name_en"])


class _Figures:
    """The estimates of the chosen wave and of the years before it, as figures."""

    def __init__(
        self,
        places: dict[str, dict[str, Any]],
        wave: dict[str, Any] | None,
        published: dict[int, dict[str, Any]],
    ) -> None:
        self.places, self.wave, self.published = places, wave, published
        self.goal: float | None = None
        self._asked: Questionnaire | None = read_questionnaire(wave["questionnaire"]) if wave else None
        self._found: dict[UUID, dict[tuple[str, str, str], dict[str, Any]]] = {}

    async def read(self, code: str) -> None:
        """All of the chosen year and of the one before it; of the others only the number."""
        if not self.wave:
            return
        before = self.before(self.wave["year"])
        both = [wave["id"] for wave in (self.wave, before) if wave]
        parts = [part for part in self.places if part == code or _is_part(part, code)]
        number = (Estimate.audience == ALL) & (Estimate.statistic == SATISFIED)
        rows, release = await together(
            Estimate.select().where(
                (Estimate.wave.is_in(both) & (Estimate.division == code))
                | (Estimate.wave.is_in(both) & Estimate.division.is_in(parts) & number)
                | (
                    Estimate.wave.is_in([wave["id"] for wave in self.published.values()])
                    & (Estimate.division == code)
                    & number
                )
            ),
            SurveyRelease.select(SurveyRelease.goal).where(SurveyRelease.wave == self.wave["id"]),
        )
        for row in rows:
            key = (row["division"], row["audience"], row["statistic"])
            self._found.setdefault(row["wave"], {})[key] = row
        self.goal = release[0]["goal"] if release else None

    def before(self, year: int) -> dict[str, Any] | None:
        """The published wave before a year."""
        return self.published.get(max((other for other in self.published if other < year), default=0))

    def one(self, code: str, group: str, statistic: str, year: int | None = None) -> Figure | None:
        """A figure of the chosen year, or another."""
        wave = self.published.get(year) if year else self.wave
        if not wave:
            return None
        row = self._found.get(wave["id"], {}).get((code, group, statistic))
        if row is None and statistic != SATISFIED:
            return None
        return self._figure(self.places[code], group, statistic, row, wave)

    def several(self, code: str, statistic: str, groups: Sequence[str]) -> list[Figure]:
        """Of the groups that there is a row of: what is not read at this level is not there."""
        kept = self._found.get(self.wave["id"], {}) if self.wave else {}
        found = (self.one(code, group, statistic) for group in groups if (code, group, statistic) in kept)
        return [figure for figure in found if figure]

    def items(self, code: str, kind: str) -> list[Figure]:
        """Each kind of service by its code; needs by share, the withheld last."""
        kept = self._found.get(self.wave["id"], {}) if self.wave else {}
        keys = sorted(
            (group, statistic)
            for division, group, statistic in kept
            if division == code and statistic.partition(":")[0] == kind
        )
        figures = [figure for group, statistic in keys if (figure := self.one(code, group, statistic))]
        if kind == NEED:
            figures.sort(key=lambda figure: (figure.point is None, -(figure.point or 0.0), figure.statistic))
        return figures

    def opened(self, code: str) -> OpenAnswers | None:
        """Where they are read at all."""
        row = self._found.get(self.wave["id"], {}).get((code, ALL, OPEN)) if self.wave else None
        if row is None:
            return None
        return OpenAnswers(row["answers"], row["point"]) if row["released"] else OpenAnswers(None, None)

    def history(self, code: str) -> list[YearOf]:
        """The number of every published year."""
        years = sorted(self.published, reverse=True)
        found = ((year, self.one(code, ALL, SATISFIED, year)) for year in years)
        return [YearOf(year, figure) for year, figure in found if figure]

    def _figure(
        self,
        place: dict[str, Any],
        group: str,
        statistic: str,
        row: dict[str, Any] | None,
        wave: dict[str, Any],
    ) -> Figure:
        shown = row if row and row["released"] else {}
        verdict = Verdict(row["verdict"]) if row and row["verdict"] else None
        return Figure(
            division=place["code"],
            level=LEVEL_NAMES[place["level"]],
            name=place["short_name"],
            name_en=place["name_en"],
            group=group,
            statistic=statistic,
            text=texts_of(statistic, group, self._asked) if self._asked and ":" in statistic else None,
            answers=shown.get("answers"),
            point=shown.get("point"),
            low=shown.get("low"),
            high=shown.get("high"),
            verdict=verdict if shown else Verdict.WITHHELD,
            reason=None if shown else Reason((row or {}).get("reason") or Reason.NOT_SAMPLED),
            still_needed=shown.get("still_needed"),
            cannot_say=_tenth(shown.get("cannot_say")),
            response_rate=_tenth(shown.get("response_rate")),
            change=self._change(shown, wave) if shown else None,
        )

    def _change(self, row: dict[str, Any], wave: dict[str, Any]) -> ShareChange | None:
        before = self.before(wave["year"])
        if not before or row["low"] is None:
            return None
        key = (row["division"], row["audience"], row["statistic"])
        then = self._found.get(before["id"], {}).get(key)
        if not then or not then["released"] or then["low"] is None:
            return None
        return change(
            Released(then["point"], then["low"], then["high"]),
            Released(row["point"], row["low"], row["high"]),
            before["year"],
        )


def _tenth(share: float | None) -> float | None:
    """To tenths of a point, as everything that is released."""
    return None if share is None else round(share, 3)
