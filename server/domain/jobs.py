"""Queueing work: inside the caller's transaction, and once however often it is asked for."""

import json
from datetime import datetime
from typing import Final

from server.storage.database import Sql, together

QUEUE: Final = (
    "INSERT INTO job (ident, what, facts, due) VALUES ({}, {}, {}, {}) ON CONFLICT (ident) DO NOTHING"
)


async def queue(what: str, about: object, due: datetime, **facts: object) -> None:
    """To be called within `write()`: the job is there exactly when its cause is.

    `what` and `about` name it: the same twice is one job.
    """
    await together(queueing(what, about, due, **facts))


def queueing(what: str, about: object, due: datetime, **facts: object) -> Sql:
    """The statement of `queue`, for `together`, where it is to be one hop with its cause."""
    return Sql(QUEUE, f"{what}:{about}", what, json.dumps({"id": str(about), **facts}), due)
