"""What a text consists of for a search: Chinese characters, runs of letters, runs of digits.

pwa/src/data/pieces.ts is the same in TypeScript; tests/fixtures/search holds both to the same answers.
"""

import re
import unicodedata
from typing import Final

# Characters beyond the basic plane have length 2 in JavaScript: they are left out on both sides.
RUN: Final = re.compile(r"[\u3400-\u9fff]+|[a-z0-9]+")


def normal(text: str) -> str:
    """Full width, small forms and capitals made one. No locale is asked."""
    return unicodedata.normalize("NFKC", text).lower()


def runs_of(text: str) -> list[str]:
    """Stretches of Chinese, and of letters or digits, in their order: 3幢A座 is 3, 幢, a, 座."""
    return RUN.findall(normal(text))


def is_chinese(run: str) -> bool:
    """Is this run Chinese characters?"""
    return run[:1] >= "\u3400"


def pieces_of(text: str) -> list[str]:
    """Each Chinese character, each run of letters or digits: what has one syllable in a reading."""
    return [piece for run in runs_of(text) for piece in (run if is_chinese(run) else [run])]
