"""The doctor's look at what is kept: migrations, requests and their steps, photos, jobs, the clock."""

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from server.domain.leftovers import KEPT, leftovers
from server.domain.retention import LATE, kept_too_long
from server.domain.upkeep.backups import PHOTOS, photo_files
from server.domain.upkeep.findings import Finding, trouble, warning
from server.models.jobs import Job
from server.models.migrations.runner import all_migrations, migrations_done
from server.models.requests import ServiceRequest
from server.storage.database import engine_type, raw
from server.storage.media import Media

CLOCKS_APART: Final = timedelta(seconds=2)  # between this machine and PostgreSQL's
AHEAD: Final = timedelta(minutes=1)  # a newest row that far in the future: this clock is behind
JOBS_LATE: Final = timedelta(minutes=10)
SWEEP: Final = "start `linli serve`, or run `linli sweep`"
STATE_AND_STEPS: Final = """
    SELECT r.number FROM service_request r JOIN request_step s ON s.request = r.id
    WHERE s.state <> r.state
    AND s.version = (SELECT max(version) FROM request_step WHERE request = r.id) ORDER BY r.number
"""
FIRMS_AND_STEPS: Final = """
    SELECT r.number FROM dispatch d JOIN service_request r ON r.id = d.request
    LEFT JOIN request_step s ON s.id = d.id AND s.request = d.request AND s.act = 'dispatch'
    LEFT JOIN request_step o ON o.id = d.offer AND o.request = d.request AND o.act = 'offer'
    WHERE s.id IS NULL OR (d.offer IS NOT NULL AND o.id IS NULL)
    OR (d.state = 'over') <> (d.ended_at IS NOT NULL)
    OR (d.state IN ('offered', 'agreed') AND d.offer IS NULL)
    OR (d.state = 'agreed' AND d.agreed_at IS NULL)
    UNION SELECT r.number FROM request_step s JOIN service_request r ON r.id = s.request
    LEFT JOIN dispatch d ON d.id = s.id WHERE s.act = 'dispatch' AND d.id IS NULL
    ORDER BY 1
"""


async def look_at_memory(media: Media, time_zone: str, now: datetime) -> list[Finding]:
    """Everything that needs the open database."""
    if found := await look_at_migrations():
        return found  # the rest speaks of tables that may not be as we know them
    return [
        *await look_at_collation(),
        *await look_at_steps(),
        *await look_at_firms(),
        *await look_at_photos(media, now),
        *await look_at_retention(now),
        *await look_at_jobs(now),
        *await look_at_clock(time_zone, now),
    ]


async def look_at_migrations() -> list[Finding]:
    """All have run, and none that this program does not know."""
    done, known = await migrations_done(), all_migrations()
    if newer := [name for name in done if name not in known]:
        return [trouble(f"the database is newer than this program ({newer[-1]})", "upgrade Linli")]
    if missing := [name for name in known if name not in done]:
        return [trouble(f"{len(missing)} migrations have not run, first {missing[0]}", "run `linli migrate`")]
    return []


async def look_at_collation() -> list[Finding]:
    """Codes are sorted and ranged over by their bytes, as everywhere else in Linli."""
    if engine_type() == "sqlite":
        return []
    (row,) = await raw("SELECT 'B' < 'a' AS by_bytes, current_database() AS name")
    if row["by_bytes"]:
        return []
    return [
        trouble(
            f"database {row['name']} sorts as a language does: scopes and lists can be wrong",
            "make one with `createdb -T template0 --locale C.UTF-8`, and restore a dump into it",
        )
    ]


async def look_at_steps() -> list[Finding]:
    """A request stands where its last step left it."""
    wrong = await raw(STATE_AND_STEPS)
    if not wrong:
        return []
    return [
        trouble(
            f"{len(wrong)} requests are not where their last step left them, first {wrong[0]['number']}",
            "somebody changed rows by hand: set the state of the request to that of its last step",
        )
    ]


async def look_at_firms() -> list[Finding]:
    """What lies with a firm, or lay, is what the steps of the request say."""
    wrong = await raw(FIRMS_AND_STEPS)
    if not wrong:
        return []
    return [
        trouble(
            f"of {len(wrong)} requests the steps and what firms have disagree, first {wrong[0]['number']}",
            "somebody changed rows by hand: take it back from the firm on the desk, and send it anew",
        )
    ]


async def look_at_photos(media: Media, now: datetime) -> list[Finding]:
    """Every photo's row has its files, and files without a row do not stay."""
    wanted, there = photo_files(await raw(PHOTOS)), set(await media.names())
    found = []
    if missing := sorted(wanted - there):
        found.append(
            trouble(
                f"{len(missing)} photos have no file, first {missing[0]}",
                "bring them back from the last backup",
            )
        )
    if spare := await leftovers(media, now - KEPT - LATE):
        found.append(warning(f"{len(spare)} files in media belong to no photo", SWEEP))
    return found


async def look_at_retention(now: datetime) -> list[Finding]:
    """Nothing is kept longer than residents are told."""
    return [
        warning(f"{count} {what} after {kept.days} days", SWEEP)
        for count, what, kept in await kept_too_long(now)
    ]


async def look_at_jobs(now: datetime) -> list[Finding]:
    """Somebody works on them, and none was given up."""
    found = []
    if late := await Job.count().where(Job.state == "ready", Job.due < now - JOBS_LATE):
        found.append(warning(f"{late} jobs are more than ten minutes late", SWEEP))
    if dead := await Job.count().where(Job.state == "dead"):
        found.append(warning(f"{dead} jobs failed too often and were given up", "see `trouble` of table job"))
    return found


async def look_at_clock(time_zone: str, now: datetime) -> list[Finding]:
    """It agrees with the rows and with PostgreSQL, and the city's time zone is known."""
    found = []
    cure = "set the clock of this machine, and keep it by NTP"
    newest = await ServiceRequest.select(ServiceRequest.sent_at).order_by(
        ServiceRequest.sent_at, ascending=False
    ).first()  # fmt: skip
    if newest and newest["sent_at"] > now + AHEAD:
        found.append(
            trouble(f"the newest request is of {newest['sent_at']:%Y-%m-%d %H:%M}, in the future", cure)
        )
    if engine_type() == "postgres":
        (row,) = await raw("SELECT clock_timestamp() AS now")
        if abs(row["now"] - now) > CLOCKS_APART:
            found.append(
                trouble(f"PostgreSQL says it is {row['now']:%H:%M:%S}, this machine {now:%H:%M:%S}", cure)
            )
    try:
        ZoneInfo(time_zone)
    except ZoneInfoNotFoundError:
        found.append(trouble(f"the time zone {time_zone} is unknown here", "pip install tzdata"))
    return found
