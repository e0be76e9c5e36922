"""The id of a call, in its answer, in its problem and in its line of the log."""

import re
from itertools import count
from secrets import token_hex
from typing import Final

GIVEN: Final = re.compile(rb"[A-Za-z0-9-]{8,64}")


class RequestIds:
    """A prefix of this process and a counter; an id that a proxy gave stays."""

    def __init__(self) -> None:
        self._prefix = token_hex(6).encode() + b"-"
        self._count = count(1)

    def of(self, heads: dict[bytes, bytes]) -> bytes:
        """For one call."""
        given = heads.get(b"x-request-id")
        if given is not None and GIVEN.fullmatch(given):
            return given
        return b"%s%x" % (self._prefix, next(self._count))
