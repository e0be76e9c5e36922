"""`linli survey letters`: a whole city's letters, a file a street, for the printing house."""

import os
from pathlib import Path
from random import SystemRandom
from typing import TextIO

import click

from server.cli.operator import Operator
from server.cli.staff import now, run
from server.domain.people import Actor
from server.domain.surveys.fieldwork import statistician
from server.domain.surveys.letters import PrintLetters, print_letters, streets_to_print
from server.models.network import Division

FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.argument("year", type=int)
@click.argument("folder", type=FOLDER)
@click.option("--for", "username", required=True, help="The statistician who prints; it is written down.")
@click.option("--replace", is_flag=True, help="New letters for who has not answered; their old codes die.")
@click.pass_obj
def letters(operator: Operator, *, year: int, folder: Path, username: str, replace: bool) -> None:
    """Print the letters of a drawn survey, once: a file a street, which nobody can have again.

    \b
    Example: linli survey letters 2027 letters --for heping
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    async def printing() -> tuple[int, int]:
        async with operator.opened():
            return await _print_all(
                operator, await statistician(username, now()), year, folder, replace=replace
            )

    files, count = run(printing())
    click.echo(
        f"{count} letters in {files} files in {folder} and nowhere else; delete them when they are out"
    )


async def _print_all(
    operator: Operator, by: Actor, year: int, folder: Path, *, replace: bool
) -> tuple[int, int]:
    from server.api.told.letters import letters_page  # segno and the pages load only here

    rows = await Division.select(Division.code, Division.short_name)
    names = {row["code"]: str(row["short_name"]) for row in rows}
    site, today = operator.settings.public_url.rstrip("/"), now().astimezone(operator.city.zone).date()
    wave, streets = await streets_to_print(year, replace=replace)
    count = 0
    for street in streets:
        ask = PrintLetters(division=street, replace=replace)
        file = _new(folder / f"letters-{year}-{street}{'-new' if replace else ''}.html")
        with file:  # first: codes that were made and not written would be lost
            printed = await print_letters(
                wave, ask, by=by, keys=operator.keys, chance=SystemRandom(), today=today
            )
            file.write(letters_page(printed, operator.city, site, lambda code: names.get(code, code)))
        count += len(printed.envelopes)
    return len(streets), count


def _new(file: Path) -> TextIO:
    """Of its owner alone, and never over an earlier one, whose codes are nowhere else."""
    try:
        return os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8")
    except FileExistsError:
        raise click.ClickException(f"{file} is there already: its codes are nowhere else") from None
