"""Words that mean danger: the server reads them as the phone does."""

import json
from pathlib import Path
from typing import Any, Final

import pytest

from server.data.danger import typescript
from server.domain.danger import dangers_in

ROOT: Final = Path(__file__).parents[2]
SENTENCES: Final[dict[str, Any]] = json.loads((ROOT / "tests/fixtures/danger.json").read_text("utf-8"))


@pytest.mark.parametrize(("words", "danger"), SENTENCES["danger"].items())
def test_it_names_the_danger(words: str, danger: str) -> None:
    assert danger in dangers_in(words)


@pytest.mark.parametrize("words", SENTENCES["harmless"])
def test_everyday_words_are_no_danger(words: str) -> None:
    assert dangers_in(words) == []


def test_full_width_letters_and_capitals_are_read_too() -> None:
    assert dangers_in("ＧＡＳ　ＬＥＡＫ") == ["gas"]


def test_two_dangers_are_named_once_each_the_most_pressing_first() -> None:
    assert dangers_in("打架，着火了，又着火了") == ["fire", "violence"]


def test_english_words_end_where_chinese_begins() -> None:
    assert dangers_in("那边fire alarm test今天做") == []
    assert dangers_in("厨房on fire了") == ["fire"]


def test_the_phones_copy_is_made_of_the_same_list() -> None:
    file = ROOT / "pwa/src/data/danger.gen.ts"
    assert not file.exists() or file.read_text("utf-8") == typescript()
