"""What a reader of all released numbers can learn, and what they cannot."""

import numpy as np

from server.domain.surveys.disclosure import ROOM
from server.domain.surveys.releasing import ALL, Number, Release, Rulings, release
from server.domain.surveys.rollup import a_network
from server.domain.surveys.tallies import Tally
from server.domain.surveys.verdict import Reason, Verdict

CITY, DISTRICT, OTHER_DISTRICT = "330100000000", "330106000000", "330102000000"
STREET = "330106005000"
COMMUNITIES = [f"330106005{number:03d}" for number in range(1, 6)]
ELSEWHERE = [f"330102001{number:03d}" for number in range(1, 4)]
CODES = [CITY, DISTRICT, OTHER_DISTRICT, STREET, "330102001000", *COMMUNITIES, *ELSEWHERE]
NETWORK = a_network(CODES)
GOAL = 0.85


def asked(division: str, audience: str, answers: int, satisfied: float, population: int = 2000) -> Tally:
    yes = round(answers * satisfied)
    return Tally(division, audience, population, answers * 2, answers + 2, answers, yes, 2)


def everywhere(residents: int = 200, migrants: int = 100, satisfied: float = 0.9) -> list[Tally]:
    return [
        asked(division, audience, answers, satisfied)
        for audience, answers in (("residents", residents), ("migrants", migrants))
        for division in (*COMMUNITIES, *ELSEWHERE)
    ]


def number(found: Release, division: str, audience: str = ALL) -> Number:
    return next(n for n in found.numbers if (n.division, n.audience) == (division, audience))


def test_every_division_gets_a_number_or_a_reason() -> None:
    found = release(everywhere(), NETWORK, GOAL)
    together = [n for n in found.numbers if n.audience == ALL]
    assert [n.division for n in together] == sorted(CODES)
    assert all((n.share is None) == (n.verdict is Verdict.WITHHELD) for n in together)


def test_enough_satisfied_households_meet_the_goal() -> None:
    assert number(release(everywhere(satisfied=0.92), NETWORK, GOAL), CITY).verdict is Verdict.MET
    assert number(release(everywhere(satisfied=0.7), NETWORK, GOAL), CITY).verdict is Verdict.NOT_MET
    assert number(release(everywhere(satisfied=0.85), NETWORK, GOAL), CITY).verdict is Verdict.UNDECIDED


def test_a_community_with_few_answers_is_withheld_and_takes_a_neighbour_along() -> None:
    strata = everywhere(satisfied=0.8)
    for place, stratum in enumerate(strata):
        if stratum.division == COMMUNITIES[0]:
            strata[place] = asked(stratum.division, stratum.audience, 12, 0.8)

    found = release(strata, NETWORK, GOAL)

    few = number(found, COMMUNITIES[0])
    assert (few.reason, few.verdict, few.share) == (Reason.TOO_FEW, Verdict.WITHHELD, None)
    along = [n.division for n in found.numbers if n.audience == ALL and n.reason is Reason.PROTECTS_ANOTHER]
    assert len(along) == 1
    assert along[0] in COMMUNITIES
    assert found.room >= ROOM - 1e-9


def test_where_nobody_was_asked_the_reason_is_that() -> None:
    strata = [stratum for stratum in everywhere() if stratum.division != COMMUNITIES[0]]
    found = release(strata, NETWORK, GOAL)
    assert number(found, COMMUNITIES[0]).reason is Reason.NOT_SAMPLED
    assert {number(found, code).reason for code in (STREET, DISTRICT, CITY)} == {Reason.STRATA_MISSING}
    assert number(found, OTHER_DISTRICT).reason is None


def test_groups_apart_are_shown_for_the_city_and_its_districts_only() -> None:
    found = release(everywhere(), NETWORK, GOAL)
    apart = {(n.division, n.audience) for n in found.numbers if n.audience != ALL}
    assert apart == {
        (code, g) for code in (CITY, DISTRICT, OTHER_DISTRICT) for g in ("residents", "migrants")
    }
    assert all(n.reason is None for n in found.numbers if n.audience != ALL)


