"""Nobody can work out a withheld share from what is published: not within 20 points."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from server.domain.surveys.disclosure import ROOM, Tree, attack, protect, room_left
from server.domain.surveys.samples import Flags, Ints

CITY = np.array([-1, 0, 0, 0])  # a city of three districts


def a_tree(parent: Ints, sizes: list[int], shares: list[float]) -> Tree:
    """Sizes and shares of the leaves; everything above is their sum."""
    count = len(parent)
    leaves = [node for node in range(count) if node not in parent]
    population, satisfied = np.zeros(count), np.zeros(count)
    population[leaves], satisfied[leaves] = sizes, np.array(sizes) * shares
    level = np.zeros(count, dtype=np.intp)
    for node in range(count):  # parents come first
        level[node] = level[parent[node]] + 1 if parent[node] >= 0 else 1
    for node in reversed(range(count)):
        if parent[node] >= 0:
            population[parent[node]] += population[node]
            satisfied[parent[node]] += satisfied[node]
    return Tree(parent, population, satisfied / population, level)


def a_city(seed: int, districts: int, streets: int, communities: int) -> Tree:
    rng = np.random.default_rng(seed)
    parent = np.concatenate(
        [
            [-1],
            np.zeros(districts),
            1 + np.arange(streets) % districts,
            1 + districts + np.arange(communities) % streets,
        ]
    ).astype(np.intp)
    sizes = np.maximum(100, rng.lognormal(np.log(1300), 0.5, communities)).astype(int)
    return a_tree(parent, sizes.tolist(), rng.beta(34.8, 5.2, communities).tolist())


def test_a_lone_withheld_district_is_found_by_subtraction() -> None:
    tree = a_tree(CITY, [1000, 2000, 3000], [0.9, 0.8, 0.7])
    bounds = attack(tree, np.array([False, True, False, False]))
    assert bounds.low[1] == pytest.approx(0.9, abs=0.01)
    assert bounds.high[1] == pytest.approx(0.9, abs=0.01)


def test_a_second_district_goes_with_it_the_smallest_that_suffices() -> None:
    tree = a_tree(CITY, [1000, 2000, 3000], [0.9, 0.8, 0.7])
    assert protect(tree, np.array([False, True, False, False])).tolist() == [False, True, True, False]


def test_a_district_much_larger_than_the_rest_takes_the_city_with_it() -> None:
    tree = a_tree(CITY, [50, 60, 9000], [0.9, 0.8, 0.7])
    assert protect(tree, np.array([False, False, False, True]))[0]


def test_nothing_is_withheld_where_nothing_is_secret() -> None:
    tree = a_tree(CITY, [1000, 2000, 3000], [0.9, 0.8, 0.7])
    assert not protect(tree, np.zeros(4, dtype=bool)).any()


def test_a_withheld_street_does_not_follow_from_its_communities() -> None:
    tree = a_city(1, 2, 4, 12)
    primary = np.zeros(len(tree.parent), dtype=bool)
    primary[3] = True  # a street whose communities are all published
    withheld = protect(tree, primary)
    assert withheld[tree.parent == 3].any()
    assert room_left(tree, withheld) >= ROOM - 1e-9


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.02, 1.0))
def test_every_withheld_share_keeps_20_points_of_room(seed: int, part: float) -> None:
    tree = a_city(seed, 3, 7, 30)
    primary = np.random.default_rng(seed).random(len(tree.parent)) < part

    withheld = protect(tree, primary)

    assert withheld[primary].all()
    assert room_left(tree, withheld) >= ROOM - 1e-9


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000))
def test_nothing_is_withheld_without_need(seed: int) -> None:
    tree = a_city(seed, 2, 5, 17)
    primary = np.random.default_rng(seed).random(len(tree.parent)) < 0.2
    withheld = protect(tree, primary)
    for node in np.flatnonzero(withheld & ~primary):
        fewer = withheld.copy()
        fewer[node] = False
        assert room_left(tree, fewer) < ROOM


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_the_attack_finds_all_that_linear_programming_finds(seed: int) -> None:
    tree = a_city(seed, 2, 5, 17)
    withheld = np.random.default_rng(seed).random(len(tree.parent)) < 0.4
    bounds = attack(tree, withheld)
    for node in np.flatnonzero(withheld)[:4]:
        low, high = by_linear_programming(tree, withheld, int(node))
        assert (bounds.low[node], bounds.high[node]) == pytest.approx((low, high), abs=1e-9)


def by_linear_programming(tree: Tree, withheld: Flags, node: int) -> tuple[float, float]:
    count = len(tree.parent)
    sums = [parent for parent in range(count) if (tree.parent == parent).any()]
    equal = np.array([(np.arange(count) == parent) * 1.0 - (tree.parent == parent) for parent in sums])
    shown = np.round(tree.share, 3)
    known = [
        (0, size) if hidden else (size * max(p - 0.0005, 0), size * min(p + 0.0005, 1))
        for size, hidden, p in zip(tree.population, withheld, shown, strict=True)
    ]
    goal = (np.arange(count) == node) * 1.0
    low, high = (
        linprog(sign * goal, A_eq=equal, b_eq=np.zeros(len(sums)), bounds=known).fun * sign
        for sign in (1, -1)
    )
    return low / tree.population[node], high / tree.population[node]
