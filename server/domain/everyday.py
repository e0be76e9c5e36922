"""Everyday words: what residents say for a category, in the files of project and city, and the desk's own.

The desk of the city adds words when it sees what was searched in vain. An addition is in the next fragment of
the city, and so on every phone, and in the server's search.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from msgspec import Meta, Struct

from server.domain.categories import TERMS, words_of_city
from server.domain.city import City
from server.domain.desk import must_read
from server.domain.editing import DIRECTORY
from server.domain.errors import Invalid, NotAllowed, NotFound
from server.domain.memo import Memo
from server.domain.people import Actor, Role
from server.domain.pieces import normal, runs_of
from server.domain.texts import clean
from server.domain.topics import bump, version_of
from server.models.words import EverydayWord
from server.storage.database import raw, write

TOPIC: Final = "words"
MOST: Final = 500  # words of a desk: they travel to every phone
LONGEST: Final = 20  # characters of a word
Language = Literal["zh-CN", "en"]
More = Mapping[str, Mapping[str, Sequence[str]]]  # by language, then by term


class WriteWord(Struct, frozen=True, forbid_unknown_fields=True):
    """A word that is to lead to a category."""

    term: str
    word: Annotated[str, Meta(min_length=1, max_length=40)]
    language: Language = "zh-CN"


class WordShown(Struct, frozen=True):
    """One that the desk added."""

    id: UUID
    word: str
    language: Language
    by_name: str
    at: datetime


class TermWords(Struct, frozen=True):
    """All that leads to a category: `given` by the files, `added` at the desk."""

    term: str
    given: dict[str, list[str]]  # by language
    added: list[WordShown]


class WordsPage(Struct, frozen=True):
    """The words of every category, in the order of the categories."""

    items: list[TermWords]
    may_edit: bool


ADDED: Final = "SELECT term, word, language FROM everyday_word ORDER BY language, at, id"
_kept: Final[Memo[More]] = Memo(2)


async def find_more() -> More:
    """What the desk added, kept as long as nothing of it changes."""
    version = await version_of(TOPIC)
    kept = _kept.recall(TOPIC, version)
    if kept is None:
        more: dict[str, dict[str, list[str]]] = {}
        for row in await raw(ADDED):
            more.setdefault(row["language"], {}).setdefault(row["term"], []).append(row["word"])
        kept = _kept.keep(TOPIC, version, more)
    return kept


SHOWN: Final = (
    "SELECT w.id, w.term, w.word, w.language, COALESCE(p.name, '') AS by_name, w.at FROM everyday_word w "
    "LEFT JOIN person p ON p.id = w.person ORDER BY w.at, w.id"
)


async def list_words(actor: Actor, city: City) -> WordsPage:
    """Every category with its words. Raises NotSignedIn or NotAllowed."""
    must_read(actor)
    added: dict[str, list[WordShown]] = {}
    for row in await raw(SHOWN):
        added.setdefault(row.pop("term"), []).append(WordShown(**row))
    given = given_by(city.folder)
    items = [TermWords(term, given[term], added.get(term, [])) for term in given]
    return WordsPage(items, may_edit_words(actor, city))


def given_by(folder: str) -> dict[str, dict[str, list[str]]]:
    """The names and words of each category as the files have them, by language."""
    spoken = words_of_city(folder)
    return {
        code: {"zh-CN": [term.zh, *spoken[code]], "en": [term.en, *term.words_en]}
        for code, term in TERMS.items()
    }


def may_edit_words(actor: Actor, city: City) -> bool:
    """The words are the whole city's: its manager has them."""
    return city.code in actor.divisions(frozenset({Role.MANAGER}))


def _must_edit(actor: Actor, city: City) -> None:
    must_read(actor)
    if not may_edit_words(actor, city):
        raise NotAllowed


async def save_word(id: UUID, data: WriteWord, actor: Actor, city: City, now: datetime) -> None:
    """Add it, or put another in its place. Raises Invalid, NotSignedIn, NotAllowed."""
    _must_edit(actor, city)
    word = clean(data.word)
    _check(data.term, word)
    async with write():
        others = await raw("SELECT word, language FROM everyday_word WHERE id <> {}", id)
        if len(others) >= MOST:
            raise Invalid({"word": "too-many-words"})
        known = [row["word"] for row in others if row["language"] == data.language]
        known += [each for given in given_by(city.folder).values() for each in given[data.language]]
        if normal(word) in map(normal, known):
            raise Invalid({"word": "word-is-there"})
        row = EverydayWord(
            id=id, term=data.term, word=word, language=data.language, person=actor.person, at=now
        )
        await EverydayWord.insert(row).on_conflict(
            target=EverydayWord.id,
            action="DO UPDATE",
            values=EverydayWord.all_columns(exclude=[EverydayWord.id]),
        )
        await _renew(city)


async def delete_word(id: UUID, actor: Actor, city: City) -> None:
    """Take it away again. Raises NotFound, NotSignedIn, NotAllowed."""
    _must_edit(actor, city)
    async with write():
        gone: list[dict[str, Any]] = await raw("DELETE FROM everyday_word WHERE id = {} RETURNING id", id)
        if not gone:
            raise NotFound(word=str(id))
        await _renew(city)


def _check(term: str, word: str) -> None:
    fields = {}
    if term not in TERMS:
        fields["term"] = "no-such-category"
    if not runs_of(word):
        fields["word"] = "nothing-to-search"
    elif len(word) > 2 * LONGEST or (not word.isascii() and len(word) > LONGEST):
        fields["word"] = "word-too-long"
    if fields:
        raise Invalid(fields)


async def _renew(city: City) -> None:
    for topic in (TOPIC, f"fragment:{city.code}", DIRECTORY):
        await bump(topic)
