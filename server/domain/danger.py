"""Words that mean danger to life, read where a request is received: the twin of pwa/src/data/danger.ts.

One list for both, data/danger.toml. A word too many costs a resident one tap; one too few may cost more.
"""

import re
import tomllib
import unicodedata
from pathlib import Path
from typing import Final

from msgspec import Struct, convert

FILE: Final = Path(__file__).parent.parent / "data" / "danger.toml"


class Signs(Struct, frozen=True, forbid_unknown_fields=True):
    """One danger, and the patterns of words that name it."""

    code: str
    signs: list[str]


class DangerWords(Struct, frozen=True, forbid_unknown_fields=True):
    """What is taken out first, then the dangers, the most pressing first."""

    harmless: list[str]
    dangers: list[Signs]


def read_danger_words(file: Path = FILE) -> DangerWords:
    """As the file has them. Raises msgspec.ValidationError."""
    return convert(tomllib.loads(file.read_text("utf-8")), DangerWords)


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII)  # \b and \w as JavaScript means them


WORDS: Final = read_danger_words()
HARMLESS: Final = [_compiled(pattern) for pattern in WORDS.harmless]
DANGERS: Final = [(each.code, [_compiled(sign) for sign in each.signs]) for each in WORDS.dangers]


def dangers_in(words: str) -> list[str]:
    """The dangers that these words name, the most pressing first; none for everyday words."""
    said = unicodedata.normalize("NFKC", words).lower()
    for harmless in HARMLESS:
        said = harmless.sub(" ", said)
    return [code for code, signs in DANGERS if any(sign.search(said) for sign in signs)]
