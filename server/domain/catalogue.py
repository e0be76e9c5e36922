"""A community's catalogue: four fragments (city, district, street, community), each under its own address.

The version in the address is a mark of all that the fragment is made of, so a phone may keep a fragment as
long as the small document of versions names it. An edit makes one new fragment; nothing is ever patched.
"""

from collections.abc import Sequence
from datetime import datetime
from hashlib import blake2b
from typing import Final

import msgspec
from msgspec import Struct

from server.domain.calendar import find_calendar
from server.domain.categories import TERMS, words_of_city
from server.domain.city import City
from server.domain.directory import Offer, offer_of
from server.domain.errors import NotFound
from server.domain.everyday import More, find_more
from server.domain.fragments import (
    FORMAT,
    NO_WORDS,
    Fragment,
    Translation,
    for_the_city,
    fragment_of,
    shown_calendar,
    translation_of,
)
from server.domain.memo import Memo
from server.domain.network import LEVEL_NAMES
from server.domain.scope import level_of, parent_of
from server.domain.sounds import phrases_of, read_sounds
from server.storage.database import Sql, together


class Version(Struct, frozen=True):
    """Which fragment of a division is in force."""

    code: str
    level: str
    version: str


class Versions(Struct, frozen=True):
    """The four addresses of a community's catalogue, or fewer for what lies above."""

    code: str
    fragments: list[Version]  # the city first
    calendar: str
    made_at: datetime | None  # when something of it last changed; none: nothing is in it


class Source(Struct, frozen=True):
    """What a fragment is made of."""

    offer: Offer
    more: More | None  # of the city: what its desk added to the words of categories


async def find_versions(code: str, city: City) -> Versions:
    """Which fragments make the catalogue of this division. Raises NotFound."""
    codes = path_to(code)
    stamps = await _stamps(codes)
    known = [await _known(each, stamps[each], stamps["calendar"], city) for each in codes]
    changes = [changed_at for _, changed_at in known if changed_at]
    return Versions(
        code=code,
        fragments=[
            Version(each, LEVEL_NAMES[level_of(each)], version)
            for each, (version, _) in zip(codes, known, strict=True)
        ],
        calendar=str(stamps["calendar"]),
        made_at=max(changes, default=None),
    )


async def find_fragment(code: str, version: str, city: City) -> Fragment:
    """What stands under an address. Raises NotFound if another version is in force now."""
    source = await _in_force(code, version, city)
    fragment = fragment_of(code, source.offer.entries, read_sounds(city.folder))
    if source.more is None:
        return fragment
    return for_the_city(fragment, city.folder, await find_calendar(), source.more.get("zh-CN", NO_WORDS))


async def find_translation(code: str, version: str, language: str, city: City) -> Translation:
    """The same in another language of the city. Raises NotFound, as `find_fragment` does."""
    source = await _in_force(code, version, city)
    if language not in city.languages or language.startswith("zh"):
        raise NotFound(division=code, language=language)
    words = (source.more or {}).get(language, NO_WORDS)
    return translation_of(code, source.offer.entries, language, source.more is not None, words)


async def _in_force(code: str, version: str, city: City) -> Source:
    path_to(code)
    stamps = await _stamps([code])
    in_force, _ = await _known(code, stamps[code], stamps["calendar"], city)
    if in_force != version:
        raise NotFound(division=code, version=version)
    return await _source(code, stamps[code], city)


def path_to(code: str) -> list[str]:
    """The city, and so on down to this division. Raises NotFound for what is no code."""
    if len(code) != 12 or not (code.isascii() and code.isdecimal()) or code.startswith("0000"):
        raise NotFound(division=code)
    path = [code]
    while above := parent_of(path[0]):
        path.insert(0, above)
    return path


STAMPS: Final = (
    "SELECT d.code AS topic, COALESCE(t.version, 0) AS version FROM division d "
    "LEFT JOIN topic_version t ON t.topic = 'fragment:' || d.code WHERE d.code IN ({}, {}, {}, {}) "
    "UNION ALL SELECT topic, version FROM topic_version WHERE topic = 'calendar'"
)


async def _stamps(codes: Sequence[str]) -> dict[str, int]:
    """How often each fragment changed, and the calendar. Raises NotFound for a division that is not there."""
    four = [*codes, *[codes[0]] * (4 - len(codes))]
    (rows,) = await together(Sql(STAMPS, *four))
    found = {"calendar": 0} | {row["topic"]: int(row["version"]) for row in rows}
    for code in codes:
        if code not in found:
            raise NotFound(division=code)
    return found


_versions: Final[Memo[tuple[str, datetime | None]]] = Memo(20_000)


async def _known(code: str, stamp: int, calendar: int, city: City) -> tuple[str, datetime | None]:
    """A fragment's version, and when it last changed; made once for each change."""
    both = stamp * 1_000_000 + calendar if code == city.code else stamp
    kept = _versions.recall(code, both)
    if kept is None:
        source = await _source(code, stamp, city)
        changed_at = max((entry.changed_at for entry in source.offer.entries), default=None)
        kept = _versions.keep(code, both, (await _version_of(source, city), changed_at))
    return kept


async def _version_of(source: Source, city: City) -> str:
    """By what a fragment and its translations are made of, without making them."""
    made_of: list[object] = [FORMAT, source.offer.mark, source.more]
    if source.more is not None:
        shared = [words_of_city(city.folder), phrases_of(city.folder), shown_calendar(await find_calendar())]
        made_of += [*shared, [TERMS[code].words_en for code in TERMS]]
    return blake2b(msgspec.json.encode(made_of), digest_size=8).hexdigest()


async def _source(code: str, stamp: int, city: City) -> Source:
    return Source(await _offer_at(code, stamp), await find_more() if code == city.code else None)


_offers: Final[Memo[Offer]] = Memo(8)


async def _offer_at(code: str, stamp: int) -> Offer:
    """What is offered in a division, as of the version `stamp` of its topic."""
    kept = _offers.recall(code, stamp)
    return kept if kept is not None else _offers.keep(code, stamp, await offer_of(code))
