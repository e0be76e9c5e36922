"""Everything is put together here, and nowhere else."""

from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from litestar import Litestar, Request, Router
from litestar.datastructures import State
from litestar.di import Provide
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin

from server import __version__
from server.api import catalogue, city, divisions, me, requests, satisfaction, services, session, waves
from server.api.desk import requests as desk_requests
from server.domain.city import City, read_city
from server.domain.keys import Keys
from server.domain.tokens import Ring, SigningKey
from server.http.front import Front
from server.http.language import language_of
from server.http.once import stamp_of
from server.http.problems import answer_problem
from server.http.site import Site
from server.http.who import Doorkeeper, who
from server.models import TABLES
from server.models.migrations.runner import migrate
from server.settings import Settings
from server.storage.database import close_database, open_database, start_database
from server.storage.media import FileMedia, Media

ROUTERS = [
    city.router,
    divisions.router,
    catalogue.router,
    services.router,
    session.router,
    me.router,
    requests.router,
    waves.router,
    satisfaction.router,
    desk_requests.router,
]


class Linli:
    """The whole server as an ASGI application: the front layer, and the handlers behind it.

    `state.clock` says what time it is; a test may put another there.
    """

    def __init__(self, handlers: Litestar) -> None:
        self.handlers = handlers
        self.state: State = handlers.state
        self.front = Front(handlers)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """One call, or the server's life."""
        if scope["type"] == "lifespan":
            await self.handlers(scope, receive, send)
        else:
            await self.front(scope, receive, send)

    def lifespan(self) -> AbstractAsyncContextManager[None]:
        """Open while it is entered: database, clock, media."""
        return self.handlers.lifespan()


def now_utc() -> datetime:
    """The real time."""
    return datetime.now(UTC)


def create_app(settings: Settings) -> Linli:
    """The whole server, for these settings."""
    the_city, keys = read_city(settings.city), Keys(bytes.fromhex(settings.secret_key or "00" * 32))
    site = Site(settings.public_url.rstrip("/"))
    media = FileMedia(settings.home / "media")
    handlers = Litestar(
        [Router("/api", route_handlers=ROUTERS)],
        dependencies=dependencies(keys, the_city, media),
        exception_handlers={Exception: answer_problem},
        lifespan=[a_life(settings)],
        openapi_config=OpenAPIConfig(
            "Linli",
            __version__,
            use_handler_docstrings=True,
            path="/schema",
            render_plugins=[JsonRenderPlugin()],
        ),
    )
    state = handlers.state
    state.clock = now_utc
    state.site, state.secrets = site, keys
    state.ring = Ring([SigningKey(keys.derive("jwt"))])
    state.doorkeeper = Doorkeeper(site, state.ring, lambda: state.clock())  # noqa: PLW0108  (a test may put another clock there)
    return Linli(handlers)


def dependencies(keys: Keys, the_city: City, media: Media) -> dict[str, Provide]:
    """What a handler can ask for by name."""

    def now(request: Request[Any, Any, Any]) -> datetime:
        moment: datetime = request.app.state.clock()
        return moment

    def language(request: Request[Any, Any, Any]) -> str:
        return language_of(request)

    return {
        "actor": Provide(who),
        "now": Provide(now, sync_to_thread=False),
        "stamp": Provide(stamp_of),
        "keys": Provide(lambda: keys, sync_to_thread=False),
        "city": Provide(lambda: the_city, sync_to_thread=False),
        "media": Provide(lambda: media, sync_to_thread=False),
        "language": Provide(language, sync_to_thread=False),
    }


def a_life(settings: Settings) -> Callable[[Litestar], AbstractAsyncContextManager[None]]:
    """From opening to closing."""

    @asynccontextmanager
    async def life(_: Litestar) -> AsyncGenerator[None]:
        settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        open_database(settings.home, settings.database_url, TABLES)
        await start_database()
        await migrate()
        try:
            yield
        finally:
            await close_database()

    return life
