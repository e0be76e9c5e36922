"""One list of categories, from which the app, the desk and Open311 all take their names."""

from pathlib import Path

import pytest

from server.data.taxonomy import typescript
from server.domain.categories import (
    TERMS,
    TOPS,
    is_for_requests,
    is_for_services,
    name,
    term,
    terms_under,
    words_of_city,
)

# design.md, Categories: the plan's services and what residents ask for.
CODES = {
    "legal": "legal-aid notary mediation",
    "health": "clinic pharmacy family-doctor health-record counselling",
    "culture": "library sports science",
    "home": "housekeeping repair pest-control breakfast chain-shop",
    "work": "job-placement training start-up-advice",
    "relief": "minimum-living-allowance medical-relief schooling-relief housing-relief",
    "elderly-disabled": "starlight-home day-care home-care meals disability-aid work-therapy",
    "family": "childcare",
    "retirees": "archives social-insurance",
    "neighbours": "volunteers",
    "for-units": "logistics shared-facilities",
    "property-environment": "property environment safety lighting noise lifts water-power",
    "other": "papers other",
}


def test_the_codes_are_those_that_other_software_was_told() -> None:
    assert {top.code: " ".join(each.code for each in top.terms) for top in TOPS} == CODES


@pytest.mark.parametrize("code", TERMS)
def test_a_category_has_names_an_icon_and_what_residents_call_it(code: str) -> None:
    each = term(code)

    assert each.zh
    assert each.en
    assert each.icon
    assert each.parent in CODES
    assert len(each.words) >= 6
    assert len(each.words_en) >= 2


def test_no_word_leads_to_two_categories() -> None:
    words = [word for each in TERMS.values() for word in [each.zh, *each.words]]

    assert sorted(words) == sorted(set(words))


def test_no_two_categories_look_alike() -> None:
    assert len({each.icon for each in TERMS.values()}) == len(TERMS)
    assert len({each.zh for each in TERMS.values()}) == len(TERMS)
    assert len({each.en for each in TERMS.values()}) == len(TERMS)


def test_a_street_lamp_is_asked_for_and_a_library_only_visited() -> None:
    assert is_for_requests("lighting")
    assert not is_for_services("lighting")
    assert is_for_services("library")
    assert not is_for_requests("library")
    assert not is_for_requests("no-such-thing")
    assert not is_for_services("legal")


def test_what_happens_between_neighbours_is_never_public() -> None:
    assert {each.code for each in TERMS.values() if each.public_space} == {
        "environment",
        "safety",
        "lighting",
    }


def test_a_category_has_one_name_in_each_language() -> None:
    assert name("meals", "zh-CN") == "助餐"
    assert name("meals", "en") == "Community canteen"
    assert name("legal", "en") == "Law"
    with pytest.raises(KeyError):
        name("no-such-thing", "en")


def test_a_filter_takes_a_whole_group_or_one_category() -> None:
    assert terms_under("legal") == ["legal-aid", "notary", "mediation"]
    assert terms_under("notary") == ["notary"]
    assert terms_under("no-such-thing") == []


def test_a_city_adds_its_own_words(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "words.toml").write_text('mediation = ["和头酒"]\n', "utf-8")

    words = words_of_city("elsewhere", tmp_path)

    assert words["mediation"][-1] == "和头酒"
    assert words["notary"] == term("notary").words
    assert "和头酒" not in words_of_city("hangzhou")["mediation"]


def test_the_app_is_given_every_category_with_its_icon() -> None:
    module = typescript()

    assert all(f'"code": "{each.code}"' in module for each in TERMS.values())
    assert '"icon": "scales", "family": "law", "services": true, "requests": true' in module
