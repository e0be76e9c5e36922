"""SQL as it goes to an engine, and what comes back."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

Statement = tuple[str, Sequence[Any]]
Rows = list[dict[str, Any]]

READS: Final = re.compile(r"\s*(SELECT|VALUES|EXPLAIN)\b", re.IGNORECASE)
WITH: Final = re.compile(r"\s*WITH\b", re.IGNORECASE)
CHANGES: Final = re.compile(r"\b(INSERT|UPDATE|DELETE|REPLACE)\b", re.IGNORECASE)


@lru_cache(512)
def is_read(sql: str) -> bool:
    """It changes nothing, so that a reader may run it and nobody minds if it runs twice."""
    return bool(READS.match(sql) or (WITH.match(sql) and not CHANGES.search(sql)))
