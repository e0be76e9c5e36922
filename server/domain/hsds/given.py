"""A foreign record while it is read: what was taken from it, and so what was left lying."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

Body = dict[str, Any]
# What a record hangs on: said by where it stands.
LINKS: Final = frozenset(
    {
        *("service_id", "location_id", "organization_id", "service_at_location_id", "contact_id", "phone_id"),
        *("link_id", "taxonomy_term_id", "resource_id"),
    }
)


class Given:
    """One record. What is asked for counts as taken; an id always does."""

    def __init__(self, body: Body, path: str = "") -> None:
        self.body, self.path = body, path
        self.taken = {"id", *LINKS}
        self.below: list[Given] = []

    @property
    def id(self) -> UUID:
        """Its own."""
        return UUID(self.body["id"])

    def has(self, name: str) -> bool:
        """Is anything said under this name? Takes nothing."""
        return not is_empty(self.body.get(name))

    def take(self, name: str) -> Any:
        """A field, or None."""
        self.taken.add(name)
        value = self.body.get(name)
        return None if is_empty(value) else value

    def text(self, name: str) -> str:
        """A text, or ""."""
        value = self.take(name)
        return "" if value is None else str(value)

    def keep(self, *names: str) -> None:
        """These are known to say nothing new."""
        self.taken.update(names)

    def leave(self, *names: str) -> None:
        """These were read, but could not be kept."""
        self.taken.difference_update(names)

    def one(self, name: str) -> "Given | None":
        """The record under this name."""
        value = self.take(name)
        return self._below(value, name) if value else None

    def many(self, name: str) -> "list[Given]":
        """The records under this name."""
        return [self._below(value, name) for value in self.take(name) or []]

    def _below(self, body: Body, name: str) -> "Given":
        made = Given(body, f"{self.path}.{name}" if self.path else name)
        self.below.append(made)
        return made

    def forget(self, below: "Given") -> None:
        """It was read before, elsewhere."""
        self.below.remove(below)

    def left(self) -> Iterator[str]:
        """The path of every field that nobody took, here and below."""
        for name, value in self.body.items():
            if name not in self.taken and not is_empty(value):
                yield f"{self.path}.{name}" if self.path else name
        for each in self.below:
            yield from each.left()


def is_empty(value: Any) -> bool:
    """Nothing is said."""
    return value is None or value in ("", [], {})


def count_left(given: Given, counted: Counter[str]) -> None:
    """Add what was left lying to the count of paths."""
    counted.update(given.left())
