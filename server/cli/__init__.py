"""The `linli` command, the operator's door: a module a noun, each with its COMMANDS; try `linli --help`.

A command calls one function of the rules and says what it did. A wrong setting or key file is one line and
exit code 2; what a rule refuses is one line and exit code 1.
"""

import os
from typing import Any

import click

from server import __version__
from server.cli import demo, hsds, imports, keep, serve, staff, survey, sweep
from server.cli.operator import Operator
from server.settings import WrongSetting, read_settings
from server.storage.errors import Gone
from server.storage.key_files import BadSecret


class Door(click.Group):
    """What is wrong with a setting or a key, at whatever moment it shows, is one line and exit code 2."""

    def invoke(self, ctx: click.Context) -> Any:
        """The command."""
        try:
            return super().invoke(ctx)
        except (WrongSetting, BadSecret) as error:
            raise Wrong(str(error)) from None
        except Gone as error:
            raise click.ClickException(
                f"the database does not answer: {error}. Is it running, and where LINLI_DATABASE_URL says?"
            ) from None


class Wrong(click.ClickException):
    """A setting or a key file: one line, and exit code 2."""

    exit_code = 2


@click.group(cls=Door, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="linli")
@click.pass_context
def linli(context: click.Context) -> None:
    """Run Linli for a city. Settings come from LINLI_*, see docs/settings.md."""
    os.umask(0o077)  # what we write is for nobody else's eyes
    context.obj = Operator(read_settings(os.environ))


for noun in (serve, keep, imports, hsds, staff, demo, survey, sweep):
    for command in noun.COMMANDS:
        linli.add_command(command)
