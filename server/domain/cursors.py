"""Where a page of a list ended, so that the next can begin after it: a keyset, opaque to the reader.

It holds nothing but the time and the id of the last row that the reader was given; whoever invents one gets a
page of what they may see anyway.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct

from server.domain.errors import Invalid

LONGEST: Final = 512  # characters


class Last(Struct, frozen=True, array_like=True):
    """The last row of a page: what it is sorted by (None sorts last), and its id."""

    at: datetime | None
    id: UUID


def cursor_of(last: Last) -> str:
    """As it leaves."""
    return urlsafe_b64encode(msgspec.json.encode(last)).decode().rstrip("=")


def last_of(cursor: str) -> Last | None:
    """As it comes back; None for the first page. Raises Invalid."""
    if not cursor:
        return None
    try:
        if len(cursor) > LONGEST:
            raise ValueError
        return msgspec.json.decode(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)), type=Last)
    except (ValueError, msgspec.MsgspecError):
        raise Invalid({"cursor": "bad-value"}) from None
