"""Jobs: each is taken by one worker, again when that one dies, later when it fails, never for ever."""

import asyncio
from datetime import timedelta

import pytest

from server.domain.jobs import queue
from server.jobs.queue import LEASE, MOST_TRIES, done, failed, take
from server.models.jobs import Job
from server.storage.database import write
from tests.builders import NOON, later

pytestmark = pytest.mark.usefixtures("db")


async def queued(*abouts: str, due: timedelta = timedelta(0)) -> None:
    """Jobs of no kind."""
    async with write():
        for about in abouts:
            await queue("trial", about, NOON + due)


async def test_a_job_that_is_queued_twice_is_one() -> None:
    await queued("1", "1", "2")

    assert sorted(task.ident for task in await take(NOON)) == ["trial:1", "trial:2"]


async def test_a_job_whose_cause_is_rolled_back_was_never_there() -> None:
    with pytest.raises(ZeroDivisionError):
        async with write():
            await queue("trial", "1", NOON)
            raise ZeroDivisionError

    assert await take(NOON) == []


async def test_nobody_takes_what_is_not_due() -> None:
    await queued("1", due=timedelta(seconds=10))

    assert await take(later(seconds=9)) == []
    assert len(await take(later(seconds=10))) == 1


async def test_what_is_due_first_is_taken_first() -> None:
    await queued("later", due=timedelta(seconds=-1))
    await queued("first", due=timedelta(seconds=-9))

    assert [task.facts["id"] for task in await take(NOON, most=1)] == ["first"]


async def test_workers_at_once_never_take_the_same_job() -> None:
    await queued(*(str(n) for n in range(60)))

    taken = await asyncio.gather(*(take(NOON, most=7) for _ in range(12)))

    idents = [task.ident for tasks in taken for task in tasks]
    assert len(idents) == len(set(idents))
    while tasks := await take(NOON):
        idents += [task.ident for task in tasks]
    assert len(set(idents)) == 60


async def test_a_worker_that_died_loses_its_job_to_another() -> None:
    await queued("1")
    (dead,) = await take(NOON)

    assert await take(NOON + LEASE - timedelta(seconds=1)) == []
    (alive,) = await take(NOON + LEASE)
    await done(dead)  # it was only slow; what is another's now stays
    assert await Job.count() == 1
    await done(alive)
    assert await Job.count() == 0


async def test_a_failure_is_tried_again_ever_later_and_then_lies_dead() -> None:
    await queued("1")
    now, pauses = NOON, []
    for _ in range(MOST_TRIES):
        (task,) = await take(now)
        await failed(task, "NotSent", now)
        (row,) = await Job.select()
        pauses.append(row["due"] - now)
        now = row["due"]

    assert pauses[:3] == [timedelta(seconds=30), timedelta(seconds=60), timedelta(seconds=120)]
    assert await take(now + timedelta(days=1)) == []
    (row,) = await Job.select()
    assert (row["state"], row["trouble"]) == ("dead", "NotSent")
