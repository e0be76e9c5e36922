"""The questionnaire: complete in both languages, answerable, and the same rules on phone and server."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec import json as msgspec_json

from server.domain.city import City, read_city
from server.domain.errors import Invalid
from server.domain.surveys.questionnaire import (
    Form,
    Group,
    core_questionnaire,
    freeze,
    key_question,
    read_questionnaire,
)
from server.domain.surveys.sheets import check_answers, rows_of, shown_questions

FOLDER = Path(__file__).parents[2] / "fixtures" / "questionnaire"
KINDS = json.loads((FOLDER / "kinds.json").read_text("utf-8"))
VECTORS = json.loads((FOLDER / "vectors.json").read_text("utf-8"))
CITY = read_city("hangzhou")
ASKED = core_questionnaire(CITY)
QUESTIONS = [question for group in Group for question in ASKED.form(group)]
KEY_ZH = "总的来说，您对过去 12 个月本社区（村）提供的各项服务满意吗？"


def texts() -> Iterator[dict[str, str]]:
    yield ASKED.opening
    for question in QUESTIONS:
        yield question.text
        yield from [question.hint] if question.hint else []
        for options in (question.options, question.items, *(part.options for part in question.parts)):
            yield from (option.text for option in options)
        yield from (part.text for part in question.parts)


@pytest.mark.parametrize("case", VECTORS, ids=lambda case: case["says"])
def test_a_sheet_is_read_as_on_the_phone(case: dict[str, Any]) -> None:
    form, answers = ASKED.form(Group(case["form"])), case["answers"]

    assert [question.id for question in shown_questions(form, answers)] == case["shown"]
    for name, rows in case["rows"].items():
        asked, _, part = name.partition(".")
        question: Any = next(question for question in form if question.id == asked)
        if part:
            question = next(inner for inner in question.parts if inner.id == part)
        assert [row.code for row in rows_of(question, form, answers)] == rows
    if case["wrong"]:
        with pytest.raises(Invalid) as refused:
            check_answers(form, answers)
        assert refused.value.fields == {f"answers.{k}": why for k, why in case["wrong"].items()}
    else:
        assert check_answers(form, answers).keys() == answers.keys()


@pytest.mark.parametrize("case", KINDS["cases"], ids=lambda case: case["says"])
def test_rankings_and_numbers_are_read_as_on_the_phone(case: dict[str, Any]) -> None:
    form, answers = msgspec.convert(KINDS["form"], Form), case["answers"]

    assert [question.id for question in shown_questions(form, answers)] == case["shown"]
    if case["wrong"]:
        with pytest.raises(Invalid) as refused:
            check_answers(form, answers)
        assert refused.value.fields == {f"answers.{k}": why for k, why in case["wrong"].items()}
    else:
        assert check_answers(form, answers) == case.get("kept", answers)


def test_the_phones_copy_for_tests_is_the_one_that_is_asked() -> None:
    file = FOLDER / "core.json"
    assert msgspec_json.decode(file.read_bytes()) == msgspec_json.decode(freeze(ASKED)), (
        f"write it anew: python -m tests.domain.surveys.test_questionnaire > {file}"
    )


def test_the_key_question_is_asked_word_for_word_of_residents_and_migrants() -> None:
    residents, migrants = key_question(ASKED.residents), key_question(ASKED.migrants)
    assert (residents.id, migrants.id, key_question(ASKED.units).id) == ("R2", "M2", "O5")
    assert residents.text == migrants.text
    assert residents.text["zh"] == KEY_ZH
    assert [o.text["zh"] for o in residents.options] == [
        "很满意",
        "比较满意",
        "一般",
        "不太满意",
        "很不满意",
        "说不清",
    ]
    assert residents.options == migrants.options


def test_every_text_is_there_in_both_languages_with_full_width_marks() -> None:
    for words in texts():
        assert words["zh"].strip(), words
        assert words["en"].strip(), words
        assert not re.search(r"[\u4e00-\u9fff][,:;?!()]|[,:;?!()][\u4e00-\u9fff]", words["zh"]), words["zh"]
        assert not re.search(r"[\u4e00-\u9fff]", words["en"]), words["en"]


def test_codes_and_ids_are_unique_and_conditions_look_back() -> None:
    for group in Group:
        before: list[str] = []
        for question in ASKED.form(group):
            options = [option.code for option in question.options]
            assert len(options) == len(set(options)), question.id
            assert {condition.question for condition in question.shown_if} <= set(before), question.id
            assert question.of is None or question.of in before, question.id
            assert question.id not in before
            before.append(question.id)


def test_every_question_can_be_reached() -> None:
    reached = {id for case in VECTORS for id in case["shown"]}
    assert reached == {question.id for question in QUESTIONS}


def test_another_citys_questionnaire_says_nothing_of_hangzhou() -> None:
    other = City(
        code="990100000000",
        name="云上",
        name_en="Yunshang",
        time_zone="Asia/Shanghai",
        utc_offset="+08:00",
        languages=["zh-CN", "en"],
        holidays="CN",
        sms_countries=[86],
        hotline="10086",
        goal=0.9,
        emergency=[],
        lines=[],
    )
    frozen = freeze(core_questionnaire(other))
    assert "云上" in frozen
    assert "10086" in frozen
    assert not re.search(r"杭州|Hangzhou|96345|\{\w+\}", frozen)


def test_a_frozen_copy_reads_back_as_it_was() -> None:
    assert read_questionnaire(freeze(ASKED)) == ASKED


def test_answers_are_kept_in_the_forms_order_and_empty_ones_not_at_all() -> None:
    kept = check_answers(
        ASKED.residents,
        {
            "R12": "1",
            "R3": ["d", "a", "d"],
            "R1": "2",
            "R6": "9",
            "R10": [],
            "R14": {"age": "60", "sex": "f"},
        },
    )
    assert list(kept) == ["R1", "R3", "R6", "R12", "R14"]
    assert kept["R3"] == ["a", "d"]
    assert list(kept["R14"]) == ["sex", "age"]


def test_words_are_cleaned_and_no_longer_than_500_characters() -> None:
    kept = check_answers(ASKED.residents, {"R10": ["x"], "R10a": "  修\u0000表\u202e "})
    assert kept["R10a"] == "修表"
    with pytest.raises(Invalid) as refused:
        check_answers(ASKED.residents, {"R10": ["x"], "R10a": "修" * 501})
    assert refused.value.fields == {"answers.R10a": "too-long"}


if __name__ == "__main__":
    print(json.dumps(json.loads(freeze(ASKED)), ensure_ascii=False, indent=1))
