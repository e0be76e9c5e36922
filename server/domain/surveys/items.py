"""What is counted beside the key question: each kind of service, each need, taking part, and open answers.

The ids are those of the core, which never change; whatever a city asks beyond it is not released as a number.
"""

from collections.abc import Iterator
from typing import Final
from uuid import UUID

from msgspec import Struct

from server.domain.surveys.questionnaire import Group, Questionnaire, key_question
from server.domain.surveys.tallies import CANNOT_SAY, SATISFIED, Tally, summed
from server.models.surveys import Stratum
from server.storage.database import engine_type

SERVICE, NEED, TOOK_PART, OPEN = "service", "need", "took_part", "open"
SERVICES: Final = {
    Group.RESIDENTS: "R4",
    Group.MIGRANTS: "M4",
}  # grids: satisfied with each kind that was used
NEEDS: Final = {Group.RESIDENTS: "R10", Group.MIGRANTS: "M7"}  # what was needed and not to be had
TAKING_PART: Final = {Group.UNITS: "O3"}
OTHER: Final = "x"  # something else, in words of one's own: nothing that a division could set up
NOTHING: Final = "0"  # none of the options of a need, or of a way to take part
OPINIONS: Final = ("5", "4", "3", "2", "1")
HOUSEHOLDS: Final = (Group.RESIDENTS, Group.MIGRANTS)


class Item(Struct, frozen=True):
    """One thing that is counted, by stratum: those whom it concerns as `opinions`, the yes as `satisfied`."""

    statistic: str  # service:a, need:k, took_part, open
    audience: str  # all, or the one group that is asked it
    strata: list[Tally]


class Count(Struct, frozen=True):
    """A statistic of one group as SQL: whom it concerns, of whom it is true, who cannot say."""

    statistic: str
    concerned: str
    true: str
    cannot_say: str = "1 = 0"


async def count_items(wave: UUID, asked: Questionnaire) -> list[Item]:
    """Every item that anybody answered, in one pass over the invited answers of each group."""
    frame = await Stratum.objects().where(Stratum.wave == wave).order_by(Stratum.audience, Stratum.division)
    found: dict[str, list[Tally]] = {}
    asking: dict[str, set[Group]] = {}
    for group in Group:
        strata = [row for row in frame if row.audience == group]
        counts = list(_counts(asked, group))
        if not strata or not counts:
            continue
        rows = await summed(_scan(counts), ("division",), str(wave), group.value)
        for place, count in enumerate(counts):
            asking.setdefault(count.statistic, set()).add(group)
            found.setdefault(count.statistic, []).extend(
                _tally(stratum, rows.get((stratum.division,)), place) for stratum in strata
            )
    asked_groups = {row.audience for row in frame}
    return [
        Item(statistic, _audience(asking[statistic], asked_groups), strata)
        for statistic, strata in found.items()
        if any(stratum.opinions for stratum in strata)
    ]


async def count_open(wave: UUID, asked: Questionnaire) -> list[Tally]:
    """The households' open answers to the key question by place: of a self-chosen crowd, not of a sample."""
    found: dict[str, Tally] = {}
    for group in HOUSEHOLDS:
        said = _field(key_question(asked.form(group)).id)
        columns = f"{_sum(_in(said, OPINIONS))} AS opinions, {_sum(_in(said, SATISFIED))} AS yes"
        rows = await summed(_of_each(columns, "open"), ("division",), str(wave), group.value)
        for (division,), row in rows.items():
            tally = found.setdefault(division, Tally(division, "all", 0, 0))
            tally.opinions += row["opinions"]
            tally.satisfied += row["yes"]
    return list(found.values())


