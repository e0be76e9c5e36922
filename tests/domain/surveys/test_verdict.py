"""What is said of a share: a verdict only when the whole interval is on one side, and nothing of too few."""

import pytest

from server.domain.surveys.verdict import (
    Reason,
    Share,
    Verdict,
    complement_is_unreliable,
    rounded,
    verdict_on,
    why_withheld,
)

GOAL = 0.85


def a_share(**but: float) -> Share:
    usual = {"point": 0.874, "low": 0.842, "high": 0.9, "answers": 512, "effective": 480.0}
    return Share(**usual | {"degrees_of_freedom": 500} | but)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (0.85, 0.9, Verdict.MET),
        (0.849, 0.9, Verdict.UNDECIDED),
        (0.8, 0.85, Verdict.UNDECIDED),
        (0.8, 0.849, Verdict.NOT_MET),
    ],
)
def test_a_verdict_needs_the_whole_interval_on_one_side(low: float, high: float, verdict: Verdict) -> None:
    assert verdict_on(low, high, GOAL) is verdict


@pytest.mark.parametrize(
    ("but", "reason"),
    [
        ({}, None),
        ({"answers": 29}, Reason.TOO_FEW),
        ({"answers": 30, "effective": 30.0}, None),
        ({"effective": 29.9}, Reason.TOO_FEW),
        ({"low": 0.6, "high": 0.9}, Reason.TOO_WIDE),
        ({"low": 0.601, "high": 0.9}, None),
        ({"point": 0.05, "low": 0.02, "high": 0.1}, Reason.TOO_WIDE),  # wider than 130 % of so small a share
        ({"point": 0.03, "low": 0.01, "high": 0.06}, None),  # but five points are narrow enough for any
        ({"point": 1.0, "low": 0.93, "high": 1.0}, Reason.REVIEW),
        ({"degrees_of_freedom": 7}, Reason.REVIEW),
        ({"degrees_of_freedom": 8}, None),
        ({"point": 1.0, "low": 1.0, "high": 1.0}, None),  # a complete count
        ({"low": float("nan"), "high": float("nan")}, Reason.TOO_FEW),
    ],
)
def test_a_share_is_withheld_for_one_of_the_stated_reasons(
    but: dict[str, float], reason: Reason | None
) -> None:
    assert why_withheld(a_share(**but)) is reason


def test_limits_are_rounded_outwards_so_that_the_printed_verdict_is_the_true_one() -> None:
    share = rounded(a_share(point=0.87449, low=0.84999, high=0.90001))
    assert (share.point, share.low, share.high) == (0.874, 0.849, 0.901)
    assert rounded(a_share(low=0.85)).low >= GOAL


def test_a_rounded_limit_stays_a_share() -> None:
    share = rounded(a_share(point=1.0, low=0.0, high=1.0))
    assert (share.point, share.low, share.high) == (1.0, 0.0, 1.0)


def test_the_dissatisfied_are_not_printed_where_only_the_satisfied_are_sure() -> None:
    assert complement_is_unreliable(a_share(point=0.95, low=0.9, high=0.98))
    assert not complement_is_unreliable(a_share(point=0.95, low=0.93, high=0.97))
