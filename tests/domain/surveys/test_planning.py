"""How many answers are needed, in agreement with the literature and with what the published interval does."""

from math import inf

import pytest

from server.domain.surveys.planning import for_margin, needed, plan, simulated_power
from server.domain.surveys.sampling import Framed, PlanAsked

STREET = "330106005"


def a_street(communities: int = 10, dwellings: int = 1300) -> list[Framed]:
    return [Framed(f"{STREET}{n:03d}", "residents", dwellings) for n in range(1, communities + 1)]


@pytest.mark.parametrize(
    ("p1", "answers"),
    [(0.70, 59), (0.75, 124), (0.78, 239), (0.80, 450), (0.82, 1197), (0.90, 383), (0.92, 190)],
)
def test_to_tell_85_percent_from_another_share_takes_so_many_answers(p1: float, answers: int) -> None:
    assert needed(0.85, p1) == answers


@pytest.mark.parametrize(("dwellings", "answers"), [(10_000, 431), (2000, 368), (300, 181), (inf, 450)])
def test_a_small_place_needs_fewer(dwellings: float, answers: int) -> None:
    assert needed(0.85, 0.80, population=dwellings) == answers


def test_for_a_margin_only_the_usual_formula_holds() -> None:
    assert for_margin(0.5, 0.05) == 385
    assert for_margin(0.5, 0.05, population=1000) == 278
    assert for_margin(0.5, 0.05, design_effect=1.2) == 461


def test_each_street_gets_its_own_answers_and_the_response_makes_invitations_of_them() -> None:
    other = [Framed(f"330106009{n:03d}", "residents", 800) for n in range(1, 5)]

    found = plan(a_street() + other, PlanAsked())

    first, second = found.cells
    assert (first.division, second.division) == ("330106005000", "330106009000")
    assert first.needed == 457  # 450 for 13,000 dwellings: 435, and 5 % more below the goal
    assert first.answers == sum(each.answers for each in found.strata if each.division.startswith(STREET))
    assert first.invited == sum(-(-each.answers * 5 // 2) for each in found.strata[:10])
    assert second.needed < first.needed
    assert found.invited == first.invited + second.invited


def test_the_power_that_is_shown_is_the_one_that_was_wished() -> None:
    (street,) = plan(a_street(), PlanAsked()).cells
    assert street.power is not None
    assert 0.77 < street.power < 0.86
    (above,) = plan(a_street(), PlanAsked(p1=0.90)).cells
    assert above.power is not None
    assert 0.79 < above.power < 0.90


def test_half_the_answers_have_much_less_power() -> None:
    assert simulated_power([1300] * 10, [22] * 10, PlanAsked()) < 0.6
    assert simulated_power([1300], [0], PlanAsked()) == 0


def test_an_uneven_allocation_is_paid_for_with_more_answers() -> None:
    frame = [Framed(f"33010600{n}001", "residents", size) for n, size in enumerate((500, 2000, 40_000), 1)]
    how = {
        name: plan(frame, PlanAsked(unit="city", allocation=name))
        for name in ("proportional", "power", "equal")
    }
    effects = [found.cells[0].design_effect for found in how.values()]
    assert effects[0] == pytest.approx(1, abs=0.02)
    assert effects[0] < effects[1] < effects[2]
    assert how["proportional"].answers < how["power"].answers < how["equal"].answers


def test_where_too_few_live_the_plan_says_that_it_falls_short() -> None:
    (street,) = plan(a_street(communities=2, dwellings=100), PlanAsked(response=0.3)).cells
    assert street.invited == 200
    assert street.answers == 60 < street.needed
    assert street.power is not None
    assert street.power < 0.6


def test_organizations_are_a_survey_of_their_own() -> None:
    found = plan([*a_street(2), Framed(f"{STREET}001", "units", 60)], PlanAsked(way="margin", margin=0.1))
    assert [(cell.group, cell.population) for cell in found.cells] == [("people", 2600), ("units", 60)]
    assert {cell.power for cell in found.cells} == {None}


def test_so_many_invitations_can_be_shared_out_without_a_question() -> None:
    found = plan(a_street(), PlanAsked(way="total", invited=400, response=0.5))
    assert found.invited == 400
    assert found.answers == 200
    assert found.cells[0].answers < found.cells[0].needed
