"""Anybody with the rows finds the same estimate: R's, where it is asked for, and ours otherwise."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from server.domain.errors import BadRow
from server.domain.surveys.auditing import (
    Question,
    Recomputed,
    read_margins,
    read_rows,
    recompute,
    recompute_by,
)
from server.domain.surveys.estimating import Lonely

FOLDER = Path(__file__).parents[2] / "fixtures" / "survey-reference"
CASES = {case["id"]: case for case in json.loads((FOLDER / "results.json").read_text("utf-8"))["cases"]}
NAMES = {"street": "stratum", "N": "population", "w": "weight"}
AS_R = Question(uncapped=True)


def lines(name: str = "a.csv", value: str = "sat") -> list[str]:
    """A reference file, its columns named as ours are."""
    with (FOLDER / name).open(encoding="utf-8") as file:
        rows = list(csv.reader(file))
    header = [NAMES.get(column, "value" if column == value else column) for column in rows[0]]
    return [",".join("" if cell == "NA" else cell for cell in row) for row in [header, *rows[1:]]]


def margin_lines(**files: str) -> list[str]:
    found = ["variable,level,population"]
    for variable, name in files.items():
        with (FOLDER / name).open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                *levels, population = row.values()
                found.append(f"{variable.replace('_', ':')},{':'.join(levels)},{population}")
    return found


def as_r_says(found: Recomputed, case: str, interval: str = "ci_beta") -> bool:
    """All that is in both, to nine digits."""
    expected: dict[str, Any] = CASES[case]["result"]
    low, high = expected[interval]
    pairs = [
        (found.estimate, expected["estimate"]),
        (found.standard_error, expected["se"]),
        (found.ci_low, low),
        (found.ci_high, high),
        (found.degrees_of_freedom, expected["degf"]),
        (found.deff, expected["deff"]),
    ]
    return all(ours == pytest.approx(theirs, rel=1e-9) for ours, theirs in pairs)


@pytest.mark.parametrize(
    ("method", "interval"), [("korn-graubard", "ci_beta"), ("logit", "ci_xlogit"), ("wilson", "ci_wilson")]
)
def test_a_share_is_as_r_says_by_each_method(method: Any, interval: str) -> None:
    found = recompute(read_rows(lines()), Question(uncapped=True, method=method))
    assert as_r_says(found, "strat_prop", interval)
    assert found.method == method


def test_another_level_is_as_r_says() -> None:
    assert as_r_says(recompute(read_rows(lines()), Question(uncapped=True, level=0.9)), "strat_prop_90")


def test_a_part_of_the_sample_is_a_domain_of_it() -> None:
    question = Question(uncapped=True, within=("sex", "F"))
    assert as_r_says(recompute(read_rows(lines()), question), "dom_sex")


def test_rows_without_a_value_did_not_answer() -> None:
    assert as_r_says(recompute(read_rows(lines(value="sat_na")), AS_R), "na_as_domain")


def test_known_totals_are_reproduced_as_r_does() -> None:
    rows = read_rows(lines())
    crossed = read_margins(margin_lines(sex_age="a_margin_sex_age.csv"), rows)
    assert as_r_says(recompute(rows, AS_R, strata=crossed), "ps_prop")
    both = read_margins(margin_lines(sex="a_margin_sex.csv", age="a_margin_age.csv"), rows)
    assert as_r_says(recompute(rows, AS_R, raked=both), "rake_prop")


def test_groups_are_as_r_says() -> None:
    expected = CASES["by_street"]["result"]
    found = recompute_by(read_rows(lines()), "stratum", AS_R)
    assert [one.group for one in found] == expected["group"]
    assert [one.estimate for one in found] == pytest.approx(expected["estimate"], rel=1e-9)
    for ours, theirs in zip(found, expected["ci_beta_low"], strict=True):
        assert ours.ci_low == (None if theirs == "NaN" else pytest.approx(theirs, rel=1e-9))


def test_groups_may_cross_two_columns() -> None:
    expected = CASES["by_kind_sex"]["result"]
    found = recompute_by(read_rows(lines()), "kind:sex", AS_R)
    estimates = {one.group: one.estimate for one in found}
    assert estimates == {
        group.replace("|", ":"): pytest.approx(estimate, rel=1e-9)
        for group, estimate in zip(expected["group"], expected["estimate"], strict=True)
    }


def test_a_mean_and_a_total_are_as_r_says() -> None:
    mean = recompute(read_rows(lines(value="score")), Question("mean"))
    total = recompute(read_rows(lines()), Question("total"))
    assert as_r_says(mean, "strat_score", "ci_t")
    expected = CASES["strat_total"]["result"]
    assert (total.estimate, total.standard_error) == pytest.approx((expected["estimate"], expected["se"]))


def test_a_lonely_stratum_fails_only_when_asked_to() -> None:
    rows = read_rows(lines("c.csv"))
    assert as_r_says(recompute(rows, AS_R), "lonely_adjust")
    with pytest.raises(BadRow):
        recompute(rows, Question(lonely=Lonely.FAIL))


def test_everybody_satisfied_has_an_interval_unless_r_is_followed() -> None:
    rows = read_rows(["value", *["1"] * 40])
    ours, theirs = recompute(rows, Question()), recompute(rows, AS_R)
    assert (ours.ci_low, ours.ci_high) == (pytest.approx(0.025 ** (1 / 40)), 1)
    assert (theirs.ci_low, theirs.ci_high) == (None, None)


def test_a_complete_count_is_its_own_interval() -> None:
    found = recompute(read_rows(["population,value", *["4,1"] * 3, "4,0"]), Question())
    assert (found.ci_low, found.estimate, found.ci_high) == (0.75, 0.75, 0.75)


def test_without_stratum_population_and_weight_it_is_a_simple_random_sample() -> None:
    found = recompute(read_rows(["value", *["1"] * 30, *["0"] * 10]), Question())
    assert (found.estimate, found.n) == (0.75, 40)
    assert found.standard_error == pytest.approx((0.75 * 0.25 / 39) ** 0.5)


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("", 1, "no column value"),
        ("stratum,population\na,1", 1, "no column value"),
        ("value", 2, "no rows"),
        ("value\n1\nyes", 3, "not a number"),
        ("value\n1\ninf", 3, "not a number"),
        ("value\n1\n0.5", 3, "zeros and ones"),
        ("value,weight\n1,2\n1,0", 3, "above zero"),
        ("value,weight\n1,2\n1,", 3, "empty"),
        ("value,population\n1,9\n1,8", 3, "9 before"),
        ("value,population\n1,1\n0,1", 3, "more rows than its population"),
        ("value,weight\n1,2\n1", 3, "fields of the header"),
        ("value,weight\n1,2\n1,2,3", 3, "fields of the header"),
        ("value\n\n1\n\nx", 5, "not a number"),
        ('value,stratum\n"",a\n"",a', 1, "nobody answered"),
    ],
)
def test_a_wrong_file_names_the_line_and_why(text: str, line: int, why: str) -> None:
    with pytest.raises(BadRow) as wrong:
        recompute(read_rows(text.splitlines()), Question())
    assert wrong.value.facts["line"] == line
    assert why in str(wrong.value.facts["why"])


@pytest.mark.parametrize(
    ("margins", "why"),
    [
        (["height,tall,3"], "height is not a column"),
        (["sex,F,many"], "not a number"),
        (["sex,F,3"], "no population is given for M"),
    ],
)
def test_a_wrong_margin_says_so(margins: list[str], why: str) -> None:
    with pytest.raises(BadRow) as wrong:
        read_margins(["variable,level,population", *margins], read_rows(lines()))
    assert why in str(wrong.value.facts["why"])
