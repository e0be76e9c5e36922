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

import gzip
from collections import OrderedDict, defaultdict
from functools import lru_cache
from hashlib import blake2b
from time import monotonic
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

import brotli  # type: ignore[import-untyped]  # it ships no types
from msgspec import Struct

from server.http.headers import Header
from server.http.language import negotiate

MOST_BYTES: Final = 64 * 1024 * 1024
SMALLEST: Final = 1024  # bytes; below, compressing saves nothing
UNSETTLED: Final = 2.0  # seconds after a bump in which nothing of its topic is kept
VARY: Final[Header] = (b"vary", b"Accept-Language, Accept-Encoding")


class Variant(Struct, frozen=True):
    """One encoding of one answer: the head and the bytes, ready to be sent."""

    etag: bytes
    head: list[Header]
    head_304: list[Header]
    body: bytes


class Entry(Struct):
    """One answer in one language."""

    variants: dict[str, Variant]
    etags: dict[bytes, Variant]
    topics: list[str]
    route: str  # its template, for the log
    size: int


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
        encoding = encoding_for(heads.get(b"accept-encoding", b""))
        return entry, entry.variants.get(encoding) or entry.variants["identity"]

    def keep(self, key: Key, topics: list[str], route: str, head: list[Header], body: bytes) -> Entry | None:
        """Keeps an answer, and gives it back in its encodings; None while one of its topics is changing."""
        if any(monotonic() - self._bumped.get(topic, -UNSETTLED) < UNSETTLED for topic in topics):
            return None
        variants = _variants(head, body)
        size = sum(len(variant.body) for variant in variants.values()) + 2048
        entry = Entry(variants, {variant.etag: variant for variant in variants.values()}, topics, route, size)
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


def encoded(body: bytes, encoding: str, best: bool = False) -> bytes:
    """The bytes in an encoding; quickly, or as small as they get."""
    if encoding == "br":
        return bytes(brotli.compress(body, quality=9 if best else 4))
    if encoding == "gzip":
        return gzip.compress(body, 9 if best else 5, mtime=0)
    return body


def etag_of(body: bytes, encoding: str) -> bytes:
    """Strong: of these very bytes, so each encoding has its own."""
    tail = b"" if encoding == "identity" else b"-" + encoding.encode()
    return b'"' + blake2b(body, digest_size=12).hexdigest().encode() + tail + b'"'


def names(if_none_match: bytes, etag: bytes) -> bool:
    """Whether the reader has these bytes: one of its ETags is this (compared weakly, RFC 9110, 13.1.2)."""
    if if_none_match == etag:
        return True
    return any(tag.strip().removeprefix(b"W/") in {etag, b"*"} for tag in if_none_match.split(b","))


@lru_cache(1024)
def encoding_for(accept: bytes) -> str:
    """br, gzip or identity: the smallest that the reader takes."""
    taken = set()
    for part in accept.decode("latin-1").lower().split(","):
        name, _, weight = part.partition(";")
        if weight.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}:
            taken.add(name.strip())
    return "br" if "br" in taken else "gzip" if "gzip" in taken else "identity"


def _variants(head: list[Header], body: bytes) -> dict[str, Variant]:
    encodings = ["identity"] if len(body) < SMALLEST else ["identity", "br", "gzip"]
    return {encoding: _variant(head, body, encoding) for encoding in encodings}


def _variant(head: list[Header], body: bytes, encoding: str) -> Variant:
    packed = encoded(body, encoding, best=True)
    etag = etag_of(body, encoding)
    shared = [*head, (b"etag", etag), VARY]
    said = [(b"content-encoding", encoding.encode())] if encoding != "identity" else []
    with_length = [*shared, *said, (b"content-length", str(len(packed)).encode())]
    without = [pair for pair in shared if pair[0] != b"content-type"]
    return Variant(etag, with_length, without, packed)


@lru_cache(1024)
def _language(accept: bytes) -> str:
    return negotiate(accept.decode("latin-1"))


@lru_cache(4096)
def _tidy(query: bytes) -> bytes:
    """The same parameters, in order."""
    return urlencode(sorted(parse_qsl(query.decode("latin-1"), keep_blank_values=True))).encode()
