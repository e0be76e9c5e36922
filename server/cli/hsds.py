"""The directory to and from other software, as Open Referral HSDS 3.1 (docs/hsds.md)."""

import asyncio
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import click

from server.cli.imports import imports
from server.cli.operator import Operator
from server.domain.errors import Invalid
from server.domain.hsds.exporting import Exported, export_json, export_package
from server.domain.hsds.files import BadFile, read_json
from server.domain.hsds.importing import BadRecords, Counts, Report, import_pieces, world_for
from server.domain.hsds.unpacking import BadRows, Package
from server.domain.pinyin import Reader
from server.storage.errors import Duplicate

JSON: Final = {".json", ".ndjson", ".jsonl"}
MOST_NAMED: Final = 20


@imports.command("hsds")
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--division", metavar="CODE", help="Where things are that do not say where.  [default: the city]"
)
@click.option("--check", is_flag=True, help="Read the file and say what would change; change nothing.")
@click.pass_obj
def import_hsds(operator: Operator, *, file: Path, division: str | None, check: bool) -> None:
    """Load services from HSDS 3.1: JSON of full services (.json, .ndjson), or a data package (.zip, folder).

    All or nothing: a bad record is named with its place and reason, and stops everything. What we have no
    column for is named too, with how often it came. Importing again changes nothing.

    \b
    Example: linli import hsds services.ndjson --check
    """

    async def saving() -> Report:
        async with operator.opened():
            reader = Reader(operator.settings.city)
            world = await world_for(operator.city, division or operator.city.code, reader)
            if file.suffix.lower() in JSON:
                pieces = read_json(file)
            else:
                package = Package(file)
                world.left.update(package.left)
                pieces = package.pieces()
            return await import_pieces(pieces, world, datetime.now(UTC), check)

    try:
        report = asyncio.run(saving())
    except BadFile as bad:
        raise click.ClickException(f"{file}: {bad}; nothing was imported") from None
    except BadRows as bad:
        raise click.ClickException(_bad(file, bad.rows, len(bad.rows))) from None
    except BadRecords as bad:
        raise click.ClickException(_bad(file, [(it.place, it.why) for it in bad.first], bad.count)) from None
    except Duplicate:
        raise click.ClickException(
            "somebody changed one of these services at the same time; nothing was imported, try again"
        ) from None
    except Invalid:
        raise click.ClickException(f"there is no division {division or operator.city.code}") from None
    _say(report, check)


def _bad(file: Path, rows: list[tuple[str, str]], count: int) -> str:
    named = "\n".join(f"  {place}: {why}" for place, why in rows[:MOST_NAMED])
    more = f"\n  and {count - MOST_NAMED} more" if count > MOST_NAMED else ""
    return f"{file}: {count} bad, nothing was imported\n{named}{more}"


def _say(report: Report, check: bool) -> None:
    click.echo("read, nothing changed:" if check else "imported:")
    for noun, counts in (
        ("services", report.services),
        ("organizations", report.organizations),
        ("locations", report.locations),
    ):
        click.echo(f"  {noun}: {_counted(counts)}")
    _list("categories that we have not, filed under `other` until a desk sorts them:", report.unsorted)
    _list("not represented here, by field:", report.left)


def _counted(counts: Counts) -> str:
    return f"{counts.added} new, {counts.changed} changed, {counts.same} as before"


def _list(heading: str, counted: Counter[str]) -> None:
    if counted:
        click.echo(heading)
    for name, count in sorted(counted.items()):
        click.echo(f"  {name}: {count}")


@click.group("export")
def exports() -> None:
    """Give the directory to other software."""


@exports.command("hsds")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def export_hsds(operator: Operator, *, file: Path) -> None:
    """Write every service as HSDS 3.1: JSON of full services (.json, .ndjson), or a data package (.zip).

    The same directory gives the same bytes.

    \b
    Example: linli export hsds hangzhou.zip
    """
    if file.suffix.lower() not in JSON | {".zip"}:
        raise click.ClickException(f"{file}: name it .json, .ndjson or .zip")
    part = file.with_name(f"{file.name}.part")

    async def writing() -> Exported:
        async with operator.opened():
            now = datetime.now(UTC)
            if file.suffix.lower() == ".zip":
                return await export_package(part, operator.city, now)
            return await export_json(part, operator.city, now, lines=file.suffix.lower() != ".json")

    try:
        done = asyncio.run(writing())
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    idle = f", and {done.organizations} organizations that provide none" if done.organizations else ""
    click.echo(f"{done.services} services{idle}, in {file}")


COMMANDS: Final = [exports]
