"""One call on its way out: ETag, compression, security headers, the keeping of public answers, the log."""

from time import perf_counter
from typing import Any, Final

from msgspec import Struct, field

from server.http import georeport
from server.http.cache import VARY, Cache, Entry, Variant, key_of, topics_of
from server.http.encodings import SMALLEST, encoded, encoding_for, etag_of, names
from server.http.headers import Header, Sealing
from server.http.health import Health
from server.http.language import negotiate
from server.http.limits import Counted, Limits
from server.http.log import Called, RequestLog, keeps_silent
from server.http.measures import Measures
from server.http.pages import Pages
from server.http.problems import MEDIA_TYPE, Problem, bytes_of
from server.http.site import Site
from server.http.streams import Streams
from server.http.who import Doorkeeper

PUBLISHED: Final = ("/hsds", "/open311")
NO_STORE: Final[Header] = (b"cache-control", b"no-store")


class Parts(Struct):
    """What the front layer needs; `app.py` puts it together."""

    site: Site
    sealing: Sealing
    doorkeeper: Doorkeeper
    cache: Cache
    limits: Limits
    pages: Pages
    health: Health
    log: RequestLog
    numbers: Measures
    streams: Streams = field(default_factory=Streams)

    def note(self, called: Called, status: int, sent: int) -> None:
        """The line and the measure of a call; of a survey's answer only that there was one."""
        if keeps_silent(called.route):
            self.numbers.count(called.route, called.method, status)
            return
        seconds = perf_counter() - called.began
        self.numbers.add(called.route, called.method, status, seconds)
        self.log.add(called, status, seconds, sent)


