"""Who is invited: everywhere somebody, nowhere more than there are, and together what was asked for."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.surveys.allocation import allocate, invitations
from server.domain.surveys.sampling import Framed, draw_numbers

STREET_A, STREET_B = "330106005", "330106009"


def community(street: str, number: int, population: int, audience: str = "residents") -> Framed:
    return Framed(f"{street}{number:03d}", audience, population)


@given(
    st.lists(st.tuples(st.integers(0, 400), st.floats(0.01, 50), st.integers(0, 8)), min_size=1, max_size=25),
    st.integers(0, 12_000),
)
def test_every_allocation_keeps_its_bounds_and_its_sum(
    strata: list[tuple[int, float, int]], total: int
) -> None:
    most = np.array([population for population, _, _ in strata], dtype=np.intp)
    least = np.minimum([fewest for _, _, fewest in strata], most).astype(np.intp)

    found = allocate(total, np.array([weight for _, weight, _ in strata]), least, most)

    assert (found >= least).all()
    assert (found <= most).all()
    assert found.sum() == min(max(total, least.sum()), most.sum())


def test_within_a_street_the_invitations_follow_the_households() -> None:
    frame = [community(STREET_A, 1, 1000), community(STREET_A, 2, 3000)]
    assert invitations(frame, 400) == [100, 300]


def test_across_streets_a_small_one_is_heard_more_than_its_size() -> None:
    frame = [community(STREET_A, 1, 1000), community(STREET_B, 1, 9000)]
    assert invitations(frame, 400) == [100, 300]


def test_each_stratum_has_at_least_two_and_none_more_than_it_has_households() -> None:
    frame = [community(STREET_A, 1, 1), community(STREET_A, 2, 5), community(STREET_A, 3, 10_000)]
    assert invitations(frame, 100) == [1, 2, 97]


def test_both_groups_of_a_street_share_its_invitations() -> None:
    frame = [
        community(STREET_A, 1, 1500),
        community(STREET_A, 1, 500, "migrants"),
        community(STREET_B, 1, 2000),
    ]
    assert invitations(frame, 400) == [150, 50, 200]


@pytest.mark.parametrize("total", [1, 10_000_000])
def test_an_impossible_wish_is_brought_to_what_is_possible(total: int) -> None:
    frame = [community(STREET_A, 1, 50), community(STREET_B, 1, 70)]
    assert sum(invitations(frame, total)) == (4 if total == 1 else 120)


@given(st.text(max_size=20), st.integers(0, 300), st.integers(0, 320))
def test_a_seed_draws_each_dwelling_once_and_the_same_ones_again(
    seed: str, population: int, count: int
) -> None:
    stratum = community(STREET_A, 1, population)
    drawn = draw_numbers(seed, stratum, count)
    assert len(drawn) == len(set(drawn)) == min(count, population)
    assert set(drawn) <= set(range(1, population + 1))
    assert draw_numbers(seed, stratum, count) == drawn
    assert draw_numbers(seed, stratum, count // 2) == drawn[: count // 2]  # the next in order replaces


def test_over_many_seeds_every_dwelling_is_drawn_as_often() -> None:
    stratum = community(STREET_A, 1, 20)
    often = np.bincount(
        [n for seed in range(2000) for n in draw_numbers(str(seed), stratum, 5)], minlength=21
    )
    assert abs(often[1:] - 500).max() < 100  # five standard errors
