"""Fifty clerks and five hundred residents at once, on 200,000 stored requests; and the queue of a million.

`python -m bench load`: two processes on PostgreSQL, then one on SQLite, each for LINLI_BENCH_MINUTES (5)
with LINLI_BENCH_STORED (200,000) requests stored. Acts are planned, and not put off by slow answers: what is
measured runs from the planned time, so that a stall is felt by all who would have come.
"""

import asyncio
import io
import json
import os
import random
import shutil
import statistics
import subprocess
import tempfile
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import uvloop
from PIL import Image

from bench.line import Line, as_json
from bench.stored import Stored, communities_in, store
from bench.tools import ASK, ROOT, ROUNDS, Result, linli
from server.cli.operator import Operator
from server.domain import desk, sessions
from server.domain.access import Reader
from server.domain.desk import Asked
from server.domain.people import Actor, Right, Role
from server.domain.places import Places
from server.http.keyring import ring_of
from server.models.people import Grant, Person
from server.settings import Settings
from server.storage.database import write
from server.storage.rows import insert
from tests.engines import postgres_server

MINUTES: Final = float(os.environ.get("LINLI_BENCH_MINUTES", "5"))
STORED: Final = int(os.environ.get("LINLI_BENCH_STORED", "200000"))
FEW, MOST = STORED // 20, STORED * 5  # stored, for the queue's first page
CLERKS, RESIDENTS = 50, 500
EACH_RESIDENT: Final = (5.0, 20.0)  # seconds between two acts
EACH_CLERK: Final = 3.0
SUBMITS, FRAGMENTS, LISTS = 0.05, 0.25, 0.65  # shares of a resident's acts, added up; the rest opens one
WITH_PHOTO: Final = 0.3
PHOTO: Final = 400_000  # bytes
SETTLING: Final = 5.0  # seconds before the first act: the streams are opened
PAGES: Final = 200  # readings of the queue's first page
GOALS: Final = {"the queue's first page": 100, "a submission": 150}  # ms, p95
Place = tuple[Path, str | None]  # home, and the URL of PostgreSQL
Exchange = Awaitable[tuple[int, dict[str, str], bytes]]
NEXT: Final = ("accept", "start", "resolve")  # what a clerk does, the first that is possible


def run(home: Path) -> Iterator[Result]:
    """Both engines, each in a home of its own."""
    with tempfile.TemporaryDirectory(prefix="linli-load-") as folder:
        with postgres_server() as server, server.fresh() as url:
            server.do("ALTER SYSTEM SET fsync = on", "SELECT pg_reload_conf()")
            ours = Path(folder) / "postgres"
            env = {**os.environ, "LINLI_HOME": str(ours), "LINLI_DATABASE_URL": url}
            subprocess.run([str(ROOT / ".venv/bin/linli"), "demo"], env=env, check=True, capture_output=True)
            stored = begun((ours, url))
            with server.fresh(url.partition("?")[0].rpartition("/")[2]) as few:
                yield from one_engine("PostgreSQL, 2 processes", (ours, url), stored, (ours, few), 2)
        copy = Path(shutil.copytree(home, Path(folder) / "sqlite"))
        stored = begun((copy, None))
        small = Path(shutil.copytree(copy, Path(folder) / "small"))
        yield from one_engine("SQLite, 1 process", (copy, None), stored, (small, None), 1)


def begun(place: Place) -> Stored:
    """With few stored."""
    stored = Stored(communities_in(*place), [uuid4() for _ in range(RESIDENTS)])
    store(stored, FEW, *place)
    return stored


