"""How well one word of a query fits one written text: 0 (not at all) to 100 (the same), in whole numbers.

No statistics of a corpus and no database take part, so that server and phone, with the same text, give the
same number; pwa/src/data/matching.ts is the same in TypeScript (tests/fixtures/search). The rules were
measured on residents' words: errors of an input method are homophones, those of pinyin are single letters,
and southern speakers write zh as z, ng as n, l as n.

A mask has a bit for each letter or character that occurs; it spares nearly every text the slower rules and
never changes an answer.
"""

from collections.abc import Sequence
from functools import lru_cache, reduce
from operator import or_
from typing import Final

from msgspec import Struct

from server.domain.pieces import is_chinese, pieces_of

EQUAL, PREFIX, INSIDE = 100, 90, 80  # the text, as it is written
PART: Final = 70  # the text stands within the query: 哪里可以量血压 holds 量血压
SAME_SOUND, SOUND_STARTS, SOUND_INSIDE = 76, 64, 60  # a homophone was picked: 法律圆助
IN_ORDER: Final = 58  # all of the text, with a few characters between: 学一门手艺 holds 学手艺
PAIRS: Final = 55  # at least half of the query's neighbouring characters
ONE_WRONG: Final = 50  # one character differs, or two have changed places
WHOLE, INITIALS, MIXED = (75, 65), (70, 58), (60, 52)  # pinyin: at the start of the text, inside
COMPLETE: Final = 9  # more, where the pinyin covers the whole text
DIALECT: Final = 50
ONE_LETTER = (49, 47, 45)  # one wrong, missing, extra or swapped: in the whole text, at its start, inside
SURE_LETTERS: Final = 5  # a shorter word is not corrected
SURE_DIALECT: Final = 4
SAME_STEM: Final = 70  # cleaning, cleaner
STEM, ENDING = 4, 3  # letters that a stem has at least, an ending at most
BETWEEN: Final = 3  # characters that may stand between
BITS: Final = 31  # of a mask: what JavaScript has for whole numbers without a sign

FOLDS: Final = [("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"), ("l", "n")]


class Text(Struct, frozen=True):
    """A written text made ready: characters, syllables, and the same joined."""

    written: str
    pieces: list[str]
    latin: list[str]  # the pieces of letters that are long enough to have a stem
    syllables: list[str]
    letters: str  # the syllables joined
    starts: list[int]  # where each syllable begins in the letters
    initials: str
    folded: str  # the letters as dialects have them
    folded_starts: list[int]
    mask_written: int
    mask: int  # of the letters
    mask_folded: int


class Word(Struct, frozen=True):
    """A run of a query (`runs_of`) made ready."""

    written: str
    said: list[str]  # its syllables, if it is Chinese
    letters: str  # the syllables joined, or the run itself if it is letters
    folded: str
    mask_written: int
    mask: int
    mask_folded: int


def a_text(text: str, syllables: Sequence[str] = ()) -> Text:
    """Make a text ready; `syllables` one a piece, or none: then only what is written counts."""
    pieces = pieces_of(text)
    said = [plain(syllable) for syllable in (syllables if len(syllables) == len(pieces) else pieces)]
    folded = [fold(syllable) for syllable in said]
    written, letters, dialect = "".join(pieces), "".join(said), "".join(folded)
    return Text(
        written=written,
        pieces=pieces,
        latin=[piece for piece in pieces if len(piece) >= STEM and piece >= "a"],
        syllables=said,
        letters=letters,
        starts=_starts(said),
        initials="".join(syllable[0] for syllable in said),
        folded=dialect,
        folded_starts=_starts(folded),
        mask_written=reduce(or_, map(mask_of, pieces), 0),
        mask=reduce(or_, map(mask_of, said), 0),
        mask_folded=reduce(or_, map(mask_of, folded), 0),
    )


def a_word(word: str, syllables: Sequence[str] = ()) -> Word:
    """Make a run of a query ready; `syllables`: one a character, if it is Chinese."""
    said = [plain(syllable) for syllable in syllables] if is_chinese(word) else []
    letters = "".join(said) if said else plain(word)
    folded = fold(letters)
    return Word(word, said, letters, folded, mask_of(word), mask_of(letters), mask_of(folded))


@lru_cache(8192)
def mask_of(text: str) -> int:
    """Which letters or characters occur; two of them may share a bit."""
    mask = 0
    for character in text:
        mask |= 1 << ord(character) % BITS
    return mask


def _starts(syllables: Sequence[str]) -> list[int]:
    starts = [0]
    for syllable in syllables:
        starts.append(starts[-1] + len(syllable))
    return starts[:-1]


@lru_cache(8192)
def plain(letters: str) -> str:
    """ü is typed as v or u: one of them."""
    return letters.replace("lv", "lu").replace("nv", "nu")


@lru_cache(8192)
def fold(letters: str) -> str:
    """What southern speakers do not tell apart is one."""
    for sound, same in FOLDS:
        letters = letters.replace(sound, same)
    return letters


