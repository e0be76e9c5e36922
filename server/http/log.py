"""One JSON line a call, and none of what people wrote: ids and route templates, never a path or a body.

Lines of calls are gathered and written together every 0.2 seconds, because one write a call would cost more
than a cached answer. Events and faults are written at once, by structlog, in the same form. Calls that carry
a survey answer leave no line at all: when somebody answered is nobody's business.
"""

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

import msgspec
import structlog
from msgspec import Struct

FLUSH_EVERY: Final = 0.2  # seconds
MOST_WAITING: Final = 2000  # lines; then they are written at once


class Line(Struct, omit_defaults=True):
    """What is kept of a call."""

    time: float | str
    level: str
    event: str
    request_id: str
    method: str
    route: str  # /api/requests/{request_id}, never the path
    status: int
    ms: float
    bytes: int
    client: str = ""  # build of the app that asked: web/1.4.0


class RequestLog:
    """Gathers lines; `flush` writes them."""

    def __init__(self, write: Callable[[bytes], object] | None = None) -> None:
        self.write = write or _to_stderr
        self._lines: list[Line] = []
        self._encoder = msgspec.json.Encoder()

    def add(self, line: Line) -> None:
        """One call, for the next flush."""
        self._lines.append(line)
        if len(self._lines) >= MOST_WAITING:
            self.flush()

    def flush(self) -> None:
        """Write what has gathered."""
        lines, self._lines = self._lines, []
        for line in lines:
            line.time = datetime.fromtimestamp(float(line.time), UTC).isoformat(timespec="milliseconds")
        if lines:
            self.write(self._encoder.encode_lines(lines))


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
