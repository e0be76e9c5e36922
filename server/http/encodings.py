"""Brotli, gzip or as it is: which a reader takes, the bytes, and their strong ETags."""

import gzip
from functools import lru_cache
from hashlib import blake2b
from typing import Final

import brotli  # type: ignore[import-untyped]  # it ships no types

SMALLEST: Final = 1024  # bytes; below, compressing saves nothing


# How hard brotli tries. A catalogue of 20 kB: 0.3 ms for 8.4 kB, 0.5 ms for 7.3, 21 ms for 6.7; nine is
# slower than seven and no smaller.
ONCE: Final = 4  # for an answer to one person
KEPT: Final = 7  # for one that many get
FOREVER: Final = 11  # at the start, for the page
NARROW: Final = 16  # bits of the window in which brotli looks back; made sooner than its usual 22
WIDE: Final = 22


def encoded(body: bytes, encoding: str, effort: int = ONCE) -> bytes:
    """The bytes in an encoding."""
    if encoding == "br":
        window = min(max(len(body).bit_length(), NARROW), WIDE)
        return bytes(brotli.compress(body, quality=effort, lgwin=window))
    if encoding == "gzip":
        return gzip.compress(body, min(effort + 1, 9), mtime=0)
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
