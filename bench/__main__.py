"""`python -m bench [path …]`: all paths, or those named; the table goes to docs/benchmarks.md.

`python -m bench load` (fifty clerks and five hundred residents at once) is run by name only: minutes.
LINLI_BENCH_MINUTES and LINLI_BENCH_STORED make it shorter.
"""

import platform
import shutil
import sys
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from bench.tools import ROOT, Result, demo_home

PATHS = ["start", "catalogue", "search", "directory", "requests", "photos", "surveys"]
UNDER_LOAD = "## Under load"  # a section of its own, by hand: from `python -m bench load`


def machine() -> str:
    """What it ran on."""
    model = next(
        (
            line.split(": ")[1]
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        "",
    )
    cores = sum(line.startswith("processor") for line in Path("/proc/cpuinfo").read_text().splitlines())
    system = f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    return f"{model}, {cores} cores, {system}"


def main() -> None:
    """Run, print, keep."""
    named = sys.argv[1:] or PATHS
    home = demo_home()
    results: list[Result] = []
    for path in named:
        for result in import_module(f"bench.{path}").run(home):
            results.append(result)
            print(
                f"{'ok  ' if result.ok else 'MISS'} {result.name}: {result.value} {result.goal}", flush=True
            )
    shutil.rmtree(home)
    if named == PATHS:
        write(results)
    sys.exit(not all(result.ok for result in results))


def write(results: list[Result]) -> None:
    """docs/benchmarks.md."""
    lines = [
        "# Benchmarks",
        "",
        "`make bench` wrote this. Each path runs beside a bare uvicorn app that answers the same bytes, with",
        "`wrk -t1 -c32` on the same machine, the best of three turns each, taken in turn: read the ratios.",
        "One run is one sample. On a machine of its own, run after run, ratios spread by a tenth and slow",
        "disks by more (seen on one machine: PUT 6.1–6.4 %, signed-in GET 4.9–5.2 %, slowed fsync 4.4–5.0",
        "times, fragment 113–126 %, 304 111–125 %, photos 10.8–11.9/s, ready 0.54–0.64 s): a goal met by",
        "less than that is met on some days and missed on others. Beside other work, nothing here means",
        "anything.",
        "",
        f"{machine()}; {datetime.now(UTC).date()}.",
        "",
        "| path | measured | goal | |",
        "| --- | --- | --- | --- |",
        *(f"| {r.name} | {r.value} | {r.goal} | {'' if r.ok else 'missed'} |" for r in results),
        "",
    ]
    file = ROOT / "docs" / "benchmarks.md"
    _, heading, kept = file.read_text("utf-8").partition(UNDER_LOAD)
    file.write_text("\n".join(lines) + (f"\n{heading}{kept}" if heading else ""), "utf-8")


if __name__ == "__main__":
    main()
