"""Every public page of the directory for search engines: read by key, a few thousand at a time."""

from datetime import datetime
from typing import Final
from uuid import UUID

from msgspec import Struct

from server.domain.directory import SHOWN
from server.storage.database import raw

PAGE: Final = 1_000  # the protocol allows 50,000: others wait some 20 ms for one


class Mapped(Struct, frozen=True):
    """A service that has a page, and when it last changed."""

    id: UUID
    changed_at: datetime


FIRSTS: Final = (
    "SELECT id FROM (SELECT s.id, row_number() OVER (ORDER BY s.id) AS n FROM service s WHERE SHOWN) k "
    "WHERE n % PAGE = 1 ORDER BY id"
)
SERVICES: Final = (
    "SELECT s.id, s.changed_at FROM service s WHERE s.id >= {} AND SHOWN ORDER BY s.id LIMIT PAGE"
)


async def list_firsts() -> list[UUID]:
    """The service with which each page of the map begins."""
    return [row["id"] for row in await raw(_filled(FIRSTS))]


async def list_mapped(first: UUID) -> list[Mapped]:
    """A page of the map, from this service on."""
    return [Mapped(row["id"], row["changed_at"]) for row in await raw(_filled(SERVICES), first)]


def _filled(template: str) -> str:
    return template.replace("SHOWN", SHOWN).replace("PAGE", str(PAGE))
