"""How a text sounds, by a table of characters: what server and phone can both afford, and answer alike.

A name that is kept was read by `pinyin` and may have been corrected; everything else that is searched
(queries, residents' words, organizations, addresses) is read here.
pwa/src/data/sounds.ts is the same in TypeScript.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Final

from msgspec import Struct

from server.domain.pieces import pieces_of

FOLDER: Final = Path(__file__).parent.parent / "data"


class Sounds(Struct, frozen=True):
    """A reading for each character; and, by its first character, each phrase that is read otherwise."""

    characters: dict[str, str]
    phrases: dict[str, list[tuple[str, list[str]]]]  # the longest first

    def of(self, text: str) -> list[str]:
        """A syllable for each of `pieces_of(text)`; what the table does not have sounds as itself."""
        pieces = pieces_of(text)
        characters, phrases = self.characters, self.phrases
        syllables: list[str] = []
        while len(syllables) < len(pieces):
            piece = pieces[len(syllables)]
            if piece in phrases:
                syllables += self._phrase(pieces, len(syllables))
            else:
                syllables.append(characters.get(piece, piece))
        return syllables

    def _phrase(self, pieces: list[str], at: int) -> list[str]:
        for word, said in self.phrases[pieces[at]]:
            if "".join(pieces[at : at + len(word)]) == word:
                return said
        return [self.characters.get(pieces[at], pieces[at])]


def a_phrasebook(phrases: dict[str, str]) -> dict[str, list[tuple[str, list[str]]]]:
    """Phrases and their readings by blanks, made ready to be looked up."""
    book: dict[str, list[tuple[str, list[str]]]] = {}
    for word in sorted(phrases, key=lambda word: (-len(word), word)):
        book.setdefault(word[0], []).append((word, phrases[word].split()))
    return book


@cache
def read_sounds(city: str, folder: Path = FOLDER) -> Sounds:
    """The shared table, with the phrases of everybody and of this city."""
    characters = {
        character: line.rstrip("\n")[: _letters(line)]
        for line in (folder / "sounds.txt").read_text("utf-8").splitlines()
        for character in line[_letters(line) :]
    }
    return Sounds(characters, a_phrasebook(phrases_of(city, folder)))


def phrases_of(city: str, folder: Path = FOLDER) -> dict[str, str]:
    """Words whose reading is given, a syllable a character, by blanks."""
    merged: dict[str, str] = {}
    for file in (folder / "readings.toml", folder / city / "places.toml"):
        if file.is_file():
            merged |= tomllib.loads(file.read_text("utf-8")).get("phrases", {})
    return merged


def _letters(line: str) -> int:
    return next(place for place, character in enumerate(line) if not character.isascii())
