"""What a month leaves on disk, backups, copies without answers and exports, tells nobody who said what.

Somebody knows in which order the codes of a stratum were used, and on which day, and looks for that order
among the answers: by their places in files, dumps and exports. In an ordinary table the same look finds it.
"""

import asyncio
import sqlite3
import tarfile
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from uuid import UUID, uuid4

import pytest
from scipy.stats import spearmanr  # type: ignore[import-untyped]

from server.cli.keep import backup
from server.domain.people import NOBODY
from server.domain.surveys.answering import AnswerSurvey, answer_survey
from server.domain.surveys.codes import Letter, code_mac
from server.domain.surveys.exporting import staff_file
from server.domain.surveys.questionnaire import Group
from server.domain.surveys.results import close_wave
from server.domain.surveys.waves import WaveState
from server.models.surveys import Wave
from server.settings import Settings
from server.storage.database import raw
from server.storage.survey import lay_anew
from tests.builders import CITY, NOON, a_grant, a_network, a_person
from tests.cli.filled import type_in
from tests.domain.surveys.test_anonymity import CHANCE, Given, linked
from tests.survey_builders import HANGZHOU, KEYS, a_wave, letters

DAYS, A_DAY = 4, 16
UNLIKELY = 1e-4  # that chance alone orders answers so much like their arrival


