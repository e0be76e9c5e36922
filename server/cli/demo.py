"""`linli demo`: made-up content, so that there is something to see, to try and to measure."""

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import click

from server.cli.keep import media_of
from server.cli.operator import Operator
from server.domain.demo import NotEmpty, is_empty
from server.http.site import Site

if TYPE_CHECKING:
    from server.data.demo.fill import Filled


@click.command()
@click.option(
    "--scale", default=0, metavar="N", help="With N services over all communities, to measure with."
)
@click.option("--force", is_flag=True, help="Also where others can reach it (LINLI_PUBLIC_URL).")
@click.pass_obj
def demo(operator: Operator, scale: int, force: bool) -> None:
    """Fill an empty database with a made-up city life; every page then says so.

    Nobody in it is real, and no telephone number rings. The logins are printed and kept in
    LINLI_HOME/demo-logins.txt.

    \b
    Example: LINLI_HOME=/tmp/linli-demo linli demo
    """
    if not force:
        check_address(operator)
    try:
        filled = asyncio.run(filling(operator, scale))
    except NotEmpty:
        raise click.ClickException(
            "the database is not empty, nothing was changed; give the demonstration a home of its own: "
            "LINLI_HOME=/tmp/linli-demo linli demo"
        ) from None
    except FileNotFoundError as missing:
        raise click.ClickException(f"{missing.filename}: nothing is written for this city") from None
    say(filled)


async def filling(operator: Operator, scale: int = 0) -> "Filled":
    """The whole of it, in a database of its own."""
    async with operator.opened():
        return await fill_now(operator, scale)


async def fill_if_empty(operator: Operator) -> None:
    """For `linli serve`: the same, where nobody has put anything in. The database is open."""
    if await is_empty():
        check_address(operator)
        say(await fill_now(operator))


async def fill_now(operator: Operator, scale: int = 0) -> "Filled":
    """Raises NotEmpty, or FileNotFoundError if nothing is written for this city."""
    from server.data.demo.fill import Tools, fill  # NumPy and Pillow: no other command waits for them

    settings = operator.settings
    tools = Tools(settings.city, operator.city, operator.keys, media_of(settings), settings.home)
    return await fill(tools, datetime.now(UTC), scale)


def check_address(operator: Operator) -> None:
    """Passwords stand in a file, codes too: not for everybody."""
    if not Site(operator.settings.public_url).is_local:
        raise click.ClickException(
            f"LINLI_PUBLIC_URL {operator.settings.public_url} is open to others, and demonstrations are not "
            "for them; if this one is, fill it first with `linli demo --force`"
        )


def say(filled: "Filled") -> None:
    """What there is now, and how to get in."""
    click.echo(
        f"demonstration: {filled.services} services, {filled.told.requests} requests "
        f"with {filled.told.photos} photos, {filled.told.before} of the months before, "
        f"{filled.answers} answers of last year's survey\n"
    )
    click.echo(filled.logins.read_text("utf-8"))
    click.echo(f"kept in {filled.logins}")


COMMANDS: Final = [demo]
