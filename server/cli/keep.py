"""Keeping it safe: bring the database up to date, back it up, bring a backup back, see what is wrong."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import click
import msgspec
from msgspec import structs

from server.domain.city import read_city
from server.domain.erasures import forget_again, read_erasures
from server.domain.upkeep import NotDone
from server.domain.upkeep.archive import Manifest
from server.domain.upkeep.backups import Source, make_backup
from server.domain.upkeep.findings import Finding, Level, trouble
from server.domain.upkeep.house import House, look_at_house
from server.domain.upkeep.memory import look_at_memory
from server.domain.upkeep.restoring import restore_backup
from server.models import TABLES
from server.models.migrations import runner
from server.settings import Settings
from server.storage.database import DATABASE, close_database, open_database, start_database
from server.storage.errors import Full, Gone
from server.storage.media import FileMedia, Media, folder_of, move_all, open_media
from server.storage.secret import SECRET
from server.storage.space import give_back_reserve

MEGABYTE: Final = 10**6
FILE: Final = click.Path(exists=True, dir_okay=False, path_type=Path)


def media_of(settings: Settings) -> Media:
    """Where photos lie."""
    return open_media(settings.media_url, settings.home)


async def with_database(settings: Settings, act: Callable[[], Awaitable[Any]]) -> Any:
    """Do it while the database is open."""
    open_database(settings.home, settings.database_url, TABLES)
    await start_database()
    try:
        return await act()
    finally:
        await close_database()


@click.command()
@click.pass_obj
def migrate(obj: Any) -> None:
    """Bring the database up to date. Safe beside a running server, and twice.

    \b
    Example: linli migrate
    """
    ran = asyncio.run(with_database(obj.settings, runner.migrate))
    click.echo(f"ran {', '.join(ran)}" if ran else "nothing to do")


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path, resolve_path=True))
@click.option(
    "--without-survey", is_flag=True, help="Leave the answers out: for further copies in an open wave."
)
@click.option(
    "--with-key", is_flag=True, help="Put the secret key in: whoever has the file can then sign in."
)
@click.pass_obj
def backup(obj: Any, file: Path, without_survey: bool, with_key: bool) -> None:
    """Write database and photos into FILE, while the server runs; over an older one of this name.

    On PostgreSQL FILE holds the photos; the rows are in the dump you make just before.

    \b
    Example: linli backup /backup/linli.tar
    """
    settings: Settings = obj.settings
    on_postgres = settings.database_url is not None
    source = Source(settings.home, media_of(settings), on_postgres, not without_survey, with_key)

    async def make() -> Manifest:
        return await make_backup(file, source, datetime.now(UTC))

    if with_key and settings.secret_key:
        raise click.ClickException("the key is in LINLI_SECRET_KEY, not in the home: keep it yourself")
    try:
        manifest = asyncio.run(with_database(settings, make) if on_postgres else make())
    except (NotDone, Full, Gone) as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{file}: {file.stat().st_size / MEGABYTE:.1f} MB, {in_words(manifest)}")
    if on_postgres:
        click.echo(
            "photos only: back up the rows with `pg_dump --format=custom`, and start it before this command"
        )
    if not with_key:
        click.echo(
            f"the secret key is not in it: keep {settings.home / SECRET} (or LINLI_SECRET_KEY) elsewhere"
        )


@click.command()
@click.argument("file", type=FILE)
@click.option("--erasures", type=FILE, help="The newest copy of erasures.log: who was deleted since.")
@click.pass_obj
def restore(obj: Any, file: Path, erasures: Path | None) -> None:
    """Make LINLI_HOME from a backup. It must be empty or absent; nothing is ever overwritten.

    \b
    Example: LINLI_HOME=/var/lib/linli linli restore /backup/linli.tar --erasures /backup/erasures.log
    """
    settings: Settings = obj.settings
    on_postgres = settings.database_url is not None
    forgotten = 0

    def forget(home: Path) -> None:
        nonlocal forgotten
        if erasures:
            forgotten = asyncio.run(forgotten_again(structs.replace(settings, home=home), erasures))

    try:
        manifest = restore_backup(file, settings.home, on_postgres=on_postgres, before_use=forget)
        if settings.media_url:
            asyncio.run(move_all(FileMedia(settings.home / "media"), media_of(settings)))
    except (NotDone, Full, Gone) as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{settings.home}: as of {manifest.made_at:%Y-%m-%d %H:%M} UTC, {in_words(manifest)}")
    if on_postgres:
        click.echo("photos only: the rows come back with `pg_restore`, before this command")
    if erasures:
        click.echo(f"{forgotten} people who had deleted their account since were deleted again")
    else:
        click.echo("whoever deleted their account since is back: see --erasures")
    if SECRET not in manifest.files and not settings.secret_key:
        click.echo(
            f"put your secret key at {settings.home / SECRET} (mode 0600) before the first start: without it"
        )
        click.echo(
            "everybody signs in anew, and look-up codes and invitation codes given out before are void"
        )


async def forgotten_again(settings: Settings, erasures: Path) -> int:
    """How many of those in the file were known here, and are not any more."""

    async def forget() -> int:
        await runner.migrate()
        return await forget_again(read_erasures(erasures))

    count: int = await with_database(settings, forget)
    return count


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For programs: {findings: [{level, what, cure}]}.")
@click.option("--free", is_flag=True, help="Give back the reserve of 64 MB first, when the disk is full.")
@click.pass_context
def doctor(context: click.Context, as_json: bool, free: bool) -> None:
    """Say what is wrong, and how to mend it. Exit code 0: nothing, 1: warnings, 2: trouble.

    \b
    Example: linli doctor
    """
    settings: Settings = context.obj.settings
    if free:
        click.echo(f"{give_back_reserve(settings.home) / MEGABYTE:.0f} MB given back", err=True)
    findings = examine(settings, datetime.now(UTC))
    if as_json:
        click.echo(msgspec.json.encode({"findings": findings}).decode())
    else:
        for finding in findings:
            click.echo(f"{finding.level}: {finding.what}. {finding.cure}.")
        if not findings:
            click.echo("nothing is wrong")
    context.exit(2 if any(it.level is Level.TROUBLE for it in findings) else 1 if findings else 0)


def examine(settings: Settings, now: datetime) -> list[Finding]:
    """House first; the database only if there is one."""
    house = House(
        home=settings.home,
        media=folder_of(settings.media_url, settings.home),
        public_url=settings.public_url,
        on_postgres=settings.database_url is not None,
        demo=settings.demo,
        sms_to_file=settings.sms == "file",
        secret_given=settings.secret_key is not None,
    )
    findings = list(look_at_house(house, now))
    if not (house.on_postgres or (settings.home / DATABASE).exists()):
        return findings
    zone = read_city(settings.city).time_zone

    async def look() -> list[Finding]:
        return await look_at_memory(media_of(settings), zone, datetime.now(UTC))

    try:
        seen: list[Finding] = asyncio.run(with_database(settings, look))
    except Exception as error:  # whatever it is, the doctor says it
        cure = (
            "see that PostgreSQL runs and that LINLI_DATABASE_URL names it"
            if house.on_postgres
            else "see the findings above"
        )
        return [*findings, trouble(f"the database cannot be read: {error}", cure)]
    return findings + seen


def in_words(manifest: Manifest) -> str:
    """How much is in a backup."""
    photos = sum(name.startswith("media/") for name in manifest.files)
    counts = manifest.counts
    parts = [f"{counts['service_request']} requests", f"{photos} files of photos"]
    if "survey.response" in counts:
        parts.append(f"{counts['survey.response']} answers")
    return ", ".join(parts)


COMMANDS: Final = [migrate, backup, restore, doctor]
