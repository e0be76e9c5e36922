"""Finding services in one small catalogue: a score in whole numbers, the same here and on the phone.

What residents say belongs to the category (data/categories.toml); a service inherits its category's score, a
little less than a hit in its own name counts. Words decide first; among equals what is open, near in the
network, near on foot, and certified. pwa/src/data/search.ts is the same in TypeScript; tests/fixtures/search
holds both to the same ids and scores.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from msgspec import Struct

from server.domain.categories import TERMS, TOP_BY_CODE, words_of_city
from server.domain.matching import INSIDE, Text, a_text, fit, plain
from server.domain.pieces import is_chinese, pieces_of, runs_of
from server.domain.sounds import Sounds, read_sounds

LONGEST: Final = 40  # characters of a query that are read
NAME, TERM, TOP, PROVIDER, STREET = 10, 9, 7, 8, 7  # tenths that a hit counts, by where it is
ABOUT: Final = 48  # the word stands in what the service says of itself
BOTH, BOTH_LETTERS = 78, 57  # a query cut in two, and both halves are there: 朝阳|公证
CUT: Final = 20  # the longest word that is cut
LEAST: Final = 30  # below, it is no find
SUGGEST: Final = 45  # below, a category is not suggested
NO_DISTANCE: Final = 1_000_000_000
KEPT: Final = 8  # words whose scores are kept


class Findable(Struct, frozen=True):
    """What of a service is searched."""

    id: str
    category: str
    names: list[tuple[str, list[str]]]  # each with its syllables, or [] where the table of sounds must do
    provider: str
    streets: list[str]  # names and addresses of its locations
    about: str  # description, eligibility


class Found(Struct, frozen=True, order=True):
    """A find: an id and how well it fits."""

    score: int
    id: str


class Standing(Struct, frozen=True):
    """What decides among equals."""

    is_open: bool
    level: int  # of the division that offers it: 4 the community, 1 the city
    distance: int | None  # metres
    certified: bool


class _Row(Struct, frozen=True):
    id: str
    category: str
    fields: list[tuple[int, int]]  # which text, and its tenths
    about: str
    about_pieces: frozenset[str]


class Index:
    """A catalogue made ready: each distinct text once. For readers of English, English too."""

    def __init__(self, services: Iterable[Findable], city: str, language: str = "zh-CN") -> None:
        self.sounds: Sounds = read_sounds(city)
        self.texts: list[Text] = []
        self._numbers: dict[tuple[str, str], int] = {}
        spoken = words_of_city(city).items()
        self.terms = {code: self._term(code, words, language == "en") for code, words in spoken}
        self.rows = [self._row(service) for service in services]
        self._fits: dict[str, list[int]] = {}

    def fits(self, word: str) -> list[int]:
        """How well a word fits each text; kept for the next question about the same words."""
        if word not in self._fits:
            if len(self._fits) >= KEPT:
                self._fits.clear()
            said = [plain(syllable) for syllable in self.sounds.of(word)] if is_chinese(word) else []
            self._fits[word] = [fit(word, said, text) for text in self.texts]
        return self._fits[word]

    def _text(self, text: str, syllables: Sequence[str] = ()) -> int:
        said = syllables or self.sounds.of(text)
        key = (text, " ".join(said))
        if key not in self._numbers:
            self._numbers[key] = len(self.texts)
            self.texts.append(a_text(text, said))
        return self._numbers[key]

    def _term(self, code: str, words: list[str], english: bool) -> list[tuple[int, int]]:
        term = TERMS[code]
        top = TOP_BY_CODE[term.parent]
        own = [term.zh, *words, *([term.en, *term.words_en] if english else [])]
        above = [top.zh, top.en] if english else [top.zh]
        return [(self._text(word), 10) for word in own] + [(self._text(word), TOP) for word in above]

    def _row(self, service: Findable) -> _Row:
        fields = [(self._text(name, said), NAME) for name, said in service.names]
        fields.append((self._text(service.provider), PROVIDER))
        fields += [(self._text(street), STREET) for street in service.streets]
        pieces = frozenset(piece for piece in pieces_of(service.about) if not is_chinese(piece))
        return _Row(service.id, service.category, fields, "".join(runs_of(service.about)), pieces)


def find(index: Index, query: str) -> list[Found]:
    """The services that fit, the best first; ties by id."""
    words = runs_of(query[:LONGEST])
    if not words:
        return []
    scored = [_scores(index, word) for word in words]
    if len(words) == 1:
        _try_halves(index, words[0], scored[0])
    found = [Found(_together([scores[at] for scores in scored]), row.id) for at, row in enumerate(index.rows)]
    best = max((each.score for each in found), default=0)
    return sorted(
        (each for each in found if each.score >= max(LEAST, best // 2)),
        key=lambda each: (-each.score, each.id),
    )


def suggest(index: Index, query: str, most: int = 5) -> list[Found]:
    """The categories that are meant, the best first: what most people then pick."""
    words = runs_of(query[:LONGEST])
    if not words:
        return []
    fits = [index.fits(word) for word in words]
    found = [
        Found(_together([_term_score(index, code, each) for each in fits]), code) for code in index.terms
    ]
    return sorted((each for each in found if each.score >= SUGGEST), key=lambda each: -each.score)[:most]


def place_in_list(found: Found, standing: Standing) -> tuple[int, int, int, int, int, str]:
    """By what a list is sorted: words, open, own community first, nearer, certified."""
    distance = NO_DISTANCE if standing.distance is None else standing.distance
    return (
        -found.score,
        0 if standing.is_open else 1,
        -standing.level,
        distance,
        0 if standing.certified else 1,
        found.id,
    )


def _together(scores: Sequence[int]) -> int:
    """Of several words: their mean, times the share of them that fit at all."""
    hits = sum(score > 0 for score in scores)
    return sum(scores) // len(scores) * hits // len(scores)


def _term_score(index: Index, code: str, fits: Sequence[int]) -> int:
    return max(fits[number] * tenths // 10 for number, tenths in index.terms[code])


def _scores(index: Index, word: str) -> list[int]:
    """How well a word fits each service."""
    fits = index.fits(word)
    terms = {code: _term_score(index, code, fits) * TERM // 10 for code in index.terms}
    return [
        max(
            [fits[number] * tenths // 10 for number, tenths in row.fields]
            + [terms.get(row.category, 0), ABOUT if _is_about(word, row) else 0]
        )
        for row in index.rows
    ]


def _is_about(word: str, row: _Row) -> bool:
    return len(word) >= 2 and word in (row.about if is_chinese(word) else row.about_pieces)


def _try_halves(index: Index, word: str, scores: list[int]) -> None:
    """Where nothing fits well, a word may be two, in different places, in any order: raises scores."""
    chinese = is_chinese(word)
    score, least, shortest = (BOTH, INSIDE, 4) if chinese else (BOTH_LETTERS, BOTH_LETTERS, 6)
    if not shortest <= len(word) <= CUT or max(scores, default=0) >= least:
        return
    for cut in range(2, len(word) - 1):
        left, right = _holders(index, word[:cut]), _holders(index, word[cut:])
        if not left or not right:
            continue
        for at, row in enumerate(index.rows):
            if scores[at] < score and _holds(index, row, left) and _holds(index, row, right):
                scores[at] = score


def _holders(index: Index, half: str) -> set[int]:
    """The texts in which half a word stands, as it is written or, of letters, as whole syllables."""
    if is_chinese(half):
        return {number for number, text in enumerate(index.texts) if half in text.written}
    half = plain(half)
    return {
        number
        for number, text in enumerate(index.texts)
        if half in text.letters and any(text.letters.startswith(half, start) for start in text.starts)
    }


def _holds(index: Index, row: _Row, holders: set[int]) -> bool:
    return any(number in holders for number, _ in (*row.fields, *index.terms.get(row.category, ())))
