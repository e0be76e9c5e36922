"""A wave as large as Hangzhou's could be: 3,320 communities, two groups, a million answers.

`python -m bench.wave fill HOME` puts it, open, into a home with Hangzhou's network; `close HOME` closes
and publishes it, `read HOME` reads the number: a process each, so that its memory is its own.
"""

import asyncio
import json
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from itertools import cycle
from pathlib import Path
from random import Random
from threading import Thread
from typing import Any, Final
from uuid import UUID

import msgspec

from bench.tools import ROOT
from server.cli.operator import Operator
from server.data.demo.filling import NO_OPINION, NOT_SATISFIED, SATISFIED, fill
from server.domain.surveys.codes import code_mac, make_code
from server.domain.surveys.questionnaire import Group, core_questionnaire, freeze
from server.domain.surveys.results import close_wave, compute, publish_wave
from server.domain.surveys.satisfaction import read_satisfaction
from server.domain.surveys.waves import WaveState
from server.http.encodings import KEPT, encoded
from server.models.network import Division
from server.models.surveys import Stratum, Wave
from server.settings import Settings
from server.storage.database import SURVEY, write
from server.storage.rows import insert
from server.storage.survey import lay_for_good

WAVE: Final = UUID("0190f7a0-0000-4000-8000-000000000001")
YEAR: Final = 2027
CITY: Final = "330100000000"
READINGS: Final = 100
ANSWERS: Final = 1_000_000
HEARD: Final = 0.7  # of those who were invited
SPARE: Final = 1_000  # codes that nobody has used: for storing answers under load
CODES: Final = "codes.json"  # in the home
SHARE: Final = {Group.RESIDENTS: 0.7, Group.MIGRANTS: 0.3}  # of the answers
SHEETS: Final = 3_000  # different ones, filled in as the demonstration does, said again and again
INVITED: Final = "INSERT INTO invitation (code_mac, wave, division, audience, used) VALUES (?, ?, ?, ?, ?)"
SAID: Final = (
    "INSERT INTO response (id, wave, division, audience, class, mode, kind, answers) "
    "VALUES (?, ?, ?, ?, '', 'web', 'invited', ?)"
)
Row = tuple[object, ...]


