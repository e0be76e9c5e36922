"""A word of a query as a question to the index of words: which services may have what the word says.

`matching` decides how well a text fits; here are its rules once more as tokens, whose kinds are in `cards`,
wide enough that what they leave out fits worse than what they find. Ways of reading a run of letters, and
cuts of a word, are tried in number, never without end.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence, Set
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
APART: Final = 3  # pairs of characters that are looked for together: half of all cannot lie further apart
SHORT: Final = 8  # characters of a word in which gaps are looked for
FEW: Final = 4  # characters of a word of which each may be the wrong one
DOUBLE: Final = ("zh", "ch", "sh")  # beginnings of syllables that people type for the whole


class Speech(Struct, frozen=True):
    """How the city's words sound, and what people type of syllables."""

    sounds: Sounds
    full: frozenset[str]
    folded: frozenset[str]
    starts: frozenset[str]  # a whole syllable, or the first letters that stand for it


@cache
def speech_of(city: str) -> Speech:
    """By the shared table of sounds and the city's readings."""
    sounds = read_sounds(city)
    full = frozenset(plain(each) for each in sounds.characters.values())
    first = frozenset(each[0] for each in full)
    return Speech(sounds, full, frozenset(map(fold, full)), full | first | set(DOUBLE))


OfHalf = Callable[[str], Wanted]  # what else has half a word: categories


class Sure(Struct, frozen=True):
    """Which tokens a service has that a word surely fits."""

    starts: Wanted  # all of one of its texts, or the beginning of a name
    inside: Wanted  # somewhere as it is written, or as it sounds


class Loose(Struct, frozen=True):
    """Which tokens it has that a word may fit."""

    likely: Wanted  # by a slip, in another order, in part
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
        return Loose(NOTHING, NOTHING)
    if not is_chinese(word):
        return Loose(either(_mistyped(word, speech, of_half)), NOTHING)
    pairs = [Token(pair) for pair in _pairs(word)]
    likely = [_sounds_like([plain(each) for each in speech.sounds.of(word)]), *_parts(word), *_some_of(pairs)]
    if 3 <= len(word) <= FEW:  # one is wrong, or two have changed places
        each = [Token(character, begins=True) for character in word]
        likely += [every(others) for others in combinations(each, len(word) - 1)]
    if 4 <= len(word) <= CUT:
        likely += _halves(word, _written, of_half)
    return Loose(either(likely), either(pairs) if len(pairs) > 1 else NOTHING)


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


def _halves(word: str, half: Callable[[str], Wanted], of_half: OfHalf) -> Iterator[Wanted]:
    """The word cut in two, each half somewhere."""
    for cut in range(2, len(word) - 1):
        left, right = half(word[:cut]), half(word[cut:])
        yield every([left, either([right, of_half(word[cut:])])])
        yield every([of_half(word[:cut]), right])


def _read(word: str, speech: Speech) -> Iterator[Wanted]:
    yield Token(word)
    if len(word) > 1:
        typed = plain(word)
        yield Token(f"~{fold(typed)}", begins=True)
        for way in islice(_readings(typed, speech.starts), WAYS):
            yield _typed(way, speech.full)


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
        yield from _halves(typed, lambda half: _typed_whole(half, speech.full), of_half)


def _readings(letters: str, known: Set[str]) -> Iterator[list[str]]:
    """The ways to read letters as these pieces and the beginning of one, those with the longest first."""
    if len(letters) <= 6 and any(each.startswith(letters) for each in known):
        yield [letters]
    for length in range(min(len(letters) - 1, 6), 0, -1):
        if letters[:length] in known:
            for rest in _readings(letters[length:], known):
                yield [letters[:length], *rest]


def _typed(way: Sequence[str], full: Set[str]) -> Wanted:
    """One way of reading: whole syllables by their sound, first letters by the initials."""
    parts: list[Wanted] = []
    for at, piece in enumerate(way[:-1]):
        if piece in full:
            following = way[at + 1]
            is_whole = following in full and at + 2 < len(way)
            parts.append(Token(f"~{fold(piece)}_{fold(following)}", begins=not is_whole))
    if len(parts) < len(way) - 1:
        parts += _initials("".join(piece[0] for piece in way))
    return every(parts) if parts else Token(f"~{fold(way[0])}", begins=True)


def _initials(letters: str) -> list[Wanted]:
    if len(letters) < 3:
        return [Token(f"-{letters}", begins=True)]
    return [Token(f"-{letters[at : at + 3]}") for at in range(len(letters) - 2)]


def _typed_whole(letters: str, known: Set[str]) -> Wanted:
    """Letters read as whole syllables, the last one perhaps in part."""
    return either(_spoken(way) for way in islice(_readings(letters, known), WAYS))


def _spoken(way: Sequence[str]) -> Wanted:
    folded = [fold(piece) for piece in way]
    if len(folded) == 1:
        return Token(f"~{folded[0]}", begins=True)
    pairs = [f"~{one}_{other}" for one, other in pairwise(folded)]
    return every([*(Token(pair) for pair in pairs[:-1]), Token(pairs[-1], begins=True)])


def _with_a_slip(typed: str, full: Set[str]) -> Iterable[Wanted]:
    """One letter is wrong, missing, extra or swapped: what lies before it or what lies after it is right."""
    half = len(typed) // 2
    yield _typed_whole(typed[: max(half, 2)], full)
    after = typed[half + 1 :]
    for skipped in range(min(5, len(after) - 1)):  # it may begin within a syllable
        rest = _typed_whole(after[skipped:], full)
        if rest != NOTHING and len(after) - skipped >= 2:
            yield rest
