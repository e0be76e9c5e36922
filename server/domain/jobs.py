"""Queueing work: inside the caller's transaction, and once however often it is asked for."""

import json
from datetime import datetime
from typing import Final

from server.models.jobs import Job
from server.storage.database import Sql


def a_job(what: str, about: object, due: datetime, **facts: object) -> Job:
    """The row of a piece of work. `what` and `about` name it: the same twice is one job."""
    return Job(ident=f"{what}:{about}", what=what, facts=json.dumps({"id": str(about), **facts}), due=due)


QUEUE: Final = (
    "INSERT INTO job (ident, what, facts, due) VALUES ({}, {}, {}, {}) ON CONFLICT (ident) DO NOTHING"
)


def queueing(what: str, about: object, due: datetime, **facts: object) -> Sql:
    """The statement of `queue`, for `together`, where it is to be one hop with its cause."""
    job = a_job(what, about, due, **facts)
    return Sql(QUEUE, job.ident, job.what, job.facts, job.due)


async def queue(what: str, about: object, due: datetime, **facts: object) -> None:
    """To be called within `write()`: the job is there exactly when its cause is."""
    await Job.insert(a_job(what, about, due, **facts)).on_conflict(action="DO NOTHING")
