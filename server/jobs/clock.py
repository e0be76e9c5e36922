"""What runs when: the handlers of jobs, the sweeps, and the loop that keeps them going.

`start_clock` runs it beside the server, in one task a process; any number of processes may do so. `sweep_all`
does everything that is due once, for `linli sweep` and for tests, which choose their own time.
"""

import asyncio
import contextvars
from collections.abc import Awaitable, Callable
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import structlog
from msgspec import Struct

from server.domain.calendar import RECKON_AGAIN
from server.domain.certified import REMIND
from server.domain.city import City
from server.domain.closures import CARRY_OUT
from server.domain.deliveries import ANNOUNCE, NotDelivered
from server.domain.erasures import JOB as NOTE_ERASURE
from server.domain.escalation import TELL as TELL_LEVEL
from server.domain.firm_links import TELL as TELL_FIRM
from server.domain.intake import TELL as TELL_CALLER
from server.domain.keys import Keys
from server.domain.leftovers import JOB as DROP_PHOTO
from server.domain.open311.fetching import Tray
from server.domain.open311.sender import FETCH
from server.domain.places import Places
from server.domain.sheets.taking import APPLY, CHECK
from server.domain.surveys.nights import JOB as LAY_ANEW
from server.domain.webhooks import DELIVER
from server.jobs import (
    certificates,
    closing,
    closures,
    dispatches,
    erasures,
    escalation,
    figures,
    forgetting,
    indexing,
    pictures,
    retention,
    sheets,
    surveys,
    telling,
    webhooks,
)
from server.jobs.queue import Kinds, Task, done, failed, take
from server.storage.egress import Unreached
from server.storage.media import Media
from server.storage.sms import Sms

NIGHT: Final = time(2, 30)
TICK: Final = 0.5  # seconds between two looks at the queue
FAR: Final = (FETCH, DELIVER)  # other people's servers are asked: slowly, and beside all else
AT_ONCE: Final = 8  # of those
SAY_WHY: Final = (LookupError, NotDelivered, Unreached)  # their texts hold nothing of anybody
Handler = Callable[[dict[str, Any], datetime], Awaitable[None]]


class Tools(Struct, frozen=True):
    """What handlers and sweeps need beside the time."""

    places: Places
    sms: Sms
    city: City
    media: Media
    home: Path
    keys: Keys | None = None  # None: nobody is told a look-up code or a firm's link here
    tray: Tray | None = None  # None: other people's servers are not asked here


class Sweep(Struct, frozen=True):
    """One rule of time: how often it is looked at, and the pass itself, which says how much it did.

    `by_night`: what reads much begins at half past two, not with the server. `by_day`: with
    the server, and at each turn of the city's day.
    """

    name: str
    every: timedelta
    run: Callable[[datetime], Awaitable[int]]
    by_night: bool = False
    by_day: bool = False


def handlers(tools: Tools) -> dict[str, Handler]:
    """Who does which kind of job."""
    return {
        "tell-resident": telling.resident(tools.sms),
        "tell-desk": telling.desk(tools.sms),
        TELL_LEVEL: escalation.tell_level(tools.places, tools.sms),
        RECKON_AGAIN: escalation.by_calendar(tools.places),
        **(by_key(tools, tools.keys) if tools.keys else {}),
        LAY_ANEW: surveys.lay_anew,
        DROP_PHOTO: retention.drop(tools.media),
        NOTE_ERASURE: erasures.note_down(tools.home),
        CHECK: sheets.check(tools.city),
        APPLY: sheets.carry_out(tools.city),
        REMIND: certificates.remind(tools.sms, tools.city),
        CARRY_OUT: closures.write_down(tools.city),
        ANNOUNCE: webhooks.spread,
    }


def by_key(tools: Tools, keys: Keys) -> dict[str, Handler]:
    """Who tells what is kept nowhere, only computed: look-up codes, the links of firms."""
    return {
        TELL_CALLER: telling.caller(tools.sms, keys),
        TELL_FIRM: telling.firm(tools.sms, keys, tools.city),
    }


def errands(tray: Tray) -> dict[str, Handler]:
    """Who does which kind of job far away."""
    return {FETCH: pictures.fetch(tray), DELIVER: webhooks.bring(tray.room.keys, tray.egress)}


