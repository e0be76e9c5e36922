"""`linli serve`: the server, in one process on SQLite, as many as you like on PostgreSQL."""

import asyncio
import gc
import os
import socket
import sys
from typing import Any, Final

import click
import msgspec
import uvicorn

from server.app import Linli, create_app
from server.cli.demo import fill_if_empty
from server.cli.operator import Operator
from server.domain.calendar import read_holidays, save_holidays
from server.domain.city import FOLDER
from server.domain.network import read_divisions, save_divisions
from server.domain.pinyin import Reader
from server.http.protocol import Protocol
from server.models.network import Division
from server.storage.locks import FileLock
from server.storage.sms import Message
from server.storage.space import lay_by_reserve

GRACEFUL: Final = 20  # seconds for what is running when we are told to stop
KEEP_ALIVE: Final = 5  # seconds that an idle connection stays open
CONNECTIONS: Final = 4000


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
@click.option("--fd", type=int, help="Listen on this inherited socket instead (systemd).")
@click.option("--drain", default=0.0, show_default=True, help="Seconds between /readyz 503 and stopping.")
@click.option(
    "--demo-if-empty", is_flag=True, help="Fill an empty database with demonstration content first."
)
@click.pass_obj
def serve(
    operator: Operator, *, host: str, port: int, fd: int | None, drain: float, demo_if_empty: bool
) -> None:
    """Serve the city: bring the database up to date, then answer until told to stop.

    \b
    Example: linli serve --port 8000
    """
    settings = operator.settings
    if "LINLI_PUBLIC_URL" not in os.environ and fd is None:
        settings = msgspec.structs.replace(settings, public_url=f"http://127.0.0.1:{port}")
    if fd is None:
        check_free(host, port)
    lock = FileLock(settings.home / "serve.lock")
    if settings.database_url is None:
        if lock.taken():
            raise click.ClickException(
                f"another `linli serve` runs on {settings.home}; SQLite serves from one process"
            )
        lock.__enter__()
    asyncio.run(prepare(operator, demo_if_empty))
    app = create_app(settings, say if sys.stdout.isatty() else None)
    app.state.parts.pages.keep_chunks(settings.home)
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        fd=fd,
        http=Protocol,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.forwarded_allow_ips),
        forwarded_allow_ips=settings.forwarded_allow_ips,
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=GRACEFUL,
        limit_concurrency=CONNECTIONS,
    )
    server = Server(config, app, drain)
    server.words = f"Linli · {operator.city.name} · {settings.public_url}"
    server.run()
    if not server.started:
        sys.exit(1)


def check_free(host: str, port: int) -> None:
    """Before the work of starting, not after it. Raises ClickException when somebody else listens there."""
    try:
        socket.create_server((host, port)).close()
    except (OSError, OverflowError) as error:
        why = str(getattr(error, "strerror", None) or error).partition(" (")[0]
        raise click.ClickException(
            f"cannot listen on {host}:{port}: {why}. Choose another, as in: linli serve --port 8001"
        ) from None


class Server(uvicorn.Server):
    """Says when it is ready; when told to stop, tells the balancer first."""

    words = ""

    def __init__(self, config: uvicorn.Config, app: Linli, drain: float) -> None:
        super().__init__(config)
        self.app, self.drain = app, drain

    async def startup(self, sockets: Any = None) -> None:
        """As uvicorn's, and one line for whoever started it."""
        await super().startup(sockets)
        if self.started:
            gc.collect()
            gc.freeze()  # what is here now stays: not to be looked through again while somebody waits
            click.echo(self.words)

    def handle_exit(self, sig: int, frame: Any) -> None:
        """SIGTERM or SIGINT: /readyz says 503, and after the drain nothing new is taken."""
        health = self.app.state.parts.health
        if health.draining or not self.drain:
            health.draining = True
            super().handle_exit(sig, frame)
            return
        health.draining = True
        asyncio.get_running_loop().call_later(self.drain, super().handle_exit, sig, frame)


async def prepare(operator: Operator, demo_if_empty: bool) -> None:
    """A reserve on the disk, migrations, network, holidays, and demonstration content if asked for."""
    lay_by_reserve(operator.settings.home)
    async with operator.opened():
        if demo_if_empty or operator.settings.demo:
            await fill_if_empty(operator)
        if not await Division.exists():
            text = (FOLDER / operator.settings.city / "divisions.csv").read_text("utf-8")
            await save_divisions(read_divisions(text.splitlines()), Reader(operator.settings.city))
        await save_holidays(read_holidays())


def say(message: Message) -> None:
    """Each text message that goes into the file, for whoever tries things out."""
    click.echo(f"SMS to {message.to}: {message.text}")


COMMANDS: Final = [serve]
