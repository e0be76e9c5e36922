"""What people type, in its one form."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.errors import Invalid
from server.domain.spots import rounded
from server.domain.texts import at_most, clean, line, required


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean(text)

    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    once.encode("utf-8")  # raises for half a character


@given(st.text())
def test_no_control_character_is_left(text: str) -> None:
    left = {unicodedata.category(character) for character in clean(text)} & {"Cc", "Cs"}

    assert left <= {"Cc"}
    assert all(character in "\n\t" for character in clean(text) if unicodedata.category(character) == "Cc")


def test_writing_is_not_turned_around_and_nothing_hides_in_it() -> None:
    assert clean("退款\u202etxt.exe\u202c\u200b\ufeff") == "退款txt.exe"
    assert clean("a\x00b\x1b[31mc") == "ab[31mc"


def test_a_family_of_emoji_stays_together() -> None:
    assert clean("👨‍👩‍👧 住三楼") == "👨‍👩‍👧 住三楼"


def test_every_kind_of_line_break_is_one() -> None:
    assert clean("一\r\n二\r三\u2028四\x85五") == "一\n二\n三\n四\n五"
    assert line("  3 单元\u3000\n 402 ") == "3 单元 402"


def test_too_long_and_empty_are_said_by_field() -> None:
    with pytest.raises(Invalid) as long:
        at_most("note", "字" * 11, 10)
    with pytest.raises(Invalid) as empty:
        required("note", "")

    assert (long.value.fields, long.value.facts) == ({"note": "too-long"}, {"limit": 10})
    assert empty.value.fields == {"note": "required"}


@given(st.floats(-85, 85), st.floats(-180, 180))
def test_a_spot_is_rounded_once_and_not_far(latitude: float, longitude: float) -> None:
    spot = rounded(latitude, longitude)

    assert rounded(*spot) == spot
    assert abs(spot[0] - latitude) * 111_320 < 26
