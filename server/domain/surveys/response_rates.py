"""How many answered, of those who could: by stratum, division and group. The only number of an open wave."""

from collections import defaultdict
from datetime import date
from typing import Any, Final
from uuid import UUID

from msgspec import Struct

from server.domain.errors import NotAllowed
from server.domain.people import Actor
from server.domain.scope import contains, digits_of, level_of, scope_of
from server.domain.surveys.dispositions import Counts, eligible_share, rate_over
from server.domain.surveys.doors import STATE
from server.domain.surveys.fieldwork import AT_WORK, WATCHES, any_wave, desks_of
from server.models.surveys import Stratum
from server.storage.database import raw

ALL: Final = "all"
LENGTHS: Final = (4, 6, 9, 12)  # of the digits that name a division, by level
COUNT: Final = (
    f"SELECT u.division, u.audience, {STATE} AS state, count(*) AS n, "  # noqa: S608 - our own words
    "sum(CASE WHEN u.code_mac IS NULL THEN 0 ELSE 1 END) AS letters "
    "FROM survey.unit u LEFT JOIN survey.invitation i ON i.code_mac = u.code_mac "
    "WHERE u.wave = {} AND u.sampled > 0 GROUP BY 1, 2, 3"
)
BARE: Final = (  # a wave whose codes were handed out without a list of units
    "SELECT division, audience, CASE WHEN used = 1 THEN 'answered' ELSE 'unknown' END AS state, "
    "count(*) AS n, count(*) AS letters FROM survey.invitation "
    "WHERE wave = {} AND disposition IS NULL GROUP BY 1, 2, 3"
)


class RateShown(Struct, frozen=True):
    """One line. `rate` is AAPOR's RR3, in 0-1; `weighted`: with each unit standing for N/n of them."""

    division: str
    division_name: str
    audience: str  # residents, migrants, units or all
    is_stratum: bool  # nothing lies below it
    sampled: int
    letters: int  # printed so far
    answered: int
    refused: int
    not_reached: int
    not_eligible: int
    unknown: int
    rate: float | None
    weighted: float | None


class Eligible(Struct, frozen=True):
    """The share of a group's unknown units taken to be eligible: AAPOR's e, from the whole wave."""

    audience: str
    share: float


class PrintingShown(Struct, frozen=True):
    """An act of printing."""

    division: str
    division_name: str
    kind: str  # letters, replaced, reminders
    day: date
    letters: int
    replaced: int
    by_name: str


class ResponseRates(Struct, frozen=True):
    """Of one division: itself by group, and what lies directly below it."""

    title: str  # of the survey
    division: str
    division_name: str
    above: list[str]  # codes that the reader may ask for, the highest first
    above_names: list[str]
    organizes: bool  # may print letters and hand units out here
    totals: list[RateShown]
    rows: list[RateShown]
    eligible: list[Eligible]
    printings: list[PrintingShown]


class _Cell(Struct):
    """One stratum."""

    division: str
    audience: str
    counts: Counts
    letters: int
    weight: float


async def read_response_rates(id: UUID, division: str, actor: Actor, names: Any) -> ResponseRates:
    """Raises NotSignedIn, NotAllowed, NotFound. `names(code)` says what a division is called."""
    wave = await any_wave(id, actor)
    mine = actor.divisions(WATCHES)
    if not mine:
        raise NotAllowed
    asked = division or min(mine, key=level_of)
    if not any(contains(code, asked) for code in mine):
        raise NotAllowed
    cells = await _cells(wave.id)
    e = {
        audience: eligible_share(sum((cell.counts for cell in cells if cell.audience == audience), Counts()))
        for audience in sorted({cell.audience for cell in cells})
    }
    inside = [cell for cell in cells if contains(asked, cell.division)]
    steps = _above(asked, mine)
    desks = await desks_of(actor, wave.id)
    return ResponseRates(
        title=wave.title,
        division=asked,
        division_name=names(asked),
        above=steps,
        above_names=[names(code) for code in steps],
        organizes=wave.state in AT_WORK and any(contains(code, asked) for code in desks),
        totals=_lines(inside, lambda _: asked, e, names),
        rows=_lines(inside, lambda code: _below(asked, code), e, names),
        eligible=[Eligible(audience, share) for audience, share in e.items()],
        printings=await _printings(wave.id, asked, names),
    )


async def _cells(wave: UUID) -> list[_Cell]:
    rows = await raw(COUNT, str(wave)) or await raw(BARE, str(wave))
    counts = defaultdict[tuple[str, str], dict[str, int]](dict)
    letters = defaultdict[tuple[str, str], int](int)
    for row in rows:
        counts[row["division"], row["audience"]][row["state"]] = int(row["n"])
        letters[row["division"], row["audience"]] += int(row["letters"])
    strata = await Stratum.select(
        Stratum.division, Stratum.audience, Stratum.population, Stratum.sampled
    ).where(Stratum.wave == wave)
    weight = {(row["division"], row["audience"]): row["population"] / (row["sampled"] or 1) for row in strata}
    return [
        _Cell(*key, Counts(**found), letters[key], weight.get(key, 1.0))
        for key, found in sorted(counts.items())
    ]


def _lines(cells: list[_Cell], place_of: Any, e: dict[str, float], names: Any) -> list[RateShown]:
    groups = defaultdict[tuple[str, str], list[_Cell]](list)
    for cell in cells:
        code = place_of(cell.division)
        groups[code, cell.audience].append(cell)
        if cell.audience != "units":
            groups[code, ALL].append(cell)
    return [_line(code, audience, found, e, names) for (code, audience), found in sorted(groups.items())]


def _line(code: str, audience: str, cells: list[_Cell], e: dict[str, float], names: Any) -> RateShown:
    total = sum((cell.counts for cell in cells), Counts())
    return RateShown(
        division=code,
        division_name=names(code),
        audience=audience,
        is_stratum=all(cell.division == code for cell in cells),
        sampled=int(total.eligible + total.not_eligible + total.unknown),
        letters=sum(cell.letters for cell in cells),
        answered=int(total.answered),
        refused=int(total.refused),
        not_reached=int(total.not_reached),
        not_eligible=int(total.not_eligible),
        unknown=int(total.unknown),
        rate=rate_over([(cell.counts, e[cell.audience]) for cell in cells]),
        weighted=rate_over([(cell.counts.times(cell.weight), e[cell.audience]) for cell in cells]),
    )


async def _printings(wave: UUID, division: str, names: Any) -> list[PrintingShown]:
    rows = await raw(
        "SELECT division, kind, day, letters, replaced, person_name FROM survey.printing "
        "WHERE wave = {} AND division BETWEEN {} AND {} ORDER BY day DESC, division, id LIMIT 50",
        str(wave),
        *scope_of(division),
    )
    return [
        PrintingShown(
            row["division"],
            names(row["division"]),
            row["kind"],
            date.fromisoformat(row["day"]),
            row["letters"],
            row["replaced"],
            row["person_name"],
        )
        for row in rows
    ]


def _below(asked: str, code: str) -> str:
    """The division directly below `asked` in which a stratum lies; itself, if it is the stratum."""
    longer = next((length for length in LENGTHS if length > len(digits_of(asked))), 12)
    return code[:longer].ljust(12, "0")


def _above(asked: str, mine: list[str]) -> list[str]:
    digits = digits_of(asked)
    codes = [digits[:length].ljust(12, "0") for length in LENGTHS if length < len(digits)]
    return [code for code in codes if any(contains(own, code) for own in mine)]
