"""How Chinese is read: syllables without tones, made once when something is written, never on the phone.

The library (pypinyin) costs 57 MB, so it is loaded by the first text that is read and not before. It does not
know every place: data/readings.toml and the city's places.toml correct it.
"""

import asyncio
import tomllib
from collections.abc import Callable
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Final

from server.domain.pieces import is_chinese, runs_of

READ_LATELY: Final = 4096  # names
FOLDER: Final = Path(__file__).parent.parent / "data"


class Reader:
    """Reads aloud for one city. `read("朝阳3幢")` is "chao yang 3 zhuang": one syllable a piece."""

    def __init__(self, city: str, folder: Path = FOLDER) -> None:
        self.city = city  # the folder of its readings
        self._files = [folder / "readings.toml", folder / city / "places.toml"]

    @cached_property
    def _corrections(self) -> dict[str, dict[str, str]]:
        merged: dict[str, dict[str, str]] = {"phrases": {}, "characters": {}, "english": {}}
        for file in self._files:
            if file.is_file():
                for kind, words in tomllib.loads(file.read_text("utf-8")).items():
                    merged[kind] |= words
        return merged

    @cached_property
    def _syllables(self) -> Callable[[str], list[str]]:
        import pypinyin

        # For the whole process: a process serves one city.
        pypinyin.load_phrases_dict(
            {word: [[syllable] for syllable in said.split()] for word, said in self.phrases.items()}
        )
        pypinyin.load_single_dict({ord(character): said for character, said in self.characters.items()})

        def say(run: str) -> list[str]:
            # An unknown character is its own sound. The library takes lists, its annotations know str only.
            return pypinyin.lazy_pinyin(run, errors=list)  # type: ignore[arg-type]

        return say

    @property
    def is_ready(self) -> bool:
        """The library is loaded."""
        return "_syllables" in vars(self)

    @property
    def phrases(self) -> dict[str, str]:
        """Words whose reading is given, by blanks."""
        return self._corrections["phrases"]

    @property
    def characters(self) -> dict[str, str]:
        """Readings of characters that stand in no known phrase."""
        return self._corrections["characters"]

    @property
    def english(self) -> dict[str, str]:
        """Places that are not called by their sound in English."""
        return self._corrections["english"]

    def read(self, text: str) -> str:
        """Its syllables, ü as v; a run of letters or digits is one; signs are left out."""
        return self._read(text)

    @cached_property
    def _read(self) -> Callable[[str], str]:
        # A service is compared and then written: the library takes a tenth of a millisecond each time.
        return lru_cache(READ_LATELY)(lambda text: " ".join(self.syllables(text)))

    def syllables(self, text: str) -> list[str]:
        """One a piece of `pieces_of(text)`, so that characters and syllables stay beside each other."""
        return [
            syllable
            for run in runs_of(text)
            for syllable in (self._syllables(run) if is_chinese(run) else [run])
        ]


@cache
def _reader_of(city: str) -> Reader:
    return Reader(city)


async def reader_for(city: str) -> Reader:
    """The one reader of a process for its city; the first time it is loaded beside the loop."""
    reader = _reader_of(city)
    if not reader.is_ready:
        await asyncio.to_thread(reader.read, "读")
    return reader
