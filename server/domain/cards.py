"""What is kept of each service ready made: what residents are shown, its tokens, what it is ranked by.

Made anew in the transaction of whatever changes a service, from what then stands in the database. Tokens and
the rest are for searches over more than one catalogue. The kinds of tokens, by the mark they begin with:

    法律 援 3f     neighbouring characters, the last one alone, runs of letters: of all that is searched
    =法律援助      the whole of a name, of the provider's, of a place's
    ^法律          how a name begins
    ~fa_nu ~zu_   neighbouring syllables, as dialects fold them, the last one alone
    -fly          the first letters of three neighbouring syllables, at the end fewer
    @330106       a division within which it is offered; with all twelve digits, one that offers it
    #legal-aid    its category
    $free         what lists are filtered by
"""

from collections.abc import Collection, Iterator, Sequence
from functools import cache, lru_cache
from hashlib import blake2b
from typing import Any, Final
from uuid import UUID

import msgspec
from msgspec import Raw, Struct

from server.domain.directory import STATUSES_SHOWN, Entry, as_kept, entries_by_ids
from server.domain.hours import Rule
from server.domain.matching import fold, plain
from server.domain.pieces import is_chinese, pieces_of
from server.domain.scope import DIGITS, digits_of
from server.domain.search import Findable
from server.domain.sounds import Sounds, phrases_of, read_sounds
from server.storage import tokens
from server.storage.database import raw, write
from server.storage.rows import AT_ONCE, insert_values, parts_of, select_in

FORMAT: Final = 2  # one more whenever something else is made of the same service: all are made again
WHOLE: Final = 12  # characters of the longest text that is kept whole
CHINESE: Final = "zh-CN"


class Facts(Struct, frozen=True, array_like=True):
    """What decides among services that fit equally well, without reading the directory."""

    category: str
    areas: list[str]
    filters: list[str]  # that it passes
    is_active: bool
    points: list[tuple[float, float]]  # latitude, longitude of its places
    hours: Raw  # JSON of its rules: the same hours are the same bytes


class Texts(Struct, frozen=True, array_like=True):
    """What is searched of a service, in each language."""

    names: list[tuple[str, list[str]]]
    provider: str
    streets: list[str]
    about: list[str]  # description, eligibility
    others: dict[
        str, tuple[str, str, str]
    ]  # name, description, eligibility by language, "" where not written


def texts_of(entry: Entry) -> Texts:
    """What a search looks at."""
    return Texts(
        names=[(entry.name, entry.pinyin.split()), *((name, []) for name in entry.aka)],
        provider=entry.provider.name,
        streets=[text for spot in entry.spots for text in (spot.name, spot.address) if text],
        about=[entry.description, entry.eligibility],
        others={
            language: (said.get("name", ""), said.get("description", ""), said.get("eligibility", ""))
            for language, said in entry.texts.items()
        },
    )


def findable(entry: Entry, language: str) -> Findable:
    """What of a service is searched by a reader of this language."""
    return findable_text(str(entry.id), entry.category, texts_of(entry), language)


def findable_text(id: str, category: str, texts: Texts, language: str) -> Findable:
    """The same of what was kept."""
    name, description, eligibility = texts.others.get(language, ("", "", ""))
    return Findable(
        id=id,
        category=category,
        names=[*texts.names, (name, pieces_of(name))] if name else texts.names,
        provider=texts.provider,
        streets=texts.streets,
        about="\n".join([*texts.about, description, eligibility]),
    )


def facts_of(entry: Entry, areas: Sequence[str]) -> Facts:
    """What its place in a list depends on."""
    return Facts(
        category=entry.category,
        areas=sorted(areas),
        filters=sorted(filters_of(entry)),
        is_active=entry.status == "active",
        points=[
            (spot.latitude, spot.longitude)
            for spot in entry.spots
            if spot.latitude is not None and spot.longitude is not None
        ],
        hours=Raw(msgspec.json.encode(entry.hours)),
    )


@lru_cache(8192)
def rules_of(hours: bytes) -> list[Rule]:
    """The rules of `Facts.hours`."""
    return msgspec.json.decode(hours, type=list[Rule])


def tokens_of(entry: Entry, areas: Sequence[str], sounds: Sounds) -> list[str]:
    """By what it is found."""
    texts = texts_of(entry)
    names = [*texts.names, *((name, pieces_of(name)) for name, _, _ in texts.others.values() if name)]
    about = [*texts.about, *(text for _, *said in texts.others.values() for text in said)]
    made: set[str] = {f"#{entry.category}", *(f"${filter}" for filter in filters_of(entry))}
    for name, said in names:
        made |= {f"^{first}" for first in written_tokens(pieces_of(name))[:1]}
        made |= field_tokens(name, tuple(said or sounds.of(name)))
    for text in (texts.provider, *texts.streets):
        made |= field_tokens(text, tuple(sounds.of(text)))
    for text in about:
        made |= about_tokens(text)
    for area in areas:
        made |= {f"@{area}", *(f"@{area[:digits]}" for digits in DIGITS if digits <= len(digits_of(area)))}
    return sorted(made)


