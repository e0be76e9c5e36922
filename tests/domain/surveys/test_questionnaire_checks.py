"""The checks of a questionnaire: what would spoil a survey is found before anybody is asked."""

from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from server.domain.city import read_city
from server.domain.surveys.questionnaire import Form, Question, Questionnaire, core_questionnaire
from server.domain.surveys.questionnaire_checks import check_questionnaire, faults_of

ASKED = core_questionnaire(read_city("hangzhou"))
YES_NO = [{"code": "1", "text": {"zh": "是", "en": "Yes"}}, {"code": "2", "text": {"zh": "否", "en": "No"}}]


def a_question(**but: Any) -> Question:
    """A new one, whole in both languages."""
    usual = {
        "id": "X1",
        "type": "single",
        "text": {"zh": "有电梯吗？", "en": "Is there a lift?"},
        "options": YES_NO,
    }
    return msgspec.convert(usual | but, Question)


def with_more(*more: Question) -> Questionnaire:
    """The core, and these at the end of the residents' form."""
    return replace(ASKED, residents=(*ASKED.residents, *more))


def found(asked: Questionnaire, before: Questionnaire | None = None) -> list[tuple[str, str]]:
    return [(remark.field, remark.key) for remark in check_questionnaire(asked, before)]


def without(form: Form, id: str) -> Form:
    return tuple(question for question in form if question.id != id)


def changed(id: str, **but: Any) -> Questionnaire:
    """The core with one resident's question otherwise."""
    return replace(
        ASKED, residents=tuple(replace(one, **but) if one.id == id else one for one in ASKED.residents)
    )


def question(id: str) -> Question:
    return next(one for one in ASKED.residents if one.id == id)


def test_the_core_is_without_fault_and_like_itself() -> None:
    assert found(ASKED, ASKED) == []


def test_a_text_without_english_is_found_where_it_stands() -> None:
    options = [*YES_NO, {"code": "3", "text": {"zh": "在建"}}]
    asked = with_more(a_question(text={"zh": "有电梯吗？", "en": " "}, hint={"zh": "本楼"}, options=options))
    assert found(asked) == [
        ("residents.15.text.en", "no-translation"),
        ("residents.15.hint.en", "no-translation"),
        ("residents.15.options.2.text.en", "no-translation"),
    ]


def test_an_id_or_a_code_that_is_there_twice() -> None:
    twice = [*YES_NO, YES_NO[0]]
    assert found(with_more(a_question(id="R1", options=twice))) == [
        ("residents.15.id", "there-twice"),
        ("residents.15.options.2.code", "there-twice"),
    ]


@pytest.mark.parametrize(
    ("conditions", "because"),
    [
        (
            [
                {"question": "R1", "op": "any", "codes": ["1"]},
                {"question": "R1", "op": "any", "codes": ["2"]},
            ],
            "R1",
        ),
        ([{"question": "R1", "op": "none", "codes": ["1", "2", "3"]}], "R1"),
        ([{"question": "R9", "op": "answered"}, {"question": "R7", "op": "any", "codes": ["3"]}], "R7"),
        (
            [
                {"question": "R3", "op": "any", "codes": ["0"]},
                {"question": "R3", "op": "any", "codes": ["a"]},
            ],
            "R3",
        ),
        ([{"question": "R10", "op": "any", "codes": [code]} for code in "abcd"], "R10"),
        (
            [
                {"question": "R2", "op": "any", "codes": ["5"]},
                {"question": "R2", "op": "none", "codes": ["5"]},
            ],
            "R2",
        ),
    ],
)
def test_a_question_that_no_answers_lead_to(conditions: list[dict[str, Any]], because: str) -> None:
    asked = with_more(a_question(shown_if=conditions))
    (remark,) = check_questionnaire(asked, None)
    assert (remark.field, remark.key) == ("residents.15.shown_if", "never-shown")
    assert remark.facts == {"because": because}


@pytest.mark.parametrize(
    "conditions",
    [
        [{"question": "R3", "op": "any", "codes": ["a"]}, {"question": "R3", "op": "any", "codes": ["b"]}],
        [{"question": "R10", "op": "any", "codes": [code]} for code in "abc"],
        [{"question": "R4", "op": "any", "codes": ["1"]}, {"question": "R4", "op": "any", "codes": ["5"]}],
        [{"question": "R5", "op": "any", "codes": ["h"]}],
        [
            {"question": "R8", "op": "none", "codes": ["1"]},
            {"question": "R7", "op": "any", "codes": ["1", "2"]},
        ],
    ],
)
def test_a_question_that_some_answers_lead_to(conditions: list[dict[str, Any]]) -> None:
    assert found(with_more(a_question(shown_if=conditions))) == []


