"""How many more answers would probably decide an undecided number, computed with it when the wave closes."""

from server.storage.database import ddl


async def forwards() -> None:
    """A number that was released before keeps what it said: nothing about that."""
    await ddl("ALTER TABLE estimate ADD COLUMN still_needed INTEGER")
