"""The estimates agree with R's package survey (4.1-1), on its own results: 66 single-stage cases as data."""

import csv
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from server.domain.surveys import intervals
from server.domain.surveys.estimating import Figure, Lonely, LonelyStratum, mean, total
from server.domain.surveys.samples import Floats, Sample, domain, stratified
from server.domain.surveys.weighting import Margin, margin, post_stratify, rake

FOLDER = Path(__file__).parents[2] / "fixtures" / "survey-reference"
CASES = [
    case
    for case in json.loads((FOLDER / "results.json").read_text("utf-8"))["cases"]
    if not case["design"]["ids"]  # rows drawn directly; Linli draws no clusters
]
Columns = dict[str, np.ndarray[Any, Any]]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_an_estimate_equals_what_r_computes(case: dict[str, Any]) -> None:
    expected = case["result"]
    if "error" in expected:
        with pytest.raises(LonelyStratum):
            compute(case)
        return

    differences = list(compare(compute(case), expected))

    assert differences
    assert [d for d in differences if d[1] > (1e-6 if d[0] == "ci_logit" else 1e-9)] == []


def test_all_single_stage_cases_are_here() -> None:
    assert len(CASES) == 66


def compare(found: dict[str, Any], expected: dict[str, Any]) -> Iterator[tuple[str, float]]:
    """What was compared, and by how much it differs (relative above 1).

    Nobody or everybody satisfied, or a complete count, has no variance: R's intervals are then noise of its
    fitting or limits of infinite counts, and Linli has rules of its own (test_intervals).
    """
    degenerate = any(expected.get("se") == s for s in (0, "NaN")) or expected.get("estimate") in (0, 1)
    for name in found.keys() & expected.keys():
        if degenerate and name.startswith(("ci_", "n_eff")):
            continue
        if name == "ci_logit" and "NaN" in expected[name]:
            continue  # R's fitting overflowed; ci_xlogit is the same formula without fitting
        for ours, theirs in zip(
            np.atleast_1d(found[name]), np.atleast_1d(np.array(expected[name])), strict=True
        ):
            if name == "group":
                yield name, float(str(ours) != str(theirs))
            elif theirs in {"NaN", "NA"}:
                yield name, 0.0 if np.isnan(ours) else np.inf
            else:
                gap = abs(float(ours) - float(theirs)) / max(1.0, abs(float(theirs)))
                yield name, np.inf if np.isnan(gap) else gap


def compute(case: dict[str, Any]) -> dict[str, Any]:
    data = read(case["data"])
    if "rows" in case:
        data = where(data, matches(data, case["rows"]))
    sample = calibrated(drawn(data, case["design"]), data, case)
    if "domain" in case:
        within = matches(data, case["domain"])
        sample = domain(sample, within)
        if not sample.residuals:
            data = where(data, within)
    if case["stat"] == "weights":
        return {"weights": sample.weight}
    if case["stat"] == "by":
        return by_group(case, sample, data)
    return one(case, sample, data[case["y"]])


def one(case: dict[str, Any], sample: Sample, y: Floats) -> dict[str, Any]:
    rule = Lonely(case.get("lonely", "fail"))
    if case["stat"] == "total":
        figure = total(sample, y, rule)
        return shown(figure, case)
    design = sample
    if case.get("na_rm"):
        answered = ~np.isnan(y)
        sample = domain(sample, answered)
        y = np.where(answered, y, 0.0) if sample.residuals else y[answered]
    figure = mean(sample, y, rule, lonely_in_domain=case.get("adjust_domain_lonely", False))
    return shown(figure, case, design)


