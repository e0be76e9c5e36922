"""A word of a query as a question to the index of words: which services may have what the word says.

`matching` decides how well a text fits; here are its rules once more as tokens, whose kinds are in `cards`,
wide enough that what they leave out fits worse than what they find. Ways of reading a run of letters, and
cuts of a word, are tried in number, never without end.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import combinations, islice, pairwise
from typing import Final

from msgspec import Struct

from server.domain.cards import WHOLE
from server.domain.matching import BETWEEN, ENDING, STEM, SURE_LETTERS, fold, plain
from server.domain.pieces import is_chinese
from server.domain.search import CUT
from server.domain.sounds import Sounds, read_sounds
from server.storage.tokens import NOTHING, Token, Wanted, either, every

WAYS: Final = 8  # of reading one run of letters
COMBINED: Final = 7  # pairs of characters of which every half is looked for
APART: Final = 3  # pairs of characters that are looked for together: half of all cannot lie further apart
SHORT: Final = 8  # characters of a word in which gaps are looked for
FEW: Final = 4  # characters of a word of which each may be the wrong one
LEAST: Final = 3  # letters that are looked for alone
LONGEST: Final = 6  # letters of a syllable
LONG: Final = 5  # letters that may be left of a syllable
DOUBLE: Final = ("zh", "ch", "sh")  # beginnings of syllables that people type for the whole


class Speech(Struct, frozen=True):
    """How the city's words sound, and what people type of syllables."""

    sounds: Sounds
    full: "Pieces"  # syllables
    folded: "Pieces"
    short: "Pieces"  # a whole syllable, or the first letters that stand for it


class Pieces(Struct, frozen=True):
    """What a run of letters may consist of, and how each of it begins."""

    known: frozenset[str]
    begun: frozenset[str]


@cache
def speech_of(city: str) -> Speech:
    """By the shared table of sounds and the city's readings."""
    sounds = read_sounds(city)
    full = frozenset(plain(each) for each in sounds.characters.values())
    first = frozenset(each[0] for each in full)
    return Speech(sounds, *map(pieces_like, (full, frozenset(map(fold, full)), full | first | set(DOUBLE))))


def pieces_like(known: frozenset[str]) -> Pieces:
    """These, and all their beginnings."""
    return Pieces(known, frozenset(each[:end] for each in known for end in range(1, len(each) + 1)))


OfHalf = Callable[[str], Wanted]  # what else has half a word: categories


class Sure(Struct, frozen=True):
    """Which tokens a service has that a word surely fits."""

    starts: Wanted  # all of one of its texts, or the beginning of a name
    inside: Wanted  # somewhere as it is written, or as it sounds


class Loose(Struct, frozen=True):
    """Which tokens it has that a word may fit."""

    likely: Wanted  # by a slip, by its sound, in part, in two halves
    near: Wanted  # three neighbouring characters of it, or two pairs that lie near
    remote: Wanted  # any two neighbouring characters of it


def surely(word: str, speech: Speech) -> Sure:
    """A run of a query, as it is written and, of letters, as they are read."""
    if not is_chinese(word):
        whole = either([Token(f"={word}"), Token(f"^{word}")])
        return Sure(whole, either(_read(word, speech)))
    if len(word) == 1:
        starts = either([Token(f"={word}"), Token(f"^{word}", begins=True)])
        return Sure(starts, Token(word, begins=True))
    pairs = [Token(pair) for pair in _pairs(word)]
    return Sure(either([Token(f"={word}"), every([Token(f"^{word[:2]}"), *pairs])]), every(pairs))


