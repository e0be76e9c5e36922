"""The worker that decodes: bounded in time and number, and never longer alive than the server."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.storage.pictures import Busy, PictureRefused, Pictures, kind_of
from server.storage.pictures.walk import walk
from tests.pictures import a_noisy_photo, a_photo, a_scene, as_file

HOUSE = Path(__file__).parents[2]


@pytest.fixture
async def worker() -> AsyncIterator[Pictures]:
    pictures = Pictures(waiting=3, seconds=20, life=3)
    yield pictures
    await pictures.close()


async def test_a_picture_that_takes_too_long_costs_its_process_and_no_other(worker: Pictures) -> None:
    await worker.shrink(a_photo())
    first = worker.process_id
    assert first is not None
    worker.seconds = 0.3
    os.kill(first, signal.SIGSTOP)  # as a picture would that takes for ever

    with pytest.raises(PictureRefused) as refusal:
        await worker.shrink(a_photo())

    assert refusal.value.why == "slow"
    assert not psutil.pid_exists(first)
    worker.seconds = 20
    assert (await worker.shrink(a_photo())).width == 320


async def test_a_process_that_dies_of_a_picture_is_replaced(worker: Pictures) -> None:
    await worker.shrink(a_photo())
    assert worker.process_id is not None
    os.kill(worker.process_id, signal.SIGKILL)

    with pytest.raises(PictureRefused):
        await worker.shrink(a_photo())

    assert (await worker.shrink(a_photo())).width == 320


async def test_a_process_is_renewed_after_its_share_of_pictures(worker: Pictures) -> None:
    ids = set()
    for _ in range(7):
        await worker.shrink(a_photo())
        ids.add(worker.process_id)

    assert len(ids - {None}) == 3  # three, three, and one


async def test_too_many_at_once_are_sent_away_and_the_others_are_served(worker: Pictures) -> None:
    results = await asyncio.gather(*(worker.shrink(a_photo()) for _ in range(9)), return_exceptions=True)

    assert sum(isinstance(result, Busy) for result in results) == 5
    assert sum(getattr(result, "width", 0) == 320 for result in results) == 4


async def test_an_answer_nobody_waits_for_is_not_taken_for_the_next(worker: Pictures) -> None:
    await worker.shrink(a_photo())
    left = asyncio.create_task(worker.shrink(a_noisy_photo()))
    await asyncio.sleep(0.02)
    left.cancel()

    shrunk = await worker.shrink(a_photo())

    assert (shrunk.width, shrunk.height) == (320, 200)


async def test_the_loop_goes_on_while_a_picture_is_decoded(worker: Pictures) -> None:
    await worker.shrink(a_photo())
    work = asyncio.create_task(worker.shrink(as_file(a_scene(5000, 5000), "PNG")))
    began, longest = time.perf_counter(), 0.0
    while not work.done():
        before = time.perf_counter()
        await asyncio.sleep(0.001)
        longest = max(longest, time.perf_counter() - before)

    assert (await work).width == 1600
    assert longest < (time.perf_counter() - began) / 2  # in the loop it would be all of the time


def test_the_worker_dies_with_the_server() -> None:
    program = (
        "import asyncio, os, sys, time\n"
        "from server.storage.pictures import Pictures\n"
        "from tests.pictures import a_photo\n"
        "async def main():\n"
        "    pictures = Pictures()\n"
        "    await pictures.shrink(a_photo())\n"
        "    print(pictures.process_id, flush=True)\n"
        "    await asyncio.sleep(60)\n"
        "asyncio.run(main())\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], cwd=HOUSE, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        worker = int(server.stdout.readline())
        assert psutil.pid_exists(worker)
        server.kill()
    deadline = time.monotonic() + 5
    while _lives(worker) and time.monotonic() < deadline:
        time.sleep(0.01)

    assert not _lives(worker)


def _lives(process: int) -> bool:
    try:
        return psutil.Process(process).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@given(st.binary(max_size=400))
def test_any_bytes_are_walked_to_an_end(data: bytes) -> None:
    for beginning in (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"):
        kind = kind_of(beginning + data)
        assert kind is not None
        with suppress(PictureRefused):
            walk(kind, beginning + data)


async def test_a_picture_cut_anywhere_is_refused_or_read(worker: Pictures) -> None:
    worker.life = 1000
    whole = as_file(a_scene(64, 64), "PNG")
    for length in range(1, len(whole), 7):
        with suppress(PictureRefused):
            await worker.shrink(whole[:length])
    assert (await worker.shrink(whole)).width == 64