def filters_of(entry: Entry) -> Iterator[str]:
    """The filters that it passes, as the API names them."""
    if entry.status in STATUSES_SHOWN:
        yield "shown"
    if entry.fee == 0:
        yield "free"
    if entry.provider.certificate is not None:
        yield "certified"
    if entry.home_visit:
        yield "home_visit"
    yield from entry.audience


@lru_cache(2048)  # a provider has many services, and many are described alike
def about_tokens(text: str) -> frozenset[str]:
    """Of a text that is searched by characters alone."""
    return frozenset(written_tokens(pieces_of(text)))


@lru_cache(2048)
def field_tokens(text: str, said: tuple[str, ...]) -> frozenset[str]:
    """Of a text that is searched by characters and by sound."""
    pieces = pieces_of(text)
    if not pieces:
        return frozenset()
    syllables = [plain(each) for each in (said if len(said) == len(pieces) else pieces)]
    initials = "".join(each[0] for each in syllables)
    made = {f"~{fold(one)}_{fold(other)}" for one, other in zip(syllables, [*syllables[1:], ""], strict=True)}
    made |= {f"-{initials[at : at + 3]}" for at in range(len(initials))}
    whole = "".join(pieces)
    return frozenset({*made, *written_tokens(pieces), *([f"={whole}"] if len(whole) <= WHOLE else [])})


def written_tokens(pieces: Sequence[str]) -> list[str]:
    """Each Chinese character with the next one, the last of a stretch alone; each run of letters."""
    following = [*pieces[1:], ""] if pieces else []
    return [
        piece + (after if is_chinese(piece) and is_chinese(after) else "")
        for piece, after in zip(pieces, following, strict=True)
    ]


@cache
def maker(city: str) -> str:
    """By whose readings, and a mark of these and of our rules: what has another is made again."""
    readings = [sorted(phrases_of(city).items()), sorted(read_sounds(city).characters.items())]
    made_of = msgspec.json.encode([FORMAT, *readings])
    return f"{city} {blake2b(made_of, digest_size=8).hexdigest()}"


async def index_services(ids: Sequence[UUID], city: str) -> None:
    """Make what is kept of these services anew; `city` is the folder of its readings. Within `write()`."""
    sounds = read_sounds(city)
    for part in parts_of(ids, AT_ONCE):
        entries, areas = await entries_by_ids(part)
        shown = {entry.id: as_kept(entry, sounds) for entry in entries if entry.status in STATUSES_SHOWN}
        await _take_away("service_entry", set(part) - shown.keys())
        await _take_away("service_token", set(part) - {entry.id for entry in entries})
        await insert_values("service_entry", ("service", "entry"), list(shown.items()), key="service")
        await tokens.replace([_row(entry, areas[entry.id], sounds, maker(city)) for entry in entries])


async def _take_away(table: str, services: Collection[UUID]) -> None:
    await select_in(f"DELETE FROM {table} WHERE service IN (KEYS)", sorted(services))  # noqa: S608 - our own


def _row(entry: Entry, areas: Sequence[str], sounds: Sounds, made_by: str) -> tuple[Any, ...]:
    kept = (facts_of(entry, areas), texts_of(entry))
    made = " ".join(tokens_of(entry, areas, sounds))
    return (entry.id, made_by, *(msgspec.json.encode(part).decode() for part in kept), made)


async def renew_cards(services: str, keys: Sequence[Any]) -> None:
    """The same where something else changed that they show; `services` is SQL about `s` with KEYS.

    What was never made is left to `index_missing`. To be called within `write()`.
    """
    cities: dict[str, list[UUID]] = {}
    for row in await select_in(f"{MADE}{services}", keys):
        cities.setdefault(row["made_by"].partition(" ")[0], []).append(row["service"])
    for city, ids in cities.items():
        await index_services(ids, city)


MADE: Final = "SELECT t.service, t.made_by FROM service_token t JOIN service s ON s.id = t.service WHERE "
MISSING: Final = (
    "SELECT s.id FROM service s LEFT JOIN service_token t ON t.service = s.id "
    "WHERE s.deleted_at IS NULL AND (t.made_by IS NULL OR t.made_by <> {}) AND s.id > {} "
    "ORDER BY s.id LIMIT 500"
)


async def index_missing(city: str) -> int:
    """What was written before there was an index, or by other rules; gives how many services."""
    count, last = 0, UUID(int=0)
    while rows := await raw(MISSING, maker(city), last):
        async with write():
            await index_services([row["id"] for row in rows], city)
        count, last = count + len(rows), rows[-1]["id"]
    return count
