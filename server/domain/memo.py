"""Things made from the database, kept in this process as long as the version of their topic stands."""

from collections import OrderedDict
from typing import Generic, TypeVar

from server.storage.database import Database

Value = TypeVar("Value")


class Memo(Generic[Value]):
    """At most `most` values by key, the longest unused forgotten first; another database, another value."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._kept: OrderedDict[str, tuple[object, int, Value]] = OrderedDict()

    def recall(self, key: str, version: int) -> Value | None:
        """What was made at this version of its topic."""
        kept = self._kept.get(key)
        if kept is None or kept[0] is not Database.engine or kept[1] != version:
            return None
        self._kept.move_to_end(key)
        return kept[2]

    def keep(self, key: str, version: int, value: Value) -> Value:
        """Keep it, and give it back."""
        self._kept[key] = (Database.engine, version, value)
        self._kept.move_to_end(key)
        while len(self._kept) > self.most:
            self._kept.popitem(last=False)
        return value
