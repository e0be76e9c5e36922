"""Numbers that are read out on the telephone, and the code that goes with them."""

import asyncio
from datetime import UTC, datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.keys import Keys
from server.domain.numbers import BLOCK, Numbers, check_digit, digits_in, is_number, lookup_code, number_of

HANGZHOU = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 24, 4, tzinfo=UTC)
COUNTS = st.integers(1, 99_999)


def test_the_check_digit_is_that_of_the_standard() -> None:
    assert check_digit("0794") == "5"  # the example of ISO/IEC 7064 for MOD 11,10
    assert check_digit("00200667308") == "5"


@given(COUNTS, st.integers(0, 9), st.integers(0, 9))
def test_one_wrong_digit_is_always_found(count: int, at: int, digit: int) -> None:
    number = number_of("2611", count)
    wrong = number[:at] + str(digit) + number[at + 1 :]

    assert is_number(number)
    assert is_number(wrong) == (wrong == number)


def test_two_digits_in_each_others_place_are_nearly_always_found() -> None:
    exchanged = found = 0
    for count in range(1, 5000):
        number = number_of("2611", count)
        for at in range(len(number) - 1):
            other = number[:at] + number[at + 1] + number[at] + number[at + 2 :]
            if other != number:
                exchanged += 1
                found += not is_number(other)

    assert found / exchanged > 0.97


def test_a_month_with_more_requests_than_five_digits_goes_on() -> None:
    assert is_number(number_of("2611", 123_456))
    assert len(number_of("2611", 9_999_999)) == 12


def test_a_number_is_understood_however_it_was_copied() -> None:
    assert digits_in(" 2611-000017，") == digits_in("２６１１００００１７") == "2611000017"


def test_the_code_belongs_to_one_request_and_one_installation() -> None:
    id, other = uuid4(), uuid4()
    ours, theirs = Keys(b"a" * 32), Keys(b"b" * 32)

    code = lookup_code(ours, id)

    assert len(code) == 8
    assert code.isdigit()
    assert code == lookup_code(Keys(b"a" * 32), id)
    assert code not in {lookup_code(ours, other), lookup_code(theirs, id)}


def test_a_code_keeps_its_leading_zeros() -> None:
    keys = Keys(b"a" * 32)

    assert {len(lookup_code(keys, UUID(int=n))) for n in range(500)} == {8}


@pytest.mark.usefixtures("db")
async def test_no_number_is_given_twice_by_two_processes_at_once() -> None:
    processes = [Numbers(HANGZHOU), Numbers(HANGZHOU)]

    taken = await asyncio.gather(*(numbers.take(NOON) for _ in range(3 * BLOCK) for numbers in processes))

    assert len(set(taken)) == len(taken) == 6 * BLOCK
    assert all(is_number(number) for number in taken)


@pytest.mark.usefixtures("db")
async def test_counting_begins_again_with_the_citys_month() -> None:
    numbers = Numbers(HANGZHOU)

    november = await numbers.take(datetime(2026, 11, 30, 15, 59, tzinfo=UTC))
    december = await numbers.take(datetime(2026, 11, 30, 16, 0, tzinfo=UTC))

    assert (november[:9], december[:9]) == ("261100001", "261200001")
