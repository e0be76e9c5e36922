"""No rate of few people is published, and none follows from those that are."""

from random import Random

import pytest

from server.domain.figures.withholding import LEAST, Share, withheld

STREET = "street"


def of_street(*parts: tuple[int, int], opinions: bool = True) -> set[str]:
    """What is withheld of a street with these communities, `k` of `n`."""
    shares = {f"c{at}": Share(*part) for at, part in enumerate(parts)}
    shares[STREET] = Share(sum(k for k, _ in parts), sum(n for _, n in parts))
    return withheld(
        shares, dict.fromkeys((name for name in shares if name != STREET), STREET), opinions=opinions
    )


def test_a_month_with_two_who_rated_is_withheld() -> None:
    assert of_street((1, 2)) == {STREET, "c0"}


def test_a_second_community_is_withheld_with_the_one_that_would_follow() -> None:
    assert of_street((1, 2), (20, 30), (15, 20)) == {"c0", "c2"}


def test_nothing_is_withheld_where_everybody_is_many() -> None:
    assert of_street((10, 12), (20, 30)) == set()


def test_two_small_ones_that_are_still_few_take_a_third_with_them() -> None:
    assert of_street((1, 2), (2, 3), (20, 30), (15, 20)) == {"c0", "c1", "c3"}


def test_a_community_of_which_nothing_is_to_be_said_does_not_hide_another() -> None:
    assert of_street((0, 0), (1, 2), (20, 30), (15, 20)) == {"c1", "c3"}


def test_that_all_the_unknown_are_of_one_opinion_is_not_shown_either() -> None:
    assert of_street((2, 2), (12, 12), (20, 30)) == {"c0", "c1", "c2"}
    assert of_street((2, 2), (12, 12), (20, 30), opinions=False) == {"c0", "c1"}


@pytest.mark.parametrize("seed", range(40))
def test_no_reader_can_work_out_a_withheld_rate(seed: int) -> None:
    random = Random(seed)
    shares, above = {}, {}
    for district in range(3):
        for street in range(random.randint(1, 4)):
            for community in range(random.randint(1, 6)):
                n = random.choice([0, 1, 3, 9, 10, 25, 80])
                name = f"{district}/{street}/{community}"
                shares[name] = Share(random.randint(0, n), n)
                above |= {
                    name: f"{district}/{street}",
                    f"{district}/{street}": str(district),
                    str(district): "city",
                }
    for name in sorted(above, key=lambda name: -name.count("/")):
        up, own = shares.get(above[name], Share(0, 0)), shares[name]
        shares[above[name]] = Share(up.k + own.k, up.n + own.n)

    hidden = withheld(shares, above, opinions=False)

    assert {name for name, share in shares.items() if 0 < share.n < LEAST} <= hidden
    for name, share in shares.items():
        parts = [part for part in above if above[part] == name]
        unknown = [shares[part] for part in parts if part in hidden]
        if name not in hidden and unknown:  # what is left when the published are taken away
            assert len(unknown) > 1, name
            assert sum(each.n for each in unknown) >= LEAST, name
        if name in hidden and share.n >= LEAST and parts:  # nor from below
            assert sum(each.n for each in unknown) >= LEAST, name
