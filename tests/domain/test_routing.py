"""Who gets a request first, and why."""

import pytest

from server.domain.categories import TERMS, is_for_requests
from server.domain.routing import RULES, route, rule_called
from tests.builders import COMMUNITY, STREET


def test_a_lamp_lies_with_the_community_and_says_that_property_management_mends_it() -> None:
    where = route("lighting", COMMUNITY)

    assert where.holder == COMMUNITY
    assert "物业" in rule_called(where.rule).words("zh-CN")
    assert "property management" in rule_called(where.rule).words("en")


def test_relief_lies_with_the_street() -> None:
    assert route("medical-relief", COMMUNITY).holder == STREET


def test_a_street_as_place_keeps_what_belongs_to_communities() -> None:
    assert route("lighting", STREET).holder == STREET


def test_every_category_has_a_rule_and_every_rule_only_categories_that_exist() -> None:
    for code in TERMS:
        assert route(code, COMMUNITY).rule
    named = [code for rule in RULES for code in rule.categories]
    assert len(named) == len(set(named))
    assert all(is_for_requests(code) for code in named)


def test_the_last_rule_takes_everything_else() -> None:
    assert RULES[-1].categories == []
    assert route("other", COMMUNITY).rule == RULES[-1].id


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_each_rule_says_why_in_both_languages(rule) -> None:  # type: ignore[no-untyped-def]
    assert len(rule.zh) > 10
    assert len(rule.en) > 20
    assert not any(mark in rule.zh for mark in ",:?!;")


def test_a_rule_that_is_gone_still_has_words() -> None:
    assert rule_called("long ago").id == RULES[-1].id
