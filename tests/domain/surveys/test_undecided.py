"""Not yet decidable: how many more answers would probably decide it, as good as its promise."""

import numpy as np
import pytest

from server.domain.surveys import intervals
from server.domain.surveys.undecided import still_needed
from server.domain.surveys.verdict import Share, Verdict, rounded, verdict_on

GOAL = 0.85


def a_share(yes: int, answers: int, population: int) -> Share:
    """Of a simple random sample, as it is released."""
    p = yes / answers
    variance = (1 - answers / population) * p * (1 - p) / (answers - 1)
    found = intervals.of_release(p, variance, answers, answers - 1, population)
    return rounded(
        Share(p, float(found.low), float(found.high), answers, float(found.effective), answers - 1)
    )


@pytest.mark.parametrize(
    ("yes", "answers", "population"), [(264, 300, 20_000), (248, 300, 20_000), (176, 200, 900)]
)
def test_as_many_more_answers_decide_it_about_four_times_in_five(
    yes: int, answers: int, population: int
) -> None:
    share = a_share(yes, answers, population)
    assert verdict_on(share.low, share.high, GOAL) is Verdict.UNDECIDED
    n = answers + still_needed(share, population, GOAL)
    people = np.random.default_rng(6)
    satisfied = round(share.point * population)
    draws = people.hypergeometric(satisfied, population - satisfied, n, size=400)
    decided = [a_share(int(yes), n, population) for yes in draws]
    verdicts = [verdict_on(one.low, one.high, GOAL) for one in decided]

    rightly = Verdict.MET if share.point > GOAL else Verdict.NOT_MET
    assert 0.72 <= sum(verdict is rightly for verdict in verdicts) / len(verdicts) <= 0.97


def test_the_nearer_the_goal_the_more_and_never_more_than_there_are_people() -> None:
    near, far = a_share(348, 400, 20_000), a_share(352, 400, 20_000)
    assert 0 < still_needed(far, 20_000, GOAL) < still_needed(near, 20_000, GOAL)
    on_it = a_share(340, 400, 3_000)
    assert still_needed(on_it, 3_000, GOAL) == 2_600


def test_a_wider_interval_of_as_many_answers_needs_more() -> None:
    narrow = a_share(350, 400, 20_000)
    wide = Share(narrow.point, narrow.low - 0.02, narrow.high + 0.02, 400, 200.0, 399)
    assert still_needed(wide, 20_000, GOAL) > still_needed(narrow, 20_000, GOAL)
    assert still_needed(narrow, 20_000, GOAL) % 10 == 0  # no false exactness
