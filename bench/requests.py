"""Asking for help: a durable PUT with its real work, and a clerk's or resident's list."""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.people import sign_in
from bench.tools import ASK, Load, Result, bare, fetch, in_turn, linli, peak_memory, ratio, wrk

LUA = """
math.randomseed(os.time())
local n = 0
local function r(top) return math.random(0, top) end
request = function()
  n = n + 1
  local id = string.format("%08x-%04x-4%03x-a%03x-%012x", r(0x7fffffff), r(0xffff), r(0xfff), r(0xfff), n)
  local from = string.format("10.%d.%d.%d", r(255), r(255), r(255))
  local key = string.format("%043d", n * 100 + r(99))
  local head = {["Content-Type"]="application/json", ["Linli-Key"]=key, ["X-Forwarded-For"]=from}
  return wrk.format("PUT", "/api/requests/" .. id, head, [[BODY]])
end
"""
READ = """
local tokens, n = {TOKENS}, 0
request = function()
  n = n + 1
  local from = string.format("10.7.%d.%d", n % 200, (n / 200) % 200)
  local head = {["Authorization"]="Bearer " .. tokens[n % #tokens + 1], ["X-Forwarded-For"]=from}
  return wrk.format("GET", "/api/requests", head)
end
"""
SLOW = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <time.h>
static void nap(void) { struct timespec t = {0, 2000000}; nanosleep(&t, 0); }
#define SLOW(name) int name(int f) { \
  static int (*real)(int); if (!real) real = dlsym(RTLD_NEXT, #name); nap(); return real(f); }
SLOW(fsync)
SLOW(fdatasync)
"""


def run(home: Path) -> list[Result]:
    """On copies of the home: they fill up."""
    lua = LUA.replace("BODY", json.dumps(ASK, ensure_ascii=False))
    results = []
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copytree(home, Path(folder) / "home"))
        with linli(copy) as (base, pid):
            one = f"{base}/api/requests/00000000-0000-4000-a000-000000000001"
            head = {"Content-Type": "application/json", "Linli-Key": "k" * 43}
            _, answer = fetch(one, head, json.dumps(ASK).encode(), "PUT")
            with bare(answer, 201) as floor:
                ours, theirs = in_turn(lambda: wrk(base, lua=lua), lambda: wrk(floor, lua=lua))
            results.append(ratio("PUT /api/requests/{id}, durable", ours, theirs, 6))
            results.append(Result("its p99", f"{ours.p99:.1f} ms", "≤ 50 ms", ours.p99 <= 50))
            results.append(
                Result("peak memory of the server by then", f"{peak_memory(pid):.0f} MiB", "", True)
            )
        results.append(of_mine(copy))
        again = Path(shutil.copytree(home, Path(folder) / "again"))
        results += slowed(again, lua, Path(folder))
    return results


def of_mine(home: Path) -> Result:
    """The list of a resident's own requests, each call by another resident."""
    tokens = sign_in(home)
    heads = ",".join(f'"{token}"' for token in tokens)
    lua = READ.replace("TOKENS", heads)
    with linli(home) as (base, _):
        _, listed = fetch(f"{base}/api/requests", {"Authorization": f"Bearer {tokens[0]}"})
        with bare(listed) as floor:
            ours, theirs = in_turn(lambda: wrk(base, lua=lua), lambda: wrk(floor, lua=lua))
    return ratio("GET /api/requests, signed in", ours, theirs, 5, f", {len(listed)} bytes")


def slowed(home: Path, lua: str, folder: Path) -> list[Result]:
    """With every fsync 2 ms slower, beside a bare loop of one commit each."""
    if not shutil.which("gcc"):
        return []
    (folder / "slow.c").write_text(SLOW)
    library = folder / "slow.so"
    subprocess.run(["gcc", "-shared", "-fPIC", "-o", library, folder / "slow.c", "-ldl"], check=True)
    with linli(home, LD_PRELOAD=str(library)) as (base, _):
        ours, alone = in_turn(lambda: wrk(base, lua=lua), lambda: one_commit_each(library, folder))
    times = ours.rate / alone.rate
    value = f"{times:.1f} times ({ours.rate:,.0f}/s of {alone.rate:,.0f}/s, p99 {ours.p99:.1f} ms)"
    return [
        Result("the same with fsync slowed by 2 ms, beside one commit each", value, "≥ 5 times", times >= 5)
    ]


def one_commit_each(library: Path, folder: Path) -> Load:
    """The bare loop, in a process of its own."""
    loop = subprocess.run(
        [sys.executable, "-c", ONE_COMMIT_EACH, str(folder / "bare.db")],
        env={"LD_PRELOAD": str(library)},
        capture_output=True,
        text=True,
        check=True,
    )
    return Load(float(loop.stdout), 0, 0, 0)


ONE_COMMIT_EACH = """
import sqlite3, sys, time
c = sqlite3.connect(sys.argv[1], isolation_level=None)
for sql in ("pragma journal_mode=wal", "pragma synchronous=full", "create table if not exists r (t text)"):
    c.execute(sql)
n, end = 0, time.perf_counter() + 2
while time.perf_counter() < end:
    c.execute("insert into r (t) values (?)", ("x" * 400,)); n += 1
print(n / 2)
"""
