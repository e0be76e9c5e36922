"""All of it or nothing, on both engines alike."""

import asyncio
import contextvars
from collections.abc import Coroutine
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from server.models import Contact, Job
from server.storage.database import Sql, raw, together, write
from server.storage.errors import Dangling, Duplicate

NOW = datetime(2026, 11, 24, 4, tzinfo=UTC)


def a_job(ident: str) -> Job:
    """A job of this name."""
    return Job(ident=ident, what="test", due=NOW)


def elsewhere(work: Coroutine[Any, Any, Any]) -> "asyncio.Task[Any]":
    """As another request would run it: not in the transaction of this test."""
    return asyncio.get_running_loop().create_task(work, context=contextvars.Context())


async def test_others_see_a_row_when_its_transaction_is_over(db: None) -> None:
    async with write():
        await Job.insert(a_job("one"))
        assert await Job.count() == 1
        assert await elsewhere(Job.count().run()) == 0
    assert await elsewhere(Job.count().run()) == 1


async def test_a_refusal_undoes_everything_before_it(db: None) -> None:
    with pytest.raises(LookupError):
        async with write():
            await Job.insert(a_job("one"))
            raise LookupError
    assert await Job.count() == 0


async def test_an_inner_write_joins_the_outer(db: None) -> None:
    with pytest.raises(LookupError):
        async with write():
            async with write():
                await Job.insert(a_job("inner"))
            await Job.insert(a_job("outer"))
            raise LookupError
    assert await Job.count() == 0

    async with write():
        async with write():
            await Job.insert(a_job("inner"))
        await Job.insert(a_job("outer"))
    assert await Job.count() == 2


async def test_a_transaction_without_a_statement_is_nothing(db: None) -> None:
    async with write():
        pass
    assert await Job.count() == 0


async def test_a_taken_key_is_a_duplicate(db: None) -> None:
    await Job.insert(a_job("one"))
    with pytest.raises(Duplicate):
        await Job.insert(a_job("one"))
    with pytest.raises(Duplicate):
        async with write():
            await Job.insert(a_job("two"))
            await Job.insert(a_job("one"))
    assert await Job.count() == 1


async def test_the_same_row_twice_is_told_by_an_empty_answer(db: None) -> None:
    first = await Job.insert(a_job("one")).on_conflict(action="DO NOTHING").returning(Job.ident)
    second = await Job.insert(a_job("one")).on_conflict(action="DO NOTHING").returning(Job.ident)
    assert (first, second) == ([{"ident": "one"}], [])


async def test_a_row_cannot_refer_to_nothing(db: None) -> None:
    with pytest.raises(Dangling):
        await Contact.insert(Contact(request=uuid4()))


async def test_after_an_error_swallowed_inside_nothing_is_kept(db: None) -> None:
    await Job.insert(a_job("one"))
    with pytest.raises(Duplicate):
        async with write():
            await Job.insert(a_job("two"))
            with suppress(Duplicate):
                await Job.insert(a_job("one"))
    assert await Job.count() == 1


async def test_several_queries_go_together_or_not_at_all(db: None) -> None:
    inserted, count, rows, first, nobody = await together(
        Job.insert(a_job("one")).returning(Job.ident),
        Job.count(),
        Sql("SELECT ident FROM job WHERE what = {}", "test"),
        Job.objects().first(),
        Job.select(Job.due).where(Job.ident == "two").first(),
    )
    assert (inserted, count, rows, nobody) == ([{"ident": "one"}], 1, [{"ident": "one"}], None)
    assert (first.ident, first.due) == ("one", NOW)

    with pytest.raises(Duplicate):
        await together(Job.insert(a_job("two")), Job.insert(a_job("one")))
    assert await Job.count() == 1


async def test_queries_together_belong_to_the_transaction_around_them(db: None) -> None:
    with pytest.raises(LookupError):
        async with write():
            await together(Job.insert(a_job("one")), Job.insert(a_job("two")))
            assert await together(Job.count()) == [2]
            raise LookupError
    assert await Job.count() == 0


async def test_whoever_is_cancelled_leaves_nothing_and_holds_up_nobody(db: None) -> None:
    started = asyncio.Event()

    async def never_ends() -> None:
        async with write():
            await Job.insert(a_job("cancelled"))
            started.set()
            await asyncio.Event().wait()

    task = elsewhere(never_ends())
    await started.wait()
    waiting = [elsewhere(Job.insert(a_job(f"after{n}")).run()) for n in range(3)]
    await asyncio.sleep(0.01)
    waiting[1].cancel()
    task.cancel()
    await asyncio.wait([task, waiting[0], waiting[2]], timeout=2)

    assert task.cancelled()
    assert {"after0", "after2"} <= {row["ident"] for row in await Job.select(Job.ident)}
    assert not await Job.exists().where(Job.ident == "cancelled")


async def test_a_task_that_outlives_its_transaction_is_in_none(db: None) -> None:
    over = asyncio.Event()

    async def later() -> None:
        await over.wait()
        await Job.insert(a_job("later"))

    async with write():
        task = asyncio.create_task(later())
        await Job.insert(a_job("one"))
    over.set()
    await task
    assert await Job.count() == 2


async def test_fifty_who_write_at_once_all_get_through(db: None) -> None:
    async def one(n: int) -> None:
        for turn in range(4):
            async with write():
                (row,) = await raw("SELECT count(*) AS n FROM job WHERE what = {}", f"w{n}")
                await Job.insert(Job(ident=f"{n}:{turn}", what=f"w{n}", due=NOW))
                assert row["n"] == turn

    await asyncio.gather(*(one(n) for n in range(50)))
    assert await Job.count() == 200


async def test_times_ids_and_truths_come_back_as_they_went(db: None) -> None:
    number = uuid4()
    await raw(
        "INSERT INTO access_log (id, person, person_name, what, at) VALUES ({}, {}, {}, {}, {})",
        number, number, "王芳", "contact", NOW,
    )  # fmt: skip
    (row,) = await raw("SELECT * FROM access_log WHERE at <= {} AND id = {}", NOW, number)
    assert (row["id"], row["at"], row["division"], row["person_name"]) == (number, NOW, None, "王芳")
