"""What was answered, counted by stratum in one scan. Only sheets that came by invitation count."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final
from uuid import UUID

from msgspec import Struct

from server.domain.surveys.questionnaire import Group, Questionnaire, key_question
from server.models.surveys import Stratum
from server.storage.database import engine_type, raw

SATISFIED = ("5", "4")  # 一般 is not satisfied
CANNOT_SAY = "9"  # as is saying nothing: no opinion, so not in the denominator
BEGINNINGS: Final = "123456789abcdef"  # of keys of answers, where a part of them ends and the next begins
PARTS: Final = [
    "id < '1'",
    *(f"id >= '{first}' AND id < '{beyond}'" for first, beyond in pairwise(BEGINNINGS)),
    "id >= 'f'",
]


class Tally(Struct):
    """One stratum: how many there are, were drawn, answered, and what they said to the key question."""

    division: str
    audience: str
    population: int
    drawn: int
    heard: int = 0  # sheets
    opinions: int = 0
    satisfied: int = 0
    cannot_say: int = 0


async def tally(wave: UUID, asked: Questionnaire) -> list[Tally]:
    """Every stratum of a wave, by group and division."""
    frame = await Stratum.objects().where(Stratum.wave == wave).order_by(Stratum.audience, Stratum.division)
    tallies = {
        (row.audience, row.division): Tally(row.division, row.audience, row.population, row.sampled)
        for row in frame
    }
    counted = await summed(_scan(asked), ("audience", "division"), str(wave))
    for (audience, division), row in counted.items():
        found = tallies[audience, division]
        found.heard, found.cannot_say = row["heard"], row["cannot_say"]
        found.opinions, found.satisfied = row["heard"] - row["silent"], row["satisfied"]
    return list(tallies.values())


async def summed(sql: str, by: Sequence[str], *args: Any) -> dict[tuple[str, ...], dict[str, int]]:
    """Counts of answers, added up by these columns; `sql` says WITHIN where it reads a part of the answers.

    SQLite sorts what it groups in memory, whole answers: of a million at once they would fill 400 MB.
    """
    found: dict[tuple[str, ...], dict[str, int]] = {}
    for within in PARTS if engine_type() == "sqlite" else ["1 = 1"]:
        for row in await raw(sql.replace("WITHIN", within), *args):
            key = tuple(row.pop(column) for column in by)
            before = found.setdefault(key, dict.fromkeys(row, 0))
            for name, count in row.items():
                before[name] += count
    return found


def _scan(asked: Questionnaire) -> str:
    """One pass over a wave's answers. The ids come from the frozen questionnaire: letters and digits."""
    keys = {group: key_question(asked.form(group)).id for group in Group}
    field = {"sqlite": "json_extract(answers, '$.{}')", "postgres": "answers::json ->> '{}'"}[engine_type()]
    cases = " ".join(f"WHEN '{group}' THEN {field.format(id)}" for group, id in keys.items())
    content = ", ".join(f"'{code}'" for code in SATISFIED)
    return (
        "SELECT audience, division, COUNT(*) AS heard, "  # noqa: S608
        f"COUNT(CASE WHEN said IS NULL OR said = '{CANNOT_SAY}' THEN 1 END) AS silent, "
        f"COUNT(CASE WHEN said = '{CANNOT_SAY}' THEN 1 END) AS cannot_say, "
        f"COUNT(CASE WHEN said IN ({content}) THEN 1 END) AS satisfied "
        f"FROM (SELECT audience, division, CASE audience {cases} END AS said FROM survey.response "
        "WHERE wave = {} AND kind = 'invited' AND WITHIN) AS r GROUP BY 1, 2"
    )
