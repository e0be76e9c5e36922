"""Everything is put together here, and nowhere else."""

from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, date, datetime
from typing import Any, Final

from litestar import Litestar, Request, Router
from litestar.datastructures import State
from litestar.di import Provide
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin

from server import __version__
from server.api import (
    catalogue,
    city,
    dispatch,
    divisions,
    factors,
    hsds,
    me,
    mistakes,
    open311,
    open_data,
    provider,
    rates,
    requests,
    responsible,
    satisfaction,
    searches,
    services,
    session,
    waves,
)
from server.api.desk import certificates as desk_certificates
from server.api.desk import closures as desk_closures
from server.api.desk import comments as desk_comments
from server.api.desk import estates as desk_estates
from server.api.desk import figures as desk_figures
from server.api.desk import firms as desk_firms
from server.api.desk import forecast as desk_forecast
from server.api.desk import intake as desk_intake
from server.api.desk import invitations as desk_invitations
from server.api.desk import keys as desk_keys
from server.api.desk import locations as desk_locations
from server.api.desk import mistakes as desk_mistakes
from server.api.desk import organizations as desk_organizations
from server.api.desk import people as desk_people
from server.api.desk import practice as desk_practice
from server.api.desk import proposals as desk_proposals
from server.api.desk import questionnaires as desk_questionnaires
from server.api.desk import requests as desk_requests
from server.api.desk import results as desk_results
from server.api.desk import roster as desk_roster
from server.api.desk import rules as desk_rules
from server.api.desk import services as desk_services
from server.api.desk import sheets as desk_sheets
from server.api.desk import stream as desk_stream
from server.api.desk import tasks as desk_tasks
from server.api.desk import visits as desk_visits
from server.api.desk import waves as desk_waves
from server.api.desk import words as desk_words
from server.api.told import pages as told
from server.domain import topics
from server.domain.cards import index_missing
from server.domain.city import City, for_page, read_city
from server.domain.demo import is_demo
from server.domain.keys import Keys
from server.domain.numbers import Numbers
from server.domain.open311.fetching import Tray
from server.domain.photos import Darkroom
from server.domain.places import Places
from server.domain.requests import Reception
from server.http.cache import Cache
from server.http.call import Parts
from server.http.chores import Chores
from server.http.dependencies import one_after_another
from server.http.entrance import Entrance
from server.http.front import Front
from server.http.georeport import answer
from server.http.headers import Sealing
from server.http.health import Health
from server.http.keyring import ring_of
from server.http.language import language_of
from server.http.limits import Limits
from server.http.log import RequestLog, set_up_log
from server.http.measures import Measures
from server.http.once import stamp_of
from server.http.pages import Pages
from server.http.shell import Shell
from server.http.site import Site
from server.http.who import Doorkeeper, who
from server.jobs.clock import Tools, start_clock
from server.models import TABLES
from server.models.migrations.runner import migrate
from server.settings import Settings
from server.storage.database import close_database, open_database, start_database
from server.storage.egress import Egress
from server.storage.key_files import secret_of
from server.storage.media import Media, folder_of, open_media
from server.storage.pictures import Pictures
from server.storage.sms import FileSms, HttpSms, Message, Sms
from server.storage.space import Room

ROUTERS: Final = [
    city.router,
    divisions.router,
    catalogue.router,
    services.router,
    searches.router,
    mistakes.router,
    provider.router,
    dispatch.router,
    session.router,
    factors.router,
    me.router,
    requests.router,
    waves.router,
    satisfaction.router,
    open_data.router,
    desk_results.router,
    responsible.router,
    desk_rules.router,
    desk_estates.router,
    desk_roster.router,
    desk_people.router,
    rates.router,
    desk_requests.router,
    desk_firms.router,
    desk_stream.router,
    desk_figures.router,
    desk_forecast.router,
    desk_comments.router,
    desk_intake.router,
    desk_mistakes.router,
    desk_sheets.router,
    desk_closures.router,
    desk_certificates.router,
    desk_proposals.router,
    desk_questionnaires.router,
    desk_services.router,
    desk_organizations.router,
    desk_locations.router,
    desk_tasks.router,
    desk_visits.router,
    desk_words.router,
    desk_waves.router,
    desk_invitations.router,
    desk_keys.router,
    desk_practice.router,
]


class Linli:
    """The whole server as an ASGI application: the front layer, and the handlers behind it.

    `state.clock` says what time it is; a test may put another there. `state.parts` are those of the front.
    """

    def __init__(self, handlers: Litestar, parts: Parts) -> None:
        self.handlers = handlers
        self.state: State = handlers.state
        self.front = Front(handlers, parts)
        self.quick = self.front.quick  # `http.protocol` asks it first

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


def make_handlers() -> Litestar:
    """The tree of handlers. It takes a while to grow and belongs to no house: that stands in its state."""
    handlers = Litestar(
        [Router("/api", route_handlers=ROUTERS), hsds.router, *open311.routers, told.router],
        dependencies=dependencies(),
        exception_handlers={Exception: answer},
        lifespan=[live],
        logging_config=None,
        openapi_config=OpenAPIConfig(
            "Linli",
            __version__,
            use_handler_docstrings=True,
            path="/schema",
            render_plugins=[JsonRenderPlugin()],
        ),
    )
    one_after_another(handlers)
    return handlers


