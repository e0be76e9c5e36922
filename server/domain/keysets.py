"""Pages of a list that may be sorted by anything: what comes after the last row that the reader was given.

The cursor holds what that row is sorted by and its id; whoever invents one gets a page of what they may see
anyway.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import msgspec
from msgspec import Struct

from server.domain.access import Seen
from server.domain.errors import Invalid

LONGEST: Final = 2048  # characters
YEARS: Final = range(1900, 3000)


class Order(Struct, frozen=True):
    """By what a list is sorted: SQL, what fills its blanks, its type, and whether downwards; then by id."""

    sql: str
    id: str
    args: tuple[Any, ...] = ()
    kind: type[str] | type[date] | type[datetime] = str
    down: bool = False

    @property
    def clause(self) -> str:
        """What stands after ORDER BY."""
        way = " DESC" if self.down else ""
        return f"{self.sql}{way}, {self.id}{way}"

    def after(self, cursor: str) -> list[Seen]:
        """The condition for what comes later; none for the first page. Raises Invalid for a bad cursor."""
        if not cursor:
            return []
        key, id = self._read(cursor)
        than = "<" if self.down else ">"
        sql = f"({self.sql} {than} {{}} OR ({self.sql} = {{}} AND {self.id} {than} {{}}))"
        return [Seen(sql, (*self.args, key, *self.args, key, id))]

    def _read(self, cursor: str) -> tuple[Any, UUID]:
        try:
            if len(cursor) > LONGEST:
                raise ValueError
            text, id = msgspec.json.decode(
                urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)), type=tuple[str, UUID]
            )
            key: Any = text if self.kind is str else msgspec.convert(text, self.kind)
            if isinstance(key, date) and key.year not in YEARS:
                raise ValueError
            if (isinstance(key, datetime) and key.tzinfo is None) or "\0" in text:
                raise ValueError
        except (ValueError, msgspec.MsgspecError):
            raise Invalid({"cursor": "bad-value"}) from None
        return key, id


def cursor_after(key: Any, id: UUID) -> str:
    """The cursor of the last row of a page: what it is sorted by, and its id."""
    return urlsafe_b64encode(msgspec.json.encode((key, id))).decode().rstrip("=")
