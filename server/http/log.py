"""One JSON line a call, and none of what people wrote: ids and route templates, never a path or a body.

Lines of calls are gathered and written together every 0.2 seconds, because one write a call would cost more
than a cached answer. Events and faults are written at once, by structlog, in the same form. Calls that carry
a survey answer leave no line at all: when somebody answered is nobody's business.
"""

import logging
import re
import sys
from collections.abc import Callable
from functools import lru_cache
from time import gmtime, strftime, time
from typing import Any, Final, NamedTuple

import msgspec
import structlog

FLUSH_EVERY: Final = 0.2  # seconds
MOST_WAITING: Final = 2000  # lines; then they are written at once
LINE: Final = (
    b'{"time":"%s.%03dZ","level":"%s","event":"call","request_id":"%s","method":"%s","route":"%s",'
    b'"status":%d,"ms":%.2f,"bytes":%d'
)
END: Final = b',"client":"%s"}\n'  # build of the app that asked: web/1.4.0
CLIENT: Final = re.compile(rb"[a-z0-9]{1,12}/[A-Za-z0-9.+-]{1,40}")


class Called(NamedTuple):
    """What is noted of a call, as far as it is known before its answer."""

    method: str
    route: str  # its template: /api/requests/{request_id}, never the path
    request_id: bytes
    began: float  # perf_counter
    client: bytes


class RequestLog:
    """Gathers lines; `flush` writes them."""

    def __init__(self, write: Callable[[bytes], object] | None = None) -> None:
        self.write = write or _to_stderr
        self._lines: list[bytes] = []
        self._second, self._shown = 0, b""

    def add(self, called: Called, status: int, seconds: float, sent: int) -> None:
        """One call, for the next flush. Every blank is of a known form, so nothing needs escaping."""
        at = time()
        second = int(at)
        if second != self._second:
            self._second, self._shown = second, strftime("%Y-%m-%dT%H:%M:%S", gmtime(second)).encode()
        level = b"error" if status >= 500 else b"info"
        ids = (called.request_id, called.method.encode(), called.route.encode())
        line = LINE % (self._shown, int((at - second) * 1000), level, *ids, status, seconds * 1000, sent)
        self._lines.append(line + END % called.client if _is_client(called.client) else line + b"}\n")
        if len(self._lines) >= MOST_WAITING:
            self.flush()

    def flush(self) -> None:
        """Write what has gathered."""
        lines, self._lines = self._lines, []
        if lines:
            self.write(b"".join(lines))


@lru_cache(1000)
def _is_client(client: bytes) -> bool:
    return bool(CLIENT.fullmatch(client))


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
        logger_factory=_Events,
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(level=logging.WARNING, handlers=[Library()])


class _Events:
    """Where structlog writes: the same place as the lines of calls, whatever that is by then."""

    def __init__(self, *_: Any) -> None:
        self.info = self.warning = self.error = self.critical = self.debug = self.msg

    def msg(self, line: str) -> None:
        _to_stderr(line.encode() + b"\n")


class Library(logging.Handler):
    """What a library says by Python's own logging, in the same form; of an error its kind, not its words."""

    def emit(self, record: logging.LogRecord) -> None:
        more = {"kind": record.exc_info[0].__name__} if record.exc_info and record.exc_info[0] else {}
        log = structlog.get_logger()
        say = log.error if record.levelno >= logging.ERROR else log.warning
        say("library", logger=record.name, said=without_values(record.getMessage()), **more)


def without_values(text: str) -> str:
    """No digits in a row and no Chinese: neither phone numbers nor names get into a log."""
    return re.sub(r"\d{4,}|[^\x00-\x7f]+", "…", text)[:200]


def _json(event: Any, **_: Any) -> str:
    return msgspec.json.encode(event, enc_hook=str).decode()


def _to_stderr(lines: bytes) -> None:
    sys.stderr.write(lines.decode())
    sys.stderr.flush()
