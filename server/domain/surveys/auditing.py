"""An estimate recomputed from a file, so that anybody who may see the rows can check a published number.

A row is a sampled unit: `stratum` (none: one), `population` (none: as if it were endless), `value` (empty: it
did not answer, so that the answered are a domain), `weight` (none: population over sampled), and any others.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal

import numpy as np
from msgspec import Struct

from server.domain.errors import BadRow
from server.domain.surveys import intervals
from server.domain.surveys.estimating import Figure, Lonely, LonelyStratum, mean, total
from server.domain.surveys.intervals import Interval
from server.domain.surveys.samples import Flags, Floats, Sample, domain, stratified
from server.domain.surveys.weighting import Margin, margin, post_stratify, rake

Statistic = Literal["proportion", "mean", "total"]
Method = Literal["korn-graubard", "logit", "wilson"]
TOGETHER: Final = ":"  # a margin over sex and age at once: variable sex:age, level f:18


class Rows(Struct, frozen=True):
    """A file's columns, and its numbers; one entry a row."""

    columns: Mapping[str, list[str]]
    lines: list[int]  # of the file
    value: Floats  # NaN: did not answer
    population: Floats | None
    weight: Floats | None


class Question(Struct, frozen=True):
    """What to compute, and how."""

    statistic: Statistic = "proportion"
    method: Method = "korn-graubard"
    level: float = intervals.LEVEL
    lonely: Lonely = Lonely.ADJUST
    uncapped: bool = False  # as R's package, without the rules for where it gives up
    within: tuple[str, str] | None = None  # a column and its value


class Recomputed(Struct, frozen=True, omit_defaults=True):
    """One estimate at full precision; null where there is none."""

    estimate: float | None
    standard_error: float | None
    ci_low: float | None
    ci_high: float | None
    method: str
    n: int
    n_effective: float | None  # p(1-p)/V
    degrees_of_freedom: int
    deff: float | None
    group: str | None = None


def read_rows(lines: Iterable[str]) -> Rows:
    """A CSV with a header. Raises BadRow, naming the line."""
    reader = csv.DictReader(lines)
    names = list(reader.fieldnames or [])
    if "value" not in names:
        raise BadRow(line=1, why=f"there is no column value among {', '.join(names) or 'none'}")
    columns: dict[str, list[str]] = {name: [] for name in names}
    places = list[int]()
    for row in reader:
        if None in row or None in row.values():
            raise BadRow(line=reader.line_num, why=f"it has not the {len(names)} fields of the header")
        places.append(reader.line_num)
        for name in names:
            columns[name].append(row[name].strip())
    if not columns["value"]:
        raise BadRow(line=2, why="there are no rows")
    rows = Rows(
        columns,
        places,
        _numbers(columns["value"], "value", places, empty=np.nan),
        _numbers(columns["population"], "population", places) if "population" in columns else None,
        _numbers(columns["weight"], "weight", places) if "weight" in columns else None,
    )
    _check(rows)
    return rows


def read_margins(lines: Iterable[str], rows: Rows) -> list[Margin]:
    """`variable,level,population`: one margin a variable, over rows of the sample. Raises BadRow."""
    known: dict[str, dict[str, float]] = {}
    reader = csv.DictReader(lines)
    for row in reader:
        variable, level, population = (row.get(name) or "" for name in ("variable", "level", "population"))
        if not (variable and level and set(variable.split(TOGETHER)) <= rows.columns.keys()):
            raise BadRow(line=reader.line_num, why=f"{variable or 'nothing'} is not a column of the rows")
        (number,) = _numbers([population], "population", [reader.line_num])
        known.setdefault(variable, {})[level] = float(number)
    try:
        return [margin(_labels(rows, variable), levels) for variable, levels in known.items()]
    except KeyError as missing:
        raise BadRow(line=reader.line_num, why=f"no population is given for {missing.args[0]}") from None


def recompute(
    rows: Rows, question: Question, *, strata: Sequence[Margin] = (), raked: Sequence[Margin] = ()
) -> Recomputed:
    """One estimate. `strata`: margins to post-stratify by, each in turn; `raked`: margins to rake to."""
    sample, within = _sample(rows, strata, raked), _within(rows, question)
    return _estimate(rows, sample, within, question)


def recompute_by(
    rows: Rows,
    column: str,
    question: Question,
    *,
    strata: Sequence[Margin] = (),
    raked: Sequence[Margin] = (),
) -> list[Recomputed]:
    """One estimate for each value of a column, or of several: kind:sex. Raises BadRow if there is none."""
    sample, within = _sample(rows, strata, raked), _within(rows, question)
    labels = np.array(_labels(rows, column))
    found = []
    for label in dict.fromkeys(sorted(labels)):
        inside = within & (labels == label)
        if (inside & ~np.isnan(rows.value)).any():
            found.append(_estimate(rows, sample, inside, question, str(label)))
    return found


