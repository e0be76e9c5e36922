"""A wave's frame at rest: how many dwellings each stratum has, and the addresses of those that came as lists.

Addresses are encrypted (AES-256-GCM, a nonce each) under a key that is not in the database. They are deleted
by an act, and by themselves some time after the numbers are published; how many there were stays.
"""

import asyncio
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from msgspec import Struct

from server.domain import sealing
from server.domain.errors import ChangedMeanwhile, SheetNotReady
from server.domain.keys import Keys
from server.domain.surveys.drafts import changed, must_prepare
from server.domain.surveys.frame_sheets import (
    FrameFault,
    FrameRead,
    Known,
    Stratum,
    framed,
    plain,
    read_frame_sheet,
)
from server.domain.surveys.questionnaire import Group
from server.domain.surveys.sampling import Framed
from server.domain.surveys.waves import WaveState
from server.models.network import Division
from server.models.surveys import Stratum as StratumRow
from server.models.surveys import Wave
from server.storage.database import Sql, raw, together, write
from server.storage.rows import insert, insert_values, parts_of
from server.storage.survey import empty_log

PURPOSE: Final = "frames"
SHOWN: Final = 200  # faults
AT_ONCE: Final = 200  # statements
PIECE: Final = 2000  # units a transaction
UNDOING: Final = (
    "DELETE FROM survey.unit WHERE id IN "
    "(SELECT id FROM survey.unit WHERE wave = {} AND address = '' LIMIT 2000) RETURNING id",
    "UPDATE survey.unit SET sampled = 0 WHERE id IN "
    "(SELECT id FROM survey.unit WHERE wave = {} AND sampled > 0 LIMIT 2000) RETURNING id",
)
KEPT: Final = timedelta(days=90)  # addresses, after the numbers are published
UNIT: Final = ("id", "wave", "division", "audience", "number", "address", "building")


class FrameFile(Struct, frozen=True):
    """A file for the frame, and whose list it is when no column says so."""

    body: bytes
    group: Group = Group.RESIDENTS
    dry: bool = False


class FrameReport(Struct, frozen=True):
    """What a file says, or has changed."""

    kind: str
    rows: int
    strata: int
    population: int
    replaced: int  # strata that stood already
    faults: list[FrameFault]  # the first ones
    fault_count: int
    taken: bool
    version: int


def seal(keys: Keys, text: str) -> str:
    """As it is kept; nothing stays nothing."""
    return sealing.seal(text, keys, PURPOSE) if text else ""


def unseal(keys: Keys, kept: str) -> str:
    """As it was written."""
    return sealing.unseal(kept, keys, PURPOSE) if kept else ""


async def read_frame(wave: UUID) -> list[Framed]:
    """The strata of a wave, in the order of their codes."""
    rows = await raw(
        "SELECT division, audience, population FROM stratum WHERE wave = {} ORDER BY division, audience", wave
    )
    return [Framed(**row) for row in rows]


async def take_frame(id: UUID, file: FrameFile, keys: Keys, own: list[str]) -> FrameReport:
    """Look through a file and, unless `dry`, put its strata in place of those that it names.

    The sample, if one was drawn, is void. Raises NotFound, StepNotAllowed, Invalid, SheetNotReady.
    """
    wave = await must_prepare(id)
    known = await _known(wave, keys, own)
    read = await asyncio.to_thread(read_frame_sheet, file.body, file.group, known)
    report = FrameReport(
        kind=read.kind,
        rows=read.rows,
        strata=len(list(framed(read))),
        population=sum(read.populations.values()),
        replaced=len(read.populations.keys() & set(known.strata)),
        faults=read.faults[:SHOWN],
        fault_count=len(read.faults),
        taken=False,
        version=wave.version,
    )
    if file.dry:
        return report
    if read.faults:
        raise SheetNotReady
    units = await asyncio.to_thread(_units_of, wave.id, read, keys)
    async with write():
        version = await changed(wave)
    standing = Standing(wave.id, version)
    await undo_draw(standing)
    await _clear(standing, list(read.populations))
    await put_units(standing, UNIT, units)
    async with write():
        await must_stand(standing)
        await insert(_strata_of(wave.id, read))
    await empty_log()
    taken = {name: getattr(report, name) for name in FrameReport.__struct_fields__}
    return FrameReport(**taken | {"taken": True, "version": version})


class Standing(Struct, frozen=True):
    """A wave at a version: what is done to it in many short transactions stops when somebody changes it."""

    wave: UUID
    version: int


