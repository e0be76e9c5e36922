"""Whoever did not answer is answered for by neighbours, and never by too few of them."""

import numpy as np

from server.domain.surveys.samples import stratified
from server.domain.surveys.weighting import margin, post_stratify, rake, response_classes, weigh_answers


def classes(family: list[str], drawn: list[int], answered: list[int]) -> list[int]:
    return response_classes(family, np.array(drawn), np.array(answered)).tolist()


def test_a_large_stratum_answers_for_itself() -> None:
    assert classes(["a", "a", "b"], [40, 40, 40], [20, 20, 20]) == [0, 1, 2]


def test_a_small_stratum_joins_its_next_neighbour() -> None:
    assert classes(["a", "a", "a"], [10, 40, 40], [5, 20, 20]) == [0, 0, 1]


def test_the_last_small_one_joins_the_one_before() -> None:
    assert classes(["a", "a", "b"], [40, 10, 40], [20, 5, 20]) == [0, 0, 1]


def test_strata_of_another_street_are_never_joined() -> None:
    assert classes(["a", "b"], [10, 10], [5, 5]) == [0, 1]


def test_nobody_stands_for_more_than_three_if_a_neighbour_can_help() -> None:
    assert classes(["a", "a"], [100, 30], [20, 30]) == [0, 0]


def test_the_answers_of_a_class_stand_for_all_its_households() -> None:
    drawn, answered, population = np.array([10, 40]), np.array([0, 20]), np.array([500, 1000])
    weight = weigh_answers(np.array([0, 0]), drawn, answered, population)
    assert (weight * answered).sum() == 1500


def test_a_class_without_an_answer_weighs_nothing() -> None:
    weight = weigh_answers(np.array([0, 1]), np.array([10, 10]), np.array([0, 5]), np.array([100, 100]))
    assert weight.tolist() == [0.0, 20.0]


def test_post_stratified_weights_reproduce_the_known_totals() -> None:
    sample = stratified(["x"] * 6, np.full(6, 60.0))
    fitted = post_stratify(sample, margin(list("mmffff"), {"m": 33, "f": 27}))
    assert fitted.weight[:2].sum() == 33
    assert fitted.weight[2:].sum() == 27


def test_raked_weights_reproduce_both_margins() -> None:
    sample = stratified(["x"] * 6, np.full(6, 60.0))
    sex = margin(list("mmffff"), {"m": 33, "f": 27})
    age = margin(list("youyou"), {"y": 20, "o": 25, "u": 15})
    fitted = rake(sample, [sex, age])
    for known in (sex, age):
        assert np.allclose(np.bincount(known.part, fitted.weight), known.population)