def _estimate(
    rows: Rows, sample: Sample, within: Flags, question: Question, group: str | None = None
) -> Recomputed:
    keep = within & ~np.isnan(rows.value)
    if not keep.any():
        raise BadRow(line=1, why="nobody answered there")
    if question.statistic == "proportion" and not np.isin(rows.value[keep], (0, 1)).all():
        first = int(np.argmax(keep & ~np.isin(rows.value, (0, 1))))
        raise BadRow(line=rows.lines[first], why="a proportion is of zeros and ones")
    part = domain(sample, keep)
    y = np.where(keep, np.nan_to_num(rows.value), 0.0) if part.residuals else rows.value[keep]
    try:
        figure = (total if question.statistic == "total" else mean)(part, y, question.lonely)
    except LonelyStratum:
        raise BadRow(line=1, why="a stratum has a single sampled row") from None
    share = question.statistic == "proportion"
    interval = _interval(rows, figure, question) if share else _of_mean(figure, question.level)
    effective = intervals.effective(figure.value, figure.variance) if share else np.nan
    return Recomputed(
        _finite(figure.value),
        _finite(figure.standard_error),
        _finite(interval.low),
        _finite(interval.high),
        question.method if share else "t",
        figure.answers,
        _finite(effective),
        figure.degrees_of_freedom,
        _finite(figure.deff),
        group,
    )


def _interval(rows: Rows, figure: Figure, question: Question) -> Interval:
    """Of a share: as R has it, or with the rules of a release."""
    p, variance, df, level = figure.value, figure.variance, figure.degrees_of_freedom, question.level
    population = figure.weight if rows.population is not None else np.inf
    cap = np.inf if question.uncapped else intervals.most_effective(figure.answers, population)
    if question.method == "logit":
        found = intervals.logit(p, variance, df, level)
    elif question.method == "wilson":
        found = intervals.wilson(p, variance, df, level, cap)
    else:
        found = intervals.korn_graubard(p, variance, figure.rows, df, level=level, cap=cap)
    if question.uncapped:
        return found
    return intervals.where_r_gives_up(found, p, figure.answers, df, population, level=level)


def _of_mean(figure: Figure, level: float) -> Interval:
    return intervals.wald(figure.value, figure.variance, figure.degrees_of_freedom, level)


def _sample(rows: Rows, strata: Sequence[Margin], raked: Sequence[Margin]) -> Sample:
    labels = rows.columns.get("stratum") or [""] * len(rows.value)
    sample = stratified(labels, rows.population, rows.weight)
    for known in strata:
        sample = post_stratify(sample, known)
    return rake(sample, raked) if raked else sample


def _within(rows: Rows, question: Question) -> Flags:
    if question.within is None:
        return np.ones(len(rows.value), dtype=bool)
    column, value = question.within
    return np.array([label == value for label in _column(rows, column)], dtype=bool)


def _column(rows: Rows, name: str) -> list[str]:
    if name not in rows.columns:
        raise BadRow(line=1, why=f"there is no column {name}")
    return rows.columns[name]


def _labels(rows: Rows, variable: str) -> list[str]:
    columns = [_column(rows, name) for name in variable.split(TOGETHER)]
    return [TOGETHER.join(values) for values in zip(*columns, strict=True)]


def _numbers(texts: Sequence[str], name: str, lines: list[int], empty: float | None = None) -> Floats:
    found = np.empty(len(texts))
    for place, text in enumerate(texts):
        try:
            found[place] = float(text) if text or empty is None else empty
        except ValueError:
            found[place] = np.nan
        if (text or empty is None) and not np.isfinite(found[place]):
            raise BadRow(line=lines[place], why=f"{name} is {text or 'empty'}, not a number")
    return found


def _check(rows: Rows) -> None:
    """A stratum has one population, no smaller than what was sampled of it; weights are above zero."""
    if rows.weight is not None and (rows.weight <= 0).any():
        raise BadRow(line=rows.lines[int(np.argmax(rows.weight <= 0))], why="a weight is not above zero")
    if rows.population is None:
        return
    labels = rows.columns.get("stratum") or [""] * len(rows.value)
    first: dict[str, float] = {}
    sampled: dict[str, int] = {}
    for place, (label, population) in enumerate(zip(labels, rows.population, strict=True)):
        sampled[label] = sampled.get(label, 0) + 1
        if first.setdefault(label, population) != population:
            raise BadRow(
                line=rows.lines[place], why=f"stratum {label} had a population of {first[label]:g} before"
            )
        if sampled[label] > population:
            raise BadRow(line=rows.lines[place], why=f"stratum {label} has more rows than its population")


def _finite(number: float | Floats) -> float | None:
    value = float(number)
    return value if np.isfinite(value) else None
