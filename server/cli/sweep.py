"""What time brings, done once: for who runs the clock from outside, and for trying things out."""

import asyncio
from datetime import UTC, datetime
from typing import Final

import click

from server.app import an_sms
from server.cli.keep import media_of
from server.cli.operator import Operator
from server.domain.open311.fetching import Tray
from server.domain.photos import Darkroom
from server.domain.places import Places
from server.jobs.clock import Tools, sweep_all
from server.storage.egress import Egress
from server.storage.pictures import Pictures


@click.command()
@click.option("--now", "moment", help="Do what would be due then (RFC 3339): for trying things out.")
@click.pass_obj
def sweep(operator: Operator, moment: str | None) -> None:
    """Do everything that is due, once: overdue requests climb, silence closes, messages go out.

    `linli serve` does it by itself; running both, or this twice, is safe.

    \b
    Example: linli sweep
    """
    now = moment_of(moment) if moment else datetime.now(UTC)
    did = asyncio.run(swept(operator, now))
    click.echo(", ".join(f"{name} {count}" for name, count in did.items()))


async def swept(operator: Operator, now: datetime) -> dict[str, int]:
    """How much each sweep did."""
    settings = operator.settings
    sms, media, places = an_sms(settings, None), media_of(settings), Places(operator.city.zone)
    room = Darkroom(Pictures(), media, operator.keys)
    tray = Tray(Egress(), room, places)
    tools = Tools(places, sms, operator.city, media, settings.home, operator.keys, tray)
    async with operator.opened():
        try:
            return await sweep_all(tools, now)
        finally:
            await room.pictures.close()


def moment_of(text: str) -> datetime:
    """A time with its zone. Raises BadParameter."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise click.BadParameter(f"{text!r} is no time like 2026-11-24T09:00:00Z", param_hint="--now")
    return moment.astimezone(UTC)


COMMANDS: Final = [sweep]
