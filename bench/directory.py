"""The directory of a whole city: 50,000 services in 3,320 communities, made by `linli demo --scale 50000`.

Fragments cold and warm; searches over the city in process, on both engines; and beside Datasette, which
serves the same table with SQLite's own search. `python -m bench directory`.
"""

import asyncio
import gc
import json
import os
import random
import shutil
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import msgspec

from bench.tools import (
    COMMUNITY,
    ROOT,
    Result,
    bare,
    fetch,
    fetch_json,
    free_port,
    in_turn,
    linli,
    process,
    ratio,
    wrk,
)
from server.domain import catalogue
from server.domain.catalogue import find_fragment
from server.domain.city import read_city
from server.domain.filters import Asked
from server.domain.services import list_services
from server.http.encodings import KEPT, encoded
from server.models import TABLES
from server.storage.database import close_database, open_database, raw, start_database
from tests.engines import postgres_server
from tests.fixtures.search import queries

SERVICES = 50_000
CITY = "330100000000"
SLIPS = ["朝阳公证", "翠苑图书室", "法律圆助", "flyz", "falvyuanzu", "清波街道", "益寿堂药房", "中心", "法"]
NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)
DATASETTE = ROOT / ".make/datasette/bin/datasette"


def run(_: Path) -> Iterator[Result]:
    """All of it, in a home of its own."""
    home = Path(tempfile.mkdtemp(prefix="linli-bench-city-"))
    try:
        took = scaled(home)
        yield Result(f"linli demo --scale {SERVICES}", f"{took:.0f} s", "≤ 120 s", took <= 120)
        yield from asyncio.run(cold(home))
        yield from warm(home)
        yield from asyncio.run(searched("SQLite", home, None))
        with postgres_server() as server, server.fresh() as url:
            scaled(home / "postgres", url)
            yield from asyncio.run(searched("PostgreSQL", home / "postgres", url))
        yield from beside_datasette(home)
    finally:
        shutil.rmtree(home)


def scaled(home: Path, url: str | None = None) -> float:
    """Seconds that filling took."""
    env = {**os.environ, "LINLI_HOME": str(home), **({"LINLI_DATABASE_URL": url} if url else {})}
    started = time.perf_counter()
    command = [str(ROOT / ".venv/bin/linli"), "demo", "--scale", str(SERVICES)]
    subprocess.run(command, env=env, check=True, capture_output=True)
    return time.perf_counter() - started


async def cold(home: Path) -> list[Result]:
    """Every division's fragment under its address, made from the database: versions, JSON, brotli."""
    open_database(home, None, TABLES)
    await start_database()
    city = read_city("hangzhou")
    codes = [row["code"] for row in await raw("SELECT code FROM division ORDER BY code")]
    took, worked = [], []
    for code in codes:
        started, begun = time.perf_counter(), time.process_time()
        stamps = await catalogue._stamps([code])
        version, _ = await catalogue._known(code, stamps[code], stamps["calendar"], city)
        encoded(msgspec.json.encode(await find_fragment(code, version, city)), "br", KEPT)
        took.append(time.perf_counter() - started)
        worked.append(time.process_time() - begun)
    await close_database()
    p99, whole, most = 1000 * at(took, 99), sum(took), 1000 * max(took)
    return [
        Result(
            "a fragment, cold",
            f"p50 {1000 * at(took, 50):.2f} ms, p99 {p99:.1f} ms, most {most:.0f} ms",
            "p99 ≤ 10 ms",
            p99 <= 10,
        ),
        Result(
            f"all {len(codes)} fragments, cold",
            f"{whole:.1f} s ({sum(worked):.1f} s of a processor)",
            "≤ 2 s",
            whole <= 2,
        ),
    ]


