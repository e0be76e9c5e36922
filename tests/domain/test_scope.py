"""Divisions by their codes: what holds what, and the narrowest that holds several."""

import pytest

from server.domain.scope import contains, narrowest
from tests.builders import CITY, COMMUNITY, DISTRICT, ELSEWHERE, OTHER_STREET, STREET


@pytest.mark.parametrize(
    ("codes", "narrow"),
    [
        ([COMMUNITY], COMMUNITY),
        ([COMMUNITY, "330106005001"], STREET),
        ([COMMUNITY, STREET], STREET),
        ([COMMUNITY, "330106006001"], DISTRICT),
        ([DISTRICT, COMMUNITY], DISTRICT),
        ([COMMUNITY, ELSEWHERE], CITY),
        ([CITY, COMMUNITY], CITY),
        ([DISTRICT, OTHER_STREET], CITY),
    ],
)
def test_the_narrowest_division_holds_all_and_no_more(codes: list[str], narrow: str) -> None:
    assert narrowest(codes) == narrowest(codes[::-1]) == narrow
    assert all(contains(narrow, code) for code in codes)


def test_a_division_holds_itself_and_what_lies_below() -> None:
    assert contains(STREET, STREET)
    assert contains(CITY, ELSEWHERE)
    assert not contains(COMMUNITY, STREET)
    assert not contains(DISTRICT, OTHER_STREET)
    assert not contains(STREET, "330106006001")
