"""What is new at the desk, as it happens: one stream a window, as long as its session lasts."""

import asyncio
from collections.abc import AsyncIterator
from time import monotonic
from typing import Any, Final

from litestar import Request, Router, get
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Stream

from server.domain.desk import must_read
from server.domain.errors import Invalid, NotSignedIn
from server.domain.people import Actor
from server.http.health import Health
from server.http.problems import Problem
from server.http.streams import Listener, Streams
from server.http.who import Doorkeeper

HEARTBEAT: Final = 15.0  # seconds: proxies close what is silent for longer; the session is looked at again
LOOK: Final = 1.0  # seconds until a server that is stopping is noticed
LONGEST: Final = 600  # seconds; who reads comes back, with the id it has seen
AGAIN: Final = 3000  # milliseconds until then
HEADERS: Final = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


@get("/stream", operation_id="followQueue", media_type="text/event-stream")
async def follow_queue(
    request: Request[Any, Any, Any], actor: NamedDependency[Actor], seconds: FromQuery[int] = LONGEST
) -> Stream:
    """Server-sent events: `queue` when something changed in one's offices, `over` when the session ended.

    `data` names the offices; null: anything may have changed. It ends after `seconds`; come back with
    `Last-Event-ID`, and what was missed is told at once.
    """
    must_read(actor)
    if not 0 <= seconds <= LONGEST:
        raise Invalid({"seconds": "bad-value"})
    parts, doorkeeper = request.app.state.parts, request.app.state.doorkeeper
    streams: Streams = parts.streams
    if streams.is_full_for(actor.person):
        raise Problem(429, "too-many", {"Retry-After": "60"})
    token = doorkeeper.token_in(request.headers.get("authorization", ""), request.cookies)
    watch = Watch(doorkeeper, token, parts.health, actor)
    lines = speak(Listener(streams, actor), watch, request.headers.get("last-event-id", ""), seconds)
    return Stream(lines, media_type="text/event-stream", headers=HEADERS)


class Watch:
    """Whether a stream may go on: the session lasts, the rights are the same, the server stays."""

    def __init__(self, doorkeeper: Doorkeeper, token: str, health: Health, actor: Actor) -> None:
        self.doorkeeper, self.token, self.health, self.actor = doorkeeper, token, health, actor

    @property
    def is_closing(self) -> bool:
        """The server takes leave."""
        return self.health.draining

    async def lets_go_on(self) -> bool:
        """False when the session is over, or may see other offices now: whoever reads asks anew."""
        try:
            return (await self.doorkeeper.actor_of(self.token)).rights == self.actor.rights
        except NotSignedIn:
            return False


async def speak(listener: Listener, watch: Watch, last: str, seconds: int) -> AsyncIterator[str]:
    """The lines of one stream."""
    listener.streams.enter(listener)
    try:
        yield f"retry: {AGAIN}\n{listener.line('queue' if last and last != listener.id() else 'ready')}"
        ends, beat = monotonic() + seconds, monotonic() + HEARTBEAT
        while monotonic() < ends and not watch.is_closing:
            try:
                await asyncio.wait_for(listener.woken.wait(), min(LOOK, max(ends - monotonic(), 0)))
                yield listener.line()
            except TimeoutError:
                pass
            if monotonic() >= beat:
                if not await watch.lets_go_on():
                    yield "event: over\ndata: {}\n\n"
                    return
                beat = monotonic() + HEARTBEAT
                yield ":\n\n"
    finally:
        listener.streams.leave(listener)


router = Router("/desk", route_handlers=[follow_queue])
