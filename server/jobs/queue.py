"""Jobs are taken by one worker at a time: with a lease, that another may break when it has run out.

The statement that takes jobs is one, on both engines; PostgreSQL skips what another process is just taking. A
job is done when its row is gone. So a handler runs at least once and must not mind running again.
"""

import json
from datetime import datetime, timedelta
from typing import Any, Final

from msgspec import Struct

from server.storage.database import Sql, engine_type, raw, together

LEASE: Final = timedelta(minutes=2)  # longer than any handler works
FIRST_PAUSE: Final = timedelta(seconds=30)  # after a failure; doubles with each
LONGEST_PAUSE: Final = timedelta(hours=2)
MOST_TRIES: Final = 10  # a good day; then it lies dead, for an engineer to look at
LONGEST_TROUBLE: Final = 200


class Task(Struct, frozen=True):
    """A job that is ours until its lease ends."""

    ident: str
    what: str
    facts: dict[str, Any]
    tries: int
    lease: datetime


TAKE: Final = (
    "UPDATE job SET state = 'run', lease = {}, tries = tries + 1 WHERE ident IN ("
    "SELECT ident FROM job WHERE ((state = 'ready' AND due <= {}) OR (state = 'run' AND lease <= {})) KINDS "
    "ORDER BY due LIMIT {} SKIPPING) RETURNING ident, what, facts, tries"
)
SKIPPING: Final = {"sqlite": "", "postgres": "FOR UPDATE SKIP LOCKED"}
WAITING: Final = (
    "SELECT 1 AS one FROM job "
    "WHERE ((state = 'ready' AND due <= {}) OR (state = 'run' AND lease <= {})) KINDS LIMIT 1"
)
DONE: Final = "DELETE FROM job WHERE ident = {} AND lease = {}"
AGAIN: Final = (
    "UPDATE job SET state = 'ready', lease = NULL, due = {}, trouble = {} WHERE ident = {} AND lease = {}"
)
DEAD: Final = "UPDATE job SET state = 'dead', lease = NULL, trouble = {} WHERE ident = {} AND lease = {}"


class Kinds(Struct, frozen=True):
    """Which jobs somebody takes: these, or all but these."""

    names: tuple[str, ...] = ()
    but: bool = False

    @property
    def sql(self) -> str:
        """As a condition."""
        blanks = ", ".join(["{}"] * len(self.names))
        return f"AND what {'NOT ' * self.but}IN ({blanks})" if self.names else ""


ALL: Final = Kinds()


async def take(now: datetime, most: int = 20, kinds: Kinds = ALL) -> list[Task]:
    """Jobs that are due, the oldest first; nobody else gets them until their lease ends."""
    waiting = WAITING.replace("KINDS", kinds.sql)
    if not await raw(waiting, now, now, *kinds.names):  # a look costs nothing, a write does
        return []
    lease = now + LEASE
    sql = TAKE.replace("SKIPPING", SKIPPING[engine_type()]).replace("KINDS", kinds.sql)
    rows = await raw(sql, lease, now, now, *kinds.names, most)
    return [Task(row["ident"], row["what"], json.loads(row["facts"]), row["tries"], lease) for row in rows]


async def done(task: Task) -> None:
    """It is over. If its lease ran out meanwhile, it belongs to another, who will find nothing to do."""
    await together(Sql(DONE, task.ident, task.lease))


async def failed(task: Task, why: str, now: datetime) -> None:
    """It is tried again later, or never. `why` holds no personal data."""
    trouble = why[:LONGEST_TROUBLE]
    if task.tries >= MOST_TRIES:
        await together(Sql(DEAD, trouble, task.ident, task.lease))
        return
    pause = min(FIRST_PAUSE * 2 ** (task.tries - 1), LONGEST_PAUSE)
    await together(Sql(AGAIN, now + pause, trouble, task.ident, task.lease))
