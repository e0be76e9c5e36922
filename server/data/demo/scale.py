"""Services for every community, as many as are asked for: to measure with, not to look at."""

from typing import Final

from server.data.demo.directory import Directory, Maker
from server.data.demo.material import Place
from server.data.demo.seed import stream
from server.data.demo.words import spot_of
from server.domain.city import City
from server.domain.editing import DIRECTORY
from server.domain.topics import bump
from server.models.network import Division
from server.storage.database import write
from server.storage.rows import insert

AT_A_TIME: Final = 100  # communities in one transaction
COMMUNITY: Final = 4
AROUND: Final = 0.4  # degrees; where communities lie is not known


async def furnish_all(count: int, maker: Maker, network: dict[str, Division], city: City) -> int:
    """`count` services more, spread over the communities that have none; gives how many were made."""
    places = maker.material.places.place
    bare = sorted(
        code for code in network.keys() - {place.code for place in places} if network[code].level == COMMUNITY
    )
    today = maker.now.astimezone(city.zone).date()
    made = 0
    for start in range(0, len(bare), AT_A_TIME):
        maker.made = Directory()
        codes = bare[start : start + AT_A_TIME]
        for rank, code in enumerate(codes, start):
            due = count * (rank + 1) // len(bare) - count * rank // len(bare)
            maker.furnish(spot_of(a_place(network[code], places[0]), network, city), rank, [code], today, due)
        made += len(maker.made.services)
        await _save(maker.made, codes)
    return made


async def _save(made: Directory, codes: list[str]) -> None:
    async with write():
        for rows in made.tables():
            await insert(rows)
        for code in codes:
            await bump(f"fragment:{code}")
        await bump(DIRECTORY)


def a_place(division: Division, middle: Place) -> Place:
    """A community about which nothing is written: somewhere around the middle of the city."""
    chance = stream("place", division.code)
    return Place(
        code=division.code,
        latitude=middle.latitude + chance.uniform(-AROUND, AROUND),
        longitude=middle.longitude + chance.uniform(-AROUND, AROUND),
        road=f"{division.short_name.removesuffix('社区').removesuffix('村')}路",
        road_en=f"{division.name_en} Road",
        company=f"{division.short_name}物业服务中心",
    )
