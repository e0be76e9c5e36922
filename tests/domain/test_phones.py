"""Telephone numbers: one form of each, and which may get a text message."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers import PhoneNumberFormat, PhoneNumberType, format_number, number_type, parse

from server.domain.errors import Invalid
from server.domain.phones import for_contact, for_sign_in, masked, national

CHINA = [86]
BOTH = [86, 852]


@pytest.mark.parametrize(
    "typed",
    [
        "13800138000",
        "138 0013 8000",
        "138-0013-8000",
        "+8613800138000",
        "+86 138 0013 8000",
        "008613800138000",
        "１３８００１３８０００",
        " （+86）13800138000 ",
    ],
)
def test_a_number_is_one_number_however_it_is_typed(typed: str) -> None:
    assert for_sign_in(typed, CHINA) == "+8613800138000"


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "bad-phone"),
        ("1", "bad-phone"),
        ("12345", "bad-phone"),
        ("110", "bad-phone"),
        ("1380013800", "bad-phone"),
        ("138001380000", "bad-phone"),
        ("13800138000 ext 5", "bad-phone"),
        ("4008208820", "bad-phone"),
        ("hello", "bad-phone"),
        ("1" * 5000, "bad-phone"),
        ("0571-88051234", "no-sms-number"),
        ("+1 900 555 1212", "country-not-served"),
        ("+979 1 2345 6789", "country-not-served"),
        ("+852 5123 4567", "country-not-served"),
    ],
)
def test_no_message_goes_to_other_numbers(typed: str, why: str) -> None:
    with pytest.raises(Invalid) as refused:
        for_sign_in(typed, CHINA)

    assert refused.value.fields == {"phone": why}


def test_another_country_can_be_allowed() -> None:
    assert for_sign_in("+852 5123 4567", BOTH) == "+85251234567"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0571-88051234", "+8657188051234"),
        ("13800138000", "+8613800138000"),
        ("400 820 8820", "+864008208820"),
        ("+852 5123 4567", "+85251234567"),
    ],
)
def test_whoever_is_to_be_called_back_may_have_a_landline(typed: str, kept: str) -> None:
    assert for_contact(typed, CHINA) == kept


@pytest.mark.parametrize("typed", ["88051234", "96345", "+1 900 555 1212", "0571-88051234转801"])
def test_but_it_must_be_a_whole_number_that_rings(typed: str) -> None:
    with pytest.raises(Invalid, match="invalid"):
        for_contact(typed, CHINA, "contact.phone")


def test_a_masked_number_is_known_to_its_owner_alone() -> None:
    assert masked("+8613800138000") == "138****8000"
    assert masked("+85251234567") == "+8525****67"
    assert masked(None) == ""
    assert masked("+861") == "****"
    assert national("+8657188051234") == "0571 8805 1234"


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_eleven_digits_are_the_number_that_the_library_reads(typed: str) -> None:
    found = parse(typed, "CN")
    if number_type(found) == PhoneNumberType.UNKNOWN:
        with pytest.raises(Invalid):
            for_contact(typed, CHINA)
    else:
        assert for_contact(typed, CHINA) == format_number(found, PhoneNumberFormat.E164)
