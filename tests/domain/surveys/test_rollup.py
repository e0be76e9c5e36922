"""The numbers of all divisions at once are those that the estimator gives for each of them, row by row."""

from collections.abc import Sequence

import numpy as np
import pytest

from server.domain.surveys.estimating import Figure, mean
from server.domain.surveys.rollup import Network, a_network, roll_up
from server.domain.surveys.samples import Sample, domain
from server.domain.surveys.tallies import Tally
from server.domain.surveys.weighting import response_classes, weigh_answers

CITY, DISTRICT, STREET, OTHER_STREET = "330100000000", "330106000000", "330106005000", "330106009000"
ONE, TWO, THREE = "330106005055", "330106005056", "330106009001"
NETWORK = a_network([CITY, DISTRICT, STREET, OTHER_STREET, ONE, TWO, THREE])


def a_tally(division: str = ONE, audience: str = "residents", **but: int) -> Tally:
    counts = {"population": 900, "drawn": 60, "heard": 40, "opinions": 38, "satisfied": 33, "cannot_say": 2}
    return Tally(division, audience, **counts | but)


def at(code: str) -> int:
    return NETWORK.codes.index(code)


def row_by_row(strata: Sequence[Tally], within: str) -> Figure:
    """The slow way: one row a sheet, the division's opinions as the domain."""
    population, drawn, heard = (
        np.array([getattr(stratum, name) for stratum in strata]) for name in ("population", "drawn", "heard")
    )
    families = [f"{stratum.audience} {stratum.division[:9]}" for stratum in strata]
    weights = weigh_answers(response_classes(families, drawn, heard), drawn, heard, population)
    stratum = np.repeat(np.arange(len(strata)), heard)
    said = np.concatenate(
        [
            [1.0] * s.satisfied + [0.0] * (s.opinions - s.satisfied) + [np.nan] * (s.heard - s.opinions)
            for s in strata
        ]
    )
    inside = np.array([strata[h].division.startswith(within.rstrip("0")) for h in stratum])
    keep = inside & ~np.isnan(said)
    sample = Sample(weights[stratum], stratum, heard.astype(float), population.astype(float))
    return mean(domain(sample, keep), said[keep])


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("within", [CITY, DISTRICT, STREET, ONE])
def test_a_division_gets_what_its_rows_give(seed: int, within: str) -> None:
    rng = np.random.default_rng(seed)
    strata = []
    for audience in ("residents", "migrants"):
        for division in (ONE, TWO, THREE):
            heard = int(rng.integers(1, 60))
            opinions = int(rng.integers(1, heard + 1))
            counts = {"heard": heard, "opinions": opinions, "satisfied": int(rng.integers(0, opinions + 1))}
            drawn = heard + int(rng.integers(0, 60))
            strata.append(a_tally(division, audience, drawn=drawn, population=drawn * 7, **counts))

    expected, shares, place = row_by_row(strata, within), roll_up(NETWORK, strata), at(within)

    assert shares.point[place] == pytest.approx(expected.value, rel=1e-12)
    assert shares.variance[place] == pytest.approx(expected.variance, rel=1e-9, abs=1e-15)
    assert shares.answers[place] == expected.answers
    assert shares.degrees_of_freedom[place] == expected.degrees_of_freedom


def test_residents_and_migrants_count_by_their_households_not_by_their_answers() -> None:
    strata = [
        a_tally(population=9000, opinions=40, satisfied=40),
        a_tally(audience="migrants", population=1000, opinions=40, satisfied=0),
    ]
    assert roll_up(NETWORK, strata).point[at(ONE)] == pytest.approx(0.9)


def test_cannot_say_is_out_of_the_share_and_told_beside_it() -> None:
    shares = roll_up(NETWORK, [a_tally(heard=40, opinions=30, satisfied=30, cannot_say=10)])
    assert shares.point[at(ONE)] == 1
    assert shares.cannot_say[at(ONE)] == pytest.approx(0.25)


def cover(*strata: Tally, network: Network = NETWORK) -> list[str]:
    shares = roll_up(network, strata)
    return [code for code, yes in zip(network.codes, shares.covered, strict=True) if yes]


def test_a_street_is_covered_when_each_of_its_communities_was_asked() -> None:
    assert cover(a_tally(ONE), a_tally(TWO)) == [STREET, ONE, TWO]


def test_a_street_is_not_covered_while_one_community_was_not() -> None:
    assert cover(a_tally(ONE), a_tally(TWO, drawn=0, heard=0, opinions=0, satisfied=0, cannot_say=0)) == [ONE]
    assert cover(a_tally(ONE)) == [ONE]


def test_a_community_where_nobody_lives_is_not_missed() -> None:
    nobody = a_tally(TWO, population=0, drawn=0, heard=0, opinions=0, satisfied=0, cannot_say=0)
    assert STREET in cover(a_tally(ONE), nobody)


def test_a_silent_community_is_answered_for_by_its_street() -> None:
    silent = a_tally(TWO, heard=0, opinions=0, satisfied=0, cannot_say=0)
    assert STREET in cover(a_tally(ONE), silent)


def test_a_silent_street_is_answered_for_by_nobody() -> None:
    silent = a_tally(THREE, heard=0, opinions=0, satisfied=0, cannot_say=0)
    assert cover(a_tally(ONE), a_tally(TWO), silent) == [STREET, ONE, TWO]


def test_a_street_may_be_a_stratum_itself_and_then_its_communities_have_no_number() -> None:
    assert cover(a_tally(STREET), a_tally(OTHER_STREET)) == [CITY, DISTRICT, STREET, OTHER_STREET]


def test_both_groups_must_have_been_asked_everywhere() -> None:
    residents = [a_tally(ONE), a_tally(TWO), a_tally(THREE)]
    assert CITY in cover(*residents)
    assert cover(*residents, a_tally(ONE, "migrants")) == [ONE]


def test_strata_that_overlap_are_refused() -> None:
    with pytest.raises(ValueError, match="lies within"):
        roll_up(NETWORK, [a_tally(STREET), a_tally(ONE)])
