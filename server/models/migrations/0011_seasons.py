"""Summer and winter hours: a part of every year in which a row of opening hours stands."""

from server.storage.database import ddl


async def forwards() -> None:
    """What is there stands all year, as before."""
    await ddl("ALTER TABLE schedule ADD COLUMN season VARCHAR(12) NOT NULL DEFAULT ''")
