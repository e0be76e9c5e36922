"""One JSON line a call, and none of what people wrote: ids and route templates, never a path or a body.

Lines of calls are gathered and written together every 0.2 seconds, because one write a call would cost more
than a cached answer. Events and faults are written at once, by structlog, in the same form. Calls that carry
a survey answer leave no line at all: when somebody answered is nobody's business.
"""

import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

import msgspec
import structlog
from msgspec import Struct

FLUSH_EVERY: Final = 0.2  # seconds
MOST_WAITING: Final = 2000  # lines; then they are written at once
CLIENT: Final = re.compile(rb"[a-z0-9]{1,12}/[A-Za-z0-9.+-]{1,40}")


class Line(Struct, omit_defaults=True):
    """What is kept of a call."""

    time: str
    level: str
    event: str
    request_id: str
    method: str
    route: str  # /api/requests/{request_id}, never the path
    status: int
    ms: float
    bytes: int
    client: str = ""  # build of the app that asked: web/1.4.0


class Fact(NamedTuple):
    """A call, before it is a line: the work is done when many are written together."""

    at: float  # seconds since 1970
    request_id: bytes
    method: str
    route: str
    status: int
    seconds: float
    sent: int  # bytes
    client: bytes


class RequestLog:
    """Gathers calls; `flush` writes their lines."""

    def __init__(self, write: Callable[[bytes], object] | None = None) -> None:
        self.write = write or _to_stderr
        self._facts: list[Fact] = []
        self._encoder = msgspec.json.Encoder()

    def add(self, fact: Fact) -> None:
        """One call, for the next flush."""
        self._facts.append(fact)
        if len(self._facts) >= MOST_WAITING:
            self.flush()

    def flush(self) -> None:
        """Write what has gathered."""
        facts, self._facts = self._facts, []
        if facts:
            self.write(self._encoder.encode_lines([_line(fact) for fact in facts]))


def _line(fact: Fact) -> Line:
    return Line(
        datetime.fromtimestamp(fact.at, UTC).isoformat(timespec="milliseconds"),
        "error" if fact.status >= 500 else "info",
        "call",
        fact.request_id.decode(),
        fact.method,
        fact.route,
        fact.status,
        round(fact.seconds * 1000, 2),
        fact.sent,
        fact.client.decode() if CLIENT.fullmatch(fact.client) else "",
    )


def keeps_silent(route: str) -> bool:
    """Whether a route leaves no line: an answer to a survey."""
    return "/responses/" in route


def set_up_log() -> None:
    """Events as JSON lines on the standard error, from now on."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
            structlog.processors.EventRenamer("event"),
            structlog.processors.JSONRenderer(_json),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


def _json(event: Any, **_: Any) -> str:
    return msgspec.json.encode(event, enc_hook=str).decode()


def _to_stderr(lines: bytes) -> None:
    sys.stderr.buffer.write(lines)
    sys.stderr.buffer.flush()