def sweeps(tools: Tools) -> list[Sweep]:
    """Every rule of time."""
    return [
        Sweep("climb", escalation.EVERY, escalation.sweep(tools.places)),
        Sweep("close", closing.EVERY, closing.sweep(tools.places)),
        Sweep("firms", dispatches.EVERY, dispatches.sweep(tools.places)),
        Sweep("forget", forgetting.EVERY, forgetting.sweep),
        Sweep("index", indexing.EVERY, indexing.sweep),
        Sweep(
            "retention", retention.EVERY, retention.sweep(tools.media, tools.city.kept_months), by_night=True
        ),
        Sweep("survey", surveys.EVERY, surveys.sweep(tools.city)),
        Sweep("count", figures.EVERY, figures.counting(tools.places)),
        Sweep("release", figures.RELEASES, figures.releasing(tools.places)),
        Sweep("certificates", certificates.EVERY, certificates.sweep(tools.city), by_day=True),
    ]


async def run_jobs(tools: Tools, now: datetime) -> int:
    """Every job that is due, until none is left. Gives how many were done."""
    known, count = handlers(tools), 0
    while tasks := await take(now, kinds=Kinds(FAR, but=True)):
        for task in tasks:
            count += await _do(task, known, now)
    return count


async def run_errands(tray: Tray, now: datetime) -> int:
    """The same for those far away, some at once: one that does not answer holds up no other for long."""
    known, count = errands(tray), 0
    while tasks := await take(now, AT_ONCE, Kinds(FAR)):
        count += sum(await asyncio.gather(*(_do(task, known, now) for task in tasks)))
    return count


async def _do(task: Task, known: dict[str, Handler], now: datetime) -> bool:
    """One job; False if it has to be done again."""
    try:
        if task.what not in known:
            raise LookupError(task.what)
        await known[task.what](task.facts, now)
    except Exception as error:
        name = type(error).__name__
        why = f"{name}: {error}" if isinstance(error, SAY_WHY) else name
        structlog.get_logger().warning("job-failed", what=task.what, why=why, tries=task.tries)
        await failed(task, why, now)
        return False
    await done(task)
    return True


async def sweep_all(tools: Tools, now: datetime) -> dict[str, int]:
    """Every sweep and every due job, once; how much each did, by name."""
    did = {sweep.name: await sweep.run(now) for sweep in sweeps(tools)}
    jobs = await run_jobs(tools, now)
    return did | {"jobs": jobs + (await run_errands(tools.tray, now) if tools.tray else 0)}


class Ticking:
    """The loop: jobs twice a second, each sweep in its own time."""

    def __init__(self, tools: Tools, clock: Callable[[], datetime]) -> None:
        self.tools, self.clock = tools, clock
        self._next: dict[str, datetime] = {}
        # A context of its own: a task that is started within a transaction would believe to be in it.
        loops = [self._loop()] + ([self._errands(tools.tray)] if tools.tray else [])
        self._tasks = [asyncio.create_task(loop, context=contextvars.Context()) for loop in loops]

    async def stop(self) -> None:
        """No more jobs are taken; what runs is given up, and its lease ends."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _loop(self) -> None:
        while True:
            await _steadily(self.tick(self.clock()))

    async def _errands(self, tray: Tray) -> None:
        while True:
            await _steadily(run_errands(tray, self.clock()))

    async def tick(self, now: datetime) -> None:
        """What is due by now."""
        for sweep in sweeps(self.tools):
            due = self._next.setdefault(
                sweep.name, tonight(now, self.tools.city.zone) if sweep.by_night else now
            )
            if due <= now:
                after = now + sweep.every
                self._next[sweep.name] = (
                    min(after, tomorrow(now, self.tools.city.zone)) if sweep.by_day else after
                )
                await sweep.run(now)
        await run_jobs(self.tools, now)


async def _steadily(work: Awaitable[object]) -> None:
    """Once, and a pause; when the database was away, say, the clock goes on."""
    try:
        await work
    except Exception as error:
        structlog.get_logger().warning("clock-stumbled", why=type(error).__name__)
    await asyncio.sleep(TICK)


def tonight(now: datetime, zone: ZoneInfo) -> datetime:
    """When the next night begins, by the city's clock."""
    local = now.astimezone(zone)
    begins = local.replace(hour=NIGHT.hour, minute=NIGHT.minute, second=0, microsecond=0)
    return begins if begins > local else begins + timedelta(days=1)


def tomorrow(now: datetime, zone: ZoneInfo) -> datetime:
    """When the next day begins there."""
    return datetime.combine(now.astimezone(zone).date() + timedelta(days=1), time(0), zone)


def start_clock(tools: Tools, clock: Callable[[], datetime]) -> Ticking:
    """Begin to tick, by this clock. `stop` ends it."""
    return Ticking(tools, clock)
