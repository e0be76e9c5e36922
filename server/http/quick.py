"""Kept answers given straight from the connection: no task, no scope, no messages, one write.

`protocol` asks before it builds a call for the application; what is not kept takes the usual way. What was
asked before is found by its bytes: address, language and encoding together.
"""

from time import perf_counter
from typing import Final

from server.http.cache import Entry, Variant
from server.http.call import Parts
from server.http.encodings import names
from server.http.ids import RequestIds
from server.http.log import Called

MOST: Final = 50_000  # remembered heads; emptied when full

Asked = tuple[bytes, bytes, bytes]


class Quick:
    """What stands between the connections and the cache."""

    def __init__(self, parts: Parts, known_hosts: set[bytes], ids: RequestIds) -> None:
        self.parts, self.known_hosts, self.ids = parts, known_hosts, ids
        self._found: dict[Asked, tuple[Entry, Variant]] = {}

    def answer(self, url: bytes, heads: dict[bytes, bytes]) -> tuple[bytes, bytes] | None:
        """Head (still open at its end) and body of the answer to a GET; None if it is not kept."""
        if heads.get(b"host") not in self.known_hosts:
            return None
        began = perf_counter()
        asked = (url, heads.get(b"accept-language", b""), heads.get(b"accept-encoding", b""))
        found = self._found.get(asked)
        if found is None or not found[0].is_kept:
            found = self._look(asked, heads)
            if found is None:
                return None
        entry, variant = found
        request_id = self.ids.of(heads)
        known = heads.get(b"if-none-match")
        has_it = known is not None and names(known, variant.etag)
        status, wire, body = (304, variant.wire_304, b"") if has_it else (200, variant.wire, variant.body)
        called = Called("GET", entry.route, request_id, began, heads.get(b"linli-client", b""))
        self.parts.note(called, status, len(body))
        return b"%sx-request-id: %s\r\n" % (wire, request_id), body

    def _look(self, asked: Asked, heads: dict[bytes, bytes]) -> tuple[Entry, Variant] | None:
        path, _, query = asked[0].partition(b"?")
        if b"%" in path:
            return None
        found = self.parts.cache.find(path.decode("ascii", "replace"), query, heads)
        if found is not None:
            if len(self._found) >= MOST:
                self._found.clear()
            self._found[asked] = found
        return found
