"""Queueing work: inside the caller's transaction, and once however often it is asked for."""

import json
from datetime import datetime

from server.models.jobs import Job


def a_job(what: str, about: object, due: datetime, **facts: object) -> Job:
    """The row of a piece of work. `what` and `about` name it: the same twice is one job."""
    return Job(ident=f"{what}:{about}", what=what, facts=json.dumps({"id": str(about), **facts}), due=due)


async def queue(what: str, about: object, due: datetime, **facts: object) -> None:
    """To be called within `write()`: the job is there exactly when its cause is."""
    await Job.insert(a_job(what, about, due, **facts)).on_conflict(action="DO NOTHING")
