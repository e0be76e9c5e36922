"""Finding services in one small catalogue: a score in whole numbers, the same here and on the phone.

What residents say belongs to the category (data/categories.toml); a service inherits its category's score, a
little less than a hit in its own name counts. Words decide first; among equals what is open, near in the
network, near on foot, and certified. pwa/src/data/search.ts is the same in TypeScript; tests/fixtures/search
holds both to the same ids and scores.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from functools import lru_cache
from itertools import pairwise
from typing import Final

from msgspec import Struct

from server.domain.categories import TERMS, TOP_BY_CODE, words_of_city
from server.domain.matching import EQUAL, INSIDE, Text, Word, a_text, a_word, fit, mask_of, plain
from server.domain.pieces import is_chinese, pieces_of, runs_of
from server.domain.sounds import Sounds, read_sounds

LONGEST: Final = 40  # characters of a query that are read
NAME, TERM, TOP, PROVIDER, STREET = 10, 9, 7, 8, 7  # tenths that a hit counts, by where it is
ABOUT: Final = 48  # the word stands in what the service says of itself
BOTH, BOTH_LETTERS = 78, 57  # a query cut in two, and both halves are there: 朝阳|公证
CUT: Final = 20  # the longest word that is cut
LEAST: Final = 30  # below, it is no find
SUGGEST: Final = 45  # below, a category is not suggested
SURE: Final = 65  # from here on, no hints are needed
HINT, MOST_HINTED, WEIGHT = 40, 58, 12  # what two characters hint at that stand in a category's words only
# Characters of which two beside each other say nothing of what is meant.
FILLERS: Final = frozenset("的了是我你他她要想有没在去来找能不个点怎么哪里什一吗呢家人给上下到好办")
# English words that say nothing of it, where others do.
STOPS: Final = re.compile(
    "an?|and|any|are|at|be|by|can|could|do|does|father|for|from|have|help|how|i|in|is|it|like|looking|me|mother|my|"
    "near|of|on|or|our|please|s|someone|t|that|the|there|they|this|to|want|we|what|where|which|who|will|with|your?"
)
NO_DISTANCE: Final = 1_000_000_000
KEPT: Final = 8  # words whose scores are kept
NOTHING_MORE: Final[Mapping[str, Mapping[str, Sequence[str]]]] = {}


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


class Texts:
    """Written texts by number, each made ready when it is first looked at."""

    def __init__(self, city: str, like: "Texts | None" = None) -> None:
        self._city = city
        self._written: list[tuple[str, str]] = list(like._written) if like else []
        self._numbers: dict[tuple[str, str], int] = dict(like._numbers) if like else {}
        self._made: list[Text | None] = list(like._made) if like else []

    def number(self, text: str, syllables: Sequence[str] = ()) -> int:
        """Of a text that is read like this, or by the table of sounds."""
        key = (text, " ".join(syllables))
        if key not in self._numbers:
            self._numbers[key] = len(self._written)
            self._written.append(key)
            self._made.append(None)
        return self._numbers[key]

    def __len__(self) -> int:
        return len(self._written)

    def __getitem__(self, number: int) -> Text:
        made = self._made[number]
        if made is None:
            made = self._made[number] = _ready(self._city, *self._written[number])
        return made


@lru_cache(16_384)
def _ready(city: str, text: str, said: str) -> Text:
    return a_text(text, said.split(" ") if said else read_sounds(city).of(text))


class Index:
    """A catalogue made ready: each distinct text once. For readers of English, English too.

    `more`: what the city's desk adds to the words of a category, by language.
    """

    def __init__(
        self,
        services: Iterable[Findable],
        city: str,
        language: str = "zh-CN",
        more: Mapping[str, Mapping[str, Sequence[str]]] = NOTHING_MORE,
    ) -> None:
        self.city = city
        self.sounds: Sounds = read_sounds(city)
        self.english = language == "en"
        self.texts = Texts(city)
        chinese, english = more.get("zh-CN", {}), more.get("en", {})
        self.hints: dict[
            str, dict[str, int]
        ] = {}  # in how many words of a category one or two characters stand
        self.terms: dict[str, list[tuple[int, int]]] = {}
        for code, words in words_of_city(city).items():
            said = [TERMS[code].zh, *words, *chinese.get(code, ())]
            self._hint(code, said)
            in_english = [TERMS[code].en, *TERMS[code].words_en, *english.get(code, ())]
            self.terms[code] = self._term(code, said, in_english if self.english else [])
        self.of_terms = len(self.texts)  # the first texts are those of the categories
        self.rows = [self._row(service) for service in services]
        self._fits: dict[str, Fits] = {}
        self._words: Index | None = None  # an index of the same categories

    def among(self, services: Iterable[Findable]) -> "Index":
        """The same words of categories, made ready once, with other services: this one must have none."""
        other = copy(self)
        other.texts = Texts(self.city, like=self.texts)
        other._fits, other._words = {}, self
        other.rows = [other._row(service) for service in services]
        return other

    def fits(self, word: str) -> "Fits":
        """How well a word fits each text; kept for the next question about the same words."""
        if word not in self._fits:
            if len(self._fits) >= KEPT:
                self._fits.clear()
            known = self._words.fits(word).of_terms if self._words else None
            self._fits[word] = Fits(a_word(word, self.sounds.of(word)), self, known)
        return self._fits[word]

    def words_of(self, query: str) -> list[str]:
        """The runs of a query; of English without those that say nothing, unless there are no others."""
        words = runs_of(query[:LONGEST])
        telling = [word for word in words if not STOPS.fullmatch(word)] if self.english else words
        return telling or words

    def _hint(self, code: str, said: Sequence[str]) -> None:
        for hint in (
            hint for word in said for hint in dict.fromkeys([*pairs_of(word), *_characters_of(word)])
        ):
            found = self.hints.setdefault(hint, {})
            found[code] = found.get(code, 0) + 1

    def _term(self, code: str, said: Sequence[str], in_english: Sequence[str]) -> list[tuple[int, int]]:
        top = TOP_BY_CODE[TERMS[code].parent]
        above = [top.zh, top.en] if self.english else [top.zh]
        own = [(self.texts.number(word), 10) for word in (*said, *in_english)]
        return own + [(self.texts.number(word), TOP) for word in above]

    def _row(self, service: Findable) -> _Row:
        fields = [(self.texts.number(name, said), NAME) for name, said in service.names]
        fields.append((self.texts.number(service.provider), PROVIDER))
        fields += [(self.texts.number(street), STREET) for street in service.streets]
        return _Row(service.id, service.category, fields, service.about)


class Fits:
    """How well one word fits the texts of an index: those of the categories at once, others when asked."""

    def __init__(self, word: Word, index: Index, of_terms: list[int] | None) -> None:
        self._word, self._texts = word, index.texts
        self.of_terms = of_terms or [fit(word, index.texts[number]) for number in range(index.of_terms)]
        self._known = dict(enumerate(self.of_terms))

    def __getitem__(self, number: int) -> int:
        score = self._known.get(number)
        if score is None:
            score = self._known[number] = fit(self._word, self._texts[number])
        return score


def pairs_of(text: str) -> list[str]:
    """Neighbouring Chinese characters of which at least one says what is meant."""
    pairs = [a + b for run in runs_of(text) if is_chinese(run) for a, b in pairwise(run)]
    return [pair for pair in pairs if not FILLERS.issuperset(pair)]


def _characters_of(text: str) -> list[str]:
    return [each for run in runs_of(text) if is_chinese(run) for each in run if each not in FILLERS]


def find(index: Index, query: str) -> list[Found]:
    """The services that fit, the best first; ties by id."""
    words = index.words_of(query)
    if not words:
        return []
    scored = [_scores(index, word) for word in words]
    if len(words) == 1:
        _try_halves(index, words[0], scored[0])
    found = [Found(_together([scores[at] for scores in scored]), row.id) for at, row in enumerate(index.rows)]
    best = max((each.score for each in found), default=0)
    least = max(LEAST // len(words), best // 2)
    return sorted(
        (each for each in found if each.score >= least),
        key=lambda each: (-each.score, each.id),
    )


def suggest(index: Index, query: str, most: int = 5) -> list[Found]:
    """The categories that are meant, the best first: what most people then pick."""
    words = index.words_of(query)
    if not words:
        return []
    scored = [_term_scores(index, word) for word in words]
    found = [Found(_together([scores[code] for scores in scored]), code) for code in index.terms]
    least = SUGGEST // len(words)
    return sorted((each for each in found if each.score >= least), key=lambda each: -each.score)[:most]


def meant(index: Index, word: str) -> dict[str, int]:
    """What a service gets for a word by its category alone, where it gets anything."""
    scores = {code: score * TERM // 10 for code, score in _term_scores(index, word).items()}
    return {code: score for code, score in scores.items() if score >= LEAST}


def meant_together(index: Index, words: Sequence[str]) -> dict[str, int]:
    """The same for several words."""
    scored = [meant(index, word) for word in words]
    scores = {code: _together([each.get(code, 0) for each in scored]) for code in index.terms}
    return {code: score for code, score in scores.items() if score >= LEAST // len(words)}


def holding(index: Index, half: str) -> list[str]:
    """The categories among whose words one holds half a word of a query."""
    holders = _holders(index, half, range(len(index.texts)))
    return [code for code, fields in index.terms.items() if any(number in holders for number, _ in fields)]


def nearest(index: Index, query: str, most: int = 3) -> list[Found]:
    """Where nothing fits: the categories that come closest, by single characters or the first letters."""
    points: dict[str, int] = {}
    for word in index.words_of(query):
        for code, more in _near(index, word).items():
            points[code] = points.get(code, 0) + more
    found = [Found(points[code], code) for code in index.terms if points.get(code, 0) > 0]
    return sorted(found, key=lambda each: -each.score)[:most]


def _near(index: Index, word: str) -> dict[str, int]:
    if is_chinese(word):
        return _hinted(index, _characters_of(word))
    for length in range(min(len(word), CUT) - 1, 2, -1):
        if found := suggest(index, word[:length]):
            return {each.id: each.score for each in found}
    return {}


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
    """Of several words: their mean, less for each that does not fit at all."""
    hits = sum(score > 0 for score in scores)
    return sum(scores) * (hits + 1) // (len(scores) * (len(scores) + 1))


def _term_scores(index: Index, word: str) -> dict[str, int]:
    """How well a word fits each category; where it fits none well, also what its characters hint at."""
    fits = index.fits(word).of_terms
    scores = {code: _best(fields, fits) for code, fields in index.terms.items()}
    if max(scores.values()) < SURE:
        for code, points in _hinted(index, pairs_of(word)).items():
            scores[code] = max(scores[code], min(HINT + points, MOST_HINTED))
    return scores


def _hinted(index: Index, hints: Sequence[str]) -> dict[str, int]:
    """Points for the categories in whose words these characters stand, by their share of them."""
    points: dict[str, int] = {}
    for hint in dict.fromkeys(hints):
        found = index.hints.get(hint, {})
        for code, words in found.items():
            points[code] = points.get(code, 0) + WEIGHT * words // sum(found.values())
    return points


def _best(fields: Sequence[tuple[int, int]], fits: Sequence[int]) -> int:
    return max(fits[number] * tenths // 10 for number, tenths in fields)


def _scores(index: Index, word: str) -> list[int]:
    """How well a word fits each service."""
    fits = index.fits(word)
    terms = {code: score * TERM // 10 for code, score in _term_scores(index, word).items()}
    return [_score(row, terms.get(row.category, 0), fits, word) for row in index.rows]


def _score(row: _Row, by_category: int, fits: Fits, word: str) -> int:
    """The best of what a service has; what cannot be better than what is known is not looked at."""
    best = by_category
    for number, tenths in row.fields:  # names come first, and count most
        if best >= tenths * EQUAL // 10:
            break
        best = max(best, fits[number] * tenths // 10)
    return ABOUT if best < ABOUT and _is_about(word, row.about) else best


def _is_about(word: str, about: str) -> bool:
    return len(word) >= 2 and word in _said_of_itself(about)[0 if is_chinese(word) else 1]


@lru_cache(4096)
def _said_of_itself(about: str) -> tuple[str, frozenset[str]]:
    """Its runs, joined; and its runs of letters."""
    return "".join(runs_of(about)), frozenset(piece for piece in pieces_of(about) if not is_chinese(piece))


def _try_halves(index: Index, word: str, scores: list[int]) -> None:
    """Where nothing fits well, a word may be two, in different places, in any order: raises scores."""
    chinese = is_chinese(word)
    score, least, half = (BOTH, INSIDE, 2) if chinese else (BOTH_LETTERS, BOTH_LETTERS, 3)
    if not 2 * half <= len(word) <= CUT or max(scores, default=0) >= least:
        return
    left: Iterable[int] = range(len(index.texts))
    for cut in range(half, len(word) - half + 1):
        left = _holders(index, word[:cut], left)  # what does not hold the shorter half, holds no longer one
        if not left:
            return
        right = _holders(index, word[cut:], range(len(index.texts)))
        if not right:
            continue
        for at, row in enumerate(index.rows):
            if scores[at] < score and _holds(index, row, left) and _holds(index, row, right):
                scores[at] = score


def _holders(index: Index, half: str, among: Iterable[int]) -> set[int]:
    """The texts in which half a word stands, as it is written or, of letters, as whole syllables."""
    if is_chinese(half):
        return {number for number in among if half in index.texts[number].written}
    half = plain(half)
    mask = mask_of(half)
    return {number for number in among if _says(index.texts[number], half, mask)}


def _says(text: Text, half: str, mask: int) -> bool:
    if mask & ~text.mask or half not in text.letters:
        return False
    return any(text.letters.startswith(half, start) for start in text.starts)


def _holds(index: Index, row: _Row, holders: set[int]) -> bool:
    return any(number in holders for number, _ in (*row.fields, *index.terms.get(row.category, ())))
