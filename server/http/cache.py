"""Public answers kept as encoded bytes, given out before the framework is asked.

A handler opts in by naming the topics that its answer depends on, with blanks for its path and query:

    @get("/catalogue/{code:str}", operation_id="getCatalogue", opt={"cache": ["fragment:{code}", "calendar"]})

It promises that the answer is the same for everybody who asks in that language: no `actor` among its
parameters. Whoever changes what it shows calls `await topics.bump("fragment:330106005055")` in the
transaction of the change. The handler's own `Cache-Control` stays; without one the answer gets `no-cache`,
which means: keep it, and ask again by its ETag.

Kept are 200s to calls without cookie or Authorization, under the path, the handler's own query parameters in
order, and the language; each encoding with a strong ETag of its own. Calls with a cookie are served from it
all the same. In this process a bump empties its topics at once, and nothing is kept for them during two
seconds, in which the transaction ends; bumps of other processes are seen within a second, by reading the
versions (`seen`).
"""

from collections import OrderedDict, defaultdict
from functools import lru_cache
from time import monotonic
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from msgspec import Struct

from server.http.encodings import KEPT, SMALLEST, encoded, encoding_for, etag_of
from server.http.headers import Header
from server.http.language import negotiate

MOST_BYTES: Final = 64 * 1024 * 1024
TODAY: Final = "today"  # the topic of what says how a civil day stands; forgotten when the city's day turns
UNSETTLED: Final = 2.0  # seconds after a bump in which nothing of its topic is kept
VARY: Final[Header] = (b"vary", b"Accept-Language, Accept-Encoding")


class Variant(Struct, frozen=True):
    """One encoding of one answer, ready to be sent; `wire` is its head as it travels."""

    etag: bytes
    head: list[Header]
    head_304: list[Header]
    body: bytes
    wire: bytes
    wire_304: bytes


class Entry(Struct):
    """One answer in one language."""

    variants: dict[str, Variant]
    topics: list[str]
    route: str  # its template, for the log
    size: int
    is_kept: bool = True  # false once it was dropped: whoever remembered it must ask again

    def variant_for(self, accept_encoding: bytes) -> Variant:
        """The smallest encoding that the reader takes."""
        return self.variants.get(encoding_for(accept_encoding)) or self.variants["identity"]


Key = tuple[str, bytes, str]


class Cache:
    """The kept answers, the longest unused forgotten first."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self.hits = 0
        self._entries: OrderedDict[Key, Entry] = OrderedDict()
        self._keys: dict[str, set[Key]] = defaultdict(set)  # by topic
        self._bumped: dict[str, float] = {}
        self._versions: dict[str, int] = {}

    def find(self, path: str, query: bytes, heads: dict[bytes, bytes]) -> tuple[Entry, Variant] | None:
        """The kept answer to a GET in the reader's language and encoding."""
        key = (path, query, _language(heads.get(b"accept-language", b"")))
        entry = self._entries.get(key)
        if entry is None:
            if not query or (tidy := _tidy(query)) == query:
                return None
            entry = self._entries.get(key := (path, tidy, key[2]))
            if entry is None:
                return None
        self._entries.move_to_end(key)
        self.hits += 1
        return entry, entry.variant_for(heads.get(b"accept-encoding", b""))

    def keep(self, key: Key, topics: list[str], route: str, head: list[Header], body: bytes) -> Entry | None:
        """Keeps an answer, and gives it back in its encodings; None while one of its topics is changing."""
        if any(monotonic() - self._bumped.get(topic, -UNSETTLED) < UNSETTLED for topic in topics):
            return None
        variants = _variants(head, body)
        size = sum(len(variant.body) for variant in variants.values()) + 2048
        entry = Entry(variants, topics, route, size)
        self._drop(key)
        self._entries[key] = entry
        self.bytes += size
        for topic in topics:
            self._keys[topic].add(key)
        while self.bytes > self.most_bytes and len(self._entries) > 1:
            self._drop(next(iter(self._entries)))
        return entry

    def bumped(self, topic: str) -> None:
        """A change of this topic is on its way, in this process."""
        self._bumped[topic] = monotonic()
        self.forget(topic)

    def forget(self, topic: str) -> None:
        """Nothing that depends on this topic is given out any more."""
        for key in list(self._keys.pop(topic, ())):
            self._drop(key)

    def seen(self, versions: dict[str, int]) -> None:
        """The versions as the database has them now: what moved since last time is forgotten."""
        for topic, version in versions.items():
            if self._versions.get(topic) != version:
                self.forget(topic)
        self._versions = versions
        now = monotonic()
        self._bumped = {topic: at for topic, at in self._bumped.items() if now - at < UNSETTLED}

    def _drop(self, key: Key) -> None:
        entry = self._entries.pop(key, None)
        if entry is None:
            return
        entry.is_kept = False
        self.bytes -= entry.size
        for topic in entry.topics:
            self._keys[topic].discard(key)


def key_of(path: str, query: bytes, language: str) -> Key:
    """Under what an answer is kept."""
    return path, _tidy(query), language


def topics_of(route_handler: Any, path_params: dict[str, Any], query: bytes) -> list[str] | None:
    """What an answer depends on; None if its handler did not opt in, or has no such query parameter."""
    patterns: list[str] | None = getattr(route_handler, "opt", {}).get("cache")
    if patterns is None:
        return None
    asked = dict(parse_qsl(query.decode("latin-1")))
    if not asked.keys() <= _query_parameters(route_handler):
        return None
    facts = defaultdict(str, {**asked, **{name: str(value) for name, value in path_params.items()}})
    return [pattern.format_map(facts) for pattern in patterns]


@lru_cache(200)
def _query_parameters(route_handler: Any) -> frozenset[str]:
    """The names that a handler reads from the query: its parameters, by their alias if they have one."""
    parameters = route_handler.parsed_fn_signature.parameters.items()
    return frozenset(getattr(p.kwarg_definition, "query", None) or name for name, p in parameters)


def _variants(head: list[Header], body: bytes) -> dict[str, Variant]:
    encodings = ["identity"] if len(body) < SMALLEST else ["identity", "br", "gzip"]
    return {encoding: _variant(head, body, encoding) for encoding in encodings}


def _variant(head: list[Header], body: bytes, encoding: str) -> Variant:
    packed = encoded(body, encoding, KEPT)
    etag = etag_of(body, encoding)
    shared = [*head, (b"etag", etag), VARY]
    said = [(b"content-encoding", encoding.encode())] if encoding != "identity" else []
    with_length = [*shared, *said, (b"content-length", str(len(packed)).encode())]
    without = [pair for pair in shared if pair[0] != b"content-type"]
    wire, wire_304 = on_the_wire(b"200 OK", with_length), on_the_wire(b"304 Not Modified", without)
    return Variant(etag, with_length, without, packed, wire, wire_304)


def on_the_wire(status: bytes, head: list[Header]) -> bytes:
    """A head as HTTP/1.1 writes it, still open at its end."""
    return b"HTTP/1.1 " + status + b"\r\n" + b"".join(b"%s: %s\r\n" % pair for pair in head)


@lru_cache(1024)
def _language(accept: bytes) -> str:
    return negotiate(accept.decode("latin-1"))


@lru_cache(4096)
def _tidy(query: bytes) -> bytes:
    """The same parameters, in order."""
    return urlencode(sorted(parse_qsl(query.decode("latin-1"), keep_blank_values=True))).encode()
