"""How a share changed, and when that cannot be told."""

import math

from server.domain.surveys.trend import Course, Released, change


def by_wilson(yes: int, answers: int) -> Released:
    """A share with the interval of the paper's example."""
    p, z = yes / answers, 1.959964
    middle, half = p + z**2 / (2 * answers), z * math.sqrt(p * (1 - p) / answers + z**2 / (4 * answers**2))
    scale = 1 + z**2 / answers
    return Released(p, (middle - half) / scale, (middle + half) / scale)


def test_the_example_of_the_paper_comes_out() -> None:
    found = change(
        by_wilson(48, 80), by_wilson(56, 70), 2024
    )  # Newcombe 1998, table II (a): 0.0524 to 0.3339
    assert (found.difference, found.low, found.high, found.course) == (0.2, 0.052, 0.334, Course.UP)


def test_the_other_way_round_it_is_the_same_with_the_other_sign() -> None:
    found = change(by_wilson(56, 70), by_wilson(48, 80), 2024)
    assert (found.difference, found.low, found.high, found.course) == (-0.2, -0.334, -0.052, Course.DOWN)


def test_overlapping_years_cannot_be_told_apart() -> None:
    found = change(Released(0.87, 0.84, 0.90), Released(0.88, 0.85, 0.91), 2024)
    assert found.course is Course.UNCLEAR
    assert found.low < 0 < found.high


def test_two_complete_counts_differ_by_exactly_what_they_differ() -> None:
    found = change(Released(0.9, 0.9, 0.9), Released(0.85, 0.85, 0.85), 2024)
    assert (found.low, found.high, found.course) == (-0.05, -0.05, Course.DOWN)