async def must_stand(at: Standing) -> None:
    """Within `write()`. Raises ChangedMeanwhile."""
    if not await raw(
        "SELECT 1 FROM wave WHERE id = {} AND version = {} AND state = 'draft'", at.wave, at.version
    ):
        raise ChangedMeanwhile


async def put_units(at: Standing, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Rows of units, a few thousand a transaction: whoever else writes does not wait for a whole city.

    Raises ChangedMeanwhile.
    """
    for part in parts_of(rows, PIECE):
        async with write():
            await must_stand(at)
            await insert_values("survey.unit", columns, part)


async def undo_draw(at: Standing) -> None:
    """No unit is sampled any more; never when a code was made. Raises ChangedMeanwhile."""
    async with write():
        await must_stand(at)
        await StratumRow.update({StratumRow.sampled: 0}).where(StratumRow.wave == at.wave)
        await Wave.update({Wave.seed: "", Wave.plan: "{}"}).where(Wave.id == at.wave)
    for act in UNDOING:
        moved: list[Any] = [at.wave]
        while moved:
            async with write():
                await must_stand(at)
                moved = await raw(act, str(at.wave))


async def forget_addresses(id: UUID, now: datetime) -> None:
    """The addresses of a wave are gone; its sampled units stay as numbers. Safe twice."""
    async with write():
        await raw("DELETE FROM survey.unit WHERE wave = {} AND sampled = 0", str(id))
        await raw(
            "UPDATE survey.unit SET address = '', building = '' WHERE wave = {} AND address <> ''", str(id)
        )
        await raw("DELETE FROM survey.try WHERE wave = {}", str(id))  # what came of them stays
        await Wave.update({Wave.forgotten_at: now}).where((Wave.id == id) & Wave.forgotten_at.is_null())
    await empty_log()


async def forget_due(now: datetime) -> int:
    """Delete the addresses of waves that were published long enough ago. Gives of how many."""
    due = (
        await Wave.select(Wave.id)
        .where(
            (Wave.state == WaveState.PUBLISHED)
            & (Wave.published_at <= now - KEPT)
            & Wave.forgotten_at.is_null()
        )
        .output(as_list=True)
    )
    for id in due:
        await forget_addresses(id, now)
    return len(due)


async def _known(wave: Wave, keys: Keys, own: list[str]) -> Known:
    codes, strata = await together(
        Division.select(Division.code).where(Division.valid_to.is_null()),
        Sql("SELECT division, audience FROM stratum WHERE wave = {}", wave.id),
    )
    kept = await raw(
        "SELECT division, audience, address FROM survey.unit WHERE wave = {} AND address <> ''", str(wave.id)
    )
    return Known(
        frozenset(row["code"] for row in codes),
        own,
        [(row["division"], row["audience"]) for row in strata],
        await asyncio.to_thread(_by_stratum, kept, keys),
    )


def _by_stratum(rows: list[dict[str, str]], keys: Keys) -> dict[Stratum, frozenset[str]]:
    found: dict[Stratum, set[str]] = {}
    for row in rows:
        address = plain(unseal(keys, row["address"]))
        found.setdefault((row["division"], row["audience"]), set()).add(address)
    return {stratum: frozenset(addresses) for stratum, addresses in found.items()}


def _units_of(wave: UUID, read: FrameRead, keys: Keys) -> list[tuple[object, ...]]:
    return [
        (
            uuid4().hex,
            str(wave),
            *stratum,
            number,
            seal(keys, dwelling.address),
            seal(keys, dwelling.building),
        )
        for stratum, dwellings in read.lists.items()
        for number, dwelling in enumerate(dwellings, start=1)
    ]


async def _clear(at: Standing, strata: Sequence[Stratum]) -> None:
    for part in parts_of(strata, AT_ONCE):
        async with write():
            await must_stand(at)
            await together(*(Sql(sql, key, *each) for each in part for sql, key in _clearing(at.wave)))


def _clearing(wave: UUID) -> Iterator[tuple[str, UUID | str]]:
    yield "DELETE FROM stratum WHERE wave = {} AND division = {} AND audience = {}", wave
    yield "DELETE FROM survey.unit WHERE wave = {} AND division = {} AND audience = {}", str(wave)


def _strata_of(wave: UUID, read: FrameRead) -> list[StratumRow]:
    return [
        StratumRow(
            wave=wave,
            division=each.division,
            audience=each.audience,
            population=each.population,
            sampled=0,
            listed=read.kind == "list",
        )
        for each in framed(read)
    ]
