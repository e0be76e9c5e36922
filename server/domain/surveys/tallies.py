"""What was answered, counted by stratum in one scan. Only sheets that came by invitation count."""

from uuid import UUID

from msgspec import Struct

from server.domain.surveys.questionnaire import Group, Questionnaire, key_question
from server.models.surveys import Stratum
from server.storage.database import engine_type, raw

SATISFIED = ("5", "4")  # 一般 is not satisfied
CANNOT_SAY = "9"  # as is saying nothing: no opinion, so not in the denominator


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
    for row in await raw(_scan(asked), str(wave)):
        count, said = row["sheets"], row["said"]
        stratum = tallies[row["audience"], row["division"]]
        stratum.heard += count
        stratum.cannot_say += count if said == CANNOT_SAY else 0
        if said not in {None, CANNOT_SAY}:
            stratum.opinions += count
            stratum.satisfied += count if said in SATISFIED else 0
    return list(tallies.values())


def _scan(asked: Questionnaire) -> str:
    """One pass over a wave's answers. The ids come from the frozen questionnaire: letters and digits."""
    keys = {group: key_question(asked.form(group)).id for group in Group}
    field = {"sqlite": "json_extract(answers, '$.{}')", "postgres": "answers::json ->> '{}'"}[engine_type()]
    cases = " ".join(f"WHEN '{group}' THEN {field.format(id)}" for group, id in keys.items())
    return (
        f"SELECT audience, division, CASE audience {cases} END AS said, COUNT(*) AS sheets "  # noqa: S608
        "FROM survey.response WHERE wave = {} AND kind = 'invited' GROUP BY 1, 2, 3"
    )
