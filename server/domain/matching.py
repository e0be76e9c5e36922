"""How well one word of a query fits one written text: 0 (not at all) to 100 (the same), in whole numbers.

No statistics of a corpus and no database take part, so that server and phone, with the same text, give the
same number; pwa/src/data/matching.ts is the same in TypeScript (tests/fixtures/search). The rules were
measured on residents' words: errors of an input method are homophones, those of pinyin are single letters,
and southern speakers write zh as z, ng as n, l as n.
"""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from server.domain.pieces import is_chinese, pieces_of

EQUAL, PREFIX, INSIDE = 100, 90, 80  # the text, as it is written
PART: Final = 70  # the text stands within the query: 哪里可以量血压 holds 量血压
SAME_SOUND, SOUND_STARTS, SOUND_INSIDE = 76, 64, 60  # a homophone was picked: 法律圆助
PAIRS: Final = 55  # at least half of the query's neighbouring characters
ONE_WRONG: Final = 50  # one character differs
WHOLE, INITIALS, MIXED = (75, 65), (70, 58), (60, 52)  # pinyin: at the start of the text, inside
COMPLETE: Final = 9  # more, where the pinyin covers the whole text
DIALECT: Final = 50
ONE_LETTER = (49, 47, 45)  # one wrong, missing, extra or swapped: in the whole text, at its start, inside
SURE_LETTERS: Final = 5  # a shorter word is not corrected

FOLDS: Final = [("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"), ("l", "n")]


class Text(Struct, frozen=True):
    """A written text made ready: characters, syllables, and the same joined."""

    written: str
    pieces: list[str]
    syllables: list[str]
    letters: str  # the syllables joined
    starts: list[int]  # where each syllable begins in the letters
    initials: str
    folded: str  # the letters as dialects have them
    folded_starts: list[int]


def a_text(text: str, syllables: Sequence[str] = ()) -> Text:
    """Make a text ready; `syllables` one a piece, or none: then only what is written counts."""
    pieces = pieces_of(text)
    said = [plain(syllable) for syllable in (syllables if len(syllables) == len(pieces) else pieces)]
    folded = [fold(syllable) for syllable in said]
    return Text(
        written="".join(pieces),
        pieces=pieces,
        syllables=said,
        letters="".join(said),
        starts=_starts(said),
        initials="".join(syllable[0] for syllable in said),
        folded="".join(folded),
        folded_starts=_starts(folded),
    )


def _starts(syllables: Sequence[str]) -> list[int]:
    starts = [0]
    for syllable in syllables:
        starts.append(starts[-1] + len(syllable))
    return starts[:-1]


def plain(letters: str) -> str:
    """ü is typed as v or u: one of them."""
    return letters.replace("lv", "lu").replace("nv", "nu")


def fold(letters: str) -> str:
    """What southern speakers do not tell apart is one."""
    for sound, same in FOLDS:
        letters = letters.replace(sound, same)
    return letters


def fit(word: str, said: Sequence[str], text: Text) -> int:
    """How well a run of the query (`runs_of`) fits; `said` are its syllables, if it is Chinese."""
    if not text.written:
        return 0
    return fit_chinese(word, said, text) if is_chinese(word) else fit_letters(word, text)


def fit_chinese(word: str, said: Sequence[str], text: Text) -> int:
    """By characters first, then by sound, then by what they share."""
    at = text.written.find(word)
    if at >= 0:
        return EQUAL if len(word) == len(text.written) else PREFIX if at == 0 else INSIDE
    if len(text.written) >= 2 and text.written in word:
        return PART + min(len(text.written), 8)
    if len(word) < 2:
        return 0
    return max(_by_sound(said, text), _by_characters(word, text))


def _by_sound(said: Sequence[str], text: Text) -> int:
    length = len(said)
    if "".join(said) not in text.letters:
        return 0
    for at in range(len(text.syllables) - length + 1):
        if text.syllables[at] == said[0] and text.syllables[at : at + length] == list(said):
            return SAME_SOUND if length == len(text.syllables) else SOUND_STARTS if at == 0 else SOUND_INSIDE
    return 0