def one_engine(name: str, place: Place, stored: Stored, few: Place, processes: int) -> Iterator[Result]:
    """The load with many stored; then the queue with most beside the queue with few, in turn."""
    store(stored, STORED, *place)
    tokens = asyncio.run(signed_in(place, stored))
    yield from under_load(name, place, processes, stored, tokens)
    store(stored, MOST, *place)
    rounds = [[asyncio.run(first_page(each, stored.quiet)) for each in (few, place)] for _ in range(ROUNDS)]
    small, large = map(min, zip(*rounds, strict=True))
    yield Result(
        f"{name}: the queue's first page, {MOST:,} stored beside {FEW:,}",
        f"{large / small:.2f} times ({large:.2f} ms of {small:.2f} ms, medians in process)",
        "≤ 1.3 times",
        large <= 1.3 * small,
    )


async def first_page(place: Place, community: str) -> float:
    """The median in ms, for a clerk of a community in which as much is open however much is stored."""
    operator = Operator(Settings(home=place[0], database_url=place[1]))
    actor = Actor(uuid4(), "钟敏", (Right(Role.CLERK, community),))
    async with operator.opened():
        places, took = Places(operator.city.zone), []
        for _ in range(PAGES):
            began = time.perf_counter()
            page = await desk.list_queue(Reader(actor, datetime.now(UTC)), places, Asked())
            took.append(1000 * (time.perf_counter() - began))
            if len(page.items) != desk.PAGE:
                raise RuntimeError(f"the page has {len(page.items)} lines")
    return statistics.median(took)


async def signed_in(place: Place, stored: Stored) -> tuple[list[str], list[str]]:
    """Access tokens of the residents, and of a clerk of each community; nobody serves the home meanwhile."""
    operator, now = Operator(Settings(home=place[0], database_url=place[1])), datetime.now(UTC)
    ring, residents, communities = ring_of(place[0], operator.keys), stored.residents, stored.busy
    clerks = [uuid4() for _ in communities]
    async with operator.opened():
        async with write():
            await insert(
                [Person(id=id, phone=f"+86134910{n:05d}", created_at=now) for n, id in enumerate(residents)]
                + [
                    Person(id=id, username=f"bench{n}", name="钟敏", created_at=now)
                    for n, id in enumerate(clerks)
                ]
            )
            await insert(
                [
                    Grant(id=uuid4(), person=id, role=Role.CLERK, division=code, valid_from=now)
                    for id, code in zip(clerks, communities, strict=True)
                ]
            )
        passes = [
            await sessions.begin(id, policy, operator.keys, ring, now)
            for ids, policy in ((residents, sessions.OWN_PHONE), (clerks, sessions.STAFF))
            for id in ids
        ]
    tokens = [one.access for one in passes]
    return tokens[:RESIDENTS], tokens[RESIDENTS:]


def under_load(
    name: str, place: Place, processes: int, stored: Stored, tokens: tuple[list[str], list[str]]
) -> Iterator[Result]:
    """The load itself, and what it took."""
    home, url = place
    env = {"LINLI_DATABASE_URL": url} if url else {}
    with ExitStack() as stack:
        served = [stack.enter_context(linli(home, **env)) for _ in range(processes)]
        ports = [int(base.rpartition(":")[2]) for base, _ in served]
        crowd = Crowd(ports, stored, tokens)
        pids = {"servers": [pid for _, pid in served], "PostgreSQL": postmaster(url) if url else []}
        before, own, loads = {who: used(each) for who, each in pids.items()}, time.process_time(), [busy()]
        began = time.perf_counter()
        uvloop.run(crowd.come())
        wall = time.perf_counter() - began
        shares = {who: used(each) - before[who] for who, each in pids.items() if each}
        shares["client"] = time.process_time() - own
        loads.append(busy())
    asked = sum(len(times) for times in crowd.took.values())
    value = (
        f"{len(crowd.errors)} of {asked:,} in {wall:.0f} s{'; ' + crowd.errors[0] if crowd.errors else ''}"
    )
    yield Result(f"{name}, {stored.count:,} stored: errors", value, "0", not crowd.errors)
    for what, times in crowd.took.items():
        p50, p95, p99 = (at(times, share) for share in (50, 95, 99))
        goal = GOALS.get(what)
        yield Result(
            f"{name}: {what}",
            f"p95 {p95:.1f} ms (p50 {p50:.1f}, p99 {p99:.1f}, most {max(times):.0f}; {len(times):,} times)",
            f"≤ {goal} ms" if goal else "",
            goal is None or p95 <= goal,
        )
    yield Result(f"{name}: events in the clerks' streams", f"{crowd.events:,}", "> 0", crowd.events > 0)
    cpu = ", ".join(f"{who} {100 * spent / wall:.0f} %" for who, spent in shares.items())
    value = f"{cpu}; load average {loads[0]:.1f} before, {loads[1]:.1f} after"
    yield Result(f"{name}: of a processor", value, "", True)


