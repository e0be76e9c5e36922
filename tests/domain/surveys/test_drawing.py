"""A year's survey, from the frame to its first day."""

import re
from datetime import UTC, date, datetime
from random import Random

import pytest

from server.domain.errors import BadRow, ChangedMeanwhile
from server.domain.surveys.codes import Letter, read_code
from server.domain.surveys.drawing import Plan, draw_wave, read_totals, share_out
from server.domain.surveys.life import open_due
from server.domain.surveys.waves import list_waves
from server.models.surveys import Stratum, Wave
from server.storage.database import raw
from tests.builders import COMMUNITY, ELSEWHERE, STREET, a_network
from tests.survey_builders import HANGZHOU, KEYS

HEADER = "division,audience,population"
FRAME = [HEADER, f"{COMMUNITY},residents,900", f"{COMMUNITY},migrants,300", f"{ELSEWHERE},residents,1200"]
PLAN = Plan(2027, date(2027, 4, 1), date(2027, 5, 15), date(2027, 6, 30), 40)


async def drawn() -> list[Letter]:
    strata = share_out(read_totals(FRAME), PLAN)
    return await draw_wave(strata, PLAN, city=HANGZHOU, keys=KEYS, chance=Random(1))


async def test_every_sampled_household_has_a_code_and_only_its_mac_is_kept(db: None) -> None:
    await a_network()

    letters = await drawn()

    assert len(letters) == len({letter.code for letter in letters}) == 40
    assert all(read_code(letter.code) == letter.code for letter in letters)
    kept = await raw("SELECT code_mac, division, audience, used FROM survey.invitation")
    assert len(kept) == 40
    assert all(re.fullmatch("[0-9a-f]{64}", row["code_mac"]) and row["used"] == 0 for row in kept)
    counts = {(row["division"], row["audience"]): row["sampled"] for row in await Stratum.select()}
    assert counts == {(COMMUNITY, "residents"): 15, (COMMUNITY, "migrants"): 5, (ELSEWHERE, "residents"): 20}


async def test_a_drawn_survey_opens_on_its_day_by_the_citys_clock(db: None) -> None:
    await a_network()
    await drawn()

    assert await open_due(datetime(2027, 3, 31, 15, 59, tzinfo=UTC), HANGZHOU.zone) == 0
    assert await list_waves() == []
    assert await open_due(datetime(2027, 3, 31, 16, tzinfo=UTC), HANGZHOU.zone) == 1
    assert await open_due(datetime(2027, 3, 31, 17, tzinfo=UTC), HANGZHOU.zone) == 0

    (wave,) = await list_waves()
    assert (wave.year, wave.state, wave.title) == (2027, "open", "2027 年居民调查")
    assert wave.accepts_until == datetime(2027, 5, 18, 16, tzinfo=UTC)


async def test_a_year_has_one_survey(db: None) -> None:
    await a_network()
    await drawn()
    with pytest.raises(ChangedMeanwhile):
        await drawn()
    assert await Wave.count() == 1
    assert len(await raw("SELECT used FROM survey.invitation")) == 40


async def test_a_division_that_we_do_not_know_stops_the_draw(db: None) -> None:
    await a_network()
    strata = share_out(read_totals([HEADER, f"{COMMUNITY},residents,9", "330199001001,residents,9"]), PLAN)
    with pytest.raises(BadRow) as wrong:
        await draw_wave(strata, PLAN, city=HANGZHOU, keys=KEYS, chance=Random(1))
    assert wrong.value.facts["line"] == 3
    assert await Wave.count() == 0


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        ([], 1),
        ([f"{COMMUNITY},cats,9"], 2),
        ([f"{COMMUNITY},residents,many"], 2),
        ([f"{COMMUNITY},residents,-3"], 2),
        ([f"{COMMUNITY},residents,9", f"{COMMUNITY},residents,9"], 3),
        ([f"{STREET},residents,9", f"{COMMUNITY},residents,9"], 3),
    ],
)
def test_a_wrong_frame_names_its_line(rows: list[str], line: int) -> None:
    with pytest.raises(BadRow) as wrong:
        share_out(read_totals([HEADER, *rows]), PLAN)
    assert wrong.value.facts["line"] == line