class Call:
    """One call on its way out."""

    def __init__(
        self, parts: Parts, scope: Any, heads: dict[bytes, bytes], send: Any, request_id: bytes
    ) -> None:
        self.began = perf_counter()
        self.parts, self.scope, self.heads, self.send = parts, scope, heads, send
        self.request_id = request_id
        self.route = ""
        self.counted: Counted | None = None
        self.inner: Any = scope
        self._start: Any = None
        self._started = False
        self._status = 0
        self._sent = 0

    @property
    def method(self) -> str:
        """As the handlers see it: HEAD is a GET whose body is not sent."""
        method: str = self.scope["method"]
        return "GET" if method == "HEAD" else method

    @property
    def client(self) -> str:
        """The address that the call came from; proxies were seen through before."""
        client = self.scope.get("client")
        return client[0] if client else ""

    @property
    def length(self) -> int:
        """Announced bytes of the body."""
        length = self.heads.get(b"content-length", b"0")
        return int(length) if length.isdigit() and len(length) < 16 else 0

    async def give(self, entry: Entry, variant: Variant) -> None:
        """A kept answer, or word that the reader has it."""
        known = self.heads.get(b"if-none-match")
        self.route = entry.route
        if known is not None and names(known, variant.etag):
            await self._out(304, variant.head_304, b"")
        else:
            await self._out(200, variant.head, variant.body)

    async def say(self, status: int, head: list[Header], body: bytes) -> None:
        """An answer of this layer's own."""
        if not any(name == b"content-security-policy" for name, _ in head):
            head = [*head, *self._seal(b"")]
        if status not in {204, 304} and not any(name == b"content-length" for name, _ in head):
            head = [*head, (b"content-length", str(len(body)).encode())]
        await self._out(status, head, body)

    async def refuse(self, problem: Problem) -> None:
        """A problem; when the answer has begun already, nothing can be said any more."""
        if self._started:
            return
        language = negotiate(self.heads.get(b"accept-language", b"").decode("latin-1"))
        status, kind, body = problem.status, MEDIA_TYPE, b""
        if georeport.is_georeport(self.scope["path"]):
            status, kind, body = georeport.told(problem, self.scope["path"], language)
        head = [(b"content-type", kind.encode()), NO_STORE]
        head += [(name.lower().encode(), value.encode()) for name, value in problem.headers.items()]
        self._take_route()
        self._settle(status)
        await self.say(status, head, body or bytes_of(problem, language, self.request_id.decode()))

    async def pass_on(self, message: Any) -> None:
        """What the handlers send: the head waits for the body, which decides on ETag and size."""
        if message["type"] == "http.response.start":
            self._start = message
            return
        if message["type"] != "http.response.body":
            await self.send(message)
            return
        body, more = message.get("body", b""), message.get("more_body", False)
        if self._start is None:
            await self._more(body, more)
            return
        start, self._start = self._start, None
        self._take_route()
        self._settle(start["status"])
        head = [pair for pair in start["headers"] if pair[0] not in {b"server"}]
        if more:
            await self._begin(start["status"], self._sealed(head))
            await self._more(body, more)
        else:
            await self._whole(start["status"], head, body)

    async def _whole(self, status: int, head: list[Header], body: bytes) -> None:
        """An answer in one piece: kept if it is everybody's, tagged, compressed."""
        kind = _value(head, b"content-type")
        is_read = self.inner["method"] == "GET" and status == 200
        if (
            is_read
            and kind.startswith((b"application/json", b"text/"))
            and not _value(head, b"content-encoding")
        ):
            head = [pair for pair in head if pair[0] not in {b"content-length", b"etag", b"vary"}]
            entry = self._keep(head, body)
            if entry is not None:
                await self.give(entry, entry.variant_for(self.heads.get(b"accept-encoding", b"")))
                return
            encoding = (
                encoding_for(self.heads.get(b"accept-encoding", b"")) if len(body) >= SMALLEST else "identity"
            )
            etag = etag_of(body, encoding)
            head += [(b"etag", etag), VARY]
            known = self.heads.get(b"if-none-match")
            if known is not None and names(known, etag):
                status, body = 304, b""
                head = [pair for pair in head if pair[0] != b"content-type"]
            else:
                if encoding != "identity":
                    body = encoded(body, encoding)
                    head.append((b"content-encoding", encoding.encode()))
                head.append((b"content-length", str(len(body)).encode()))
        await self._out(status, self._sealed(head, kind), body)

    def _keep(self, head: list[Header], body: bytes) -> Entry | None:
        """The answer in the cache, if its handler opted in and nobody was signed in."""
        if b"cookie" in self.heads or b"authorization" in self.heads:
            return None
        path, query = self.scope["path"], self.scope["query_string"]
        topics = topics_of(self.inner.get("route_handler"), self.inner.get("path_params", {}), query)
        if topics is None:
            return None
        if not _value(head, b"cache-control"):
            head = [*head, (b"cache-control", b"no-cache")]
        language = negotiate(self.heads.get(b"accept-language", b"").decode("latin-1"))
        is_page = _value(head, b"content-type").startswith(b"text/html")
        head = [*head, *(self.parts.sealing.page if is_page else self.parts.sealing.public)]
        return self.parts.cache.keep(key_of(path, query, language), topics, self.route, head, body)

    def _sealed(self, head: list[Header], kind: bytes | None = None) -> list[Header]:
        if not _value(head, b"cache-control"):
            head = [*head, NO_STORE]
        return [*head, *self._seal(_value(head, b"content-type") if kind is None else kind)]

    def _seal(self, kind: bytes) -> list[Header]:
        """What is published for other people's software is read by every page, errors too."""
        sealing = self.parts.sealing
        return sealing.public if self.scope["path"].startswith(PUBLISHED) else sealing.of(kind)

    async def _out(self, status: int, head: list[Header], body: bytes) -> None:
        await self._begin(status, head)
        await self._more(body, False)

    async def _begin(self, status: int, head: list[Header]) -> None:
        self._started, self._status = True, status
        head = [*head, (b"x-request-id", self.request_id)]
        await self.send({"type": "http.response.start", "status": status, "headers": head})

    async def _more(self, body: bytes, more: bool) -> None:
        self._sent += len(body)
        await self.send({"type": "http.response.body", "body": body, "more_body": more})
        if not more:
            self._note()

    def _take_route(self) -> None:
        self.route = self.route or self.inner.get("path_template") or "-"

    def _settle(self, status: int) -> None:
        if self.counted is not None:
            self.counted.settle(status)
            self.counted = None

    def _note(self) -> None:
        method, client = self.scope["method"], self.heads.get(b"linli-client", b"")
        called = Called(method, self.route, self.request_id, self.began, client)
        self.parts.note(called, self._status, self._sent)


def _value(head: list[Header], name: bytes) -> bytes:
    return next((value for key, value in head if key == name), b"")
