"""Filling an empty database, in the order in which one thing needs another; first it is marked."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Final
from uuid import UUID

from msgspec import Struct

from server.data.demo import logins, people, rounds, scale, survey
from server.data.demo.centres import centres
from server.data.demo.directory import Maker
from server.data.demo.material import Material, read_material
from server.data.demo.phones import landlines
from server.data.demo.telling import Told, tell
from server.data.demo.words import Spot, spot_of
from server.domain.calendar import read_holidays, save_holidays
from server.domain.city import City
from server.domain.demo import NotEmpty, is_empty, mark_as_demo
from server.domain.editing import DIRECTORY
from server.domain.keys import Keys
from server.domain.network import read_divisions, save_divisions
from server.domain.people import Actor
from server.domain.photos import Darkroom
from server.domain.pinyin import Reader
from server.domain.scope import parent_of
from server.domain.surveys.codes import Letter
from server.domain.surveys.results import close_wave, publish_wave
from server.domain.surveys.waves import WAVES
from server.domain.topics import bump
from server.models.network import Division
from server.storage.database import write
from server.storage.media import Media
from server.storage.pictures import Pictures
from server.storage.rows import insert

DATA: Final = Path(__file__).parent.parent
COMMUNITY: Final = "community"
COMMUNITY_LEVEL: Final = 4


class Tools(Struct, frozen=True):
    """What filling takes from its installation."""

    folder: str  # of the city, in server/data
    city: City
    keys: Keys
    media: Media
    home: Path


class Filled(Struct, frozen=True):
    """What there is now."""

    services: int
    told: Told
    answers: int  # of last year's survey
    logins: Path


async def fill(tools: Tools, now: datetime, services: int = 0) -> Filled:
    """Made-up content, told from `now`; with `services`, as many of them over the whole city.

    Raises NotEmpty, or FileNotFoundError if nothing is written for this city.
    """
    material = read_material(tools.folder)
    if not await is_empty():
        raise NotEmpty
    return await fill_with(material, tools, now, services)


async def fill_with(material: Material, tools: Tools, now: datetime, services: int = 0) -> Filled:
    """The same from other material."""
    now = now.replace(second=0, microsecond=0)
    passwords = people.new_logins(material.people)
    hashing = asyncio.create_task(people.hash_all(passwords))
    await begin(tools)
    network = {division.code: division for division in await Division.objects()}
    spots = [spot_of(place, network, tools.city) for place in material.places.place]
    maker = Maker(material, Reader(tools.folder), landlines(material.places.area_code), now)
    furnished, actors = await furnish(maker, spots, material, tools)
    if services > furnished:
        furnished += await scale.furnish_all(services - furnished, maker, network, tools.city)
    told = await told_by(material, actors, tools, now)
    answers, wave, letters = await surveyed(material, list(network), tools, now)
    communities = [spot.code for spot in spots if spot.level == COMMUNITY]
    visits = await rounds.hand_over(wave, letters, tools.keys, material.people, communities)
    await people.give_passwords(await hashing)
    names = {code: full_name(division, network) for code, division in network.items()}
    text = logins.login_text(material.people, passwords, letters, names, [spot.code for spot in spots])
    kept = logins.keep(tools.home, text + rounds.round_text(visits))
    return Filled(furnished, told, answers, kept)


async def begin(tools: Tools) -> None:
    """The mark, the network, the calendar."""
    async with write():
        await mark_as_demo()
    lines = (DATA / tools.folder / "divisions.csv").read_text("utf-8").splitlines()
    await save_divisions(read_divisions(lines), Reader(tools.folder))
    await save_holidays(read_holidays())


async def furnish(
    maker: Maker, spots: Sequence[Spot], material: Material, tools: Tools
) -> tuple[int, dict[str, Actor]]:
    """Directory, centres and people of the demonstrated places; gives how many services, and who acts."""
    today = maker.now.astimezone(tools.city.zone).date()
    communities = [spot.code for spot in spots if spot.level == COMMUNITY]
    for spot in spots:
        rank = communities.index(spot.code) if spot.code in communities else 0
        maker.furnish(spot, rank, [code for code in communities if code[:9] == spot.code[:9]], today)
    made = maker.made
    async with write():
        await made.save(tools.folder)
        await insert(centres(spots, maker.phones))
        firms = {name: firm.id for name, firm in made.organizations.items()}
        actors = await people.settle(material.people, firms, maker.now)
        for spot in spots:
            await bump(f"fragment:{spot.code}")
        await bump(DIRECTORY)
    return len(made.services), actors


async def told_by(material: Material, actors: Mapping[str, Actor], tools: Tools, now: datetime) -> Told:
    """All requests, their photos made small by a worker as everybody's are."""
    pictures = Pictures()
    try:
        return await tell(material, actors, tools.city, Darkroom(pictures, tools.media, tools.keys), now)
    finally:
        await pictures.close()


async def surveyed(
    material: Material, codes: list[str], tools: Tools, now: datetime
) -> tuple[int, UUID, list[Letter]]:
    """Both waves; gives how many answered last year, this year's wave and the codes that are left of it."""
    today = now.astimezone(tools.city.zone).date()
    last = survey.wave_of_last_year(today, tools.city)
    await survey.ask_last_year(last, material.survey, codes, tools.city)
    closed = await close_wave(last.id, tools.city.goal)
    published = datetime.combine(last.result_on, time(9), tools.city.zone).astimezone(UTC)
    await publish_wave(last.id, published)
    this = survey.wave_of_this_year(today, tools.city)
    letters = await survey.ask_this_year(this, material.survey, codes, tools.keys, tools.city)
    async with write():
        await bump(WAVES)
    return closed.answers, this.id, letters


def full_name(division: Division, network: Mapping[str, Division]) -> str:
    """A community with its street: some names stand several times in a city."""
    street = network[parent_of(division.code)].short_name + " " if division.level == COMMUNITY_LEVEL else ""
    return street + str(division.short_name)
