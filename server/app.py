"""Everything is put together here, and nowhere else."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import structlog
from litestar import Litestar, Request, Router
from litestar.datastructures import State
from litestar.di import Provide
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin

from server import __version__
from server.api import catalogue, city, divisions, me, requests, satisfaction, services, session, waves
from server.api.desk import requests as desk_requests
from server.domain import topics
from server.domain.city import City, for_page, read_city
from server.domain.keys import Keys
from server.http.cache import Cache
from server.http.call import Parts
from server.http.entrance import Entrance
from server.http.front import Front
from server.http.headers import Sealing
from server.http.health import Health
from server.http.keyring import KeyFile, ring_of
from server.http.language import language_of
from server.http.limits import Limits
from server.http.log import FLUSH_EVERY, RequestLog, set_up_log
from server.http.measures import Measures
from server.http.once import stamp_of
from server.http.pages import Pages
from server.http.problems import answer_problem
from server.http.site import Site
from server.http.who import Doorkeeper, who
from server.models import TABLES
from server.models.migrations.runner import migrate
from server.settings import Settings
from server.storage.database import close_database, open_database, start_database
from server.storage.key_files import secret_of
from server.storage.media import FileMedia, Media
from server.storage.sms import FileSms, HttpSms, Message, Sms

LOOK_EVERY = 1.0  # seconds: what other processes changed, keys too, is noticed by then

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

    `state.clock` says what time it is; a test may put another there. `state.parts` are those of the front.
    """

    def __init__(self, handlers: Litestar, parts: Parts) -> None:
        self.handlers = handlers
        self.state: State = handlers.state
        self.front = Front(handlers, parts)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """One call, or the server's life."""
        if scope["type"] == "lifespan":
            await self.handlers(scope, receive, send)
        else:
            await self.front(scope, receive, send)

    def lifespan(self) -> AbstractAsyncContextManager[None]:
        """Open while it is entered: database, clock, media."""
        return self.handlers.lifespan()

    def openapi(self) -> dict[str, Any]:
        """The API document, from which the app's typed client is made."""
        return self.handlers.openapi_schema.to_schema()


def now_utc() -> datetime:
    """The real time."""
    return datetime.now(UTC)


def create_app(settings: Settings, tell: Callable[[Message], None] | None = None) -> Linli:
    """The whole server, for these settings; `tell` hears each text message that goes into the file.

    Raises BadSecret for a key file that is wrong.
    """
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    the_city = read_city(settings.city)
    keys = Keys(secret_of(settings.home, settings.secret_key))
    site = Site(settings.public_url.rstrip("/"), settings.demo)
    media = FileMedia(settings.home / "media")
    numbers = Measures(__version__)
    doorkeeper = Doorkeeper(site, ring_of(settings.home, keys))
    limits = Limits(settings.limits == "on")
    sms = an_sms(settings, tell)
    entrance = Entrance(site, keys, doorkeeper, sms, limits, numbers, settings.sms_a_day)
    handlers = Litestar(
        [Router("/api", route_handlers=ROUTERS)],
        dependencies=dependencies(keys, the_city, media, entrance),
        exception_handlers={Exception: answer_problem},
        lifespan=[a_life(settings)],
        logging_config=None,
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
    state.site, state.secrets, state.settings = site, keys, settings
    state.doorkeeper = doorkeeper
    doorkeeper.clock = lambda: state.clock()  # noqa: PLW0108  (a test may put another there)
    sealing = Sealing(site)
    state.parts = Parts(
        site=site,
        sealing=sealing,
        doorkeeper=doorkeeper,
        cache=Cache(),
        limits=limits,
        pages=Pages(sealing, for_page(the_city, settings.demo)),
        health=Health(settings.home, numbers, settings.metrics_token),
        log=RequestLog(),
        numbers=numbers,
    )
    return Linli(handlers, state.parts)


def an_sms(settings: Settings, tell: Callable[[Message], None] | None) -> Sms:
    """How text messages leave here."""
    return (
        HttpSms(settings.sms_url)
        if settings.sms_url and settings.sms == "http"
        else FileSms(settings.home, tell)
    )


def dependencies(keys: Keys, the_city: City, media: Media, entrance: Entrance) -> dict[str, Provide]:
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
        "entrance": Provide(lambda: entrance, sync_to_thread=False),
        "language": Provide(language, sync_to_thread=False),
    }


def a_life(settings: Settings) -> Callable[[Litestar], AbstractAsyncContextManager[None]]:
    """From opening to closing."""

    @asynccontextmanager
    async def life(app: Litestar) -> AsyncGenerator[None]:
        parts: Parts = app.state.parts
        set_up_log()
        open_database(settings.home, settings.database_url, TABLES)
        await start_database()
        try:
            await migrate()
            parts.pages.keep_chunks(settings.home)
            topics.LISTENERS.append(parts.cache.bumped)
            chores = [
                asyncio.create_task(every(FLUSH_EVERY, flush(parts.log))),
                asyncio.create_task(every(LOOK_EVERY, look_around(app, settings))),
            ]
            parts.health.started = True
            yield
            parts.health.draining = True
            for chore in chores:
                chore.cancel()
            await asyncio.gather(*chores, return_exceptions=True)
            topics.LISTENERS.remove(parts.cache.bumped)
            parts.log.flush()
        finally:
            await close_database()

    return life


async def every(seconds: float, do: Callable[[], Awaitable[None]]) -> None:
    """Again and again; what fails is noted and tried again."""
    while True:
        await asyncio.sleep(seconds)
        try:
            await do()
        except Exception as error:
            structlog.get_logger().warning("chore-failed", kind=type(error).__name__)


def flush(log: RequestLog) -> Callable[[], Awaitable[None]]:
    """Writes the lines that have gathered."""

    async def flushing() -> None:
        log.flush()

    return flushing


def look_around(app: Litestar, settings: Settings) -> Callable[[], Awaitable[None]]:
    """Notices what other processes did: topics that moved, keys that were rotated."""
    parts: Parts = app.state.parts
    key_file = KeyFile(settings.home)
    before = (0, 0)

    async def looking() -> None:
        nonlocal before
        moved = await topics.movement()
        if moved != before:
            parts.cache.seen(await topics.all_versions())
            before = moved
        if key_file.has_changed():
            parts.doorkeeper.turn_keys(ring_of(settings.home, app.state.secrets))

    return looking
