"""Somebody holds a copy of the files and knows who used which code when: they cannot tell who said what.

The copy is taken after a rewrite, as every backup is. What was tried on it links every pair before one.
"""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import NamedTuple
from uuid import UUID, uuid4

import pytest

from server.domain.people import NOBODY
from server.domain.surveys.answering import AnswerSurvey, answer_survey
from server.domain.surveys.codes import code_mac
from server.domain.surveys.questionnaire import Group
from server.storage.database import raw
from server.storage.survey import empty_log, lay_anew
from tests.builders import NOON, a_network
from tests.survey_builders import HANGZHOU, KEYS, a_wave, letters

SHEETS = 60
CHANCE = 6  # of 60 pairs: a random order has one right on average; more than 6 happens once in 10,000 times

NEIGHBOURS = 10  # of 59: in a random order two follow one another as they came, or the other way round


class Given(NamedTuple):
    """What one household left, in three tables that must not tell of each other."""

    mac: str  # of its code
    receipt: str
    words: str  # that only its answer holds


async def answered_in_random_order(wave: UUID) -> list[Given]:
    """In order of arrival; each says what nobody else says, so that we can tell whose answer it is."""
    invited = await letters(wave, SHEETS)
    Random(3).shuffle(invited)
    given = []
    for number, letter in enumerate(invited):
        words, receipt = f"words of nobody else {number:03d}", uuid4()
        sheet = AnswerSurvey(Group.RESIDENTS, {"R2": "4", "R10": ["x"], "R10a": words}, code=letter.code)
        await answer_survey(wave, receipt, sheet, by=NOBODY, keys=KEYS, city=HANGZHOU, now=NOON)
        given.append(Given(code_mac(KEYS, wave, letter.code), str(receipt), words))
    return given


def linked(given: Sequence[Given], place_of: Callable[[str], int]) -> int:
    """How many answers stand at the same place as their code or their receipt, at most."""
    words = sorted((one.words for one in given), key=place_of)
    return max(
        len(set(zip(sorted((one[other] for one in given), key=place_of), words, strict=True)) & pairs)
        for other in (0, 1)
        for pairs in [{(one[other], one.words) for one in given}]
    )


def neighbours(given: Sequence[Given], place_of: Callable[[str], int]) -> int:
    """How many answers lie beside the one that came just before or after."""
    came = {one.words: number for number, one in enumerate(given)}
    order = [came[words] for words in sorted(came, key=place_of)]
    return sum(abs(b - a) == 1 for a, b in pairwise(order))


def linked_by_frames(log: bytes, given: Sequence[Given]) -> int:
    """How many pairs appear, or change, in the same commit of a WAL."""
    size, at, seen, found = int.from_bytes(log[8:12], "big"), 32, set[str](), 0
    macs, texts = {one.mac for one in given}, {one.words for one in given}
    pairs = {(one.mac, one.words) for one in given}
    before: dict[str, bytes] = {}
    new_words, moved = set[str](), set[str]()
    while at + 24 + size <= len(log):
        commits = int.from_bytes(log[at + 4 : at + 8], "big")
        page = log[at + 24 : at + 24 + size]
        at += 24 + size
        new_words |= {words for words in texts - seen if words.encode() in page}
        for mac in (m.decode() for m in re.findall(rb"[0-9a-f]{64}", page) if m.decode() in macs):
            place = page.find(mac.encode())
            head = page[max(0, place - 8) : place]
            if before.get(mac, head) != head:
                moved.add(mac)
            before[mac] = head
        if commits:
            found += len({(mac, words) for mac in moved for words in new_words} & pairs)
            seen |= new_words
            new_words, moved = set(), set()
    return found


@pytest.fixture
async def wave(db: None) -> UUID:
    await a_network()
    return await a_wave()


