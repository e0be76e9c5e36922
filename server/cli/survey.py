"""The yearly survey: draw its sample, publish its numbers, and let others check them."""

import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import SystemRandom
from typing import TYPE_CHECKING, Any, Final, cast

import click
import msgspec

from server.cli.letters import letters
from server.cli.operator import Operator
from server.cli.staff import now, run
from server.domain.errors import BadRow
from server.domain.surveys.codes import Letter
from server.domain.surveys.exporting import StaffRow, staff_file
from server.domain.surveys.results import Published, publish_wave
from server.domain.surveys.waves import wave_to_publish

if TYPE_CHECKING:
    from server.domain.surveys.auditing import Recomputed

FILE: Final = click.Path(exists=True, dir_okay=False, path_type=Path)
NEW: Final = click.Path(dir_okay=False, path_type=Path)
DAY: Final = click.DateTime(["%Y-%m-%d"])
DATES: Final = {"opens_on": "opens", "closes_on": "closes", "result_on": "result"}


@click.group()
def survey() -> None:
    """The yearly survey and its numbers."""


@survey.command()
@click.argument("frame", type=FILE)
@click.option("--year", type=int, required=True)
@click.option("--opens", type=DAY, required=True, help="Its first day.")
@click.option("--closes", type=DAY, required=True, help="Its last day; a sheet begun by then has three more.")
@click.option("--result", type=DAY, required=True, help="The day that is promised for the numbers.")
@click.option("--invite", "invited", type=click.IntRange(min=1), required=True, help="How many households.")
@click.option("--letters", type=NEW, help="Where the codes go, once: for the printer, and nobody else.")
@click.option("--check", is_flag=True, help="Say who would be invited; draw nothing.")
@click.pass_obj
def draw(operator: Operator, /, *, frame: Path, letters: Path | None, check: bool, **when: Any) -> None:
    """Draw a year's sample from a frame of totals: division, audience, population.

    Strata may be communities, streets or districts, but none within another. Where one is missing, no number
    can be given for what it belongs to. The survey opens and closes on its days by itself.

    \b
    Example: linli survey draw frame.csv --year 2027 --opens 2027-04-01 --closes 2027-05-15
             --result 2027-06-30 --invite 20000 --letters letters.csv
    """
    from server.domain.surveys.drawing import Plan, draw_wave, read_totals, share_out

    dates = {name: when[given].date() for name, given in DATES.items()}
    plan = Plan(year=when["year"], invited=when["invited"], **dates)
    if not plan.opens_on <= plan.closes_on < plan.result_on:
        raise click.UsageError("--opens, --closes and --result must follow one another")
    if not (check or letters):
        raise click.UsageError("the codes need a file: --letters")
    with naming(frame):
        strata = share_out(read_totals(lines(frame)), plan)
    households = sum(stratum.sampled for stratum in strata)
    if check:
        click.echo(f"{households} households in {len(strata)} strata; nothing was drawn")
        return

    async def drawing() -> list[Letter]:
        async with operator.opened():
            with naming(frame):
                return await draw_wave(
                    strata, plan, city=operator.city, keys=operator.keys, chance=SystemRandom()
                )

    write_csv(cast("Path", letters), Letter, run(drawing()))
    click.echo(f"{households} households in {len(strata)} strata; codes in {letters} and nowhere else")


@survey.command()
@click.argument("year", type=int)
@click.pass_obj
def publish(operator: Operator, *, year: int) -> None:
    """Show the numbers of a closed survey to everybody. They never change after.

    \b
    Example: linli survey publish 2026
    """

    async def publishing() -> Published:
        async with operator.opened():
            return await publish_wave(await wave_to_publish(year), now())

    said = run(publishing())
    looked = f", {said.unreviewed} of them because nobody looked at them" if said.unreviewed else ""
    click.echo(f"the numbers of {year} can be read: {said.shown}; withheld are {said.withheld}{looked}")


