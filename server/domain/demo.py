"""Is this database a demonstration? It says so itself, so that a copy of it does too, on every page."""

from typing import Final

from server.domain.topics import bump, version_of
from server.storage.database import Sql, together

TOPIC: Final = "demo"


class NotEmpty(Exception):
    """The database holds something already: it must not become a demonstration."""


async def is_demo() -> bool:
    """Was it filled with made-up content?"""
    return await version_of(TOPIC) > 0


async def mark_as_demo() -> None:
    """From now on. To be called within `write()`, before anything made up is written."""
    await bump(TOPIC)


async def is_empty() -> bool:
    """Nobody has put anything in but the network: no person, no provider, no request, no wave."""
    tables = ("person", "organization", "service_request", "wave")
    found = await together(*(Sql(f"SELECT id FROM {table} LIMIT 1") for table in tables))  # noqa: S608
    return not any(found)