class Crowd:
    """All clients, and what they saw: milliseconds by kind of act, counted from when it was planned."""

    def __init__(self, ports: list[int], stored: Stored, tokens: tuple[list[str], list[str]]) -> None:
        self.ports, self.communities = ports, stored.busy
        self.residents, self.clerks = tokens
        self.took: dict[str, list[float]] = defaultdict(list)
        self.errors: list[str] = []
        self.events = 0
        self.photo = a_photo()
        self.chance = random.Random(7)

    async def come(self) -> None:
        """Until the time is over."""
        begin = time.perf_counter() + SETTLING
        lines = [self._line(n, token, "10.7") for n, token in enumerate(self.clerks)]
        streams = [asyncio.create_task(line.events()) for line in lines]
        clerks = [self._clerk(line, begin) for line in lines]
        residents = [self._resident(n, token, begin) for n, token in enumerate(self.residents)]
        await asyncio.gather(*clerks, *residents)
        for stream in streams:
            stream.cancel()
        for heard in await asyncio.gather(*streams, return_exceptions=True):
            if isinstance(heard, int):
                self.events += heard
            else:
                self.errors.append(f"stream: {heard!r}")

    def _line(self, n: int, token: str, net: str) -> Line:
        return Line(self.ports[n % len(self.ports)], f"{net}.{n // 200}.{n % 200}", token)

    async def _paced(
        self, begin: float, gap: Callable[[], float], act: Callable[[float], Awaitable[None]]
    ) -> None:
        due = begin + self.chance.random() * gap()
        while due < begin + 60 * MINUTES:
            if (wait := due - time.perf_counter()) > 0:
                await asyncio.sleep(wait)
            try:
                await act(due)
            except (OSError, EOFError, RuntimeError, KeyError) as error:
                self.errors.append(f"{error!r}")
            due += gap()

    async def _timed(self, what: str, due: float, expected: int, ask: Exchange) -> bytes | None:
        """One exchange, counted; its answer, None of a wrong one."""
        status, _, body = await ask
        self.took[what].append(1000 * (time.perf_counter() - due))
        if status != expected:
            self.errors.append(f"{what}: {status} {body[:300].decode(errors='replace')}")
            return None
        return body

    async def _clerk(self, line: Line, begin: float) -> None:
        """Looks at the queue, opens a request, moves it on; again."""
        page: list[dict[str, Any]] = []
        case: dict[str, Any] | None = None
        turn = 0

        async def act(due: float) -> None:
            nonlocal page, case, turn
            turn += 1
            if turn % 3 == 1 or not page:
                found = await self._timed(
                    "the queue's first page", due, 200, line.ask("GET", "/api/desk/requests")
                )
                page = as_json(found)["items"] if found else []
            elif turn % 3 == 2 or case is None:
                path = f"/api/desk/requests/{self.chance.choice(page)['id']}"
                found = await self._timed("a request at the desk", due, 200, line.ask("GET", path))
                case = as_json(found) if found else None
            else:
                step = next((one for one in NEXT if one in case["acts"]), "message")
                said = {"act": step, "version": case["version"], "note": "电工下午到，修好后给您打电话。"}
                if step == "resolve":
                    said["outcome"] = "solved"
                path = f"/api/desk/requests/{case['id']}/steps/{uuid4()}"
                await self._timed(
                    "a clerk's step", due, 201, line.ask("PUT", path, json.dumps(said).encode())
                )
                case = None

        await self._paced(begin, lambda: EACH_CLERK, act)

    async def _resident(self, n: int, token: str, begin: float) -> None:
        """Looks at their list, opens one of it, asks whether the catalogue is as it was; asks for help."""
        line, community = self._line(n, token, "10.8"), self.communities[n % len(self.communities)]
        mine: list[str] = []
        fragment: tuple[str, str] | None = None

        async def act(due: float) -> None:
            nonlocal mine, fragment
            kind = self.chance.random()
            if kind < SUBMITS:
                await self._submit(due, line, community)
            elif kind < FRAGMENTS:
                fragment = fragment or await self._known(line, community)
                path, etag = fragment
                more = f"If-None-Match: {etag}\r\n"
                await self._timed("a fragment, 304", due, 304, line.ask("GET", path, more=more))
            elif kind < LISTS or not mine:
                found = await self._timed("a resident's list", due, 200, line.ask("GET", "/api/requests"))
                mine = [one["id"] for one in as_json(found)["items"]] if found else []
            else:
                path = f"/api/requests/{self.chance.choice(mine)}"
                await self._timed("a resident's request", due, 200, line.ask("GET", path))

        await self._paced(begin, lambda: self.chance.uniform(*EACH_RESIDENT), act)
        line.close()

    async def _submit(self, due: float, line: Line, community: str) -> None:
        has_photo = self.chance.random() < WITH_PHOTO
        body = json.dumps({**ASK, "place": community, "photos": int(has_photo)}).encode()
        path = f"/api/requests/{uuid4()}"
        sent = await self._timed("a submission", due, 201, line.ask("PUT", path, body))
        if sent and has_photo:
            photo = self.photo + os.urandom(8)
            then = time.perf_counter()
            await self._timed(
                "its photo", then, 201, line.ask("PUT", f"{path}/photos/{uuid4()}", photo, "image/jpeg")
            )

    async def _known(self, line: Line, community: str) -> tuple[str, str]:
        """Where the community's own fragment is, and its ETag: fetched once, not counted."""
        _, _, body = await line.ask("GET", f"/api/catalogue/{community}")
        last = as_json(body)["fragments"][-1]
        path = f"/api/catalogue/{last['code']}/{last['version']}"
        _, headers, _ = await line.ask("GET", path)
        return path, headers["etag"]


