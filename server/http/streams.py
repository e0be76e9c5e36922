"""Streams to the desks (server-sent events): a line when something changed in one's offices, not what.

Every process reads the versions of the topics once a second (`chores`), so that a change is heard whichever
process made it. The id of a line is the sum of the versions in the reader's offices, the same in every
process: who comes back with another id than the sum that is there now has missed something, and is told.
"""

import asyncio
from bisect import bisect_left, bisect_right
from collections import Counter
from itertools import accumulate
from typing import Final
from uuid import UUID

import msgspec

from server.domain.access import READERS
from server.domain.people import Actor, Role
from server.domain.places import ORGANIZATION
from server.domain.scope import scope_of

TOPIC: Final = "queue:"
MOST_OF_ONE: Final = 6  # streams of one person in this process: as many windows
MOST: Final = 2_000
MOST_NAMED: Final = 20  # offices in one line; more are "many"


class Streams:
    """All streams of this process. Belongs to one event loop."""

    def __init__(self) -> None:
        self.closing = False
        self._listeners: set[Listener] = set()
        self._of: Counter[UUID | None] = Counter()
        self._versions: dict[str, int] = {}
        self._offices: list[str] = []
        self._sums: list[int] = [0]

    def seen(self, versions: dict[str, int]) -> None:
        """The versions of all topics as they are now: whoever is concerned by a change is woken."""
        now = {topic.removeprefix(TOPIC): it for topic, it in versions.items() if topic.startswith(TOPIC)}
        changed = [office for office, version in now.items() if self._versions.get(office) != version]
        if not changed:
            return
        self._versions, self._offices = now, sorted(now)
        self._sums = [0, *accumulate(now[office] for office in self._offices)]
        for listener in self._listeners:
            listener.hear(changed)

    def sum_between(self, low: str, high: str) -> int:
        """Of the versions of the offices whose codes lie between."""
        return self._sums[bisect_right(self._offices, high)] - self._sums[bisect_left(self._offices, low)]

    def is_full_for(self, person: UUID | None) -> bool:
        """No stream more for this person, or for anybody."""
        return self._of[person] >= MOST_OF_ONE or len(self._listeners) >= MOST

    def enter(self, listener: "Listener") -> None:
        """From now on it hears."""
        self._listeners.add(listener)
        self._of[listener.person] += 1

    def leave(self, listener: "Listener") -> None:
        """It hears no more."""
        self._listeners.discard(listener)
        self._of[listener.person] -= 1
        if not self._of[listener.person]:
            del self._of[listener.person]

    def __len__(self) -> int:
        return len(self._listeners)


class Listener:
    """One stream: whose offices, and what was heard of them since the last line."""

    def __init__(self, streams: Streams, actor: Actor) -> None:
        self.streams, self.person = streams, actor.person
        self.ranges = ranges_of(actor)
        self.woken = asyncio.Event()
        self._heard: set[str] = set()

    def hear(self, offices: list[str]) -> None:
        """Wakes if one of them is among the reader's."""
        mine = [office for office in offices if any(low <= office <= high for low, high in self.ranges)]
        if mine:
            self._heard.update(mine)
            self.woken.set()

    def id(self) -> str:
        """What the reader has seen when it has seen everything."""
        return str(sum(self.streams.sum_between(low, high) for low, high in self.ranges))

    def line(self, event: str = "queue") -> str:
        """What changed since the last line: the offices; without any: everything may have."""
        offices, self._heard = sorted(self._heard), set()
        self.woken.clear()
        named = offices if 0 < len(offices) <= MOST_NAMED else None
        return (
            f"id: {self.id()}\nevent: {event}\ndata: {msgspec.json.encode({'offices': named}).decode()}\n\n"
        )


def ranges_of(actor: Actor) -> list[tuple[str, str]]:
    """Lowest and highest code of what somebody's queue holds."""
    firms = [
        f"{ORGANIZATION}{right.organization}"
        for right in actor.rights
        if right.role is Role.PROVIDER and right.organization
    ]
    return [scope_of(code) for code in actor.divisions(READERS)] + [(firm, firm) for firm in firms]