def shown(figure: Figure, case: dict[str, Any], design: Sample | None = None) -> dict[str, Any]:
    level = case.get("level", 0.95)
    if case["stat"] == "total":
        return {
            "estimate": figure.value,
            "se": figure.standard_error,
            "degf": figure.degrees_of_freedom,
        }
    assert design is not None
    p, variance = figure.value, figure.variance
    rows, df = design.rows, design.degrees_of_freedom  # with na.rm R keeps those of all rows
    half = intervals.normal(level) * figure.standard_error
    found: dict[str, Any] = {
        "estimate": p,
        "se": figure.standard_error,
        "degf": df,
        "nrow_design": rows,
        "n_nonzero_weight": int((design.weight != 0).sum()),
        "sum_weights": float(design.weight.sum()),
        "deff": figure.deff,
        "deff_replace": figure.deff_with_replacement,
        "ci_t": limits(intervals.wald(p, variance, df, level)),
        "ci_normal": [p - half, p + half],
    }
    if case["stat"] == "prop":
        exact = intervals.korn_graubard(p, variance, rows, df, level=level)
        found |= {
            "n_eff": intervals.effective(p, variance),
            "n_eff_kg": exact.effective,
            "ci_beta": limits(exact),
            "ci_logit": limits(intervals.logit(p, variance, df, level)),
            "ci_xlogit": limits(intervals.logit(p, variance, df, level)),
            "ci_wilson": limits(intervals.wilson(p, variance, df, level)),
        }
    return found


def limits(interval: intervals.Interval) -> tuple[float, float]:
    return float(interval.low), float(interval.high)


def by_group(case: dict[str, Any], sample: Sample, data: Columns) -> dict[str, Any]:
    labels = list(zip(*[data[name] for name in case["by"]], strict=True))
    found: dict[str, list[Any]] = {}
    for group in sorted({tuple(map(str, label)) for label in labels}, key=lambda g: g[::-1]):
        within = np.array([tuple(map(str, label)) == group for label in labels])
        if not (sample.weight[within] != 0).any():
            continue
        part = domain(sample, within)
        y = data[case["y"]] if part.residuals else data[case["y"]][within]
        row = one(case | {"stat": "prop" if case.get("prop") else "mean"}, part, y)
        named = {"group": "|".join(group), **{k: row[k] for k in ("estimate", "se", "deff")}}
        named["ci_normal_low"], named["ci_normal_high"] = row["ci_normal"]
        if case.get("prop"):
            named["ci_beta_low"], named["ci_beta_high"] = row["ci_beta"]
        for name, value in named.items():
            found.setdefault(name, []).append(value)
    return found


def drawn(data: Columns, design: dict[str, Any]) -> Sample:
    rows = len(next(iter(data.values())))
    strata = data[design["strata"][0]] if design.get("strata") else np.zeros(rows)
    population = data[design["fpc"][0]] if design.get("fpc") else None
    return stratified(list(strata), population, data[design["weights"]] if design.get("weights") else None)


def calibrated(sample: Sample, data: Columns, case: dict[str, Any]) -> Sample:
    if "poststrat" in case:
        known = case["poststrat"]
        return post_stratify(sample, margin_of(data, known["vars"], known["table"]))
    if "rake" in case:
        margins = [margin_of(data, known["vars"], known["table"]) for known in case["rake"]["margins"]]
        return rake(sample, margins, case["rake"]["epsilon"], case["rake"]["maxit"])
    return sample


def margin_of(data: Columns, names: list[str], table: str) -> Margin:
    known = read(table)
    population = dict(zip(labels_of(known, names), map(float, known["Freq"]), strict=True))
    return margin(labels_of(data, names), population)


def labels_of(data: Columns, names: list[str]) -> list[tuple[str, ...]]:
    return [tuple(map(str, row)) for row in zip(*[data[name] for name in names], strict=True)]


def matches(data: Columns, conditions: list[dict[str, Any]]) -> np.ndarray[Any, np.dtype[np.bool_]]:
    return np.all([np.isin(data[c["var"]], c["values"]) for c in conditions], axis=0)


def where(data: Columns, within: np.ndarray[Any, np.dtype[np.bool_]]) -> Columns:
    return {name: column[within] for name, column in data.items()}


@cache
def read(name: str) -> Columns:
    with (FOLDER / name).open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    columns: Columns = {}
    for column in rows[0]:
        texts = [row[column] for row in rows]
        try:
            columns[column] = np.array([np.nan if t in {"", "NA"} else float(t) for t in texts])
        except ValueError:
            columns[column] = np.array(texts)
    return columns
