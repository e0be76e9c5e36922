"""Finding: residents' words bring the right category first, and the phone answers like the server."""

import json
import random
from pathlib import Path

import pytest

from server.domain.cards import findable
from server.domain.categories import is_for_services
from server.domain.matching import a_text, a_word, fit
from server.domain.search import Found, Index, Standing, find, place_in_list, suggest
from server.domain.sounds import read_sounds
from tests.fixtures.search import FOLDER, a_catalogue, everyday, in_english, queries, spoken
from tests.fixtures.search.golden import golden

MADE = a_catalogue()
ENTRIES = {str(entry.id): entry for listed in MADE.values() for entry in listed}
INDEX = Index([findable(entry, "zh-CN") for entry in ENTRIES.values()], "hangzhou")
ENGLISH = Index([findable(entry, "en") for entry in ENTRIES.values()], "hangzhou", "en")
SOUNDS = read_sounds("hangzhou")


def test_the_phone_is_held_to_what_the_server_answers_today() -> None:
    kept = json.loads((FOLDER / "golden.json").read_text("utf-8"))

    assert kept == json.loads(json.dumps(golden(MADE)))  # else: python -m tests.fixtures.search


@pytest.mark.parametrize(("query", "term"), queries())
def test_what_residents_type_brings_its_category_first(query: str, term: str) -> None:
    found = find(INDEX, query)
    best = [ENTRIES[each.id].category for each in found if each.score == found[0].score]

    assert suggest(INDEX, query)[0].id == term
    if is_for_services(term):
        assert set(best) == {term}


@pytest.mark.parametrize(
    ("index", "asked"),
    [(INDEX, queries() + spoken()), (INDEX, everyday()), (ENGLISH, in_english())],
    ids=["as residents speak", "of every day", "in English"],
)
def test_nineteen_of_twenty_queries_have_what_is_meant_in_the_top_three(
    index: Index, asked: list[tuple[str, str]]
) -> None:
    missed = [query for query, term in asked if not _is_in_top_three(index, query, term)]

    assert len(missed) <= len(asked) * 0.05, missed


def _is_in_top_three(index: Index, query: str, term: str) -> bool:
    """The category is among the three suggested, and the list has a service of it."""
    listed = {ENTRIES[each.id].category for each in find(index, query)}
    suggested = [each.id for each in suggest(index, query, 3)]
    return term in suggested and (term in listed or not is_for_services(term))


def test_the_queries_are_many_and_each_is_there_once() -> None:
    asked = [query for query, _ in queries() + spoken() + everyday() + in_english()]

    assert len(asked) >= 300
    assert len(set(asked)) == len(asked)


@pytest.mark.parametrize("query", ["朝阳公证", "公证朝阳", "朝阳 公证", "chaoyanggongzheng"])
def test_words_are_found_in_any_order_and_in_different_places(query: str) -> None:
    found = find(INDEX, query)

    entry = ENTRIES[found[0].id]
    assert entry.category == "notary"
    assert "朝阳" in entry.name + entry.provider.name + "".join(spot.address for spot in entry.spots)


@pytest.mark.parametrize("query", ["", "  ", "!!!", "𠮷", "🙂", "zzzz", "龘龘"])
def test_nonsense_finds_nothing(query: str) -> None:
    assert find(INDEX, query) == []
    assert suggest(INDEX, query) == []


@pytest.mark.parametrize(
    ("query", "text", "score"),
    [
        ("法律援助", "法律援助", 100),
        ("法律", "法律援助", 90),
        ("援助", "法律援助", 80),
        ("哪里可以量血压", "量血压", 73),
        ("法律圆助", "法律援助", 76),
        ("圆助", "法律援助", 60),
        ("刚才那个法律援助好不好", "法律援助中心", 58),
        ("打疫笛", "打疫苗", 55),
        ("falvyuanzhu", "法律援助", 84),
        ("falv", "法律援助", 75),
        ("yuanzhu", "法律援助", 65),
        ("flyz", "法律援助", 78),
        ("yz", "法律援助", 58),
        ("falyz", "法律援助", 60),
        ("falvyuanzu", "法律援助", 50),
        ("falvyuanzhi", "法律援助", 49),
        ("nvxing", "女性", 84),
        ("nuxing", "女性", 84),
        ("公证", "法律援助", 0),
        ("律法援助", "法律援助", 50),
        ("想学一门手艺", "学手艺", 61),
        ("cleaning", "cleaner", 70),
        ("lawyers", "lawyer", 70),
    ],
)
def test_a_word_fits_by_characters_sound_or_one_slip(query: str, text: str, score: int) -> None:
    assert fit(a_word(query, SOUNDS.of(query)), a_text(text, SOUNDS.of(text))) == score


def test_among_equals_the_open_the_own_the_near_and_the_certified_come_first() -> None:
    best = Found(90, "a")
    standings = [
        Standing(True, 4, 100, True),
        Standing(True, 4, 100, False),
        Standing(True, 4, 200, True),
        Standing(True, 4, None, True),
        Standing(True, 1, 10, True),
        Standing(False, 4, 10, True),
    ]

    places = [place_in_list(best, standing) for standing in standings]

    assert places == sorted(places)
    assert place_in_list(Found(91, "z"), standings[-1]) < places[0]  # words decide first


def test_a_slip_of_one_letter_still_finds_the_category(rounds: int) -> None:
    """Measured over all words of residents: at least nine of ten."""
    chance = random.Random(11)
    words = [(code, word) for code, listed in INDEX.terms.items() for word in _typed(code, listed)]
    asked = chance.sample(words, 40 * rounds)

    right = sum(code in [each.id for each in suggest(INDEX, _slip(word, chance), 3)] for code, word in asked)

    assert right >= 0.85 * len(asked)


def _typed(code: str, listed: list[tuple[int, int]]) -> list[str]:
    letters = [INDEX.texts[number].letters for number, tenths in listed if tenths == 10]
    return [word for word in letters if len(word) >= 8]


def _slip(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word) - 1)
    other = chance.choice("abcdefghijklmnopqrstuwxyz")
    return chance.choice(
        [
            word[:at] + other + word[at + 1 :],
            word[:at] + word[at + 1 :],
            word[:at] + other + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        ]
    )


def test_the_fixture_is_small_enough_to_be_read() -> None:
    assert (FOLDER / "golden.json").stat().st_size < 250_000
    assert Path(FOLDER / "catalogue.json").stat().st_size < 200_000