def texts_of(statistic: str, audience: str, asked: Questionnaire) -> dict[str, str] | None:
    """What a kind of service or a need is called, by language; None for what is no option of a question."""
    kind, _, code = statistic.partition(":")
    ids = {SERVICE: SERVICES, NEED: NEEDS}.get(kind, {})
    for group in HOUSEHOLDS if audience == "all" else (Group(audience),):
        forms = {question.id: question for question in asked.form(group)}
        if question := forms.get(ids.get(group, "")):
            chosen = forms[question.of].options if question.of in forms else ()
            options = (*question.items, *chosen) if kind == SERVICE else question.options
            for option in options:
                if option.code == code:
                    return dict(option.text)
    return None


def _counts(asked: Questionnaire, group: Group) -> Iterator[Count]:
    forms = {question.id: question for question in asked.form(group)}
    if grid := forms.get(SERVICES.get(group, "")):
        rows = [*(forms[grid.of].options if grid.of in forms else ()), *grid.items]
        for row in rows:
            if not row.exclusive:
                said = _field(grid.id, row.code)
                yield Count(
                    f"{SERVICE}:{row.code}",
                    _in(said, OPINIONS),
                    _in(said, SATISFIED),
                    f"{said} = '{CANNOT_SAY}'",
                )
    if need := forms.get(NEEDS.get(group, "")):
        for option in need.options:
            if not option.exclusive and option.code != OTHER:
                yield Count(f"{NEED}:{option.code}", _given(need.id), _has(need.id, option.code))
    if ways := forms.get(TAKING_PART.get(group, "")):
        yield Count(TOOK_PART, _given(ways.id), f"{_given(ways.id)} AND NOT ({_has(ways.id, NOTHING)})")


def _scan(counts: list[Count]) -> str:
    columns = ", ".join(
        f"{_sum(count.concerned)} AS of_{place}, {_sum(count.true)} AS yes_{place}, "
        f"{_sum(count.cannot_say)} AS unsure_{place}"
        for place, count in enumerate(counts)
    )
    return _of_each(f"COUNT(*) AS heard, {columns}", "invited")


def _of_each(columns: str, kind: str) -> str:
    """These columns for each division, of a wave and a group: one pass over their answers."""
    # PostgreSQL would read the text anew for each field of a row: as jsonb once, and fenced.
    answers, fence = {"sqlite": ("answers", ""), "postgres": ("answers::jsonb AS answers", " OFFSET 0")}[
        engine_type()
    ]
    return (
        f"SELECT division, {columns} FROM (SELECT division, {answers} FROM survey.response "  # noqa: S608 - ids of the questionnaire are letters and digits
        f"WHERE wave = {{}} AND audience = {{}} AND kind = '{kind}' AND WITHIN{fence}) AS r GROUP BY division"
    )


def _tally(stratum: Stratum, row: dict[str, int] | None, place: int) -> Tally:
    tally = Tally(stratum.division, stratum.audience, stratum.population, stratum.sampled)
    if row:
        tally.heard = row["heard"]
        tally.opinions, tally.satisfied = row[f"of_{place}"], row[f"yes_{place}"]
        tally.cannot_say = row[f"unsure_{place}"]
    return tally


def _audience(asking: set[Group], in_frame: set[str]) -> str:
    """`all` when every group of households that the wave asks is asked this; else the one group."""
    households = {group for group in HOUSEHOLDS if group.value in in_frame}
    return "all" if asking == households else next(iter(sorted(asking))).value


def _field(*path: str) -> str:
    """The text at a path of the answers."""
    if engine_type() == "sqlite":
        return f"json_extract(answers, '$.{'.'.join(path)}')"
    *above, last = (f"'{name}'" for name in path)
    return f"(answers {''.join(f'-> {name} ' for name in above)}->> {last})"


def _in(said: str, codes: tuple[str, ...]) -> str:
    quoted = ", ".join(f"'{code}'" for code in codes)
    return f"{said} IN ({quoted})"


def _given(question: str) -> str:
    return f"{_field(question)} IS NOT NULL"


def _has(question: str, code: str) -> str:
    """A list has this code: its JSON text has it between quotes."""
    return f"{_field(question)} LIKE '%\"{code}\"%'"


def _sum(condition: str) -> str:
    return f"COUNT(CASE WHEN {condition} THEN 1 END)"
