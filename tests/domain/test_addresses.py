"""Which estate an address belongs to."""

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.addresses import EstateKnown, book_of, plain, stretches_of
from server.domain.errors import Invalid
from tests.builders import COMMUNITY, ELSEWHERE, STREET


def an_estate(name: str, *roads: tuple[str, str], community: str = COMMUNITY) -> EstateKnown:
    written = [(plain(road), stretches_of(numbers)) for road, numbers in roads]
    return EstateKnown(uuid4(), community, name, uuid4(), f"{name}物业", written)


ANJU = an_estate("东坡花园", ("东坡路", "2-20双,31"))
LAKE = an_estate("湖景苑", ("东坡路", "1-19单"), ("学院路", ""))
BOOK = book_of([ANJU, LAKE], 1)


@pytest.mark.parametrize(
    ("address", "estate"),
    [
        ("东坡路 12 号", ANJU),
        ("东坡路１２号3幢2单元401", ANJU),
        ("杭州市西湖区东坡路十二号", ANJU),
        ("东坡路31号", ANJU),
        ("东坡路 7 号", LAKE),
        ("学院路 900 号", LAKE),
        ("东坡花园 3 幢", ANJU),
        ("湖景苑北门", LAKE),
        ("东坡路 22 号", None),
        ("东坡路口", None),
        ("文三路 12 号", None),
        ("", None),
    ],
)
def test_an_address_finds_its_estate_as_people_write_it(address: str, estate: EstateKnown | None) -> None:
    assert BOOK.find(COMMUNITY, [address]) == estate


def test_an_estate_of_another_community_is_not_meant() -> None:
    assert BOOK.find(ELSEWHERE, ["东坡路 12 号"]) is None


def test_who_named_only_the_street_is_found_in_any_of_its_communities() -> None:
    assert BOOK.find(STREET, ["东坡路 12 号"]) == ANJU


def test_two_estates_that_fit_alike_are_no_answer() -> None:
    twin = an_estate("东坡新村", ("东坡路", "12"))

    assert book_of([ANJU, twin], 1).find(COMMUNITY, ["东坡路 12 号"]) is None


def test_the_first_address_that_says_something_decides() -> None:
    assert BOOK.find(COMMUNITY, ["楼下花坛", "东坡路 7 号"]) == LAKE


@pytest.mark.parametrize("numbers", ["十二", "20-2", "1-19单双", "东坡路", "1--9"])
def test_numbers_that_cannot_be_read_are_refused(numbers: str) -> None:
    with pytest.raises(Invalid):
        stretches_of(numbers)


@given(st.integers(0, 300), st.integers(0, 300), st.sampled_from(["", "单", "双"]), st.integers(0, 300))
def test_a_house_is_in_a_stretch_or_not_as_counting_says(low: int, more: int, kind: str, house: int) -> None:
    (stretch,) = stretches_of(f"{low}-{low + more}{kind}")
    wanted = {"": {0, 1}, "单": {1}, "双": {0}}[kind]

    assert stretch.holds(house) == (house in range(low, low + more + 1) and house % 2 in wanted)


STRETCH = st.tuples(st.integers(0, 30), st.integers(0, 12), st.sampled_from(["", "单", "双"]))


@given(STRETCH, STRETCH)
def test_two_stretches_meet_if_a_house_is_in_both(
    one: tuple[int, int, str], two: tuple[int, int, str]
) -> None:
    (a,), (b,) = (stretches_of(f"{low}-{low + more}{kind}") for low, more, kind in (one, two))

    assert a.meets(b) == any(a.holds(house) and b.holds(house) for house in range(50))
