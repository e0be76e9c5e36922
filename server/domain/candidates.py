"""Searching more than one catalogue: the index of words gives candidates, `search` ranks them as everywhere.

A community's catalogue is small enough to be looked through whole, and is (`services`). A district or a city
is not. What its categories are called is matched once a query; services of a category that is meant need no
reading to be ranked. Where nothing fits surely, slips, sounds and halves of words are looked for too. Every
step has a limit, so that a word which stands everywhere costs no more than another: then the order is exact
among those that were kept, and of several equals those that came first are kept.
"""

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Any, Final

import msgspec
from msgspec import Struct

from server.domain.cards import Facts, Texts, findable_text
from server.domain.matching import INSIDE
from server.domain.pieces import is_chinese
from server.domain.search import BOTH_LETTERS, Findable, Index, find, holding, meant, meant_together
from server.domain.wording import loosely, speech_of, surely
from server.storage.database import Sql, together
from server.storage.tokens import NOTHING, Token, Wanted, candidates, either, every

STARTS, SURE, LIKELY, NEAR, REMOTE = 50, 110, 120, 50, 40  # services of each kind whose texts are read
SAME: Final = 200  # services of equally meant categories that are sorted
ALL_SAME: Final = 10_000  # the same, where distance or opening hours may leave few of them
ENOUGH: Final = 100  # finds after which nothing less sure is looked for: two pages


class Candidate(Struct, frozen=True):
    """A service that fits, and what decides among equals."""

    id: str
    score: int
    facts: Facts


_facts = msgspec.json.Decoder(Facts)
_texts = msgspec.json.Decoder(Texts)
NONE: Final = Sql("SELECT service FROM service_token WHERE id < 0")


async def find_candidates(
    query: str, where: Sequence[Wanted], words: Index, language: str, *, thorough: bool = False
) -> list[Candidate]:
    """The services that fit a query, of those with the tokens of `where`; the best first, ties by id.

    `words` is an index of the city's words without services, for readers of this language. `thorough`: of
    many that fit equally all are given, for what is asked beside words may leave few of them.
    """
    search = _Search(query, where, words, language, ALL_SAME if thorough else SAME)
    return await search.run() if search.asked else []


class _Search:
    """One query on its way: what was read so far."""

    def __init__(self, query: str, where: Sequence[Wanted], words: Index, language: str, same: int) -> None:
        self.query, self.where, self.words, self.language = query, where, words, language
        self.most_same = same
        self.speech = speech_of(words.city)
        self.asked = words.words_of(query)
        self.sure = [surely(word, self.speech) for word in self.asked]
        self.meant = [meant(words, word) for word in self.asked]
        self.rows: dict[str, dict[str, Any]] = {}  # of services whose texts are read
        self.same: dict[str, Facts] = {}  # of those that are told by their category

    async def run(self) -> list[Candidate]:
        """What fits surely first, then categories from the best down, then whatever may fit."""
        groups = self._groups()
        best = groups[0][0] if groups else 0
        first = groups[0][1] if groups else []
        inside = [either([it.inside, it.starts]) for it in self.sure]
        starts = await self._read(
            (self._any_of([it.starts for it in self.sure], self._others(inside)), STARTS),
            (self._any_of(inside, self._others(inside)), SURE),
            categories=first,
        )
        for _, codes in groups[1:]:
            if self._count() >= ENOUGH:
                break
            await self._read(categories=codes)
        if self._count() < ENOUGH or (best < self._sure_score() and not starts):
            await self._read_loosely(inside)
        return self._ranked()

    def _sure_score(self) -> int:
        """From here on `search` does not try halves of words, and slips score less."""
        if len(self.asked) > 1:
            return 0
        return INSIDE if is_chinese(self.asked[0]) else BOTH_LETTERS

    def _count(self) -> int:
        return len(self.rows.keys() | self.same.keys())

    async def _read_loosely(self, inside: Sequence[Wanted]) -> None:
        loose = [loosely(word, self.speech, self._of_half) for word in self.asked]
        if len(self.asked) == 1:
            await self._read((loose[0].likely, LIKELY), (loose[0].near, NEAR), (loose[0].remote, REMOTE))
            return
        missing = len(self.asked) // 2
        likely = [either([sure, it.likely]) for sure, it in zip(inside, loose, strict=True)]
        remote = [either([sure, it.remote]) for sure, it in zip(inside, loose, strict=True)]
        await self._read(
            (self._any_of(likely, self._others(likely), missing), LIKELY),
            (self._any_of(remote, self._others(remote), missing), REMOTE),
        )

    def _others(self, texts: Sequence[Wanted]) -> list[Wanted]:
        """For each word: services that have it, or are of a category that it means."""
        return [either([text, of_categories(codes)]) for text, codes in zip(texts, self.meant, strict=True)]

    def _any_of(self, texts: Sequence[Wanted], others: Sequence[Wanted], missing: int = 0) -> Wanted:
        """At least one word by its text, and all others somehow; `missing`: so many need not be there."""
        found = []
        for at, text in enumerate(texts):
            rest = [*others[:at], *others[at + 1 :]]
            found += [every([text, *kept]) for kept in combinations(rest, max(len(rest) - missing, 0))]
        return either(found)

    async def _read(self, *wanted: tuple[Wanted, int], categories: Iterable[str] = ()) -> bool:
        """Read candidates; whether the first question found any."""
        asked = [
            candidates(every([one, *self.where]), ("standing", "texts"), most) if one != NOTHING else NONE
            for one, most in wanted
        ]
        codes = of_categories(categories)
        if codes != NOTHING:
            asked.append(candidates(every([codes, *self.where]), ("standing",), self.most_same))
        found = await together(*asked) if asked else []
        for rows in found[: len(wanted)]:
            self.rows |= {row["id"]: row for row in rows}
        for rows in found[len(wanted) :]:
            self.same |= {row["id"]: _facts.decode(row["standing"]) for row in rows}
        return bool(wanted and found[0])

    def _groups(self) -> list[tuple[int, list[str]]]:
        """Categories by what they get for the whole query, the best first."""
        groups: dict[int, list[str]] = {}
        for code, score in meant_together(self.words, self.asked).items():
            groups.setdefault(score, []).append(code)
        return sorted(groups.items(), reverse=True)

    def _of_half(self, half: str) -> Wanted:
        return of_categories(holding(self.words, half))

    def _ranked(self) -> list[Candidate]:
        facts = self.same | {id: _facts.decode(row["standing"]) for id, row in self.rows.items()}
        services = [
            findable_text(id, facts[id].category, _texts.decode(row["texts"]), self.language)
            for id, row in self.rows.items()
        ]
        # One for all that are told by their category.
        of_category: dict[str, list[str]] = {}
        for id in self.same.keys() - self.rows.keys():
            of_category.setdefault(facts[id].category, []).append(id)
        services += [Findable(f"#{code}", code, [], "", [], "") for code in of_category]
        return [
            Candidate(id, found.score, facts[id])
            for found in find(self.words.among(services), self.query)
            for id in (of_category[found.id[1:]] if found.id.startswith("#") else [found.id])
        ]


def of_categories(codes: Iterable[str]) -> Wanted:
    """Services of these categories."""
    return either(Token(f"#{code}") for code in codes)
