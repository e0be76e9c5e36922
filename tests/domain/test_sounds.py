"""The small table of sounds, which the phone has too, against the library that the server writes with."""

import csv
from pathlib import Path

from server.data.sounds import table
from server.domain.categories import TERMS, words_of_city
from server.domain.pinyin import Reader
from server.domain.sounds import FOLDER, read_sounds

HANGZHOU = Reader("hangzhou")
SOUNDS = read_sounds("hangzhou")


def test_the_table_is_what_the_library_says_today() -> None:
    assert (FOLDER / "sounds.txt").read_text("utf-8") == table()
    assert len(SOUNDS.characters) == 6763


def test_residents_words_sound_as_they_are_said() -> None:
    for code, words in words_of_city("hangzhou").items():
        for word in [TERMS[code].zh, *words]:
            assert SOUNDS.of(word) == HANGZHOU.syllables(word), word


def test_nearly_every_place_sounds_as_it_is_said() -> None:
    with (FOLDER / "hangzhou/divisions.csv").open(encoding="utf-8") as file:
        names = [row["name"] for row in csv.DictReader(file)]

    wrong = [name for name in names if SOUNDS.of(name) != HANGZHOU.syllables(name)]

    assert len(wrong) <= 8, wrong  # rare characters, which the table of the phone does not have


def test_signs_are_left_out_and_unknown_characters_sound_as_themselves() -> None:
    assert SOUNDS.of("朝阳(3幢) 溇𠮷ABC") == ["chao", "yang", "3", "zhuang", "溇", "abc"]
    assert SOUNDS.of("") == []


def test_another_city_has_the_shared_table_alone(tmp_path: Path) -> None:
    (tmp_path / "sounds.txt").write_text("a啊阿\n", "utf-8")

    assert read_sounds("elsewhere", tmp_path).of("阿啊朝") == ["a", "a", "朝"]
