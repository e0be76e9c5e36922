"""HTTP/1.1 on the socket, with limits that uvicorn has not: on size, on number, and on time.

Stock, it takes a head without end, holds half-sent heads and trickled bodies for ever, and lets thousands of
pipelined calls in one read stall the loop. Here a head has 32 KiB, 100 fields and ten seconds; a body must
come at 1 KiB a second after ten seconds of grace; one sweep a second looks at all connections.
"""

import asyncio
from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from server.http.gathering import Gathering
from server.http.headers import COMMON, DATA_CSP
from server.http.quick import Quick

HEAD_BYTES: Final = 32 * 1024
FIELDS: Final = 100
URL_BYTES: Final = 8 * 1024
HEAD_SECONDS: Final = 10.0
GRACE_SECONDS: Final = 10.0
SLOWEST: Final = 1024  # bytes a second of a body
LINGER_BYTES: Final = (
    64 * 1024 * 1024
)  # the longest refused body whose end is waited for, if it was announced
WAITING: Final = 16  # pipelined calls behind the one that is being answered
SWEEP_SECONDS: Final = 1.0

IDLE, HEAD, BODY = range(3)


class BadRequest(Exception):
    """Raised within the parser, which stops at it; the connection gets a 400 and is closed."""


class Protocol(HttpToolsProtocol):
    """One connection."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.part = HEAD  # whoever connects must say something
        self.since = self.loop.time()
        self.head_bytes = 0
        self.body_bytes = self.announced = 0
        self.began_here = self.is_answered = False
        self.quick: Quick | None = getattr(self.config.app, "quick", None)

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn
        """Watched from now on."""
        super().connection_made(transport)
        self.gathering = Gathering(transport, self.loop, self._is_spoken_to)
        self.transport = self.gathering  # type: ignore[assignment]  # it passes on the rest
        Sweep.begin(self.server_state, self.loop)

    def data_received(self, data: bytes) -> None:
        """Counts what belongs to a head; blank lines between calls do too."""
        if self.gathering.lingers and self.part != BODY:
            return  # the body whose end was waited for is over
        if self.part == IDLE:
            self._begin_head()
        self.began_here = False
        super().data_received(data)
        if self.part == HEAD and not self.began_here:
            self.head_bytes += len(data)
            if self.head_bytes > HEAD_BYTES:
                self.send_400_response("The head is too long.")

    def on_message_begin(self) -> None:
        """A head begins; what of this read belongs to it is not known, and at most one read."""
        super().on_message_begin()
        if self.part != HEAD:
            self._begin_head()
            self.began_here = True
        self.fields_bytes = 0

    def on_url(self, url: bytes) -> None:
        """Raises BadRequest for a long one."""
        super().on_url(url)
        if len(self.url) > URL_BYTES:
            raise BadRequest("url")

    def on_header(self, name: bytes, value: bytes) -> None:
        """Raises BadRequest for too many, or too much."""
        super().on_header(name, value)
        self.fields_bytes += len(name) + len(value) + 4
        if len(self.headers) > FIELDS or self.fields_bytes > HEAD_BYTES:
            raise BadRequest("head")

    def on_headers_complete(self) -> None:
        """Raises BadRequest for a head that two readers could read in two ways, or one call too many."""
        heads = dict(self.headers)
        has_body = b"content-length" in heads or b"transfer-encoding" in heads
        if b"host" not in heads and self.parser.get_http_version() != "1.0":
            raise BadRequest("host")
        if b"content-length" in heads and b"transfer-encoding" in heads:
            raise BadRequest("length")
        if len(heads) != len(self.headers) and self._says_twice():
            raise BadRequest("twice")
        if len(self.pipeline) >= WAITING:
            raise BadRequest("pipeline")
        self.part, self.since, self.body_bytes = BODY, self.loop.time(), 0
        self.announced = int(heads.get(b"content-length", 0))
        self.is_answered = not has_body and self._answer_quickly(heads)
        if not self.is_answered:
            super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Counts it."""
        self.body_bytes += len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """All of it is here."""
        self.part = IDLE
        if self.gathering.lingers:
            self.gathering.end()
        elif self.is_answered:
            self.server_state.total_requests += 1
            self.timeout_keep_alive_task = self.loop.call_later(
                self.timeout_keep_alive, self.timeout_keep_alive_handler
            )
        else:
            super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        """With our headers, and once; what was being answered on this connection is lost with it."""
        if self.transport.is_closing():
            return
        body = b'{"type":"/problems/bad-request","title":"Bad request","status":400}'
        head = [
            *COMMON,
            (b"content-security-policy", DATA_CSP),
            (b"content-type", b"application/problem+json"),
            (b"content-length", str(len(body)).encode()),
            (b"cache-control", b"no-store"),
            (b"connection", b"close"),
        ]
        lines = [b"%s: %s\r\n" % pair for pair in head]
        self.transport.write(b"".join([STATUS_LINE[400], *lines, b"\r\n", body]))
        self.transport.close()

    def is_too_slow(self, now: float) -> bool:
        """A head after ten seconds, a body below its rate; not while we ourselves are not reading."""
        took = now - self.since
        if self.part == HEAD:
            return took > HEAD_SECONDS
        if self.part == BODY and not self.flow.read_paused:
            return took > GRACE_SECONDS and self.body_bytes < (took - GRACE_SECONDS) * SLOWEST
        return False

    def _unsupported_upgrade_warning(self) -> None:
        """No line: nothing here is ever upgraded, and the call gets its usual answer."""

    def _is_spoken_to(self) -> bool:
        """In the middle of a body that will end."""
        return self.part == BODY and 0 < self.announced <= LINGER_BYTES

    def _says_twice(self) -> bool:
        """What two readers could read in two ways."""
        names = [name for name, _ in self.headers]
        return any(names.count(name) > 1 for name in (b"host", b"content-length", b"transfer-encoding"))

    def _answer_quickly(self, heads: dict[bytes, bytes]) -> bool:
        """A kept answer, written at once, if nothing else is being answered and the reader keeps up."""
        busy = (self.cycle is not None and not self.cycle.response_complete) or self.flow.write_paused
        if busy or self.parser.get_method() != b"GET" or not self.parser.should_keep_alive():
            return False
        answer = self.quick.answer(self.url, heads) if self.quick else None
        if answer is None:
            return False
        head, body = answer
        date = [b"%s: %s\r\n" % pair for pair in self.server_state.default_headers]
        self.gathering.write_at_once(b"".join([head, *date, b"\r\n", body]))
        return True

    def _begin_head(self) -> None:
        self.part, self.since, self.head_bytes = HEAD, self.loop.time(), 0


class Sweep:
    """Looks at all connections of a server, as long as there are any."""

    running: Final[set[int]] = set()

    @classmethod
    def begin(cls, state: Any, loop: asyncio.AbstractEventLoop) -> None:
        """Once a server."""
        if id(state) not in cls.running:
            cls.running.add(id(state))
            loop.call_later(SWEEP_SECONDS, cls.go, state, loop)

    @classmethod
    def go(cls, state: Any, loop: asyncio.AbstractEventLoop) -> None:
        """Closes what is too slow."""
        now = loop.time()
        for connection in list(state.connections):
            if isinstance(connection, Protocol) and connection.is_too_slow(now):
                connection.transport.abort()
        if state.connections:
            loop.call_later(SWEEP_SECONDS, cls.go, state, loop)
        else:
            cls.running.discard(id(state))