def fit(word: Word, text: Text) -> int:
    """How well a word fits."""
    if not text.written:
        return 0
    return fit_chinese(word, text) if word.said else fit_letters(word, text)


def fit_chinese(word: Word, text: Text) -> int:
    """By characters first, then by sound, then by what they share."""
    if not word.mask_written & text.mask_written:
        return _by_sound(word, text)
    written, length = word.written, len(word.written)
    at = text.written.find(written)
    if at >= 0:
        return EQUAL if length == len(text.written) else PREFIX if at == 0 else INSIDE
    if len(text.written) >= 2 and text.written in written:
        return PART + min(len(text.written), 8)
    return max(_by_sound(word, text), _by_characters(written, text.written), _in_order(word, text))


def _by_sound(word: Word, text: Text) -> int:
    said, length = word.said, len(word.said)
    if length < 2 or word.mask & ~text.mask or word.letters not in text.letters:
        return 0
    for at in range(len(text.syllables) - length + 1):
        if text.syllables[at] == said[0] and text.syllables[at : at + length] == said:
            return SAME_SOUND if length == len(text.syllables) else SOUND_STARTS if at == 0 else SOUND_INSIDE
    return 0


def _by_characters(word: str, text: str) -> int:
    if len(word) < 3 or sum(character in text for character in word) < 2:
        return 0
    pairs = [word[at : at + 2] for at in range(len(word) - 1)]
    shared = sum(pair in text for pair in pairs)
    if shared * 2 >= len(pairs):
        return PAIRS + (shared * 2 - len(pairs)) * 15 // len(pairs)
    piece = longest_piece(word, text) if shared >= 2 else 0
    by_piece = min(42 + 4 * piece, 66) if piece >= 3 else 0
    return max(by_piece, ONE_WRONG if _differs_by_one(word, text) else 0)


def _in_order(word: Word, text: Text) -> int:
    if len(text.written) < 3 or text.mask_written & ~word.mask_written:
        return 0
    for start in range(len(word.written) - len(text.written)):
        if word.written[start] == text.written[0]:
            reached = 0
            for character in word.written[start : start + len(text.written) + BETWEEN]:
                reached += reached < len(text.written) and character == text.written[reached]
            if reached == len(text.written):
                return IN_ORDER + min(reached, 8)
    return 0


def longest_piece(word: str, text: str) -> int:
    """Characters of the longest stretch that both have."""
    longest = 0
    for at in range(len(word)):
        while at + longest < len(word) and word[at : at + longest + 1] in text:
            longest += 1
    return longest


def _differs_by_one(word: str, text: str) -> bool:
    return any(_is_slip(word, text, at) for at in range(len(text) - len(word) + 1))


def _is_slip(word: str, text: str, at: int) -> bool:
    """From there on, is one character another, or have two neighbours changed places?"""
    wrong = [place for place, character in enumerate(word) if character != text[at + place]]
    if len(wrong) == 2 and wrong[1] == wrong[0] + 1:
        return word[wrong[0]] == text[at + wrong[1]] and word[wrong[1]] == text[at + wrong[0]]
    return len(wrong) == 1


def fit_letters(word: Word, text: Text) -> int:
    """A run of letters or digits: as it is written, else as pinyin."""
    unknown = word.mask & ~text.mask  # bits of letters that the text does not have
    if not unknown:
        if word.written in text.pieces:
            return EQUAL if len(text.pieces) == 1 else PREFIX if text.pieces[0] == word.written else INSIDE
        score = _by_pinyin(word.letters, text)
        if score:
            return score
    if text.latin and any(_has_stem_of(word.written, piece) for piece in text.latin):
        return SAME_STEM
    if _is_dialect(word, text):
        return DIALECT
    return 0 if unknown & (unknown - 1) else _by_one_letter(word.letters, text)


def _is_dialect(word: Word, text: Text) -> bool:
    if len(word.letters) < SURE_DIALECT or word.mask_folded & ~text.mask_folded:
        return False
    return _starts_with(word.folded, text.folded, text.folded_starts) is not None


def _has_stem_of(word: str, piece: str) -> bool:
    same = 0
    while same < len(word) and same < len(piece) and word[same] == piece[same]:
        same += 1
    return same >= STEM and len(word) - same <= ENDING and len(piece) - same <= ENDING


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


def _by_one_letter(word: str, text: Text) -> int:
    if len(word) < SURE_LETTERS:
        return 0
    half = len(word) // 2  # one slip leaves the letters before it or those after it as they are
    if word[: half - 1] not in text.letters and word[half + 1 :] not in text.letters:
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
    return (
        letters.startswith(rest, here + 1)  # wrong
        or letters.startswith(rest, here)  # extra
        or letters.startswith(word[same:], here + 1)  # missing
        or _is_swapped(word, letters, same, here)
    )


def _is_swapped(word: str, letters: str, at: int, here: int) -> bool:
    return (
        word[at : at + 2] == letters[here : here + 2][::-1]
        and len(word) > at + 1
        and letters.startswith(word[at + 2 :], here + 2)
    )
