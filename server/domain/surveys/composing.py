"""Writing what a survey asks: by whoever leads it, while it is a draft; frozen once it is open.

The questionnaire counts its own versions: whoever saves says which one was read, and nobody's work is lost by
somebody else's.
"""

from typing import Any, Final
from uuid import UUID

import msgspec
from msgspec import Struct, structs

from server.domain.city import City
from server.domain.errors import ChangedSince, NotFound, QuestionnaireFrozen
from server.domain.surveys.questionnaire import (
    Form,
    Group,
    Question,
    Questionnaire,
    Texts,
    core_questionnaire,
    freeze,
    read_questionnaire,
)
from server.domain.surveys.questionnaire_checks import Remark, check_questionnaire, faults_of
from server.domain.surveys.waves import WaveState
from server.models.surveys import Wave
from server.storage.database import write

MOST: Final = 60  # questions of a form


class Before(Struct, frozen=True):
    """What the last wave asked."""

    year: int
    questionnaire: Questionnaire


class Composed(Struct, frozen=True):
    """A wave's questionnaire on the desk, with what is to be said about it."""

    wave: UUID
    year: int
    state: WaveState
    questionnaire: Questionnaire
    remarks: list[Remark]
    before: Before | None


async def read_composed(wave_id: UUID) -> Composed:
    """Raises NotFound."""
    wave = await _find(wave_id)
    before = await _before(wave.year)
    asked = read_questionnaire(wave.questionnaire)
    return Composed(
        wave=wave_id,
        year=wave.year,
        state=WaveState(wave.state),
        questionnaire=asked,
        remarks=_checked(asked, before),
        before=before,
    )


async def save_questionnaire(wave_id: UUID, written: Questionnaire, version: int) -> tuple[int, list[Remark]]:
    """Keep it, with its faults; gives its new version and what is to be said about it.

    `version` is the one that was read. Raises NotFound, QuestionnaireFrozen, ChangedSince.
    """
    wave = await _find(wave_id)
    if wave.state != WaveState.DRAFT:
        raise QuestionnaireFrozen
    there = read_questionnaire(wave.questionnaire)
    if there.version != version:
        raise ChangedSince(version=there.version)
    kept = structs.replace(written, version=version + 1)
    async with write():
        moved = (
            await Wave.update({Wave.questionnaire: freeze(kept)})
            .where(
                (Wave.id == wave_id)
                & (Wave.state == WaveState.DRAFT)
                & (Wave.questionnaire == wave.questionnaire)
            )
            .returning(Wave.id)
        )
    if not moved:  # opened, or saved by somebody else, since it was read a moment ago
        raise ChangedSince(version=there.version + 1)
    return kept.version, _checked(kept, await _before(wave.year))


async def check_written(
    wave_id: UUID, written: dict[str, Any]
) -> tuple[Questionnaire | None, list[tuple[str, str]], list[Remark]]:
    """A file before it is taken: the questionnaire if it is one; else where it is not, and why."""
    wave = await _find(wave_id)
    read, faults = read_written(written)
    return read, faults, [] if read is None else _checked(read, await _before(wave.year))


async def opening_faults(wave: Wave) -> list[Remark]:
    """What keeps a wave from being opened; empty: it may ask."""
    before = await _before(wave.year)
    return faults_of(read_questionnaire(wave.questionnaire), before.questionnaire if before else None)


async def first_questions(year: int, city: City) -> str:
    """What a new draft asks, as it is kept: the last wave's questions, or the core if it is the first."""
    before = await _before(year)
    asked = before.questionnaire if before else core_questionnaire(city)
    return freeze(structs.replace(asked, version=1))


def read_written(written: dict[str, Any]) -> tuple[Questionnaire | None, list[tuple[str, str]]]:
    """What a file says. Each question is read on its own, so that all that is wrong is told at once."""
    faults = list[tuple[str, str]]()

    def read(value: Any, kind: Any, at: str) -> Any:
        try:
            return msgspec.convert(value, kind)
        except msgspec.ValidationError as wrong:
            faults.append((at, str(wrong)))
            return None

    known = set(Questionnaire.__struct_fields__)
    faults += [("", f"Object contains unknown field `{name}`") for name in written if name not in known]
    faults += [
        ("", f"Object missing required field `{name}`") for name in sorted(known - {"version", *written})
    ]
    opening = read(written.get("opening", {}), Texts, "opening")
    forms = dict[str, Form]()
    for group in Group:
        rows = written.get(group, [])
        if not isinstance(rows, list) or len(rows) > MOST:
            read(rows, Form, group)
            continue
        forms[group.value] = [read(row, Question, f"{group}.{index}") for index, row in enumerate(rows)]
    return (None if faults else Questionnaire(version=0, opening=opening, **forms)), faults


def _checked(asked: Questionnaire, before: Before | None) -> list[Remark]:
    return check_questionnaire(asked, before.questionnaire if before else None)


async def _before(year: int) -> Before | None:
    """The newest wave of an earlier year that was opened."""
    last = (
        await Wave.objects()
        .where((Wave.year < year) & (Wave.state != WaveState.DRAFT))
        .order_by(Wave.year, ascending=False)
        .first()
    )
    return None if last is None else Before(last.year, read_questionnaire(last.questionnaire))


async def _find(id: UUID) -> Wave:
    wave = await Wave.objects().get(Wave.id == id)
    if wave is None:
        raise NotFound(wave=id)
    return wave
