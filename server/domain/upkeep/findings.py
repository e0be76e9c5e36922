"""What the doctor says of one thing that is not as it should be."""

from enum import StrEnum

from msgspec import Struct


class Level(StrEnum):
    """How bad it is."""

    WARNING = "warning"  # works, but not as it should
    TROUBLE = "trouble"  # residents notice it, or data are in danger


class Finding(Struct, frozen=True):
    """One line: what is wrong, and how to mend it."""

    level: Level
    what: str
    cure: str


def trouble(what: str, cure: str) -> Finding:
    """Residents notice it, or data are in danger."""
    return Finding(Level.TROUBLE, what, cure)


def warning(what: str, cure: str) -> Finding:
    """It works, but not as it should."""
    return Finding(Level.WARNING, what, cure)
