"""Chance that is the same every time: one seed for all of it, an own stream for each thing."""

from random import Random
from typing import Final
from uuid import UUID, uuid5

SEED: Final = "linli-demo-1"
NAMESPACE: Final = UUID("6b1f6a0e-0f0c-5d6a-9a57-1d0d6c5d2f11")


def ident(*words: object) -> UUID:
    """The id of a thing by its name: uuid5, so that the same seed makes the same database."""
    return uuid5(NAMESPACE, "/".join([SEED, *map(str, words)]))


def stream(*words: object) -> Random:
    """Random numbers for one thing, which no other thing's drawing can shift."""
    return Random("/".join([SEED, *map(str, words)]))