def loosely(word: str, speech: Speech, of_half: OfHalf) -> Loose:
    """The same with the errors that people make."""
    if len(word) == 1:
        return Loose(NOTHING, NOTHING, NOTHING)
    if not is_chinese(word):
        return Loose(either(_mistyped(word, speech, of_half)), NOTHING, NOTHING)
    pairs = [Token(pair) for pair in _pairs(word)]
    likely = [_sounds_like([plain(each) for each in speech.sounds.of(word)]), *_parts(word)]
    if 1 < len(pairs) <= COMBINED:  # half of them
        likely += [every(half) for half in combinations(pairs, (len(pairs) + 1) // 2)]
    if 3 <= len(word) <= FEW:  # what lies between is wrong, or has changed places
        likely.append(every([Token(word[0], begins=True), Token(word[-1], begins=True)]))
    if 4 <= len(word) <= CUT:
        likely += _halves(word, 2, _written, of_half)
    return Loose(either(likely), either(_some_of(pairs)), either(pairs) if len(pairs) > 1 else NOTHING)


def _written(half: str) -> Wanted:
    return every(Token(pair) for pair in _pairs(half))


def _pairs(word: str) -> list[str]:
    return [word[at : at + 2] for at in range(len(word) - 1)]


def _sounds_like(said: Sequence[str]) -> Wanted:
    folded = [fold(syllable) for syllable in said]
    pairs = [f"~{one}_{other}" for one, other in pairwise(folded)]
    return every(Token(pair) for pair in pairs)


def _parts(word: str) -> Iterator[Wanted]:
    """Texts that stand within the word, or within it with a few characters between."""
    for length in range(2, min(len(word), WHOLE + 1)):
        for at in range(len(word) - length + 1):
            yield Token(f"={word[at : at + length]}")
    if 4 <= len(word) <= SHORT:
        for left in range(1, len(word) - 1):
            for gap in range(1, min(BETWEEN, len(word) - left - 1) + 1):
                for start in range(left):
                    yield Token(f"={word[start:left]}{word[left + gap :]}")


def _some_of(pairs: Sequence[Token]) -> Iterator[Wanted]:
    """Two of its pairs: whoever has half of them, or three characters of it, has two that lie near."""
    for at, pair in enumerate(pairs):
        for other in pairs[at + 1 : at + 1 + APART]:
            yield every([pair, other])


def _halves(word: str, least: int, half: Callable[[str], Wanted], of_half: OfHalf) -> Iterator[Wanted]:
    """The word cut in two, each half of it somewhere, one of them in a text of the service."""
    for cut in range(least, len(word) - least + 1):
        left, right = half(word[:cut]), half(word[cut:])
        if left != NOTHING:
            yield every([left, either([right, of_half(word[cut:])])])
        if right != NOTHING:
            yield every([of_half(word[:cut]), right])


def _read(word: str, speech: Speech) -> Iterator[Wanted]:
    yield Token(word)
    if len(word) > 1:
        typed = plain(word)
        yield Token(f"~{fold(typed)}", begins=True)
        whole = _typed_whole(typed, speech.full)
        yield whole
        if whole == NOTHING:
            yield from (_in_part(way, speech.full) for way in islice(_readings(typed, speech.short), WAYS))


def _mistyped(word: str, speech: Speech, of_half: OfHalf) -> Iterator[Wanted]:
    typed = plain(word)
    yield _typed_whole(fold(typed), speech.folded)
    for cut in range(2, len(typed)):
        yield Token(f"~{fold(typed[:cut])}_{fold(typed[cut:])}", begins=True)
    if len(word) >= STEM:
        yield Token(word[: max(STEM, len(word) - ENDING)], begins=True)
    if len(typed) >= SURE_LETTERS:
        yield from _with_a_slip(typed, speech.full)
    if 6 <= len(typed) <= CUT:
        yield from _halves(typed, 3, lambda half: _typed_whole(half, speech.full), of_half)


def _readings(letters: str, pieces: Pieces) -> Iterator[list[str]]:
    """The ways to read letters as these pieces and the beginning of one, those with the longest first."""
    if letters in pieces.begun:
        yield [letters]
    for length in range(min(len(letters) - 1, LONGEST), 0, -1):
        if letters[:length] in pieces.known:
            for rest in _readings(letters[length:], pieces):
                yield [letters[:length], *rest]


def _in_part(way: Sequence[str], full: Pieces) -> Wanted:
    """Letters of which some are a whole syllable and some stand for one, by their first letters."""
    parts = [
        Token(f"~{fold(one)}_{fold(other)}")
        for one, other in pairwise(way[:-1])
        if one in full.known and other in full.known
    ]
    return every([*parts, *_initials("".join(piece[0] for piece in way))])


def _initials(letters: str) -> list[Wanted]:
    if len(letters) < 3:
        return [Token(f"-{letters}", begins=True)]
    return [Token(f"-{letters[at : at + 3]}") for at in range(len(letters) - 2)]


def _typed_whole(letters: str, pieces: Pieces) -> Wanted:
    """Letters read as whole syllables, the last one perhaps in part."""
    return either(_spoken(way) for way in islice(_readings(letters, pieces), WAYS))


def _spoken(way: Sequence[str]) -> Wanted:
    folded = [fold(piece) for piece in way]
    if len(folded) == 1:
        return Token(f"~{folded[0]}", begins=True)
    pairs = [f"~{one}_{other}" for one, other in pairwise(folded)]
    return every([*(Token(pair) for pair in pairs[:-1]), Token(pairs[-1], begins=True)])


def _with_a_slip(typed: str, full: Pieces) -> Iterable[Wanted]:
    """One letter is wrong, missing, extra or swapped: what lies before it or what lies after it is right."""
    half = len(typed) // 2
    yield _typed_whole(typed[: max(half, LEAST)], full)
    for start in range(1, min(half + LONG, len(typed) - LEAST + 1)):  # where the next syllable may begin
        yield _typed_whole(typed[start:], full)