def test_groups_apart_are_shown_for_all_districts_or_for_none() -> None:
    strata = everywhere()
    for place, stratum in enumerate(strata):
        if stratum.division in ELSEWHERE and stratum.audience == "migrants":
            strata[place] = asked(stratum.division, "migrants", 5, 0.9, 4000)

    found = release(strata, NETWORK, GOAL)

    assert number(found, OTHER_DISTRICT, "migrants").reason is Reason.TOO_FEW
    assert number(found, OTHER_DISTRICT, "residents").reason is Reason.PROTECTS_ANOTHER
    assert number(found, DISTRICT, "migrants").reason is Reason.PROTECTS_ANOTHER
    assert number(found, CITY, "migrants").reason is None


def test_units_are_a_number_of_their_own() -> None:
    strata = [*everywhere(), *(asked(code, "units", 50, 0.6, 80) for code in (*COMMUNITIES, *ELSEWHERE))]
    found = release(strata, NETWORK, GOAL)
    assert number(found, CITY, "units").verdict is Verdict.NOT_MET
    assert number(found, CITY).verdict is number(release(everywhere(), NETWORK, GOAL), CITY).verdict


def test_unanimity_waits_for_a_person_and_keeps_its_number_for_them() -> None:
    found = number(release(everywhere(satisfied=1.0), NETWORK, GOAL), CITY)
    assert (found.verdict, found.reason) == (Verdict.WITHHELD, Reason.REVIEW)
    assert found.share is not None
    assert found.share.point == 1


def test_a_withheld_community_keeps_20_points_of_room_in_random_waves() -> None:
    for seed in range(30):
        rng = np.random.default_rng(seed)
        strata = [
            asked(
                division,
                audience,
                int(rng.integers(3, 80)),
                rng.uniform(0.7, 1),
                int(rng.integers(200, 4000)),
            )
            for audience in ("residents", "migrants")
            for division in (*COMMUNITIES, *ELSEWHERE)
        ]
        assert release(strata, NETWORK, GOAL).room >= ROOM - 1e-9


def test_groups_apart_are_not_shown_where_they_would_tell_of_a_withheld_community() -> None:
    strata = everywhere(residents=300, migrants=60)
    for place, stratum in enumerate(strata):
        satisfied = 0.993 if stratum.audience == "residents" else 0.4
        few = stratum.division in {COMMUNITIES[0], COMMUNITIES[1]}
        answers = 12 if few else stratum.opinions
        population = 300 if stratum.audience == "migrants" else 2000
        strata[place] = asked(stratum.division, stratum.audience, answers, satisfied, population)

    found = release(strata, NETWORK, GOAL)

    # That nearly all residents are satisfied would fix seven eighths of each withheld community's number.
    assert number(found, COMMUNITIES[0]).reason is Reason.TOO_FEW
    assert number(found, DISTRICT).reason is None
    apart = [number(found, code, "residents") for code in (DISTRICT, OTHER_DISTRICT)]
    assert {n.reason for n in apart} == {Reason.PROTECTS_ANOTHER}


def test_what_a_correction_must_stay_silent_about_takes_its_neighbours_along() -> None:
    before = Rulings(withheld=frozenset({(COMMUNITIES[0], ALL, "satisfied")}))
    found = release(everywhere(satisfied=0.8), NETWORK, GOAL, rulings=before)
    assert number(found, COMMUNITIES[0]).reason is Reason.AS_BEFORE
    along = [n for n in found.numbers if n.audience == ALL and n.reason is Reason.PROTECTS_ANOTHER]
    assert along
    assert found.room >= ROOM - 1e-9


def test_what_could_be_worked_out_is_kept_with_each_withheld_number() -> None:
    before = Rulings(withheld=frozenset({(COMMUNITIES[0], ALL, "satisfied")}))
    found = release(everywhere(satisfied=0.8), NETWORK, GOAL, rulings=before)
    for one in found.numbers:
        if one.reason is not None and one.audience == ALL:
            assert one.derived
            low, high = one.derived
            assert 0 <= low <= 0.8 <= high <= 1
            assert high - low >= found.room - 1e-9