def test_a_number_leads_on_within_its_bounds_only() -> None:
    people = a_question(id="X0", type="number", min=1, max=20, options=[])
    for condition, keys in (
        ({"least": 5}, []),
        ({"least": 21}, ["never-shown"]),
        ({"most": 0}, ["never-shown"]),
        ({}, ["no-bounds"]),
    ):
        shown_if = [{"question": "X0", "op": "between", **condition}]
        assert [key for _, key in found(with_more(people, a_question(shown_if=shown_if)))] == keys


def test_conditions_look_back_and_name_what_is_there() -> None:
    asked = with_more(
        a_question(shown_if=[{"question": "X2", "op": "answered"}]),
        a_question(id="X2", shown_if=[{"question": "R1", "op": "any", "codes": ["7", "1"]}]),
        a_question(id="X3", shown_if=[{"question": "R1", "op": "between", "least": 1}]),
    )
    assert found(asked) == [
        ("residents.15.shown_if.0.question", "not-earlier"),
        ("residents.16.shown_if.0.codes", "no-such-option"),
        ("residents.17.shown_if.0.op", "no-number"),
    ]


def test_a_form_without_the_satisfied_question_cannot_give_a_number() -> None:
    assert found(replace(ASKED, units=without(ASKED.units, "O5"))) == [("units", "key-missing")]
    assert found(with_more(replace(question("R2"), id="X1"))) == [("residents.15.key", "second-key")]


def test_the_scale_of_the_number_stays_whole() -> None:
    three = tuple(option for option in question("R2").options if option.code != "3")
    assert ("residents.1.options", "key-scale") in found(changed("R2", options=three))


def test_residents_and_migrants_are_asked_in_the_same_words() -> None:
    other = {"zh": "您满意吗？", "en": "Are you satisfied?"}
    assert found(changed("R2", text=other)) == [("migrants.1.text", "key-differs")]


@pytest.mark.parametrize(
    ("but", "field"),
    [
        ({"text": {**question("R6").text, "zh": "您走到服务点要多久？"}}, "text"),
        ({"options": tuple(reversed(question("R6").options))}, "options"),
        ({"options": question("R6").options[:-1]}, "options"),
        ({"hint": {"zh": "大约", "en": "About"}}, "hint"),
        ({"core": False}, "core"),
        ({"type": "multi"}, "type"),
    ],
)
def test_a_core_question_that_is_not_as_it_was(but: dict[str, Any], field: str) -> None:
    assert found(changed("R6", **but), ASKED) == [(f"residents.5.{field}", "core-changed")]


def test_a_core_question_that_is_gone_or_moved() -> None:
    assert found(replace(ASKED, residents=without(ASKED.residents, "R12")), ASKED) == [
        ("residents", "core-gone")
    ]
    moved = (*without(ASKED.residents, "R12"), question("R12"))
    assert [remark.level for remark in check_questionnaire(replace(ASKED, residents=moved), ASKED)] == [
        "warning"
    ]
    assert faults_of(replace(ASKED, residents=moved), ASKED) == []


def test_another_language_changes_no_core_question_nor_does_a_new_question() -> None:
    asked = changed("R6", text={**question("R6").text, "ug": "..."})
    assert found(asked, ASKED) == []
    assert found(with_more(a_question()), ASKED) == []


def test_each_type_needs_what_it_is_made_of() -> None:
    asked = with_more(
        a_question(options=YES_NO[:1]),
        a_question(id="X2", type="ranking", max=3),
        a_question(id="X3", type="number", min=3, max=3, options=[]),
        a_question(id="X4", type="grid"),
        a_question(id="X5", type="pair", options=[]),
        a_question(id="X6", type="grid", of="R1"),
    )
    assert found(asked) == [
        ("residents", "form-long"),
        ("residents.15.options", "few-options"),
        ("residents.16.max", "max-beyond"),
        ("residents.17.max", "max-below-min"),
        ("residents.18.items", "no-rows"),
        ("residents.19.parts", "no-parts"),
        ("residents.20.of", "follows-nothing"),
    ]
