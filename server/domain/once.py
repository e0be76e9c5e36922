"""Exactly once: a write comes under its sender's id; the same bytes get the first answer, others a 409."""

from datetime import datetime
from typing import Generic, TypeVar

from msgspec import Struct

from server.domain.people import Actor

Answer = TypeVar("Answer")


class Stamp(Struct, frozen=True):
    """What every write carries: who, when (UTC), and the SHA-256 of the exact bytes."""

    by: Actor
    at: datetime
    body_hash: str


class Once(Struct, Generic[Answer], frozen=True):
    """An answer made only of what never changes, so that the first one can be given again."""

    answer: Answer
    is_new: bool
