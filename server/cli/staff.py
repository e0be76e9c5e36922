"""Staff, sessions and keys: who may sign in, and how all of it is ended."""

import asyncio
import sys
from datetime import UTC, datetime
from typing import Any, Final

import click

from server.cli.operator import Operator
from server.domain import sessions
from server.domain.errors import Refusal
from server.domain.people import Role
from server.domain.sign_in import as_username
from server.domain.staff import GRANTED, NewStaff, a_password, add_staff, disable_staff, reset_factor_of
from server.http.messages import sentence
from server.models.people import Person
from server.storage.key_files import add_session_key


@click.group()
def staff() -> None:
    """Who works at the desks."""


@staff.command("add")
@click.argument("username")
@click.option("--name", required=True, help="As it stands under their steps: 王芳.")
@click.option("--role", type=click.Choice(sorted(role.value for role in GRANTED)), required=True)
@click.option("--division", required=True, help="Twelve digits; the grant covers everything below it.")
@click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input; else one is made."
)
@click.pass_obj
def add(
    operator: Operator, *, username: str, name: str, role: str, division: str, password_stdin: bool
) -> None:
    """Add somebody, or another grant for somebody who is there.

    \b
    Example: linli staff add wangfang --name 王芳 --role clerk --division 330106005055
    """
    password = sys.stdin.readline().rstrip("\n") if password_stdin else a_password()

    async def adding() -> bool:
        async with operator.opened():
            known: bool = await Person.exists().where(Person.username == as_username(username))
            await add_staff(NewStaff(username, name, Role(role), division, password), now())
            return known

    if run(adding()):
        click.echo(f"{username} may now also act as {role} of {division}; the password is as it was")
    else:
        shown = "" if password_stdin else f", password {password}"
        click.echo(f"{username} may act as {role} of {division}{shown}")


@staff.command("disable")
@click.argument("username")
@click.pass_obj
def disable(operator: Operator, username: str) -> None:
    """Somebody left: their sessions end, and they cannot sign in again.

    \b
    Example: linli staff disable wangfang
    """

    async def disabling() -> bool:
        async with operator.opened():
            return await disable_staff(username, now())

    if not run(disabling()):
        raise click.ClickException(f"there is nobody called {username}")
    click.echo(f"{username} cannot sign in any more")


@staff.command("reset-factor")
@click.argument("username")
@click.pass_obj
def reset(operator: Operator, username: str) -> None:
    """Phone and recovery codes are lost, and no manager is above: forget the authenticator.

    They set up another when they next sign in.

    \b
    Example: linli staff reset-factor wangfang
    """

    async def resetting() -> bool:
        async with operator.opened():
            return await reset_factor_of(username, now())

    if not run(resetting()):
        raise click.ClickException(f"there is nobody called {username}")
    click.echo(f"{username} sets up an authenticator at the next sign-in")


@click.group("sessions")
def sessions_() -> None:
    """Who is signed in."""


@sessions_.command("end")
@click.option("--all", "everybody", is_flag=True, help="Of everybody, residents too.")
@click.option("--of", "username", help="Of one member of staff.")
@click.pass_obj
def end(operator: Operator, everybody: bool, username: str | None) -> None:
    """End sessions; a running server notices within five seconds.

    \b
    Example: linli sessions end --all
    """
    if everybody == bool(username):
        raise click.UsageError("say whose: --all, or --of NAME")

    async def ending() -> int:
        async with operator.opened():
            if everybody:
                return await sessions.end_all(now())
            found: Any = (
                await Person.select(Person.id).where(Person.username == as_username(username or "")).first()
            )
            if not found:
                raise click.ClickException(f"there is nobody called {username}")
            return await sessions.end_all(now(), found["id"])

    click.echo(f"{run(ending())} sessions ended")


@click.group()
def keys() -> None:
    """What signs sessions."""


@keys.command("rotate")
@click.pass_obj
def rotate(operator: Operator) -> None:
    """Sign with a new key from now on; the one before still verifies for a day.

    \b
    Example: linli keys rotate
    """
    add_session_key(operator.settings.home, now())
    click.echo("a new key signs sessions; the one before verifies until this time tomorrow")


def now() -> datetime:
    """The operator's commands act at once."""
    return datetime.now(UTC)


def run(doing: Any) -> Any:
    """To its end; a refusal is one line."""
    try:
        return asyncio.run(doing)
    except Refusal as refusal:
        said = [sentence(refusal.key, "en", refusal.facts)]
        said += [f"{field}: {sentence(key, 'en', refusal.facts)}" for field, key in refusal.fields.items()]
        raise click.ClickException(" ".join(said)) from None


COMMANDS: Final = [staff, sessions_, keys]
