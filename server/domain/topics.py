"""What changed: a counter a topic, bumped in the transaction of the change, read by caches and streams."""

from collections.abc import Callable, Collection
from typing import Final

from server.storage.database import Sql, raw, together
from server.storage.rows import AT_ONCE, parts_of

# Who in this process wants to know at once, before the transaction ends; others read the versions.
LISTENERS: Final[list[Callable[[str], None]]] = []


BUMP: Final = (
    "INSERT INTO topic_version (topic, version) VALUES ({}, 1) "
    "ON CONFLICT (topic) DO UPDATE SET version = topic_version.version + 1"
)


async def bump(topic: str) -> None:
    """One up. To be called within `write()`."""
    await together(bumping(topic))


def bumping(topic: str) -> Sql:
    """The statement that does it, for `together`, where it is to be one hop with the change."""
    for tell in LISTENERS:
        tell(topic)
    return Sql(BUMP, topic)


async def bump_all(topics: Collection[str]) -> None:
    """Each of many one up, in few statements. To be called within `write()`."""
    each = sorted(set(topics))  # in one order, so that two who bump the same wait for each other, not both
    for topic in each:
        for tell in LISTENERS:
            tell(topic)
    for part in parts_of(each, AT_ONCE):
        await together(Sql(BUMP.replace("({}, 1)", ", ".join(["({}, 1)"] * len(part))), *part))


async def version_of(topic: str) -> int:
    """How often it changed; 0 if never."""
    return (await versions_of(topic))[topic]


async def versions_of(*topics: str) -> dict[str, int]:
    """The same of several, in one go."""
    blanks = ", ".join(["{}"] * len(topics))
    rows = await raw(f"SELECT topic, version FROM topic_version WHERE topic IN ({blanks})", *topics)  # noqa: S608
    return dict.fromkeys(topics, 0) | {row["topic"]: int(row["version"]) for row in rows}


async def all_versions() -> dict[str, int]:
    """Of every topic, as it is committed now."""
    rows = await raw("SELECT topic, version FROM topic_version")
    return {row["topic"]: int(row["version"]) for row in rows}


async def movement() -> tuple[int, int]:
    """How many topics there are, and the sum of their versions: equal means that nothing changed."""
    (row,) = await raw("SELECT count(*) AS topics, coalesce(sum(version), 0) AS versions FROM topic_version")
    return int(row["topics"]), int(row["versions"])
