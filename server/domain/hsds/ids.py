"""Ids for what has none of its own here: always the same, made of what it belongs to."""

from functools import lru_cache
from typing import Final
from uuid import UUID, uuid5

NAMESPACE: Final = UUID("6f0c3a4e-6c1b-5d7e-9f42-2f6c1a0f3a31")


def ident(*parts: object) -> UUID:
    """The id of a thing by its owner and what it is there: `ident(service, "phone")`."""
    return uuid5(NAMESPACE, "/".join(str(part) for part in parts))


def at_id(service: object, location: object) -> UUID:
    """Of a service at a location: it stays the same however often the service is saved."""
    return ident(service, "at", location)


@lru_cache(512)
def term_id(taxonomy: str, code: str) -> UUID:
    """Of a taxonomy's term, by its code."""
    return ident("taxonomy", taxonomy, code)