def a_photo() -> bytes:
    """As a phone shrinks one: 400 kB."""
    noise = Image.effect_noise((500, 375), 80).convert("RGB").resize((2000, 1500), Image.Resampling.BICUBIC)
    for quality in range(95, 30, -3):
        file = io.BytesIO()
        noise.save(file, "JPEG", quality=quality)
        if file.tell() <= PHOTO:
            break
    return file.getvalue()


def at(times: Sequence[float], share: int) -> float:
    """A percentile."""
    return sorted(times)[len(times) * share // 100]


def busy() -> float:
    """How many processes wanted a processor in the last minute."""
    return os.getloadavg()[0]


def postmaster(url: str) -> list[int]:
    """The process of the server that this URL names by its socket's folder."""
    folder = Path(url.partition("host=")[2].partition("&")[0])
    return [int((folder / "postmaster.pid").read_text().split()[0])]


def used(pids: list[int]) -> float:
    """Seconds of a processor that these, and what they started, have used."""
    return sum(used_by(pid) for pid in pids) / os.sysconf("SC_CLK_TCK")


def used_by(pid: int) -> int:
    """Ticks: its own, those of children that ended, and of those that run."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        children = [
            int(child)
            for task in Path(f"/proc/{pid}/task").iterdir()
            for child in (task / "children").read_text().split()
        ]
    except FileNotFoundError:
        return 0
    return sum(map(int, fields[11:15])) + sum(map(used_by, children))
