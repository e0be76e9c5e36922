"""`linli survey`: a published number checked from a file, by somebody who may have it."""

import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from server.cli.operator import Operator
from server.cli.survey import survey
from server.domain.people import Role
from server.domain.staff import NewStaff, add_staff
from server.domain.surveys.results import close_wave, publish_wave
from server.models.people import AccessLog
from server.models.surveys import Estimate, Wave
from server.settings import Settings
from tests.builders import CITY, COMMUNITY, DISTRICT, ELSEWHERE, a_network
from tests.engines import run
from tests.survey_builders import a_stratum, a_wave, answered

NOW = datetime(2026, 11, 24, 4, tzinfo=UTC)
SAID = {
    (COMMUNITY, "residents"): ["5"] * 50 + ["2"] * 14 + ["9"] * 3,
    (COMMUNITY, "migrants"): ["4"] * 33 + ["1"] * 3,
    (ELSEWHERE, "residents"): ["4"] * 70 + ["3"] * 8 + [""] * 2,
    (ELSEWHERE, "migrants"): ["5"] * 55 + ["3"] * 8,
}


@pytest.fixture
def filled(settings: Settings) -> Settings:
    """A published survey; a statistician of the city, an auditor of a district, a clerk."""

    async def fill() -> None:
        await a_network()
        wave = await a_wave(year=2025)
        for place, ((division, audience), said) in enumerate(SAID.items(), start=1):
            await a_stratum(wave, division, audience, population=700 * place, sampled=100)
            await answered(wave, division, said, audience)
        await close_wave(wave, 0.85)
        await publish_wave(wave, NOW)
        for name, role, division in (
            ("chenli", Role.STATISTICIAN, CITY),
            ("zhouping", Role.AUDITOR, DISTRICT),
            ("wangfang", Role.CLERK, CITY),
        ):
            await add_staff(NewStaff(name, name, role, division, "a ferry over the river"), NOW)

    inside(settings, fill)
    return settings


def inside(settings: Settings, act: Callable[[], Awaitable[Any]]) -> Any:
    """Do it with the database open."""

    async def doing() -> Any:
        async with Operator(settings).opened():
            return await act()

    return run(doing())


def type_in(settings: Settings, *words: object) -> Result:
    return CliRunner().invoke(survey, [str(word) for word in words], obj=Operator(settings))


def export(settings: Settings, file: Path, division: str = CITY, username: str = "chenli") -> Result:
    return type_in(settings, "export", 2025, file, "--division", division, "--for", username)


@pytest.mark.parametrize("division", [CITY, COMMUNITY])
def test_the_file_reproduces_the_published_number_digit_for_digit(
    filled: Settings, tmp_path: Path, division: str
) -> None:
    file = tmp_path / "rows.csv"
    assert export(filled, file, division).exit_code == 0

    found = json.loads(type_in(filled, "estimate", "--csv", file, "--json").output)

    async def published() -> Any:
        where = (Estimate.division == division) & (Estimate.audience == "all")
        return await Estimate.select().where(where).first()

    released = inside(filled, published)
    assert round(found["estimate"], 3) == released["point"]
    assert released["low"] <= found["ci_low"] < released["low"] + 0.001
    assert released["high"] - 0.001 < found["ci_high"] <= released["high"]
    assert found["n"] == released["answers"]


