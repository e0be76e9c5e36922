"""Codes: hard to guess, hard to misread, and a typing mistake is noticed before anything is sent."""

import json
import math
from pathlib import Path
from random import Random, SystemRandom

import pytest

from server.domain.surveys.codes import RANDOM_SYMBOLS, SYMBOLS, group_of, make_code, read_code
from server.domain.surveys.questionnaire import Group

VECTORS = json.loads((Path(__file__).parents[2] / "fixtures/questionnaire/codes.json").read_text("utf-8"))
CODE = make_code(Group.RESIDENTS, Random(7))


def test_a_code_has_more_than_60_random_bits_and_no_look_alikes() -> None:
    assert RANDOM_SYMBOLS * math.log2(len(SYMBOLS)) > 60
    assert not set(SYMBOLS) & set("0O1IL2Z5S8BUV")


@pytest.mark.parametrize("group", Group)
def test_a_code_tells_which_form_it_opens(group: Group) -> None:
    code = make_code(group, SystemRandom())
    assert read_code(code) == code
    assert group_of(code) is group


@pytest.mark.parametrize(
    "typed",
    [CODE.lower(), CODE.replace("-", ""), CODE.replace("-", " "), f" {CODE} ", CODE.replace("-", "－")],
)
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert read_code(typed) == CODE


def test_one_wrong_symbol_is_always_noticed() -> None:
    bare = CODE.replace("-", "")
    for place, right in enumerate(bare):
        for wrong in set(SYMBOLS) - {right}:
            assert read_code(bare[:place] + wrong + bare[place + 1 :]) is None


def test_two_neighbours_swapped_are_always_noticed() -> None:
    bare = CODE.replace("-", "")
    for place in range(len(bare) - 1):
        a, b = bare[place : place + 2]
        if a != b:
            assert read_code(bare[:place] + b + a + bare[place + 2 :]) is None


@pytest.mark.parametrize("case", VECTORS, ids=lambda case: case["typed"] or "empty")
def test_a_code_is_read_as_on_the_phone(case: dict[str, str | None]) -> None:
    code = read_code(str(case["typed"]))
    assert code == case["code"]
    assert (group_of(code) if code else None) == case["group"]
