"""What the blanks in the written material stand for in one division: {here}, {street}, {hotline} …"""

from collections.abc import Mapping

from msgspec import Struct

from server.data.demo.material import LEVELS, Level, Place
from server.domain.city import City
from server.domain.scope import level_of, parent_of
from server.models.network import Division

KINDS = ("社区", "街道", "村", "镇", "区", "县", "市")
KINDS_EN = (" Community", " Subdistrict", " Village", " Town", " District", " County")


class Spot(Struct, frozen=True):
    """A division of the demonstration with its level and the words that fill the blanks."""

    place: Place
    level: Level
    words: dict[str, str]

    @property
    def code(self) -> str:
        """Its code."""
        return self.place.code

    def say(self, pattern: str) -> str:
        """The pattern, filled in."""
        return pattern.format_map(self.words)


def spot_of(place: Place, network: Mapping[str, Division], city: City) -> Spot:
    """A place with its words. Raises KeyError if the network does not know it."""
    here = network[place.code]
    road = {"road": place.road, "road_en": place.road_en, "company": place.company}
    words = road | {"hotline": city.hotline, "here": here.short_name, "here_en": here.name_en}
    words |= {"root": _without(here.short_name, KINDS), "root_en": _without(here.name_en, KINDS_EN)}
    code = place.code
    while code:
        words[LEVELS[level_of(code) - 1]] = network[code].short_name
        code = parent_of(code)
    words["address"] = words.get("district", words["city"]) + place.road
    return Spot(place, LEVELS[level_of(place.code) - 1], words)


def _without(name: str, kinds: tuple[str, ...]) -> str:
    ending = next((kind for kind in kinds if name.endswith(kind) and name != kind), "")
    return name.removesuffix(ending)
