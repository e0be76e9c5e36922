"""The one layer around the handlers, in plain ASGI: what stands here is paid by every call.

In this order: the kept public answers, the health paths, our name, the app's files; then sender, limits and
body; then the handlers. What happens on the way out is in `call`.
"""

from typing import Any, Final

from server.http import bodies
from server.http.call import NO_STORE, Call, Parts
from server.http.georeport import is_georeport
from server.http.headers import Header, hosts_of, name_in
from server.http.ids import RequestIds
from server.http.limits import Caller, Counted, network_of
from server.http.pages import choose
from server.http.problems import Problem, note_fault, problem_of
from server.http.quick import Quick

OPEN_PATHS: Final = frozenset({"/healthz", "/readyz", "/metrics"})
SCHEMA: Final = "/schema/openapi.json"
ABOUT_THE_BODY: Final = frozenset({b"content-type", b"content-length", b"content-encoding"})
PLAIN: Final[Header] = (b"content-type", b"text/plain; charset=utf-8")


class Front:
    """An ASGI application around the handlers."""

    def __init__(self, handlers: Any, parts: Parts) -> None:
        self.handlers = handlers
        self.parts = parts
        self.hosts = hosts_of(parts.site)
        self.ids = RequestIds()
        self._known_hosts: set[bytes] = set()
        self.quick = Quick(parts, self._known_hosts, self.ids)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """One call."""
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1003})
            return
        heads: dict[bytes, bytes] = dict(scope["headers"])
        request_id = self.ids.of(heads)
        call = Call(self.parts, scope, heads, send, request_id)
        if scope["method"] in {"GET", "HEAD"} and heads.get(b"host") in self._known_hosts:
            found = self.parts.cache.find(scope["path"], scope["query_string"], heads)
            if found is not None:
                await call.give(*found)
                return
        try:
            await self._pass(call, receive)
        except Exception as error:
            problem = problem_of(error)
            if problem.status == 500:
                note_fault(error, call.route, request_id.decode())
            await call.refuse(problem)

    async def _pass(self, call: Call, receive: Any) -> None:
        path, method, heads, parts = call.scope["path"], call.scope["method"], call.heads, self.parts
        if path in OPEN_PATHS:
            await self._health(call, path)
            return
        self._check_host(heads)
        if path == "/share" and method == "POST":  # the service worker's business; without it, the help page
            call.route = "/share"
            await call.say(303, [(b"location", b"/help"), (b"connection", b"close")], b"")
            return
        file = parts.pages.find(method, path, heads)
        if file is not None:
            call.route = "/assets" if path.startswith("/assets/") else "/"
            page, has_it = choose(file, heads)
            if has_it:
                # The policy goes along: a browser lays the headers of a 304 over the page that it has.
                await call.say(304, [pair for pair in page.head if pair[0] not in ABOUT_THE_BODY], b"")
            else:
                await call.say(200, page.head, page.body)
            return
        if path.startswith("/schema") and path != SCHEMA:
            raise Problem(404, "not-found")  # Litestar would answer with a page of its own
        if not is_georeport(path):  # nobody is signed in there: a key in the body speaks for itself
            bodies.check_sender(method, heads, parts.site)
        if path.startswith(("/api/", "/hsds/", "/open311/")) and parts.limits.on:
            call.counted = Counted(
                parts.limits, "GET" if method == "HEAD" else method, path, self._caller(call), call.length
            )
            call.counted.check()
        receive = await bodies.guarded(call.scope, heads, receive)
        bodies.check_room(method, path, parts.health.room)
        call.scope.setdefault("state", {})["request_id"] = call.request_id.decode()
        inner = dict(call.scope, method="GET") if method == "HEAD" else call.scope
        call.inner = inner
        await self.handlers(inner, receive, call.pass_on)

    def _check_host(self, heads: dict[bytes, bytes]) -> None:
        host = heads.get(b"host", b"")
        if host in self._known_hosts:
            return
        if name_in(host) not in self.hosts:
            raise Problem(400, "wrong-host", {"Connection": "close"})
        if len(self._known_hosts) < 100:
            self._known_hosts.add(host)

    async def _health(self, call: Call, path: str) -> None:
        health, call.route = self.parts.health, path
        if path == "/healthz":
            well = health.healthy()
            await call.say(200 if well else 503, [PLAIN, NO_STORE], b"ok\n" if well else b"writer\n")
        elif path == "/readyz":
            trouble = await health.trouble()
            await call.say(503 if trouble else 200, [PLAIN, NO_STORE], (trouble or "ok").encode() + b"\n")
        elif health.may_measure(call.client, call.heads):
            await call.say(200, [PLAIN, NO_STORE], await health.metrics(self.parts.doorkeeper.clock()))
        else:
            raise Problem(404, "not-found")

    def _caller(self, call: Call) -> Caller:
        """By what this call is counted."""
        heads, address = call.heads, network_of(call.client)
        token = self.parts.doorkeeper.token_in_heads(heads)
        session = self.parts.doorkeeper.session_of(token) if token else None
        person, key_hash = str(session or ""), ""
        if not person and b"linli-key" in heads:
            key_hash = heads[b"linli-key"][:64].decode("latin-1")
        number = heads.get(b"linli-number", b"")[:20].decode("latin-1")
        guesses = b"linli-code" in heads or call.scope["path"] == "/api/requests/lookup"
        return Caller(
            person or key_hash, address, number, address if guesses else "", "" if person else address
        )
