"""`linli survey letters`: a city's letters for the printing house, a file a street, once."""

import re
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from click.testing import CliRunner, Result

from server.cli.operator import Operator
from server.cli.survey import survey
from server.domain.people import Role
from server.domain.staff import NewStaff, add_staff
from server.settings import Settings
from server.storage.rows import insert_values
from tests.builders import CITY, COMMUNITY, ELSEWHERE, NOON, OTHER_STREET, STREET, a_network
from tests.cli.test_survey import inside
from tests.survey_builders import a_stratum, a_wave


@pytest.fixture
def drawn(settings: Settings) -> Settings:
    """A drawn survey of two communities, and the city's statistician."""

    async def fill() -> None:
        await a_network()
        wave = await a_wave(seed="a seed")
        for division in (COMMUNITY, ELSEWHERE):
            await a_stratum(wave, division, sampled=2)
            await _units(wave, division)
        for name, role in (("heping", Role.STATISTICIAN), ("wangfang", Role.CLERK)):
            await add_staff(NewStaff(name, name, role, CITY, "a ferry over the river"), NOON)

    inside(settings, fill)
    return settings


async def _units(wave: UUID, division: str) -> None:
    rows = [(uuid4().hex, str(wave), division, "residents", number, 1) for number in (1, 2)]
    await insert_values("survey.unit", ("id", "wave", "division", "audience", "number", "sampled"), rows)


def printing(settings: Settings, folder: Path, *more: str, username: str = "heping") -> Result:
    words = ["letters", "2026", str(folder), "--for", username, *more]
    return CliRunner().invoke(survey, words, obj=Operator(settings))


def test_each_street_has_a_file_and_its_codes_are_had_once(drawn: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "letters"

    first = printing(drawn, folder)

    assert first.exit_code == 0, first.output
    assert "4 letters in 2 files" in first.output
    files = sorted(folder.iterdir())
    assert [file.name for file in files] == [f"letters-2026-{code}.html" for code in (OTHER_STREET, STREET)]
    assert {oct(file.stat().st_mode & 0o777) for file in files} == {"0o600"}
    codes = re.findall(r'<p class="code">([0-9A-Z ]{19})', "".join(file.read_text("utf-8") for file in files))
    assert len(set(codes)) == 4
    assert printing(drawn, folder).exit_code != 0
    assert sorted(folder.iterdir()) == files
    assert "4 letters" in printing(drawn, folder, "--replace").output


def test_nobody_else_prints(drawn: Settings, tmp_path: Path) -> None:
    assert printing(drawn, tmp_path / "letters", username="wangfang").exit_code != 0
    assert list((tmp_path / "letters").iterdir()) == []
