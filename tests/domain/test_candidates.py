"""Searching a whole city: the index of words finds what looking through everything finds, on both engines."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

import pytest
from msgspec.structs import asdict

from server.domain.candidates import find_candidates
from server.domain.cards import findable, index_missing
from server.domain.directory import Entry
from server.domain.editing import delete_services, save_services
from server.domain.matching import PAIRS
from server.domain.offers import words_of
from server.domain.search import Found, Index, find
from server.domain.writing import WriteService
from server.models.directory import Location, Organization, ServiceToken
from server.models.network import Division
from server.storage.database import write
from server.storage.rows import insert
from server.storage.tokens import Token, either, every, said, ways
from tests.builders import a_network
from tests.directory_builders import READER, a_service, an_organization
from tests.fixtures.search import DIVISIONS, a_catalogue, queries, traps

CITY: Final = "hangzhou"
NOW = datetime(2026, 11, 1, tzinfo=UTC)
MADE = a_catalogue()
ENTRIES = [entry for listed in MADE.values() for entry in listed]
SLIPS = ["公证朝阳", "chaoyanggongzheng", "法律圆助", "falvyuanzhu", "falyz", "gongzhen", "翠苑", "朝阳 公证"]
ASKED = {
    "zh-CN": SLIPS
    + [query for query, _ in queries()]
    + [query for query in traps("zh-CN") if len(query) > 1],
    "en": traps("en"),
}


async def keep(made: dict[str, list[Entry]]) -> None:
    """The catalogue of the fixtures in the database, written as the desk writes."""
    await a_network()
    known = {row["code"] for row in await Division.select(Division.code)}
    assert known >= set(DIVISIONS)
    entries = [entry for listed in made.values() for entry in listed]
    providers = dict.fromkeys(entry.provider for entry in entries)
    spots = {entry.id: entry.spots[0] for entry in entries if entry.spots}
    async with write():
        await insert(
            [Organization(**asdict(each), owner="330100000000", changed_at=NOW) for each in providers]
        )
        await insert([Location(id=id, **asdict(spot)) for id, spot in spots.items()])
    await save_services(
        {
            entry.id: WriteService(
                organization=entry.provider.id,
                category=entry.category,
                name=entry.name,
                pinyin=entry.pinyin,
                aka=entry.aka,
                description=entry.description,
                eligibility=entry.eligibility,
                audience=entry.audience,
                fee=entry.fee,
                texts=entry.texts,
                status=entry.status,
                areas=[code],
                locations=[entry.id] if entry.spots else [],
                hours=entry.hours,
            )
            for code, listed in made.items()
            for entry in listed
        },
        READER,
        NOW,
    )


def best(found: Sequence[Found]) -> list[tuple[str, int]]:
    """The first twenty; a slip of one letter somewhere within a text is no promise."""
    ordered = sorted(found, key=lambda each: (-each.score, each.id))
    return [(each.id, each.score) for each in ordered[:20] if each.score >= PAIRS]


async def candidates_of(query: str, language: str, *where: Token) -> list[Found]:
    """What the index of words gives."""
    found = await find_candidates(query, where, await words_of(CITY, language, 0), language)
    return [Found(each.score, each.id) for each in found]


@pytest.mark.parametrize("language", ["zh-CN", "en"])
async def test_of_few_services_the_first_are_those_that_looking_through_all_finds(
    db: None, language: str
) -> None:
    await keep(MADE)
    whole = Index([findable(entry, language) for entry in ENTRIES], CITY, language)

    for query in ASKED[language]:
        assert best(await candidates_of(query, language)) == best(find(whole, query)), query


async def test_what_changes_is_found_by_what_it_is_called_now(db: None) -> None:
    await a_network()
    id = await a_service(name="翠苑公证处", category="notary")
    await a_service(id=id, name="长庆公证处", category="notary")

    assert [each.id for each in await candidates_of("长庆", "zh-CN")] == [str(id)]
    assert await candidates_of("翠苑公证处", "zh-CN", Token("^翠苑")) == []


async def test_a_provider_s_new_name_finds_its_services(db: None) -> None:
    await a_network()
    organization = await an_organization(name="旧名字")
    id = await a_service(organization=organization)

    await an_organization(id=organization, name="青藤社")

    assert [each.id for each in await candidates_of("qingteng", "zh-CN")] == [str(id)]


async def test_what_is_deleted_is_found_no_more(db: None) -> None:
    await a_network()
    id = await a_service(name="长庆公证处")

    await delete_services([id], READER, NOW)

    assert await candidates_of("长庆", "zh-CN") == []
    assert await ServiceToken.count() == 0


async def test_what_was_written_before_there_was_an_index_is_indexed_at_the_next_start(db: None) -> None:
    await a_network()
    id = await a_service(name="长庆公证处")
    await ServiceToken.delete(force=True)

    assert await index_missing(CITY) == 1
    assert await index_missing(CITY) == 0
    assert [each.id for each in await candidates_of("长庆", "zh-CN")] == [str(id)]


@pytest.mark.parametrize(
    "query", ["法", "f", "", "!!", '"* OR', "a" * 200, "法" * 50, "的", "𠮷", "' | '", "x:y"]
)
async def test_whatever_is_typed_is_no_error(db: None, query: str) -> None:
    await a_network()
    await a_service()

    for language in ("zh-CN", "en"):
        assert len(await candidates_of(query, language)) <= 1


async def test_a_token_can_say_nothing_to_the_engine(db: None) -> None:
    for text in ("a b", '"', "'", "a:*", "法(律", ""):
        with pytest.raises(ValueError, match="is no token"):
            said(Token(text))


def test_one_question_with_a_choice_is_as_many_short_ones() -> None:
    law, here, a, b, c = Token("law"), Token("$shown"), Token("a"), Token("b"), Token("c", begins=True)

    assert ways(law) == [law]
    assert ways(every([law, here])) == [every([law, here])]
    assert ways(either([a, every([b, c])])) == [a, every([b, c])]
    assert ways(every([either([a, either([b, c])]), here])) == [
        every([a, here]),
        every([b, here]),
        every([c, here]),
    ]
    assert ways(every([either([a, b]), either([b, c])])) == [
        every([a, either([b, c])]),
        every([b, either([b, c])]),
    ]