def order_is_kept(given: Sequence[Given], place_of: Callable[[str], int]) -> bool:
    """The answers lie somewhat as they came, by rank or day by day; or where their codes or receipts lie."""
    places = [place_of(one.words) for one in given]
    by_arrival = spearmanr(range(len(given)), places).pvalue
    by_day = spearmanr([number // A_DAY for number in range(len(given))], places).pvalue
    return min(by_arrival, by_day) < UNLIKELY or linked(given, place_of) > CHANCE


async def answer(wave: UUID, letter: Letter, number: int) -> Given:
    """As a household does whose unit an interviewer then marks as done."""
    words, receipt, mac = f"words of nobody else {number:03d}", uuid4(), code_mac(KEYS, wave, letter.code)
    sheet = AnswerSurvey(Group.RESIDENTS, {"R2": "4", "R10": ["x"], "R10a": words}, code=letter.code)
    await answer_survey(wave, receipt, sheet, by=NOBODY, keys=KEYS, city=HANGZHOU, now=NOON)
    await raw("UPDATE survey.unit SET disposition = 'answered' WHERE code_mac = {}", mac)
    return Given(mac, str(receipt), words)


async def invited(wave: UUID) -> list[Letter]:
    """One stratum's codes in a random order, and the units that they were printed for."""
    codes = await letters(wave, DAYS * A_DAY)
    for number, letter in enumerate(codes, start=1):
        await raw(
            "INSERT INTO survey.unit (id, wave, division, audience, number, sampled, code_mac) "
            "VALUES ({}, {}, {}, {}, {}, 1, {})",
            uuid4().hex,
            str(wave),
            letter.division,
            letter.audience,
            number,
            code_mac(KEYS, wave, letter.code),
        )
    Random(7).shuffle(codes)
    return codes


@pytest.fixture
async def wave(db: None) -> UUID:
    await a_network()
    return await a_wave()


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_a_month_of_backups_leaves_one_copy_of_the_answers_and_no_order_in_it(
    wave: UUID, home: Path, tmp_path: Path
) -> None:
    settings, kept, given = Settings(home=home, secret_key="5e" * 32), tmp_path / "kept", list[Given]()
    kept.mkdir()
    codes = await invited(wave)
    for day in range(DAYS):
        today = codes[day * A_DAY : (day + 1) * A_DAY]
        given += [await answer(wave, letter, len(given) + place) for place, letter in enumerate(today[:5])]
        for name, more in (("linli.tar", ()), (f"day-{day}.tar", ("--without-survey",))):
            said = await asyncio.to_thread(type_in, backup, settings, kept / name, *more)
            assert said.exit_code == 0, said.output
        given += [await answer(wave, letter, len(given) + place) for place, letter in enumerate(today[5:])]
        await lay_anew(wave)
    second = await asyncio.to_thread(type_in, backup, settings, kept / "another.tar")
    assert second.exit_code == 1  # a second copy beside the first would tell who came in between
    await close_wave(wave, 0.85)
    second = await asyncio.to_thread(type_in, backup, settings, kept / "another.tar")
    assert second.exit_code == 1  # nor does the close change that
    assert (await asyncio.to_thread(type_in, backup, settings, kept / "linli.tar")).exit_code == 0

    holding = [
        file for file in files_in(kept) + files_in(home) if given[0].words.encode() in file.read_bytes()
    ]
    assert [file.name for file in holding] == ["linli.tar", "survey.db"]
    for file in holding:
        data = file.read_bytes()
        assert all(data.count(one.words.encode()) == 1 for one in given)  # no older page beside it
        assert not order_is_kept(given, lambda text, data=data: data.find(text.encode()))  # type: ignore[misc]
    with tarfile.open(kept / "linli.tar") as tar:
        tar.extract("survey.db", tmp_path / "out", filter="data")
    assert not order_is_kept(given, dumped(tmp_path / "out" / "survey.db"))


async def test_neither_units_nor_their_dispositions_lead_to_answers(wave: UUID, engine: str) -> None:
    given = [await answer(wave, letter, number) for number, letter in enumerate(await invited(wave))]
    await lay_anew(wave)
    by = {"sqlite": "rowid", "postgres": "ctid"}[engine]
    units = await raw(f"SELECT code_mac FROM survey.unit{f' ORDER BY {by}' if engine == 'postgres' else ''}")
    answers = await raw(
        f"SELECT answers FROM survey.response{f' ORDER BY {by}' if engine == 'postgres' else ''}"
    )
    texts = [row["code_mac"] for row in units], [row["answers"] for row in answers]
    place = {one.mac: texts[0].index(one.mac) for one in given}
    place |= {one.receipt: place[one.mac] for one in given}
    place |= {one.words: next(n for n, row in enumerate(texts[1]) if one.words in row) for one in given}
    assert not order_is_kept(given, place.__getitem__)
    if engine == "postgres":
        assert not await raw(
            "SELECT 1 FROM survey.unit u JOIN survey.response r ON u.xmin::text = r.xmin::text"
        )


async def test_the_staffs_rows_come_in_the_order_of_their_values(wave: UUID) -> None:
    for number, letter in enumerate(await invited(wave)):
        sheet = AnswerSurvey(Group.RESIDENTS, {"R2": "45239"[number % 5]}, code=letter.code)
        await answer_survey(wave, uuid4(), sheet, by=NOBODY, keys=KEYS, city=HANGZHOU, now=NOON)
    await close_wave(wave, 0.85)
    person = await a_person(username="chenli", name="陈丽")
    await a_grant(person, "statistician", CITY)

    rows = await staff_file(2026, CITY, "chenli", NOON)

    assert [row.value for row in rows] == sorted((row.value for row in rows), key=["1", "0", ""].index)
    assert len(rows) == DAYS * A_DAY


async def test_what_has_closed_is_never_laid_anew_again(wave: UUID) -> None:
    given = [await answer(wave, letter, number) for number, letter in enumerate(await invited(wave))]
    await close_wave(wave, 0.85)
    before = {row["id"] for row in await raw("SELECT id FROM survey.response")}
    other = await a_wave(year=2027)

    await lay_anew(other)

    assert {row["id"] for row in await raw("SELECT id FROM survey.response")} == before
    assert len(before) == len(given)
    assert await Wave.exists().where((Wave.id == wave) & (Wave.state == WaveState.CLOSED))


def test_the_same_look_finds_everybody_in_an_ordinary_table(tmp_path: Path) -> None:
    file, given = tmp_path / "ordinary.db", list[Given]()
    con = sqlite3.connect(file)
    con.execute("CREATE TABLE used (code_mac TEXT)")
    con.execute("CREATE TABLE receipt (id TEXT)")
    con.execute("CREATE TABLE answer (words TEXT)")
    for number in range(DAYS * A_DAY):
        one = Given(f"{Random(number).getrandbits(256):064x}", str(uuid4()), f"words of {number:03d}")
        for table, text in zip(("used", "receipt", "answer"), one, strict=True):
            con.execute(f"INSERT INTO {table} VALUES (?)", (text,))
        con.commit()
        given.append(one)
    con.close()
    data = file.read_bytes()

    assert order_is_kept(given, lambda text: data.find(text.encode()))
    assert linked(given, lambda text: data.find(text.encode())) == len(given)


def files_in(folder: Path) -> list[Path]:
    """Every file beneath it, in order of name."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def dumped(file: Path) -> Callable[[str], int]:
    """Where a text stands in the dump of a database."""
    con = sqlite3.connect(file)
    dump = "\n".join(con.iterdump())
    con.close()
    return dump.find
