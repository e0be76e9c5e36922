"""The number of a request, to be read out on the telephone, and the code that goes with it.

A number is year and month (yymm), a count within the month of at least five digits, and a check digit by
ISO 7064 MOD 11,10, which finds every wrong digit and nearly every exchange of two. It counts up, so it proves
nothing: to look a request up takes the code too, eight digits of HMAC(key, id), which are stored nowhere.
"""

import asyncio
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from server.domain.keys import Keys
from server.storage.database import raw

BLOCK: Final = 200  # numbers taken from the database at a time; a stop wastes what is left of a block
CODE_DIGITS: Final = 8
SHORTEST: Final = 10  # of a number


def check_digit(digits: str) -> str:
    """The digit that ISO 7064 MOD 11,10 puts behind these."""
    product = 10
    for digit in digits:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    return str((11 - product) % 10)


def is_number(text: str) -> bool:
    """Could this be the number of a request? A wrong digit is found without a look into the database."""
    return text.isascii() and text.isdigit() and len(text) >= SHORTEST and check_digit(text[:-1]) == text[-1]


def digits_in(text: str) -> str:
    """What somebody copied, as digits: 2611-000013 and ６０ are 2611000013 and 60."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(character for character in plain if "0" <= character <= "9")


def number_of(month: str, count: int) -> str:
    """The `count`-th number of a month (yymm)."""
    digits = f"{month}{count:05d}"
    return digits + check_digit(digits)


def lookup_code(keys: Keys, id: UUID) -> str:
    """The eight digits that open a request together with its number."""
    return str(int.from_bytes(keys.mac("lookup", str(id))) % 10**CODE_DIGITS).zfill(CODE_DIGITS)


class Numbers:
    """Hands numbers out, from blocks that the database has marked as taken.

    So no two processes give the same, no transaction waits for another's, and only every 200th request
    waits for another write. Belongs to one database, in one event loop.
    """

    def __init__(self, zone: ZoneInfo) -> None:
        self.zone = zone
        self._month = ""
        self._left: Iterator[int] = iter(())
        self._taking = asyncio.Lock()

    async def take(self, now: datetime) -> str:
        """A number that nobody had before. Not within `write()`: a block is a transaction of its own."""
        here = now.astimezone(self.zone)
        month = f"{here.year % 100:02}{here.month:02}"
        if (count := self._next(month)) is None:
            async with self._taking:
                while (count := self._next(month)) is None:  # else another task has just brought a block
                    self._month, self._left = month, await a_block(month)
        return number_of(month, count)

    def _next(self, month: str) -> int | None:
        return next(self._left, None) if month == self._month else None


async def a_block(month: str) -> Iterator[int]:
    """The next numbers of a month, taken for good."""
    (row,) = await raw(
        "INSERT INTO topic_version (topic, version) VALUES ({}, {}) ON CONFLICT (topic) "
        "DO UPDATE SET version = topic_version.version + {} RETURNING version",
        f"number:{month}",
        BLOCK,
        BLOCK,
    )
    last = int(row["version"])
    return iter(range(last - BLOCK + 1, last + 1))