def test_a_groups_own_number_comes_out_of_the_same_file(filled: Settings, tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    export(filled, file)
    found = json.loads(type_in(filled, "estimate", "--csv", file, "--by", "audience", "--json").output)
    assert [one["group"] for one in found] == ["migrants", "residents"]
    assert [one["n"] for one in found] == [99, 142]


def test_who_took_the_file_is_written_down(filled: Settings, tmp_path: Path) -> None:
    export(filled, tmp_path / "rows.csv", DISTRICT, "zhouping")

    async def looks() -> Any:
        return await AccessLog.select(AccessLog.person_name, AccessLog.what, AccessLog.reason)

    assert inside(filled, looks) == [
        {"person_name": "zhouping", "what": "survey-export", "reason": f"survey 2025, {DISTRICT}"}
    ]


@pytest.mark.parametrize(
    ("division", "username"),
    [(CITY, "zhouping"), (ELSEWHERE, "zhouping"), (CITY, "wangfang"), (CITY, "nobody")],
)
def test_nobody_takes_a_file_beyond_their_grant(
    filled: Settings, tmp_path: Path, division: str, username: str
) -> None:
    result = export(filled, tmp_path / "rows.csv", division, username)
    assert result.exit_code == 1
    assert result.output.startswith("Error: You have no grant")
    assert not (tmp_path / "rows.csv").exists()


def test_while_answers_arrive_there_is_no_file(filled: Settings, tmp_path: Path) -> None:
    async def reopen() -> None:
        await Wave.update(state="open").where(Wave.year == 2025)

    inside(filled, reopen)
    assert export(filled, tmp_path / "rows.csv").exit_code == 1
    assert not (tmp_path / "rows.csv").exists()


def test_a_wrong_file_is_one_line_with_its_place(tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_text("stratum,value\na,1\na,maybe\n")
    result = CliRunner().invoke(survey, ["estimate", "--csv", str(file)])
    assert (result.exit_code, result.output) == (1, f"Error: {file}:3: value is maybe, not a number\n")


def test_a_file_with_known_totals_is_fitted_to_them(tmp_path: Path) -> None:
    rows, totals = tmp_path / "rows.csv", tmp_path / "totals.csv"
    rows.write_text("value,sex\n" + "1,m\n" * 30 + "0,m\n" * 10 + "1,f\n" * 5 + "0,f\n" * 5)
    totals.write_text("variable,level,population\nsex,m,500\nsex,f,500\n")

    plain = json.loads(CliRunner().invoke(survey, ["estimate", "--csv", str(rows), "--json"]).output)
    words = ["estimate", "--csv", str(rows), "--post-stratify", str(totals), "--json"]
    fitted = json.loads(CliRunner().invoke(survey, words).output)

    assert plain["estimate"] == 0.7
    assert fitted["estimate"] == pytest.approx((0.75 + 0.5) / 2)
    assert list(fitted) == [
        "estimate",
        "standard_error",
        "ci_low",
        "ci_high",
        "method",
        "n",
        "n_effective",
        "degrees_of_freedom",
        "deff",
    ]


def test_without_json_it_is_a_line_for_people(tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_text("value,kind\n" + "1,a\n" * 30 + "0,a\n" * 10 + "1,b\n")
    result = CliRunner().invoke(survey, ["estimate", "--csv", str(file), "--by", "kind"])
    assert result.output.splitlines() == [
        "a: 0.7500, 0.5857 to 0.8744 (korn-graubard), 40 answers",
        "b: 1.0 (1 answer, no interval)",
    ]


def test_a_draw_writes_its_codes_once_for_the_printer(settings: Settings, tmp_path: Path) -> None:
    inside(settings, a_network)
    frame, letters = tmp_path / "frame.csv", tmp_path / "letters.csv"
    frame.write_text(f"division,audience,population\n{COMMUNITY},residents,900\n{ELSEWHERE},migrants,100\n")
    words = ["draw", frame, "--year", 2027, "--opens", "2027-04-01", "--closes", "2027-05-15"]
    words += ["--result", "2027-06-30", "--invite", 12]

    checked = type_in(settings, *words, "--check")
    done = type_in(settings, *words, "--letters", letters)
    again = type_in(settings, *words, "--letters", tmp_path / "other.csv")

    assert checked.output == "12 households in 2 strata; nothing was drawn\n"
    assert done.exit_code == 0
    header, *rows = letters.read_text().splitlines()
    assert header == "division,audience,code"
    assert len(rows) == 12
    assert again.exit_code == 1
    assert not (tmp_path / "other.csv").exists()


def test_a_closed_survey_is_published_by_one_command(settings: Settings) -> None:
    async def close() -> None:
        await a_network()
        wave = await a_wave(year=2025)
        await a_stratum(wave)
        await answered(wave, COMMUNITY, ["5"] * 40 + ["1"] * 10)
        await close_wave(wave, 0.85)

    inside(settings, close)
    early = type_in(settings, "publish", 2024)
    done = type_in(settings, "publish", 2025)
    again = type_in(settings, "publish", 2025)
    assert (early.exit_code, done.exit_code, again.exit_code) == (1, 0, 1)
    assert done.output == "the numbers of 2025 can be read: 3; withheld are 4\n"