def apart(what: str, home: Path) -> dict[str, Any]:
    """`fill`, `close` or `read`, in a process of its own; what it says."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.wave", what, str(home)], cwd=ROOT, check=True, capture_output=True
    )
    return dict(json.loads(done.stdout))


async def fill_wave(home: Path) -> dict[str, Any]:
    """The wave, its strata, 1.4 million invitations and a million answers."""
    operator, chance = Operator(Settings(home=home)), Random(1)
    async with operator.opened():
        codes = (
            await Division.select(Division.code)
            .where(Division.level == 4)
            .order_by(Division.code)
            .output(as_list=True)
        )
        strata = list(strata_of(codes, chance))
        wave = Wave(
            id=WAVE,
            year=YEAR,
            title="2027 年居民调查",
            state=WaveState.OPEN,
            opens_on=date(2026, 1, 1),
            closes_on=date(2030, 1, 1),
            accepts_until=datetime(2030, 1, 5, tzinfo=UTC),
            result_on=date(2030, 2, 1),
            questionnaire=freeze(core_questionnaire(operator.city)),
        )
        async with write():
            await insert([wave])
            await insert(strata)
    printed = [(group, division, make_code(group, chance)) for group, division in spares(strata, chance)]
    macs = [(code_mac(operator.keys, WAVE, code), division, group) for group, division, code in printed]
    (home / CODES).write_text(json.dumps([(str(group), code) for group, _, code in printed]))
    with closing(sqlite3.connect(home / SURVEY)) as con:
        con.executemany(INVITED, ((mac, str(WAVE), *stratum, 0) for mac, *stratum in macs))
        con.executemany(INVITED, sorted(invitations(strata, chance)))
        con.executemany(SAID, sorted(sheets(strata, chance, operator)))
        con.commit()
    return {"strata": len(strata), "answers": sum(heard(stratum) for stratum in strata)}


def strata_of(codes: list[str], chance: Random) -> Iterator[Stratum]:
    """Communities of different sizes, a few so small that their number must be withheld."""
    sizes = [chance.lognormvariate(0, 0.45) if chance.random() > 0.03 else 0.06 for _ in codes]
    each = ANSWERS / HEARD / sum(sizes)
    for code, size in zip(codes, sizes, strict=True):
        for group, share in SHARE.items():
            drawn = max(round(each * size * share), 2)
            yield Stratum(wave=WAVE, division=code, audience=group, population=drawn * 4, sampled=drawn)


def heard(stratum: Stratum) -> int:
    """How many of a stratum answered."""
    return round(int(stratum.sampled) * HEARD)


def spares(strata: list[Stratum], chance: Random) -> Iterator[tuple[Group, str]]:
    """Whose codes are left to be used."""
    for _ in range(SPARE):
        stratum = chance.choice(strata)
        yield Group(stratum.audience), str(stratum.division)


def invitations(strata: list[Stratum], chance: Random) -> Iterator[Row]:
    """Everybody who was drawn; the key of one whose code nobody asks for is any."""
    for stratum in strata:
        for place in range(int(stratum.sampled)):
            mac = f"{chance.getrandbits(256):064x}"
            yield mac, str(WAVE), stratum.division, stratum.audience, int(place < heard(stratum))


def sheets(strata: list[Stratum], chance: Random, operator: Operator) -> Iterator[Row]:
    """What was said: about 86 % satisfied, more or less by community."""
    questionnaire = core_questionnaire(operator.city)
    ready = {
        (group, number): cycle(
            [
                msgspec.json.encode(fill(questionnaire.form(group), key, chance)).decode()
                for _ in range(SHEETS)
            ]
        )
        for group in SHARE
        for number, key in enumerate((SATISFIED, NOT_SATISFIED, NO_OPINION))
    }
    for stratum in strata:
        content = min(max(chance.gauss(0.86, 0.05), 0.5), 1.0)
        for _ in range(heard(stratum)):
            said = 2 if chance.random() < 0.03 else int(chance.random() > content)
            answers = next(ready[Group(stratum.audience), said])
            yield f"{chance.getrandbits(128):032x}", str(WAVE), stratum.division, stratum.audience, answers


async def close(home: Path) -> dict[str, Any]:
    """Seconds to close, and of that, done again, to compute every number from the raw answers and to lay them
    anew; MiB of memory.
    """
    operator = Operator(Settings(home=home))
    async with operator.opened():
        began = time.perf_counter()
        await close_wave(WAVE, operator.city.goal)
        closed = time.perf_counter()
        found = await compute(WAVE, operator.city.goal)
        computed = time.perf_counter()
        await lay_for_good(WAVE)
        laid = time.perf_counter()
        await publish_wave(WAVE, datetime.now(UTC))
    took = {"closing": closed - began, "computing": computed - closed, "laying": laid - computed}
    return {**took, "memory": memory.most, **msgspec.structs.asdict(found)}


async def read(home: Path) -> dict[str, Any]:
    """Milliseconds of the city with its districts, each time made anew: rows, JSON, brotli."""
    operator, times = Operator(Settings(home=home)), list[float]()
    async with operator.opened():
        for _ in range(READINGS):
            began = time.perf_counter()
            found = await read_satisfaction(CITY, None, operator.city, with_parts=True)
            encoded(msgspec.json.encode(found), "br", KEPT)
            times.append(1000 * (time.perf_counter() - began))
    return {"times": times}


class Memory(Thread):
    """The most that this process held of its own, in MiB: pages of mapped files are not its own."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.most = 0.0

    def run(self) -> None:
        """Look ten times a second."""
        while True:
            status = Path("/proc/self/status").read_text("ascii")
            own = int(status.partition("RssAnon:")[2].split()[0]) / 1024
            self.most = max(self.most, own)
            time.sleep(0.1)


memory = Memory()

if __name__ == "__main__":
    memory.start()
    run = {"fill": fill_wave, "close": close, "read": read}[sys.argv[1]]
    print(json.dumps(asyncio.run(run(Path(sys.argv[2])))))
