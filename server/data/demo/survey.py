"""Two waves of the yearly survey: last year's, answered and published; this year's, open.

Last year's satisfied households are counted out, not drawn, so that each of the verdicts stands somewhere.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from secrets import SystemRandom
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from server.data.demo.filling import NO_OPINION, NOT_SATISFIED, SATISFIED, fill
from server.data.demo.frame import Cell, cells
from server.data.demo.material import Survey
from server.data.demo.seed import ident, stream
from server.domain.city import City
from server.domain.keys import Keys
from server.domain.scope import level_of
from server.domain.surveys.codes import Letter, code_mac, make_invitations
from server.domain.surveys.questionnaire import Group, Questionnaire, core_questionnaire, freeze
from server.domain.surveys.waves import WaveState
from server.models.surveys import Stratum, Wave
from server.storage.database import Sql, together, write
from server.storage.rows import insert, insert_values

ANSWERED_SO_FAR: Final = 0.2  # of this year's sample
CONTENT_SO_FAR: Final = 0.87
COMMUNITY: Final = 4
GRACE: Final = timedelta(hours=72)  # after the close, for sheets begun before
MODES: Final = {"web": 6, "visit": 3, "phone": 1}
SHEET: Final = ("id", "wave", "division", "audience", "class", "mode", "kind", "answers")
INVITATION: Final = ("code_mac", "wave", "division", "audience", "used")
Row = tuple[object, ...]


def a_wave(year: int, opens_on: date, closes_on: date, result_on: date, city: City) -> Wave:
    """An open wave with the questions of every year."""
    return Wave(
        id=ident("wave", year),
        year=year,
        title=f"{year} 年居民调查",
        state=WaveState.OPEN,
        opens_on=opens_on,
        closes_on=closes_on,
        accepts_until=_midnight_after(closes_on, city.zone) + GRACE,
        result_on=result_on,
        questionnaire=freeze(core_questionnaire(city)),
    )


def wave_of_last_year(today: date, city: City) -> Wave:
    """In spring, its result at the end of June."""
    year = today.year - 1
    return a_wave(year, date(year, 4, 1), date(year, 5, 15), date(year, 6, 30), city)


def wave_of_this_year(today: date, city: City) -> Wave:
    """Begun ten days ago, with twenty to go."""
    closes_on = today + timedelta(days=20)
    return a_wave(today.year, today - timedelta(days=10), closes_on, closes_on + timedelta(days=45), city)


async def ask_last_year(wave: Wave, survey: Survey, codes: Iterable[str], city: City) -> None:
    """Strata, spent invitations and answers."""
    questionnaire = core_questionnaire(city)
    frame = list(cells(survey, codes))
    invitations, sheets = list[Row](), list[Row]()
    for cell in frame:
        chance = stream("answers", wave.year, cell.division, cell.group)
        stratum = (str(wave.id), cell.division, str(cell.group))
        invitations += [(_random_key(chance), *stratum, int(n < cell.answers)) for n in range(cell.drawn)]
        said = [SATISFIED] * cell.satisfied + [NOT_SATISFIED] * cell.dissatisfied
        sheets += _sheets(stratum, "invited", said + [NO_OPINION] * cell.undecided, questionnaire, chance)
        if level_of(cell.division) == COMMUNITY:
            sheets += _sheets(stratum, "open", [SATISFIED] * survey.open_answers, questionnaire, chance)
    async with write():
        await insert([wave])
        await insert(_strata(wave.id, frame))
        await insert_values("survey.invitation", INVITATION, sorted(invitations))
        await insert_values("survey.response", SHEET, sorted(sheets))


async def ask_this_year(
    wave: Wave, survey: Survey, codes: Iterable[str], keys: Keys, city: City
) -> list[Letter]:
    """The same sample again: codes for everybody, a part of them used. Gives the codes that are not."""
    strata = _strata(wave.id, list(cells(survey, codes)))
    async with write():
        await insert([wave])
        await insert(strata)
        letters = await make_invitations(wave.id, strata, keys, SystemRandom())
        used = set(stream("used", wave.year).sample(range(len(letters)), int(len(letters) * ANSWERED_SO_FAR)))
        answered = [letter for place, letter in enumerate(letters) if place in used]
        await _spend(wave.id, answered, keys)
        await insert_values("survey.response", SHEET, sorted(_answers_of(wave, answered, city)))
    return [letter for place, letter in enumerate(letters) if place not in used]


async def _spend(wave: UUID, letters: Sequence[Letter], keys: Keys) -> None:
    macs = [code_mac(keys, wave, letter.code) for letter in letters]
    for start in range(0, len(macs), 500):
        part = macs[start : start + 500]
        blanks = ", ".join(["{}"] * len(part))
        sql = f"UPDATE survey.invitation SET used = 1 WHERE code_mac IN ({blanks})"  # noqa: S608 - blanks only
        await together(Sql(sql, *part))


def _answers_of(wave: Wave, letters: Sequence[Letter], city: City) -> Iterator[Row]:
    questionnaire = core_questionnaire(city)
    chance = stream("answers", wave.year)
    for letter in letters:
        stratum = (str(wave.id), letter.division, letter.audience)
        said = SATISFIED if chance.random() < CONTENT_SO_FAR else NOT_SATISFIED
        yield from _sheets(stratum, "invited", [said], questionnaire, chance)


def _sheets(
    stratum: tuple[str, str, str],
    kind: str,
    said: Sequence[dict[str, int]],
    asked: Questionnaire,
    chance: Random,
) -> list[Row]:
    """Filled-in sheets as they are kept: no time, no order, keys that say nothing."""
    wave, division, audience = stratum
    form = asked.form(Group(audience))
    modes = chance.choices(list(MODES), list(MODES.values()), k=len(said))
    return [
        (
            _random_key(chance)[:32],
            wave,
            division,
            audience,
            "",
            mode if kind == "invited" else "web",
            kind,
            msgspec.json.encode(fill(form, key, chance)).decode(),
        )
        for key, mode in zip(said, modes, strict=True)
    ]


def _strata(wave: UUID, frame: Iterable[Cell]) -> list[Stratum]:
    return [
        Stratum(
            wave=wave,
            division=cell.division,
            audience=str(cell.group),
            population=cell.dwellings,
            sampled=cell.drawn,
        )
        for cell in frame
    ]


def _random_key(chance: Random) -> str:
    return f"{chance.getrandbits(256):064x}"


def _midnight_after(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), zone)
