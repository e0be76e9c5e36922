"""Bringing in what others publish: the network of divisions, the estates, the calendar of days off."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import click

from server.cli.operator import Operator
from server.domain import estate_sheets
from server.domain.calendar import read_holidays, save_holidays
from server.domain.errors import BadRow
from server.domain.network import Imported, Row, read_divisions, save_divisions
from server.domain.pinyin import Reader


@click.group("import")
def imports() -> None:
    """Bring in the network, the estates or the calendar."""


@imports.command("divisions")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--check", is_flag=True, help="Read the file and say what would change; change nothing.")
@click.pass_obj
def import_divisions(operator: Operator, *, file: Path, check: bool) -> None:
    """Load the four-level network from a CSV of code, level, name and parent_code.

    Importing again updates what is there. A bad row is named by its line, and stops everything. A division
    that the file lacks is reported and kept: merging or closing it is a decision.

    \b
    Example: linli import divisions hangzhou.csv --check
    """
    try:
        rows = read_divisions(file.read_text("utf-8-sig").splitlines())
    except BadRow as bad:
        raise click.ClickException(f"{file}:{bad.facts['line']}: {bad.facts['why']}") from None
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{file} is not UTF-8: {error.reason} at byte {error.start}") from None

    async def saving() -> Imported:
        async with operator.opened():
            return await save_divisions(rows, Reader(operator.settings.city), check)

    _report(rows, asyncio.run(saving()), check)


def _report(rows: list[Row], done: Imported, check: bool) -> None:
    said = "read, nothing changed" if check else "imported"
    click.echo(
        f"{len(rows)} divisions {said}: {done.added} new, {done.changed} changed, {done.same} as before"
    )
    if done.missing:
        click.echo(f"not in the file, kept as they are: {len(done.missing)}, from {done.missing[0]}")


@imports.command("estates")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--check", is_flag=True, help="Read the file and say what would change; change nothing.")
@click.pass_obj
def import_estates(operator: Operator, *, file: Path, check: bool) -> None:
    """Load estates, their addresses and property companies from a CSV.

    The columns are community (code), road, numbers (1-19单,22,30-40; 单 odd, 双 even), estate, company; one
    line a road. Importing again updates what is there. A bad row is named by its line, and stops everything.
    An estate that the file lacks is reported and kept.

    \b
    Example: linli import estates estates.csv --check
    """

    async def saving() -> estate_sheets.Imported:
        async with operator.opened():
            return await estate_sheets.save_estates(lines, datetime.now(UTC), check)

    try:
        lines = estate_sheets.read_estates(file.read_text("utf-8-sig").splitlines())
        done = asyncio.run(saving())
    except BadRow as bad:
        raise click.ClickException(f"{file}:{bad.facts['line']}: {bad.facts['why']}") from None
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{file} is not UTF-8: {error.reason} at byte {error.start}") from None
    said = "read, nothing changed" if check else "imported"
    click.echo(f"estates {said}: {done.added} new, {done.changed} changed, {done.same} as before")
    if done.companies:
        click.echo(f"companies that were not in the directory: {len(done.companies)}, {done.companies[0]} …")
    if done.missing:
        click.echo(f"not in the file, kept as they are: {len(done.missing)}, {done.missing[0]} …")


@imports.command("holidays")
@click.pass_obj
def import_holidays(operator: Operator) -> None:
    """Load the days off and make-up workdays of every announced year, from this release's reviewed tables.

    \b
    Example: linli import holidays
    """
    years = [year for year in read_holidays() if year.announced]

    async def saving() -> int:
        async with operator.opened():
            return await save_holidays(years)

    changed = asyncio.run(saving())
    click.echo(f"{years[0].year} to {years[-1].year} are known; {changed} days changed")


COMMANDS: Final = [imports]