def _by_characters(word: str, text: Text) -> int:
    if len(word) < 3 or sum(character in text.written for character in word) < 2:
        return 0
    pairs = [word[at : at + 2] for at in range(len(word) - 1)]
    shared = sum(pair in text.written for pair in pairs)
    if shared * 2 >= len(pairs):
        return PAIRS + (shared * 2 - len(pairs)) * 15 // len(pairs)
    piece = longest_piece(word, text.written) if shared >= 2 else 0
    by_piece = min(42 + 4 * piece, 66) if piece >= 3 else 0
    return max(by_piece, ONE_WRONG if _differs_by_one(word, text.written) else 0)


def longest_piece(word: str, text: str) -> int:
    """Characters of the longest stretch that both have."""
    longest = 0
    for at in range(len(word)):
        while at + longest < len(word) and word[at : at + longest + 1] in text:
            longest += 1
    return longest


def _differs_by_one(word: str, text: str) -> bool:
    windows = range(len(text) - len(word) + 1)
    return any(sum(a != b for a, b in zip(word, text[at:], strict=False)) == 1 for at in windows)


def fit_letters(word: str, text: Text) -> int:
    """A run of letters or digits: as it is written, else as pinyin."""
    if word in text.pieces:
        return EQUAL if len(text.pieces) == 1 else PREFIX if text.pieces[0] == word else INSIDE
    word = plain(word)
    return _by_pinyin(word, text) or _by_dialect(word, text) or _by_one_letter(word, text)


def _by_pinyin(word: str, text: Text) -> int:
    start = _starts_with(word, text.letters, text.starts)
    if start is not None:
        return WHOLE[start > 0] + (COMPLETE if len(word) == len(text.letters) else 0)
    at = text.initials.find(word)
    if at >= 0:
        complete = COMPLETE - 1 if len(word) == len(text.initials) else 0
        return INITIALS[at > 0] + complete
    if word[0] in text.initials:
        for at, first in enumerate(text.initials):
            if first == word[0] and _walks(word, text.syllables, at):
                return MIXED[at > 0]
    return 0


def _starts_with(word: str, letters: str, starts: Sequence[int]) -> int | None:
    """The first syllable's beginning from which the letters go on like the word."""
    if word in letters:
        return next((start for start in starts if letters.startswith(word, start)), None)
    return None


def _walks(word: str, syllables: Sequence[str], at: int) -> bool:
    """Is the word made of beginnings of these syllables, one after the other, none left out?"""
    reached = {0}
    for syllable in syllables[at:]:
        following = set()
        for place in reached:
            length = 0
            while length < len(syllable) and word[place + length] == syllable[length]:
                length += 1
                following.add(place + length)
                if place + length == len(word):
                    return True
        if not following:
            return False
        reached = following
    return False


def _by_dialect(word: str, text: Text) -> int:
    if len(word) < 4:
        return 0
    return DIALECT if _starts_with(fold(word), text.folded, text.folded_starts) is not None else 0


def _by_one_letter(word: str, text: Text) -> int:
    if len(word) < SURE_LETTERS:
        return 0
    near = next((start for start in text.starts if _nearly_starts(word, text.letters, start)), None)
    if near is None:
        return 0
    return ONE_LETTER[2 if near else 0 if abs(len(word) - len(text.letters)) <= 1 else 1]


def _nearly_starts(word: str, letters: str, start: int) -> bool:
    """Do the letters from `start` begin with the word, but for one wrong, missing, extra or swapped?"""
    same = 0
    while same < len(word) and start + same < len(letters) and word[same] == letters[start + same]:
        same += 1
    here, rest = start + same, word[same + 1 :]
    swapped = word[same + 1 : same + 2] + word[same : same + 1] + word[same + 2 :]
    return (
        letters.startswith(rest, here + 1)  # wrong
        or letters.startswith(rest, here)  # extra
        or letters.startswith(word[same:], here + 1)  # missing
        or letters.startswith(swapped, here)
    )