def warm(home: Path) -> list[Result]:
    """A community's fragment beside a bare answer of the same bytes, and the size of its four."""
    with linli(home) as (base, _):
        fragments = fetch_json(f"{base}/api/catalogue/{COMMUNITY}")["fragments"]
        assert isinstance(fragments, list)
        urls = [f"{base}/api/catalogue/{each['code']}/{each['version']}" for each in fragments]
        headers = {"Accept-Encoding": "br"}
        bodies = [fetch(url, headers)[1] for url in urls]
        with bare(bodies[-1]) as floor:
            ours, theirs = in_turn(lambda: wrk(urls[-1], headers), lambda: wrk(floor, headers))
    size = sum(map(len, bodies)) / 1000
    return [
        ratio("a fragment of the large city, warm", ours, theirs, 70, f", {len(bodies[-1])} bytes"),
        Result("a community's four fragments", f"{size:.1f} kB", "", True),
    ]


async def searched(engine: str, home: Path, url: str | None) -> list[Result]:
    """Residents' queries over the city in a process that has answered each once, in changing order."""
    open_database(home, url, TABLES)
    await start_database()
    if url:
        await raw("ANALYZE")
    gc.collect()
    gc.freeze()  # as the server does when it has started
    city, asked = read_city("hangzhou"), [*(query for query, _ in queries()), *SLIPS]
    took: list[float] = []
    for turn in range(4):
        random.Random(turn).shuffle(asked)
        for query in asked:
            started = time.perf_counter()
            await list_services(Asked(division=CITY, query=query), city, "zh-CN", NOW)
            if turn:
                took.append(1000 * (time.perf_counter() - started))
    await close_database()
    p50, p95 = at(took, 50), at(took, 95)
    name = f"search over the city, in process, {engine}, {len(asked)} queries"
    value = f"p50 {p50:.1f} ms, p95 {p95:.1f} ms"
    return [Result(name, value, "p50 ≤ 8 ms, p95 ≤ 20 ms", p50 <= 8 and p95 <= 20)]


def beside_datasette(home: Path) -> list[Result]:
    """Both over HTTP, one question after the other, answers of fifty; how many queries find anything."""
    if not DATASETTE.exists():
        return [Result("beside Datasette", "not installed: make .make/datasette", "", True)]
    asked = [query for query, _ in queries()]
    copy = home / "services.db"
    table(home / "linli.db", copy)
    port = free_port()
    address = f"http://127.0.0.1:{port}/services/service.json"
    command = [str(DATASETTE), "serve", str(copy), "--port", str(port)]
    with linli(home) as (base, _), process(command, address):
        ours = answered(lambda query: f"{base}/api/services?q={quote(query)}", asked)
        theirs = answered(lambda query: f"{address}?_shape=array&_size=50&_search={quote(query)}", asked)
    value = (
        f"{ours[0]:.1f} ms, {ours[1]} of {len(asked)} found; Datasette {theirs[0]:.1f} ms, {theirs[1]} found"
    )
    return [Result("the same over HTTP, p50, beside Datasette", value, "", True)]


def table(source: Path, target: Path) -> None:
    """The services as one table with SQLite's own search of three characters, as its documentation says."""
    with closing(sqlite3.connect(target)) as con:
        con.execute("ATTACH ? AS linli", (str(source),))
        con.execute(
            "CREATE TABLE service AS SELECT s.id, s.name, s.alternate_names, s.category, s.description, "
            "s.phone, o.name AS provider FROM linli.service s "
            "JOIN linli.organization o ON o.id = s.organization"
        )
        searched = "name, alternate_names, description, provider"
        con.execute(
            f"CREATE VIRTUAL TABLE service_fts USING fts5 ({searched}, "
            "content=\"service\", tokenize='trigram')"
        )
        con.execute(f"INSERT INTO service_fts (rowid, {searched}) SELECT rowid, {searched} FROM service")
        con.commit()


def answered(address: Callable[[str], str], asked: Sequence[str]) -> tuple[float, int]:
    """The median of an answer in ms, and how many queries found something."""
    took, found = [], 0
    for query in asked:
        started = time.perf_counter()
        body = fetch(address(query))[1]
        took.append(1000 * (time.perf_counter() - started))
        rows = json.loads(body)
        found += bool(rows["items"] if isinstance(rows, dict) else rows)
    return at(took, 50), found


def at(took: Sequence[float], share: int) -> float:
    """A percentile."""
    return sorted(took)[len(took) * share // 100]
