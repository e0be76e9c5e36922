"""What changed: a counter a topic, bumped in the transaction of the change, read by caches and streams."""

from server.models.jobs import TopicVersion
from server.storage.database import raw


async def bump(topic: str) -> None:
    """One up. To be called within `write()`."""
    await raw(
        "INSERT INTO topic_version (topic, version) VALUES ({}, 1) "
        "ON CONFLICT (topic) DO UPDATE SET version = topic_version.version + 1",
        topic,
    )


async def version_of(topic: str) -> int:
    """How often it changed; 0 if never."""
    row = await TopicVersion.select(TopicVersion.version).where(TopicVersion.topic == topic).first()
    return int(row["version"]) if row else 0
