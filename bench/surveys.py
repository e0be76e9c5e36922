"""The survey: whether its intervals and verdicts keep their word, and a million answers in a real database.

What is simulated goes to docs/statistics.md. `python -m bench surveys`.
"""

import json
import re
import shutil
import statistics
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

from bench import wave
from bench.coverage import ANSWERS, GOAL, POPULATIONS, REPETITIONS, SMALL, TRUTHS, USUAL, Cell, simulate
from bench.tools import ROOT, Result, bare, fetch, in_turn, linli, ratio, wrk

ASKED = f"/api/satisfaction?division={wave.CITY}&children=true"
PAGE = ROOT / "docs" / "statistics.md"
BEGIN, END = "<!-- simulated by `python -m bench surveys` -->", "<!-- end -->"
COVERED, WRONG, WRONG_OF_SMALL = 0.94, 0.025, 0.03
UNCACHED_MS, STORED_MS, CLOSED_S, MEMORY_MIB = 30, 10, 30, 512
ONE_BY_ONE = 200  # calls that are timed one after the other


def run(home: Path) -> Iterator[Result]:
    """First what needs no database."""
    yield from simulated()
    with tempfile.TemporaryDirectory(prefix="linli-bench-wave-") as folder:
        large = Path(shutil.copytree(home, Path(folder) / "home"))
        wave.apart("fill", large)
        yield from stored(large)
        yield from closed(large)
        yield from read(large)


def simulated() -> Iterator[Result]:
    """The least covered cell and the most wrong one, of usual streets and of very small ones."""
    began = time.perf_counter()
    cells = list(simulate())
    took = time.perf_counter() - began
    for size, most, name in ((USUAL, WRONG, "usual streets"), (SMALL, WRONG_OF_SMALL, "very small streets")):
        some = [cell for cell in cells if cell.design.dwellings == size]
        least, worst = min(cell.covered for cell in some), max(cell.wrong for cell in some)
        yield Result(
            f"95 % intervals that hold the truth, {name}, least of {len(some)} cells",
            f"{100 * least:.1f} %",
            f"≥ {100 * COVERED:.0f} %",
            least >= COVERED,
        )
        yield Result(
            f"wrong verdicts, {name}, most", f"{100 * worst:.1f} %", f"≤ {100 * most:.1f} %", worst <= most
        )
    yield Result("the simulation", f"{took:.0f} s", "≤ 180 s", took <= 180)
    text = PAGE.read_text("utf-8")
    found = f"{BEGIN}\n\n{table(cells)}\n\n{END}"
    PAGE.write_text(
        re.sub(f"{re.escape(BEGIN)}.*{re.escape(END)}", lambda _: found, text, flags=re.S), "utf-8"
    )


def table(cells: list[Cell]) -> str:
    """By truth and answers a community: over all numbers of communities and spreads."""
    lines = [
        f"{POPULATIONS} populations × {REPETITIONS:,} draws for each of {len(cells)} cells.",
        "",
        "| dwellings | truth | answers a community | covered, least | met, most | not met, most "
        "| width, 5 / 20 communities |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for size in (USUAL, SMALL):
        for truth in TRUTHS:
            for answers in ANSWERS:
                some = [
                    cell
                    for cell in cells
                    if (cell.design.dwellings, cell.design.truth, cell.design.answers)
                    == (size, truth, answers)
                ]
                if some:
                    lines.append(line(some))
    return "\n".join(lines)


def line(cells: list[Cell]) -> str:
    """The cells of one design and truth; the wrong verdict is in bold."""
    design = cells[0].design
    met, not_met = (f"{100 * max(getattr(cell, name) for cell in cells):.1f}" for name in ("met", "not_met"))
    wrong = (f"**{met}**", not_met) if design.truth < GOAL else (met, f"**{not_met}**")
    widths = [
        statistics.mean(100 * cell.width for cell in cells if cell.design.communities == count)
        for count in (5, 20)
    ]
    columns = [
        f"{design.dwellings:,}",
        f".{100 * design.truth:.0f}",
        str(design.answers),
        f"{100 * min(cell.covered for cell in cells):.1f}",
        *wrong,
        f"{widths[0]:.0f} / {widths[1]:.0f}",
    ]
    return f"| {' | '.join(columns)} |"


def stored(home: Path) -> Iterator[Result]:
    """Sheets by code, one after the other, each durable before the next: beside 1.4 million invitations."""
    with linli(home) as (base, _):
        codes = json.loads((home / wave.CODES).read_text())
        times = [put(base, group, code) for group, code in codes[:ONE_BY_ONE]]
    half = statistics.median(times)
    ninth = statistics.quantiles(times, n=100)[98]
    yield Result(
        "an answer stored, durable, p50",
        f"{half:.1f} ms (p99 {ninth:.0f} ms)",
        f"≤ {STORED_MS} ms",
        half <= STORED_MS,
    )


def put(base: str, group: str, code: str) -> float:
    """Milliseconds of one sheet."""
    question = "R2" if group == "residents" else "M2"
    sheet = {"group": group, "answers": {question: "4"}, "code": code, "mode": "web"}
    request = urllib.request.Request(
        f"{base}/api/waves/{wave.WAVE}/responses/{uuid4()}",
        json.dumps(sheet).encode(),
        {
            "Content-Type": "application/json",
            "X-Forwarded-For": f"10.9.{uuid4().int % 250}.{uuid4().int % 250}",
        },
        method="PUT",
    )
    began = time.perf_counter()
    with urllib.request.urlopen(request) as answer:
        answer.read()
    return 1000 * (time.perf_counter() - began)


def closed(home: Path) -> Iterator[Result]:
    """Every number of the wave from its raw answers, with the audit of what is withheld."""
    found = wave.apart("close", home)
    computing, memory = found["computing"], found["memory"]
    yield Result(
        f"{found['answers']:,} answers estimated and audited",
        f"{computing:.0f} s ({found['shown']:,} numbers shown, {found['withheld']:,} withheld)",
        f"≤ {CLOSED_S} s",
        computing <= CLOSED_S,
    )
    yield Result("a million answers laid anew, as each night", f"{found['laying']:.0f} s", "", True)
    yield Result(
        "memory of closing, beside mapped files",
        f"{memory:.0f} MiB",
        f"≤ {MEMORY_MIB} MiB",
        memory <= MEMORY_MIB,
    )


def read(home: Path) -> Iterator[Result]:
    """The city with its districts: made anew, and kept, beside a bare answer of the same bytes."""
    times = wave.apart("read", home)["times"]
    half, ninth = statistics.median(times), statistics.quantiles(times, n=100)[98]
    name = "GET /api/satisfaction, the city with its districts"
    yield Result(
        f"{name}, uncached",
        f"p50 {half:.1f} ms, p99 {ninth:.1f} ms",
        f"≤ {UNCACHED_MS} ms",
        ninth <= UNCACHED_MS,
    )
    with linli(home) as (base, _):
        url = f"{base}{ASKED}"
        head = {"Accept-Encoding": "br"}
        _, answer = fetch(url, head)
        with bare(answer) as floor:
            ours, theirs = in_turn(lambda: wrk(url, head), lambda: wrk(floor, head))
    yield ratio(f"{name}, cached", ours, theirs, 70, f", {len(answer)} bytes")
