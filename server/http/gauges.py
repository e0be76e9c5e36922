"""What /metrics tells of the installation when it is asked: requests, jobs, database, disk, last backup."""

from datetime import datetime
from typing import Any, Final

from msgspec import Struct

from server.domain.backlog import backlog
from server.domain.upkeep.backups import last_backup
from server.storage.database import measures, raw
from server.storage.space import Room

STATES: Final = ("ready", "run", "dead")
JOBS: Final = "SELECT state, count(*) AS jobs, min(due) AS oldest FROM job GROUP BY state"


class Gauge(Struct, frozen=True):
    """One number, or one for each value of a label."""

    name: str
    values: dict[str, float]  # by the label's value; "" if there is no label
    label: str = ""


async def gauges(room: Room, now: datetime) -> list[Gauge]:
    """All of them. Every label has all of its values: an alarm never waits for one that is not there."""
    last = last_backup(room.home)
    return [
        *(Gauge(f"db_{name}", {"": value}) for name, value in measures().items()),
        *await _of_jobs(now),
        *await _of_requests(now),
        Gauge("free_bytes", {"": room.free()}),
        Gauge("backup_last_success_timestamp", {"": last.at.timestamp() if last else 0}),
    ]


async def _of_jobs(now: datetime) -> list[Gauge]:
    """By state; and for how many seconds the oldest has been due."""
    rows: list[dict[str, Any]] = await raw(JOBS)
    by_state = {row["state"]: row for row in rows}
    late = (now - _moment(by_state["ready"]["oldest"])).total_seconds() if "ready" in by_state else 0
    return [
        Gauge("jobs", {it: by_state[it]["jobs"] if it in by_state else 0 for it in STATES}, "state"),
        Gauge("job_oldest_due_seconds", {"": max(late, 0)}),
    ]


def _moment(found: datetime | str) -> datetime:
    """SQLite knows the type of a column, but not that of its minimum."""
    return datetime.fromisoformat(found) if isinstance(found, str) else found


async def _of_requests(now: datetime) -> list[Gauge]:
    """By the level of whoever must act."""
    found = await backlog(now)
    return [
        Gauge("requests_open", {level: count.open for level, count in found.items()}, "level"),
        Gauge("requests_overdue", {level: count.overdue for level, count in found.items()}, "level"),
    ]
