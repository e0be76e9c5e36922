"""What a program sent: fields that may come several times, and files. What is empty was not sent."""

import math
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Final

import msgspec
from msgspec import Struct

from server.domain.errors import Invalid
from server.domain.texts import clean

SPAN: Final = timedelta(days=90)
MOST: Final = 1000  # requests of one answer
FARTHEST_PAGE: Final = 100_000
NOT_HASHED: Final = frozenset({"api_key"})


class File(Struct, frozen=True):
    """A file that came with a form."""

    name: str
    data: bytes


class Given:
    """The fields of a form or of an address, cleaned."""

    def __init__(self, pairs: Iterable[tuple[str, str]], files: Iterable[File] = ()) -> None:
        self._fields: dict[str, list[str]] = {}
        for name, value in pairs:
            if text := clean(value):
                self._fields.setdefault(clean(name), []).append(text)
        self.files = list({file.data: file for file in files if file.data}.values())  # each once

    def one(self, name: str) -> str:
        """The first value of a field; "" without one."""
        return self._fields.get(name, [""])[0]

    def all(self, name: str) -> list[str]:
        """Every value."""
        return self._fields.get(name, [])

    def listed(self, name: str) -> list[str]:
        """Every value, and each of those with commas taken apart."""
        parts = (part.strip() for text in self.all(name) for part in text.split(","))
        return list(dict.fromkeys(part for part in parts if part))

    def attributes(self) -> dict[str, list[str]]:
        """`attribute[code]=v` and `attribute[code][]=v`, by code."""
        found: dict[str, list[str]] = {}
        for name, values in self._fields.items():
            if name.startswith("attribute[") and "]" in name:
                found.setdefault(name[len("attribute[") : name.index("]")], []).extend(values)
        return found

    def hashed(self, *about: str) -> str:
        """SHA-256 of all of it, however it was packed: the same again has the same hash."""
        fields = sorted((name, texts) for name, texts in self._fields.items() if name not in NOT_HASHED)
        files = [sha256(file.data).hexdigest() for file in self.files]
        return sha256(msgspec.json.encode([about, fields, files])).hexdigest()

    def number(self, name: str, least: float, most: float) -> float | None:
        """Raises Invalid for what is no number between these."""
        text = self.one(name)
        if not text:
            return None
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not least <= value <= most:
            raise Invalid({name: "bad-value"})
        return value

    def count(self, name: str, usual: int, most: int) -> int:
        """A whole number from 1. Raises Invalid."""
        text = self.one(name)
        if not text:
            return usual
        if not (text.isascii() and text.isdigit() and len(text) < 10 and 1 <= int(text) <= most):
            raise Invalid({name: "bad-value"})
        return int(text)

    def moment(self, name: str) -> datetime | None:
        """A time with its zone. Raises Invalid."""
        text = self.one(name)
        if not text:
            return None
        try:
            # A plus that was not escaped arrives as a blank.
            moment = datetime.fromisoformat(text.replace(" ", "+")).astimezone(UTC)
            zoned = datetime.fromisoformat(text.replace(" ", "+")).tzinfo is not None
        except (ValueError, OverflowError):
            raise Invalid({name: "bad-time"}) from None
        if not zoned or not 1970 < moment.year < 9000:
            raise Invalid({name: "bad-time"})
        return moment

    def window(self, now: datetime, usual: timedelta = SPAN) -> tuple[datetime, datetime]:
        """From start_date until end_date, at most 90 days; by default the last ones. Raises Invalid."""
        start, end = self.moment("start_date"), self.moment("end_date")
        if start is None:
            end = end or now
            return end - (usual if not self.one("end_date") else SPAN), end
        end = end or min(start + SPAN, max(now, start))
        if end - start > SPAN:
            raise Invalid({"end_date": "period-too-long"})
        return start, end
