"""Services for every division, as many as are asked for: to measure with, not to look at.

They differ as a city's do: in what is offered where, in their names, in their hours to the quarter, in where
they are.
"""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Final

from msgspec.structs import replace

from server.data.demo.directory import Directory, Maker
from server.data.demo.material import Blueprint, Place, Text, Window
from server.data.demo.seed import stream
from server.data.demo.words import Spot, spot_of
from server.domain.city import City
from server.domain.editing import DIRECTORY
from server.domain.scope import level_of
from server.domain.topics import bump_all
from server.models.network import Division
from server.storage.database import write

AT_A_TIME: Final = 1500  # services in one transaction
LOWEST: Final = 4  # level
SHARES: Final = {LOWEST: 86, 3: 9, 2: 4, 1: 1}  # of the services, by level
AROUND: Final = 0.4  # degrees; where communities lie is not known
QUARTERS: Final = (-30, -15, 0, 0, 0, 15, 30)  # minutes by which somebody opens and closes earlier or later
DAY: Final = 1440


class Spreader(Maker):
    """A maker whose services differ more than those of eight demonstrated communities."""

    def __init__(self, other: Maker, quarters: Sequence[Division]) -> None:
        super().__init__(other.material, other.reader, other.phones, other.now)
        self.providers, self.locations = other.providers, other.locations
        self.quarters = quarters

    def _windows(self, blueprint: Blueprint, chance: Random) -> list[Window]:
        windows, shift = super()._windows(blueprint, chance), chance.choice(QUARTERS)
        return [
            replace(window, opens=_later(window.opens, shift), closes=_later(window.closes, shift))
            for window in windows
        ]

    def _name(self, blueprint: Blueprint, spot: Spot, rank: int, turn: int) -> Text:
        """With the place, if it is not in it; of several of a kind each with the quarter that it is in."""
        zh, en = super()._name(blueprint, spot, rank + turn, turn)
        root, root_en = spot.words["root"], spot.words["root_en"]
        if root not in zh:
            zh, en = f"{root}{zh}", f"{root_en} {en}"
        if turn:
            quarter = stream("quarter", spot.code, blueprint.term, turn).choice(self.quarters)
            zh, en = f"{zh}（{quarter.short_name}）", f"{en}, {quarter.name_en}"
        return zh, en


async def furnish_all(count: int, made: Maker, network: Mapping[str, Division], city: City) -> int:
    """`count` services more, over all divisions but the demonstrated communities; gives how many."""
    codes = sorted(network)
    maker = Spreader(made, [network[code] for code in codes if level_of(code) == LOWEST])
    today, done, renewed = maker.now.astimezone(city.zone).date(), 0, list[str]()
    shown = {place.code: place for place in maker.material.places.place}
    middle = maker.material.places.place[0]
    for level, share in SHARES.items():
        here = [code for code in codes if level_of(code) == level and not (level == LOWEST and code in shown)]
        whole = count * share // 100 if level > 1 else count - done - len(maker.made.services)
        for rank, code in enumerate(here):
            due = whole * (rank + 1) // len(here) - whole * rank // len(here)
            spot = spot_of(shown.get(code) or a_place(network[code], middle), network, city)
            written = len(maker.written_for(spot.level))
            first = written if code in shown else rank * due % written
            maker.furnish(spot, rank, [code], today, range(first, first + due))
            renewed.append(code)
            if len(maker.made.services) >= AT_A_TIME:
                done, renewed = done + await _save(maker, renewed), []
    return done + await _save(maker, renewed)


async def _save(maker: Maker, codes: Sequence[str]) -> int:
    made, maker.made = maker.made, Directory()
    async with write():
        await made.save(maker.reader.city)
        await bump_all([*(f"fragment:{code}" for code in codes), DIRECTORY])
    return len(made.services)


def _later(time: str, minutes: int) -> str:
    """Some minutes later or earlier; midnight stays, for it means a whole day."""
    hours, _, rest = time.partition(":")
    moved = int(hours) * 60 + int(rest) + minutes
    return time if time in {"00:00", "24:00"} or not 0 < moved < DAY else f"{moved // 60:02}:{moved % 60:02}"


def a_place(division: Division, middle: Place) -> Place:
    """A division about which nothing is written: somewhere around the middle of the city."""
    chance = stream("place", division.code)
    return Place(
        code=division.code,
        latitude=middle.latitude + chance.uniform(-AROUND, AROUND),
        longitude=middle.longitude + chance.uniform(-AROUND, AROUND),
        road=f"{division.short_name.removesuffix('社区').removesuffix('村')}路",
        road_en=f"{division.name_en} Road",
        company=f"{division.short_name}物业服务中心",
    )
