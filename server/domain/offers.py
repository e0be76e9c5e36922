"""What is offered to the people of a division, as candidates of a list: with a query those that fit.

Up to MOST_SCANNED services are looked through whole, as on the phone, so that a community's answers are the
same here and there; beyond, `candidates` finds them.
"""

from collections.abc import Sequence
from typing import Final

import msgspec
from msgspec import Struct

from server.domain.candidates import Candidate, find_candidates
from server.domain.cards import Facts, Texts, findable_text
from server.domain.catalogue import path_to
from server.domain.directory import MANY, beside
from server.domain.everyday import TOPIC as WORDS
from server.domain.everyday import find_more
from server.domain.filters import Filters
from server.domain.memo import Memo
from server.domain.scope import level_of, scope_of
from server.domain.search import Findable, Index, find
from server.domain.topics import versions_of
from server.storage.database import Sql, together
from server.storage.tokens import Wanted, candidates, every, said

MOST_SCANNED: Final = 2000
EVERYTHING: Final = 10_000_000
DIRECTORY: Final = "directory"
CALENDAR: Final = "calendar"


class _Card(Struct, frozen=True):
    id: str
    facts: Facts
    texts: Texts


_cards: Final[Memo[list[_Card]]] = Memo(64)  # of small divisions
_indexes: Final[Memo[Index]] = Memo(64)
_large: Final[Memo[bool]] = Memo(4096)  # divisions with more than MOST_SCANNED
_lists: Final[Memo[list[Candidate]]] = Memo(4)  # large ones without a query
_words: Final[Memo[Index]] = Memo(4)


class Stamps(Struct, frozen=True):
    """How often changed what a list is made of."""

    directory: int
    words: int  # of categories
    calendar: int


async def find_stamps() -> Stamps:
    """As of now."""
    found = await versions_of(DIRECTORY, WORDS, CALENDAR)
    return Stamps(found[DIRECTORY], found[WORDS], found[CALENDAR])


async def offered(
    wanted: Filters, query: str, city: str, language: str, stamps: Stamps, *, thorough: bool = False
) -> list[Candidate]:
    """Who passes the filters and fits the query, in no order; `city` is the folder of its readings.

    `thorough`: as of `find_candidates`.
    """
    stamp = stamps.directory
    cards = await _small(wanted.division, stamp)
    if cards is None and query:
        words = await words_of(city, language, stamps.words)
        return await find_candidates(query, wanted.tokens(), words, language, thorough=thorough)
    if cards is None:
        return await _all(wanted.tokens(), stamp)
    passing = [card for card in cards if _passes(card.facts, wanted)]
    if not query:
        return [Candidate(card.id, 0, card.facts) for card in passing]
    index = _indexes.recall(f"{wanted.division} {language}", stamp)
    if index is None:
        words = await words_of(city, language, stamps.words)
        index = words.among(_findable(cards, language))
        _indexes.keep(f"{wanted.division} {language}", stamp, index)
    scores = {each.id: each.score for each in find(index, query)}  # of all, as on the phone
    return [Candidate(card.id, scores[card.id], card.facts) for card in passing if card.id in scores]


async def words_of(city: str, language: str, stamp: int) -> Index:
    """The words of the city's categories, those of its desk too, without services."""
    name = f"{city} {language}"
    kept = _words.recall(name, stamp)
    return kept or _words.keep(name, stamp, Index([], city, language, await find_more()))


class Place:
    """A division, as the list for its people has it."""

    def __init__(self, division: str) -> None:
        self._low, self._high = scope_of(division)
        self._above = path_to(division)

    def offers(self, facts: Facts) -> str:
        """The lowest division that offers a service to them."""
        if len(facts.areas) == 1:
            return facts.areas[0]
        codes = [code for code in facts.areas if self._low <= code <= self._high or code in self._above]
        return max(codes, key=level_of, default=facts.areas[0])


def _passes(facts: Facts, wanted: Filters) -> bool:
    return wanted.passed.issubset(facts.filters) and (
        wanted.categories is None or facts.category in wanted.categories
    )


def _findable(cards: Sequence[_Card], language: str) -> list[Findable]:
    return [findable_text(card.id, card.facts.category, card.texts, language) for card in cards]


COUNT: Final = (
    "SELECT COUNT(*) AS areas FROM (SELECT 1 FROM service_area WHERE division BETWEEN {} AND {} LIMIT {}) few"
)
CARDS: Final = (
    "SELECT CAST(t.service AS VARCHAR(36)) AS id, t.standing, t.texts FROM service_token t "
    "WHERE t.service IN (SELECT service FROM service_area "
    "WHERE division BETWEEN {} AND {} OR division IN ({}, {}, {}))"
)


async def _small(division: str, stamp: int) -> list[_Card] | None:
    """All that is offered; none if that is too much to be looked through."""
    kept = _cards.recall(division, stamp)
    if kept is not None or _large.recall(division, stamp):
        return kept
    low, high = scope_of(division)
    (counted,) = await together(Sql(COUNT, low, high, MOST_SCANNED + 1))
    if counted[0]["areas"] > MOST_SCANNED:
        _large.keep(division, stamp, True)
        return None
    above = path_to(division)[:-1]
    (rows,) = await together(Sql(CARDS, low, high, *above, *[""] * (3 - len(above))))
    cards = [_Card(row["id"], _facts.decode(row["standing"]), _texts.decode(row["texts"])) for row in rows]
    return _cards.keep(division, stamp, [card for card in cards if "shown" in card.facts.filters])


_facts: Final = msgspec.json.Decoder(Facts)
_texts: Final = msgspec.json.Decoder(Texts)


async def _all(where: Sequence[Wanted], stamp: int) -> list[Candidate]:
    """All services with these tokens."""
    wanted = every(where)
    kept = _lists.recall(said(wanted), stamp)
    if kept is not None:
        return kept
    (rows,) = await together(candidates(wanted, ("standing",), EVERYTHING))
    found = await beside(
        len(rows) > MANY,
        lambda: [Candidate(row["id"], 0, _facts.decode(row["standing"])) for row in rows],
    )
    return _lists.keep(said(wanted), stamp, found)
