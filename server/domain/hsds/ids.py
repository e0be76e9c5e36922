"""Ids for what has none of its own here: always the same, made of what it belongs to."""

from functools import lru_cache
from typing import Final
from uuid import UUID, uuid5

NAMESPACE: Final = UUID("6f0c3a4e-6c1b-5d7e-9f42-2f6c1a0f3a31")

REST: Final = 112  # bits of an id beside those that count


def ident(*parts: object) -> UUID:
    """The id of a thing by its owner and what it is there: `ident(service, "phone")`."""
    return uuid5(NAMESPACE, "/".join(str(part) for part in parts))


def at_id(service: object, location: object, place: int = 0) -> UUID:
    """Of a service at its location in this place of its list: the same however often the service is saved.

    It sorts by the place: the order of the rows is that in which they were written.
    """
    return UUID(int=(place << REST) | (ident(service, "at", location).int & ((1 << REST) - 1)))


@lru_cache(512)
def term_id(taxonomy: str, code: str) -> UUID:
    """Of a taxonomy's term, by its code."""
    return ident("taxonomy", taxonomy, code)