def create_app(
    settings: Settings, tell: Callable[[Message], None] | None = None, handlers: Litestar | None = None
) -> Linli:
    """The whole server, for these settings; `tell` hears each text message that goes into the file.

    `handlers` are those of an earlier one that lives no more. Raises BadSecret for a key file that is wrong.
    """
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    house, handlers = House(settings, tell), handlers or make_handlers()
    state = handlers.state
    state.clock, state.demo = now_utc, settings.demo
    state.house, state.parts, state.secrets, state.doorkeeper = (
        house,
        house.parts,
        house.keys,
        house.doorkeeper,
    )
    house.doorkeeper.clock = lambda: state.clock()  # noqa: PLW0108  (a test may put another there)
    return Linli(handlers, house.parts)


@asynccontextmanager
async def live(app: Litestar) -> AsyncGenerator[None]:
    """The life of the house that the handlers serve now."""
    async with app.state.house.life(app):
        yield


class House:
    """What all calls share, and its life: each thing is made once, and belongs to one event loop."""

    def __init__(self, settings: Settings, tell: Callable[[Message], None] | None) -> None:
        self.settings = settings
        self.city: City = read_city(settings.city)
        self.keys = Keys(secret_of(settings.home, settings.secret_key))
        self.media: Media = open_media(settings.media_url, settings.home)
        self.pictures = Pictures()
        self.sms = an_sms(settings, tell)
        self.site, numbers, limits = Site(settings.public_url.rstrip("/")), Measures(__version__), Limits()
        site = self.site
        limits.on = settings.limits == "on"
        sealing = Sealing(site)
        self.doorkeeper = Doorkeeper(site, ring_of(settings.home, self.keys))
        self.entrance = Entrance(
            site,
            self.keys,
            self.doorkeeper,
            self.sms,
            limits,
            numbers,
            settings.sms_a_day,
            factors=settings.second_factor == "required",
        )
        self.places = Places(self.city.zone)
        self.reception = Reception(self.places, Numbers(self.city.zone), self.keys, self.city.sms_countries)
        self.darkroom = Darkroom(self.pictures, self.media, self.keys)
        self.egress = Egress()
        self.tray = Tray(self.egress, self.darkroom, self.places)
        shelf = folder_of(settings.media_url, settings.home)
        pages = Pages(sealing)
        self.shell = Shell(pages)
        self.parts = Parts(
            site=site,
            sealing=sealing,
            doorkeeper=self.doorkeeper,
            cache=Cache(),
            limits=limits,
            pages=pages,
            health=Health(Room(settings.home, shelf), numbers, settings.metrics_token),
            log=RequestLog(),
            numbers=numbers,
        )

    @asynccontextmanager
    async def life(self, app: Litestar) -> AsyncGenerator[None]:
        """From opening to closing; what was opened first closes last."""
        settings, parts, state = self.settings, self.parts, app.state

        def clock_now() -> datetime:  # whichever clock is there then: a test may put another
            moment: datetime = state.clock()
            return moment

        def today() -> date:
            return clock_now().astimezone(self.city.zone).date()

        def show_demo() -> None:
            state.demo, self.entrance.factors = True, False
            parts.pages.put_city(for_page(self.city, demo=True))

        set_up_log()
        open_database(settings.home, settings.database_url, TABLES)
        await start_database()
        chores = self.chores = Chores(parts, settings.home, self.keys, show_demo, today)
        try:
            await migrate()
            await index_missing(settings.city)
            state.demo = settings.demo or await is_demo()
            self.entrance.factors &= not state.demo  # its logins are printed for everybody
            parts.pages.put_city(for_page(self.city, state.demo))
            chores.start()
            topics.LISTENERS.append(self.places.bumped)
            tools = Tools(self.places, self.sms, self.city, self.media, settings.home, self.keys, self.tray)
            clock = start_clock(tools, clock_now) if settings.clock == "on" else None
            parts.health.started = True
            yield
            parts.health.draining = True
            if clock:
                await clock.stop()
            await chores.stop()
            await self.pictures.close()
        finally:
            topics.LISTENERS[:] = [tell for tell in topics.LISTENERS if tell != self.places.bumped]
            await close_database()


def an_sms(settings: Settings, tell: Callable[[Message], None] | None) -> Sms:
    """How text messages leave here."""
    if settings.sms == "http" and settings.sms_url:
        return HttpSms(settings.sms_url)
    return FileSms(settings.home, tell)


def dependencies() -> dict[str, Provide]:
    """What a handler can ask for by name."""

    def now(request: Request[Any, Any, Any]) -> datetime:
        moment: datetime = request.app.state.clock()
        return moment

    def language(request: Request[Any, Any, Any]) -> str:
        return language_of(request)

    def of_house(name: str) -> Provide:
        def find(request: Request[Any, Any, Any]) -> Any:
            return getattr(request.app.state.house, name)

        return Provide(find, sync_to_thread=False)

    shared = ("keys", "city", "site", "shell", "media", "entrance", "reception", "darkroom", "egress")
    return {
        "actor": Provide(who),
        "now": Provide(now, sync_to_thread=False),
        "stamp": Provide(stamp_of),
        "language": Provide(language, sync_to_thread=False),
        **{name: of_house(name) for name in shared},
    }
