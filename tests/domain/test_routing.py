"""Who gets a request first, and why."""

import pytest

from server.domain.categories import TERMS, is_for_requests
from server.domain.routing import SHIPPED, RuleBook
from tests.builders import COMMUNITY, STREET

BOOK = RuleBook()


def test_a_lamp_lies_with_the_community_and_says_that_property_management_mends_it() -> None:
    where = BOOK.route("lighting", COMMUNITY)

    assert where.holder == COMMUNITY
    assert "物业" in BOOK.rule_for("lighting", COMMUNITY).words("zh-CN")
    assert "property management" in BOOK.rule_for("lighting", COMMUNITY).words("en")


def test_relief_lies_with_the_street() -> None:
    assert BOOK.route("medical-relief", COMMUNITY).holder == STREET


def test_a_street_as_place_keeps_what_belongs_to_communities() -> None:
    assert BOOK.route("lighting", STREET).holder == STREET


def test_every_category_has_a_rule_and_every_rule_only_categories_that_exist() -> None:
    for code in TERMS:
        assert BOOK.route(code, COMMUNITY).rule
    named = [code for rule in SHIPPED for code in rule.categories]
    assert len(named) == len(set(named))
    assert all(is_for_requests(code) for code in named)


def test_the_last_rule_takes_everything_else() -> None:
    assert SHIPPED[-1].categories == []
    assert BOOK.route("other", COMMUNITY).rule == SHIPPED[-1].id


@pytest.mark.parametrize("rule", SHIPPED, ids=lambda rule: rule.id)
def test_each_rule_says_why_in_both_languages(rule) -> None:  # type: ignore[no-untyped-def]
    assert len(rule.zh) > 10
    assert len(rule.en) > 20
    assert not any(mark in rule.zh for mark in ",:?!;")