@pytest.fixture
async def given(wave: UUID) -> list[Given]:
    return await answered_in_random_order(wave)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_the_files_of_sqlite_link_nothing_after_the_rewrite(
    wave: UUID, given: list[Given], home: Path
) -> None:
    before = (home / "survey.db-wal").read_bytes()

    await lay_anew(wave)

    log = home / "survey.db-wal"
    assert not log.exists() or log.stat().st_size == 0
    data = (home / "survey.db").read_bytes()
    assert all(data.count(text.encode()) == 1 for one in given for text in one)  # no old page is left
    assert linked(given, lambda text: data.find(text.encode())) <= CHANCE
    assert neighbours(given, lambda text: data.find(text.encode())) <= NEIGHBOURS
    assert linked_by_frames(before, given) > CHANCE  # what the log gave away until then


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_the_main_database_never_hears_of_an_answer(given: list[Given], home: Path) -> None:
    for name in ("linli.db", "linli.db-wal"):
        data = (home / name).read_bytes() if (home / name).exists() else b""
        assert not any(text.encode() in data for one in given for text in one)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_the_log_can_be_emptied_at_any_time(given: list[Given], home: Path) -> None:
    await empty_log()
    assert (home / "survey.db-wal").stat().st_size == 0
    assert len(await raw("SELECT id FROM survey.response")) == SHEETS


@pytest.mark.parametrize("engine", ["postgres"], indirect=True)
async def test_the_rows_of_postgresql_link_nothing_after_the_rewrite(wave: UUID, given: list[Given]) -> None:
    assert await linked_by_transaction(given) == SHEETS  # what xmin gives away until then

    await lay_anew(wave)

    assert await linked_by_transaction(given) <= CHANCE
    for table in ("receipt", "response"):
        (row,) = await raw(f"SELECT COUNT(DISTINCT xmin::text) AS writers FROM survey.{table}")
        assert row["writers"] == 1
    place = await places()
    assert linked(given, place.__getitem__) <= CHANCE
    assert neighbours(given, place.__getitem__) <= NEIGHBOURS


async def linked_by_transaction(given: Sequence[Given]) -> int:
    """How many codes and answers share the transaction that wrote them, and share it with nobody else."""
    rows = await raw(
        "SELECT i.code_mac, r.answers FROM survey.invitation i JOIN survey.response r "
        "ON i.xmin::text = r.xmin::text"
    )
    if len(rows) > SHEETS:
        return 0  # everybody with everybody
    return sum(
        any(one.words in row["answers"] and row["code_mac"] == one.mac for row in rows) for one in given
    )


async def places() -> dict[str, int]:
    """Where each row of PostgreSQL's tables lies, by its `ctid`."""
    invitations = await raw("SELECT code_mac FROM survey.invitation ORDER BY ctid")
    receipts = await raw("SELECT id FROM survey.receipt ORDER BY ctid")
    answers = await raw("SELECT answers FROM survey.response ORDER BY ctid")
    texts = [row["code_mac"] for row in invitations] + [row["id"] for row in receipts]
    texts += [match for row in answers for match in re.findall(r"words of nobody else \d{3}", row["answers"])]
    return {text: place for place, text in enumerate(texts)}


async def test_a_rewrite_keeps_every_answer_under_a_new_key(wave: UUID, given: list[Given]) -> None:
    before = await raw("SELECT id, answers FROM survey.response")

    await lay_anew(wave)

    after = await raw("SELECT id, answers FROM survey.response")
    assert sorted(row["answers"] for row in after) == sorted(row["answers"] for row in before)
    assert not {row["id"] for row in after} & {row["id"] for row in before}
    assert all(re.fullmatch("[0-9a-f]{32}", row["id"]) for row in after)


async def test_a_retry_after_the_rewrite_is_still_confirmed_and_a_code_still_used(wave: UUID) -> None:
    id = uuid4()
    (letter,) = await letters(wave)
    sheet = AnswerSurvey(Group.RESIDENTS, {"R2": "4"}, code=letter.code)
    await answer_survey(wave, id, sheet, by=NOBODY, keys=KEYS, city=HANGZHOU, now=NOON)

    await lay_anew(wave)

    again = await answer_survey(wave, id, sheet, by=NOBODY, keys=KEYS, city=HANGZHOU, now=NOON)
    assert not again.is_new
    assert await raw("SELECT used FROM survey.invitation") == [{"used": 1}]