@survey.command()
@click.option(
    "--csv", "file", type=FILE, required=True, help="stratum, population, value, weight and others."
)
@click.option("--statistic", type=click.Choice(["proportion", "mean", "total"]), default="proportion")
@click.option(
    "--domain", "within", metavar="COLUMN=VALUE", help="Only these rows; the rest stay in the design."
)
@click.option("--by", "column", metavar="COLUMN", help="One estimate for each value of a column.")
@click.option("--method", type=click.Choice(["korn-graubard", "logit", "wilson"]), default="korn-graubard")
@click.option(
    "--uncapped", is_flag=True, help="As R's package survey, without our rules for where it gives up."
)
@click.option("--level", type=click.FloatRange(0, 1, min_open=True, max_open=True), default=0.95)
@click.option(
    "--lonely",
    type=click.Choice(["adjust", "average", "certainty", "remove", "fail"]),
    default="adjust",
    help="What a stratum with a single row adds to the variance.",
)
@click.option("--post-stratify", type=FILE, help="variable,level,population: known totals.")
@click.option("--rake", type=FILE, help="variable,level,population: known totals of several variables.")
@click.option("--json", "as_json", is_flag=True, help="For programs: every digit.")
def estimate(*, file: Path, within: str | None, column: str | None, as_json: bool, **how: Any) -> None:
    """Estimate from a file of sampled units: value 1, 0 or a number; empty: no answer.

    No stratum: one. No population: as if endless. No weight: population over sampled. A variable of a margin
    may join columns: sex:age, with levels f:18.

    \b
    Example: linli survey estimate --csv rows.csv --json
    """
    from server.domain.surveys import auditing  # NumPy takes a moment to load

    known = {"strata": how.pop("post_stratify"), "raked": how.pop("rake")}
    where = tuple(within.split("=", 1)) if within else None
    if where and len(where) != 2:
        raise click.UsageError("--domain is COLUMN=VALUE")
    with naming(file):
        rows = auditing.read_rows(lines(file))
    margins = {}
    for name, margin_file in known.items():
        if margin_file:
            with naming(margin_file):
                margins[name] = auditing.read_margins(lines(margin_file), rows)
    question = msgspec.convert(how | {"within": where}, auditing.Question)
    with naming(file):
        found = (
            auditing.recompute_by(rows, column, question, **margins)
            if column
            else auditing.recompute(rows, question, **margins)
        )
    if as_json:
        click.echo(msgspec.json.encode(found).decode())
    else:
        for one in found if isinstance(found, list) else [found]:
            click.echo(in_words(one))


@survey.command()
@click.argument("year", type=int)
@click.argument("file", type=NEW)
@click.option("--division", required=True, help="Twelve digits: everything in it.")
@click.option("--for", "username", required=True, help="The statistician or auditor who gets the file.")
@click.option("--statistic", default="satisfied", help="Of what: also service:a, need:k, took_part.")
@click.pass_obj
def export(
    operator: Operator, *, year: int, file: Path, division: str, username: str, statistic: str
) -> None:
    """Write the file from which a closed survey's numbers can be recomputed. The look is written down.

    \b
    Example: linli survey export 2025 rows.csv --division 330106000000 --for chenli
    """

    async def reading() -> list[StaffRow]:
        async with operator.opened():
            return await staff_file(year, division, username, now(), statistic)

    rows = run(reading())
    write_csv(file, StaffRow, rows)
    click.echo(f"{file}: {len(rows)} rows; check them with `linli survey estimate --csv {file}`")


@contextmanager
def naming(file: Path) -> Iterator[None]:
    """A bad row is one line: file, line, why."""
    try:
        yield
    except BadRow as bad:
        raise click.ClickException(f"{file}:{bad.facts['line']}: {bad.facts['why']}") from None
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{file} is not UTF-8: {error.reason} at byte {error.start}") from None


def write_csv(file: Path, kind: type[msgspec.Struct], rows: Sequence[msgspec.Struct]) -> None:
    """One row a struct, under the names of its fields."""
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(kind.__struct_fields__)
        writer.writerows(msgspec.structs.astuple(row) for row in rows)


def lines(file: Path) -> list[str]:
    """The lines of a file."""
    return file.read_text("utf-8-sig").splitlines()


def in_words(found: "Recomputed") -> str:
    """One line for the operator."""
    group = f"{found.group}: " if found.group is not None else ""
    answers = f"{found.n} answer{'' if found.n == 1 else 's'}"
    if found.estimate is None or found.ci_low is None or found.ci_high is None:
        return f"{group}{found.estimate} ({answers}, no interval)"
    interval = f"{found.ci_low:.4f} to {found.ci_high:.4f} ({found.method})"
    return f"{group}{found.estimate:.4f}, {interval}, {answers}"


survey.add_command(letters)
COMMANDS: Final = [survey]
