"""The survey's frame and what its households will say: strata that cover the city, each with its counts.

Most strata are streets, some communities; none lies within another. How many dwellings there are is drawn.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from msgspec import Struct

from server.data.demo.material import Asked, Survey
from server.data.demo.seed import stream
from server.domain.scope import level_of, parent_of
from server.domain.surveys.questionnaire import Group

STREET = 3


class Cell(Struct, frozen=True):
    """One group in one division."""

    division: str
    group: Group
    dwellings: int
    drawn: int
    satisfied: int
    dissatisfied: int
    undecided: int  # cannot say

    @property
    def answers(self) -> int:
        """Sheets that came back."""
        return self.satisfied + self.dissatisfied + self.undecided


def cells(survey: Survey, codes: Iterable[str]) -> Iterator[Cell]:
    """Both groups of every stratum, by the codes of the network."""
    inside = defaultdict[str, list[str]](list)
    for code in sorted(codes):
        inside[parent_of(code)].append(code)
    for street in [code for codes in list(inside.values()) for code in codes if level_of(code) == STREET]:
        said = survey.streets.get(street) or survey.districts[parent_of(street)]
        if street in survey.streets and not said.whole:
            for community in inside[street]:
                yield from _two(community, survey.communities.get(community) or said, 1, survey.response)
        else:
            yield from _two(street, said, max(len(inside[street]), 1), survey.response)


def _two(code: str, said: Asked, communities: int, response: float) -> Iterator[Cell]:
    """Residents and migrants of a division; migrants are a little less satisfied."""
    chance = stream("dwellings", code)
    sizes = {
        Group.RESIDENTS: sum(chance.randrange(900, 1900) for _ in range(communities)),
        Group.MIGRANTS: sum(chance.randrange(200, 700) for _ in range(communities)),
    }
    migrants = max(4, round(said.answers * sizes[Group.MIGRANTS] / sum(sizes.values())))
    content = round(said.answers * said.satisfied)
    content_migrants = min(migrants, round(migrants * (said.satisfied - 0.02)))
    counts = {
        Group.RESIDENTS: (said.answers - migrants, content - content_migrants),
        Group.MIGRANTS: (migrants, content_migrants),
    }
    for group, (answers, satisfied) in counts.items():
        undecided = round(answers * 0.03)
        drawn = min(sizes[group], round((answers + undecided) / response))
        yield Cell(code, group, sizes[group], drawn, satisfied, answers - satisfied, undecided)
